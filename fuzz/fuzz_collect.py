"""Fuzzing of what takes hand-ins: zips of any bytes, files of any name; and of dates.

Anything but a Collection or a UserError is a crash, and nothing is ever written outside of the course."""

from __future__ import annotations

import contextlib
import datetime
import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["autograder.lms", "autograder.course.class_list", "autograder.course.people",
"zipfile"]):
    from autograder.course.class_list import ClassList
    from autograder.course.course import Course
    from autograder.errors import UserError
    from autograder.lms import arrivals
    from autograder.lms.collect import collect
    from autograder.lms.dates import NoTime, moment

from fuzz.pieces import bounded, run, text_of

ROOT = Path(__file__).resolve().parent.parent
PLACE = Path(tempfile.mkdtemp(prefix="fuzz-collect-"))
NAMES = ["/", "..", "\\", "_", " ", "-", "week1", ".ipynb", "Student 01", "student01", "_1001_", "_assignsubmission_file_",
         "1001", "student01_1001_5_week1.ipynb", "_attempt_",
         "_2021-01-28-10-00-00_", ".txt", "submission_metadata.yml", "submission_1", "LATE_", "C:", "\u202e", "\0", "é",
         "e\u0301", ".zip", "__MACOSX", "'", "&", ".."]
YAML = ["submission_1:", "\n", "  ", ":submitters:", "- ", ":name: ", ":email: ", ":sid: ", ":created_at: ",
        "2021-01-28 10:00:00", "&a", "*a", "[", "]", "{", "}", "!!python/object:", '"', "\t", "x", "? "]
TIMES = ["2021", "-", "01", "28", ".", ":", " ", "T", "Z", "10:00", "Thursday", "January", "pm", "EST", "+02:00",
         "28 tammikuuta", "3.2.2021", "99", ",", "1/2/2021", "\u0661"]


def one(data: bytes) -> None:
    """Collect from a zip; read a date."""
    choices = atheris.FuzzedDataProvider(data)
    course = PLACE / "course"
    if not course.exists():
        course.mkdir()
        for name in ("course.toml", "students.csv"):
            shutil.copy(ROOT / name, course / name)
    raw = choices.ConsumeBytes(4000) if choices.ConsumeIntInRange(0, 3) == 0 else packed(choices)
    (PLACE / "all.zip").write_bytes(raw)
    loaded, listed = Course.load(course), ClassList.load(course / "students.csv")
    with bounded(10):
        try:
            found = collect(loaded, "week1", PLACE / "all.zip", listed, dry_run=choices.ConsumeBool())
            assert all(line.isprintable() for line in found.told()), list(found.told())
        except UserError:
            pass
        with contextlib.suppress(NoTime, OverflowError):
            moment(text_of(choices, TIMES, 200), datetime.UTC, {})
    assert {p.name for p in PLACE.iterdir()} == {"course", "all.zip"}
    assert {p.name for p in course.iterdir()} <= {"course.toml", "students.csv", "submitted", "collected"}
    for folder in ("submitted", "collected"):
        shutil.rmtree(course / folder, ignore_errors=True)


def packed(choices: atheris.FuzzedDataProvider) -> bytes:
    """A zip of a few files, some bytes of it wrong."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for _ in range(choices.ConsumeIntInRange(0, 5)):
            info = zipfile.ZipInfo("x", (2021, 1, 28, 10, 0, 0))
            info.filename = text_of(choices, NAMES, 300).replace("\0", "") or "x"
            is_paper = "metadata" in info.filename
            body = text_of(choices, YAML, 3000) if is_paper else '{"cells": []}' * choices.ConsumeIntInRange(0, 3)
            archive.writestr(info, body)
    raw = bytearray(out.getvalue())
    for _ in range(choices.ConsumeIntInRange(0, 3)):
        raw[choices.ConsumeIntInRange(0, len(raw) - 1)] = choices.ConsumeIntInRange(0, 255)
    return bytes(raw)


if __name__ == "__main__":
    arrivals.LARGEST_NOTEBOOK = 1_000_000
    run(one, [bytes((43 * i + n) % 256 for i in range(300)) for n in range(10)])
    shutil.rmtree(PLACE)
