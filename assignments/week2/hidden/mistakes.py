"""Known wrong solutions of week 2: what students really hand in, each with a pointer to what to look at."""

import numpy as np

from autograder.variants import mistake

from .reference import cross_entropy, one_hot, softmax


@mistake("softmax", hint="exp of a large score is inf, and inf / inf is nan. Softmax has a freedom you have not "
                         "used: the same number may be added to all scores of a row.")
def softmax_overflowing(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", hint="Your columns sum to 1. Observations are rows: which axis runs over the classes?")
def softmax_over_observations(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


@mistake("softmax", hint="All entries together sum to 1. Every observation has a distribution of its own.")
def softmax_over_everything(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


@mistake("softmax", hint="You subtract the largest score of the whole matrix. A row far below it underflows to 0 / "
                         "0.")
def softmax_shifted_by_global_maximum(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E, axis=1, keepdims=True)


@mistake("softmax", hint="Something small is added to the denominator, so rows no longer sum to 1. After the shift, "
                         "how small can the denominator become at all?")
def softmax_with_epsilon(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / (E.sum(axis=1, keepdims=True) + 1e-8)


@mistake("softmax", hint="The idea of a shift is right, but after yours some scores of a row are still far above 0.")
def softmax_shifted_by_mean(Z):
    E = np.exp(Z - Z.mean(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", hint="The idea of a shift is right, but yours makes all scores positive. Which sign is safe for "
                         "exp?")
def softmax_shifted_by_minimum(Z):
    E = np.exp(Z - Z.min(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", hint="The probabilities are right, but the caller's scores are changed on the way: look for "
                         "operators such as -= that work in place.")
def softmax_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", hint="Clipping scores keeps exp finite, but makes different large scores equal. Differences "
                         "within a row must survive.")
def softmax_of_clipped_scores(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", hint="Each entry is squashed on its own, so a row does not sum to 1. Softmax sets a score "
                         "against the other scores of its row.")
def softmax_as_sigmoid(Z):
    return 0.5 * (1 + np.tanh(Z / 2))


@mistake("softmax", hint="The scores are divided by their sum without the exponential; negative scores then give "
                         "negative 'probabilities'.")
def softmax_without_exp(Z):
    return Z / Z.sum(axis=1, keepdims=True)


@mistake("softmax", hint="Dividing a row by its largest score changes its differences; subtracting does not.")
def softmax_of_divided_scores(Z):
    E = np.exp(Z / np.abs(Z).max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@mistake("softmax", hint="These are logarithms of probabilities: negative numbers. Which step is left?")
def softmax_still_logarithm(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


@mistake("softmax", hint="Replacing nan hides the overflow without repairing it: the winner of the row gets 0.")
def softmax_with_nan_removed(Z):
    E = np.exp(Z)
    return np.nan_to_num(E / E.sum(axis=1, keepdims=True))


@mistake("softmax", hint="The largest entry of every row is 1. What is a row divided by, its largest entry or its "
                         "sum?")
def softmax_divided_by_maximum(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


@mistake("mse", hint="You average over all entries, also over the outputs. The slide sums over outputs and divides "
                     "by n.")
def mse_averaged_over_outputs(Y, Y_hat):
    return np.mean((Y - Y_hat) ** 2)


@mistake("mse", hint="The loss grows with the number of observations: where is the mean over them?")
def mse_summed(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2)


@mistake("mse", hint="Your loss is half of the slide's. Some books add that factor; this course does not.")
def mse_halved(Y, Y_hat):
    return 0.5 * np.mean(np.sum((Y - Y_hat) ** 2, axis=1))


@mistake("mse", hint="You took a square root. The loss is the squared length of the errors, not their length.")
def mse_rooted(Y, Y_hat):
    return np.sqrt(np.mean(np.sum((Y - Y_hat) ** 2, axis=1)))


@mistake("mse", hint="You average the lengths of the errors; the loss averages their squares.")
def mse_of_lengths(Y, Y_hat):
    return np.mean(np.linalg.norm(Y - Y_hat, axis=1))


@mistake("mse", hint="These are absolute errors. How much should an error twice as large cost?")
def mse_absolute(Y, Y_hat):
    return np.mean(np.sum(np.abs(Y - Y_hat), axis=1))


@mistake("mse", hint="Errors of opposite sign cancel in your sum: what happens to an error before it is added?")
def mse_without_square(Y, Y_hat):
    return np.mean(np.sum(Y - Y_hat, axis=1))


@mistake("mse", hint="Errors of different outputs cancel: the square comes before the sum over outputs, not after.")
def mse_squared_after_sum(Y, Y_hat):
    return np.mean(np.sum(Y - Y_hat, axis=1) ** 2)


@mistake("mse", hint="This is one number an observation. The loss is their mean, a single number.")
def mse_per_observation(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2, axis=1)


@mistake("mse", hint="This is one number an output. The loss is a single number: what is left to do with the "
                     "outputs?")
def mse_per_output(Y, Y_hat):
    return np.mean((Y - Y_hat) ** 2, axis=0)


@mistake("mse", hint="You divide by the number of outputs. n is the number of observations: rows.")
def mse_divided_by_outputs(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2) / Y.shape[1]


@mistake("mse", hint="You divide by n - 1, as for a sample variance. A loss is a plain mean.")
def mse_divided_by_n_minus_1(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2) / max(len(Y) - 1, 1)


@mistake("mse", hint="The loss is right, but the caller's predictions are changed on the way: look for operators "
                     "such as -=.")
def mse_in_place(Y, Y_hat):
    Y_hat -= Y
    return np.mean(np.sum(Y_hat**2, axis=1))


@mistake("one_hot", hint="The width is taken from the labels, but classes may be missing among them: n_classes tells "
                         "it.")
def one_hot_as_wide_as_the_labels(labels, n_classes):
    return np.eye(labels.max() + 1)[labels]


@mistake("one_hot", hint="The columns are numbered by the classes that occur. Labels already say which column they "
                         "mean.")
def one_hot_of_occurring_classes(labels, n_classes):
    _, places = np.unique(labels, return_inverse=True)
    return np.eye(n_classes)[places]


@mistake("one_hot", hint="Your 1 stands one column too far to the left: labels count from 0.")
def one_hot_counting_from_one(labels, n_classes):
    return np.eye(n_classes)[labels - 1]


@mistake("one_hot", hint="Rows and columns are exchanged. Observations are rows.")
def one_hot_transposed(labels, n_classes):
    return np.eye(n_classes)[labels].T


@mistake("one_hot", hint="A slice in the place of the rows sets those columns in every row. Each row needs its own "
                         "column.")
def one_hot_in_every_row(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[:, labels] = 1
    return Y


@mistake("one_hot", hint="The entries are right, but this is a list of lists; the rest of the course works with "
                         "arrays.")
def one_hot_as_list(labels, n_classes):
    return [[1 if label == j else 0 for j in range(n_classes)] for label in labels]


@mistake("one_hot", hint="Classes other than the true one hold 0, not -1: Y is a distribution with all its weight on "
                         "one class.")
def one_hot_with_minus_one(labels, n_classes):
    return 2 * np.eye(n_classes)[labels] - 1


@mistake("cross_entropy", hint="log 0 is -inf, and 0 times inf is nan. What does the exercise say about tiny "
                               "probabilities?")
def cross_entropy_unclipped(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(Y_hat), axis=1))


@mistake("cross_entropy", hint="Adding a small number moves every probability. Clipping moves only those that are "
                               "too small.")
def cross_entropy_with_epsilon_added(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-12), axis=1))


@mistake("cross_entropy", hint="You average over classes too, so the loss is C times too small.")
def cross_entropy_averaged_over_classes(Y, Y_hat):
    return -np.mean(Y * np.log(np.clip(Y_hat, 1e-12, 1)))


@mistake("cross_entropy", hint="The loss grows with the number of observations: where is the mean over them?")
def cross_entropy_summed(Y, Y_hat):
    return -np.sum(Y * np.log(np.clip(Y_hat, 1e-12, 1)))


@mistake("cross_entropy", hint="Your loss is negative. The log of a probability is negative too: which sign makes a "
                               "loss of it?")
def cross_entropy_without_minus(Y, Y_hat):
    return np.mean(np.sum(Y * np.log(np.clip(Y_hat, 1e-12, 1)), axis=1))


@mistake("cross_entropy", hint="This counts surprise in bits. The course uses the natural logarithm.")
def cross_entropy_in_bits(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log2(np.clip(Y_hat, 1e-12, 1)), axis=1))


@mistake("cross_entropy", hint="You also count the wrong classes, as if each class were a yes-no question of its "
                               "own. Only the true class's probability enters here.")
def cross_entropy_of_every_class(Y, Y_hat):
    P = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))


@mistake("cross_entropy", hint="Your bound is larger than 1e-12, so a probability just above that is moved too.")
def cross_entropy_clipped_at_1e_7(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(np.clip(Y_hat, 1e-7, 1)), axis=1))


@mistake("cross_entropy", hint="Y and Y_hat have changed places: the logarithm is taken of the prediction.")
def cross_entropy_with_roles_exchanged(Y, Y_hat):
    return -np.mean(np.sum(Y_hat * np.log(np.clip(Y, 1e-12, 1)), axis=1))


@mistake("cross_entropy", hint="Here a class the network ruled out costs nothing at all; it should cost the most.")
def cross_entropy_with_nan_removed(Y, Y_hat):
    logs = np.log(Y_hat)
    return -np.mean(np.sum(Y * np.where(np.isfinite(logs), logs, 0), axis=1))


@mistake("cross_entropy", hint="The mean is taken before the logarithm; the loss is the mean of logarithms.")
def cross_entropy_log_of_mean(Y, Y_hat):
    return -np.log(np.clip(np.mean(np.sum(Y * Y_hat, axis=1)), 1e-12, 1))


@mistake("cross_entropy", hint="This is the entropy of the prediction: it does not ask which class was true.")
def cross_entropy_of_prediction_alone(Y, Y_hat):
    P = np.clip(Y_hat, 1e-12, 1)
    return -np.mean(np.sum(P * np.log(P), axis=1))


@mistake("cross_entropy", hint="The loss is right, but the caller's probabilities are clipped too: work on a new "
                               "array.")
def cross_entropy_in_place(Y, Y_hat):
    Y_hat[Y_hat < 1e-12] = 1e-12
    return -np.mean(np.sum(Y * np.log(Y_hat), axis=1))


@mistake("cross_entropy", hint="This is one number an observation. The loss is their mean, a single number.")
def cross_entropy_per_observation(Y, Y_hat):
    return -np.sum(Y * np.log(np.clip(Y_hat, 1e-12, 1)), axis=1)


@mistake("softmax_cross_entropy", hint="exp of a large score is inf. What can be taken out of log-sum-exp before "
                                       "exponentiating, and put back after?")
def softmax_cross_entropy_overflowing(Z, labels):
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="You compute softmax and then its clipped logarithm: surely wrong answers all "
                                       "cost 27.6. The combined form never needs the probability.")
def softmax_cross_entropy_in_two_steps(Z, labels):
    return cross_entropy(one_hot(labels, Z.shape[1]), softmax(Z))


@mistake("softmax_cross_entropy", hint="A probability that has become 0 has no logarithm. Simplify log softmax on "
                                       "paper before you compute it.")
def softmax_cross_entropy_log_of_softmax(Z, labels):
    return -np.mean(np.log(softmax(Z)[np.arange(len(Z)), labels]))


@mistake("softmax_cross_entropy", hint="You subtract the largest score of the whole matrix; rows far below it become "
                                       "log 0.")
def softmax_cross_entropy_shifted_by_global_maximum(Z, labels):
    Z = Z - np.max(Z)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="The loss grows with the number of observations. The slide's sum over i is a "
                                       "mean here.")
