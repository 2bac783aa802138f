"""Data frames and series: how they cross the wall, what is said of hostile ones, and the words of hidden tests about them."""

from __future__ import annotations

import datetime

import msgpack
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import expect_dict, expect_frame, expect_series, expect_text, expect_truth, expect_value
from autograder.graders.form import filled, recast
from autograder.graders.likeness import does_nothing
from autograder.graders.student import LocalTransport, Record, Student, digest
from autograder.naming.calls import agree, alike
from autograder.sandbox.inside import frames
from autograder.sandbox.inside.values import Decoder, Encoder, Stranger
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.outcome import Failure, Foreign, Outcome

PEOPLE = pd.DataFrame(
    {
        "n": [1, 2],
        "x": [1.5, np.nan],
        "b": [True, False],
        "t": ["a", None],
        "o": pd.Series([1, "x"], dtype=object),
        "d": pd.to_datetime(["2020-01-01", None]),
        "s": pd.to_timedelta([1, 2], unit="h"),
        "f": np.float32([1, 2]),
    }
)
MEANS = pd.DataFrame({"group": ["a", "b"], "mean": [1.0, 2.0]})


def there_and_back(value):
    encoder = Encoder()
    encoded = encoder.encode(value)
    return Decoder([bytearray(b) for b in encoder.buffers]).decode(msgpack.unpackb(msgpack.packb(encoded)))


@pytest.mark.parametrize(
    "value",
    [
        PEOPLE,
        PEOPLE.set_index("t"),
        PEOPLE["t"],
        PEOPLE["x"].rename(None),
        PEOPLE.groupby("b")["n"].sum(),
        pd.DataFrame(),
        PEOPLE[:0],
        PEOPLE.set_index("d"),
        pd.DataFrame(np.zeros((3, 2))),
        PEOPLE[["n", "x"]].describe(),
        PEOPLE["t"].value_counts(),
        pd.DataFrame({1: [1], "a": [2]}),
        PEOPLE[::-1],
    ],
)
def test_a_frame_travels_as_it_is(value):
    got = there_and_back(value)
    assert type(got) is type(value)
    (pd.testing.assert_frame_equal if value.ndim == 2 else pd.testing.assert_series_equal)(got, value)


def test_categories_travel_as_their_values_and_nullable_numbers_as_plain_ones():
    frame = pd.DataFrame(
        {
            "c": pd.Categorical(["u", None]),
            "k": pd.Categorical([3, 4]),
            "i": pd.array([1, None], dtype="Int64"),
            "j": pd.array([1, 2], dtype="Int64"),
            "b": pd.array([True, None], dtype="boolean"),
        }
    )
    got = there_and_back(frame)
    assert list(map(str, got.dtypes)) == ["str", "int64", "float64", "int64", "object"]
    assert got["c"].tolist()[0] == "u" and got["k"].tolist() == [3, 4] and got["b"].tolist() == [True, None]


class Own(pd.DataFrame):
    """A frame of a student's own type."""


HOSTILE = {
    "of a type of its own": Own({"a": [1]}),
    "with a MultiIndex": PEOPLE.set_index(["n", "b"]),
    "with two columns of one name": pd.concat([PEOPLE, PEOPLE], axis=1),
    "that is very large": pd.DataFrame(index=range(10**9)),
    "with a column of dtype datetime64[us, UTC]": pd.DataFrame({"a": pd.date_range("2020", periods=2, tz="UTC", unit="us")}),
    "that holds a list": pd.DataFrame({"a": [[1], 2]}),
    "that holds a value of type object": pd.DataFrame({"a": [object()]}),
    "that holds a value of type date": pd.DataFrame({"a": [datetime.date(2020, 1, 1)]}),
    "that holds a very large number": pd.DataFrame({"a": [2**80]}),
    "with a column of dtype period[M]": pd.DataFrame({"a": pd.period_range("2020", periods=2, freq="M")}),
    "with dates thousands of years away": pd.DataFrame({"a": np.array([10**14], "M8[s]")}),
    "of 2000 columns, too many to look at": pd.DataFrame(np.zeros((2, 2000))),
}


