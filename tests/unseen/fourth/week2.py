"""Wrong solutions of week 2 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def softmax__axis_zero(Z):
    shifted = Z - np.max(Z, axis=0)
    e = np.exp(shifted)
    return e / np.sum(e, axis=0)


def softmax__global_max(Z):
    e = np.exp(Z - np.max(Z))
    return e / e.sum(axis=1, keepdims=True)


def softmax__epsilon_below(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    exp_Z = np.exp(Z)
    return exp_Z / (exp_Z.sum(axis=1, keepdims=True) + 1e-8)


def softmax__shifted_only_above(Z):
    top = np.exp(Z - Z.max(axis=1, keepdims=True))
    bottom = np.exp(Z).sum(axis=1, keepdims=True)
    return top / bottom


def softmax__loop_accumulates_total(Z):
    n, C = Z.shape
    P = np.zeros((n, C))
    total = 0.0
    for i in range(n):
        row = np.exp(Z[i] - Z[i].max())
        total += row.sum()
        P[i] = row / total
    return P


def softmax__divided_by_row_max(Z):
    m = Z.max(axis=1, keepdims=True)
    e = np.exp(Z / m)
    return e / e.sum(axis=1, keepdims=True)


def mse__mean_over_everything(Y, Y_hat):
    return np.mean((Y - Y_hat) ** 2)


def mse__square_of_summed_errors(Y, Y_hat):
    errors = (Y - Y_hat).sum(axis=1)
    return np.mean(errors ** 2)


def mse__root_taken(Y, Y_hat):
    distances = np.linalg.norm(Y - Y_hat, axis=1)
    return distances.mean()


def mse__divides_by_outputs(Y, Y_hat):
    diff = Y - Y_hat
    total = 0.0
    for row in diff:
        for value in row:
            total += value * value
    return total / Y.shape[1]


def one_hot__as_many_as_largest(labels, n_classes):
    n_classes = labels.max() + 1
    Y = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        Y[i, label] = 1
    return Y


def one_hot__classes_by_observations(labels, n_classes):
    Y = np.zeros((n_classes, len(labels)))
    Y[labels, np.arange(len(labels))] = 1
    return Y


def one_hot__slice_sets_all_rows(labels, n_classes):
    Y = np.zeros((labels.size, n_classes))
    Y[:, labels] = 1
    return Y


def one_hot__labels_from_one(labels, n_classes):
    out = []
    for label in labels:
        row = [0.0] * n_classes
        row[label - 1] = 1.0
        out.append(row)
    return np.array(out)


def cross_entropy__epsilon_added(Y, Y_hat):
    return -np.sum(Y * np.log(Y_hat + 1e-12)) / Y.shape[0]


def cross_entropy__mean_over_all_entries(Y, Y_hat):
    p = np.clip(Y_hat, 1e-12, 1)
    return -np.mean(Y * np.log(p))


def cross_entropy__binary_form(Y, Y_hat):
    P = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    losses = Y * np.log(P) + (1 - Y) * np.log(1 - P)
    return -np.mean(np.sum(losses, axis=1))


def cross_entropy__clip_too_coarse(Y, Y_hat):
    eps = 1e-7
    Y_hat = np.clip(Y_hat, eps, 1 - eps)
    n = Y.shape[0]
    return -(Y * np.log(Y_hat)).sum() / n


def cross_entropy__swapped_roles(Y, Y_hat):
    Y_safe = np.maximum(Y, 1e-12)
    return -np.mean(np.sum(Y_hat * np.log(Y_safe), axis=1))


def softmax_cross_entropy__through_softmax(Z, labels):
    P = softmax(Z)
    return cross_entropy(one_hot(labels, Z.shape[1]), P)


def softmax_cross_entropy__max_not_put_back(Z, labels):
    m = np.max(Z, axis=1, keepdims=True)
    lse = np.log(np.sum(np.exp(Z - m), axis=1))
    return np.mean(lse - Z[np.arange(Z.shape[0]), labels])


def softmax_cross_entropy__fancy_index_all(Z, labels):
    m = Z.max(axis=1)
    lse = m + np.log(np.exp(Z - m[:, np.newaxis]).sum(axis=1))
    return np.mean(lse - Z[:, labels])


def softmax_cross_entropy__exp_of_log_sum(Z, labels):
    total = 0
    for z, t in zip(Z, labels):
        top = z[t]
        total += np.log(np.sum(np.exp(z))) - top
    return total / len(labels)


def softmax_cross_entropy__batch_max_minimum(Z, labels):
    shifted = Z - Z.max()
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_probs[range(len(labels)), labels].mean()


def accuracy__counts(Z, labels):
    predictions = np.argmax(Z, axis=1)
    correct = 0
    for p, l in zip(predictions, labels):
        if p == l:
            correct += 1
    return correct


def accuracy__axis_forgotten(Z, labels):
    return np.mean(np.argmax(Z) == labels)


def accuracy__largest_value_compared(Z, labels):
    return np.mean(np.max(Z, axis=1) == labels)


def accuracy__error_rate(Z, labels):
    wrong = np.argmax(Z, axis=1) != labels
    return wrong.sum() / len(labels)


def logistic_loss__log_of_sigmoid_clipped(z, y):
    p = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def logistic_loss__logaddexp_of_minus(z, y):
    return np.mean(np.logaddexp(0, -z) - y * z)


def logistic_loss__only_positives(z, y):
    losses = y * np.logaddexp(0, -z)
    return losses.mean()


def logistic_loss__signed_labels(z, y):
    margin = y * z
    return np.mean(np.logaddexp(0, -margin))


def logistic_loss__overflow(z, y):
    n = len(z)
    loss = 0.0
    for i in range(n):
        loss += np.log(1 + np.exp(z[i])) - y[i] * z[i]
    return loss / n