def softmax_cross_entropy_summed(Z, labels):
    return np.sum(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="A slice in the place of the rows picks whole columns. Each row has one true "
                                       "class.")
def softmax_cross_entropy_of_whole_columns(Z, labels):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[:, labels])


@mistake("softmax_cross_entropy", hint="The maximum was subtracted inside log-sum-exp but not given back outside.")
def softmax_cross_entropy_shift_not_undone(Z, labels):
    M = Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z - M).sum(axis=1)) - Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="Your loss is negative: it is the log probability itself.")
def softmax_cross_entropy_with_wrong_sign(Z, labels):
    return np.mean(Z[np.arange(len(Z)), labels] - np.logaddexp.reduce(Z, axis=1))


@mistake("softmax_cross_entropy", hint="You average over classes too, so the loss is C times too small.")
def softmax_cross_entropy_averaged_over_classes(Z, labels):
    Y = one_hot(labels, Z.shape[1])
    return np.mean(Y * (np.logaddexp.reduce(Z, axis=1)[:, None] - Z))


@mistake("softmax_cross_entropy", hint="Only the true score is left: where are the scores it competes with?")
def softmax_cross_entropy_of_true_score_alone(Z, labels):
    return -np.mean(Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="The largest score is close to log-sum-exp, but only where one class leads "
                                       "clearly.")
