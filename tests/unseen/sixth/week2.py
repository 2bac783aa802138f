"""Wrong solutions of week 2, written blind to the naming engine."""
import numpy as np


def softmax__column_maxima(Z):
    # shifts by the maximum of each column, which differs within a row and so changes the answer
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=1, keepdims=True)


def softmax__scaled_not_shifted(Z):
    # divides each row by its largest size instead of subtracting the largest score
    size = np.abs(Z).max(axis=1, keepdims=True)
    E = np.exp(Z / np.where(size > 1, size, 1))
    return E / E.sum(axis=1, keepdims=True)


def softmax__scores_clipped(Z):
    # clips the scores at 500 in size against overflow, so large scores become equal
    E = np.exp(np.clip(Z, -500, 500))
    return E / np.sum(E, axis=1)[:, None]


def softmax__sigmoids_shared_out(Z):
    # takes a sigmoid of each score and divides by the row's sum
    S = 0.5 * (1 + np.tanh(Z / 2))
    return S / S.sum(axis=1).reshape(-1, 1)


def mse__norm_not_squared(Y, Y_hat):
    # the mean length of the error vectors, not of their squares
    return np.mean(np.linalg.norm(Y - Y_hat, axis=1))


def mse__axes_exchanged(Y, Y_hat):
    # sums over the observations and averages over the outputs
    return np.mean(np.sum((Y - Y_hat) ** 2, axis=0))


def mse__difference_of_squares(Y, Y_hat):
    # squares first and subtracts then: y^2 - yhat^2
    total = 0
    for y, p in zip(Y, Y_hat):
        total += np.sum(y**2 - p**2)
    return total / len(Y)


def mse__variance_of_errors(Y, Y_hat):
    # the variance of the errors of each output: a constant error costs nothing
    return np.var(Y - Y_hat, axis=0).sum()


def one_hot__all_rows_at_once(labels, n_classes):
    # Y[:, labels] = 1 sets the columns of all labels in every row
    Y = np.zeros((len(labels), n_classes))
    Y[:, labels] = 1
    return Y


def one_hot__place_among_seen_classes(labels, n_classes):
    # the column is the place among the classes that occur, so a missing class moves the others
    seen = list(np.unique(labels))
    Y = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        Y[i, seen.index(label)] = 1
    return Y


def one_hot__staircase(labels, n_classes):
    # ones up to and including the label's column (an ordinal code)
    return (np.arange(n_classes) <= np.asarray(labels)[:, None]).astype(float)


def one_hot__one_class_too_many(labels, n_classes):
    # has a column too many, thinking that the classes run from 0 to n_classes
    return np.eye(n_classes + 1)[labels]


def cross_entropy__binary_formula(Y, Y_hat):
    # the formula for yes and no in each class: the other classes' log(1 - p) is added too
    P = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))


def cross_entropy__surprise_at_own_guess(Y, Y_hat):
    # takes the probability of the class that is predicted, not of the true one
    P = np.maximum(Y_hat, 1e-12)
    picked = P[np.arange(len(P)), P.argmax(axis=1)]
    return -np.log(picked).mean()


def cross_entropy__logarithm_clipped(Y, Y_hat):
    # clips the logarithm at 1e-12 instead of the probability, so nothing is left of it
    logs = np.maximum(np.log(Y_hat), 1e-12)
    return -np.sum(Y * logs) / len(Y)


def cross_entropy__divided_by_classes(Y, Y_hat):
    # divides the sum by the number of classes instead of observations
    n, C = Y.shape
    loss = 0.0
    for i in range(n):
        for j in range(C):
            loss -= Y[i, j] * np.log(max(Y_hat[i, j], 1e-12))
    return loss / C


def softmax_cross_entropy__maximum_not_put_back(Z, labels):
    # the maximum is subtracted inside the exponent and never added again
    M = Z.max(axis=1, keepdims=True)
    lse = np.log(np.exp(Z - M).sum(axis=1))
    return np.mean(lse - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__hard_maximum(Z, labels):
    # the largest score stands for the whole log-sum-exp
    best = np.max(Z, axis=1)
    return np.mean([best[i] - Z[i, label] for i, label in enumerate(labels)])


def softmax_cross_entropy__columns_of_all_labels(Z, labels):
    # Z[:, labels] takes everybody's label in every row, and the mean goes over all of that
    M = Z.max(axis=1, keepdims=True)
    lse = M + np.log(np.exp(Z - M).sum(axis=1, keepdims=True))
    return np.mean(lse - Z[:, labels])


def softmax_cross_entropy__rivals_only(Z, labels):
    # the log-sum-exp goes over the wrong classes alone, the true one is left out
    n, C = Z.shape
    losses = []
    for i in range(n):
        rivals = np.delete(Z[i], labels[i])
        m = rivals.max()
        losses.append(m + np.log(np.exp(rivals - m).sum()) - Z[i, labels[i]])
    return np.mean(losses)


def accuracy__length_of_where(Z, labels):
    # np.where gives a tuple, whose length is 1: always 1/n
    right = np.where(np.argmax(Z, axis=1) == labels)
    return len(right) / len(labels)


def accuracy__entries_of_one_hot(Z, labels):
    # compares the one-hot tables entry by entry, so the zeros in common count too
    C = Z.shape[1]
    return np.mean(one_hot(Z.argmax(axis=1), C) == one_hot(labels, C))


def accuracy__whole_division(Z, labels):
    # integer division: 0 unless all are right
    hits = 0
    for z, label in zip(Z, labels):
        if np.argmax(z) == label:
            hits += 1
    return hits // len(labels)


def accuracy__sets_of_classes(Z, labels):
    # the share of the classes which were predicted at all, whoever had them
    said = set(Z.argmax(axis=1).tolist())
    true = set(np.asarray(labels).tolist())
    return len(said & true) / len(true)


def logistic_loss__formula_for_plus_minus(z, y):
    # log(1 + e^(-yz)), the formula for labels -1 and +1, used with 0 and 1
    return np.mean(np.logaddexp(0, -y * z))


def logistic_loss__maximum_dropped(z, y):
    # log1p(e^-|z|) - yz without the max(z, 0) that the trick needs
    return np.mean(np.log1p(np.exp(-np.abs(z))) - y * z)


def logistic_loss__probability_clipped(z, y):
    # makes a probability first and clips it at 1e-12: no loss above 27.6
    p = 0.5 * (1 + np.tanh(z / 2))
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def logistic_loss__means_multiplied(z, y):
    # the mean of y times the mean of z, in place of the mean of y times z
    return np.logaddexp(0, z).mean() - y.mean() * z.mean()
