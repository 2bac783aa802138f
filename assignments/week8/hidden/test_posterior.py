"""Oracle: Bayes' rule as a product of probabilities, in decimal numbers whose exponents don't end at 308."""

import decimal
from decimal import Decimal

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, generator, worth

#: 30 digits, exponents to 10^±999999: exp(-100000) is an ordinary number.
EXACT = decimal.Context(prec=30)


def bayes(log_prior, log_likelihood):
    """Prior times likelihoods, divided by their sum; entry by entry."""
    weights = []
    for j, prior in enumerate(log_prior.tolist()):
        weight = EXACT.exp(Decimal(prior))
        for row in log_likelihood.tolist():
            weight = EXACT.multiply(weight, EXACT.exp(Decimal(row[j])))
        weights.append(weight)
    total = Decimal(0)
    for weight in weights:
        total = EXACT.add(total, weight)
    return np.array([float(EXACT.divide(weight, total)) for weight in weights])


def beliefs(seed, n, k):
    """A log prior (k,), normalised, no two alike, and log likelihoods (n, k)."""
    rng = generator(seed)
    prior = rng.permutation(np.arange(1.0, k + 1)) + rng.uniform(0, 0.5, k)
    return np.log(prior / prior.sum()), np.log(rng.uniform(0.1, 0.9, (n, k)))


def even(k):
    return np.full(k, -np.log(k))


def expect_probabilities(got, k):
    """A weak look: (k,), between 0 and 1, sum 1, not all the same."""
    expect_shape(got, (k,), "the posterior", why="one probability a hypothesis")
    expect_array(got, np.full(k, 0.5), "the posterior", rtol=0, atol=0.5 + 1e-9, why="probabilities: from 0 to 1")
    expect(abs(float(got.sum()) - 1) < 1e-9, f"The posterior sums to {float(got.sum()):.6g}, not to 1.")
    expect(float(np.ptp(got)) > 1e-6, "All hypotheses got the same probability, whatever the evidence.")


@worth(1)
def test_one_observation(student):
    """After one observation and an even prior, the posterior is the likelihood, divided so as to sum to 1."""
    _, L = beliefs(8101, 1, 4)
    expect_array(student.posterior(even(4), L), bayes(even(4), L), "the posterior", why="one observation, even prior")


@worth(1)
def test_prior_alone(student):
    """Where the observations fit all hypotheses equally well, the posterior is the prior, however many they are."""
    log_prior, _ = beliefs(8102, 1, 5)
    for n in (1, 3, 8):
        L = np.full((n, 5), -1.5)
        expect_array(student.posterior(log_prior, L), bayes(log_prior, L), "the posterior",
                     why=f"after {n} observations that fit all alike it should be the prior")


@worth(1)
def test_several_observations(student):
    """Independent observations multiply their likelihoods: with an even prior the summed log likelihoods decide."""
    _, L = beliefs(8103, 6, 4)
    expect_array(student.posterior(even(4), L), bayes(even(4), L), "the posterior", why="6 observations, even prior")


@worth(1.5)
def test_values(student):
    """The posterior is prior times all likelihoods, divided by the sum over the hypotheses."""
    for seed, n, k in ((8104, 5, 3), (8105, 2, 6), (8106, 4, 4)):
        log_prior, L = beliefs(seed, n, k)
        expect_array(student.posterior(log_prior, L), bayes(log_prior, L), "the posterior",
                     why=f"{n} observations of {k} hypotheses, a prior that is not even")


@worth(2)
def test_odds(student):
    """How much more probable one hypothesis is than another is right, whatever all of them sum to."""
    for seed, n, k in ((8114, 1, 3), (8115, 4, 5)):
        log_prior, L = beliefs(seed, n, k)
        got, want = student.posterior(log_prior, L), bayes(log_prior, L)
        expect_shape(got, (k,), "the posterior", why="one probability a hypothesis")
        expect(got.dtype.kind == "f" and bool(np.all(got > 0)), "What is possible should have more than 0.")
        expect_array(got / got[0], want / want[0], "the posterior, each entry divided by the first",
                     why="prior times likelihoods")


@worth(0.75)
def test_shifts(student):
    """A number added to a whole row of log likelihoods, or to the whole log prior, changes nothing."""
    log_prior, L = beliefs(8109, 3, 4)
    here = student.posterior(log_prior, L)
    expect_probabilities(here, 4)
    expect_array(student.posterior(log_prior + 2, L), here, "the posterior with 2 added to the log prior",
                 why="it should be what it was")
    expect_array(student.posterior(log_prior, L + np.array([[3.0], [-5.0], [1.0]])), here,
                 "the posterior with a number added to each row", why="it should be what it was")


@worth(1)
def test_one_after_the_other(student):
    """Today's posterior is tomorrow's prior: all observations at once give the same as one after the other."""
    log_prior, L = beliefs(8110, 4, 3)
    at_once = student.posterior(log_prior, L)
    expect_probabilities(at_once, 3)
    expect(not np.allclose(at_once, np.exp(log_prior)), "The posterior is the prior: the evidence changes nothing.")
    belief = log_prior
    for row in L:
        step = student.posterior(belief, row[None, :])
        expect_probabilities(step, 3)
        expect(bool(np.all(step > 0)), "A hypothesis that is possible got the probability 0.")
        belief = np.log(step)
    expect_array(np.exp(belief), at_once, "the posterior, one observation after the other",
                 why="all at once gives another")


@worth(1)
def test_large_logs(student):
    """Logs down to -100,000 give the right probabilities: only their differences count."""
    rng = generator(8111)
    small = rng.uniform(-3, 0, (1, 4))
    cases = ((even(4), small - 1e5), (even(4), np.array([[-1e5, -3.0, -2.0, -1e5]])),
             (even(2), rng.uniform(-1, 0, (60, 2)) - 1600),
             (even(3), np.array([[0.0, -9e4, -9e4], [-9e4, 0.0, -9.0], [-9e4, -9e4, -8.0]])),
             (np.array([-1e5, -1e5 + 1]), np.array([[-2.0, -1.0]])))
    for log_prior, L in cases:
        expect_array(student.posterior(log_prior, L), bayes(log_prior, L), "the posterior",
                     why="for logs as low as -100,000; what may be added to all of them before exp?")


@worth(0.75)
def test_impossible_before(student):
    """A hypothesis with the log prior minus infinity keeps the probability 0, and the others share what there is."""
    _, L = beliefs(8112, 2, 3)
    log_prior = np.array([-np.inf, np.log(0.25), np.log(0.75)])
    expect_array(student.posterior(log_prior, L), bayes(log_prior, L), "the posterior", why="the first: log prior -inf")
    sure = student.posterior(np.array([0.0, -np.inf]), np.array([[-1e5, -3.0]]))
    expect_array(sure, np.array([1.0, 0.0]), "the posterior where only hypothesis 0 is possible")


@worth(0.25)
def test_arguments_unchanged(student):
    """posterior leaves the log prior and the log likelihoods as they were."""
    log_prior, L = beliefs(8113, 3, 4)
    got = student.posterior(log_prior, L)
    expect_shape(got, (4,), "the posterior")
    expect(not np.allclose(got, log_prior) and float(np.ptp(got)) > 1e-6, "The posterior does not follow the evidence.")
    expect_unchanged(student)
