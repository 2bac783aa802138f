"""The words of hidden tests: one sentence for one error, in the order type, shape, dtype, value."""

import numpy as np
import pytest

from autograder.graders.checks import (
    Failure,
    Foreign,
    expect_array,
    expect_number,
    expect_pair,
    expect_params,
    expect_scalar,
    expect_shape,
    numeric_gradient,
)

WANT = np.arange(6.0).reshape(2, 3)


def sentence(check, *args, **kwargs) -> str:
    with pytest.raises(Failure) as caught:
        check(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    "got, says",
    [
        (None, "Z is None; a numpy array was expected. Is a return missing?"),
        (WANT.tolist(), "Z is a list of 2; a numpy array was expected."),
        (Foreign("a generator"), "Z is a generator; a numpy array was expected."),
        (WANT.T, "Z has shape (3, 2); (2, 3) was expected."),
        (WANT.astype(complex), "Z has dtype complex128; real numbers (float64) were expected."),
        (WANT + 1, "Z[0, 0] is 1; 0 was expected."),
        (np.where(WANT == 4, np.nan, WANT), "Z[1, 1] is nan."),
    ],
)
def test_each_rung_of_the_ladder_has_its_sentence(got, says):
    assert sentence(expect_array, got, WANT, "Z") == says


def test_the_lowest_rung_that_fails_is_the_one_told():
    assert "shape" in sentence(expect_array, (WANT + 1).astype(complex).T, WANT, "Z")


def test_a_right_array_of_any_real_dtype_passes():
    for dtype in (np.float64, np.int64, np.uint8):
        expect_array(WANT.astype(dtype), WANT, "Z")
    expect_array(np.array([True, False]), np.array([1.0, 0.0]), "Y")


def test_a_coarse_dtype_is_told_where_it_is_the_reason():
    assert "the dtype is float16" in sentence(expect_array, (WANT / 3).astype(np.float16), WANT / 3, "Z")


def test_a_sentence_never_shows_a_whole_array():
    rng = np.random.default_rng(0)
    told = sentence(expect_array, rng.normal(size=(20, 30)), rng.normal(size=(20, 30)), "Z")
    assert len(told) < 120


@pytest.mark.parametrize("got", [1.5, np.float64(1.5), np.array(1.5), np.float32(1.5)])
def test_a_scalar_may_be_a_number_or_a_zero_dimensional_array(got):
    expect_scalar(got, 1.5, "the loss")


@pytest.mark.parametrize("got", [np.array([1.5]), [1.5], "1.5", None, True, Foreign("a function")])
def test_other_things_are_no_scalar(got):
    assert "a single number was expected" in sentence(expect_number, got, "the loss")


def test_pairs_may_be_lists_or_tuples():
    expect_pair([1, 2])
    expect_pair((1, 2))
    assert "3 parts" in sentence(expect_pair, (1, 2, 3))


def test_params_name_the_layer_and_the_letter():
    params = [(np.ones((2, 3)), np.ones(3)), (np.ones((3, 1)), np.ones((1, 1)))]
    told = sentence(expect_params, params, [((2, 3), (3,)), ((3, 1), (1,))])
    assert told == "b of layer 2 has shape (1, 1); (1,) was expected."


def test_a_shape_alone_can_be_asked_for():
    expect_shape(np.full((2, 3), np.nan), (2, 3), "Z")
    assert "(one row an observation)" in sentence(expect_shape, WANT, (3, 2), "Z", "one row an observation")


def test_central_differences_find_the_gradient_of_a_cubic_and_leave_its_point():
    W = np.array([[1.0, -2.0], [0.5, 3.0]])
    kept = W.copy()
    assert np.allclose(numeric_gradient(lambda V: float((V**3).sum()), W), 3 * W**2, rtol=1e-6)
    assert (W == kept).all()
