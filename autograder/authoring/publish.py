"""The folder students get: what is released by now, how to begin, and nothing that is hidden."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.markers import BLOCKS, NEVER_RELEASED, THE_SOLUTION
from autograder.authoring.templates import rendered
from autograder.course.course import Course
from autograder.course.week import Week, read_cells
from autograder.errors import UserError
from autograder.graders.variants import variants

TEMPLATES = Path(__file__).parent / "templates" / "publish"
#: In the published folder: every file made, with its hash, so that the next time nothing else is touched.
MADE = ".published.json"
#: Hands in from a terminal or a cell, where the course is served.
HAND_IN = "hand_in.py"
#: What a student's own computer needs.
STUDENTS_NEED = ("jupyterlab", "matplotlib", "numpy")
#: A shorter piece of code or text may well stand in an open cell too: "return X @ W + b".
SHORTEST_SECRET = 20


@dataclass
class Publication:
    """What publishing came to, as paths in the folder, and what an instructor should know."""

    weeks: list[str]
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def publish(course: Course, folder: Path, on: datetime.datetime, dry_run: bool = False,
            force: bool = False) -> Publication:
    """Write what students may have at the moment `on` into `folder`, or only say what would change.

    A file made before is replaced or removed, any other is left alone. Raises UserError where `folder` holds something
    that was not made here, a file made here was edited since (unless `force`), or something hidden would be shown.
    """
    weeks = [w.id for w in course.weeks if course.released(w.id) <= on]
    files = tree(course, weeks)
    for name in weeks:
        _require_secrets(course, name)
    if leak := next(leaks(course, files), None):
        raise UserError(f"Nothing was published: {leak}")
    before = _made_before(course, folder)
    publication = Publication(weeks, notes=list(_solved_too_early(course, weeks, on)))
    edited = []
    for path, content in files.items():
        target = folder / path
        if not _is_inside(target, folder):
            raise UserError(f"{target} leads elsewhere by a link. Nothing was published.")
        if not target.exists():
            publication.new.append(path)
        elif target.read_bytes() == content:
            publication.unchanged.append(path)
        else:
            publication.changed.append(path)
            if before.get(path) != _hash(target.read_bytes()):
                edited.append(path)
    for path in sorted(set(before) - set(files)):
        if (folder / path).is_file() and _is_inside(folder / path, folder):
            publication.removed.append(path)
            if before[path] != _hash((folder / path).read_bytes()):
                edited.append(path)
    if edited and not force:
        raise UserError(f"Edited by hand since it was published: {', '.join(edited)}. Use --force to overwrite.")
    if not dry_run:
        _write(folder, files, publication)
    return publication


def tree(course: Course, weeks: list[str]) -> dict[str, bytes]:
    """All files students get when these weeks are out: path -> content."""
    files = {}
    points = {}
    for name in weeks:
        week = Week.load(course.root, name)
        points[name] = f"{sum(e.points for e in week.exercises if not e.bonus):g}"
        bonus = sum(e.points for e in week.exercises if e.bonus)
        points[name] += f" + {bonus:g}" if bonus else ""
        files[f"{name}/{name}.ipynb"] = (course.root / "release" / name / f"{name}.ipynb").read_bytes()
        files |= {f"{name}/{file}": content for file, content in week.files.items()}
    rows = [{"id": w.id, "title": w.title, "out": w.id in weeks, "points": points.get(w.id, ""),
             "released": _clock(course.released(w.id)), "due": _clock(course.due(w.id))} for w in course.weeks]
    words = {"course": course, "weeks": rows, "late": _late(course), "bonus": _bonus(course), "grades": _grades(course)}
    for path, template in (("README.md", "README.md.j2"), (".github/ISSUE_TEMPLATE/question.yml", "question.yml.j2")):
        files[path] = rendered(f"publish/{template}", words).encode()
    for path, template in (("check.py", "check.py"), (".github/workflows/checks.yml", "checks.yml"),
                           (".gitignore", "gitignore")):
        files[path] = (TEMPLATES / template).read_bytes()
    if course.serve.url:
        program = (TEMPLATES / HAND_IN).read_bytes()
        files[HAND_IN] = program.replace(b'SERVER = ""', f"SERVER = {json.dumps(course.serve.url + course.serve.path)}".encode())
    for licence in ("LICENSE", "LICENSE-course"):
        if (course.root / licence).is_file():
            files[licence] = (course.root / licence).read_bytes()
    files["requirements.txt"] = _requirements(course.root)
    files["environment.yml"] = _environment(course.root)
    return dict(sorted(files.items()))


def leaks(course: Course, files: dict[str, bytes]) -> Iterator[str]:
    """A sentence about each hidden thing that stands in the files: solutions, hidden tests, hints, mark schemes."""
    hidden_files = {_hash(p.read_bytes()): p.name for p in course.root.glob("assignments/*/hidden/**/*")
                    if p.is_file() and p.stat().st_size > 0}
    texts = {path: _plain(_text_of(path, content)) for path, content in files.items()}
    for path, content in files.items():
        if name := hidden_files.get(_hash(content)):
            yield f"{path} is the hidden file {name}."
        for marker in NEVER_RELEASED:
            if marker in texts[path]:
                yield f"{path} holds {marker!r}."
    for week in course.weeks:
        for what, secret in secrets(course, week.id):
            for path in files:
                # given.py is there to show the solutions of earlier weeks.
                shown = course.week(path.split("/")[0]).given if path.endswith("/given.py") else ()
                if week.id not in shown and secret in texts[path]:
                    yield f"{path} holds {what} of {week.id}: {secret[:60]!r}."


def _require_secrets(course: Course, week: str) -> None:
    """Raises UserError where there is nothing to look for: a search that cannot find anything proves nothing."""
    if not Week.load(course.root, week).coded:
        return
    folder = course.root / "assignments" / week / "hidden"
    if not any(p.stat().st_size for p in folder.glob("test_*.py")):
        raise UserError(f"Nothing was published: there are no hidden tests in {folder}, so that nobody can tell whether "
                        f"some stand in what students get. Restore that folder.")
    if not any(what == THE_SOLUTION for what, _ in secrets(course, week)):
        raise UserError(f"Nothing was published: source/{week} holds no solution to look for in what students get. "
                        f"Run: make release")


def secrets(course: Course, week: str) -> Iterator[tuple[str, str]]:
    """What nobody may see of a week before it is graded: (what it is, text with single spaces)."""
    path = course.root / "source" / week / f"{week}.ipynb"
    if not path.is_file():
        return
    for cell in read_cells(path):
        found = [(what, block) for what, (begin, end) in BLOCKS.items()
                 for block in re.findall(rf"{begin}(.*?){end}", cell.source, re.S)]
        if cell.type == "markdown" and cell.nbgrader.get("solution"):
            found += [("the answer", part) for part in re.split(r"\n\s*\n", cell.source) if "MARK SCHEME" not in part]
        for what, block in found:
            if len(_plain(block)) >= SHORTEST_SECRET:
                yield what, _plain(block)
    for mistake in variants(Week.load(course.root, week), "mistakes"):
        if mistake.hint and len(mistake.hint) >= SHORTEST_SECRET:
            yield f"the hint for {mistake.name}", _plain(mistake.hint)


def _solved_too_early(course: Course, weeks: list[str], on: datetime.datetime) -> Iterator[str]:
    """Solutions that go out while somebody may still hand in that week and keep marks for it."""
    for name in weeks:
        for earlier in course.week(name).given:
            grace = datetime.timedelta(days=course.late.days if course.late.policy == "hard" else 0)
            extended = [student for student, weeks_ in course.extensions.items() if earlier in weeks_]
            last = {student: course.due(earlier, student) + grace for student in (None, *extended)}
            student, until = max(last.items(), key=lambda item: item[1])
            if until > on:
                who = student or "the whole class"
                yield f"{name}/given.py solves {earlier}, which {who} may hand in until {_clock(until)}."


def _made_before(course: Course, folder: Path) -> dict[str, str]:
    """The files of the last publication with their hashes. Raises UserError where the folder is another's."""
    resolved = folder.resolve()
    taken = [course.root / name for name in ("assignments", "source", "release", "submitted", "autograder")]
    if course.root.is_relative_to(resolved) or any(resolved.is_relative_to(t) for t in taken):
        raise UserError(f"{folder} belongs to the course itself. Name a folder of its own, for example ../students.")
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file. Name a folder.")
    try:
        made = json.loads((folder / MADE).read_text(encoding="utf-8"))["files"]
        return {str(path): str(digest) for path, digest in made.items() if ".." not in Path(path).parts}
    except FileNotFoundError:
        if folder.is_dir() and any(p.name != ".git" for p in folder.iterdir()):
            raise UserError(f"{folder} holds files that publish did not make. Name an empty or a new folder.") from None
        return {}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise UserError(f"{folder / MADE} cannot be read. Restore it, or publish into a new folder.") from None


