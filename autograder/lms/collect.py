"""From what an LMS gives to submitted/<student>/<week>/, with the time of the hand-in; earlier attempts are kept."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.course.class_list import ClassList, Sender, Student
from autograder.course.course import Course
from autograder.course.folders import STUDENT_ID, stamp, stamped, submission
from autograder.errors import UserError
from autograder.lms.arrivals import Arrival, LeftOut, Refused, arrivals, printable
from autograder.lms.content import Content, content_of
from autograder.lms.platforms import file_name, sender_of, sent_from

UTC = datetime.UTC


@dataclass(frozen=True)
class Attempt:
    """One notebook of one student."""

    student: str
    path: str
    handed_in: datetime.datetime
    content: Content


@dataclass
class Collection:
    """What a collection came to. new, replaced, unchanged, older: student ids, by what became of submitted/.

    retimed: whose time was put right. late: student -> started days. missing: listed students with nothing in
    submitted/. unknown: what nobody could be found for. notes: what a person should look at.
    """

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    retimed: list[str] = field(default_factory=list)
    late: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unknown: list[LeftOut] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """What a person reads, line by line."""
        yield (f"{len(self.new)} new, {len(self.replaced)} newer than before, {len(self.unchanged)} unchanged, "
               f"{len(self.older)} older than what is there")
        for title, students in (("newer", self.replaced), ("older, kept in collected/ only", self.older),
                                ("time put right", self.retimed),
                                ("late", [f"{s} ({d} d)" for s, d in sorted(self.late.items())]),
                                ("missing", self.missing)):
            if students:
                yield f"{title} ({len(students)}): {', '.join(students)}"
        for title, items in (("unknown", self.unknown), ("left out", self.left_out)):
            for item in items:
                yield f"{title}: {item.path}: {item.why}"
        for note in self.notes:
            yield f"note: {note}"


def collect(course: Course, week: str, path: Path, listed: ClassList | None, dry_run: bool = False,
            times: Mapping[str, datetime.datetime] | None = None) -> Collection:
    """Take the notebooks in `path` (a zip of Moodle or Canvas, or a folder) into the course.

    `path` may also be what Gradescope, Blackboard or ILIAS exports. `listed` is the class list; without one,
    students get ids made from what they are called. `times` says when a student's latest attempt was handed in,
    better than a zip can. Every attempt is kept in collected/<week>/<student>/<time>/; the latest one stands in
    submitted/<student>/<week>/. Nothing is written in a dry run. Raises UserError where nothing can be read at
    all.
    """
    course.week(week)
    found = Collection()
    times = times or {}
    with arrivals(path, course.zone) as came:
        found.left_out += [item for item in came if isinstance(item, LeftOut)]
        files = [item for item in came if isinstance(item, Arrival)]
        for student, theirs in sorted(_by_student(course, files, week, listed, times, found).items()):
            with contextlib.ExitStack() as opened:
                attempts = list(_read(student, _of_the_week(theirs, week, found), found, opened))
                if attempts:
                    if student in times:
                        attempts = _told(attempts, times[student])
                    standing = _standing(submission(course.root, student, week), week, opened)
                    _place(course, week, attempts, standing, student in times, found, dry_run)
    found.left_out.sort(key=lambda item: item.path)
    if listed:
        came_in = {*found.new, *found.replaced, *found.unchanged, *found.older}
        found.missing = [s.id for s in listed.students
                         if s.id not in came_in and not submission(course.root, s.id, week).is_dir()]
    return found


def place(course: Course, week: str, student: str, file: Path, name: str, handed_in: datetime.datetime) -> None:
    """Take one notebook in, as `collect` would: into collected/, and where it is the latest into submitted/."""
    with contextlib.ExitStack() as opened:
        content = opened.enter_context(content_of(file))
        standing = _standing(submission(course.root, student, week), week, opened)
        _place(course, week, [Attempt(student, name, handed_in, content)], standing, False, Collection(), False)


def _by_student(course: Course, files: list[Arrival], week: str, listed: ClassList | None,
                times: Mapping[str, datetime.datetime], found: Collection) -> dict[str, list[Arrival]]:
    by_student: dict[str, list[Arrival]] = {}
    notebooks, papers = [f for f in files if not f.is_paper], [f for f in files if f.is_paper]
    try:
        sent = sent_from(notebooks, papers, _wrapper(notebooks, week, listed), week, course.zone)
    except Refused as why:
        raise UserError(f"submission_metadata.yml {why}.") from None
    senders = _without_one_word_for_all([one.sender for one in sent], listed)
    known = _identified(senders, listed) if listed else _made_ids(senders)
    untold = set()
    for one, sender in zip(sent, senders):
        arrival = one.arrival
        student = known[sender]
        if isinstance(student, Refused):
            found.unknown.append(LeftOut(printable(arrival.path), str(student)))
            continue
        if sender.lms == "canvas" and not one.late:
            # The zip has the time of the download; what Canvas does not call late came before the due date.
            arrival = replace(arrival, handed_in=min(arrival.handed_in, course.due(week, student)))
        elif sender.lms and not one.timed and student not in times:
            if course.late_days(week, student, arrival.handed_in):
                untold.add(student)
        if arrival.edited and student not in times:
            found.notes.append(f"{student}: {printable(arrival.path)} was edited since the last commit, whose time it "
                               f"got. Look at it, or give the times with --times")
        by_student.setdefault(student, []).append(arrival)
    if untold:
        found.notes.append(f"{', '.join(sorted(untold))}: late by the time in the zip, which may be that of the "
                           f"download. Give the times with --times, for example Moodle's grading worksheet")
    return by_student


def _read(student: str, chosen: list[Arrival], found: Collection, opened: contextlib.ExitStack) -> Iterator[Attempt]:
    for arrival in chosen:
        try:
            yield Attempt(student, arrival.path, arrival.handed_in, opened.enter_context(arrival.read()))
        except Refused as why:
            found.left_out.append(LeftOut(printable(arrival.path), str(why)))


def _told(attempts: list[Attempt], time: datetime.datetime) -> list[Attempt]:
    """The attempts with the latest one at the time that was told, and none after it."""
    earlier = [replace(attempt, handed_in=min(attempt.handed_in, time)) for attempt in attempts[:-1]]
    return [*earlier, replace(attempts[-1], handed_in=time)]


def _without_one_word_for_all(senders: list[Sender], listed: ClassList | None) -> list[Sender]:
    """Blind marking: where Moodle calls everybody by the same words ("Participant", "Osallistuja"), it is no name."""
    names = {sender.name for sender in senders if sender.lms == "moodle"}
    name = names.pop() if len(names) == 1 else ""
    count = len({sender.number for sender in senders if sender.lms == "moodle"})
    if not listed or not name or (count == 1 and " " in name) or listed.candidates(Sender(name, lms="moodle")):
        return senders
    return [replace(sender, name="") if sender.lms == "moodle" else sender for sender in senders]


def _identified(senders: list[Sender], listed: ClassList) -> dict[Sender, str | Refused]:
    """Sender -> student's id, or why it is not known who it is."""
    found = {sender: listed.find(sender) for sender in senders}
    known = {sender: student.id if isinstance(student, Student) else Refused(student)
             for sender, student in found.items()}
    claims: dict[tuple[str, str], list[Sender]] = {}
    for sender, student in known.items():
        if sender.number and isinstance(student, str):
            claims.setdefault((sender.lms, student), []).append(sender)
    for (lms, student), several in claims.items():
        # A platform knows a person by one number: of two, one is somebody else of that name, or each is.
        sure = [s for s in several if s.number == getattr(listed[student], lms, "")]
        for sender in several if len(several) > 1 else ():
            if sender not in sure:
                numbers = ", ".join(sorted(s.number for s in several))
                known[sender] = Refused(f"{len(several)} people are called so ({numbers}), and the class list has only "
                                        f"{student}; its column {lms} can tell which one that is")
    return known


