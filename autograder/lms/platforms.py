"""How learning platforms name what they export: who each file is from, and when it was handed in.

- Moodle: `Full Name_12345_assignsubmission_file_/x.ipynb`, or the same without the folder.
- Canvas: `lastfirst_LATE_12_345_x.ipynb`.
- Gradescope: `assignment_12_export/submission_345/x.ipynb`, and submission_metadata.yml beside the folders.
- Blackboard: `Title_username_attempt_2021-01-28-23-59-00_x.ipynb`, and a receipt of the same name without `_x.ipynb`.
- ILIAS: `Title/Submissions/Last_First_login_123/x.ipynb`, in ASCII; for groups below `Team 4/`.
- Else the first folder (`student07/`, GitHub Classroom's `week1-student07/`), or the file's name.

A student chooses the end of a path, so what stands first in it decides.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from autograder.course.class_list import Sender
from autograder.lms.arrivals import LARGEST_PAPER, Arrival, Refused
from autograder.lms.dates import NoTime, moment
from autograder.sandbox.budget import Over, within

MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(file|onlinetext)_?(?P<file>.*)")
CANVAS = re.compile(r"(?P<name>.+?)_(?P<late>(?i:late)_)?(?P<number>\d+)_\d+_(?P<file>.+)")
BLACKBOARD = re.compile(r"(?P<attempt>(?P<name>.+?)_attempt_(?P<time>\d{4}(?:-\d\d){5}))_(?P<file>.+)")
ILIAS = re.compile(r"(?P<name>[^_]+_.+_[^_]+)_(?P<number>\d+)")
GRADESCOPE = re.compile(r"(?:assignment_\d+_export/)?submission_metadata\.yml")

#: What reading a whole class's table may cost.
TABLE_SECONDS, TABLE_MB = 30, 2_000


@dataclass(frozen=True)
class Sent:
    """A notebook and whom it is from. timed: whether the platform told when; late: whether it calls it late."""

    arrival: Arrival
    sender: Sender
    timed: bool = False
    late: bool = False


def sent_from(
    notebooks: Sequence[Arrival], papers: Sequence[Arrival], wrapper: str, week: str, zone: datetime.tzinfo
) -> list[Sent]:
    """Whom each notebook is from; one of a group is there once for each member.

    papers: files of the platform itself. wrapper: a folder around everything. Raises Refused for a paper that cannot
    be read.
    """
    for paper in papers:
        if GRADESCOPE.fullmatch(paper.path):
            return _from_gradescope(paper, notebooks, week, zone)
    receipts = {paper.path.removeprefix(wrapper).removesuffix(".txt"): paper for paper in papers}
    blackboard = _is_blackboard(notebooks, receipts, wrapper)
    return [
        _from_blackboard(arrival, wrapper, receipts, zone)
        if blackboard
        else Sent(arrival, *_sender_and_late(arrival.path.removeprefix(wrapper), week))
        for arrival in notebooks
    ]


def sender_of(path: str, week: str) -> tuple[Sender, bool]:
    """Who a path says it is from, and whether the platform calls it late; for those whose paths alone say it."""
    sender, _, late = _sender_and_late(path, week)
    return sender, late


def file_name(path: str) -> str:
    """What the student called the file."""
    last = path.rpartition("/")[2]
    match = MOODLE.fullmatch(last) or BLACKBOARD.fullmatch(last) or CANVAS.fullmatch(last)
    return match["file"] if match else last


def _sender_and_late(path: str, week: str) -> tuple[Sender, bool, bool]:
    """The sender, whether the time is told, whether it is late."""
    first, _, rest = path.partition("/")
    if match := MOODLE.fullmatch(first):
        return Sender(match["name"], match["number"], "moodle"), False, False
    if not rest and (match := CANVAS.fullmatch(first)):
        return Sender(match["name"], match["number"], "canvas"), False, bool(match["late"])
    folder = rest.partition("/")[0] if "/" in rest and re.fullmatch(r"\w+ \d+", first) else first
    if rest and (match := ILIAS.fullmatch(folder)):
        words = match["name"].split("_")
        logins = tuple("_".join(words[start:]) for start in range(2, len(words)))
        return Sender(match["name"], match["number"], "ilias", logins), False, False
    name = first if rest else re.sub(r"\.ipynb(\.txt|\.json)?$", "", first, flags=re.I)
    trimmed = re.sub(rf"^{re.escape(week)}[-_. ]+|[-_. ]+{re.escape(week)}$", "", name, flags=re.I)
    return Sender(trimmed or name), False, False


def _is_blackboard(notebooks: Sequence[Arrival], receipts: dict[str, Arrival], wrapper: str) -> bool:
    """Whether all of it looks so: with a receipt each, or like no other platform's names."""
    found = [BLACKBOARD.fullmatch(arrival.path.removeprefix(wrapper)) for arrival in notebooks]
    return bool(found) and all(
        match
        and not MOODLE.fullmatch(match["attempt"] + "_")
        and (match["attempt"] in receipts or not CANVAS.fullmatch(match.string))
        for match in found
    )