@pytest.mark.parametrize("says", HOSTILE)
def test_a_frame_that_does_not_travel_is_a_sentence(says):
    got = there_and_back(HOSTILE[says])
    assert isinstance(got, Stranger) and got.kind == f"a data frame {says}"


def test_texts_by_the_ten_thousands_and_large_columns_are_a_sentence():
    assert there_and_back(pd.Series(["x"] * 30_000)).kind == "a series that is very large"
    assert there_and_back(pd.DataFrame(np.zeros((2**20, 20)))).kind == "a data frame that is very large"


ARRAY = ["a", 0, "d", [2]]
AXIS = ["R", 0, 2, 1, None]


@pytest.mark.parametrize(
    "encoded",
    [
        ["D", AXIS],
        ["D", AXIS, AXIS, []],
        ["D", AXIS, ["I", ["U", ["a", "a"]], None], [ARRAY, ["O", [1, 2]]]],
        ["S", AXIS, ["O", [1]], None],
        ["S", AXIS, ["O", [1, []]], None],
        ["S", AXIS, ["U", [1, 2]], None],
        ["S", AXIS, ["O", [1, 2**64 - 1]], None],
        ["S", AXIS, ARRAY, []],
        ["S", ["R", 0, 2, 0, None], ARRAY, None],
        ["S", ["R", 0, 2**61, 1, None], ARRAY, None],
        ["S", ["R", 0, 2, 1.5, None], ARRAY, None],
        ["S", AXIS, ["M", "ns", ARRAY], None],
        ["S", AXIS, ["M", "Y", ["a", 0, "q", [2]]], None],
        ["S", AXIS, ["M", [], ["a", 0, "q", [2]]], None],
        ["S", AXIS, ["a", 0, "q", [2, 1]], None],
        ["S", AXIS, ["S", AXIS, ARRAY, None], None],
        ["S", 7, ARRAY, None],
        ["S", None, None, None],
        ["D", AXIS, ["I", ARRAY, None], [ARRAY, ARRAY]],
    ],
)
def test_what_is_no_frame_is_refused(encoded):
    with pytest.raises(WireError):
        Decoder([bytearray(16)]).decode(encoded)


def test_dates_that_no_calendar_holds_are_refused():
    with pytest.raises(WireError):
        Decoder([bytearray(np.array([2**62, 0]).tobytes())]).decode(["S", AXIS, ["M", "s", ["a", 0, "q", [2]]], None])


def test_nobody_imports_pandas_for_a_frame_that_comes_unasked():
    assert Decoder([bytearray(16)], pandas=lambda: None).decode(["S", AXIS, ARRAY, None]).kind == "a series"


_PARTS = st.recursive(
    st.none()
    | st.integers(-3, 2**64 - 1)
    | st.floats()
    | st.sampled_from(
        [
            "a",
            "D",
            "S",
            "I",
            "R",
            "M",
            "m",
            "U",
            "O",
            "ns",
            "s",
            "q",
            "d",
            ARRAY,
            AXIS,
            ["I", ["U", ["x", "y"]], None],
            ["U", ["x", "y"]],
        ]
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=5),
    max_leaves=15,
)


@settings(max_examples=400, deadline=None)
@given(_PARTS, _PARTS, _PARTS, st.sampled_from(["D", "S"]))
def test_nothing_at_all_gets_past_the_decoder(index, labels, columns, tag):
    try:
        value = Decoder([bytearray(16)]).decode([tag, index, labels, columns])
    except WireError:
        return
    assert type(value) in (pd.DataFrame, pd.Series)
    repr(value)
    assert frames.same(value, value)


