"""Known wrong solutions of week 7."""

import numpy as np

from autograder.variants import mistake

from . import at_rest
from .reference import ica_step, pca


@mistake("extract_patches", hint="One row and one column of places are never drawn: where may the last patch begin? "
                                 "An upper bound of rng.integers is itself left out.")
def last_place_never_drawn(image, size, n, rng):
    h, w = image.shape
    rows, columns = rng.integers(0, h - size, n), rng.integers(0, w - size, n)
    return np.array([image[r : r + size, c : c + size].ravel() for r, c in zip(rows, columns)])


@mistake("extract_patches", hint="One row and one column of places are never drawn: where may the last patch begin? "
                                 "An upper bound of rng.integers is itself left out.")
def last_place_never_drawn_one_by_one(image, size, n, rng):
    h, w = image.shape
    X = np.zeros((n, size * size))
    for i in range(n):
        row, column = rng.integers(0, h - size), rng.integers(0, w - size)
        X[i] = image[row : row + size, column : column + size].ravel()
    return X


@mistake("extract_patches",
         hint="Some patches run over the edge of the image and come out smaller: where may the last one begin?")
def beyond_the_edge(image, size, n, rng):
    h, w = image.shape
    rows, columns = rng.integers(0, h, n), rng.integers(0, w, n)
    padded = np.pad(image, ((0, size), (0, size)), mode="wrap")
    return np.array([padded[r : r + size, c : c + size].ravel() for r, c in zip(rows, columns)])


@mistake("extract_patches", hint="The randomness comes from elsewhere than rng.")
def numpys_own_randomness(image, size, n, rng):
    h, w = image.shape
    rows, columns = np.random.randint(0, h - size + 1, n), np.random.randint(0, w - size + 1, n)
    return np.array([image[r : r + size, c : c + size].ravel() for r, c in zip(rows, columns)])


@mistake("extract_patches",
         hint="All patches come from one and the same place: where is it drawn, inside or outside of the loop?")
def one_place_for_all(image, size, n, rng):
    h, w = image.shape
    row, column = rng.integers(h - size + 1), rng.integers(w - size + 1)
    return np.array([image[row : row + size, column : column + size].ravel() for _ in range(n)])


@mistake("extract_patches", hint="The same number serves for the row and for the column: each needs a draw of its own.")
def on_the_diagonal(image, size, n, rng):
    h, w = image.shape
    places = rng.integers(0, min(h, w) - size + 1, n)
    return np.array([image[p : p + size, p : p + size].ravel() for p in places])


@mistake("extract_patches", hint="The pixels of a patch come column by column; which index runs fastest in ravel?")
def columns_first(image, size, n, rng):
    h, w = image.shape
    rows, columns = rng.integers(0, h - size + 1, n), rng.integers(0, w - size + 1, n)
    return np.array([image[r : r + size, c : c + size].T.ravel() for r, c in zip(rows, columns)])


@mistake("extract_patches", hint="The pixels of a patch come column by column; which index runs fastest in ravel?")
def columns_first_one_by_one(image, size, n, rng):
    h, w = image.shape
    X = np.zeros((n, size * size))
    for i in range(n):
        row, column = rng.integers(0, h - size + 1), rng.integers(0, w - size + 1)
        X[i] = image[row : row + size, column : column + size].T.ravel()
    return X


@mistake("extract_patches", hint="Height and width are mixed up: which of the two limits the row?")
def height_for_width(image, size, n, rng):
    h, w = image.shape
    rows, columns = rng.integers(0, w - size + 1, n), rng.integers(0, h - size + 1, n)
    return np.array([image[r : r + size, c : c + size].ravel() for r, c in zip(rows, columns)])


@mistake("extract_patches", hint="The height limits rows and columns alike: the image need not be square.")
def height_twice(image, size, n, rng):
    h = image.shape[0]
    rows, columns = rng.integers(0, h - size + 1, n), rng.integers(0, h - size + 1, n)
    return np.stack([image[r : r + size, c : c + size].ravel() for r, c in zip(rows, columns)])


@mistake("extract_patches", hint="Height and width are mixed up: which of the two limits the row?")
def height_for_width_one_by_one(image, size, n, rng):
    h, w = image.shape
    X = np.zeros((n, size * size))
    for i in range(n):
        row, column = rng.integers(0, w - size + 1), rng.integers(0, h - size + 1)
        X[i] = image[row : row + size, column : column + size].ravel()
    return X


