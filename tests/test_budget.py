"""A budget ends what spends it, and whatever a reader finds or raises within it comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
import pytest

from autograder.errors import UserError
from autograder.sandbox import budget
from autograder.sandbox.budget import Over, within
from tests.classroom import until


def forever() -> None:
    while True:
        pass


def test_what_is_found_and_what_is_raised_come_back():
    assert within(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        within(divmod, 7, 0)


def test_who_works_too_long_is_ended():
    with pytest.raises(Over, match="1 s of work"):
        within(forever, cpu_seconds=1)


def test_who_takes_too_much_memory_is_ended():
    with pytest.raises(Over, match="50 MB of memory"):
        within(bytearray, 400_000_000, memory_mb=50)
    assert len(within(bytearray, 10_000_000, memory_mb=50)) == 10_000_000


def test_a_machine_that_gives_no_time_is_told_and_not_the_notebook(monkeypatch):
    def stuck(*_):
        raise TimeoutError

    monkeypatch.setattr(budget, "_once", stuck)
    with pytest.raises(UserError, match="This machine had no 5 s of work to give"):
        within(divmod, 7, 2)


def test_a_process_that_is_killed_in_between_is_tried_again(tmp_path):
    def once() -> str:
        if not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert within(once) == "done"


def test_ctrl_c_leaves_no_reader_behind():
    text = "from tests.test_budget import *; print(flush=True); within(forever, cpu_seconds=60)"
    process = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    process.stdout.readline()
    until(lambda: psutil.Process(process.pid).children())
    below = psutil.Process(process.pid).children()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert not psutil.wait_procs(below, timeout=10)[1]


def test_ctrl_c_amid_a_fork_is_heard():
    """Python's hooks of a fork, logging's for one, swallow what is raised in them."""
    text = ("import os, signal; from tests.test_budget import *\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGINT))\n"
            "try:\n    within(divmod, 7, 2); print('not heard')\n"
            "except KeyboardInterrupt:\n    print('heard')\n"
            "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)")
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == (["heard", "True"], "")
