"""Wrong solutions of week 8 as students write them, measured before the naming code was changed for any of them."""
# ruff: noqa
import numpy as np


def normal_logpdf__log_of_density(x, mean, sd):
    density = np.exp(-(x - mean) ** 2 / (2 * sd ** 2)) / (sd * np.sqrt(2 * np.pi))
    return np.log(density)


def normal_logpdf__sd_as_variance(x, mean, sd):
    return -0.5 * np.log(2 * np.pi * sd) - (x - mean) ** 2 / (2 * sd)


def normal_logpdf__summed(x, mean, sd):
    z = (x - mean) / sd
    return np.sum(-0.5 * z ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi))


def normal_logpdf__log_sd_halved(x, mean, sd):
    constant = -0.5 * np.log(2 * np.pi) - 0.5 * np.log(sd)
    return constant - 0.5 * ((x - mean) / sd) ** 2


def normal_logpdf__precedence(x, mean, sd):
    return -0.5 * (x - mean) ** 2 / 2 * sd ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)


def posterior__prior_each_time(log_prior, log_likelihood):
    log_p = np.sum(log_prior + log_likelihood, axis=0)
    log_p = log_p - np.max(log_p)
    p = np.exp(log_p)
    return p / np.sum(p)


def posterior__mean_over_observations(log_prior, log_likelihood):
    log_post = log_prior + log_likelihood.mean(axis=0)
    log_post -= log_post.max()
    post = np.exp(log_post)
    return post / post.sum()


def posterior__exp_at_once(log_prior, log_likelihood):
    prior = np.exp(log_prior)
    likelihood = np.prod(np.exp(log_likelihood), axis=0)
    unnorm = prior * likelihood
    return unnorm / unnorm.sum()


def posterior__log_probabilities_returned(log_prior, log_likelihood):
    log_joint = log_prior + log_likelihood.sum(axis=0)
    m = log_joint.max()
    log_evidence = m + np.log(np.sum(np.exp(log_joint - m)))
    return log_joint - log_evidence


def posterior__sequential_forgets_prior(log_prior, log_likelihood):
    belief = np.exp(log_prior)
    for row in log_likelihood:
        belief = np.exp(row - row.max())
        belief = belief / belief.sum()
    return belief


def posterior__epsilon_in_prior(log_prior, log_likelihood):
    log_prior = np.log(np.exp(log_prior) + 1e-10)
    logs = log_prior + log_likelihood.sum(axis=0)
    p = np.exp(logs - logs.max())
    return p / p.sum()


def combine_cues__inverse_sd(x, sd):
    w = 1 / sd
    w = w / w.sum()
    mean = np.sum(w * x)
    return mean, np.sqrt(1 / np.sum(1 / sd ** 2))


def combine_cues__variance_returned(x, sd):
    weights = sd ** -2
    total = weights.sum()
    return (weights * x).sum() / total, 1 / total


def combine_cues__weighted_by_variance(x, sd):
    var = sd ** 2
    mean = np.average(x, weights=var)
    new_var = 1 / np.sum(1 / var)
    return mean, np.sqrt(new_var)


def combine_cues__error_of_the_mean(x, sd):
    n = len(x)
    precision = 1 / sd ** 2
    mean = np.sum(precision * x) / np.sum(precision)
    return mean, np.sqrt(np.sum(sd ** 2)) / n


def combine_cues__pairwise_loop_last_two(x, sd):
    mean, s = x[0], sd[0]
    for i in range(1, len(x)):
        w = sd[i] ** 2 / (s ** 2 + sd[i] ** 2)
        mean = w * mean + (1 - w) * x[i]
        s = np.sqrt(s ** 2 * sd[i] ** 2 / (s ** 2 + s ** 2))
    return mean, s


def soft_threshold__hard(z, t):
    return np.where(np.abs(z) > t, z, 0)


