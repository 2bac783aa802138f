"""Wrong solutions of week 2, written after the engine and held out from its making."""
# ruff: noqa
import numpy as np


def softmax__per_column_sum(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)


def softmax__log2_base(Z):
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax__first_row_only(Z):
    z = Z[0]
    e = np.exp(z - z.max())
    return e / e.sum()


def softmax__temperature(Z):
    E = np.exp((Z - Z.max(axis=1, keepdims=True)) / 2)
    return E / E.sum(axis=1, keepdims=True)


def softmax__clip(Z):
    E = np.exp(np.clip(Z, -30, 30))
    return E / E.sum(axis=1, keepdims=True)


def softmax__sqrt(Z):
    E = np.sqrt(np.exp(Z - Z.max(axis=1, keepdims=True)))
    return E / np.sqrt((E ** 2).sum(axis=1, keepdims=True))


def softmax__transposed(Z):
    E = np.exp(Z.T - Z.max(axis=1))
    return E / E.sum(axis=0)


def softmax__axis2(Z):
    E = np.exp(Z - Z.max(axis=2, keepdims=True))
    return E / E.sum(axis=2, keepdims=True)


def softmax__argmax(Z):
    return np.argmax(Z, axis=1)


def softmax__squares(Z):
    return Z ** 2 / (Z ** 2).sum(axis=1, keepdims=True)


def softmax__float16(Z):
    E = np.exp((Z - Z.max(axis=1, keepdims=True)).astype(np.float16))
    return E / E.sum(axis=1, keepdims=True)


def mse__half_mean(Y, Y_hat):
    return 0.5 * np.mean((Y - Y_hat) ** 2)


def mse__sum_of_columns(Y, Y_hat):
    return np.sum(np.mean((Y - Y_hat), axis=0) ** 2)


def mse__relative(Y, Y_hat):
    return np.mean(np.sum((Y - Y_hat) ** 2, axis=1)) / np.mean(np.sum(Y ** 2, axis=1))


def mse__max(Y, Y_hat):
    return np.max(np.sum((Y - Y_hat) ** 2, axis=1))


def mse__median(Y, Y_hat):
    return np.median(np.sum((Y - Y_hat) ** 2, axis=1))


def mse__brackets(Y, Y_hat):
    return np.mean(np.sum(Y - Y_hat ** 2, axis=1))


def mse__loop_resets(Y, Y_hat):
    for y, p in zip(Y, Y_hat):
        total = 0.0
        total += np.sum((y - p) ** 2)
    return total / len(Y)


def mse__loop_divides_inside(Y, Y_hat):
    total = 0.0
    for y, p in zip(Y, Y_hat):
        total += np.sum((y - p) ** 2)
        total /= len(Y)
    return total


def mse__array(Y, Y_hat):
    return np.array([np.mean(np.sum((Y - Y_hat) ** 2, axis=1))])


def mse__n_squared(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2) / len(Y) ** 2


def one_hot__off_by_one_width(labels, n_classes):
    return np.eye(n_classes + 1)[labels]


def one_hot__strings(labels, n_classes):
    return np.array([["1" if j == l else "0" for j in range(n_classes)] for l in labels])


def one_hot__only_first(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[0, labels[0]] = 1
    return Y


def one_hot__reversed(labels, n_classes):
    return np.eye(n_classes)[::-1][labels]


def one_hot__ones(labels, n_classes):
    return np.ones((len(labels), n_classes))


def one_hot__vector(labels, n_classes):
    y = np.zeros(n_classes)
    y[labels] = 1
    return y


def one_hot__smoothed(labels, n_classes):
    return 0.9 * np.eye(n_classes)[labels] + 0.1 / n_classes


def cross_entropy__log1p(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log1p(Y_hat), axis=1))


def cross_entropy__half(Y, Y_hat):
    return -0.5 * np.mean(np.sum(Y * np.log(np.maximum(Y_hat, 1e-12)), axis=1))


