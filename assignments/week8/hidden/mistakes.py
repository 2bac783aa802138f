"""Known wrong solutions of week 8, each with a hint at what to look at."""

import numpy as np

from autograder.variants import mistake

from .reference import soft_threshold


@mistake(
    "normal_logpdf",
    hint="Far out exp is 0 and its logarithm minus infinity: write the logarithm down on paper first.",
)
def log_of_the_density(x, mean, sd):
    return np.log(np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi)))


@mistake("normal_logpdf", hint="A narrow bell is higher than 1, so its logarithm is above 0. Is something cut off there?")
def logpdf_never_above_zero(x, mean, sd):
    return np.minimum(-0.5 * ((x - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi), 0)


@mistake("normal_logpdf", hint="This is the density itself; its logarithm is asked for.")
def density(x, mean, sd):
    return np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))


@mistake("normal_logpdf", hint="sd is taken for the variance: the distance is counted in standard deviations.")
def sd_as_variance(x, mean, sd):
    return -0.5 * (x - mean) ** 2 / sd - 0.5 * np.log(sd) - 0.5 * np.log(2 * np.pi)


@mistake("normal_logpdf", hint="The distance is divided by sd once; the square is missing there.")
def divided_once(x, mean, sd):
    return -0.5 * (x - mean) ** 2 / sd - np.log(sd) - 0.5 * np.log(2 * np.pi)


@mistake("normal_logpdf", hint="The constant is missing: at its top a bell of sd 1 is not 1 high.")
def no_two_pi(x, mean, sd):
    return -0.5 * ((x - mean) / sd) ** 2 - np.log(sd)


@mistake("normal_logpdf", hint="The term with log sd is missing: a wide bell is lower than a narrow one.")
def no_log_sd(x, mean, sd):
    return -0.5 * ((x - mean) / sd) ** 2 - 0.5 * np.log(2 * np.pi) + 0 * sd


@mistake("normal_logpdf", hint="Only the parabola is here: both terms that make the bell's area 1 are missing.")
def parabola_alone(x, mean, sd):
    return -0.5 * ((x - mean) / sd) ** 2 + 0 * sd


@mistake("normal_logpdf", hint="A logarithm to the base 10 is mixed in: logarithms are natural throughout.")
def base_ten(x, mean, sd):
    return -0.5 * ((x - mean) / sd) ** 2 - np.log10(sd * np.sqrt(2 * np.pi))