def softmax_cross_entropy_with_plain_maximum(Z, labels):
    return np.mean(Z.max(axis=1) - Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="Normalised over observations, not over classes: look at the axis.")
def softmax_cross_entropy_over_observations(Z, labels):
    return np.mean((Z.max() + np.log(np.exp(Z - Z.max()).sum(axis=0)) - Z)[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="One normaliser is shared by all rows; each observation needs its own.")
def softmax_cross_entropy_over_everything(Z, labels):
    return Z.max() + np.log(np.exp(Z - Z.max()).sum()) - np.mean(Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="The loss is right, but the caller's scores are shifted on the way: look for "
                                       "-=.")
def softmax_cross_entropy_in_place(Z, labels):
    Z -= Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels])


@mistake("softmax_cross_entropy", hint="A small number inside the logarithm bounds the loss; the combined form needs "
                                       "none.")
def softmax_cross_entropy_with_epsilon(Z, labels):
    return -np.mean(np.log(softmax(Z)[np.arange(len(Z)), labels] + 1e-12))


@mistake("accuracy", hint="The largest score of each column is found. Observations are rows: look at the axis.")
def accuracy_over_observations(Z, labels):
    return np.mean(np.argmax(Z, axis=0)[: len(labels)] == labels[: Z.shape[1]])


@mistake("accuracy", hint="You count the right rows. What turns a count into a fraction?")
def accuracy_as_count(Z, labels):
    return np.sum(np.argmax(Z, axis=1) == labels)


