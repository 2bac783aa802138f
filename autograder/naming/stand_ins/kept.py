"""All that may stand for an exercise's function, made once from the week's solutions and kept for other processes.

What is kept lies in the user's cache, a file for each version of an exercise. It only saves time: what it says fits is
always tried.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import functools
import hashlib
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.exam import exam
from autograder.graders.reference import build, solutions
from autograder.graders.student import LocalTransport, Student
from autograder.naming.calls import Array, Call, Seen, forget_runs, run, seen
from autograder.naming.stand_ins.changes import is_vague
from autograder.naming.stand_ins.elsewhere import elsewhere
from autograder.naming.stand_ins.gallery import cousins, of_the_course
from autograder.naming.stand_ins.made import Made, bounded_reference, edited_mistakes, made, turns_taken
from autograder.naming.stand_ins.room import room
from autograder.naming.stand_ins.signatures import FIELDS, Signatures, chosen, count_of, signature
from autograder.naming.stand_ins.stand_in import StandIn
from autograder.sandbox.outcome import Outcome

#: Calls of an exercise that all stand-ins are tried on in advance: so many, as long as they cost no more than so many turns of
#: loops, one run of a stand-in being as good as so many, and a turn that may call back as so many others, with large arguments as
#: more. Counted and not timed: what is tried decides what is found.
CALLS, WORK, RUN, CALLBACK = 16, 150_000, 5, 3
#: So many calls of Python functions are a turn, too: the loops of a training may be in what it calls.
CALLED = 100
#: Entries of a call's arguments and answer together, beyond which it is not tried in advance.
LARGE = 20_000
#: Files in the cache, the newest.
FILES = 300
#: Seconds to wait for what another process makes, which takes it some three.
PATIENCE = 10.0


@dataclass(frozen=True, eq=False)
class Kept:
    """Stand-ins in the order they are tried in, with their signatures. work: what one of them costs on one call, on the average."""

    stand_ins: Sequence[StandIn]
    signatures: Signatures
    work: float

    def known(self, calls: Sequence[Call]) -> list[Call]:
        """Those of the calls that all stand-ins were tried on in advance."""
        return [c for c in calls if c.key in self.signatures.columns]

    def fitting(self, tests: Sequence[Callable[[Signatures], Array]]) -> Iterator[StandIn]:
        """Those that no test of signatures leaves out."""
        left = np.ones(len(self.stand_ins), bool)
        for test in tests:
            left &= test(self.signatures)
            if not left.any():
                return
        yield from (self.stand_ins[int(i)] for i in np.flatnonzero(left))


#: (Week.key, exercise) -> its stand-ins, and its authors' mistakes with one more edit each.
_kept: dict[tuple[str, str], tuple[Kept, Kept]] = {}


def kept(week: Week, exercise: Exercise) -> tuple[Kept, Kept]:
    """What may stand for an exercise's function, and its authors' mistakes with one more edit each: made once."""
    key = week.key, exercise.id
    if key not in _kept:
        if week.trial:
            _forget_trials(week)
        with _one_at_a_time(week, exercise):
            _kept[key] = _from_file(week, exercise) or _anew(week, exercise)
    return _kept[key]


#: Week.key of the secret that was tried last.
_tried_last: list[str] = []


def _forget_trials(week: Week) -> None:
    """Let go what was made for another secret that was tried once: twenty of them would take gigabytes."""
    if _tried_last != [week.key]:
        for key in [key for key in _kept if key[0] in _tried_last]:
            del _kept[key]
        forget_runs()
        _tried_last[:] = [week.key]


def are_kept(week: Week, exercise: Exercise) -> bool:
    """Whether another process has made them, or this one."""
    return (week.key, exercise.id) in _kept or _file(week, exercise).exists()


@contextlib.contextmanager
def _one_at_a_time(week: Week, exercise: Exercise) -> Iterator[None]:
    """While a process makes them, others that need the same wait for its file, but not for ever: it may have been stopped, by Ctrl-Z
    say. Where no file can be locked, each makes its own."""
    file = _file(week, exercise).with_name(f"{week.id}-{exercise.id}.lock")
    with contextlib.ExitStack() as stack:
        if not week.trial:
            with contextlib.suppress(OSError):
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _lock(stack.enter_context(file.open("wb")))
        yield


def _lock(file: BinaryIO) -> None:
    """Lock a file as soon as nobody else has it, or leave it after PATIENCE seconds. Raises OSError where files cannot be locked."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                return
            time.sleep(0.05)


def references(week: Week, exercise: Exercise) -> Seen:
    """The calls that hidden tests make of the reference itself."""
    student = Student(LocalTransport(dict(vars(build(week)))))
    exam(week).run(exercise.id, student)
    return seen(getattr(solutions(week), exercise.function), [r for r in student.records if r.name == exercise.function])


def _anew(week: Week, exercise: Exercise) -> tuple[Kept, Kept]:
    said = references(week, exercise)
    plain, others = made(week, exercise)
    texts = plain, others, edited_mistakes(week, exercise)
    stand_ins, doubly = _put_together(week, exercise, said, *texts)
    with room():
        table, columns, work = _tried((*stand_ins, *doubly), said, bounded_reference(week, exercise))
    if not week.trial:
        _write(_file(week, exercise), json.dumps([list(columns), work, [[asdict(m) for m in some] for some in texts]]), table)
    return _parted(stand_ins, doubly, table, columns, work)


