"""Wrong student solutions of week 2 (output layers and losses), written blind."""
import numpy as np


def softmax__columns_normalised(Z):
    # The sum runs over the observations (axis 0), so the columns sum to 1 and not the rows.
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


def softmax__shift_by_global_max(Z):
    # One maximum of the whole array is subtracted, so rows far below it underflow to 0/0.
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=1, keepdims=True)


def softmax__shift_by_row_mean(Z):
    # The row's mean is subtracted instead of its maximum, so rows with widely spread scores still overflow.
    shifted = Z - Z.mean(axis=1)[:, None]
    e = np.exp(shifted)
    return e / e.sum(axis=1)[:, None]


def softmax__scores_clipped(Z):
    # Scores are clipped to +-500 against overflow, so scores beyond that in the same direction are taken as equal.
    E = np.exp(np.clip(Z, -500, 500))
    return E / np.sum(E, axis=1, keepdims=True)


def softmax__numerator_unshifted_and_epsilon(Z):
    # Two slips: the numerator is not shifted by the row's maximum while the denominator is, and 1e-8 is added to the denominator.
    m = Z.max(axis=1, keepdims=True)
    return np.exp(Z) / (np.exp(Z - m).sum(axis=1, keepdims=True) + 1e-8)


def mse__mean_over_everything(Y, Y_hat):
    # Averaged over outputs as well as over observations, as libraries do.
    return ((Y - Y_hat) ** 2).mean()


def mse__averaged_over_outputs(Y, Y_hat):
    # The roles are exchanged: summed over observations and divided by the number of outputs.
    total = 0.0
    n, k = Y.shape
    for i in range(n):
        for j in range(k):
            total += (Y[i, j] - Y_hat[i, j]) ** 2
    return total / k


def mse__half_and_sum(Y, Y_hat):
    # Two slips: the factor 1/2 of books stands in front, and it is summed over observations without an average.
    return 0.5 * float(np.sum((Y_hat - Y) ** 2))


def mse__sum_of_errors_squared(Y, Y_hat):
    # The errors of a row are summed before they are squared, so they cancel.
    return np.mean(np.sum(Y - Y_hat, axis=1) ** 2)


def one_hot__labels_from_one(labels, n_classes):
    # Labels are taken to count from 1, so the 1 stands one place too far left (label 0 goes to the last).
    Y = np.zeros((len(labels), n_classes))
    Y[np.arange(len(labels)), labels - 1] = 1
    return Y


def one_hot__width_from_labels(labels, n_classes):
    # The number of classes is read off the largest label, so classes that do not occur at the end are missing.
    return np.eye(np.max(labels) + 1)[labels]


def one_hot__whole_columns_set(labels, n_classes):
    # Y[:, labels] sets whole columns, so every row has a 1 for every label that occurs.
    Y = np.zeros((labels.shape[0], n_classes))
    Y[:, labels] = 1
    return Y


def cross_entropy__clipped_at_1e_6(Y, Y_hat):
    # Probabilities are clipped at 1e-6 instead of 1e-12, so smaller ones cost too little.
    return -np.mean(np.sum(Y * np.log(np.maximum(Y_hat, 1e-6)), axis=1))


def cross_entropy__mean_over_all_entries(Y, Y_hat):
    # The mean runs over the n times C entries, so the loss is divided by C too often.
    return np.mean(-Y * np.log(np.clip(Y_hat, 1e-12, 1.0)))


def cross_entropy__arguments_mixed_up(Y, Y_hat):
    # Truth and belief have changed places: the logarithm is taken of the one-hot targets.
    return -np.sum(Y_hat * np.log(np.clip(Y, 1e-12, None))) / len(Y)


def cross_entropy__binary_form(Y, Y_hat):
    # The binary form with (1 - y) log(1 - p) is summed over all classes, so the other classes cost too.
    P = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))


def softmax_cross_entropy__two_steps_clipped(Z, labels):
    # Softmax first, then the logarithm of a probability clipped at 1e-12, so a wrong answer never costs more than 27.6.
    P = softmax(Z)
    return -np.mean(np.log(np.maximum(P[np.arange(len(Z)), labels], 1e-12)))


def softmax_cross_entropy__maximum_not_added_back(Z, labels):
    # The row's maximum is subtracted inside the exponential and not added to the logarithm again.
    M = Z.max(axis=1, keepdims=True)
    lse = np.log(np.exp(Z - M).sum(axis=1))
    return np.mean(lse - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__hard_maximum(Z, labels):
    # The log-sum-exp is replaced by the row's largest score.
    n = len(labels)
    return float(np.mean(Z.max(axis=1) - Z[range(n), labels]))


def softmax_cross_entropy__all_pairs_of_labels(Z, labels):
    # Z[:, labels] takes n times n scores instead of each row's own.
    M = Z.max(axis=1)
    lse = M + np.log(np.sum(np.exp(Z - M[:, None]), axis=1))
    return np.mean(lse[:, None] - Z[:, labels])


def softmax_cross_entropy__sum_and_log2(Z, labels):
    # Two slips: summed over observations as on the slides, and the logarithm has base 2.
    total = 0.0
    for z, t in zip(Z, labels):
        m = z.max()
        total += m + np.log2(np.exp(z - m).sum()) - z[t]
    return total


def accuracy__error_rate(Z, labels):
    # Gives the share of wrong rows (the error rate) instead of the share of right ones.
    return np.mean(np.argmax(Z, axis=1) != labels)


def logistic_loss__stable_branch_wrong(z, y):
    # max(z, 0) is written as z, so negative scores cost too little (the loss can be below 0).
    return np.mean(z + np.log1p(np.exp(-np.abs(z))) - y * z)


def logistic_loss__probability_clipped(z, y):
    # The probability is clipped to [1e-12, 1 - 1e-12] before the logarithm, so large wrong scores cost 27.6 at most.
    E = np.exp(-np.abs(z))
    p = np.clip(np.where(z >= 0, 1, E) / (1 + E), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def logistic_loss__labels_plus_minus_and_summed(z, y):
    # Two slips: labels are taken as -1 and +1 in log(1 + exp(-y z)), so every y = 0 costs log 2, and the losses are summed.
    return np.sum(np.logaddexp(0, -y * z))
