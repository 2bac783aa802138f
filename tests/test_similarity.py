"""Which answers are shown as alike, and which are not."""

import random
import shutil

import pytest

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.variants import variants
from autograder.marking.result import Marked, MarkedCell, Result
from autograder.pages.similarity import page, similar
from autograder.records.store import Header, Store
from tests.this_course import ROOT

LONG_WAY = '''def linear(X, W, b):
    """My linear."""
    # go through it all
    rows = []
    for i in range(X.shape[0]):
        row = []
        for j in range(W.shape[1]):
            total = float(b[j])
            k = 0
            while k < W.shape[0]:
                total = total + X[i][k] * W[k][j]
                k = k + 1
            row.append(total)
        rows.append(row)
    return np.array(rows).reshape(len(rows), -1)
'''
RENAMED = LONG_WAY
for old, new in {"rows": "out", "row": "line", "total": "acc", "go through it all": "mine, all mine",
                 "My linear": "Layer", "    k ": "    kk ", "[k]": "[kk]", "while k": "while kk"}.items():
    RENAMED = RENAMED.replace(old, new)
OTHERS = ["def linear(X, W, b):\n    " + body for body in (
    "return sum(X[:, [i]] * W[[i]] for i in range(len(W))) + b.reshape(1, -1)",
    "n, m = len(X), len(b)\n    Z = np.zeros((n, m))\n    Z[...] = b\n    np.add(Z, np.inner(X, W.T), out=Z)\n"
    "    return Z",
    "homogeneous = np.concatenate([X, np.ones((len(X), 1))], axis=1)\n    return homogeneous @ np.vstack([W, b])",
    "return np.array([list(map(lambda w, c: float(x @ w) + c, W.T, b)) for x in X])",
    "if X.ndim != 2: raise ValueError('X')\n    Z = np.tensordot(X, W, axes=([1], [0]))\n"
    "    Z -= -b[None, :]\n    return Z",
    "columns = dict()\n    for j, w in enumerate(W.T):\n        columns[j] = X.dot(w) + b[j]\n"
    "    return np.stack(list(columns.values()), 1)",
)]


@pytest.fixture
def course(tmp_path) -> Course:
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path)
    for kind in ("assignments", "source", "release"):
        shutil.copytree(ROOT / kind / "week1", tmp_path / kind / "week1")
    return Course.load(tmp_path)


def hand_in(course, student, texts, own=""):
    """Store a graded notebook in which `texts` (exercise -> text) stand."""
    week = Week.load(course.root, "week1")
    cells = [MarkedCell(type=c.type, source=texts.get(c.grade_id, c.source), grade_id=c.grade_id, position=i)
             for i, c in enumerate(week.release)]
    if own:
        cells.append(MarkedCell(type="code", source=own))
    result = Result(file="week1.ipynb", week="week1", score=0, max_score=16, bonus=0, manual_points=4, exercises=())
    Store(course.root).write("week1", Header(student=student, submission="x", exercises={}),
                             Marked(result=result, cells=tuple(cells)))


def pairs_of(course, exercise="linear"):
    return [pair.who for pair in similar(course, "week1").by_exercise.get(exercise, [])]


def test_a_copy_with_other_names_and_comments_is_found(course):
    for k, text in enumerate([LONG_WAY, *OTHERS, RENAMED]):
        hand_in(course, f"s{k:02}", {"linear": text})
    assert RENAMED != LONG_WAY and pairs_of(course) == ["s00 – s07"]


def test_what_is_shown_as_shared_is_the_students_own_text(course):
    hand_in(course, "s00", {"linear": LONG_WAY})
    hand_in(course, "s01", {"linear": "x = 1  # before\n\n" + RENAMED})
    (pair,) = similar(course, "week1").by_exercise["linear"]
    assert "".join(text for text, _ in pair.right.pieces) == "x = 1  # before\n\n" + RENAMED
    shared = "".join(text for text, alike in pair.right.pieces if alike)
    assert "while kk" in shared and "before" not in shared
    assert pair.share > 0.9


def test_the_usual_one_line_solutions_never_appear(course):
    for k in range(4):
        hand_in(course, f"s{k}", {"linear": f"def linear(X, W, b):\n    # {k}\n    return X @ W + b",
                                  "relu": "def relu(Z):\n    return np.maximum(0, Z)"})
    assert similar(course, "week1").pairs == []


