"""Wrong solutions of week 8, written blind to the naming engine."""
import numpy as np


def normal_logpdf__sd_not_squared_in_the_log(x, mean, sd):
    # -1/2 log(2 pi sd): the sd stands there without its square
    return -((x - mean) ** 2) / (2 * sd**2) - 0.5 * np.log(2 * np.pi * sd)


def normal_logpdf__density_floored(x, mean, sd):
    # works out the density, keeps it above 1e-300 and takes the log: far out it stays at -690
    p = np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
    return np.log(np.maximum(p, 1e-300))


def normal_logpdf__brackets_missing(x, mean, sd):
    # brackets missing: x - mean/sd
    z = x - mean / sd
    return -0.5 * z**2 - np.log(sd * np.sqrt(2 * np.pi))


def normal_logpdf__sd_as_variance(x, mean, sd):
    # takes sd for the variance
    return -0.5 * (np.log(2 * np.pi) + np.log(sd) + (x - mean) ** 2 / sd)


def posterior__prior_with_every_observation(log_prior, log_likelihood):
    # adds the prior to each observation, so it counts n times
    log_p = np.sum(log_prior + log_likelihood, axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


def posterior__mean_of_posteriors(log_prior, log_likelihood):
    # a posterior for each observation by itself, then their mean
    out = np.zeros(len(log_prior))
    for row in log_likelihood:
        log_p = log_prior + row
        p = np.exp(log_p - log_p.max())
        out += p / p.sum()
    return out / len(log_likelihood)


def posterior__each_hypothesis_shifted(log_prior, log_likelihood):
    # shifts each hypothesis by its own largest value, so what told them apart is lost
    shifted = log_likelihood - log_likelihood.max(axis=0)
    p = np.exp(log_prior + shifted.sum(axis=0))
    return p / p.sum()


def posterior__smallest_subtracted(log_prior, log_likelihood):
    # subtracts the smallest log in place of the largest: the exponential overflows
    log_p = log_prior + log_likelihood.sum(axis=0)
    p = np.exp(log_p - log_p[np.isfinite(log_p)].min())
    return p / np.sum(p)


def combine_cues__error_of_a_plain_mean(x, sd):
    # the mean is weighted well, but the sd is that of an unweighted mean
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.sqrt(np.sum(sd**2)) / len(x)


def combine_cues__spread_of_the_cues_added(x, sd):
    # adds the disagreement of the cues to the variance
    w = sd**-2.0
    w_norm = w / w.sum()
    mean = w_norm @ x
    return mean, np.sqrt(1 / w.sum() + w_norm @ (x - mean) ** 2)


def combine_cues__best_cue_wins(x, sd):
    # believes the most precise cue alone
    best = np.argmin(sd)
    return x[best], sd[best]


def combine_cues__variance_updated_too_early(x, sd):
    # one cue after the other, but the variance is updated before the mean that needs the old one
    mean, var = x[0], sd[0] ** 2
    for xi, si in zip(x[1:], sd[1:]):
        v = si**2
        var = var * v / (var + v)
        mean = (mean * v + xi * var) / (var + v)
    return mean, np.sqrt(var)


def soft_threshold__what_is_taken_away(z, t):
    # gives back what is taken away: z cut off at t in size
    return np.clip(z, -t, t)


def soft_threshold__negative_moved_outwards(z, t):
    # negative values are moved away from 0
    out = np.zeros_like(z)
    out[z > t] = z[z > t] - t
    out[z < -t] = z[z < -t] - t
    return out


def soft_threshold__garrote(z, t):
    # shrinks by t^2/z (the garrote) in place of t
    safe = np.where(np.abs(z) > t, z, 1.0)
    return np.where(np.abs(z) > t, z - t**2 / safe, 0.0)


def soft_threshold__sign_lost(z, t):
    # the sign is not put back, so negative values come out positive
    return np.where(np.abs(z) <= t, 0.0, np.abs(z) - t)


def sparse_code__threshold_at_the_end(x, A, lam, steps):
    # plain gradient descent, and one single threshold when it is done
    L = np.max(np.linalg.eigvalsh(A.T @ A))
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = s + A.T @ (x - A @ s) / L
    return soft_threshold(s, lam / L)


def sparse_code__accelerated(x, A, lam, steps):
    # FISTA: each step starts from a point ahead, so that it goes faster than ISTA
    L = np.linalg.norm(A, 2) ** 2
    s = np.zeros(A.shape[1])
    ahead, t = s, 1.0
    for _ in range(steps):
        new = soft_threshold(ahead + A.T @ (x - A @ ahead) / L, lam / L)
        t_new = (1 + np.sqrt(1 + 4 * t**2)) / 2
        ahead = new + (t - 1) / t_new * (new - s)
        s, t = new, t_new
    return s


def sparse_code__trace_for_eigenvalue(x, A, lam, steps):
    # L is the sum of all eigenvalues, so the steps are too short
    G = A.T @ A
    L = np.trace(G)
    s = np.zeros(G.shape[0])
    for _ in range(steps):
        gradient = G @ s - A.T @ x
        s = soft_threshold(s - gradient / L, lam / L)
    return s


def sparse_code__warm_start_and_whole_lambda(x, A, lam, steps):
    # starts from A^T x in place of 0, and thresholds by lambda, not divided by L
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = A.T @ x
    for _ in range(steps):
        r = x - A @ s
        s = soft_threshold(s + (A.T @ r) / L, lam)
    return s


def decide__likeliest_state(p, loss):
    # takes the likeliest state for certain and the best action for that
    state = np.argmax(p)
    return int(np.argmin(loss[:, state]))


def decide__last_of_equals(p, loss):
    # <= lets a later action win a tie
    best, least = 0, np.inf
    for a in range(len(loss)):
        expected = np.sum(p * loss[a])
        if expected <= least:
            best, least = a, expected
    return best


def decide__smallest_entry(p, loss):
    # no sum over the states: the place of the smallest single entry in the flat table
    return int(np.argmin(loss * p))


def decide__losses_rescaled(p, loss):
    # each action's losses are divided by their sum first
    scaled = loss / np.maximum(loss.sum(axis=1, keepdims=True), 1e-12)
    return int((scaled @ p).argmin())


def accumulate__argmax_of_nothing(llr, bound):
    # argmax of all False is 0: when no bound is reached it claims a decision at the first piece
    total = np.cumsum(llr)
    step = int(np.argmax(np.abs(total) >= bound))
    return int(total[step] > 0), step + 1


def accumulate__race_of_two(llr, bound):
    # two counters, one for the evidence for and one for that against, and the first at the bound wins
    plus = minus = 0.0
    for step, e in enumerate(llr, start=1):
        if e > 0:
            plus += e
        else:
            minus -= e
        if plus >= bound:
            return 1, step
        if minus >= bound:
            return 0, step
    return None, len(llr)


def accumulate__looks_before_adding(llr, bound):
    # looks at the sum before it adds the new piece: one step late, and the last piece is never looked at
    total = 0.0
    for step in range(len(llr)):
        if total >= bound:
            return 1, step + 1
        if total <= -bound:
            return 0, step + 1
        total += llr[step]
    return None, len(llr)


def accumulate__strict_bound_and_forced_choice(llr, bound):
    # the bound must be passed, not reached, and at the end the sign of the sum decides
    total, steps = 0.0, 0
    for e in llr:
        total += e
        steps += 1
        if total > bound:
            return 1, steps
        if total < -bound:
            return 0, steps
    return (1 if total > 0 else 0), steps
