"""Oracle: sums in exact fractions, over beliefs and losses that floats hold exactly (eighths and whole numbers)."""

from fractions import Fraction

import numpy as np

from autograder.checks import expect, expect_number, expect_scalar, expect_unchanged, generator, worth


def expected(p, loss):
    """The expected loss of each action, exact."""
    return [sum(Fraction(cost) * Fraction(q) for cost, q in zip(row, p.tolist())) for row in loss.tolist()]


def best(p, loss):
    losses = expected(p, loss)
    return losses.index(min(losses))


def belief(rng, k):
    """(k,) probabilities in eighths, all above 0 (k up to 8)."""
    cuts = np.sort(rng.choice(np.arange(1, 8), k - 1, replace=False))
    return np.diff(np.concatenate([[0], cuts, [8]])) / 8


def by_other_rules(p, loss):
    """What other rules would decide: each is a mistake that somebody makes."""
    yield int(np.argmax(p))
    yield int(np.argmax(loss @ p))
    yield int(np.argmin(loss.max(axis=1)))
    yield int(np.argmin(loss.min(axis=1)))
    yield int(np.argmin(loss.sum(axis=1)))
    yield int(np.argmin(loss[:, np.argmax(p)]))
    if len(set(loss.shape)) == 1:
        yield int(np.argmin(p @ loss))


def puzzle(seed, actions, k):
    """p and loss (actions, k) with one clear best action that none of the other rules picks, and such that the least entry
    of loss stands elsewhere than that of loss * p: who forgot p would else look like who forgot the sum."""
    rng = generator(seed)
    while True:
        p, loss = belief(rng, k), rng.integers(1, 13, (actions, k)).astype(float)
        # Exact in floats, and quicker than fractions over the hundreds of tables that are thrown away.
        losses = loss @ p
        clear = np.sum(losses == losses.min()) == 1 and np.argmin(loss) != np.argmin(loss * p)
        if clear and np.argmin(losses) not in by_other_rules(p, loss):
            return p, loss


def expect_action(got, want, why):
    expect_scalar(got, want, "the action", why=why)


@worth(0.5)
def test_right_or_wrong(student):
    """Where every error costs the same, the best action is to name the most probable state."""
    rng = generator(8401)
    for place in rng.permutation(4).tolist():
        p = np.array([1.0, 2, 1, 2]) / 8
        p[place] += 0.25
        expect_action(student.decide(p, 1 - np.eye(4)), int(np.argmax(p)), "loss 0 if right and 1 if wrong")


@worth(1)
def test_values(student):
    """The action is the one whose losses, weighted by the probabilities and summed over the states, are least."""
    for seed in (8402, 8403, 8404):
        p, loss = puzzle(seed, 5, 4)
        expect_action(student.decide(p, loss), best(p, loss), "five actions, four states")


@worth(0.75)
def test_as_many_actions_as_states(student):
    """With as many actions as states, rows are still the actions."""
    for seed in (8405, 8406):
        p, loss = puzzle(seed, 4, 4)
        expect_action(student.decide(p, loss), best(p, loss), "four actions, four states; one row an action")


@worth(0.75)
def test_sure(student):
    """Where the state is known, the action is the one that costs least in that state."""
    rng = generator(8407)
    loss = np.array([rng.permutation(6) for _ in range(3)], dtype=float).T
    for state in range(3):
        action = int(loss[:, state].tolist().index(0.0))
        expect_action(student.decide(np.eye(3)[state], loss), action, f"state {state} is certain")


@worth(0.5)
def test_few_and_many(student):
    """decide works for more actions than states and for fewer."""
    for actions, k in ((2, 4), (9, 2)):
        rng = generator(8408 + k)
        loss = rng.integers(5, 13, (actions, k)).astype(float)
        for action in (actions - 1, 0):
            clear = loss.copy()
            clear[action] -= 5
            clear[action] /= 2
            p = belief(rng, k)
            expect_action(student.decide(p, clear), best(p, clear), f"{actions} actions, {k} states")


@worth(0.5)
def test_gains(student):
    """Losses may be below 0 (gains), and the same amount added to all of them changes no decision."""
    p, loss = puzzle(8413, 4, 3)
    for shift in (-20.0, 7.0):
        expect_action(student.decide(p, loss + shift), best(p, loss), f"{shift:+g} on every loss")


@worth(0.5)
def test_first_of_equals(student):
    """Of equally good actions the first is taken."""
    p = np.array([0.25, 0.5, 0.25])
    equal = np.array([[9.0, 9, 9], [2, 4, 2], [4, 3, 2], [3, 3, 3], [8, 0, 4]])
    expect_action(student.decide(p, equal), 1, "actions 1, 2, 3 and 4 cost 3 each")
    expect_action(student.decide(p, equal[::-1].copy()), 0, "the first four actions cost 3 each")
    expect_action(student.decide(p, equal[[0, 0, 4, 3]]), 2, "actions 2 and 3 cost 3 each")


@worth(0.25)
def test_integer(student):
    """The index of an action is an integer, so that it can be used as one."""
    seen = set()
    for seed in (8414, 8415, 8416, 8417):
        p, loss = puzzle(seed, 5, 3)
        got = student.decide(p, loss)
        expect_number(got, "the action")
        whole = isinstance(got, (int, np.integer)) or (isinstance(got, np.ndarray) and got.dtype.kind in "iu")
        expect(whole, f"The action is {float(got):.6g}, a number with a point; an integer was expected.")
        expect(0 <= int(got) < 5, f"The action is {int(got)}; there are actions 0 to 4.")
        seen.add(int(got))
    for action in range(5):
        loss = np.full((5, 3), 4.0)
        loss[action] = 1
        got = student.decide(np.array([0.25, 0.25, 0.5]), loss)
        expect_number(got, "the action")
        seen.add(float(got))
    expect(len(seen) > 2, "The same action comes back, whatever the losses.")


@worth(0.25)
def test_arguments_unchanged(student):
    """decide leaves p and loss as they were."""
    seen = set()
    for action in range(3):
        loss = np.full((3, 4), 6.0)
        loss[action] = 2
        got = student.decide(np.array([0.25, 0.25, 0.25, 0.25]), loss)
        expect_number(got, "the action")
        expect_unchanged(student)
        seen.add(float(got))
    expect(len(seen) == 3, "The action does not follow the losses.")