def _from_blackboard(arrival: Arrival, wrapper: str, receipts: dict[str, Arrival], zone: datetime.tzinfo) -> Sent:
    match = BLACKBOARD.fullmatch(arrival.path.removeprefix(wrapper))
    assert match
    name, login = "", match["name"].rpartition("_")[2]
    if receipt := receipts.get(match["attempt"]):
        try:
            # The student's own comment stands further down.
            with receipt.read() as content:
                text = content.start(4000).decode("utf-8-sig", "replace").partition("\n")[0]
        except Refused:
            text = ""
        said = re.fullmatch(r"\s*[^:]{1,40}:\s*(.*?)\s*\(([^()]+)\)\s*", text)
        if said and match["name"].casefold().endswith("_" + said[2].casefold()):
            name, login = said[1], said[2]
    when = datetime.datetime.strptime(match["time"], "%Y-%m-%d-%H-%M-%S").replace(tzinfo=zone)
    return Sent(_at(arrival, when), Sender(name or login, "", "blackboard", (login,)), timed=True)


def _from_gradescope(paper: Arrival, notebooks: Sequence[Arrival], week: str, zone: datetime.tzinfo) -> list[Sent]:
    told = _metadata(paper)
    root = paper.path.rpartition("/")[0]
    found = []
    for arrival in notebooks:
        folder = arrival.path.removeprefix(f"{root}/" if root else "").partition("/")[0]
        record = told.get(folder)
        if not isinstance(record, dict):
            found.append(Sent(arrival, Sender(folder, "", "gradescope")))
            continue
        try:
            timed, arrival = True, _at(arrival, moment(str(record.get(":created_at", "")), zone, {}))
        except (NoTime, OverflowError):
            timed = False
        members = (
            [m for m in record.get(":submitters") or [{}] if isinstance(m, dict)]
            if isinstance(record.get(":submitters") or [{}], list)
            else [{}]
        )
        for member in members:
            clues = tuple(text for key in (":email", ":sid") if (text := str(member.get(key) or "").strip()))
            found.append(Sent(arrival, Sender(str(member.get(":name") or folder), "", "gradescope", clues), timed))
    return found


def _metadata(paper: Arrival) -> dict[object, object]:
    """Gradescope's table, every value as text: nothing is made of it that YAML could name."""
    try:
        with paper.read() as content:
            text = content.start(LARGEST_PAPER).decode("utf-8", "replace")
        told = within(_table, text, cpu_seconds=TABLE_SECONDS, memory_mb=TABLE_MB)
    except (yaml.YAMLError, RecursionError, ValueError, Over):
        raise Refused(
            "cannot be read, so it is not known whose files are whose; export from Gradescope again"
        ) from None
    if not isinstance(told, dict):
        raise Refused("holds no submissions; export from Gradescope again")
    return told


def _table(text: str) -> object:
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _at(arrival: Arrival, when: datetime.datetime) -> Arrival:
    return Arrival(arrival.path, when, arrival.read)
