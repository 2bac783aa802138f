"""autograder doctor finds out by doing."""

import os
import subprocess
import sys
from pathlib import Path

from autograder.grading.doctor import examine
from tests.this_course import ROOT


def test_everything_is_well_on_the_machine_that_runs_these_tests():
    findings = list(examine(ROOT))
    assert [f.what for f in findings if not f.well] == []
    assert any("a plot is drawn" in f.what for f in findings)


def test_a_machine_without_bubblewrap_is_told_what_to_do(tmp_path):
    path = os.pathsep.join([str(Path(sys.executable).parent), str(tmp_path)])
    done = subprocess.run([sys.executable, "-m", "autograder", "doctor"], cwd=ROOT, env={**os.environ, "PATH": path},
                          capture_output=True, text=True)
    assert done.returncode == 3
    assert "apt-get install bubblewrap" in done.stdout
    assert "Traceback" not in done.stderr


def test_marking_without_a_sandbox_stops_with_exit_code_3(tmp_path):
    path = os.pathsep.join([str(Path(sys.executable).parent), str(tmp_path)])
    done = subprocess.run([sys.executable, "-m", "autograder", "mark", "week1", "release/week1/week1.ipynb"], cwd=ROOT,
                          env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 3
    assert "bubblewrap is not installed" in done.stderr and "Traceback" not in done.stderr


def test_an_unknown_processor_is_told_before_anything_starts(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    faults = [finding.what for finding in examine(ROOT) if not finding.well]
    assert len(faults) == 1 and "does not know the system calls of this processor (riscv64)" in faults[0]
    assert "aarch64 or x86_64" in faults[0]
