"""Oracle: ISTA in loops over single numbers. The dictionaries are made from chosen singular values, so that L is known
without an eigenvalue being computed."""

import numpy as np

from autograder.checks import expect, expect_array, expect_shape, expect_unchanged, generator, worth

LARGEST = 2.5  # the largest singular value of every dictionary: L is its square


def dictionary(rng, d, m):
    """A (d, m) whose singular values run from 0.7 to LARGEST."""
    r = min(d, m)
    left, right = (np.linalg.qr(rng.standard_normal((n, r)))[0] for n in (d, m))
    return (left * np.linspace(0.7, LARGEST, r)) @ right.T


def problem(seed, d, m):
    """x (d,) and A (d, m): two blocks, one of them negative, make up most of x."""
    rng = generator(seed)
    A = dictionary(rng, d, m)
    true = np.zeros(m)
    true[rng.choice(m, 2, replace=False)] = [rng.uniform(1, 2), -rng.uniform(1, 2)]
    return A @ true + rng.normal(0, 0.1, d), A


def ista(x, A, lam, steps, L=LARGEST**2):
    """Strengths after so many steps from 0, number by number."""
    x, A = x.tolist(), A.tolist()
    d, m = len(A), len(A[0])
    s = [0.0] * m
    for _ in range(steps):
        left = [x[i] - sum(A[i][j] * s[j] for j in range(m)) for i in range(d)]
        z = [s[j] + sum(A[i][j] * left[i] for i in range(d)) / L for j in range(m)]
        s = [max(abs(v) - lam / L, 0.0) * (1 if v > 0 else -1) for v in z]
    return np.array(s)


def objective(x, A, lam, s):
    with np.errstate(all="ignore"):
        return float(np.sum((x - A @ s) ** 2) / 2 + lam * np.sum(np.abs(s)))


def compare(student, seed, d, m, lam, steps, why):
    x, A = problem(seed, d, m)
    expect_array(student.sparse_code(x, A, lam, steps), ista(x, A, lam, steps), "s", why=why)


@worth(1)
def test_first_step(student):
    """The first step from 0 gives soft_threshold(Aᵀx / L, lam / L), L being the largest eigenvalue of AᵀA."""
    for seed, d, m in ((8501, 5, 8), (8502, 7, 4)):
        compare(student, seed, d, m, 0.7, 1, "after 1 step; the step is 1/L, the threshold lam/L")


@worth(1)
def test_second_step(student):
    """The second step starts from the strengths of the first and asks what is left to explain."""
    compare(student, 8503, 5, 8, 0.7, 2, "after 2 steps")
    compare(student, 8504, 6, 6, 0.4, 3, "after 3 steps")


@worth(1)
def test_many_steps(student):
    """After many steps the strengths are right, for more blocks than pixels and for fewer."""
    for seed, d, m in ((8505, 5, 9), (8506, 8, 3), (8507, 4, 4)):
        compare(student, seed, d, m, 0.5, 50, f"after 50 steps, {d} pixels, {m} blocks")


@worth(0.75)
def test_no_prior(student):
    """With lam = 0 every step goes down the squared error alone, and nothing is set to 0."""
    compare(student, 8508, 6, 4, 0.0, 1, "lam = 0, 1 step")
    compare(student, 8509, 5, 8, 0.0, 4, "lam = 0, 4 steps")


@worth(1)
def test_strength_of_the_prior(student):
    """The larger lam, the smaller the strengths; from a certain lam on all are exactly 0, and not before."""
    x, A = problem(8510, 5, 7)
    limit = max(abs(sum(A[i, j] * x[i] for i in range(5))) for j in range(7))
    sums = []
    for part in (0.02, 0.2, 0.6, 0.95):
        s = student.sparse_code(x, A, part * limit, 60)
        expect_shape(s, (7,), "s")
        sums.append(float(np.sum(np.abs(s))))
    expect(sorted(sums, reverse=True) == sums and sums[0] > sums[-1], "With a larger lam strengths should be smaller.")
    expect(sums[-1] > 0, "All strengths are 0, though lam is below the size of the largest entry of Aᵀx.")
    none = student.sparse_code(x, A, 1.01 * limit, 20)
    expect_array(none, np.zeros(7), "s for a lam above the limit", rtol=0, atol=0)


@worth(1.25)
def test_explains(student):
    """There is one strength for each block, and with a weak prior they come to explain the patch: As is nearly x."""
    for seed, d, m in ((8519, 6, 9), (8516, 5, 5)):
        x, A = problem(seed, d, m)
        s = student.sparse_code(x, A, 0.01, 300)
        expect_shape(s, (m,), "s", why=f"{d} pixels, {m} blocks")
        expect_array(s, np.zeros(m), "s", rtol=0, atol=100, why="far beyond what could explain x")
        left = float(np.linalg.norm(x - A @ s) / np.linalg.norm(x))
        expect(left < 0.1, f"With lam = 0.01, after 300 steps, {left:.0%} of x is not explained; that is too much.")


@worth(0.75)
def test_blocks_that_do_not_overlap(student):
    """Where the blocks are at right angles and of length 1, one step is enough: s = soft_threshold(Aᵀx, lam)."""
    rng = generator(8511)
    A = np.linalg.qr(rng.standard_normal((6, 4)))[0]
    x = A @ np.array([2.0, -1.5, 0.3, -0.2]) + rng.normal(0, 0.02, 6)
    for steps in (1, 7):
        expect_array(student.sparse_code(x, A, 0.5, steps), ista(x, A, 0.5, steps, L=1.0), "s",
                     why=f"blocks at right angles, {steps} step{'s' if steps > 1 else ''}")


@worth(0.75)
def test_never_rises(student):
    """More steps never make the objective larger: half the squared error plus lam times the sum of sizes."""
    x, A = problem(8512, 5, 8)
    before = objective(x, A, 0.5, np.zeros(8))
    for steps in (1, 2, 3, 5, 10, 30):
        s = student.sparse_code(x, A, 0.5, steps)
        expect_shape(s, (8,), "s")
        now = objective(x, A, 0.5, s)
        allowed = before + 1e-9 if steps > 1 else before - 1e-3
        expect(now <= allowed, f"After {steps} step(s) the objective is {now:.6g}; before it was {before:.6g}.")
        before = now


@worth(1)
def test_the_end(student):
    """In the end Aᵀ(x - As) and the prior balance: lam with the sign of s where it is not 0, within lam elsewhere."""
    x, A = problem(8513, 7, 4)
    s = student.sparse_code(x, A, 0.6, 400)
    expect_array(s, np.zeros(4), "s", rtol=0, atol=100, why="far beyond what could explain x")
    pull = A.T @ (x - A @ s)
    for j, (force, strength) in enumerate(zip(pull.tolist(), s.tolist())):
        if abs(strength) > 1e-9:
            expect(abs(force - np.sign(strength) * 0.6) < 1e-6,
                   f"After 400 steps block {j} with strength {strength:.4g} is still pulled by {force:.4g}; "
                   "the prior pulls back by lam = 0.6.")
        else:
            expect(abs(force) < 0.6 + 1e-6, f"Block {j} got 0, though the pull on it is {force:.4g}, beyond lam = 0.6.")


@worth(0.25)
def test_arguments_unchanged(student):
    """sparse_code leaves x and A as they were."""
    x, A = problem(8515, 5, 7)
    s = student.sparse_code(x, A, 0.3, 3)
    expect_shape(s, (7,), "s")
    expect(float(np.ptp(s)) > 1e-6, "All strengths are the same.")
    expect_unchanged(student)