def sentence(check, *args, **kwargs) -> str:
    with pytest.raises(Failure) as caught:
        check(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    "got, says",
    [
        (None, "The result is None; a data frame was expected. Is a return missing?"),
        (MEANS["mean"], "The result is a series of 2; a data frame was expected."),
        (
            Foreign("a data frame with a MultiIndex"),
            "The result is a data frame with a MultiIndex; a data frame was expected. reset_index() makes columns of an index.",
        ),
        (MEANS[["group"]], "The result has no column 'mean'; the columns 'group', 'mean' were expected."),
        (MEANS.assign(n=1), "The result has a column 'n' too many; the columns 'group', 'mean' were expected."),
        (MEANS[["mean", "group"]], "The columns of the result come in another order; the columns 'group', 'mean' were expected."),
        (MEANS[:1], "The result has 1 row; 2 were expected."),
        (MEANS.set_index(pd.Index([0, 7])), "Row 1 of the result has the label 7 in the index; 1 was expected."),
        (MEANS.assign(mean=["1", "2"]), "The column 'mean' of the result holds texts; numbers were expected."),
        (MEANS.assign(mean=[1.0, 2.5]), "The column 'mean' of the result[1] is 2.5; 2 was expected (by the group)."),
        (MEANS.assign(group=["a", None]), "The column 'group' of the result[1] is missing; 'b' was expected (by the group)."),
    ],
)
def test_each_rung_of_a_frames_ladder_has_its_sentence(got, says):
    assert sentence(expect_frame, got, MEANS, why="by the group") == says


def test_a_right_frame_passes_in_any_kind_of_number():
    expect_frame(MEANS, MEANS)
    expect_frame(MEANS.assign(mean=[1, 2]), MEANS)
    expect_frame(MEANS.set_index(pd.Index([5, 6])), MEANS, index=False)
    expect_series(MEANS["mean"].rename("other"), MEANS["mean"])
    expect_frame(PEOPLE, PEOPLE.copy())


def test_a_series_has_its_ladder():
    assert sentence(expect_series, [1.0], MEANS["mean"], "m") == "m is a list of 1; a series was expected."
    assert (
        sentence(expect_series, MEANS["mean"].rename("k"), MEANS["mean"], name=True)
        == "The result is called 'k'; the name 'mean' was expected."
    )
    assert "[0] is 1; 2 was expected" in sentence(expect_series, MEANS["mean"], MEANS["mean"] + 1)


@pytest.mark.parametrize(
    "got, says",
    [
        (3, "The result is the number 3; a text was expected."),
        (" two words ", "The result is right but for spaces at its ends."),
        ("two  words", "The result is right but for the spaces in it."),
        ("Two words", "The result is right but for capital and small letters; 'two words' was expected."),
        ("three words", "The result is 'three words'; 'two words' was expected (count them)."),
    ],
)
def test_each_rung_of_a_texts_ladder_has_its_sentence(got, says):
    assert sentence(expect_text, got, "two words", why="count them") == says


@pytest.mark.parametrize(
    "got, says",
    [
        ([1], "The result is a list of 1; a dict was expected."),
        ({"mean": 1.0}, "The result has no key 'sd'; the keys 'mean', 'sd' were expected."),
        ({"mean": 1.0, "sd": 2.0, "n": 3}, "The result has a key 'n' too many; the keys 'mean', 'sd' were expected."),
        ({"mean": 1.0, "sd": "2"}, "The result['sd'] is a text; a single number was expected."),
        ({"mean": 1.5, "sd": 2.0}, "The result['mean'] is 1.5; 1 was expected."),
    ],
)
def test_each_rung_of_a_dicts_ladder_has_its_sentence(got, says):
    assert sentence(expect_dict, got, {"mean": 1, "sd": 2.0}) == says


def test_whatever_is_expected_has_a_ladder():
    for value in (None, True, "x", 2.5, np.arange(3.0), {"a": [1, "x"]}, (1, (2.0, None)), MEANS, MEANS["group"]):
        expect_value(value, value)
    assert sentence(expect_value, [1, 2], [1, 3]) == "The result[1] is 2; 3 was expected."
    assert sentence(expect_truth, 1, True) == "The result is the number 1; True or False was expected."
    assert sentence(expect_value, np.bool_(False), True) == "The result is False; True was expected."