def _made_ids(senders: list[Sender]) -> dict[Sender, str | Refused]:
    """Sender -> an id made from its name, with the LMS's number where there is one; which no two senders share."""
    ids = {sender: _made_id(sender) for sender in senders}
    shared = Counter(student.casefold() for student in ids.values() if isinstance(student, str))
    for sender, student in ids.items():
        if isinstance(student, str) and (count := shared[student.casefold()]) > 1:
            ids[sender] = Refused(f"{count} would get the id {student}; a class list can tell them apart")
    return ids


def _made_id(sender: Sender) -> str | Refused:
    if sender.lms in ("gradescope", "blackboard") and sender.ids and re.fullmatch(STUDENT_ID, sender.ids[-1]):
        return sender.ids[-1]
    letters = unicodedata.normalize("NFKD", sender.name).encode("ascii", "ignore").decode()
    name = sender.name if re.fullmatch(STUDENT_ID, sender.name) else re.sub(r"[^a-z0-9]+", "-", letters.lower())
    student = "-".join(part for part in (name.strip("-.")[:48], sender.number[:15]) if part)
    if not re.fullmatch(STUDENT_ID, student):
        return Refused("no id can be made of this name; a class list can tell who it is")
    return student


def _wrapper(notebooks: list[Arrival], week: str, listed: ClassList | None) -> str:
    """A folder around everything, as a zip of a folder has it: "submissions/". Empty where the first part is a name."""
    folders = [a.path.split("/")[:-1] for a in notebooks]
    common = [parts[0] for parts in itertools.takewhile(lambda parts: len(set(parts)) == 1, zip(*folders))]
    for depth in range(len(common) + 1):
        inner = [sender_of("/".join(a.path.split("/")[depth:]), week)[0] for a in notebooks]
        # Of what looks like names, only ILIAS's stand below more folders than one.
        if (depth <= 1 and not common) or all(s.lms == "ilias" for s in inner):
            return "".join(f"{part}/" for part in common[:depth])
        if depth == len(common):
            break
        sender, _ = sender_of(f"{common[depth]}/x", week)
        if sender.lms or (listed and listed.candidates(sender)):
            return ""
    top = f"{common[0]}/" if common else ""
    return top if listed or all(sender_of(a.path.removeprefix(top), week)[0].lms for a in notebooks) else ""


