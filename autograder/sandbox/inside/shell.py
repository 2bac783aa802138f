"""An IPython shell whose every output is caught, counted and cut off."""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import signal
import sys
import traceback
from time import monotonic, process_time
from typing import Any, ClassVar

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from .wire import within

#: More displays of one cell than this are not kept; nor are more than these many bytes of images and of text, whatever a
#: course's own setting allows: all of it must fit into one message.
DISPLAYS = 40
IMAGE_BYTES = 8 * 1024 * 1024
TEXT_BYTES = 8 * 1024 * 1024
#: Code that is still short of this part of its seconds has not had them; and code that has worked for less than this part of the
#: time was asleep.
SPARED, AWAKE = 0.05, 0.2
#: So many functions are read below an error, for so many seconds in all.
RESCUED, RESCUE_SECONDS = 50, 1.0
#: A note names so many of the functions that were still read below an error.
NAMED = 10
TRACEBACK_CHARACTERS = 4_000
#: How much is told of what decided a test cell's score, in characters.
DECIDED = 500


class Overtime(KeyboardInterrupt):
    """Raised in a student's code when its time is up."""


class Catch:
    """The outputs of one cell: [kind, pieces of UTF-8 text or of one image] in order, within `room` bytes of text."""

    def __init__(self, room: int):
        self.room = min(room, TEXT_BYTES)
        self.images = IMAGE_BYTES
        self.outputs: list[tuple[str, list[bytes]]] = []
        self.dropped = 0
        #: What stock nbgrader would take for the score: the first of a text on stderr and a value that was shown.
        self.decided: tuple[str, str] | None = None
        #: False where a semicolon ends the cell.
        self.shows_values = True

    def text(self, kind: str, text: str) -> None:
        if kind == "stderr" and text:
            self.decided = self.decided or ("stderr", text[:DECIDED])
        kept = within(text, self.room)
        self.room -= len(kept)
        self.dropped += len(text) - len(kept.decode())
        if not kept:
            return
        if kind != "result" and self.outputs and self.outputs[-1][0] == kind:
            self.outputs[-1][1].append(kept)
        elif len(self.outputs) < DISPLAYS:
            self.outputs.append((kind, [kept]))

    def data(self, kind: str, formats: dict[str, Any]) -> None:
        image = formats.get("image/png")
        if isinstance(image, str):
            image = base64.b64decode(image)
        if isinstance(image, bytes):
            if len(self.outputs) < DISPLAYS and len(image) <= self.images:
                self.images -= len(image)
                self.outputs.append(("png", [image]))
        elif isinstance(formats.get("text/plain"), str):
            self.text(kind, formats["text/plain"])


class Stream(io.TextIOBase):
    """Stands for sys.stdout or sys.stderr."""

    encoding = "utf-8"
    #: Whether anything was written since somebody set it to False.
    written = False

    def __init__(self, shell: Shell, kind: str):
        self._shell, self._kind = shell, kind

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written = self.written or bool(str(text).strip())
        if self._shell.catch is not None:
            self._shell.catch.text(self._kind, str(text))
        return len(text)


class _Hook(DisplayHook):
    def __call__(self, result: Any = None) -> None:
        self.check_for_underscore()
        if result is not None and not self.quiet():
            formats, _ = self.compute_format_data(result)
            self.update_user_ns(result)
            catch: Catch = self.shell.catch  # type: ignore[union-attr]
            if catch.shows_values:
                catch.decided = catch.decided or ("value", str(formats.get("text/plain", ""))[:DECIDED])
            catch.data("result", formats)


class _Publisher(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, **ignored: Any) -> None:  # type: ignore[override]
        if self.shell.catch is not None:
            self.shell.catch.data("result", data)

    def clear_output(self, wait: bool = False) -> None:
        pass


