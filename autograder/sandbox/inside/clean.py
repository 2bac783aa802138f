"""The state of Python and numpy that every call starts from, whatever cells before it have changed."""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import threading

import numpy as np

from .lockdown import WORK

#: Signals that nobody may handle.
_FIXED = {signal.SIGKILL, signal.SIGSTOP}
#: As they are where this is imported: in the zygote, before any student's code.
_ERRORS = np.geterr()
_PRINTED = np.get_printoptions()
_DEPTH = sys.getrecursionlimit()


def clean_state(number: int) -> None:
    """Undo np.seterr, np.set_printoptions, a changed recursion limit, tracing, a changed folder, and seed the global generators.

    number: which call this is. Each gets its own seed: what draws from the global state instead of a generator it was given
    would else draw the same each time, and seem to obey it.
    """
    sys.settrace(None)
    sys.setprofile(None)
    threading.settrace(None)
    threading.setprofile(None)
    np.seterr(**_ERRORS)
    np.seterrcall(None)
    np.set_printoptions(**_PRINTED)
    random.seed(number)
    np.random.seed(number % 2**32)
    gc.enable()
    try:
        sys.setrecursionlimit(_DEPTH)
        os.chdir(WORK)
    except (RecursionError, OSError):
        pass


def clean_signals() -> None:
    """Give every signal its default back: handlers would be inherited by a fork."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number in signal.valid_signals() - _FIXED:
        try:
            signal.signal(number, signal.SIG_DFL)
        except (OSError, ValueError):
            pass
