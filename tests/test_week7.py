"""Week 7: what it hands out."""

from tests.this_course import ROOT


def test_weeks_6_and_7_hand_out_the_same_photographs():
    six, seven = (ROOT / "assignments" / week / "photographs.npz" for week in ("week6", "week7"))
    assert six.read_bytes() == seven.read_bytes()
