"""Some of the attacks in a process of its own: `python -m tests.attacks.smoke big`, those that go for memory, or `few`.

Prints as JSON the user it ran as, its own largest size and the attacks that got something.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from autograder.marking.marker import Marker
from tests.attacks import arena
from tests.attacks.harm import HARM
from tests.attacks.lies import LIES
from tests.attacks.reach import REACH

_FEW = [
    "read_a_hidden_test", "find_the_tests_anywhere", "write_where_others_read", "read_the_environment", "read_the_mounts",
    "connect_by_tcp", "abstract_socket", "subprocess", "a_user_namespace", "mount", "become_root", "raise_a_limit",
    "kill_by_number", "signal_the_grader_by_its_socket", "trace_a_sibling", "bpf", "io_uring", "memory_without_a_file",
    "equal_to_everything", "a_forged_return", "sends_descriptors",
    "os_exit", "kill_the_parent_and_group", "kill_everyone", "forks", "memory_of_many_processes", "disk", "a_daemon",
]


def main(which: str) -> None:
    names = _FEW if which == "few" else [name for name, attack in HARM.items() if attack.big]
    names += ["one_buffer_for_many_arrays", "a_million_lists"]
    broken = []
    with Marker(lambda week: arena.LIMITS) as marker:
        zygote = marker.sandbox._zygote.process.pid
        for name in names:
            if not _held(marker, name):
                broken.append(name)
        if marker.sandbox._zygote.process.pid != zygote:
            broken.append("the zygote was lost")
    # Not getrusage: its peak counts what the process that started this one had held.
    status = Path("/proc/self/status").read_text()
    megabytes = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"user": os.geteuid(), "megabytes": megabytes, "broken": broken}))


def _held(marker: Marker, name: str) -> bool:
    known = {"SECRET": "/etc/hostname", "PORT": 9, "VICTIM": os.getpid(), "ROOT": str(arena.ROOT)}
    if name in LIES:
        scores = arena.scores(marker.mark(arena.WEEK, arena.with_relu(LIES[name].text), name))
        return scores["relu"] < arena.FULL["relu"] and scores["mlp_forward"] == arena.FULL["mlp_forward"]
    text = HARM[name].text if name in HARM else arena.reaching(REACH[name], known, inside=True)
    marked = marker.mark(arena.WEEK, arena.with_cell(text), name)
    kept = (name in HARM and not HARM[name].keeps) or arena.scores(marked) == arena.FULL
    return kept and arena.GOT not in arena.shown(marked)


if __name__ == "__main__":
    main(sys.argv[1])
