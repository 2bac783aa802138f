"""Collecting: what Moodle, Canvas, folders and checkouts give, and what hostile archives try."""

import datetime
import io
import json
import os
import random
import struct
import subprocess
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from typer.testing import CliRunner

from autograder.course.class_list import ClassList, Sender
from autograder.course.course import Course
from autograder.course.folders import stamped
from autograder.errors import UserError
from autograder.lms import arrivals
from autograder.lms.collect import collect, sender_of
from autograder.lms.hand_in_times import hand_in_times
from autograder.submission.notebook import read, read_file

COURSE = """\
name = "A course"
institution = "A university"
time_zone = "Europe/Helsinki"
first_thursday = 2021-01-21
[[weeks]]
id = "week1"
title = "One"
"""
CLASS = """\
id,name,email,moodle,canvas,github
s1,Äiti Öljy,s1@example.org,101,,
s2,"Comma, With",s2@example.org,,202,
s3,Twin Name,s3@example.org,303,,octo-three
s4,Twin Name,s4@example.org,404,,
s5,One Two Three,s5@example.org,,,
"""
IN_TIME = (2021, 1, 28, 12, 0, 0)
LATE = (2021, 1, 29, 12, 0, 0)


def notebook(text="x"):
    return json.dumps({"cells": [], "metadata": {"note": text}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    (root / "course.toml").write_text(COURSE)
    (root / "students.csv").write_text(CLASS, encoding="utf-8")
    return Course.load(root)


@pytest.fixture
def listed(course):
    return ClassList.load(course.root / "students.csv")


@pytest.fixture
def pack(tmp_path):
    """Makes a zip from name -> bytes, or (name, time) -> bytes."""
    def make(files, name="all.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, content in files.items():
                entry, time = key if isinstance(key, tuple) else (key, IN_TIME)
                info = entry if isinstance(entry, zipfile.ZipInfo) else zipfile.ZipInfo(entry, time)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return path

    return make


def submitted(course, student):
    return (course.root / "submitted" / student / "week1" / "week1.ipynb").read_bytes()


def everything_in(course):
    return sorted(str(p.relative_to(course.root)) for p in course.root.rglob("*") if p.is_file())


def test_a_moodle_zip_with_and_without_folders(course, listed, pack):
    found = collect(course, "week1", pack({
        "Äiti Öljy_5501_assignsubmission_file_/week1.ipynb": notebook("1"),
        "With Comma_5502_assignsubmission_file/my answer week1.ipynb": notebook("2"),
        "Twin Name_303_assignsubmission_file_week1.ipynb": notebook("3"),
        "Somebody Else_5504_assignsubmission_file_/week1.ipynb": notebook("4"),
        "One Two Three_5505_assignsubmission_onlinetext_/onlinetext.html": b"hello",
    }), listed)
    assert found.new == ["s1", "s2", "s3"]
    assert found.missing == ["s4", "s5"]
    assert [(u.path, u.why) for u in found.unknown] == [
        ("Somebody Else_5504_assignsubmission_file_/week1.ipynb", "nobody in the class list is called so")]
    assert [u.why for u in found.left_out] == ["not a notebook"]
    assert submitted(course, "s2") == notebook("2")


def test_two_students_of_one_name_are_told_apart_by_number_or_not_at_all(course, listed, pack):
    found = collect(course, "week1", pack({"Twin Name_999_assignsubmission_file_/week1.ipynb": notebook()}), listed)
    assert not found.new
    assert found.unknown[0].why == ("s3, s4 are all called so; the column moodle of the class list can tell them apart "
                                    "(999 here)")


def test_moodles_number_of_another_assignment_names_nobody_else(course, listed, pack):
    """Moodle numbers participants anew in each assignment: 101, which was s1's once, is s5's here."""
    found = collect(course, "week1", pack({"One Two Three_101_assignsubmission_file_/week1.ipynb": notebook(),
                                           "A Stranger_303_assignsubmission_file_/week1.ipynb": notebook()}), listed)
    assert found.new == ["s5"] and len(found.unknown) == 1


def test_blind_marking_leaves_only_the_number(course, listed, pack):
    path = pack({"Participant_404_assignsubmission_file_/week1.ipynb": notebook()})
    assert collect(course, "week1", path, listed).new == ["s4"]


def test_a_canvas_zip_with_late_marks_and_resubmissions(course, listed, pack):
    found = collect(course, "week1", pack({
        "commawith_202_9001_week1.ipynb": notebook("first"),
        "commawith_202_9002_week1-1.ipynb": notebook("second"),
        ("threeonetwo_late_205_9003_week1.ipynb", LATE): notebook("late"),
        ("öljyäiti_201_9004_week1.ipynb", LATE): notebook("in time"),
    }), listed)
    assert found.new == ["s1", "s2", "s5"]
    assert submitted(course, "s2") == notebook("second")
    # The zip's times are those of the download: s1 is in time because Canvas does not say otherwise.
    assert found.late == {"s5": 1}
    assert found.notes[0].startswith("s5: late by the time in the zip")
    kept = sorted((course.root / "collected/week1/s2").glob("*/week1.ipynb"))
    assert [p.read_bytes() for p in kept] == [notebook("first"), notebook("second")]


def test_a_folder_of_notebooks_named_by_student(course, listed, tmp_path):
    folder = tmp_path / "handed in"
    folder.mkdir()
    for name in ("s1.ipynb", "week1_s2.ipynb", "s5@example.org.ipynb", "One Two Threee.ipynb", "notes.txt"):
        (folder / name).write_bytes(notebook(name))
    found = collect(course, "week1", folder, listed)
    assert found.new == ["s1", "s2", "s5"]
    assert [u.path for u in found.unknown] == ["One Two Threee.ipynb"]
    assert [u.path for u in found.left_out] == ["notes.txt"]


def test_a_name_with_digits_that_are_no_numbers_is_ordered_like_another(course, listed, pack):
    found = collect(course, "week1", pack({"s1/a1\u00b23 week1.ipynb": notebook(), "s1/week1.ipynb": notebook("2")}), listed)
    assert found.new == ["s1"]


def test_checkouts_are_dated_by_their_last_commit(course, listed, tmp_path):
    folder = tmp_path / "checkouts"
    for name, when in (("week1-octo-three", "2021-01-28T10:00:00+02:00"), ("s1", "2021-01-30T10:00:00+02:00")):
        checkout = folder / name
        (checkout / "week1").mkdir(parents=True)
        (checkout / "week1" / "week1.ipynb").write_bytes(notebook(name))
        (checkout / "data.ipynb").write_bytes(notebook("not this one"))
        git = ["git", "-C", str(checkout), "-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "done"], check=True, env={**os.environ, "GIT_COMMITTER_DATE": when})
    found = collect(course, "week1", folder, listed)
    assert found.new == ["s1", "s3"] and found.late == {"s1": 2}
    assert submitted(course, "s3") == notebook("week1-octo-three")
    assert [u.path for u in found.left_out] == ["s1/data.ipynb", "week1-octo-three/data.ipynb"]


@pytest.mark.parametrize("change, told", [(lambda raw: raw + b" ", True), (lambda raw: raw.replace(b"\n", b"\r\n"), False)],
                         ids=["edited", "other line ends"])
def test_a_checkout_that_was_edited_since_its_last_commit_is_told(course, listed, tmp_path, change, told):
    checkout = tmp_path / "checkouts" / "s1"
    checkout.mkdir(parents=True)
    file = checkout / "week1.ipynb"
    file.write_bytes(notebook() + b"\n")
    git = ["git", "-C", str(checkout), "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "done"]):
        subprocess.run([*git, *words], check=True)
    file.write_bytes(change(file.read_bytes()))
    notes = collect(course, "week1", tmp_path / "checkouts", listed, dry_run=True).notes
    assert any("s1: s1/week1.ipynb was edited since the last commit" in note for note in notes) == told


def test_a_checkouts_settings_run_nothing(course, listed, tmp_path):
    checkout, canary = tmp_path / "checkouts" / "s1", tmp_path / "canary"
    checkout.mkdir(parents=True)
    (checkout / "week1.ipynb").write_bytes(notebook())
    subprocess.run(["git", "-C", str(checkout), "init", "-q"], check=True)
    command = f"touch {canary};"
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "gpg.program", "diff.external", "core.editor"):
        subprocess.run(["git", "-C", str(checkout), "config", key, command], check=True)
    subprocess.run(["git", "-C", str(checkout), "config", "log.showSignature", "true"], check=True)
    subprocess.run(["git", "-C", str(checkout), "status"], capture_output=True)
    assert canary.exists(), "the attack works where it is not stopped"
    canary.unlink()
    assert collect(course, "week1", tmp_path / "checkouts", listed).new == ["s1"]
    assert not canary.exists()


def test_a_folder_around_everything_is_looked_through(course, listed, pack):
    path = pack({"submissions/s1.ipynb": notebook("1"), "submissions/s2/week1.ipynb": notebook("2"),
                 "__MACOSX/submissions/._s1.ipynb": b"", "submissions/.DS_Store": b""})
    found = collect(course, "week1", path, listed)
    assert found.new == ["s1", "s2"] and not found.left_out


def test_one_student_cannot_hand_in_for_another(course, listed, pack):
    found = collect(course, "week1", pack({
        "Äiti Öljy_1_assignsubmission_file_/s2.ipynb": notebook(), "s5/s2/week1.ipynb": notebook(),
        "Nobody_7_assignsubmission_file_x_101_assignsubmission_file_week1.ipynb": notebook(),
    }), listed)
    assert found.new == ["s1", "s5"] and len(found.unknown) == 1


def test_the_time_stamp_is_one_that_nbgrader_reads(course, listed, pack):
    collect(course, "week1", pack({("s1.ipynb", LATE): notebook()}), listed)
    folder = course.root / "submitted/s1/week1"
    assert CourseDirectory().get_existing_timestamp(str(folder)) == datetime.datetime(2021, 1, 29, 10, 0, 0)
    assert stamped(folder) == datetime.datetime(2021, 1, 29, 10, tzinfo=datetime.UTC)


def test_a_zips_exact_time_is_used_where_it_has_one(course, listed, pack):
    info = zipfile.ZipInfo("s1.ipynb", IN_TIME)
    moment = datetime.datetime(2021, 1, 28, 21, 59, 59, tzinfo=datetime.UTC)
    info.extra = struct.pack("<HHBI", 0x5455, 5, 1, int(moment.timestamp()))
    collect(course, "week1", pack({info: notebook()}), listed)
    assert stamped(course.root / "submitted/s1/week1") == moment


def test_a_later_attempt_replaces_an_earlier_one_and_both_are_kept(course, listed, pack):
    first = pack({"s1.ipynb": notebook("first")})
    assert collect(course, "week1", first, listed).new == ["s1"]
    assert collect(course, "week1", first, listed).unchanged == ["s1"]
    found = collect(course, "week1", pack({("s1.ipynb", LATE): notebook("second")}), listed)
    assert (found.replaced, found.late) == (["s1"], {"s1": 1})
    assert submitted(course, "s1") == notebook("second")
    first = pack({"s1.ipynb": notebook("first")})
    assert collect(course, "week1", first, listed).older == ["s1"]
    assert submitted(course, "s1") == notebook("second")
    kept = sorted((course.root / "collected/week1/s1").iterdir())
    assert [p.name for p in kept] == ["2021-01-28T10-00-00Z", "2021-01-29T10-00-00Z"]
    assert (kept[0] / "origin.txt").read_text() == "s1.ipynb\n"


def test_the_same_work_downloaded_again_keeps_its_first_time(course, listed, pack):
    collect(course, "week1", pack({"s1.ipynb": notebook()}), listed)
    found = collect(course, "week1", pack({("s1.ipynb", LATE): notebook()}), listed)
    assert found.unchanged == ["s1"] and not found.late


WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Last modified (submission)
Participant 5501,Äiti Öljy,s1@example.org,Submitted for grading,,"Thursday, 28 January 2021, 11:59 PM"
Participant 303,Twin Name,,Submitted for grading,,"Saturday, 30 January 2021, 9:05 AM"
Participant 404,Twin Name,,No submission,,-
Participant 999,Somebody Else,,Submitted for grading,,"Saturday, 30 January 2021, 9:05 AM"
"""


def test_moodles_worksheet_tells_when_work_was_handed_in(course, listed, pack, tmp_path):
    (tmp_path / "grades.csv").write_text(WORKSHEET, encoding="utf-8-sig")
    times, notes = hand_in_times(tmp_path / "grades.csv", listed, course.zone)
    downloaded = (2021, 2, 3, 12, 0, 0)
    path = pack({("Äiti Öljy_5501_assignsubmission_file_/week1.ipynb", downloaded): notebook("1"),
                 ("Twin Name_303_assignsubmission_file_/week1.ipynb", downloaded): notebook("3")})
    before = collect(course, "week1", path, listed)
    assert before.late == {"s1": 6, "s3": 6} and before.notes[0].startswith("s1, s3: late by the time in the zip")
    after = collect(course, "week1", path, listed, times=times)
    assert (after.unchanged, after.retimed, after.late, after.notes) == (["s1", "s3"], ["s1", "s3"], {"s3": 2}, [])
    handed_in = datetime.datetime(2021, 1, 28, 21, 59, tzinfo=datetime.UTC)
    assert stamped(course.root / "submitted/s1/week1") == handed_in
    assert notes == ["rows of grades.csv that fit no student: Participant 999."]


@pytest.mark.parametrize("text, says", [
    ("id,when\ns1,2021-01-28\n", 'no column "time"'),
    ("id,time\ns1,torstaina\n", "line 2: 'torstaina' is not a time"),
    ("id,time\ns1,99999999999999999999\n", "line 2"),
    ("", "is empty"),
])
def test_a_table_of_times_that_cannot_be_read_is_told(course, listed, tmp_path, text, says):
    (tmp_path / "times.csv").write_text(text)
    with pytest.raises(UserError, match=says):
        hand_in_times(tmp_path / "times.csv", listed, course.zone)


def test_what_stood_in_submitted_without_being_collected_is_kept_too(course, listed, pack):
    folder = course.root / "submitted/s1/week1"
    folder.mkdir(parents=True)
    (folder / "week1.ipynb").write_bytes(notebook("by hand"))
    collect(course, "week1", pack({"s1.ipynb": notebook("new")}), listed)
    assert (course.root / "collected/week1/s1/time-unknown/week1.ipynb").read_bytes() == notebook("by hand")


def test_a_dry_run_writes_nothing(course, listed, pack):
    before = everything_in(course)
    assert collect(course, "week1", pack({"s1.ipynb": notebook()}), listed, dry_run=True).new == ["s1"]
    assert everything_in(course) == before


def test_without_a_class_list_ids_come_from_names(course, pack):
    found = collect(course, "week1", pack({
        "Äiti Öljy_5501_assignsubmission_file_/week1.ipynb": notebook(), "student07.ipynb": notebook(),
        "..._1_2_week1.ipynb": notebook(), "日本.ipynb": notebook(),
    }), None)
    assert found.new == ["1", "aiti-oljy-5501", "student07"]
    assert [u.path for u in found.unknown] == ["日本.ipynb"]


# Hostile archives. Whatever they hold, the honest notebook beside it comes in and nothing is written elsewhere.

def refused(course, listed, path):
    found = collect(course, "week1", path, listed)
    assert found.new == ["s1"]
    assert everything_in(course) == sorted([
        "course.toml", "students.csv", "submitted/s1/week1/timestamp.txt", "submitted/s1/week1/week1.ipynb",
        *(f"collected/week1/s1/2021-01-28T10-00-00Z/{n}" for n in ("origin.txt", "timestamp.txt", "week1.ipynb"))])
    return [item.why for item in [*found.left_out, *found.unknown]]


@pytest.mark.parametrize("name", [
    "../../s2.ipynb", "/etc/s2.ipynb", "s2/../../../week1.ipynb", "..\\..\\s2.ipynb", "C:\\s2.ipynb",
    "\\\\host\\s2.ipynb",
])
def test_a_name_that_leads_out_is_refused(course, listed, pack, name):
    path = pack({"s1.ipynb": notebook(), name: notebook()})
    assert refused(course, listed, path) == ["its name leads out of the archive"]


@pytest.mark.parametrize("name, why", [
    ("s2" + "x" * 5000 + ".ipynb", "its name is too long"),
    ("/".join(["s2"] * 40) + ".ipynb", "its name is too long"),
    ("s2\x1b[2J\x07.ipynb", "its name holds control characters"),
    ("s2\n.ipynb", "its name holds control characters"),
    ("‮s2.ipynb", "nobody in the class list is called so"),
    ("😀" * 40 + ".ipynb", "nobody in the class list is called so"),
])
def test_an_absurd_name_is_refused_and_printed_harmlessly(course, listed, pack, name, why):
    path = pack({"s1.ipynb": notebook(), name: notebook()})
    assert refused(course, listed, path) == [why]
    told = "\n".join(collect(course, "week1", path, listed).told())
    assert all(c.isprintable() or c == "\n" for c in told) and max(map(len, told.splitlines())) < 300


def test_a_nul_in_a_name_is_refused(course, listed, pack):
    path = pack({"s1.ipynb": notebook(), "s2.ipynb#.txt.ipynb": notebook()})
    path.write_bytes(path.read_bytes().replace(b"#", b"\0"))
    assert refused(course, listed, path) == ["its name holds control characters"]


def test_a_name_in_utf8_without_the_flag_is_understood(course, listed, pack):
    path = pack({"Äiti Öljy_1_assignsubmission_file_/week1.ipynb": notebook()})
    flagged = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    unflagged = bytearray(flagged)
    for offset in (6, start + 8):
        unflagged[offset + 1] &= ~0x08
    path.write_bytes(bytes(unflagged))
    assert collect(course, "week1", path, listed).new == ["s1"]


def test_links_and_devices_in_a_zip_are_refused(course, listed, pack):
    link, fifo = zipfile.ZipInfo("s2.ipynb", IN_TIME), zipfile.ZipInfo("s3/week1.ipynb", IN_TIME)
    link.external_attr, fifo.external_attr = 0o120777 << 16, 0o010644 << 16
    path = pack({"s1.ipynb": notebook(), link: b"/etc/passwd", fifo: b""})
    assert sorted(refused(course, listed, path)) == ["a link, not a file", "not a plain file"]


def test_links_devices_and_deep_folders_on_disk_are_refused(course, listed, tmp_path):
    folder = tmp_path / "handed in"
    deep = folder / "s2" / Path(*["d"] * 30)
    deep.mkdir(parents=True)
    (deep / "week1.ipynb").write_bytes(notebook())
    (folder / "s1.ipynb").write_bytes(notebook())
    moment = datetime.datetime(2021, 1, 28, 10, tzinfo=datetime.UTC).timestamp()
    os.utime(folder / "s1.ipynb", (moment, moment))
    (folder / "s3.ipynb").symlink_to("/etc/passwd")
    (folder / "s4").symlink_to("/etc", target_is_directory=True)
    os.mkfifo(folder / "s5.ipynb")
    (folder / "s2" / "loop").symlink_to(folder)
    assert sorted(refused(course, listed, folder)) == [
        "a link, not a file", "a link, not a file", "a link, not a file", "not a plain file",
        "too deep inside other folders"]


def test_a_name_on_disk_that_is_no_text_is_refused(course, listed, tmp_path):
    folder = tmp_path / "handed in"
    folder.mkdir()
    (folder / "s1.ipynb").write_bytes(notebook())
    with open(os.fsencode(folder) + b"/\xff\xfe.ipynb", "wb") as file:
        file.write(notebook())
    found = collect(course, "week1", folder, listed)
    assert found.new == ["s1"] and len(found.unknown) == 1
    "\n".join(found.told()).encode("utf-8")


def test_a_zip_bomb_costs_no_memory(course, listed, pack, monkeypatch):
    monkeypatch.setattr(arrivals, "LARGEST_NOTEBOOK", 64_000_000)
    path = pack({"s1.ipynb": notebook(), "s2.ipynb": bytes(300 << 20)})
    assert path.stat().st_size < 400_000
    tracemalloc.start()
    assert refused(course, listed, path) == ["larger than 64 MB"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 << 20


def test_a_notebook_that_is_large_by_its_old_outputs_is_taken(course, listed, pack):
    told = {"cell_type": "code", "source": "1 + 1", "metadata": {}, "execution_count": 1, "outputs": [
        {"output_type": "stream", "name": "stdout", "text": "epoch 1 loss 0.5\n" * 5_000_000}]}
    large = json.dumps({"cells": [told], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    assert len(large) > 90_000_000
    path = pack({"s1/week1.ipynb": large})
    tracemalloc.start()
    found = collect(course, "week1", path, listed)
    assert collect(course, "week1", path, listed).unchanged == ["s1"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.new == ["s1"] and not found.left_out and peak < 40_000_000
    taken = course.root / "submitted" / "s1" / "week1" / "week1.ipynb"
    assert taken.stat().st_size == len(large)
    raw, said = read_file(taken)
    assert [cell.source for cell in read(raw).cells] == ["1 + 1"] and "old outputs were left out" in said[0]


def test_a_bomb_that_lies_about_its_size_is_cut_off(course, listed, pack):
    path = pack({"s1.ipynb": notebook(), "s2.ipynb": bytes(300 << 20)})
    true, lie = struct.pack("<I", 300 << 20), struct.pack("<I", 1000)
    assert path.read_bytes().count(true) == 2
    path.write_bytes(path.read_bytes().replace(true, lie))
    tracemalloc.start()
    assert refused(course, listed, path)[0].startswith("damaged")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 << 20


def test_files_that_share_their_bytes_count_each_time(course, listed, pack, monkeypatch):
    monkeypatch.setattr(arrivals, "LARGEST_CLASS", 3 << 20)
    path = pack({"s1.ipynb": notebook(), **{f"s2/{n}/week1.ipynb": bytes(1 << 20) for n in range(5)}})
    with zipfile.ZipFile(path) as archive:
        entries = [i for i in archive.infolist() if i.filename.startswith("s2/")]
        start = archive.start_dir
    content = bytearray(path.read_bytes())
    for info in entries[1:]:
        # Every entry of the list of contents points to the first one's bytes.
        place = content.index(struct.pack("<I", info.header_offset), start)
        content[place:place + 4] = struct.pack("<I", entries[0].header_offset)
    path.write_bytes(bytes(content))
    found = collect(course, "week1", path, listed)
    assert "s1" in found.new and all("damaged" in i.why or "in all" in i.why for i in found.left_out) and found.left_out


def test_encrypted_and_oddly_packed_files_are_refused(course, listed, tmp_path, pack):
    path = pack({"s1.ipynb": notebook(), "s2.ipynb": notebook("secret")})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("s2.ipynb")
        place = path.read_bytes().index(b"PK\x01\x02", archive.start_dir + 4)
    content = bytearray(path.read_bytes())
    content[info.header_offset + 6] |= 1
    content[place + 8] |= 1
    path.write_bytes(bytes(content))
    assert refused(course, listed, path) == ["encrypted"]
    with zipfile.ZipFile(path, "w") as archive:
        packings = (zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
        for name, packing in zip(("s1.ipynb", "s2.ipynb", "s3.ipynb"), packings):
            archive.writestr(zipfile.ZipInfo(name, IN_TIME), notebook(), packing)
    found = collect(course, "week1", path, listed)
    assert [i.why for i in found.left_out] == ["packed in a way that no LMS uses"] * 2


def test_a_zip_inside_the_zip_is_not_opened(course, listed, pack):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("week1.ipynb", notebook())
    why, = refused(course, listed, pack({"s1.ipynb": notebook(), "s2/week1.zip": inner.getvalue()}))
    assert why.startswith("an archive inside is not opened")


def test_damaged_bytes_cost_only_that_file(course, listed, pack):
    path = pack({"s1.ipynb": notebook(), "s2.ipynb": os.urandom(5000)})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("s2.ipynb").header_offset + 200
    content[place:place + 40] = bytes(40)
    path.write_bytes(bytes(content))
    assert refused(course, listed, path)[0].startswith("damaged")


def test_a_file_without_a_date_is_refused(course, listed, pack):
    path = pack({"s1.ipynb": notebook(), "s2.ipynb": notebook()})
    with zipfile.ZipFile(path) as archive:
        place = path.read_bytes().index(b"PK\x01\x02", archive.start_dir + 4)
    content = bytearray(path.read_bytes())
    content[place + 12:place + 16] = bytes(4)
    path.write_bytes(bytes(content))
    assert refused(course, listed, path) == ["it has no valid date, so when it was handed in is not known"]


def test_a_hundred_thousand_files_are_refused_at_once(course, listed, tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(60_000):
            archive.writestr(zipfile.ZipInfo(f"{number}.ipynb"), b"")
    tracemalloc.start()
    with pytest.raises(UserError, match="no class's work"):
        collect(course, "week1", path, listed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 << 20 and everything_in(course) == ["course.toml", "students.csv"]


@pytest.mark.parametrize("content", [
    b"", b"not a zip", b"PK\x05\x06" + bytes(18), b"PK\x05\x06" + b"\xff" * 18, b"PK\x03\x04" + os.urandom(200),
    b"PK\x06\x07" + b"\xff" * 16 + b"PK\x05\x06" + b"\xff" * 18,
])
def test_what_is_no_zip_is_a_users_mistake(course, listed, tmp_path, content):
    path = tmp_path / "bad.zip"
    path.write_bytes(content)
    try:
        assert not collect(course, "week1", path, listed).new  # an empty zip is one
    except UserError as error:
        assert "bad.zip" in str(error)


def test_random_damage_to_a_zip_never_gives_a_traceback(course, listed, pack):
    whole = pack({f"s{n}.ipynb": notebook() * 20 for n in range(1, 6)}).read_bytes()
    rng = random.Random(1)
    for _ in range(400):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 8)):
            place = rng.randrange(len(content) - 8)
            content[place:place + rng.choice((1, 1, 4))] = rng.choice((
                b"", bytes([rng.randrange(256)]), b"\xff\xff\xff\xff", b"PK\5\6", b"PK\1\2", b"PK\6\7", bytes(4)))
        (course.root / "x.zip").write_bytes(bytes(content))
        try:
            "\n".join(collect(course, "week1", course.root / "x.zip", listed, dry_run=True).told()).encode("utf-8")
        except UserError as error:
            assert "x.zip" in str(error)


def test_a_name_that_is_one_nul_byte_is_refused(course, listed, pack):
    path = pack({"s1.ipynb": notebook(), "@": notebook()})
    with zipfile.ZipFile(path) as archive:
        starts = [archive.getinfo("@").header_offset, path.read_bytes().index(b"PK\x01\x02", archive.start_dir + 4)]
    content = bytearray(path.read_bytes())
    content[starts[0] + 30] = content[starts[1] + 46] = 0
    path.write_bytes(bytes(content))
    assert refused(course, listed, path) == ["its name holds control characters"]


def test_a_cut_off_download_is_a_users_mistake(course, listed, pack):
    path = pack({"s1.ipynb": notebook(), "s2.ipynb": notebook()})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UserError, match="neither a zip nor a folder"):
        collect(course, "week1", path, listed)


def test_a_notebook_that_is_no_json_still_comes_in(course, listed, pack):
    """What is wrong with it is for grading to say."""
    assert collect(course, "week1", pack({"s1.ipynb": b"\xff\xfe{"}), listed).new == ["s1"]


@pytest.mark.parametrize("path, name, number, lms", [
    ("A B_1_assignsubmission_file_/x.ipynb", "A B", "1", "moodle"),
    ("A_2 B_17_assignsubmission_file_x.ipynb", "A_2 B", "17", "moodle"),
    ("Participant_17_assignsubmission_file/x.ipynb", "Participant", "17", "moodle"),
    ("bdoe_12_34_x.ipynb", "bdoe", "12", "canvas"),
    ("b__doe_LATE_12_34_x_5_6_y.ipynb", "b__doe", "12", "canvas"),
    ("week1-octocat/notebooks/week1.ipynb", "octocat", "", ""),
    ("octocat_week1.ipynb", "octocat", "", ""),
    ("week1.ipynb", "week1", "", ""),
])
def test_who_a_path_says_it_is_from(path, name, number, lms):
    assert sender_of(path, "week1")[0] == Sender(name, number, lms)


@pytest.mark.parametrize("text, says", [
    ("name,email\na,b\n", "line 1: there is no column id; the first line names the columns: id and any of name"),
    ("", "line 1: there are no columns; the first line names the columns"),
    ("id,naem,email\ns1,A,b\n", "line 1: there is no such column: 'naem'; the first line names the columns"),
    ("id,name,,group\ns1,A,,b\n", "line 1: there is no such column: without a name, 'group'; the first line"),
    ("id,name,name\ns1,A,b\n", "line 1: the column name stands there more than once"),
    ("id,name\ns1,A\ns1,B\n", "line 3: the id 's1' stands in line 2 already"),
    ("id,name\n../x,A\n.hidden,B\na b,C\n,D\n", "line 2: the id '../x' cannot name a folder"),
    ("id,name\ns1,Family, Given\n", "line 2: 3 values, 2 columns"),
    ("id,name\n" + "x" * 65 + ",A\n", "64 at most"),
])
def test_a_mistake_in_the_class_list_is_named_with_its_line(tmp_path, text, says):
    (tmp_path / "students.csv").write_text(text)
    with pytest.raises(UserError, match=says.replace("(", r"\(")):
        ClassList.load(tmp_path / "students.csv")


def test_a_class_list_from_a_spreadsheet_is_read(tmp_path):
    (tmp_path / "students.csv").write_bytes("﻿ID;Name\r\ns1;Äiti, Öljy\r\n\r\n".encode())
    listed = ClassList.load(tmp_path / "students.csv")
    assert listed.find(Sender("öljy äiti")).id == "s1" and listed["s1"].name == "Äiti, Öljy"


def command(*words):
    import typer

    from autograder.commands.term import add_commands

    app = typer.Typer()
    app.callback()(lambda: None)
    add_commands(app)
    return CliRunner().invoke(app, [str(w) for w in words])


def test_the_command_tells_everything_and_its_exit_codes(course, pack):
    path = pack({"s1.ipynb": notebook(), "x.pdf": b"", ("who.ipynb", LATE): notebook()})
    done = command("collect", "week1", path, "--root", course.root, "--dry-run")
    assert done.exit_code == 0 and "1 new" in done.output and "dry run" in done.output
    assert "missing (4): s2, s3, s4, s5" in done.output
    assert "unknown: who.ipynb: nobody" in done.output and "left out: x.pdf: not a notebook" in done.output
    assert command("collect", "week1", path, "--root", course.root, "--strict").exit_code == 1
    for words in (("collect", "week9", path), ("collect", "week1", "nowhere.zip")):
        assert isinstance(command(*words, "--root", course.root).exception, UserError)
    assert "Example: autograder collect" in command("collect", "--help").output
