"""A submission's notebook, run in a child, and its functions ready to be called, whatever its code does meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from autograder.sandbox.answer import CellRun
from autograder.sandbox.child import NOTHING_LENT, Child, Lent, Server
from autograder.sandbox.inside.wire import within
from autograder.sandbox.outcome import Outcome, Target
from autograder.sandbox.process import Lost
from autograder.sandbox.sandbox import Allowance, Sandbox
from autograder.sandbox.verdict import Verdict

#: How often a submission's process may be lost and its notebook run again without the cell it was lost in.
RESTARTS = 5
#: After a first cell that had to be stopped, later ones get this long: an endless loop in a function that many cells
#: call must not cost its limit each time.
SECONDS_AFTER_OVERTIME = 2.0
#: All pictures of a notebook: how many, and their bytes.
PICTURES = 60
PICTURE_BYTES = 16 * 1024 * 1024


class NotebookRun:
    """The run of one submission. A context manager.

    runs: what each cell showed (None for what is not code), once `run` was called. restarts: how often its process was lost.
    own: the functions that are taken from their own cells (see `use_own`). verdicts: index of a cell -> what its test came to.
    ended: why no function of the submission's can be called any more, or None. trusted: the notebook is the course's own
    solutions, which may call the functions they are given as often as a training needs.
    """

    def __init__(
        self, sandbox: Sandbox, allowance: Allowance, files: dict[str, bytes], cell_seconds: float, room: int,
        trusted: bool = False,
    ):
        self._sandbox = sandbox
        self._allowance = allowance
        self._files = files
        self._cell_seconds = cell_seconds
        self._room = room
        self._trusted = trusted
        self._pictures, self._picture_bytes = PICTURES, PICTURE_BYTES
        self._child: Child | None = None
        self._server: Server | None = None
        self._stubs: dict[str, Callable[..., Any]] = {}
        self._lent = NOTHING_LENT
        self._sources: Sequence[str | None] = ()
        self._defines: dict[int, str] = {}
        self._tests: dict[int, Sequence[str]] = {}
        self.verdicts: dict[int, Verdict] = {}
        self.own: tuple[str, ...] = ()
        self._skipped: dict[int, str] = {}
        self.restarts = 0
        self._zygote = b""
        self._until: float | None = None
        self.runs: list[CellRun | None] = []
        self.ended: str | None = None
        self._ended_status = "died"

    def __enter__(self) -> NotebookRun:
        return self

    def __exit__(self, *exception: object) -> None:
        self._drop_child()

    def run(
        self, sources: Sequence[str | None], defines: dict[int, str] | None = None,
        tests: dict[int, Sequence[str]] | None = None,
    ) -> list[CellRun | None]:
        """Run the cells in order; None stands for one that is not code. Never raises for what the code does.

        defines: index of a cell -> the function that is to be defined in it. Any cell's run tells which of these functions it
        bound. tests: index of a cell -> texts that are run in a fork just before that cell is; the last is the test.
        """
        self._sources = sources
        self._tests = tests or {}
        self._defines = defines or {}
        self.runs = [None] * len(sources)
        with contextlib.suppress(Lost):
            self._ready()
        return self.runs

    def call(self, name: str | Target, args: tuple[Any, ...], kwargs: dict[str, Any], seconds: float, number: int = 0) -> Outcome:
        """Call one of the notebook's functions, or use an object of one of its classes. Raises Failure only where a callback of
        the grader's does. number: of the call, which the global generators are seeded by there."""
        try:
            server = self._serving()
            if isinstance(name, Target):
                return server.use(name, args, kwargs, seconds, number)
            return server.call(name, args, kwargs, seconds, number)
        except Lost as lost:
            self._drop_server()
            return Outcome(lost.status, error=str(lost))

    def free(self) -> None:
        """Forget the objects that a test has made."""
        if self._server is not None:
            try:
                self._server.free()
            except Lost:
                self._drop_server()

    def stub(self, functions: dict[str, Callable[..., Any]]) -> None:
        """From the next call on, `functions` of ours stand in the place of the student's; {} gives them back."""
        self._place(functions, self.own)

    def lend(self, lent: Lent) -> bool:
        """From the next call on, what is lent stands in the place of the student's, and runs where his code does; Lent() gives
        them back. False where that cannot be done: nothing is changed then."""
        try:
            if self._serving().stub(self._stubs, self.own, lent):
                self._lent = lent
                return True
        except Lost:
            self._drop_server()
        self._place(self._stubs, self.own)
        return False

    def is_spoiled(self) -> bool:
        """Whether its zygote was lost since it was run, and its processes with it: that is not the notebook's doing."""
        return self._sandbox.zygote() != self._zygote

    @property
    def sources(self) -> str:
        """The text of all its cells."""
        return "\n".join(filter(None, self._sources))

    def use_own(self, names: tuple[str, ...]) -> None:
        """From the next call on, these functions are what their own cells defined, whatever a later cell made of the names; ()
        takes them as the notebook left them."""
        self._place(self._stubs, names)

    def _place(self, functions: dict[str, Callable[..., Any]], kept: tuple[str, ...]) -> None:
        self._stubs, self.own, self._lent = functions, kept, NOTHING_LENT
        if self._server is not None:
            try:
                self._server.stub(functions, kept)
            except Lost:
                self._drop_server()

    def _serving(self) -> Server:
        """A server, started anew if the last one was lost, in a child run anew if that was lost too."""
        for _ in range(2):
            if self._server is not None:
                return self._server
            child = self._ready()
            try:
                self._server = child.server(self._trusted)
                if self._stubs or self.own or self._lent.names:
                    self._server.stub(self._stubs, self.own, self._lent)
            except Lost as lost:
                self._server = None
                self._lose_child(lost)
        raise Lost(self.ended or "its process could not be started again")

    def _ready(self) -> Child:
        """The child with all cells run. Raises Lost when that cannot be had any more."""
        while self._child is None:
            if self.ended is not None:
                raise Lost(self.ended, self._ended_status)
            if not self.restarts:
                self._zygote = self._sandbox.zygote()
            try:
                self._child = self._sandbox.child(self._allowance, self._until)
            except Lost as lost:
                self.ended, self._ended_status = str(lost), lost.status
                raise
            self._until = self._child.until
            self._child.sources = self.sources
            try:
                self._run_cells(self._child)
            except Lost as lost:
                self._lose_child(lost)
        return self._child

    def _run_cells(self, child: Child) -> None:
        for name, content in self._files.items():
            child.give(name, content)
        seconds = self._cell_seconds
        for index, source in enumerate(self._sources):
            if source is None or index in self._skipped:
                continue
            if index in self._tests and index not in self.verdicts:
                self._test(child, index, seconds)
            try:
                names = tuple(dict.fromkeys(self._defines.values()))
                run = child.run(source, seconds, self._room, names, self._defines.get(index))
            except Lost as lost:
                self._skipped[index] = str(lost)
                self.runs[index] = CellRun(fate=f"not finished: {lost}")
                raise
            if run.overtime:
                seconds = min(seconds, SECONDS_AFTER_OVERTIME)
            if self.runs[index] is None:
                self.runs[index] = self._fitting(run)

    def _test(self, child: Child, index: int, seconds: float) -> None:
        """Run the test of a cell in a fork. Raises Lost where that takes the child along; it is not tried again then."""
        try:
            self.verdicts[index] = child.test(self._tests[index], seconds)
        except Lost as lost:
            self.verdicts[index] = Verdict("died", str(lost), overtime=lost.status == "timed_out")
            raise

    def _fitting(self, run: CellRun) -> CellRun:
        """A cell's run with what there is still room for of its outputs."""
        outputs: list[tuple[str, str | bytes]] = []
        for kind, body in run.outputs:
            if isinstance(body, bytes):
                self._pictures -= 1
                self._picture_bytes -= len(body)
                if self._pictures >= 0 and self._picture_bytes >= 0:
                    outputs.append((kind, body))
            else:
                kept = within(body, self._room)
                outputs.append((kind, kept.decode()))
                self._room -= len(kept)
        fewer = "pictures were left out, there were too many" if len(outputs) < len(run.outputs) else None
        return replace(run, outputs=tuple(outputs), left_out="; ".join(filter(None, [run.left_out, fewer])) or None)

    def _lose_child(self, lost: Lost) -> None:
        self._drop_child()
        self.restarts += 1
        if self.restarts > RESTARTS:
            self.ended = f"its process was lost {self.restarts} times, the last time because {lost}"
        elif lost.status == "timed_out" and lost.final:
            self.ended, self._ended_status = str(lost), lost.status

    def _drop_server(self) -> None:
        if self._server is None:
            return
        server, self._server = self._server, None
        try:
            server.close()
        except Lost as lost:
            self._lose_child(lost)

    def _drop_child(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server = None
        if self._child is not None:
            with contextlib.suppress(OSError):
                self._child.kill()
            self._child = None