def _write(folder: Path, files: dict[str, bytes], publication: Publication) -> None:
    for path in [*publication.new, *publication.changed]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(files[path])
    for path in publication.removed:
        (folder / path).unlink()
        for parent in (folder / path).parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()
    made = {"by": "autograder publish", "files": {path: _hash(content) for path, content in files.items()}}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MADE).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def _requirements(root: Path) -> bytes:
    """The course's own versions, without what only graders need; the bare names where the course pins none."""
    lines = _lines(root / "requirements.txt")
    if lines is None:
        return ("\n".join(STUDENTS_NEED) + "\n").encode()
    found = [line.rstrip(" \\") for line in lines if re.split(r"[=; ]", line)[0] in STUDENTS_NEED]
    if {re.split(r"[=; ]", line)[0] for line in found} != set(STUDENTS_NEED):
        raise UserError(f"requirements.txt does not name all of {', '.join(STUDENTS_NEED)}.")
    return ("\n".join(found) + "\n").encode()


def _lines(path: Path) -> list[str] | None:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{path.name} cannot be read in {path.parent}: students get a light one made from it. "
                        f"Mend it or take it away.") from None


def _environment(root: Path) -> bytes:
    """The light part of environment.yml: its head, Python and what students need."""
    lines = _lines(root / "environment.yml")
    if lines is None:
        lines = ["name: course", "channels: [conda-forge]", "dependencies:", "  - python>=3.11",
                 *(f"  - {n}" for n in STUDENTS_NEED)]
        return ("\n".join(lines) + "\n").encode()
    kept = [line for line in lines
            if not line.startswith("#") and ("==" not in line and not re.match(r"\s+- (pip|-e)", line))
            and (not (match := re.match(r"  - ([\w-]+)=", line)) or match[1] in ("python", *STUDENTS_NEED))]
    return ("\n".join(kept) + "\n").encode()