def cross_entropy__clip_upper_only(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(np.minimum(Y_hat, 1 - 1e-12)), axis=1))


def cross_entropy__one_minus(Y, Y_hat):
    return np.mean(np.sum(Y * (1 - Y_hat), axis=1))


def cross_entropy__squared(Y, Y_hat):
    return np.mean(np.sum((Y - Y_hat) ** 2, axis=1))


def cross_entropy__divides_by_classes(Y, Y_hat):
    return -np.sum(Y * np.log(np.maximum(Y_hat, 1e-12))) / Y.shape[1]


def cross_entropy__eps_1e8(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-8), axis=1))


def cross_entropy__max_prob(Y, Y_hat):
    return -np.mean(np.log(np.maximum(Y_hat.max(axis=1), 1e-12)))


def cross_entropy__skips_zeros(Y, Y_hat):
    total = 0.0
    for y, p in zip(Y, Y_hat):
        for a, q in zip(y, p):
            if a == 1 and q > 1e-12:
                total -= np.log(q)
    return total / len(Y)


def cross_entropy__first_column(Y, Y_hat):
    return -np.mean(Y[:, 0] * np.log(np.maximum(Y_hat[:, 0], 1e-12)))


def softmax_cross_entropy__clip_1e_8(Z, labels):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.log(np.clip(P[np.arange(len(Z)), labels], 1e-8, 1)))


def softmax_cross_entropy__labels_shifted(Z, labels):
    M = Z.max(axis=1)
    return np.mean(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels - 1])


def softmax_cross_entropy__sum_not_log(Z, labels):
    M = Z.max(axis=1)
    return np.mean(M + np.exp(Z - M[:, None]).sum(axis=1) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__log10(Z, labels):
    M = Z.max(axis=1)
    return np.mean(M + np.log10(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__per_row(Z, labels):
    M = Z.max(axis=1)
    return M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels]


def softmax_cross_entropy__probability(Z, labels):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return np.mean(P[np.arange(len(Z)), labels])


def softmax_cross_entropy__mean_shift(Z, labels):
    M = Z.mean(axis=1)
    return np.mean(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__max_minus(Z, labels):
    return np.mean(Z.max(axis=1) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__axis0(Z, labels):
    M = Z.max(axis=0)
    return np.mean(M + np.log(np.exp(Z - M).sum(axis=0)) - Z[labels, np.arange(Z.shape[1])])


def accuracy__returns_bool_sum_over_classes(Z, labels):
    return np.sum(Z.argmax(axis=1) == labels) / Z.shape[1]


def accuracy__rounded(Z, labels):
    return round(float(np.mean(Z.argmax(axis=1) == labels)), 1)


def accuracy__exact(Z, labels):
    return float(np.all(Z.argmax(axis=1) == labels))


def accuracy__threshold(Z, labels):
    return np.mean((Z > 0.5) == labels[:, None])


def accuracy__loop_no_div(Z, labels):
    hits = 0
    for z, l in zip(Z, labels):
        if np.argmax(z) == l:
            hits += 1
    return hits


def logistic_loss__wrong_sign(z, y):
    return -np.mean(np.logaddexp(0, z) - y * z)


def logistic_loss__scores_for_prob(z, y):
    return -np.mean(y * np.log(np.clip(z, 1e-12, 1)) + (1 - y) * np.log(np.clip(1 - z, 1e-12, 1)))


def logistic_loss__only_zeros(z, y):
    return np.mean((1 - y) * np.logaddexp(0, z))


def logistic_loss__squared(z, y):
    return np.mean((1 / (1 + np.exp(-np.clip(z, -700, 700))) - y) ** 2)


def logistic_loss__half(z, y):
    return np.mean(np.logaddexp(0, z) - y * z) / 2


def logistic_loss__vector(z, y):
    return np.logaddexp(0, z) - y * z
