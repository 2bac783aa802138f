"""Wrong student solutions of week 5 (memory), written blind."""
import numpy as np


def hebb__divided_by_pairs(X, Y):
    # Divided by the number of pairs p instead of the number of input cells d.
    return X.T @ Y / len(X)


def hebb__transposed(X, Y):
    # The outer products are y times x, so W is (m, d).
    W = np.zeros((Y.shape[1], X.shape[1]))
    for x, y in zip(X, Y):
        W += np.outer(y, x)
    return W / X.shape[1]


def hebb__only_last_pair(X, Y):
    # The loop sets W instead of adding to it, so only the last pair is stored.
    for x, y in zip(X, Y):
        W = np.outer(x, y) / len(x)
    return W


def hebb__covariance_and_mean(X, Y):
    # Two slips: the means over the patterns are taken away first (covariance rule), and it is divided by p times d.
    Xc, Yc = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return Xc.T @ Yc / X.size


def stay_or_turn__zero_counts_as_plus(h, s):
    # An input of exactly 0 gives +1 instead of the old state.
    return np.where(h >= 0, 1.0, -1.0)


def stay_or_turn__input_plus_state(h, s):
    # The sign of h + s is taken, so small inputs are outvoted by the old state.
    out = np.sign(h + s)
    return np.where(out == 0, s, out)


def stay_or_turn__state_changed_in_place(h, s):
    # The old states are overwritten in place, so the argument s is changed.
    s[h > 0] = 1.0
    s[h < 0] = -1.0
    return s


def hopfield_weights__diagonal_kept(P):
    # The diagonal is left as p / N.
    return hebb(P, P)


def hopfield_weights__divided_by_patterns(P):
    # Divided by the number of patterns p instead of N.
    W = P.T @ P / P.shape[0]
    W[np.diag_indices_from(W)] = 0
    return W


def hopfield_weights__identity_subtracted(P):
    # 1 is subtracted on the diagonal once, which is zero only for p = N patterns.
    return np.dot(P.T, P) / P.shape[1] - np.eye(P.shape[1])


def energy__half_missing(S, W):
    # The factor 1/2 is missing.
    return -np.einsum("ni,ij,nj->n", S, W, S)


def energy__matrix_of_all_pairs(S, W):
    # S W S^T is returned whole, (n, n), with the energies only on its diagonal.
    return -0.5 * S @ W @ S.T


def energy__diagonal_left_out_and_averaged(S, W):
    # Two slips: terms with i = j are left out, and it is divided by the number of units.
    V = W - np.diag(np.diag(W))
    return -0.5 * np.sum((S @ V) * S, axis=1) / S.shape[1]


def energy__each_pair_once(S, W):
    # Sums the pairs i < j once and takes half of it all the same.
    U = np.triu(W, 1)
    return -0.5 * ((S @ U) * S).sum(axis=1)


def update__all_at_once(s, W, order):
    # All inputs are worked out from the old state, so units do not see what others have become.
    h = W @ s
    new = s.copy()
    for i in order:
        new[i] = stay_or_turn(h[i], s[i])
    return new


def update__column_of_weights(s, W, order):
    # The unit's column W[:, i] is used instead of its row.
    s = np.array(s)
    for i in order:
        s[i] = stay_or_turn(W[:, i] @ s, s[i])
    return s


def update__each_unit_once(s, W, order):
    # The order is made unique (and so sorted) first, so repeats and the sequence are lost.
    s = s.copy()
    for i in np.unique(order):
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s


def update__places_not_units_and_ties_up(s, W, order):
    # Two slips: the loop runs over the places 0 ... len(order) - 1 and not over the units named, and ties give +1.
    t = s.copy()
    for i in range(len(order)):
        t[i] = 1.0 if W[i] @ t >= 0 else -1.0
    return t


def settle__stops_before_last_energy(s, W, rng, max_sweeps=100):
    # The test stands before the energy is noted, so that of the sweep that changed nothing is missing.
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        new = update(s, W, rng.permutation(len(s)))
        if np.array_equal(new, s):
            break
        s = new
        energies.append(energy(s[None], W)[0])
    return s, energies


def settle__start_energy_missing(s, W, rng, max_sweeps=100):
    # The energy of the start is not in the list.
    energies = []
    for _ in range(max_sweeps):
        old = s.copy()
        s = update(s, W, rng.permutation(len(s)))
        energies.append(float(energy(s.reshape(1, -1), W)[0]))
        if (old == s).all():
            break
    return s, energies


def settle__stops_when_energy_equal(s, W, rng, max_sweeps=100):
    # Stops as soon as the energy is not lower than before, so it stops too early where weights are not symmetric and energy may rise.
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        s = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
        if energies[-1] >= energies[-2]:
            break
    return s, energies


def settle__units_drawn_with_replacement(s, W, rng, max_sweeps=100):
    # A sweep draws N units at random with replacement, so some get no turn, and it may stop at a state that is no fixed point.
    N = len(s)
    energies = [energy(s[None, :], W)[0]]
    sweep = 0
    while sweep < max_sweeps:
        before = s
        s = update(s, W, rng.integers(0, N, size=N))
        energies.append(energy(s[None, :], W)[0])
        sweep += 1
        if np.array_equal(before, s):
            break
    return s, energies


def bam__both_sides_at_once(x, W, max_steps=100):
    # x and y are renewed at the same time, the new y from the old x, so a step does half its work and max_steps may end it too early.
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        new_x, new_y = stay_or_turn(W @ y, x), stay_or_turn(x @ W, y)
        if np.array_equal(new_x, x) and np.array_equal(new_y, y):
            break
        x, y = new_x, new_y
    return x, y


def bam__stops_when_x_stands_and_y_starts_at_minus(x, W, max_steps=100):
    # Two slips: it stops before y is renewed when x did not change, and y starts from -1 where its input is 0.
    y = stay_or_turn(x @ W, -np.ones(W.shape[1]))
    for _ in range(max_steps):
        new = stay_or_turn(W @ y, x)
        if np.array_equal(new, x):
            return x, y
        x = new
        y = stay_or_turn(x @ W, y)
    return x, y


def bam__ties_go_up(x, W, max_steps=100):
    # Inputs of 0 give +1 in every step, not only for the first y.
    y = np.where(x @ W >= 0, 1.0, -1.0)
    for _ in range(max_steps):
        old_x, old_y = x, y
        x = np.where(W @ y >= 0, 1.0, -1.0)
        y = np.where(x @ W >= 0, 1.0, -1.0)
        if (old_x == x).all() and (old_y == y).all():
            break
    return x, y