@mistake("extract_patches", hint="Patches overlap in the world, but yours lie on a grid: any pixel may be a corner, "
                                 "not only every size-th one.")
def on_a_grid(image, size, n, rng):
    h, w = image.shape
    rows, columns = size * rng.integers(0, h // size, n), size * rng.integers(0, w // size, n)
    return np.array([image[r : r + size, c : c + size].ravel() for r, c in zip(rows, columns)])


@mistake("extract_patches", hint="Each patch is still a square: one row of X for each patch, so (n, size * size).")
def patches_left_square(image, size, n, rng):
    h, w = image.shape
    rows, columns = rng.integers(0, h - size + 1, n), rng.integers(0, w - size + 1, n)
    return np.array([image[r : r + size, c : c + size] for r, c in zip(rows, columns)])


@mistake("remove_dc", hint="The mean was taken over all patches, for each pixel. Which axis runs along one patch?")
def mean_of_each_column(X):
    return X - X.mean(axis=0)


@mistake("remove_dc", hint="One mean was taken away from all patches; each patch has its own.")
def mean_of_everything(X):
    return X - X.mean()


@mistake("remove_dc", hint="The mean is gone, but the contrast was changed too: nothing is divided here.")
def divided_by_the_deviation(X):
    return (X - X.mean(axis=1, keepdims=True)) / (X.std(axis=1, keepdims=True) + 1e-12)


@mistake("remove_dc", hint="X itself was changed: make a new array.")
def dc_removed_in_place(X):
    X -= X.mean(axis=1, keepdims=True)
    return X


@mistake("remove_dc", hint="The mean of each patch came back, not the patches without it.")
def the_mean_itself(X):
    return np.repeat(X.mean(axis=1, keepdims=True), X.shape[1], axis=1)


@mistake("remove_dc", hint="A patch was divided by its mean; it should be taken away.")
def divided_by_the_mean(X):
    return X / X.mean(axis=1, keepdims=True)


@mistake("remove_dc", hint="The median is not the mean: rows would not sum to 0.")
def median_taken_away(X):
    return X - np.median(X, axis=1, keepdims=True)


@mistake("pca", hint="All variances are n / (n - 1) times too large: this week everything is divided by n.")
def divided_by_one_less(X):
    variances, V = np.linalg.eigh(np.cov(X.T))
    return variances[::-1], V[:, ::-1]


@mistake("pca", hint="The columns are not centred: what happens when 100 is added to every pixel?")
def not_centred(X):
    variances, V = np.linalg.eigh(X.T @ X / len(X))
    return variances[::-1], V[:, ::-1]


@mistake("pca", hint="The mean of each row was taken away. The covariance of two pixels needs the mean of each column.")
def rows_centred(X):
    X = X - X.mean(axis=1, keepdims=True)
    variances, V = np.linalg.eigh(X.T @ X / len(X))
    return variances[::-1], V[:, ::-1]


@mistake("pca", hint="eigh gives the smallest variance first; here the largest comes first.")
def smallest_first(X):
    centred = X - X.mean(axis=0)
    return tuple(np.linalg.eigh(centred.T @ centred / len(X)))


@mistake("pca", hint="The variances were turned round, but V was not: do its columns still belong to them?")
def only_variances_turned(X):
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return variances[::-1], V


@mistake("pca", hint="The rows of V were turned round. Which way do the components stand in V?")
def rows_of_v_turned(X):
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return variances[::-1], V[::-1]


@mistake("pca", hint="The components stand in the rows of V; they are wanted as its columns.")
def components_as_rows(X):
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return variances[::-1], V[:, ::-1].T


@mistake("pca", hint="Singular values are not variances yet: how do they go together with n?")
def singular_values(X):
    _, s, Vt = np.linalg.svd(X - X.mean(axis=0))
    return np.concatenate([s, np.zeros(X.shape[1] - len(s))]), Vt.T


@mistake("pca", hint="These are standard deviations, the roots of the variances.")
def standard_deviations(X):
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return np.sqrt(np.maximum(variances[::-1], 0)), V[:, ::-1]


@mistake("pca",
         hint="The columns were divided by their standard deviations: that gives the correlations, not the "
              "covariance.")
def of_correlations(X):
    centred = (X - X.mean(axis=0)) / X.std(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return variances[::-1], V[:, ::-1]


@mistake("pca", hint="With fewer observations than pixels some components are missing: V has d columns, whatever n is.")
def cut_at_the_rank(X):
    _, s, Vt = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    return s**2 / len(X), Vt.T


@mistake("pca", hint="The sum of the products was not divided by n.")
def not_divided(X):
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred)
    return variances[::-1], V[:, ::-1]


@mistake("pca", hint="The order of the two results is turned round: variances first, then V.")
def results_turned_round(X):
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return V[:, ::-1], variances[::-1]


@mistake("pca", hint="These are shares of the whole; the variances themselves are wanted.")
def shares_of_variance(X):
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return variances[::-1] / variances.sum(), V[:, ::-1]


@mistake("pca", hint="np.cov takes rows for variables: here the pixels are the columns, so (d, d) should come out.")
def covariance_of_rows(X):
    variances, V = np.linalg.eigh(np.cov(X, bias=True))
    return variances[::-1], V[:, ::-1]


@mistake("pca", hint="X itself was changed: make a new array for the centred one.")
def centred_in_place(X):
    X -= X.mean(axis=0)
    variances, V = np.linalg.eigh(X.T @ X / len(X))
    return variances[::-1], V[:, ::-1]


@mistake("whiten", hint="The column means were not taken away before X met A.")
def whiten_not_centred(X, k):
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k])
    return X @ A, A


