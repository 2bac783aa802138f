"""The rules of marking, against a table worked out by hand."""

import pytest

from autograder.course.course import Bonus, Grades
from autograder.course.marks import Mark, WeekMark, course_mark, percentage, rounded, week_total

# earned, bonus, worth, part that lateness leaves -> total, each worked out on paper
BY_HAND = [
    (20, 0, 20, 1.0, 20),  # all of it
    (0, 0, 20, 1.0, 0),
    (17, 3, 20, 1.0, 20),  # bonus makes up for what was lost,
    (19, 3, 20, 1.0, 20),  # never for more,
    (20, 3, 20, 1.0, 20),
    (12.5, 3, 20, 1.0, 15.5),
    (20, 3, 20, 0.9, 18),  # the cap comes before lateness: 23 is not first reduced to 20.7
    (16, 2, 20, 0.8, 14.4),
    (16, 2, 20, 0.0, 0),  # after a hard stop
    (13.35, 0, 20, 0.9, 12.02),  # 12.015
    (-1, 0, 20, 1.0, 0),  # a person took off more than there was
]


@pytest.mark.parametrize("earned, bonus, points, factor, total", BY_HAND)
def test_a_week_total_is_the_one_worked_out_by_hand(earned, bonus, points, factor, total):
    assert week_total(earned, bonus, points, factor) == total


def test_halves_are_rounded_up_as_people_do():
    assert [rounded(x) for x in (12.345, 0.005, 2.675, 1.1 + 2.2, 19.999)] == [12.35, 0.01, 2.68, 3.3, 20.0]


@pytest.mark.parametrize("rule, total", [("cap", 18), ("add", 20.7), ("ignore", 17.1)])
def test_the_course_may_choose_another_rule_for_bonus(rule, total):
    assert week_total(19, 4, 20, 0.9, Bonus(rule=rule)) == total  # (20, 23 or 19) x 0.9


def test_a_grade_begins_exactly_at_its_threshold():
    grades = {p: course_mark("s01", [WeekMark("week1", 100, (Mark("all", p),))], Grades()).grade
              for p in (0, 49.99, 50, 59.99, 60, 70, 80, 89.99, 90, 100)}
    assert grades == {0: 0, 49.99: 0, 50: 1, 59.99: 1, 60: 2, 70: 3, 80: 4, 89.99: 4, 90: 5, 100: 5}


def test_an_honest_half_is_not_lost_to_binary_fractions():
    # Ten weeks of 0.1 + 0.2: in doubles their sum is not 3.
    assert percentage([0.1 + 0.2] * 10, [0.6] * 10) == 50.0


def test_a_percentage_of_nothing_is_zero():
    assert percentage([], []) == 0.0


def test_a_course_is_summed_over_its_weeks():
    def week(name, *marks, factor=1.0):
        return WeekMark(name, 20, tuple(marks), factor=factor)

    course = course_mark("s01", [
        week("week1", Mark("linear", 14), Mark("why", 4), Mark("perceptron", 0, extra=3)),  # 21 -> 20
        week("week2", Mark("softmax", 10.5), Mark("derive", 3, waiting=True)),  # 13.5
        week("week3", Mark("mlp", 18), factor=0.9),  # 16.2
        week("week4"),  # nothing handed in
    ], Grades())
    assert [w.total for w in course.weeks] == [20, 13.5, 16.2, 0]
    assert (course.total, course.percent, course.grade) == (49.7, 62.13, 2)  # 49.7 / 80 = 62.125
    assert course.weeks[1].waiting == ("derive",)
    assert course.weeks[2].before_late == 18
