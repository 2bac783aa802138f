"""The sandbox: one process a submission, with nothing of the one before, which comes back whatever becomes of it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from autograder.graders.checks import Failure
from autograder.sandbox import Allowance, Lost, Sandbox, Unavailable, Zygote, bubblewrap
from autograder.sandbox import child as child_module
from autograder.sandbox.inside import shell
from autograder.sandbox.inside.server import code_of
from autograder.sandbox.inside.wire import within
from autograder.sandbox.notebook import NotebookRun
from autograder.sandbox.watch import Watch, held_by

ALLOWANCE = Allowance(30, 1000)


def notebook(sandbox, *cells, allowance=ALLOWANCE, files=None, cell_seconds=5.0) -> NotebookRun:
    run = NotebookRun(sandbox, allowance, files or {}, cell_seconds, 50_000)
    run.run(cells)
    return run


def shown(run: NotebookRun, cell: int = -1) -> str:
    return "".join(str(body) for kind, body in run.runs[cell].outputs if kind != "png")


def test_cells_run_in_order_and_functions_answer(sandbox):
    with notebook(sandbox, "import numpy as np\nk = 2", "def f(X, by=1): return k * X + by") as run:
        outcome = run.call("f", (np.ones((2, 2)),), {"by": 5}, 5)
    assert outcome.status == "returned" and (outcome.value == 7).all()


def test_what_a_cell_shows_is_kept_up_to_its_room(sandbox):
    with notebook(sandbox, "print('a' * 40_000)\nprint('b' * 40_000)", "print('c')", "1 / 0") as run:
        assert len(shown(run, 0)) == 50_000 and "left out" in run.runs[0].note
        assert shown(run, 1) == "" and "ZeroDivisionError" in run.runs[2].error


@pytest.mark.parametrize("cell", [
    "for i in range(10000): print('epoch', i, 'loss', 0.123456789)", "print('ä' * 140_000)", "'x' * 300_000", "'\U0001f9e0' * 80_000",
    "import sys; print('x' * 300_000, file=sys.stderr)", "print('\\ud800' * 100_000)", "print('x' * 300_000)\n'y' * 300_000\n1 / 0",
    "for i in range(100): display('z' * 5_000)", "display({'text/plain': 'x' * 300_000}, raw=True)", "raise ValueError('\\ud800' * 300_000)",
    "for i in range(300):\n  print('o', i)\n  print('e', i, file=sys.stderr)",
    "1 / 0\n" + "\n".join(f"def {'f' * 200}{i}(): pass" for i in range(300)),
], ids=range(12))
@pytest.mark.parametrize("kb", [256, 1_000_000])
def test_a_cell_may_print_what_it_likes(sandbox, cell, kb):
    """With the default limit, 256 kB, and with one far above what a message may hold."""
    run = NotebookRun(sandbox, ALLOWANCE, {}, 5.0, kb * 1024)
    with run:
        run.run(["import sys\ndef relu(): return 1", cell, cell, cell])
        assert run.call("relu", (), {}, 5).value == 1
    assert run.restarts == 0 and all("not finished" not in (r.note or "") for r in run.runs)
    assert sum(len(body.encode()) for r in run.runs for kind, body in r.outputs) <= kb * 1024


def test_a_text_is_cut_between_two_characters():
    assert [within("aä€", n) for n in range(8)] == [b"", b"a", b"a", "aä".encode(), "aä".encode(), "aä".encode(), "aä€".encode(),
                                                    "aä€".encode()]
    assert within("a\ud800b", 9) == b"a?b" and within("x", -1) == b""


def test_files_of_the_week_can_be_read(sandbox):
    with notebook(sandbox, "print(open('digits.txt').read())", files={"digits.txt": b"0123"}) as run:
        assert shown(run) == "0123\n"


def test_nothing_is_left_for_the_next_student(sandbox):
    leave = ("import os, sys, builtins, numpy\nbuiltins.left = numpy.left = 1; os.environ['LEFT'] = '1'; sys.path.append('left')\n"
             "for folder in ('.', '/tmp', '/dev/shm'): open(folder + '/left', 'w').write('x')")
    look = ("import os, sys, builtins, numpy\n"
            "print([hasattr(builtins, 'left'), hasattr(numpy, 'left'), 'LEFT' in os.environ, 'left' in sys.path],"
            " [os.path.exists(f + '/left') for f in ('.', '/tmp', '/dev/shm')])")
    with notebook(sandbox, leave, look) as run:
        assert shown(run) == "[True, True, True, True] [True, True, True]\n"
    with notebook(sandbox, look) as run:
        assert shown(run) == "[False, False, False, False] [False, False, False]\n"


@pytest.mark.parametrize("share, stopped_after", [(1.0, 0.5), (0.5, 1.0), (0.1, 0.5), (0.0, 0.5)])
def test_who_shares_a_core_gets_the_time_that_others_took(share, stopped_after, monkeypatch):
    """0.5 s, with patience for twice that: who works half of the time gets them all, who sleeps gets no more. 0.1: a core that
    is shared by more than there may be."""
    started = time.monotonic()
    monkeypatch.setattr(shell, "process_time", lambda: share * (time.monotonic() - started))
    monkeypatch.setattr(shell.timer, "patience", 2.0)

    def work() -> None:
        with shell.timer(0.5):
            while time.monotonic() < started + 5:
                pass

    with pytest.raises(shell.Overtime):
        work()
    assert 0.95 * stopped_after <= time.monotonic() - started < stopped_after + 0.45


def test_with_patience_endless_loops_end_as_without(sandbox):
    for code in ("while True: pass", "import time; time.sleep(20)"):
        with notebook(sandbox, code, allowance=Allowance(30, 1000, patience=8), cell_seconds=0.5) as run:
            assert run.runs[0].overtime and "stopped after 0.5 s" in run.runs[0].note
            assert run.call("f", (), {}, 1).status == "missing"


def test_the_same_notebook_runs_the_same_way_each_time(sandbox):
    cell = "import numpy as np, random\nprint(np.random.normal(), random.random(), hash('x'), {'b', 'a', 'c'})"
    with notebook(sandbox, cell) as one, notebook(sandbox, cell) as two:
        assert shown(one) == shown(two) != ""


def test_a_child_sees_little_of_the_machine(sandbox):
    with notebook(sandbox, "import os\nprint(sorted(os.listdir('/')), os.listdir('/proc'), dict(os.environ), os.getpid())") as run:
        text = shown(run)
    assert "'home'" not in text and "'work'" not in text and " [] " in text and text.endswith(" 2\n")
    assert os.getcwd() not in text and os.path.expanduser("~") not in text.replace(sys.base_prefix, "")


def test_a_child_has_nothing_open_but_its_channel(sandbox):
    look = ("import os, stat\ndef kind(n):\n    try: return stat.S_IFMT(os.fstat(n).st_mode)\n    except OSError: return None\n"
            "print([kind(n) == stat.S_IFCHR for n in range(3)], [n for n in range(3, 64) if kind(n)])")
    with notebook(sandbox, look, "input()") as run:
        assert shown(run, 0) == "[True, True, True] [3]\n"
        assert "EOFError" in run.runs[1].error and not run.runs[1].overtime


def test_a_child_is_nobody(sandbox):
    with notebook(sandbox, "import os\nprint(os.getuid(), os.geteuid(), os.getgroups())") as run:
        uid, euid, *groups = shown(run).split(maxsplit=2)
    assert uid == euid != "0"
    if os.geteuid() == 0:
        assert int(uid) >= 1_000_000_000 and groups == ["[]\n"]


@pytest.mark.parametrize("ending", ["import os; os._exit(1)", "import os; os.kill(1, 9); os.abort()", "import ctypes; ctypes.string_at(0)"])
def test_a_cell_that_ends_the_process_costs_only_itself(sandbox, ending):
    with notebook(sandbox, "def f(): return 1", ending, "def g(): return 2") as run:
        assert run.call("f", (), {}, 5).value == 1 and run.call("g", (), {}, 5).value == 2
        assert "not finished" in run.runs[1].note


def test_a_call_that_ends_the_process_costs_only_itself(sandbox):
    with notebook(sandbox, "import os\ndef f(x):\n    if x: os._exit(1)\n    return 3") as run:
        assert [run.call("f", (x,), {}, 5).status for x in (0, 1, 0)] == ["returned", "died", "returned"]


def test_a_cell_that_hangs_is_interrupted_and_the_rest_runs(sandbox):
    with notebook(sandbox, "while True: pass", "x = 1\nprint(x)", cell_seconds=0.5) as run:
        assert run.runs[0].overtime and "stopped after 0.5 s" in run.runs[0].note and shown(run) == "1\n"


def test_the_whole_submission_has_an_end(sandbox):
    with notebook(sandbox, *["while True:\n try:\n  while True: pass\n except BaseException: pass"] * 9, cell_seconds=1,
                  allowance=Allowance(4, 1000)) as run:
        assert run.call("f", (), {}, 5).status == "timed_out"
        assert run.ended


def test_an_answer_that_is_too_large_is_only_named(sandbox):
    with notebook(sandbox, "import numpy as np\ndef f(n): return np.zeros(n)\ndef g(): return [(1.0, 2.0)] * 20_000") as run:
        assert run.call("f", (2**20,), {}, 5).value.nbytes == 2**23
        assert "very large" in run.call("f", (2**20 + 1,), {}, 5).value.kind
        assert "very large" in run.call("g", (), {}, 5).value.kind


def test_functions_of_the_grader_can_be_called_back(sandbox):
    with notebook(sandbox, "def apply(f, x): return f(x) + 1\ndef twice(f): return f(lambda x: 2 * x)") as run:
        assert run.call("apply", (lambda x: 10 * x, 4), {}, 5).value == 41
        assert run.call("twice", (lambda g: g(21),), {}, 5).value == 42


def test_a_callback_that_refuses_fails_the_test(sandbox):
    def refuse(x):
        raise Failure("f was called with a text.")

    with (notebook(sandbox, "def apply(f):\n    try: f('x')\n    except BaseException: pass\n    return 1") as run,
          pytest.raises(Failure, match="a text")):
        run.call("apply", (refuse,), {}, 5)


@pytest.mark.parametrize("body", ["while True: f(1)", "f(lambda: f(lambda: f(f)))", "while True: f(__import__('numpy').zeros(10**6))"])
def test_calling_back_without_end_ends(sandbox, monkeypatch, body):
    monkeypatch.setattr(child_module, "CALLBACKS", 500)
    seen = []

    def remember(*args):
        seen.append(args)
        return args[0]() if callable(args[0]) and len(seen) < 50 else 0

    with notebook(sandbox, f"def apply(f):\n    {body}") as run:
        assert run.call("apply", (remember,), {}, 3).status in ("died", "timed_out", "raised", "returned")
        assert len(seen) <= 501 and run.call("apply", (), {}, 3).status == "raised"


def test_stubs_stand_in_and_go_again(sandbox):
    with notebook(sandbox, "def inner(x): return 0\ndef outer(x): return inner(x) + 1") as run:
        run.stub({"inner": lambda x: 10 * x})
        assert run.call("outer", (4,), {}, 5).value == 41
        run.stub({})
        assert run.call("outer", (4,), {}, 5).value == 1


def test_a_notebook_with_much_in_memory_can_still_be_called(sandbox):
    cells = ("import numpy as np\nx = np.ones(60 * 2**20)", "def f(): return x.sum()")
    with notebook(sandbox, *cells, allowance=Allowance(30, 1000)) as run:
        assert run.call("f", (), {}, 10).value == 60 * 2**20


def test_the_watch_kills_what_grows_and_says_so():
    code = "import os, time\nif os.fork() == 0:\n    x = b'x' * 300_000_000\ntime.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    pidfd = os.pidfd_open(process.pid)
    watch = Watch(pidfd, process.pid, 200, 10)
    try:
        assert process.wait(20) == -signal.SIGKILL
        assert "200 MB" in watch.over
    finally:
        watch.end()
        os.close(pidfd)
        os.killpg(process.pid, signal.SIGKILL)


GIVEN = "def twice(x):\n    return [2 * v for v in x]"


@pytest.mark.parametrize("source, told", [
    (GIVEN, True),
    ("# in another place\n\n" + GIVEN, True),
    (GIVEN.replace("twice", "doubled"), True),
    (GIVEN.replace("2 *", "3 *"), False),
    (GIVEN.replace("(x)", "(y)").replace("in x", "in y"), False),
    (GIVEN.replace("(x)", "(x, by=2)"), False),
    ("def make(by):\n    def twice(x):\n        return [by * v for v in x]\n    return twice\ntwice = make(2)", False),
    ("twice = print", False),
])
def test_a_function_is_recognised_by_its_code_alone(source, told):
    here, there = {}, {}
    exec(GIVEN, here)
    exec(source, there)
    functions = [f for name, f in there.items() if name in ("twice", "doubled")]
    assert (code_of(functions[-1]) == code_of(here["twice"])) == told
    assert code_of(here["twice"]) is not None


def test_where_another_sandbox_has_the_same_function_it_is_not_called_back(sandbox):
    """The student's notebook hands `step` and `own` to a stub, which hands them on to a notebook of the course's."""
    course = "def step(x):\n    return x + 1\n\ndef apply(f, x):\n    return f(x)"
    with notebook(sandbox, course) as reference, notebook(
        sandbox, "def step(x):\n    return x + 1\n\ndef own(x):\n    return x + 2\n\n"
                 "def f():\n    return apply(step, 1)\n\ndef g():\n    return apply(own, 1)",
    ) as student:
        asked = []

        def apply(function, x):
            def counted(y):
                asked.append(y)
                return function(y)

            counted.code = function.code
            return reference.call("apply", (counted, x), {}, 5).value

        student.stub({"apply": apply})
        assert student.call("f", (), {}, 5).value == 2 and asked == []
        assert student.call("g", (), {}, 5).value == 3 and asked == [1]


def test_the_watch_counts_shared_pages_and_processes():
    code = ("import mmap, os, sys, time\nm = mmap.mmap(-1, 50_000_000); m.write(b'x' * 50_000_000)\n"
            "for _ in range(3):\n    if os.fork() == 0: time.sleep(60)\nprint('there', flush=True); time.sleep(60)")
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        held, processes = held_by(process.pid, 10)
        assert held > 50_000_000 and processes == 4
        assert held_by(process.pid, 2)[1] == 3
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_only_processes_of_a_child_can_be_killed_by_what_it_sends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        own = os.pidfd_open(os.getpid())
        socket.send_fds(theirs, [b"!"], [own])
        os.close(own)
        with pytest.raises(Lost):
            child_module.Server.__mro__[1](ours, time.monotonic() + 5)
    assert psutil.pid_exists(os.getpid())


def test_a_zygote_that_was_killed_is_started_anew():
    with Sandbox() as sandbox:
        with notebook(sandbox, "print(1)") as run:
            assert shown(run) == "1\n"
        sandbox._zygote.process.kill()
        sandbox._zygote.process.wait()
        with notebook(sandbox, "print(2)") as run:
            assert shown(run) == "2\n"


@pytest.fixture
def shared() -> Iterator[Zygote]:
    with contextlib.closing(Zygote(shared=True)) as zygote:
        yield zygote


def test_a_shared_zygote_that_was_killed_has_a_successor_for_all(shared):
    with Sandbox(shared.control.dup()) as one, Sandbox(shared.control.dup()) as other:
        names = [one.zygote()]
        assert other.zygote() == names[0]
        for number in (1, 2):
            shared.process.kill()
            with notebook(one, f"print({number})") as run, notebook(other, f"print({number})") as same:
                assert shown(run) == shown(same) == f"{number}\n"
            names.append(one.zygote())
            assert other.zygote() == names[-1]
        assert len(set(names)) == 3
        assert one._zygote is other._zygote is None, "it has made one of its own"
        last = psutil.Process(shared.process.pid)
        shared.close()
        assert not last.is_running()


def test_a_shared_zygote_that_never_starts_is_waited_for_by_nobody(monkeypatch):
    monkeypatch.setattr(bubblewrap, "command", lambda *_: ["sh", "-c", "echo 'No permissions' >&2; exit 1"])
    with (
        contextlib.closing(Zygote(shared=True)) as zygote,
        Sandbox(zygote.control.dup()) as sandbox,
        pytest.raises(Unavailable, match="No permissions"),
    ):
        sandbox.child(ALLOWANCE)


def test_closing_ends_everything():
    with Sandbox() as sandbox:
        child = sandbox.child(ALLOWANCE)
        tree = psutil.Process(sandbox._zygote.process.pid).children(recursive=True)
        assert len(tree) >= 2
    _, alive = psutil.wait_procs(tree, timeout=5)
    assert alive == []
    child.kill()


def test_without_bubblewrap_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Unavailable, match="apt-get install bubblewrap") as told:
        Sandbox().__enter__()
    assert told.value.exit_code == 3


def test_where_no_namespace_can_be_made_it_says_so(monkeypatch):
    monkeypatch.setattr(bubblewrap, "command", lambda *_: ["sh", "-c", "echo 'No permissions' >&2; exit 1"])
    with pytest.raises(Unavailable, match="No permissions"):
        Sandbox().__enter__()


def test_packages_are_seen_without_the_autograder(sandbox):
    with notebook(sandbox, "import importlib.util as u\nprint([u.find_spec(n) is not None for n in ('numpy', 'autograder')])") as run:
        assert shown(run) == "[True, False]\n"
