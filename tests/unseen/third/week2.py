"""Wrong solutions of week 2 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def softmax__loop_whole_sum(Z):
    P = np.zeros(Z.shape)
    total = np.sum(np.exp(Z - Z.max()))
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            P[i, j] = np.exp(Z[i, j] - Z.max()) / total
    return P


def softmax__minmax(Z):
    lo = Z.min(axis=1, keepdims=True)
    hi = Z.max(axis=1, keepdims=True)
    return (Z - lo) / (hi - lo)


def softmax__plus_max(Z):
    E = np.exp(Z + Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax__last_row(Z):
    for z in Z:
        e = np.exp(z - np.max(z))
        p = e / np.sum(e)
    return p


def mse__mean_then_square(Y, Y_hat):
    error = np.mean(Y - Y_hat)
    return error ** 2


def mse__loop_abs(Y, Y_hat):
    n = len(Y)
    s = 0
    for i in range(n):
        s += abs(np.sum(Y[i] - Y_hat[i]))
    return s / n


def mse__divides_by_all_and_half(Y, Y_hat):
    diff = Y_hat - Y
    return 0.5 * np.sum(diff * diff) / diff.size


def mse__return_in_loop(Y, Y_hat):
    total = 0
    for y, p in zip(Y, Y_hat):
        total += np.sum((y - p) ** 2)
        return total / len(Y)


def one_hot__loop_wrong_axis(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    for i in range(len(labels)):
        Y[labels[i] % len(labels), i % n_classes] = 1
    return Y


def one_hot__ints(labels, n_classes):
    Y = np.full((len(labels), n_classes), -1.0)
    Y[np.arange(len(labels)), labels] = 1
    return Y


def one_hot__unique(labels, n_classes):
    classes = np.unique(labels)
    return (labels[:, None] == classes[None, :]).astype(float)


def cross_entropy__argmax_picks(Y, Y_hat):
    picks = Y.argmax(axis=0)
    return -np.mean(np.log(np.maximum(Y_hat[picks, np.arange(Y.shape[1])], 1e-12)))


def cross_entropy__clips_loss(Y, Y_hat):
    p = np.sum(Y * Y_hat, axis=1)
    loss = -np.log(p + 1e-300)
    return np.mean(np.minimum(loss, 10))


def cross_entropy__base_ten_sum(Y, Y_hat):
    p = np.clip(Y_hat, 1e-12, None)
    return -np.sum(Y * np.log10(p))


def cross_entropy__sqrt(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(np.sqrt(np.maximum(Y_hat, 1e-12))), axis=1))


def softmax_cross_entropy__one_based(Z, labels):
    M = Z.max(axis=1, keepdims=True)
    logp = Z - M - np.log(np.exp(Z - M).sum(axis=1, keepdims=True))
    total = 0
    for i in range(1, len(Z)):
        total -= logp[i, labels[i]]
    return total / len(Z)


def softmax_cross_entropy__all_entries(Z, labels):
    M = Z.max(axis=1, keepdims=True)
    logp = Z - M - np.log(np.exp(Z - M).sum(axis=1, keepdims=True))
    Y = np.eye(Z.shape[1])[labels]
    return -np.mean(Y * logp)


def softmax_cross_entropy__mean_inside(Z, labels):
    M = Z.max(axis=1, keepdims=True)
    lse = M[:, 0] + np.log(np.exp(Z - M).mean(axis=1))
    return np.mean(lse - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__largest(Z, labels):
    z = Z[np.arange(len(Z)), labels]
    return np.mean(Z.max(axis=1)) - np.mean(z)


def accuracy__top_two(Z, labels):
    order = np.argsort(Z, axis=1)[:, -2:]
    return np.mean([l in o for l, o in zip(labels, order)])


def accuracy__first_column(Z, labels):
    pred = (Z[:, 0] > 0).astype(int)
    return np.mean(pred == labels)


def accuracy__integer_division(Z, labels):
    right = np.sum(np.argmax(Z, axis=1) == labels)
    return right // len(labels)


def logistic_loss__sum_over_two(z, y):
    p = 1 / (1 + np.exp(-z))
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.sum(losses) / 2


def logistic_loss__abs_error(z, y):
    p = 1 / (1 + np.exp(-z))
    return np.mean(np.abs(y - p))


def logistic_loss__plus(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) + y * z)


def logistic_loss__threshold(z, y):
    return np.mean((z > 0) != y)
