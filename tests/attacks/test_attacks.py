"""Nothing gained, nothing lost, nothing left: every attack of the tables, in a real sandbox, beside right solutions."""

from __future__ import annotations

import json
import os
import platform
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from autograder.marking.marker import Marker
from tests.attacks import arena
from tests.attacks.harm import HARM
from tests.attacks.lies import LIES
from tests.attacks.reach import REACH
from tests.this_course import ROOT

#: Of so many of its own time limits a submission was not ended by any; how busy a machine is decides nothing.
HOPELESS = 10


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """What attacks go for: a file, three servers, a process, an entry of the environment. All must outlast them."""
    folder = tmp_path_factory.mktemp("submitted")
    folder.chmod(0o755)
    secret = folder / "week1.ipynb"
    secret.write_text("CANARY")
    os.environ["CANARY"] = "CANARY"
    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(10000)"])
    tcp, abstract, named = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    port = tcp.getsockname()[1]
    abstract.bind(f"\0canary-{port}")
    named.bind(f"{secret}.sock")
    for server in (tcp, abstract, named):
        server.listen(100)
        threading.Thread(target=_serve, args=(server,), daemon=True).start()
    yield {"SECRET": str(secret), "PORT": port, "VICTIM": victim.pid, "ROOT": str(ROOT)}
    assert victim.poll() is None
    assert secret.read_text() == "CANARY"
    victim.kill()
    victim.wait()
    for server in (tcp, abstract, named):
        server.close()
    del os.environ["CANARY"]