def soft_threshold__one_sided(z, t):
    return np.maximum(z - t, 0)


def soft_threshold__no_sign_given_back(z, t):
    shrunk = np.abs(z) - t
    shrunk[shrunk < 0] = 0
    return shrunk


def soft_threshold__lower_branch_wrong(z, t):
    out = np.zeros_like(z)
    out[z > t] = z[z > t] - t
    out[z < -t] = z[z < -t] - t
    return out


def sparse_code__threshold_without_step(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A).max()
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        gradient = A.T @ (A @ s - x)
        s = soft_threshold(s - gradient / L, lam)
    return s


def sparse_code__norm_not_squared(x, A, lam, steps):
    L = np.linalg.norm(A, 2)
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        residual = x - A @ s
        s = soft_threshold(s + A.T @ residual / L, lam / L)
    return s


def sparse_code__residual_computed_once(x, A, lam, steps):
    L = np.max(np.linalg.eigvalsh(A.T @ A))
    s = np.zeros(A.shape[1])
    r = x - A @ s
    for _ in range(steps):
        s = soft_threshold(s + A.T @ r / L, lam / L)
    return s


def sparse_code__threshold_at_the_end(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for k in range(steps):
        s = s + (1 / L) * A.T @ (x - A @ s)
    return soft_threshold(s, lam / L)


def sparse_code__smallest_eigenvalue(x, A, lam, steps):
    eigenvalues = np.linalg.eigvalsh(A.T @ A)
    L = eigenvalues[0]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


def sparse_code__fista(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    y, t = s.copy(), 1.0
    for _ in range(steps):
        s_new = soft_threshold(y + A.T @ (x - A @ y) / L, lam / L)
        t_new = (1 + np.sqrt(1 + 4 * t * t)) / 2
        y = s_new + (t - 1) / t_new * (s_new - s)
        s, t = s_new, t_new
    return s


def decide__most_probable_state(p, loss):
    state = np.argmax(p)
    return int(np.argmin(loss[:, state]))


def decide__columns_as_actions(p, loss):
    expected = p @ loss if loss.shape[0] == len(p) else loss @ p
    return int(np.argmin(expected))


def decide__last_of_equals(p, loss):
    best, best_loss = 0, np.inf
    for a in range(len(loss)):
        expected = sum(p[j] * loss[a, j] for j in range(len(p)))
        if expected <= best_loss:
            best, best_loss = a, expected
    return best


def decide__unweighted(p, loss):
    return int(loss.mean(axis=1).argmin())


def decide__expected_losses(p, loss):
    expected = (loss * p).sum(axis=1)
    return float(expected.min())


def accumulate__strictly_above(llr, bound):
    total = 0
    for i, value in enumerate(llr):
        total += value
        if total > bound:
            return 1, i + 1
        if total < -bound:
            return 0, i + 1
    return None, len(llr)


def accumulate__counts_from_zero(llr, bound):
    total = 0.0
    for step in range(len(llr)):
        total += llr[step]
        if total >= bound:
            return 1, step
        elif total <= -bound:
            return 0, step
    return None, len(llr)


def accumulate__upper_bound_first(llr, bound):
    sums = np.cumsum(llr)
    up = np.where(sums >= bound)[0]
    down = np.where(sums <= -bound)[0]
    if len(up) > 0:
        return 1, int(up[0]) + 1
    if len(down) > 0:
        return 0, int(down[0]) + 1
    return None, len(llr)


def accumulate__else_in_the_loop(llr, bound):
    total = 0
    for n, x in enumerate(llr, 1):
        total += x
        if total >= bound:
            return (1, n)
        elif total <= -bound:
            return (0, n)
        else:
            return (None, len(llr))


def accumulate__argmax_of_nothing(llr, bound):
    sums = np.cumsum(llr)
    crossed = np.abs(sums) >= bound
    step = int(np.argmax(crossed))
    return int(sums[step] > 0), step + 1
