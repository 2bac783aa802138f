"""Objects of a student's classes, as a hidden test holds them: the same here and behind the sandbox's wall."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks import expect_same_again, expect_separate, expect_unchanged
from autograder.graders.objects import played
from autograder.graders.student import LocalTransport, Student, digest
from autograder.marking.calls import Calls
from autograder.sandbox import Allowance, Sandbox
from autograder.sandbox.notebook import NotebookRun
from autograder.sandbox.outcome import Failure

TEXT = """
import os
import numpy as np


class Linear:
    made = 0

    def __init__(self, W, b=0.0):
        self.W, self.b = W, b
        Linear.made += 1
        self.number = Linear.made

    def forward(self, X):
        return X @ self.W + self.b

    def __call__(self, X):
        return -self.forward(X)

    def spoil(self, X):
        X[0] = 7.0

    def itself(self):
        return self

    def leave(self):
        os._exit(3)

    def later(self):
        raise NotImplementedError

    @property
    def broken(self):
        return self.nowhere


class Cached:
    kept = []

    def push(self, x):
        self.kept.append(x)
        return float(sum(self.kept))


def apply(layers, X):
    for layer in layers:
        X = layer.forward(X)
    return X


def no_class():
    pass
"""
W, X = np.array([[2.0, 0.0], [1.0, 1.0]]), np.ones((3, 2))


@pytest.fixture(scope="module")
def notebook():
    with Sandbox() as sandbox, NotebookRun(sandbox, Allowance(300, 2048), {}, 10, 10_000) as run:
        run.run([TEXT])
        yield run


@pytest.fixture(params=["in this process", "in the sandbox"])
def student(request, notebook):
    if request.param == "in the sandbox":
        transport = Calls(notebook, 5)
    else:
        names: dict[str, object] = {}
        exec(TEXT, names)
        transport = LocalTransport(names)
    student = Student(transport)
    yield student
    student.end_test()


def sentence(call) -> str:
    with pytest.raises(Failure) as caught:
        call()
    return str(caught.value)


def test_methods_are_called_attributes_read_and_objects_handed_on(student):
    one, other = student.new("Linear", W, b=1.0), student.new("Linear", np.eye(2))
    np.testing.assert_array_equal(one.forward(X), X @ W + 1)
    np.testing.assert_array_equal(one(X), -(X @ W + 1))
    np.testing.assert_array_equal(one.W, W)
    np.testing.assert_array_equal(student.apply([other, one], X), X @ W + 1)
    assert (one.b, other.b) == (1.0, 0.0)
    assert [r.name for r in student.records][:5] == ["Linear", "Linear", "Linear.forward", "Linear", "Linear.W"]


def test_what_is_not_there_is_a_sentence(student):
    layer = student.new("Linear", W)
    assert sentence(lambda: layer.backward(X)) == (
        "The class Linear has no backward: an object of it has neither a method nor an attribute of that name.")
    assert sentence(lambda: student.new("Conv", W)) == "There is no class Conv in the notebook."
    assert sentence(lambda: student.new("no_class")) == "no_class is a function; a class of that name was expected."
    assert "Linear raised TypeError" in sentence(lambda: student.new("Linear"))
    assert "AttributeError" in sentence(lambda: layer.broken)
    assert sentence(layer.later) == "Linear.later is not written yet: it still raises NotImplementedError."
    cached = student.new("Cached")
    assert sentence(lambda: cached(1)) == "An object of the class Cached cannot be called: it has no method __call__."


def test_an_argument_that_a_method_changed_has_its_name(student):
    student.new("Linear", W).spoil(X.copy())
    assert student.last.changed == ("X",)
    assert sentence(lambda: expect_unchanged(student)).startswith("Linear.spoil changed its argument X")


def test_objects_end_with_their_test(student):
    layer = student.new("Linear", W)
    student.end_test()
    assert "its object went" in sentence(lambda: layer.forward(X))
    fresh = student.new("Linear", np.eye(2))
    np.testing.assert_array_equal(fresh.W, np.eye(2))


def test_an_object_is_not_kept_for_the_next_test(student):
    with pytest.raises(TypeError, match="lives for one test"):
        student.once.new("Linear", W)


def test_state_that_is_shared_or_left_is_a_sentence(student):
    expect_separate(lambda: student.new("Linear", W), lambda: student.new("Linear", 2 * W), lambda layer: layer.forward(X))
    layer = student.new("Linear", W)
    expect_same_again(lambda: layer.forward(X), "forward", between=lambda: layer.forward(2 * X))
    assert "has to be its own (self.x)" in sentence(
        lambda: expect_separate(lambda: student.new("Cached"), lambda: student.new("Cached"), lambda one: one.push(1)))
    cached = student.new("Cached")
    assert "something of an earlier call is left" in sentence(lambda: expect_same_again(lambda: cached.push(1), "push"))


def test_what_was_done_can_be_done_again_with_another_class_and_leaves_nothing_there():
    names: dict[str, object] = {}
    exec(TEXT, names)
    student = Student(LocalTransport(names))
    one = student.new("Cached")
    one.push(1.0)
    two = student.new("Cached")
    two.push(2.0)
    again: dict[str, object] = {}
    exec(TEXT, again)
    for _ in range(2):
        assert played(again, student.last.steps) == 3.0
    assert again["Cached"].kept == []
    assert digest(student.last.steps) == digest(student.last.steps) != digest(student.records[1].steps)


def test_a_call_that_ends_the_process_takes_the_objects_along_and_no_more(notebook):
    student = Student(Calls(notebook, 5))
    layer = student.new("Linear", W)
    assert "its process ended" in sentence(layer.leave)
    assert "its object went" in sentence(lambda: layer.forward(X))
    student.end_test()
    np.testing.assert_array_equal(student.new("Linear", W).forward(X), X @ W)
    student.end_test()


def test_an_object_that_comes_back_is_only_named(student):
    assert student.new("Linear", W).itself().__class__.__name__ in ("Foreign", "Linear")