@mistake("accuracy", hint="These are percent. A fraction lies between 0 and 1.")
def accuracy_in_percent(Z, labels):
    return 100 * np.mean(np.argmax(Z, axis=1) == labels)


@mistake("accuracy", hint="This is the share of wrong rows.")
def accuracy_as_error(Z, labels):
    return np.mean(np.argmax(Z, axis=1) != labels)


@mistake("accuracy", hint="The largest score itself is compared with the label. Where does it stand in its row?")
def accuracy_of_largest_value(Z, labels):
    return np.mean(Z.max(axis=1) == labels)


@mistake("accuracy", hint="You look at the true class's score alone. It wins only against the other scores of its "
                          "row.")
def accuracy_by_threshold(Z, labels):
    return np.mean(Z[np.arange(len(Z)), labels] > 0.5)


@mistake("accuracy", hint="You find the smallest score of each row.")
def accuracy_of_smallest_score(Z, labels):
    return np.mean(np.argmin(Z, axis=1) == labels)


@mistake("accuracy", hint="You divide by the number of classes. A fraction of what is asked for?")
def accuracy_divided_by_classes(Z, labels):
    return np.sum(np.argmax(Z, axis=1) == labels) / Z.shape[1]


@mistake("logistic_loss", hint="exp of a large score is inf. For which sign of its argument is exp safe?")
def logistic_loss_overflowing(z, y):
    return np.mean(np.log(1 + np.exp(z)) - y * z)


