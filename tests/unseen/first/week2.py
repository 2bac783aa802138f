"""Wrong solutions of week 2, written before the engine; see week1.py."""
# ruff: noqa
import numpy as np


def softmax__naive(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def softmax__over_everything(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


def softmax__columns(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def softmax__global_max(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=1, keepdims=True)


def softmax__no_keepdims(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


def softmax__epsilon(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / (E.sum(axis=1, keepdims=True) + 1e-8)


def softmax__log(Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=1, keepdims=True))


def softmax__not_normalised(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


def softmax__hard(Z):
    P = np.zeros(Z.shape)
    P[np.arange(len(Z)), Z.argmax(axis=1)] = 1
    return P


def softmax__linear_share(Z):
    return Z / Z.sum(axis=1, keepdims=True)


def softmax__negative(Z):
    E = np.exp(-(Z - Z.min(axis=1, keepdims=True)))
    return E / E.sum(axis=1, keepdims=True)


def softmax__sigmoids(Z):
    return 1 / (1 + np.exp(-Z))


def softmax__in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def softmax__max_divides(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.max(axis=1, keepdims=True)


def softmax__subtracts_mean(Z):
    E = np.exp(Z - Z.mean(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax__list(Z):
    out = []
    for row in Z:
        e = np.exp(row - row.max())
        out.append(e / e.sum())
    return out


def softmax__rounded(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return np.round(E / E.sum(axis=1, keepdims=True), 3)


def mse__mean_of_all(Y, Y_hat):
    return np.mean((Y - Y_hat) ** 2)


def mse__sum(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2)


def mse__half(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2) / (2 * len(Y))


def mse__rmse(Y, Y_hat):
    return np.sqrt(np.mean(np.sum((Y - Y_hat) ** 2, axis=1)))


def mse__absolute(Y, Y_hat):
    return np.mean(np.sum(np.abs(Y - Y_hat), axis=1))


def mse__no_square(Y, Y_hat):
    return np.mean(np.sum(Y - Y_hat, axis=1))


def mse__square_of_sum(Y, Y_hat):
    return np.mean(np.sum(Y - Y_hat, axis=1) ** 2)


def mse__difference_of_squares(Y, Y_hat):
    return np.mean(np.sum(Y ** 2 - Y_hat ** 2, axis=1))


def mse__per_observation(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2, axis=1)


def mse__per_output(Y, Y_hat):
    return np.mean((Y - Y_hat) ** 2, axis=0)


def mse__n_minus_one(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2) / (len(Y) - 1)


def mse__norm(Y, Y_hat):
    return np.mean(np.linalg.norm(Y - Y_hat, axis=1))


def mse__divides_by_columns(Y, Y_hat):
    return np.sum((Y - Y_hat) ** 2) / Y.shape[1]


def mse__first_column(Y, Y_hat):
    return np.mean((Y[:, 0] - Y_hat[:, 0]) ** 2)


def mse__string(Y, Y_hat):
    return f"{np.mean(np.sum((Y - Y_hat) ** 2, axis=1)):.4f}"


def one_hot__shifted(labels, n_classes):
    return np.eye(n_classes)[labels - 1]


def one_hot__transposed(labels, n_classes):
    return np.eye(n_classes)[labels].T


def one_hot__own_classes(labels, n_classes):
    return np.eye(labels.max() + 1)[labels]


def one_hot__labels_in_place(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    for i, l in enumerate(labels):
        Y[i, l] = l
    return Y


def one_hot__whole_column(labels, n_classes):
    Y = np.zeros((len(labels), n_classes))
    Y[:, labels] = 1
    return Y


def one_hot__nested_list(labels, n_classes):
    return [[1 if j == l else 0 for j in range(n_classes)] for l in labels]


def one_hot__minus_one(labels, n_classes):
    return 2 * np.eye(n_classes)[labels] - 1


def one_hot__square(labels, n_classes):
    Y = np.zeros((n_classes, n_classes))
    Y[np.arange(len(labels)), labels] = 1
    return Y


def one_hot__inverted(labels, n_classes):
    return 1 - np.eye(n_classes)[labels]


def one_hot__cumulative(labels, n_classes):
    return (np.arange(n_classes) <= labels[:, None]).astype(float)


def cross_entropy__no_clip(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(Y_hat), axis=1))


def cross_entropy__sum(Y, Y_hat):
    return -np.sum(Y * np.log(np.maximum(Y_hat, 1e-12)))


def cross_entropy__mean_of_all(Y, Y_hat):
    return -np.mean(Y * np.log(np.clip(Y_hat, 1e-12, 1)))


def cross_entropy__sign(Y, Y_hat):
    return np.mean(np.sum(Y * np.log(np.maximum(Y_hat, 1e-12)), axis=1))


def cross_entropy__adds_epsilon(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-12), axis=1))


def cross_entropy__clip_large(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log(np.clip(Y_hat, 1e-7, 1 - 1e-7)), axis=1))


def cross_entropy__log2(Y, Y_hat):
    return -np.mean(np.sum(Y * np.log2(np.maximum(Y_hat, 1e-12)), axis=1))


def cross_entropy__binary(Y, Y_hat):
    P = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))


def cross_entropy__swapped(Y, Y_hat):
    return -np.mean(np.sum(Y_hat * np.log(np.maximum(Y, 1e-12)), axis=1))


def cross_entropy__entropy(Y, Y_hat):
    P = np.maximum(Y_hat, 1e-12)
    return -np.mean(np.sum(P * np.log(P), axis=1))


def cross_entropy__log_of_mean(Y, Y_hat):
    return -np.log(np.mean(np.sum(Y * np.maximum(Y_hat, 1e-12), axis=1)))


def cross_entropy__no_log(Y, Y_hat):
    return -np.mean(np.sum(Y * np.maximum(Y_hat, 1e-12), axis=1))


def cross_entropy__vector(Y, Y_hat):
    return -np.sum(Y * np.log(np.maximum(Y_hat, 1e-12)), axis=1)


def cross_entropy__nan_to_num(Y, Y_hat):
    return -np.mean(np.sum(np.nan_to_num(Y * np.log(Y_hat)), axis=1))


def softmax_cross_entropy__two_steps(Z, labels):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.log(P[np.arange(len(Z)), labels] + 1e-12))


def softmax_cross_entropy__naive(Z, labels):
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__forgets_max_back(Z, labels):
    M = Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z - M).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__sum(Z, labels):
    M = Z.max(axis=1)
    return np.sum(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__global_max(Z, labels):
    M = Z.max()
    return np.mean(M + np.log(np.exp(Z - M).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def softmax_cross_entropy__label_columns(Z, labels):
    M = Z.max(axis=1)
    return np.mean(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[:, labels].mean(axis=1))


def softmax_cross_entropy__sign(Z, labels):
    M = Z.max(axis=1)
    return np.mean(Z[np.arange(len(Z)), labels] - M - np.log(np.exp(Z - M[:, None]).sum(axis=1)))


def softmax_cross_entropy__no_label_score(Z, labels):
    M = Z.max(axis=1)
    return np.mean(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)))


def softmax_cross_entropy__max_for_label(Z, labels):
    M = Z.max(axis=1)
    return np.mean(np.log(np.exp(Z - M[:, None]).sum(axis=1)))


def softmax_cross_entropy__divides_by_classes(Z, labels):
    M = Z.max(axis=1)
    return np.sum(M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels]) / Z.shape[1]


def softmax_cross_entropy__first_row(Z, labels):
    M = Z.max(axis=1)
    return (M + np.log(np.exp(Z - M[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])[0]


def accuracy__percent(Z, labels):
    return 100 * np.mean(Z.argmax(axis=1) == labels)


def accuracy__count(Z, labels):
    return np.sum(Z.argmax(axis=1) == labels)


def accuracy__error(Z, labels):
    return np.mean(Z.argmax(axis=1) != labels)


def accuracy__axis(Z, labels):
    return np.mean(Z.argmax(axis=0) == labels)


def accuracy__flat(Z, labels):
    return np.mean(Z.argmax() == labels)


def accuracy__smallest(Z, labels):
    return np.mean(np.argmin(Z, axis=1) == labels)


def accuracy__vector(Z, labels):
    return Z.argmax(axis=1) == labels


def accuracy__one_based(Z, labels):
    return np.mean(Z.argmax(axis=1) + 1 == labels)


def logistic_loss__naive(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def logistic_loss__clipped(z, y):
    p = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def logistic_loss__only_positives(z, y):
    return np.mean(y * np.logaddexp(0, -z))


def logistic_loss__swapped_labels(z, y):
    return np.mean(np.logaddexp(0, z) - (1 - y) * z)


def logistic_loss__sum(z, y):
    return np.sum(np.logaddexp(0, z) - y * z)


def logistic_loss__hinge(z, y):
    return np.mean(np.maximum(0, 1 - (2 * y - 1) * z))


def logistic_loss__labels_pm(z, y):
    return np.mean(np.logaddexp(0, -y * z))


def logistic_loss__no_abs(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-z)) - y * z)
