"""How `make test` shares tests out: a file's to one worker, what is named as long before the rest."""

import re
import subprocess
import sys
from collections import defaultdict

from tests.conftest import LONGEST, ROOT


def test_a_files_tests_go_to_one_worker():
    done = subprocess.run([sys.executable, "-m", "pytest", "-v", "-n", "2", "-p", "no:cacheprovider", "tests/test_exam.py",
                           "tests/test_checks.py"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    workers = defaultdict(set)
    for worker, file in re.findall(r"^\[(gw\d)\].* (tests/\w+\.py)::", done.stdout, re.M):
        workers[file].add(worker)
    assert len(workers) == 2 and all(len(of) == 1 for of in workers.values()), workers


def test_what_is_named_as_long_is_there():
    for name in LONGEST:
        file, _, function = name.partition("::")
        assert f"def {function}" in (ROOT / file).read_text(encoding="utf-8")
