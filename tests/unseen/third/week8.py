"""Wrong solutions of week 8 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def normal_logpdf__no_constant(x, mean, sd):
    return -0.5 * ((x - mean) / sd) ** 2


def normal_logpdf__variance(x, mean, sd):
    return -0.5 * np.log(2 * np.pi * sd) - (x - mean) ** 2 / (2 * sd)


def normal_logpdf__density(x, mean, sd):
    return np.exp(-(x - mean) ** 2 / (2 * sd ** 2)) / (sd * np.sqrt(2 * np.pi))


def posterior__naive(log_prior, log_likelihood):
    p = np.exp(log_prior) * np.exp(log_likelihood).prod(axis=0)
    return p / p.sum()


def posterior__adds_probabilities(log_prior, log_likelihood):
    p = np.exp(log_prior) * np.exp(log_likelihood).sum(axis=0)
    return p / p.sum()


def posterior__forgets_prior(log_prior, log_likelihood):
    log_p = log_likelihood.sum(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


def combine_cues__weights_by_sd(x, sd):
    w = 1 / sd
    mean = np.sum(w * x) / np.sum(w)
    return mean, 1 / np.sqrt(np.sum(1 / sd ** 2))


def combine_cues__variance_back(x, sd):
    precision = 1 / sd ** 2
    return np.sum(precision * x) / np.sum(precision), 1 / np.sum(precision)


def combine_cues__plain_mean(x, sd):
    return np.mean(x), np.sqrt(np.sum(sd ** 2)) / len(sd)


def soft_threshold__hard(z, t):
    return np.where(np.abs(z) > t, z, 0)


def soft_threshold__no_sign(z, t):
    return np.maximum(np.abs(z) - t, 0)


def soft_threshold__subtracts(z, t):
    return np.maximum(z - t, 0)


def sparse_code__no_threshold_scale(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam)
    return s


def sparse_code__one_step_more(x, A, lam, steps):
    L = np.linalg.norm(A, 2) ** 2
    s = np.zeros(A.shape[1])
    for _ in range(steps + 1):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


def decide__most_probable(p, loss):
    return int(np.argmax(p))


def decide__worst_case(p, loss):
    return int(np.argmin(loss.max(axis=1)))


def accumulate__counts_from_zero(llr, bound):
    total = 0
    for i, e in enumerate(llr):
        total += e
        if total >= bound:
            return 1, i
        if total <= -bound:
            return 0, i
    return None, len(llr)


def accumulate__strictly(llr, bound):
    total = 0
    for i, e in enumerate(llr):
        total += e
        if abs(total) > bound:
            return int(total > 0), i + 1
    return None, len(llr)


def accumulate__forgets_none(llr, bound):
    totals = np.cumsum(llr)
    n = int(np.argmax(np.abs(totals) >= bound))
    return int(totals[n] > 0), n + 1