class Shell(InteractiveShell):
    """Runs cells as Jupyter does; what they show goes to `catch`."""

    catch: Catch | None = None
    #: What the cells of the exercises defined, by name: the name may come to stand for something else.
    kept: ClassVar[dict[str, object]] = {}
    failed: str | None = None
    failed_line: int | None = None

    def enable_gui(self, gui: Any = None) -> None:
        """`%matplotlib inline` asks for it; there is no window to enable."""

    def init_io(self) -> None:
        pass

    def init_sys_modules(self) -> None:
        pass

    def _tee(self, channel: Any) -> contextlib.nullcontext[None]:  # type: ignore[override]
        # IPython would keep everything that is printed, for a history that there is not.
        return contextlib.nullcontext()

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.failed = "\n".join(stb)
        if self.catch is not None:
            self.catch.decided = self.catch.decided or ("error", "")

    def run(self, source: str, seconds: float, room: int) -> dict[str, Any]:
        """Run one cell. Returns outputs (kind, bytes), error (a text or None), fate (how it ended, where that is to be
        told), and what of its output was left out."""
        self.catch, self.failed = Catch(room), None
        fate = None
        with timer(seconds):
            try:
                result = self.run_cell(source, store_history=False)
                error = result.error_before_exec or result.error_in_exec
            except BaseException as broken:  # SystemExit and what a student's hooks raise in IPython itself
                error = broken
                self.failed = self.failed or "".join(traceback.format_exception_only(broken))
        if error is not None:
            if isinstance(error, Overtime):
                fate = f"stopped after {seconds:g} s"
            rescued = self._rescue(source, error)
            if rescued:
                names = ", ".join([*rescued[:NAMED], "..."] if len(rescued) > NAMED else rescued)
                fate = f"{fate or 'ended early by an error'}; what it defines below was still read: {names}"
        return {
            "outputs": [(kind, b"".join(pieces)) for kind, pieces in self.catch.outputs],
            "error": _shortened(self.failed) if error is not None else None,
            "fate": fate,
            "left_out": f"{self.catch.dropped} characters of output were left out" if self.catch.dropped else None,
            "overtime": isinstance(error, Overtime),
            "failed_import": None if error is None else self._failed_import(source, error),
        }

    def run_watched(self, source: str, seconds: float, room: int, names: list[str], keep: str | None) -> dict[str, Any]:
        """`run`, and "bound": which of `names` the cell bound anew, each with whether to something that can be called. What it
        made of the name `keep` is kept."""
        missing = object()
        before = {name: self.user_ns.get(name, missing) for name in names}
        told = self.run(source, seconds, room)
        after = {name: self.user_ns.get(name, missing) for name in names}
        told["bound"] = [[name, callable(after[name])] for name in names if after[name] is not before[name]]
        if keep is not None and callable(after.get(keep)) and after[keep] is not before[keep]:
            self.kept[keep] = after[keep]
        return told

    def run_test(self, source: str, seconds: float) -> dict[str, Any]:
        """Run an instructor's test cell. Returns what decides its score ("error", "stderr", "value" or "nothing", and a text),
        the error's type, text and line of the cell, and whether it was stopped."""
        self.catch, self.failed = Catch(TEXT_BYTES), None
        self.catch.shows_values = not DisplayHook.semicolon_at_end_of_expression(source)
        with timer(seconds):
            try:
                result = self.run_cell(source, store_history=False)
                error = result.error_before_exec or result.error_in_exec
            except BaseException as broken:  # as in `run`
                error = broken
        kind, text = self.catch.decided or ("nothing" if error is None else "error", "")
        try:
            says = str(error)[:DECIDED]
        except Exception:
            says = ""
        raised = None if error is None else type(error).__name__
        if error is None and self.failed is not None:
            # Below a magic, %%capture say, an error is shown and goes no further.
            raised, _, says = self.failed.rstrip().rsplit("\n", 1)[-1].partition(": ")
        return {
            "decided": kind, "value": text, "raised": raised and raised[:60], "says": says[:DECIDED],
            "line": _last_line_of(error), "overtime": isinstance(error, Overtime),
        }

    def _failed_import(self, source: str, error: BaseException) -> list[str] | None:
        """The import statement that raised, and the names it would have bound; None where it was no import."""
        line = _line_of(error)
        tree = self._parsed(source)
        if not isinstance(error, ImportError) or line is None or tree is None:
            return None
        node = next((n for n in tree.body if n.lineno <= line <= (n.end_lineno or 0)), None)
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            return None
        return [ast.unparse(node)[:200], *((alias.asname or alias.name.split(".")[0])[:60] for alias in node.names[:20])]

    def _parsed(self, source: str) -> ast.Module | None:
        """A cell's syntax tree, as IPython reads it: a magic above must not hide what stands below."""
        try:
            return ast.parse(self.transform_cell(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def _rescue(self, source: str, error: BaseException) -> list[str]:
        """Define the functions that stand in a cell below the statement that failed: one bad line above a solution
        (an import of something that is not here, input()) costs only itself. Returns their names."""
        tree, line = self._parsed(source), _line_of(error)
        if tree is None or line is None:
            return []
        source = self.transform_cell(source)
        below = [n for n in tree.body if n.lineno > line and isinstance(n, (ast.FunctionDef, ast.ClassDef))][:RESCUED]
        lines = source.splitlines()
        names = []
        with timer(RESCUE_SECONDS), contextlib.suppress(Overtime):
            for node in below:
                # Decorators are left out, as they may be what fails.
                text = "\n".join(lines[node.lineno - 1:node.end_lineno])
                if self.run_cell(text, store_history=False, silent=True).success:
                    names.append(node.name)
        return names


class timer:
    """Raises Overtime in the block when `seconds` are over, and again each second after, for code that catches it.

    patience: so many times the seconds are given to code that works whenever it is let, on cores that it shares with others,
    until it has worked for the seconds. What sleeps gets none.
    """

    patience: ClassVar[float] = 1.0

    def __init__(self, seconds: float):
        self.seconds = seconds

    def __enter__(self) -> None:
        self._started, self._worked = monotonic(), process_time()
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, self.seconds, 1.0)

    def __exit__(self, *exception: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, *_: object) -> None:
        passed, worked = monotonic() - self._started, process_time() - self._worked
        left = min(self.seconds - worked, self.seconds * self.patience - passed)
        if left > SPARED * self.seconds and worked > AWAKE * passed:
            signal.setitimer(signal.ITIMER_REAL, left, 1.0)
            return
        raise Overtime("the time is up")


def make_shell() -> Shell:
    """A fresh shell, its streams in place of sys.stdout and sys.stderr."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Plain"
    config.InteractiveShell.displayhook_class = _Hook
    config.InteractiveShell.display_pub_class = _Publisher
    shell = Shell.instance(config=config)
    shell.displayhook = _Hook(shell=shell, parent=shell)
    shell.display_pub = _Publisher(parent=shell, shell=shell)
    shell.display_trap.hook = shell.displayhook
    sys.stdout, sys.stderr = Stream(shell, "stdout"), Stream(shell, "stderr")
    return shell


def _line_of(error: BaseException) -> int | None:
    """The line of the cell itself that an error came from."""
    return next((f.lineno for f in traceback.extract_tb(error.__traceback__)
                 if f.name == "<module>" or f.name.startswith("<cell line")), None)


def _last_line_of(error: BaseException | None) -> int | None:
    """The innermost line of the cell itself, its own functions included, that an error came from."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    own = next((f.filename for f in frames if f.name == "<module>" or f.name.startswith("<cell line")), None)
    return next((f.lineno for f in reversed(frames) if f.filename == own), None)




def _shortened(text: str | None) -> str:
    text = text or "an error"
    if len(text) > TRACEBACK_CHARACTERS:
        return text[: TRACEBACK_CHARACTERS // 2] + "\n...\n" + text[-TRACEBACK_CHARACTERS // 2 :]
    return text
