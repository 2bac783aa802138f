"""What is kept of a call's arguments is a copy of them."""

import numpy as np
import pytest

from autograder.graders.copies import copied


@pytest.mark.parametrize("make", [np.random.PCG64, np.random.MT19937])
def test_a_copied_generator_draws_and_spawns_the_same_and_leaves_the_other_alone(make):
    rng = np.random.Generator(make(5))
    rng.spawn(1)
    rng.integers(10, dtype=np.int32)
    again, untouched = copied([rng, rng])
    assert again.random(3).tolist() == rng.random(3).tolist() == untouched.random(3).tolist()
    assert again.spawn(1)[0].random() == rng.spawn(1)[0].random() == untouched.spawn(1)[0].random()


def test_what_is_copied_is_left_alone():
    given = ([np.arange(6.0).reshape(2, 3).T, np.array([{"a": 1}], dtype=object)], {"b": np.int64(3)})
    (array, objects), named = copied(given)
    array[0, 0], objects[0]["a"] = 7, 7
    assert given[0][0][0, 0] == 0 and given[0][1][0] == {"a": 1} and named == {"b": 3}
    assert array.strides == given[0][0].strides