def _serve(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            try:
                connection.settimeout(1)
                connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")
                connection.recv(1000)
            except OSError:
                pass


@pytest.fixture(scope="module")
def marker():
    with Marker(lambda week: arena.LIMITS) as marker:
        yield marker


@pytest.fixture(scope="module")
def untouched(marker, known) -> dict:
    """The machine with a sandbox that ran nothing yet."""
    return _machine(marker)


@pytest.fixture
def nothing_is_left(marker, untouched):
    """Not one process, descriptor, mount or file more than before any attack."""
    yield
    end = time.monotonic() + 5
    while (now := _machine(marker)) != untouched and time.monotonic() < end:
        time.sleep(0.05)
    assert now == untouched


def _machine(marker: Marker) -> dict:
    zygote = psutil.Process(marker.sandbox._zygote.process.pid)
    return {
        "zygote": zygote.pid,
        "processes below the zygote": len(zygote.children(recursive=True)),
        "watches": len([t for t in threading.enumerate() if t.name == "watch"]),
        "descriptors": len([d for d in os.listdir("/proc/self/fd") if _points_to(d).startswith(("socket", "anon_inode:[pidfd"))]),
        "mounts": Path("/proc/self/mountinfo").read_text().count("\n"),
        "left behind": [str(p) for p in (ROOT / "left-behind", Path("/tmp/left-behind"), Path("/left-behind")) if p.exists()],
    }


def _points_to(descriptor: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return ""


def mark(marker: Marker, raw: bytes):
    started = time.monotonic()
    marked = marker.mark(arena.WEEK, raw, "week1.ipynb")
    assert time.monotonic() - started < HOPELESS * arena.LIMITS.submission_seconds, "its time limit did not end it"
    assert len(marked.model_dump_json()) < 2_000_000
    return marked


def _skip_elsewhere(attack) -> None:
    if attack.machine not in (None, platform.machine()):
        pytest.skip(f"written for {attack.machine}")


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize("name", REACH)
def test_reaching_out_gets_nothing_and_costs_nothing(name, marker, known):
    _skip_elsewhere(REACH[name])
    marked = mark(marker, arena.with_cell(arena.reaching(REACH[name], known, inside=True)))
    assert arena.GOT not in arena.shown(marked) and "refused" in arena.shown(marked)
    assert arena.scores(marked) == arena.FULL


@pytest.mark.parametrize("name", [n for n, a in REACH.items() if a.no_control is None])
def test_reaching_out_gets_it_where_nothing_stops_it(name, known, tmp_path):
    attack = REACH[name]
    _skip_elsewhere(attack)
    if attack.root and os.geteuid() != 0:
        pytest.skip("this control needs to be root")
    ran = arena.without_a_wall(arena.reaching(attack, known, inside=False), tmp_path)
    assert arena.GOT in ran.stdout, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def honestly_wrong(marker, untouched) -> float:
    """The points of wrong versions of relu that make no secret of it."""
    wrong = ("return Z - 1", "return np.zeros_like(Z)", "return Z")
    return max(arena.scores(mark(marker, arena.with_relu(f"def relu(Z): {line}")))["relu"] for line in wrong)


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize("name", LIES)
def test_a_lie_earns_nothing_and_costs_no_other_exercise(name, marker, honestly_wrong):
    marked = mark(marker, arena.with_relu(LIES[name].text))
    scores = arena.scores(marked)
    assert scores.pop("relu") <= honestly_wrong < arena.FULL["relu"]
    assert scores == {k: v for k, v in arena.FULL.items() if k != "relu"}
    (relu,) = (e for e in marked.result.exercises if e.id == "relu")
    assert all(t.passed or t.message for t in relu.tests) and "\\u001b" not in marked.model_dump_json()


@pytest.mark.parametrize("name", [n for n, a in LIES.items() if a.naive is not None])
def test_a_lie_is_believed_by_a_naive_grader(name, tmp_path):
    ran = arena.without_a_wall(
        "import numpy as np\nZ = np.array([[-2.0, 1.0], [0.5, -3.0]])\nwant = np.maximum(Z, 0)\n"
        f"{LIES[name].text}\ngot = relu(Z)\nprint({arena.GOT!r} if {LIES[name].naive} else got)", tmp_path)
    assert arena.GOT in ran.stdout, ran.stdout + ran.stderr


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize("name", HARM)
def test_harm_is_bounded_and_costs_no_other_cell(name, marker):
    marked = mark(marker, arena.with_cell(HARM[name].text))
    if HARM[name].keeps:
        assert arena.scores(marked) == arena.FULL
    for exercise in marked.result.exercises:
        assert exercise.outcome == "passed" or exercise.reason or any(t.message for t in exercise.tests)


@pytest.mark.parametrize("name", [n for n, a in HARM.items() if a.control is not None])
def test_harm_is_possible_where_nothing_stops_it(name, tmp_path):
    ran = arena.without_a_wall(HARM[name].control, tmp_path)
    assert ran.returncode == 0, ran.stderr


def test_every_attack_has_a_control_or_a_reason():
    assert all(attack.no_control is None or len(attack.no_control) > 15 for attack in REACH.values())
    for table, field in ((LIES, "naive"), (HARM, "control")):
        for name, attack in table.items():
            assert (getattr(attack, field) is None) == bool(attack.no_control), name
    assert len(REACH) + len(LIES) + len(HARM) >= 60


def test_a_right_submission_is_marked_the_same_after_all_of_them(marker):
    with Marker(lambda week: arena.LIMITS) as fresh:
        for raw in (arena.with_cell("print('hello')"), arena.with_relu("def relu(Z): return Z")):
            assert mark(marker, raw) == mark(fresh, raw)


def test_the_grader_itself_stays_under_500_megabytes():
    told = _in_a_process_of_its_own([sys.executable, "-m", "tests.attacks.smoke", "big"])
    assert told["megabytes"] < 500 and told["broken"] == []


def test_the_walls_stand_for_an_ordinary_user_too():
    words = [sys.executable, "-m", "tests.attacks.smoke", "few"]
    if os.geteuid() == 0:
        words = ["bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", *words]
    told = _in_a_process_of_its_own(words)
    assert told["user"] != 0 and told["broken"] == []


def _in_a_process_of_its_own(words: list[str]) -> dict:
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)