@mistake("normal_logpdf", hint="The sign of the square is turned round: far from the mean should fit worse.")
def sign_turned(x, mean, sd):
    return 0.5 * ((x - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)


@mistake("normal_logpdf", hint="log sd is halved: that is right for log sd², and the root of sd² is sd itself.")
def log_sd_halved(x, mean, sd):
    return -0.5 * ((x - mean) / sd) ** 2 - 0.5 * np.log(sd) - 0.5 * np.log(2 * np.pi)



@mistake("normal_logpdf", hint="The half in front of the square is missing.")
def half_missing(x, mean, sd):
    return -(((x - mean) / sd) ** 2) - np.log(sd) - 0.5 * np.log(2 * np.pi)


@mistake(
    "normal_logpdf",
    hint="The 2 is outside the logarithm of the constant, or the half is missing there: it is ½ log(2π).",
)
def constant_not_halved(x, mean, sd):
    return -0.5 * ((x - mean) / sd) ** 2 - np.log(sd) - np.log(2 * np.pi)


@mistake("normal_logpdf", hint="A small number is added or a floor put in: far out it hides how badly x fits.")
def clipped(x, mean, sd):
    return np.maximum(-0.5 * ((x - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi), -700.0)


@mistake("normal_logpdf", hint="One number came back for a whole array: the sum over observations is a later step.")
def summed(x, mean, sd):
    return np.sum(-0.5 * ((x - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi))


@mistake("posterior", hint="exp of a very low log is 0, for right and wrong alike: shift before you take exp.")
def exp_first(log_prior, log_likelihood):
    p = np.exp(log_prior) * np.prod(np.exp(log_likelihood), axis=0)
    return p / np.sum(p)


@mistake("posterior", hint="The mean of the log likelihoods makes many observations count like one: evidence adds up.")
def averaged(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood.mean(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake("posterior", hint="The prior is nowhere in it.")
def prior_forgotten(log_prior, log_likelihood):
    log_p = log_likelihood.sum(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake("posterior", hint="Only the last observation is used; what came before is lost.")
def last_observation(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood[-1]
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake("posterior", hint="Each round begins anew, so that only the last observation is left, and no prior: what was "
                           "believed before belongs into the next round.")
def each_round_anew(log_prior, log_likelihood):
    p = np.exp(log_prior)
    for row in log_likelihood:
        p = np.exp(row - row.max())
        p = p / p.sum()
    return p


@mistake("posterior", hint="Something small is added to the prior, so that what was impossible becomes possible: log 0 may "
                           "stay -inf.")
def prior_made_possible(log_prior, log_likelihood):
    log_p = np.log(np.exp(log_prior) + 1e-10) + log_likelihood.sum(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()



@mistake("posterior", hint="Only the first observation is used.")
def first_observation(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood[0]
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake(
    "posterior",
    hint="The sum runs over the hypotheses; it should run over the observations, and leave k numbers.",
)
def over_observations(log_prior, log_likelihood):
    log_p = log_likelihood.sum(axis=1)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake(
    "posterior",
    hint="The largest of all n·k logs is subtracted; the sums can still be far below 0. Shift the sums.",
)
def shifted_by_the_wrong_one(log_prior, log_likelihood):
    p = np.exp(log_prior + (log_likelihood - log_likelihood.max()).sum(axis=0))
    return p / p.sum()


@mistake("posterior", hint="The largest is taken before the prior has come in: what the prior all but rules out may hold it. "
                           "What is to be shifted is the sum of all.")
def shifted_before_the_prior(log_prior, log_likelihood):
    sums = log_likelihood.sum(axis=0)
    p = np.exp(log_prior + (sums - sums.max()))
    return p / p.sum()


@mistake("posterior", hint="These are log probabilities: take exp at the end.")
def log_returned(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood.sum(axis=0)
    top = log_p.max()
    return log_p - top - np.log(np.sum(np.exp(log_p - top)))


@mistake("posterior", hint="The prior comes in once for every observation: what is known before is known once.")
def prior_every_time(log_prior, log_likelihood):
    log_p = (log_prior + log_likelihood).sum(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake("posterior", hint="It is not divided by its sum: the largest is 1, and the sum is not.")
def not_divided(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood.sum(axis=0)
    return np.exp(log_p - log_p.max())


@mistake(
    "posterior",
    hint="Each observation gives a posterior of its own here, and these are averaged: multiply, don't average.",
)
def posteriors_averaged(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    return (p / p.sum(axis=1, keepdims=True)).mean(axis=0)


@mistake("posterior", hint="log_prior is a logarithm already; it is used here as if it were a probability.")
def prior_not_exponentiated(log_prior, log_likelihood):
    log_p = log_likelihood.sum(axis=0)
    p = log_prior * np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake("posterior", hint="2 ** x undoes a logarithm to the base 2; these are natural.")
def base_two(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood.sum(axis=0)
    p = 2.0 ** (log_p - log_p.max())
    return p / p.sum()


@mistake("posterior", hint="There is one row of probabilities for each observation; all of them together give one.")
def one_row_each(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


@mistake(
    "posterior",
    hint="A small number is added so that nothing is 0: what is impossible becomes possible, and more.",
)
def small_number_added(log_prior, log_likelihood):
    p = np.exp(log_prior + log_likelihood.sum(axis=0)) + 1e-300
    return p / p.sum()


@mistake("posterior", hint="log_likelihood is added to in place: the caller's array changes.")
def likelihood_changed(log_prior, log_likelihood):
    log_likelihood[0] += log_prior
    log_p = log_likelihood.sum(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


@mistake("posterior", hint="The posterior is turned into a choice: the probabilities themselves are asked for.")
def winner_takes_all(log_prior, log_likelihood):
    log_p = log_prior + log_likelihood.sum(axis=0)
    return (log_p == log_p.max()).astype(float)


@mistake("combine_cues", hint="The weights are the sd themselves: so the worst cue gets the most.")
def weighted_by_sd(x, sd):
    return np.sum(sd * x) / np.sum(sd), 1 / np.sqrt(np.sum(1 / sd**2))


@mistake("combine_cues", hint="The weights are the variances, sd²: so the worst cue gets the most. A precision is 1/sd².")
def weighted_by_variance(x, sd):
    return np.sum(sd**2 * x) / np.sum(sd**2), 1 / np.sqrt(np.sum(1 / sd**2))


@mistake("combine_cues", hint="The sd is that of a mean in which all cues count alike; here the better ones count more.")
def error_of_a_plain_mean(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.sqrt(np.sum(sd**2)) / len(sd)


@mistake("combine_cues", hint="The weights are 1/sd; a precision is 1/sd².")
def weighted_by_one_over_sd(x, sd):
    w = 1 / sd
    return np.sum(w * x) / np.sum(w), 1 / np.sqrt(np.sum(1 / sd**2))


@mistake("combine_cues", hint="The weights are 1/sd⁴: squared once too often.")
def squared_twice(x, sd):
    w = 1 / sd**4
    return np.sum(w * x) / np.sum(w), 1 / np.sqrt(np.sum(1 / sd**2))


@mistake("combine_cues", hint="All cues get the same weight: a poor cue should count less.")
def plain_mean(x, sd):
    return np.mean(x), 1 / np.sqrt(np.sum(1 / sd**2))


@mistake("combine_cues", hint="The sd is the mean of the cues' sd; but together they are better than on average.")
def mean_of_sd(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.mean(sd)


@mistake("combine_cues", hint="This is the variance: its root is missing.")
def variance_returned(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), 1 / np.sum(w)


@mistake("combine_cues", hint="This is the precision: how do you get from a precision to an sd?")
def precision_returned(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.sum(w)


@mistake("combine_cues", hint="1/sd are added up; the precisions, 1/sd², are what adds up.")
def one_over_sd_added(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), 1 / np.sum(1 / sd)


@mistake("combine_cues", hint="The weights do not sum to 1: divide by their sum.")
def weights_not_divided(x, sd):
    w = 1 / sd**2
    return np.sum(w * x), 1 / np.sqrt(np.sum(w))


@mistake("combine_cues", hint="The weighted mean is divided by the number of cues, not by the sum of the weights.")
def divided_by_k(x, sd):
    w = 1 / sd**2
    return np.mean(w * x), 1 / np.sqrt(np.sum(w))


@mistake("combine_cues", hint="The best cue's sd is returned; the others make it smaller still.")
def smallest_sd(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.min(sd)


@mistake(
    "combine_cues",
    hint="Variances are added up: that is the error of a sum of cues, and it grows. Precisions add up.",
)
def variances_added(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.sqrt(np.sum(sd**2))


@mistake("combine_cues", hint="The sd is divided by the root of k as if all cues were equally good.")
def root_of_k(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.mean(sd) / np.sqrt(len(sd))


@mistake("combine_cues", hint="The best cue is taken alone: the others still know something.")
def best_cue_alone(x, sd):
    best = np.argmin(sd)
    return x[best], sd[best]


@mistake("combine_cues", hint="sd is taken for a variance: the precision is 1/sd².")
def sd_for_variance(x, sd):
    w = 1 / sd
    return np.sum(w * x) / np.sum(w), 1 / np.sqrt(np.sum(w))


@mistake("combine_cues", hint="The sd measures how far the cues lie apart; the posterior's does not depend on x.")
def spread_of_cues(x, sd):
    w = 1 / sd**2
    mean = np.sum(w * x) / np.sum(w)
    return mean, np.sqrt(np.sum(w * (x - mean) ** 2) / np.sum(w))


@mistake("combine_cues", hint="The product over the sum is right for two variances only; for more cues add precisions.")
def for_two_only(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w), np.sqrt(np.prod(sd**2) / np.sum(sd**2))


@mistake("combine_cues", hint="Only the first two cues are used: there may be any number.")
def two_cues_only(x, sd):
    w = 1 / sd[:2] ** 2
    return np.sum(w * x[:2]) / np.sum(w), 1 / np.sqrt(np.sum(w))


@mistake("combine_cues", hint="The order is (mean, sd).")
def sd_first(x, sd):
    w = 1 / sd**2
    return 1 / np.sqrt(np.sum(w)), np.sum(w * x) / np.sum(w)


@mistake("combine_cues", hint="Only the mean came back: the sd belongs to it.")
def mean_alone(x, sd):
    w = 1 / sd**2
    return np.sum(w * x) / np.sum(w)


@mistake("soft_threshold", hint="This is the hard threshold: what is beyond t must also move by t.")
def hard_threshold(z, t):
    return np.where(np.abs(z) > t, z, 0.0)


@mistake("soft_threshold", hint="Negative z become 0: they move towards 0 from the other side.")
def positive_only(z, t):
    return np.maximum(z - t, 0)


@mistake("soft_threshold", hint="Negative z are moved down, away from 0.")
def away_from_zero(z, t):
    return np.where(np.abs(z) > t, z - t, 0.0)


@mistake("soft_threshold", hint="t is added: z moves away from 0 instead of towards it.")
def t_added(z, t):
    return np.sign(z) * np.maximum(np.abs(z) + t, 0)


@mistake("soft_threshold", hint="Beyond t of 0, t is added to the size: z moves away from 0 instead of towards it.")
def t_added_beyond(z, t):
    return np.where(np.abs(z) > t, z + np.sign(z) * t, 0.0)


@mistake("soft_threshold", hint="The sign is lost: negative z give negative results.")
def sign_lost(z, t):
    return np.maximum(np.abs(z) - t, 0)


@mistake("soft_threshold", hint="z is cut off at ±t: that keeps what should go and takes away what should stay.")
def clip(z, t):
    return np.clip(z, -t, t)


@mistake("soft_threshold", hint="Within t of 0 the sign turns round: the size must not fall below 0.")
def not_stopped_at_zero(z, t):
    return np.sign(z) * (np.abs(z) - t)


@mistake("soft_threshold", hint="t is subtracted everywhere, whatever the sign of z.")
def t_subtracted(z, t):
    return z - t


@mistake("soft_threshold", hint="z is shrunk in proportion; it should move by t, whatever its size.")
def shrunk(z, t):
    return z / (1 + t)


@mistake("soft_threshold", hint="Writing into z changes the caller's array: make a new one.")
def z_changed(z, t):
    size = np.maximum(np.abs(z) - t, 0)
    z[...] = np.sign(z) * size
    return z


@mistake("soft_threshold", hint="An `if` looks at one number; z is an array of any shape.")
def numbers_only(z, t):
    if z > t:
        return z - t
    if z < -t:
        return z + t
    return 0.0


@mistake("soft_threshold", hint="The threshold is t squared here; z moves by t.")
def t_squared(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t**2, 0)


@mistake("sparse_code", hint="The step is 1; it should be 1/L.")
def step_one(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s), lam / L)
    return s


@mistake("sparse_code", hint="Neither the step nor the threshold is divided by L.")
def no_L(x, A, lam, steps):
    s = np.zeros(A.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(steps):
            s = soft_threshold(s + A.T @ (x - A @ s), lam)
    return s


@mistake("sparse_code", hint="The threshold is lam; the prior's pull in one step is lam/L.")
def threshold_lam(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam)
    return s


@mistake("sparse_code", hint="The threshold comes after the last step only; it belongs into every step.")
def threshold_at_the_end(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = s + A.T @ (x - A @ s) / L
    return soft_threshold(s, lam / L)



@mistake("sparse_code", hint="L is the largest singular value of A; the largest eigenvalue of AᵀA is its square.")
def singular_value(x, A, lam, steps):
    L = np.linalg.norm(A, 2)
    s = np.zeros(A.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(steps):
            s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake(
    "sparse_code",
    hint="L is the sum of all eigenvalues (the trace, or the sum of all squares): safe but slow. Take the largest.",
)
def trace_for_L(x, A, lam, steps):
    L = np.sum(A**2)
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake("sparse_code", hint="eigvalsh sorts in ascending order: its first is the smallest.")
def smallest_eigenvalue(x, A, lam, steps):
    L = np.linalg.svd(A, compute_uv=False)[-1] ** 2
    s = np.zeros(A.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(steps):
            s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake("sparse_code", hint="The step goes uphill: what sign has Aᵀ(x - As)?")
def uphill(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(steps):
            s = soft_threshold(s - A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake("sparse_code", hint="It starts at Aᵀx; it should start at 0.")
def start_at_projection(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = A.T @ x
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake("sparse_code", hint="There is one step too few.")
def one_step_too_few(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(1, steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake("sparse_code", hint="There is one step too many.")
def one_step_too_many(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps + 1):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake(
    "sparse_code",
    hint="The threshold comes before the step; it should come after, on the strengths that the step gives.",
)
def threshold_first(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s, lam / L)
        s = s + A.T @ (x - A @ s) / L
    return s


@mistake("sparse_code", hint="The threshold is half as large as it should be: there is no 1/2 at lam.")
def half_lam(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / (2 * L))
    return s


@mistake("sparse_code", hint="The step is twice 1/L: the square has its 1/2 already.")
def step_doubled(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + 2 * A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake("sparse_code", hint="Every step starts from 0 again: the strengths so far are lost.")
def always_from_zero(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    for _ in range(steps):
        s = soft_threshold(A.T @ x / L, lam / L)
    return s


@mistake("sparse_code", hint="What is left to explain, x - As, is worked out once; it changes with every step.")
def residual_kept(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ x / L, lam / L)
    return s


@mistake("sparse_code", hint="The strengths before the step are missing: s + ... is needed inside.")
def old_strengths_missing(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(A.T @ (x - A @ s) / L, lam / L)
    return s


@mistake("sparse_code", hint="There is no threshold at all: this is plain descent on the squared error.")
def no_threshold(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = s + A.T @ (x - A @ s) / L
    return s


@mistake("sparse_code", hint="The threshold is hard: what is above it should shrink too.")
def hard_in_the_loop(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        z = s + A.T @ (x - A @ s) / L
        s = np.where(np.abs(z) > lam / L, z, 0)
    return s


@mistake("sparse_code", hint="Negative strengths are lost: a block may also come in with its contrast turned round.")
def never_negative(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = np.maximum(s + A.T @ (x - A @ s) / L - lam / L, 0)
    return s


@mistake("sparse_code", hint="The rebuilt patch came back; the strengths are asked for.")
def rebuilt_patch(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return A @ s


@mistake(
    "sparse_code",
    hint="This is faster than ISTA (it has momentum), and so not the same after a given number of steps.",
)
def with_momentum(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s, v, t = np.zeros(A.shape[1]), np.zeros(A.shape[1]), 1.0
    for _ in range(steps):
        new = soft_threshold(v + A.T @ (x - A @ v) / L, lam / L)
        t, before = (1 + np.sqrt(1 + 4 * t * t)) / 2, t
        s, v = new, new + (before - 1) / t * (new - s)
    return s


@mistake("sparse_code", hint="A step changes the caller's x: keep what is left to explain in an array of its own.")
def x_changed(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        new = soft_threshold(s + A.T @ x / L, lam / L)
        x -= A @ (new - s)
        s = new
    return s


@mistake("sparse_code", hint="It stops as soon as the objective falls slowly: exactly `steps` steps are asked for.")
def stops_early(x, A, lam, steps):
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        new = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
        if np.max(np.abs(new - s)) < 0.01:
            return new
        s = new
    return s


@mistake("decide", hint="This is the most probable state: the losses are not looked at.")
def most_probable(p, loss):
    return int(np.argmax(p))


@mistake("decide", hint="Rows of loss are actions, and columns states; here they are exchanged where there are as many of "
                        "the one as of the other.")
def loss_transposed(p, loss):
    return int(np.argmin(p @ loss if loss.shape[0] == len(p) else loss @ p))


@mistake("decide", hint="This is the action with the *largest* expected loss.")
def largest_loss(p, loss):
    return int(np.argmax(loss @ p))


@mistake("decide", hint="The worst case of each action is compared; every state should count by its probability.")
def worst_case(p, loss):
    return int(np.argmin(loss.max(axis=1)))


@mistake("decide", hint="The best case of each action is compared; every state should count by its probability.")
def best_case(p, loss):
    return int(np.argmin(loss.min(axis=1)))


@mistake("decide", hint="The expected loss itself came back; the index of the action is asked for.")
def loss_returned(p, loss):
    return float(np.min(loss @ p))


@mistake("decide", hint="The states are not weighted by their probabilities.")
def weights_forgotten(p, loss):
    return int(np.argmin(loss.sum(axis=1)))


@mistake("decide", hint="Only the most probable state is looked at; a rare one may cost a lot.")
def most_probable_state_alone(p, loss):
    return int(np.argmin(loss[:, np.argmax(p)]))


@mistake("decide", hint="Of equally good actions the last is taken; the first is asked for.")
def last_of_equals(p, loss):
    losses = loss @ p
    return int(len(losses) - 1 - np.argmin(losses[::-1]))


@mistake("decide", hint="The index is a float: an index is an integer.")
def float_index(p, loss):
    return float(np.argmin(loss @ p))


@mistake("decide", hint="All expected losses came back: which of them is the least, and where?")
def all_losses(p, loss):
    return loss @ p


@mistake("decide", hint="The smallest entry of the whole table is looked for: sum over the states first.")
def smallest_entry(p, loss):
    return int(np.argmin(loss * p) // loss.shape[1])


@mistake("decide", hint="Counting starts at 0.")
def counted_from_one(p, loss):
    return int(np.argmin(loss @ p)) + 1


@mistake("accumulate", hint="Reaching the bound exactly is enough: > or >=?")
def beyond_the_bound(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if abs(total) > bound:
            return int(total > 0), step
    return None, len(llr)


@mistake("accumulate", hint="The steps are counted from 0: the first piece is step 1.")
def steps_from_zero(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr):
        total += evidence
        if abs(total) >= bound:
            return int(total > 0), step
    return None, len(llr)


@mistake("accumulate", hint="The lower bound is never looked at.")
def upper_bound_only(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if total >= bound:
            return 1, step
    return None, len(llr)


@mistake("accumulate", hint="The sum at the end decides; the first bound that is reached should.")
def sum_at_the_end(llr, bound):
    total = np.sum(llr)
    if abs(total) >= bound:
        return int(total > 0), len(llr)
    return None, len(llr)


@mistake("accumulate", hint="Each piece is compared with the bound by itself: evidence adds up.")
def pieces_alone(llr, bound):
    for step, evidence in enumerate(llr, start=1):
        if abs(evidence) >= bound:
            return int(evidence > 0), step
    return None, len(llr)


@mistake("accumulate", hint="The sum goes on after a bound was reached, and the last crossing is kept.")
def last_crossing(llr, bound):
    total, answer = 0.0, (None, len(llr))
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if abs(total) >= bound:
            answer = int(total > 0), step
    return answer


@mistake("accumulate", hint="The choices are exchanged: +bound is choice 1.")
def choices_exchanged(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if abs(total) >= bound:
            return int(total < 0), step
    return None, len(llr)


@mistake("accumulate", hint="Where no bound is reached the choice is None: there was not enough evidence.")
def guess_at_the_end(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if abs(total) >= bound:
            break
    return int(total > 0), step


@mistake("accumulate", hint="The lower choice is -1 here; 0 is asked for.")
def minus_one(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if abs(total) >= bound:
            return int(np.sign(total)), step
    return None, len(llr)


@mistake(
    "accumulate",
    hint="The mean of the evidence is compared with the bound: evidence adds up, it is not averaged.",
)
def mean_so_far(llr, bound):
    for step in range(1, len(llr) + 1):
        mean = np.mean(llr[:step])
        if abs(mean) >= bound:
            return int(mean > 0), step
    return None, len(llr)


@mistake("accumulate", hint="The sum never falls below 0 here: evidence for the other side counts as well.")
def stopped_at_zero(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total = max(total + evidence, 0.0)
        if total >= bound:
            return 1, step
    return None, len(llr)


@mistake("accumulate", hint="np.argmax of an array without a True is 0: what if no bound is ever reached?")
def argmax_of_nothing(llr, bound):
    total = np.cumsum(llr)
    first = int(np.argmax(np.abs(total) >= bound))
    return int(total[first] > 0), first + 1


@mistake("accumulate", hint="The bound is tested before the piece is added, so every decision comes a piece late.")
def tested_before_adding(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        if abs(total) >= bound:
            return int(total > 0), step
        total += evidence
    return None, len(llr)


@mistake(
    "accumulate",
    hint="The evidence adds up without its sign: pieces for one side and for the other should cancel.",
)
def sizes_added(llr, bound):
    total, size = 0.0, 0.0
    for step, evidence in enumerate(llr, start=1):
        total, size = total + evidence, size + abs(evidence)
        if size >= bound:
            return int(total > 0), step
    return None, len(llr)


@mistake("accumulate", hint="Where no bound is reached, nothing is returned: (None, n) is asked for.")
def nothing_at_the_end(llr, bound):
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if abs(total) >= bound:
            return int(total > 0), step


@mistake("accumulate", hint="The second thing is the number of steps, not the sum.")
def sum_for_steps(llr, bound):
    total = 0.0
    for evidence in llr:
        total += evidence
        if abs(total) >= bound:
            return int(total > 0), float(total)
    return None, len(llr)


@mistake("accumulate", hint="np.cumsum(llr, out=llr) or += on a slice changes the caller's evidence.")
def evidence_changed(llr, bound):
    np.cumsum(llr, out=llr)
    for step, total in enumerate(llr, start=1):
        if abs(total) >= bound:
            return int(total > 0), step
    return None, len(llr)
