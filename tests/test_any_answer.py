"""Whatever a function returns, every hidden test of every week ends with a sentence, and junk earns nothing."""

from __future__ import annotations

import itertools
import os

import pytest

from autograder.course.course import Limits
from autograder.course.week import Exercise, Week, weeks_of
from autograder.graders.exam import exam
from autograder.graders.student import LocalTransport, Student
from autograder.marking.marker import Marker
from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.outcome import Foreign
from tests.odd_values import EXPRESSIONS, PRELUDE, values
from tests.solved import with_texts
from tests.this_course import ROOT

#: Values for each function; the next function gets the next ones, so that every week sees all. ANSWERS=all: all for each.
EACH = len(EXPRESSIONS) if os.environ.get("ANSWERS") == "all" else 60


@pytest.mark.parametrize("name", weeks_of(ROOT))
def test_any_answer_gets_a_sentence_and_no_marks(name: str) -> None:
    week, answers = Week.load(ROOT, name), {kind: _crossed(value) for kind, value in values().items()}
    turn, wrong = itertools.cycle(answers), []
    for exercise in week.coded:
        for kind in itertools.islice(turn, EACH):
            function = lambda *args, answer=answers[kind], **named: answer  # noqa: E731
            results = exam(week).run(exercise.id, Student(LocalTransport({exercise.function: function})))
            wrong += [f"{exercise.id} {t.name} is passed by {kind}" for t in results if t.passed]
            wrong += [f"{exercise.id} {t.name} is broken by {kind}: {t.message}" for t in results
                      if "could not be completed" in (t.message or "")]
    assert not wrong, "\n".join(wrong)


def _crossed(value: object) -> object:
    """The value as it comes over the sandbox's wall."""
    encoder = Encoder()
    told = encoder.encode(value)
    return Decoder([bytearray(b) for b in encoder.buffers], stranger=Foreign).decode(told)


@pytest.mark.parametrize("expression", ["-(10**400)", "np.zeros((1,) * 32)", "{float('nan'): 1, None: Odd()}"])
def test_odd_answers_through_the_sandbox_end_in_marks_and_sentences(marker: Marker, expression: str) -> None:
    week = Week.load(ROOT, "week1")
    texts = {e.id: _returning(e, expression) for e in week.coded}
    result = marker.mark(week, with_texts(week, texts), "week1.ipynb").result
    assert result.score == 0 and not any("could not be marked" in (e.reason or "") for e in result.exercises)
    assert all(t.message for e in result.exercises for t in e.tests)


def _returning(exercise: Exercise, expression: str) -> str:
    """A solution that is right for nobody: it returns the odd value for every argument."""
    return f"import numpy as np\n{PRELUDE}\ndef {exercise.function}(*args, **named):\n    return {expression}\n"


@pytest.fixture(scope="module")
def marker():
    with Marker(lambda week: Limits(call_seconds=5)) as marker:
        yield marker
