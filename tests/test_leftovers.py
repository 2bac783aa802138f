"""What a notebook leaves running, or changed, when its cells are over: marks are those of its functions, always the same."""

import os

import pytest

from autograder.course.course import Limits
from autograder.course.week import Week
from autograder.marking.marker import Marker
from tests.solved import with_cell, with_texts
from tests.this_course import ROOT

WEEK1 = Week.load(ROOT, "week1")
#: Exercises that these notebooks are tested on; the others stay as a first marking found them.
TESTED = ("score", "relu", "sigmoid")
#: Each notebook is marked so often; LEFTOVER_RUNS=10 is the long way.
RUNS = int(os.environ.get("LEFTOVER_RUNS", "2"))
BUSY = "\ndef busy():\n    while True: pass\n"
LEFT = [
    "import multiprocessing as mp; p = mp.Pool(4)", "import multiprocessing as mp; p = [mp.Pool(2) for _ in range(2)]",
    "import multiprocessing as mp; q = mp.Queue(); p = mp.Process(target=q.get); p.start()",
    "from concurrent.futures import ProcessPoolExecutor\ne = ProcessPoolExecutor(3)\nf = [e.submit(sum, range(9)) for _ in range(9)]",
    "from concurrent.futures import ThreadPoolExecutor\ne = ThreadPoolExecutor(4)\nimport time\nf = [e.submit(time.sleep, 60) for _ in range(8)]",
    f"import threading{BUSY}for _ in range(3): threading.Thread(target=busy, daemon=True).start()",
    "import threading\ndef again(): threading.Timer(0.001, again).start()\nagain()",
    "import threading, os\ndef fork():\n    while True:\n        try: os.fork() or os._exit(0)\n        except OSError: pass\n"
    "threading.Thread(target=fork, daemon=True).start()",
    "import asyncio\nasync def wait(): await asyncio.sleep(60)\ntask = asyncio.ensure_future(wait())",
    "import asyncio, threading\nloop = asyncio.new_event_loop(); threading.Thread(target=loop.run_forever, daemon=True).start()",
    "import subprocess, sys\ntry: subprocess.Popen([sys.executable, '-c', 'while True: pass'])\nexcept Exception: pass",
    "import os\ntry: os.system('sleep 60 &')\nexcept Exception: pass", "import os, time\nif os.fork() == 0: time.sleep(60); os._exit(0)",
    "import os\nfor _ in range(5):\n    if os.fork() == 0:\n        while True: pass",
    "import atexit, time; atexit.register(time.sleep, 60)", "import signal; signal.signal(signal.SIGALRM, lambda *a: 1 / 0); signal.setitimer(0, 0.01, 0.01)",
    "import signal; [signal.signal(s, signal.SIG_IGN) for s in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1)]",
    "import sys; sys.settrace(lambda *a: None); sys.setprofile(lambda *a: None)",
    "import gc, weakref\nclass Left:\n    def __del__(self): raise ValueError\nleft = Left()",
    "import os, random\nrandom.seed(os.urandom(8)); np.random.seed(int.from_bytes(os.urandom(4), 'big'))",
]


@pytest.fixture(scope="module")
def marker(sandbox):
    return Marker(lambda week: Limits(call_seconds=5), sandbox)


@pytest.fixture(scope="module")
def before(marker):
    return marker.mark(WEEK1, with_cell(WEEK1, "", "ending"), "week1.ipynb")


@pytest.mark.parametrize("cell", LEFT, ids=range(len(LEFT)))
def test_what_a_notebook_leaves_running_changes_no_mark(marker, before, cell):
    raw = with_cell(WEEK1, cell, "ending")
    for _ in range(RUNS):
        result = marker.mark(WEEK1, raw, "week1.ipynb", only=TESTED, before=before).result
        assert (result.score, result.bonus) == (16, 3)


@pytest.mark.parametrize("cell", [
    "np.seterr(all='raise')", "import warnings; warnings.simplefilter('error')", "np.set_printoptions(precision=1)",
    "import sys; sys.setrecursionlimit(60)", "np.random.seed(1)", "import os; os.chdir('/tmp')", "import gc; gc.disable()",
])
def test_calls_start_from_a_clean_state(marker, before, cell):
    result = marker.mark(WEEK1, with_cell(WEEK1, cell, "ending"), "week1.ipynb", only=TESTED, before=before).result
    assert (result.score, result.bonus) == (16, 3)


def test_what_draws_from_the_global_generator_gives_something_else_each_time(marker):
    text = ("def init_params(sizes, rng):\n    return [(np.random.normal(0, np.sqrt(2 / d), (d, m)), np.zeros(m))"
            " for d, m in zip(sizes, sizes[1:])]")
    found = {e.id: e for e in marker.mark(WEEK1, with_texts(WEEK1, {"init_params": text}), "week1.ipynb").result.exercises}
    assert {t.name for t in found["init_params"].tests if not t.passed} == {"test_randomness_from_rng"}


def test_a_variable_named_like_an_exercise_does_not_cost_it(marker):
    result = marker.mark(WEEK1, with_cell(WEEK1, "x = np.ones(3)\nscore = score(x, x, 0.0)", "ending"), "week1.ipynb").result
    assert (result.score, result.bonus) == (16, 3)
    assert any("`score = score(x, x, 0.0)`" in note for note in result.notes)


@pytest.mark.parametrize("later, which", [("def score(x, w, b): return 3", "its own cell"), ("def score(x, w, b): return x @ w + b", "later")])
def test_of_two_definitions_the_better_one_counts(marker, later, which):
    raw = with_cell(WEEK1, later, "ending")
    result = marker.mark(WEEK1, raw, "week1.ipynb").result
    assert result.score == 16 and any("second time" in note for note in result.notes)


def test_a_failing_import_at_the_top_of_a_cell_is_said_once(marker):
    text = "from scipy.special import expit\n\n\ndef sigmoid(Z):\n    return expit(Z)"
    found = {e.id: e for e in marker.mark(WEEK1, with_texts(WEEK1, {"sigmoid": text}), "week1.ipynb").result.exercises}["sigmoid"]
    assert "`from scipy.special import expit`" in found.reason and "Python's own library" in found.reason
    assert not any("NameError" in (t.message or "") for t in found.tests)


def test_an_exception_tells_nothing_of_hidden_inputs(marker):
    text = "def relu(Z):\n    raise type(Z.tobytes().hex()[:50], (Exception,), {})(Z.tobytes().hex())"
    found = {e.id: e for e in marker.mark(WEEK1, with_texts(WEEK1, {"relu": text}), "week1.ipynb").result.exercises}["relu"]
    for test in found.tests:
        assert not any(len(word) > 30 and word.isalnum() for word in (test.message or "").replace("`", " ").split())
