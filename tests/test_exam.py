"""Hidden tests collected once and run many times."""

from dataclasses import replace

from autograder.course.week import Week, weeks_of
from autograder.graders.exam import LOST_CALLS, Exam, exam
from autograder.graders.reference import solutions
from autograder.graders.stock import best_of
from autograder.graders.student import LocalTransport, Outcome, Student
from tests.this_course import ROOT

WEEK1 = Week.load(ROOT, "week1")


def right_relu(Z):
    import numpy as np

    return np.maximum(Z, 0)


def test_a_run_leaves_nothing_behind_for_the_next():
    week1 = exam(WEEK1)
    wrong = week1.run("relu", Student(LocalTransport({"relu": lambda Z: Z})))
    right = week1.run("relu", Student(LocalTransport({"relu": right_relu})))
    again = week1.run("relu", Student(LocalTransport({"relu": lambda Z: Z})))
    assert all(t.passed for t in right)
    assert not all(t.passed for t in wrong)
    assert wrong == again


def test_every_test_of_every_week_has_a_sentence_for_the_student_and_a_worth():
    for week in weeks_of(ROOT):
        known = exam(Week.load(ROOT, week))
        for exercise in known.exercises:
            results = known.run(exercise, Student(LocalTransport({})))
            assert 4 <= len(results) <= 14, (week, exercise)
            for result in results:
                assert result.says.endswith(".") and result.says != result.name, (week, exercise, result.name)
                assert result.worth > 0
                assert (result.passed, result.cause) == (False, "missing"), (week, exercise, result.name)


def test_an_exercise_whose_calls_are_lost_again_and_again_is_given_up():
    class Lost:
        calls = 0

        def call(self, name, args, kwargs, limit):
            self.calls += 1
            return Outcome("timed_out", error="it took longer than 1 s")

    transport = Lost()
    results = exam(WEEK1).run("linear", Student(transport))
    assert transport.calls == LOST_CALLS
    assert "gave no answer" in results[0].message
    assert all("Not tried" in result.message for result in results[LOST_CALLS:-1])


def test_what_a_shell_says_to_pytest_is_not_said_to_the_hidden_tests(monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-v --durations=3")
    week = Week.load(ROOT, "week1")
    functions = {e.function: getattr(solutions(week), e.function) for e in week.coded}
    assert all(t.passed for t in Exam(week).run("relu", Student(LocalTransport(functions))))


def test_the_reference_helps_by_the_function_of_an_exercise_where_that_is_not_its_id():
    """momentum's function is momentum_step."""
    week = Week.load(ROOT, "week4")
    assert week.by_id["momentum"].function == "momentum_step"
    reference = vars(solutions(week))
    used = []

    def sgd_step(params, grads, lr):
        used.append(namespace["momentum_step"])

    own = object()
    namespace = {**reference, "sgd_step": sgd_step, "momentum_step": own}
    results = best_of(replace(week.by_id["sgd_step"], depends=("momentum",)), namespace, reference, week)
    assert not all(t.passed for t in results)
    assert {own, reference["momentum_step"]} == set(used) and namespace["momentum_step"] is own