@mistake("whiten", hint="Divided by the variance, not by its root: what is the variance of Z then?")
def divided_by_the_variance(X, k):
    variances, V = pca(X)
    A = V[:, :k] / variances[:k]
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="The components are uncorrelated, but nothing was divided: their variances still differ.")
def only_projected(X, k):
    variances, V = pca(X)
    A = V[:, :k]
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="Multiplied where it should be divided: large variances have become larger still.")
def multiplied(X, k):
    variances, V = pca(X)
    A = V[:, :k] * np.sqrt(variances[:k])
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="The variance of Z is (n - 1) / n: this week everything is divided by n.")
def whiten_divided_by_one_less(X, k):
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k] * len(X) / (len(X) - 1))
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="The k smallest components were kept, which carry least of the picture.")
def smallest_kept(X, k):
    variances, V = pca(X)
    A = V[:, -k:] / np.sqrt(variances[-k:])
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="A takes d pixels to k components, so it is (d, k): yours is turned round.")
def a_turned_round(X, k):
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k])
    return (X - X.mean(axis=0)) @ A, A.T


@mistake("whiten", hint="All d columns came back: of k components is asked.")
def turned_back(X, k):
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k]) @ V[:, :k].T
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="All d components were kept: only the k largest are wanted.")
def all_kept(X, k):
    variances, V = pca(X)
    A = V / np.sqrt(variances)
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="Something was added to the variances before dividing, so faint patches stay faint.")
def regularised(X, k):
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k] + 1e-5)
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="Rows of V were taken for components: they are its columns.")
def rows_for_components(X, k):
    variances, V = pca(X)
    A = V[:k].T / np.sqrt(variances[:k])
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten",
         hint="Each pixel was standardised by itself. That leaves the correlations between pixels as they are.")
def each_pixel_by_itself(X, k):
    A = np.diag(1 / X.std(axis=0))[:, :k]
    return (X - X.mean(axis=0)) @ A, A


@mistake("whiten", hint="The mean of each row was taken away; whitening centres the columns.")
def whiten_rows_centred(X, k):
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k])
    return (X - X.mean(axis=1, keepdims=True)) @ A, A


@mistake("whiten",
         hint="Z is right, but A is not what made it: the division by the standard deviations is missing in A.")
def a_without_the_division(X, k):
    variances, V = pca(X)
    return (X - X.mean(axis=0)) @ V[:, :k] / np.sqrt(variances[:k]), V[:, :k]


@mistake("kurtosis", hint="A Gaussian should have 0: what is its mean fourth power?")
def three_not_taken_away(s):
    s = (s - s.mean(axis=0)) / s.std(axis=0)
    return (s**4).mean(axis=0)


@mistake("kurtosis", hint="The standard deviation was divided by n - 1 under the root; this week it is n.")
def deviation_with_one_less(s):
    s = (s - s.mean(axis=0)) / s.std(axis=0, ddof=1)
    return (s**4).mean(axis=0) - 3


