"""Hidden tests of `minibatches`. Any way of drawing the permutation is right, so only its properties are looked at."""

import numpy as np

from autograder.checks import Failure, expect, generator, kind_of, worth


def batches_of(student, n, batch_size, seed) -> list[list[int]]:
    """The batches as lists of indices, after the type ladder."""
    got = student.minibatches(n, batch_size, generator(seed))
    if not isinstance(got, (list, tuple)):
        raise Failure(f"The result is {kind_of(got)}; a list of index arrays was expected.")
    expect(len(got) > 0, f"There are no batches for n = {n}, batch_size = {batch_size}.")
    for number, batch in enumerate(got, start=1):
        if not isinstance(batch, np.ndarray) or batch.ndim != 1:
            raise Failure(f"Batch {number} is {kind_of(batch)}; a 1-d array of indices was expected.")
        expect(batch.dtype.kind in "iu", f"Batch {number} has dtype {batch.dtype}; indices are integers.")
    indices = [i for batch in got for i in batch.tolist()]
    expect(len(indices) > 0, f"All batches are empty for n = {n}, batch_size = {batch_size}.")
    expect(all(0 <= i < n for i in indices), f"An index is outside 0 to n - 1 (n = {n}).")
    return [batch.tolist() for batch in got]


def flat(batches):
    return [i for batch in batches for i in batch]


@worth(3)
def test_each_observation_once(student):
    """Together the batches hold every index from 0 to n - 1 exactly once."""
    for n, batch_size, seed in [(20, 5, 4201), (23, 5, 4202), (7, 1, 4203), (6, 10, 4204)]:
        indices = flat(batches_of(student, n, batch_size, seed))
        at = f"(n = {n}, batch_size = {batch_size})"
        twice = [i for i in range(n) if indices.count(i) > 1]
        expect(not twice, f"Index {twice[:1] and twice[0]} appears more than once {at}.")
        missing = [i for i in range(n) if i not in indices]
        expect(not missing, f"Index {missing[:1] and missing[0]} is in no batch {at}.")


@worth(3)
def test_sizes(student):
    """Each batch holds batch_size indices; only the last one may be smaller, and none is empty."""
    cases = [(20, 5, [5, 5, 5, 5]), (23, 5, [5, 5, 5, 5, 3]), (24, 10, [10, 10, 4]), (6, 10, [6]), (4, 1, [1, 1, 1, 1])]
    for n, batch_size, sizes in cases:
        got = [len(batch) for batch in batches_of(student, n, batch_size, 4210 + n)]
        expect(got == sizes, f"For n = {n}, batch_size = {batch_size} the batches have sizes {_told(got)}; "
                             f"{sizes} was expected.")


@worth(3)
def test_shuffled(student):
    """The indices come in a random order: across the batches, within them, and differently for different seeds."""
    n, batch_size = 120, 12
    orders = []
    for seed in range(4221, 4225):
        batches = batches_of(student, n, batch_size, seed)
        order = flat(batches)
        neighbours = sum(b - a in (1, -1) for a, b in zip(order, order[1:]))
        expect(neighbours < n / 4, "Most indices stand next to their old neighbours; the order is not shuffled.")
        tight = sum(max(batch) - min(batch) < 2 * batch_size for batch in batches if batch)
        expect(tight < len(batches) / 2,
               "Most batches hold indices of one stretch of the data; the cut seems to come before the shuffle.")
        within = sum(batch == sorted(batch) for batch in batches)
        expect(within < len(batches) / 2, "Within the batches the indices are sorted; the permutation's order is lost.")
        orders.append(order)
    alike = any(a == b for i, a in enumerate(orders) for b in orders[:i])
    expect(not alike, "Two generators with different seeds gave the same order; is rng used?")
    # Of 119 neighbours two random orders share one on average.
    followers = [set(zip(order, order[1:])) for order in orders]
    shared = max(len(a & b) for i, a in enumerate(followers) for b in followers[:i])
    expect(shared < n / 4, "For different seeds mostly the same indices follow one another: is one order only begun elsewhere?")


@worth(2)
def test_only_rng(student):
    """All randomness comes from rng: a generator with the same seed gives the same batches again."""
    first = batches_of(student, 50, 8, 4231)
    again = batches_of(student, 50, 8, 4231)
    expect(first == again, "The same seed gave other batches the second time; some randomness comes from elsewhere.")
    expect(len(set(flat(first))) > 25,
           "The batches hold only a few of the indices, so there is no order to look at yet.")


@worth(1)
def test_anywhere(student):
    """Every index may come first."""
    firsts = {flat(batches_of(student, 4, 2, seed))[0] for seed in range(80)}
    never = sorted(set(range(4)) - firsts)
    expect(not never, f"In 80 draws with n = 4, index {never[:1] and never[0]} never came first.")


def _told(sizes: list[int]) -> str:
    return str(sizes) if len(sizes) <= 8 else f"{sizes[:6]} and {len(sizes) - 6} more"