def _of_the_week(theirs: list[Arrival], week: str, found: Collection) -> list[Arrival]:
    """A student's notebooks that are attempts at the week, earliest first; where none has its name, the latest one."""
    def order(arrival: Arrival) -> tuple[datetime.datetime, list[str | int]]:
        parts = re.split(r"(\d+)", arrival.path)
        return arrival.handed_in, [int(part) if at % 2 else part for at, part in enumerate(parts)]

    theirs = sorted(theirs, key=order)
    named = [a for a in theirs if re.search(rf"(?<![A-Za-z0-9]){re.escape(week)}(?!\d)", file_name(a.path), re.I)]
    chosen = named or theirs[-1:]
    found.left_out += [LeftOut(printable(a.path), f"{printable(chosen[-1].path, 60)} was taken for {week}")
                       for a in theirs if a not in chosen]
    return chosen


def _place(course: Course, week: str, attempts: list[Attempt], standing: Content | None, told: bool, found: Collection,
           dry_run: bool) -> None:
    """Sort one student's attempts in. standing: what stands in submitted/ now."""
    student = attempts[0].student
    target = submission(course.root, student, week)
    latest = attempts[-1]
    before = stamped(target)
    if standing == latest.content:
        outcome = found.unchanged
    elif standing is not None and before is not None and latest.handed_in < before:
        outcome = found.older
    else:
        outcome = found.new if standing is None else found.replaced
    outcome.append(student)
    stays = outcome is found.unchanged or outcome is found.older
    retimed = outcome is found.unchanged and told and before != latest.handed_in
    if retimed:
        found.retimed.append(student)
    counts = before if stays and before and not retimed else latest.handed_in
    if days := course.late_days(week, student, counts):
        found.late[student] = days
    if dry_run:
        return
    kept = course.root / "collected" / week / student
    if standing is not None:
        _keep(kept, week, standing, before, "submitted/")
    for attempt in attempts:
        _keep(kept, week, attempt.content, attempt.handed_in, attempt.path)
    if retimed or not stays:
        _replace(target, week, latest)


def _standing(target: Path, week: str, opened: contextlib.ExitStack) -> Content | None:
    """The notebook that stands in submitted/ now."""
    notebooks = sorted(target.glob("*.ipynb"), key=lambda p: p.name != f"{week}.ipynb")
    return opened.enter_context(content_of(notebooks[0])) if notebooks else None


def _keep(kept: Path, week: str, content: Content, handed_in: datetime.datetime | None, origin: str) -> None:
    """Keep an attempt once, under its time."""
    for path in kept.glob(f"*/{week}.ipynb"):
        with content_of(path) as known:
            if known == content:
                return
    name = handed_in.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ") if handed_in else "time-unknown"
    names = [name, *(f"{name}-{n}" for n in range(2, 1000))]
    folder = next(kept / n for n in names if not (kept / n).exists())
    _write(folder, week, content, handed_in)
    # What the LMS called it: a feedback upload wants the same name again.
    (folder / "origin.txt").write_text(printable(origin, 400) + "\n", encoding="utf-8")


def _replace(target: Path, week: str, attempt: Attempt) -> None:
    """Put an attempt in the place of what stands there, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{week}-", dir=target.parent))
    try:
        scratch.chmod(0o755)
        _write(scratch / "new", week, attempt.content, attempt.handed_in)
        if target.exists():
            os.rename(target, scratch / "old")
        os.rename(scratch / "new", target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write(folder: Path, week: str, content: Content, handed_in: datetime.datetime | None) -> None:
    folder.mkdir(parents=True)
    content.write(folder / f"{week}.ipynb")
    if handed_in:
        (folder / "timestamp.txt").write_text(stamp(handed_in), encoding="utf-8")
