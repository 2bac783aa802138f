"""The recipe for systemd in docs/serve.md is one that systemd reads without a word."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

from tests.this_course import ROOT

ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.skipif(ANALYZE is None, reason="there is no systemd here")
def test_systemd_understands_its_unit(tmp_path: Path):
    found = re.search(r"(?m)^    \[Unit\]\n(?:(?:    .*)?\n)*?(?=^\S)", (ROOT / "docs" / "serve.md").read_text(encoding="utf-8"))
    assert found and "WantedBy=" in found[0]
    program = tmp_path / ".venv" / "bin" / "autograder"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    unit = tmp_path / "ccn.service"
    unit.write_text(textwrap.dedent(found[0]).replace("/srv/ccn", str(tmp_path)), encoding="utf-8")
    done = subprocess.run([str(ANALYZE), "verify", str(unit)], capture_output=True, text=True)
    # Of this machine's own units it may say what it likes.
    assert "ccn.service" not in done.stdout + done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
