"""Week 4 in the sandbox: what training needs of it."""

import pytest

from autograder.course.course import Limits
from autograder.course.week import Week
from autograder.graders.variants import variants
from autograder.marking.marker import Marker
from tests.solved import with_texts
from tests.this_course import ROOT

WEEK4 = Week.load(ROOT, "week4")


@pytest.fixture(scope="module")
def marker(sandbox):
    return Marker(lambda week: Limits(), sandbox)


def test_train_loses_nothing_for_wrong_minibatches(marker):
    """The reference's minibatches stand in, and each epoch draws anew although rng stays on the student's side."""
    wrong = next(v for v in variants(WEEK4, "mistakes", "minibatches") if v.name == "minibatches_drop_the_last")
    result = marker.mark(WEEK4, with_texts(WEEK4, {"minibatches": wrong.source}), "week4.ipynb").result
    found = {e.id: e for e in result.exercises}
    assert found["minibatches"].mistake.name == "minibatches_drop_the_last"
    assert found["train"].used_reference == ("minibatches",)
    assert {name for name, e in found.items() if e.outcome == "passed"} == set(found) - {"minibatches"}


def test_a_wrong_train_is_named_whatever_minibatches_the_student_has(marker):
    """Right minibatches that draw otherwise than ours make other batches, and with them every known train does something
    else than the student's; what it asks of the gradients tells what it does all the same."""
    wrong = next(v for v in variants(WEEK4, "mistakes", "train") if v.name == "train_plain_mean")
    drawn = next(v for v in variants(WEEK4, "right", "minibatches") if v.name == "minibatches_card_by_card")
    result = marker.mark(WEEK4, with_texts(WEEK4, {"train": wrong.source, "minibatches": drawn.source}), "week4.ipynb").result
    found = {e.id: e for e in result.exercises}
    mistake = found["train"].mistake
    assert (mistake.name, mistake.sure) == ("history: the plain mean of the batch losses, whatever their sizes", True)
    assert found["train"].used_reference == ()
    assert found["minibatches"].outcome == "passed"