@mistake("kurtosis", hint="The mean was not taken away first.")
def kurtosis_not_centred(s):
    return ((s / s.std(axis=0)) ** 4).mean(axis=0) - 3


@mistake("kurtosis", hint="The mean was not taken away first: what is right where it is 0 is not right elsewhere.")
def moments_about_zero(s):
    return (s**4).mean(axis=0) / (s**2).mean(axis=0) ** 2 - 3


@mistake("kurtosis", hint="The values were not divided by their standard deviation first.")
def not_standardised(s):
    return ((s - s.mean(axis=0)) ** 4).mean(axis=0) - 3


@mistake("kurtosis", hint="Divided by the variance, where its square is needed: what happens when s is doubled?")
def variance_not_squared(s):
    return ((s - s.mean(axis=0)) ** 4).mean(axis=0) / s.var(axis=0) - 3


@mistake("kurtosis", hint="That is the third power, the skewness. Kurtosis has the fourth.")
def skewness(s):
    s = (s - s.mean(axis=0)) / s.std(axis=0)
    return (s**3).mean(axis=0)


@mistake("kurtosis", hint="All columns were thrown together: one number a column is asked for.")
def one_number_in_all(s):
    s = (s - s.mean()) / s.std()
    return (s**4).mean() - 3


@mistake("kurtosis", hint="The mean runs along the rows; each column is a variable of its own.")
def along_the_rows(s):
    s = (s - s.mean(axis=-1, keepdims=True)) / s.std(axis=-1, keepdims=True)
    return (s**4).mean(axis=-1) - 3


@mistake("kurtosis", hint="Kurtosis may be negative: two equal halves have -2.")
def size_of_kurtosis(s):
    s = (s - s.mean(axis=0)) / s.std(axis=0)
    return np.abs((s**4).mean(axis=0) - 3)