def test_the_courses_own_ways_to_write_it_are_no_sign(course):
    week = Week.load(course.root, "week1")
    for exercise in ("linear", "mlp_forward", "init_params"):
        ways = [week.solution(exercise)] + [v.source for kind in ("right", "mistakes")
                                            for v in variants(Week.load(ROOT, "week1"), kind, exercise)]
        for k, way in enumerate(ways):
            hand_in(course, f"s{2 * k:02}", {exercise: way})
            hand_in(course, f"s{2 * k + 1:02}", {exercise: way})
        assert similar(course, "week1").pairs == []


def test_what_many_in_the_class_wrote_is_no_sign(course):
    for k in range(12):
        hand_in(course, f"s{k:02}", {"linear": LONG_WAY})
    assert pairs_of(course) == []
    for k in range(12, 60):
        hand_in(course, f"s{k:02}", {"linear": OTHERS[k % 6]})
    assert not any("s00" in who for who in pairs_of(course))  # 12 of 60 wrote so


def test_a_group_with_the_same_answer_is_one_entry(course):
    for k in range(3):
        hand_in(course, f"s{k}", {"linear": (LONG_WAY, RENAMED, LONG_WAY)[k]})
    for k in range(3, 9):
        hand_in(course, f"s{k}", {"linear": OTHERS[k - 3]})
    assert pairs_of(course) == ["s0 – s1, s2"]


def test_written_answers_are_compared_by_their_words(course):
    words = ("Two layers in a row are one layer, because the product of their weights is again a matrix, and the first "
             "bias only goes through the second weights and is added to the second bias, so nothing new can come of it.")
    other = "Nothing is gained at all: matrices multiply into matrices, and that was all I could find out."
    for k, text in enumerate([words, words.replace(" ", "\n", 9) + " I hope so.", other]):
        hand_in(course, f"s{k}", {"why_nonlinear": text})
    assert pairs_of(course, "why_nonlinear") == ["s0 – s1"]


def test_two_who_share_more_than_one_exercise_stand_first(course):
    for k in range(2):
        other = LONG_WAY.replace("linear", "relu").replace("float", "abs")
        hand_in(course, f"s{k}", {"linear": LONG_WAY, "relu": other})
    found = similar(course, "week1")
    assert [(who, [p.exercise for p in pairs]) for who, pairs in found.together] == [(("s0", "s1"), ["linear", "relu"])]
    assert "Alike in more than one exercise" in page(course, "week1", found)


@pytest.mark.parametrize("text", ["def linear(:\n  (((", "'''never closed " * 40, "\x00\x01\x02" * 50, "é" * 5000,
                                  "=" * 30000, "class A:\n" * 300,
                                  "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace") * 99])
def test_code_that_nothing_can_parse_is_compared_without_harm(course, text):
    for k in range(3):
        hand_in(course, f"s{k}", {"linear": text}, own=text)
    page(course, "week1", similar(course, "week1"))


def test_what_students_wrote_is_only_text_in_the_page_and_it_is_no_verdict(course):
    for k in range(2):
        hand_in(course, f"s{k}", {"linear": LONG_WAY + "\n'<script>alert(1)</script>'\n"})
    html = page(course, "week1", similar(course, "week1"))
    assert "<script" not in html and "&lt;script&gt;" in html and "This list proves nothing." in html


def test_one_submission_cannot_be_compared(course):
    hand_in(course, "s0", {"linear": LONG_WAY})
    with pytest.raises(UserError, match="it takes two"):
        similar(course, "week1")


def test_a_class_of_a_thousand_takes_seconds_and_finds_its_one_pair(course):
    draw = random.Random(0)
    words = ["np.sum(X)", "for i in range(n):", "Z[i] = 0", "while True:", "a = b * c", "if Z.any():", "W.T", "break",
             "b[j]"]
    hand_in(course, "s0000", {"linear": LONG_WAY})
    store = Store(course.root).folder / "week1" / "s0000.jsonl"
    line, cells = store.read_text().split("\n", 1)
    start = LONG_WAY.replace("\n", "\\n").replace('"', '\\"')
    assert start in cells
    for k in range(1, 1000):
        text = "\\n".join(draw.choices(words, k=25)) if k != 500 else RENAMED.replace("\n", "\\n").replace('"', '\\"')
        header = line.replace("s0000", f"s{k:04}")
        store.with_name(f"s{k:04}.jsonl").write_text(f"{header}\n{cells.replace(start, text)}")
    assert "s0000 – s0500" in pairs_of(course)