@mistake("logistic_loss", hint="The probability rounds to 0 or 1, and its logarithm is lost. Simplify log sigmoid "
                               "first.")
def logistic_loss_log_of_sigmoid(z, y):
    p = 0.5 * (1 + np.tanh(z / 2))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("logistic_loss", hint="Clipped probabilities make all surely wrong answers cost the same. Work with scores.")
def logistic_loss_of_clipped_probability(z, y):
    p = np.clip(0.5 * (1 + np.tanh(z / 2)), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake("logistic_loss", hint="Observations with y = 0 cost nothing here. What do they have to say?")
def logistic_loss_of_ones_alone(z, y):
    return np.mean(y * np.logaddexp(0, -z))


@mistake("logistic_loss", hint="Observations with y = 1 cost nothing here. What do they have to say?")
def logistic_loss_of_zeros_alone(z, y):
    return np.mean((1 - y) * np.logaddexp(0, z))


@mistake("logistic_loss", hint="The loss grows with the number of observations: where is the mean over them?")
def logistic_loss_summed(z, y):
    return np.sum(np.logaddexp(0, z) - y * z)


@mistake("logistic_loss", hint="The labels have changed places: a high score should be cheap where y is 1.")
def logistic_loss_with_labels_exchanged(z, y):
    return np.mean(np.logaddexp(0, z) - (1 - y) * z)


@mistake("logistic_loss", hint="log(1 + exp(-yz)) is for labels -1 and 1. Here they are 0 and 1.")
def logistic_loss_for_signs(z, y):
    return np.mean(np.logaddexp(0, -y * z))


@mistake("logistic_loss", hint="This counts surprise in bits. The course uses the natural logarithm.")
def logistic_loss_in_bits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z) / np.log(2)


@mistake("logistic_loss", hint="This is the squared error of the probability, another loss altogether.")
def logistic_loss_squared(z, y):
    return np.mean((y - 0.5 * (1 + np.tanh(z / 2))) ** 2)


@mistake("logistic_loss", hint="This is one number an observation. The loss is their mean, a single number.")
def logistic_loss_per_observation(z, y):
    return np.logaddexp(0, z) - y * z


@mistake("logistic_loss", hint="Your loss is negative: it is the log probability itself.")
def logistic_loss_with_wrong_sign(z, y):
    return np.mean(y * z - np.logaddexp(0, z))


@mistake("logistic_loss", hint="The logarithm is safe now, but log(1 + exp(z)) is more than its part with exp(-|z|): "
                               "what is missing where z is positive?")
def logistic_loss_without_maximum(z, y):
    return np.mean(np.log1p(np.exp(-np.abs(z))) - y * z)


@mistake("logistic_loss", hint="Clipping the scores keeps exp finite, but a score beyond the bound no longer costs "
                               "what it should.")
def logistic_loss_of_clipped_scores(z, y):
    z = np.clip(z, -100, 100)
    return np.mean(np.log(1 + np.exp(z)) - y * z)


@mistake("logistic_loss", hint="This is the mean distance of the probability from y: 1 at most, however surely "
                               "wrong. Where is the logarithm?")
def logistic_loss_of_distance(z, y):
    return np.mean(np.abs(y - 0.5 * (1 + np.tanh(z / 2))))