@mistake("ica_step", hint="The derivative of tanh is not 1 - tanh: what is missing?")
def slope_without_square(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T).mean(axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step", hint="The second term is taken away from the first, not added.")
def terms_added(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) + (1 - T**2).mean(axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step", hint="The second term is a number times w: where has w gone?")
def second_term_without_w(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None]
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step", hint="The second term is missing: what is taken away from mean(z tanh(wᵀz))?")
def second_term_missing(W, Z):
    U, _, Vt = np.linalg.svd(np.tanh(Z @ W.T).T @ Z / len(Z))
    return U @ Vt


@mistake("ica_step", hint="Both terms are means over the observations; one of yours is a sum.")
def sum_for_mean(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z - (1 - T**2).mean(axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step", hint="The filters are the rows of W: the answer of row w to z is wᵀz. Is a transpose missing?")
def columns_for_filters(W, Z):
    T = np.tanh(Z @ W)
    update = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step",
         hint="Each row has length 1, but the rows are still correlated: two of them may find the same source.")
def only_normalised(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    return update / np.linalg.norm(update, axis=1, keepdims=True)


@mistake("ica_step",
         hint="The rows are decorrelated one after the other, so the first one is preferred: (WWᵀ)^(-1/2) treats "
              "all alike.")
def gram_schmidt(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    Q, R = np.linalg.qr(update.T)
    return (Q * np.sign(np.diag(R))).T


@mistake("ica_step", hint="The update is right, but W is not decorrelated after it: what is WWᵀ?")
def not_decorrelated(W, Z):
    T = np.tanh(Z @ W.T)
    return T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W


@mistake("ica_step", hint="That is the rule with the third power; this week's has tanh.")
def with_the_third_power(W, Z):
    Y = Z @ W.T
    update = (Y**3).T @ Z / len(Z) - 3 * (Y**2).mean(axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step", hint="The root is missing: (WWᵀ)^(-1) is not (WWᵀ)^(-1/2).")
def inverse_without_root(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    return np.linalg.inv(update @ update.T) @ update


@mistake("ica_step",
         hint="A power of a matrix is not the power of its entries: the eigenvalues are what is raised to -1/2.")
def power_of_the_entries(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    return np.abs(update @ update.T) ** -0.5 @ update


@mistake("ica_step", hint="The old W was decorrelated, not the new one: which W goes into WWᵀ?")
def old_one_decorrelated(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    variances, E = np.linalg.eigh(W @ W.T)
    return E / np.sqrt(variances) @ E.T @ update


@mistake("ica_step", hint="One mean serves for all rows; each row has a mean(1 - tanh²) of its own.")
def one_slope_for_all(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (1 - T**2).mean() * W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step", hint="tanh² is there, but the 1 before it is not: what is the derivative of tanh?")
def slope_without_one(W, Z):
    T = np.tanh(Z @ W.T)
    update = T.T @ Z / len(Z) - (T**2).mean(axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(update)
    return U @ Vt


@mistake("ica_step", hint="W itself was changed: make a new array.")
def changed_in_place(W, Z):
    T = np.tanh(Z @ W.T)
    W[:] = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    U, _, Vt = np.linalg.svd(W)
    return U @ Vt


#: Of those that cannot be told apart by what comes back. PCA of whitened data is any rotation, made by rounding.
ONE_STEP = ("This is one step away from where W began. ica_step has to be taken again and again: does each result go into the "
            "next one, and when do your steps end?")
NOT_AT_REST = ("W is not at rest where it comes back: one more step with all of Z would turn it on. When do your steps end, "
               "does each see every observation, and is each an ica_step? (PCA would not do: Z is uncorrelated already, "
               "and not independent for that.)")


@mistake("ica", hint=ONE_STEP, replay=False, shows=at_rest.one_step)
def one_step_only(Z, rng, max_steps=200):
    return ica_step(rng.normal(size=(Z.shape[1], Z.shape[1])), Z)


@mistake("ica", hint=ONE_STEP, replay=False, shows=at_rest.one_step)
def always_from_the_start(Z, rng, max_steps=200):
    start = rng.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(max_steps):
        W = ica_step(start, Z)
    return W


@mistake("ica", hint="The randomness comes from elsewhere than rng.", replay=False)
def ica_numpys_own_randomness(Z, rng, max_steps=200):
    W = np.random.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(min(40, max_steps)):
        W = ica_step(W, Z)
    return W


@mistake("ica", replay=False, shows=at_rest.a_start,
         hint="W was left where it started: whitened data are not unmixed yet, a rotation is missing.")
def only_a_start(Z, rng, max_steps=200):
    return np.linalg.qr(rng.normal(size=(Z.shape[1], Z.shape[1])))[0]


@mistake("ica", hint="W comes back turned round: the filters are its rows.", replay=False, shows=at_rest.turned_round)
def columns_at_the_end(Z, rng, max_steps=200):
    W = rng.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(max_steps):
        W = ica_step(W, Z)
    return W.T


@mistake("ica", replay=False, shows=at_rest.rows_alike,
         hint="Several rows have found the same source: something has to keep them apart.")
def one_source_again_and_again(Z, rng, max_steps=200):
    w = rng.normal(size=Z.shape[1])
    for _ in range(max_steps):
        t = np.tanh(Z @ w)
        w = t @ Z / len(Z) - (1 - t**2).mean() * w
        w = w / np.linalg.norm(w)
    return np.array([w] * Z.shape[1])


@mistake("ica", hint="W is what makes sources of Z; here the sources themselves came back.", replay=False, shows=at_rest.sources)
def sources_returned(Z, rng, max_steps=200):
    W = rng.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(max_steps):
        W = ica_step(W, Z)
    return Z @ W.T


@mistake("ica", hint=NOT_AT_REST, replay=False, shows=at_rest.too_early)
def components_of_whitened_data(Z, rng, max_steps=200):
    return pca(Z)[1].T


@mistake("ica", hint=NOT_AT_REST, replay=False, shows=at_rest.too_early)
def few_observations(Z, rng, max_steps=200):
    W = np.linalg.qr(rng.normal(size=(Z.shape[1], Z.shape[1])))[0]
    for _ in range(max_steps):
        W = ica_step(W, Z[:20])
    return W


@mistake("ica", hint="Z itself was changed: make a new array.", replay=False)
def z_changed(Z, rng, max_steps=200):
    Z -= Z.mean(axis=0) + 1e-9
    W = rng.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(min(40, max_steps)):
        W = ica_step(W, Z)
    return W


@mistake("ica", hint="The rows of W are found, but not brought back to length 1.", replay=False, shows=at_rest.stretched)
def rows_stretched(Z, rng, max_steps=200):
    W = rng.normal(size=(Z.shape[1], Z.shape[1]))
    for _ in range(min(40, max_steps)):
        W = ica_step(W, Z)
    return W / np.abs(W).max(axis=1, keepdims=True)