def test_a_text_that_carries_a_message_is_shown_in_plain_words_only():
    said = sentence(expect_text, "q8x7z6w5v4u3t2s1r0" * 9, "mean")
    assert "q8x7" not in said and len(said) < 100


@pytest.mark.parametrize(
    "got, fault",
    [
        (MEANS.set_index("group"), "'group' is the index of the result; a column was expected"),
        (MEANS[["mean", "group"]], "the columns of the result come in another order than was asked for"),
        (MEANS.set_index("group")["mean"], "the result is a series of 2; a data frame was expected"),
        ({"group": ["a", "b"], "mean": [1.0, 2.0]}, "the result is a dict of 2; a data frame was expected"),
        (MEANS.set_index(pd.Index([4, 5])), "the rows of the result are not labelled 0, 1, 2 and so on (reset_index)"),
    ],
)
def test_right_values_in_a_wrong_form_are_put_into_the_right_one(got, fault):
    found = recast(got, MEANS)
    assert found.fault == fault
    expect_frame(found.value, MEANS)


def test_a_frame_in_the_right_form_stays_itself_and_another_one_is_left_alone():
    assert recast(MEANS, MEANS).value is MEANS and recast(MEANS, MEANS).fault is None
    assert recast(MEANS[:1], MEANS).fault is None and not recast([1], MEANS).fits
    assert recast([1.0, 2.0], MEANS["mean"]).fault == "the result is a list of 2; a series was expected"
    assert recast(MEANS[["mean"]], MEANS["mean"]).value.equals(MEANS["mean"])


def test_two_frames_that_differ_deep_inside_have_two_digests():
    many = pd.DataFrame({"x": np.arange(1000.0), "t": ["a"] * 1000})
    other = many.copy()
    other.loc[500, "x"] = -1
    assert digest((many,)) == digest((many.copy(),)) != digest((other,))
    assert digest((many.rename(columns={"x": "y"}),)) != digest((many,))


def test_naming_compares_frames_and_dicts_by_their_contents():
    near = MEANS.assign(mean=MEANS["mean"] + 1e-12)
    assert agree(near, MEANS) and alike(near, MEANS)
    assert not agree(MEANS.assign(mean=0.0), MEANS) and not alike(MEANS[["mean", "group"]], MEANS) and not agree(None, MEANS)
    assert agree({"a": 1.0}, {"a": 1}) and not agree({"a": 1.0}, {"b": 1.0})
    assert agree(PEOPLE, PEOPLE.copy())


def record(value, *args) -> Record:
    return Record("f", args, {}, Outcome("returned", value))


def test_text_answers_are_looked_at_before_they_are_called_nothing():
    assert not does_nothing([record("mean", 1), record("median", 2)])
    assert does_nothing([record("mean", 1), record("mean", 2)])
    assert does_nothing([record("a", "a"), record("b", "b")])
    assert not does_nothing([record(MEANS, PEOPLE)])
    assert does_nothing([record(PEOPLE[["n", "x"]], PEOPLE)])


def test_frames_without_their_values_hold_nothing_right():
    empty = filled(MEANS, np.zeros_like)
    assert empty["group"].tolist() == ["", ""] and empty["mean"].tolist() == [0, 0]
    assert filled({"a": "x", "b": 2.0}, np.ones_like) == {"a": "", "b": 1.0}


def test_a_function_that_writes_into_a_frame_is_seen_here_as_in_the_sandbox():
    def careless(frame):
        frame["new"] = 1
        return frame.set_index(["n", "b"])

    student = Student(LocalTransport({"careless": careless}))
    got = student.careless(PEOPLE)
    assert isinstance(got, Foreign) and got.kind == "a data frame with a MultiIndex"
    assert student.last.changed == ("frame",) and "new" not in PEOPLE.columns