def _tried(stand_ins: Sequence[StandIn], said: Seen, reference: Callable[..., Any]) -> tuple[Array, dict[str, int], float]:
    """The signatures of all stand-ins on as many calls as the work allows, the calls' places, and the work for one of each."""
    found: list[Array] = []
    columns: dict[str, int] = {}
    work = 0
    for call in chosen([c for c in said.calls if count_of((c.args, c.want.value)) <= LARGE], CALLS):
        if call.key is None or work + len(stand_ins) * (_costs(reference, call)[1] + _called(reference, call) // CALLED) > WORK:
            continue
        column = []
        for stand_in in stand_ins:
            made, cost = _costs(stand_in.function, call)
            column.append(signature(made))
            work += cost
            # One that never ends costs as much as all others.
            if work > 3 * WORK:
                return _table(found, stand_ins), columns, work / len(stand_ins)
        columns[call.key] = len(found)
        found.append(np.array(column))
    # Where no call was tried, each would have cost too much.
    return _table(found, stand_ins), columns, (work if found else WORK) / max(1, len(found) * len(stand_ins))


def _table(found: Sequence[Array], stand_ins: Sequence[StandIn]) -> Array:
    return np.stack(found, axis=1) if found else np.empty((len(stand_ins), 0, FIELDS))


def _costs(function: Callable[..., Any], call: Call) -> tuple[Outcome, int]:
    """What a function does on a call, and the work that this was."""
    began = turns_taken()
    outcome = run(function, call.args, None)
    turn = (CALLBACK if any(map(callable, call.args)) else 1) * (1 + count_of(call.args) // 100)
    return outcome, RUN + turn * (turns_taken() - began)


def _called(function: Callable[..., Any], call: Call) -> int:
    """How many Python functions are called while this one runs."""
    count = 0

    def counted(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        run(function, call.args, None)
    finally:
        sys.setprofile(before)
    return count


def _put_together(week: Week, exercise: Exercise, said: Seen, plain: Sequence[Made], others: Sequence[Made],
                  doubly: Sequence[Made]) -> tuple[list[StandIn], list[StandIn]]:
    module = solutions(week)
    names = vars(module)
    again = dataclasses.replace(said, function=bounded_reference(week, exercise))
    # What says plainly what is wrong comes first; what is vague, or a slip in a solution that is built otherwise, last.
    clear, vague = ([m.stand_in(names) for m in plain if is_vague(m.says) is which] for which in (False, True))
    rest = [*clear, *of_the_course(said, module), *cousins(said), *elsewhere(again), *vague, *(m.stand_in(names) for m in others)]
    return rest, [m.stand_in(names) for m in doubly]


def _parted(stand_ins: list[StandIn], doubly: list[StandIn], table: Array, columns: dict[str, int], work: float) -> tuple[Kept, Kept]:
    first = len(stand_ins)
    return Kept(stand_ins, Signatures(table[:first], columns), work), Kept(doubly, Signatures(table[first:], columns), work)


def _from_file(week: Week, exercise: Exercise) -> tuple[Kept, Kept] | None:
    """What another process kept; None where there is nothing, or nothing of use."""
    try:
        with np.load(_file(week, exercise), allow_pickle=False) as file:
            table, told = file["table"], json.loads(file["told"].tobytes())
        keys, work, texts = told
        stand_ins, doubly = _put_together(week, exercise, references(week, exercise), *([Made(**m) for m in some] for some in texts))
        if table.shape != (len(stand_ins) + len(doubly), len(keys), FIELDS):
            return None
    except Exception:
        # A file that was cut short, or that is none of ours.
        return None
    return _parted(stand_ins, doubly, table, {key: i for i, key in enumerate(keys)}, work)


def _write(file: Path, told: str, table: Array) -> None:
    """Put it in place at once, for others to find whole or not at all. Where the cache cannot be written to, nothing is kept."""
    content = io.BytesIO()
    np.savez_compressed(content, table=table, told=np.frombuffer(told.encode(), np.uint8))
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, scratch = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content.getvalue())
        os.replace(scratch, file)
        aged = sorted((f for f in file.parent.glob("*") if f.suffix != ".lock"), key=lambda f: f.stat().st_mtime, reverse=True)
        for old in aged[FILES:]:
            old.unlink(missing_ok=True)


def _file(week: Week, exercise: Exercise) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = hashlib.sha256(f"{_version()}{week.key}{exercise.id}".encode()).hexdigest()
    return cache / "autograder" / "stand-ins" / f"{name[:32]}.npz"


@functools.cache
def _version() -> str:
    """A hash of the code that makes them, and of what it runs on."""
    hasher = hashlib.sha256(f"{sys.version}{np.__version__}".encode())
    package = Path(__file__).parents[2]
    for folder in ("naming", "graders"):
        for path in sorted((package / folder).rglob("*.py")):
            hasher.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return hasher.hexdigest()
