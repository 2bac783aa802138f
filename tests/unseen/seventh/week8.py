"""Wrong student solutions of week 8 (the Bayesian brain), written blind."""
import numpy as np


def normal_logpdf__log_of_density(x, mean, sd):
    # The density is worked out first and its logarithm taken, so far from the mean it is log 0.
    density = np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
    with np.errstate(divide="ignore"):
        return np.log(density)


def normal_logpdf__sd_as_variance(x, mean, sd):
    # sd is used as if it were the variance.
    return -0.5 * (x - mean) ** 2 / sd - 0.5 * np.log(2 * np.pi * sd)


def normal_logpdf__half_log_sd(x, mean, sd):
    # log sd is halved together with log 2 pi: -(1/2) log(2 pi sd) instead of -(1/2) log(2 pi sd^2).
    z = (x - mean) / sd
    return -(z * z) / 2 - np.log(2 * np.pi * sd) / 2


def normal_logpdf__bracket_and_half(x, mean, sd):
    # Two slips: only the mean is divided by sd (a missing bracket), and the half before the square is missing.
    return -(x - mean / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)


def posterior__logs_exponentiated_first(log_prior, log_likelihood):
    # Exponentials are taken first and multiplied, so logs far below 0 underflow to 0/0.
    p = np.exp(log_prior) * np.prod(np.exp(log_likelihood), axis=0)
    with np.errstate(invalid="ignore"):
        return p / p.sum()


def posterior__prior_once_an_observation(log_prior, log_likelihood):
    # The prior is added to every row before the sum, so it counts n times.
    log_p = (log_prior + log_likelihood).sum(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


def posterior__shift_by_largest_likelihood(log_prior, log_likelihood):
    # The largest log likelihood is subtracted before the prior is added, so where the prior rules that hypothesis out all underflow.
    ll = log_likelihood.sum(axis=0)
    p = np.exp(log_prior) * np.exp(ll - ll.max())
    with np.errstate(invalid="ignore"):
        return p / p.sum()


def posterior__log_posterior_and_wrong_shift(log_prior, log_likelihood):
    # Two slips: the smallest value is used for the shift (so it overflows or meets -inf), and the logs come back instead of probabilities.
    log_p = log_prior + log_likelihood.sum(axis=0)
    with np.errstate(all="ignore"):
        shifted = log_p - log_p.min()
        return shifted - np.log(np.exp(shifted).sum())


def combine_cues__weights_one_over_sd(x, sd):
    # The weights are 1 / sd instead of 1 / sd^2, in the mean and in the sd.
    w = 1 / sd
    return np.sum(w * x) / np.sum(w), 1 / np.sum(w)


def combine_cues__variance_returned(x, sd):
    # The variance comes back instead of the standard deviation.
    precision = sd ** -2.0
    return precision @ x / precision.sum(), 1 / precision.sum()


def combine_cues__plain_mean_and_pooled_sd(x, sd):
    # Two slips: the plain mean of the cues, and the root of the mean variance over k (standard error).
    return x.mean(), np.sqrt(np.mean(sd ** 2) / len(x))


def combine_cues__two_at_a_time_with_first_sd(x, sd):
    # Cues are combined one after the other, but the sd of the estimate so far is never updated.
    mean = x[0]
    for xi, si in zip(x[1:], sd[1:]):
        w = (1 / si ** 2) / (1 / si ** 2 + 1 / sd[0] ** 2)
        mean = mean + w * (xi - mean)
    return mean, np.sqrt(1 / np.sum(1 / sd ** 2))


def soft_threshold__hard(z, t):
    # A hard threshold: values beyond t stay as they are.
    return np.where(np.abs(z) > t, z, 0.0)


def soft_threshold__only_positive(z, t):
    # Only positive values are kept, max(z - t, 0), so negative ones become 0.
    return np.maximum(z - t, 0.0)


def soft_threshold__not_zero_within(z, t):
    # Values within t of 0 are moved across 0 instead of set to 0.
    return z - t * np.sign(z)


def sparse_code__step_from_trace(x, A, lam, steps):
    # L is the trace of A^T A (the sum of its eigenvalues) instead of the largest one, so the steps are too small.
    L = np.trace(A.T @ A)
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


def sparse_code__threshold_not_scaled(x, A, lam, steps):
    # The threshold is lam instead of lam / L.
    L = np.linalg.eigvalsh(A.T @ A).max()
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + (1 / L) * A.T @ (x - A @ s), lam)
    return s


def sparse_code__singular_value_not_squared(x, A, lam, steps):
    # L is the largest singular value of A without its square.
    L = np.linalg.norm(A, 2)
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s - A.T @ (A @ s - x) / L, lam / L)
    return s


def sparse_code__one_step_more_and_lam_doubled(x, A, lam, steps):
    # Two slips: one step more than asked for, and the threshold uses twice lam as if the loss had no 1/2.
    L = np.max(np.linalg.eigvalsh(A.T @ A))
    s = np.zeros(A.shape[1])
    for _ in range(steps + 1):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, 2 * lam / L)
    return s


def sparse_code__residual_not_updated(x, A, lam, steps):
    # The residual is worked out once before the loop, so every step adds the same.
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    residual = x - A @ s
    for _ in range(steps):
        s = soft_threshold(s + A.T @ residual / L, lam / L)
    return s


def decide__most_probable_state_only(p, loss):
    # Only the loss in the most probable state is looked at.
    return int(np.argmin(loss[:, np.argmax(p)]))


def decide__last_of_equal_ones(p, loss):
    # With <= in the loop the last of equally good actions wins.
    best, best_loss = 0, np.inf
    for a in range(len(loss)):
        expected = float(np.sum(loss[a] * p))
        if expected <= best_loss:
            best, best_loss = a, expected
    return best


def decide__minimax(p, loss):
    # The worst case is minimised and the probabilities only rule states in or out.
    possible = p > 0
    return int(np.argmin(loss[:, possible].max(axis=1)))


def accumulate__counts_from_zero_and_no_sum(llr, bound):
    # Two slips: steps are counted from 0, and the piece alone is compared with the bound instead of the sum.
    for i, e in enumerate(llr):
        if e >= bound:
            return 1, i
        if e <= -bound:
            return 0, i
    return None, len(llr)


def accumulate__decides_by_sign_at_the_end(llr, bound):
    # When the bound is never reached the sign of the sum decides instead of None.
    total, steps = 0.0, 0
    for e in llr:
        total += e
        steps += 1
        if abs(total) >= bound:
            break
    return int(total > 0), steps


def accumulate__upper_bound_looked_for_first(llr, bound):
    # The whole walk is searched for the upper bound first, so a lower bound reached earlier is overlooked.
    walk = np.cumsum(llr)
    up = np.flatnonzero(walk >= bound)
    down = np.flatnonzero(walk <= -bound)
    if len(up):
        return 1, int(up[0]) + 1
    if len(down):
        return 0, int(down[0]) + 1
    return None, len(llr)