def _late(course: Course) -> str:
    late = course.late
    if late.policy == "none":
        return "Late work loses nothing."
    cost = f"Every started day after the due date costs {late.percent:g}% of the marks." if late.percent else ""
    if late.policy == "percent":
        return cost
    stop = (f"Later than {late.days} day{'s' if late.days > 1 else ''} after the due date nothing counts."
            if late.days else "After the due date nothing counts.")
    return f"{cost if late.days else ''} {stop}".strip() + " If you need more time, ask before."


def _bonus(course: Course) -> str:
    return {"cap": "Bonus points make up for lost ones, up to the week's points.", "add": "Bonus points come on top.",
            "ignore": ""}[course.bonus.rule]


def _grades(course: Course) -> str:
    return ", ".join(f"{percent:g}% for a {grade}" for grade, percent in enumerate(course.grades.thresholds, start=1))


def _text_of(path: str, content: bytes) -> str:
    """What a reader of the file sees: a notebook's JSON hides line ends and quotes of its cells."""
    if path.endswith(".ipynb"):
        notebook = json.loads(content)
        sources = ["".join(cell["source"]) for cell in notebook["cells"]]
        return "\n".join([*sources, json.dumps(notebook, ensure_ascii=False)])
    return content.decode("utf-8", errors="ignore")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_inside(target: Path, folder: Path) -> bool:
    return not target.is_symlink() and target.resolve().is_relative_to(folder.resolve())


def _clock(moment: datetime.datetime) -> str:
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M}"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
