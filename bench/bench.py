"""How fast is grading, beside stock nbgrader and beside the bare arithmetic? Writes docs/performance.md and its plot.

    make bench                                  all of it, about a quarter of an hour on a quiet machine of two cores
    python bench/bench.py --class 20 --distinct 4 --sizes 10 50    a quick look; --dry-run prints and writes nothing

What is compared runs in turn, in one go, on the same machine and the same notebooks; the page gives ratios of these.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cluster import Cluster
from hand_ins import ROOT, course_copy, distinct, hand_in
from meter import Cost, measured
from page import write_page

from autograder.course.course import Course

HERE = Path(__file__).resolve().parent
#: As in the sandbox, and so that what is compared uses the same cores.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
#: As docs/scale.md advises: Dask would look at what a worker does a hundred times a second.
NO_PROFILE = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}


@dataclass
class Rate:
    """Seconds a submission of one way to grade, a figure a round. largest, together: MB of memory."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    largest: float = 0.0
    together: float = 0.0

    def add(self, wall: float, cpu: float, cost: Cost) -> None:
        self.wall.append(wall)
        self.cpu.append(cpu)
        self.largest, self.together = max(self.largest, cost.largest), max(self.together, cost.together)


@dataclass
class Week:
    """The figures of one week."""

    name: str
    students: int
    students_with_checks: int
    stock: Rate = field(default_factory=Rate)
    ours: Rate = field(default_factory=Rate)
    ours_with_checks: Rate = field(default_factory=Rate)
    floor: Rate = field(default_factory=Rate)


@dataclass(frozen=True)
class Size:
    """One class size: seconds of a first run, of a second with nothing changed, and memory of the first in MB."""

    students: int
    wall: float
    cpu: float
    again: float
    largest: float
    together: float


@dataclass
class Figures:
    """All that was measured. one_worker, two_workers: seconds for the same class on a Dask cluster."""

    cores: int
    machine: str
    weeks: list[Week] = field(default_factory=list)
    sizes: list[Size] = field(default_factory=list)
    one_worker: float = 0.0
    two_workers: float = 0.0
    cluster_students: int = 0
    minutes: float = 0.0


def main() -> None:
    options = read_options()
    started = time.perf_counter()
    figures = Figures(len(os.sched_getaffinity(0)), machine())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name in options.weeks:
            figures.weeks.append(compare(Path(folder), name, options))
        if options.sizes:
            figures.sizes = grow(Path(folder), options)
        if options.cluster:
            figures.one_worker, figures.two_workers = spread(Path(folder), options)
            figures.cluster_students = options.cluster
    figures.minutes = (time.perf_counter() - started) / 60
    write_page(figures, None if options.dry_run else ROOT / "docs")


def compare(folder: Path, name: str, options: argparse.Namespace) -> Week:
    """Stock nbgrader, the floor, and `autograder grade` with and without the notebook's own checks, in turn."""
    root = course_copy(fresh(folder / name))
    notebooks = distinct(Course.load(root), name, options.distinct, options.seed)
    students = hand_in(root, name, notebooks, options.class_)
    few, some = students[: options.distinct], students[: 2 * options.distinct]
    week = Week(name, len(students), len(some))
    for number in range(options.rounds):
        # The floor reads it too, and does what the default setting does.
        run_checks(root, False)
        share = few[number * options.stock // options.rounds : (number + 1) * options.stock // options.rounds]
        if share:
            note(f"{name}, round {number + 1}: stock nbgrader, {len(share)} submissions")
            add_told(week.stock, "stock.py", root, name, share)
        note(f"{name}, round {number + 1}: the floor, {len(few)} submissions")
        add_told(week.floor, "floor.py", root, name, few)
        for rate, checks, chosen in ((week.ours, False, students), (week.ours_with_checks, True, some)):
            again = ", checks run again" if checks else ""
            note(f"{name}, round {number + 1}: autograder grade{again}, {len(chosen)} submissions")
            run_checks(root, checks)
            cost = grade(root, name, "--anew", *(() if chosen is students else only(chosen)))
            rate.add(cost.wall / len(chosen), cost.cpu / len(chosen), cost)
    return week


def grow(folder: Path, options: argparse.Namespace) -> list[Size]:
    """Classes of several sizes, each graded twice: once new, once with nothing changed."""
    name, found = options.weeks[0], []
    root = course_copy(fresh(folder / "sizes"))
    notebooks = distinct(Course.load(root), name, options.distinct, options.seed)
    for students in sorted(options.sizes):
        note(f"{name}: a class of {students}")
        for made in ("autograded", "feedback", ".autograder", "gradebook.db"):
            subprocess.run(["rm", "-rf", str(root / made)], check=True)
        hand_in(root, name, notebooks, students)
        first, again = grade(root, name), grade(root, name)
        found.append(Size(students, first.wall, first.cpu, again.wall, first.largest, first.together))
    return found


def spread(folder: Path, options: argparse.Namespace) -> tuple[float, float]:
    """Seconds that one and two Dask workers of one core each take for the same class, warm, in turn. The command and the
    scheduler run beside them, on the same cores."""
    name = options.weeks[-1]
    root = course_copy(fresh(folder / "cluster"))
    notebooks = distinct(Course.load(root), name, options.distinct, options.seed)
    students = hand_in(root, name, notebooks, options.cluster)
    taken: dict[int, list[float]] = {1: [], 2: []}
    for number in range(options.rounds):
        for workers in (1, 2):
            note(f"{name}, round {number + 1}: Dask, {workers} worker{'s' if workers > 1 else ''}, {len(students)} submissions")
            with Cluster(workers, fresh(folder / f"workers{number}{workers}"), ONE_THREAD | NO_PROFILE, pinned=True) as cluster:
                grade(root, name, "--anew", "--scheduler", cluster.address, *only(students[: 2 * workers]))
                cost = grade(root, name, "--anew", "--scheduler", cluster.address)
            taken[workers].append(cost.wall)
    return mean(taken[1]), mean(taken[2])


def add_told(rate: Rate, script: str, root: Path, name: str, students: list[str]) -> None:
    """Run a script of this folder, which tells its own time without its start."""
    cost = measured([sys.executable, str(HERE / script), str(root), name, *students], root, ONE_THREAD)
    told = json.loads(cost.said.strip().splitlines()[-1])
    rate.add(told["wall"] / told["submissions"], told["cpu"] / told["submissions"], cost)


def grade(root: Path, *words: str) -> Cost:
    """The whole command, its start included."""
    return measured([sys.executable, "-m", "autograder", "grade", *words], root, ONE_THREAD)


def only(students: list[str]) -> list[str]:
    return [word for student in students for word in ("--student", student)]


def run_checks(root: Path, wanted: bool) -> None:
    path = root / "course.toml"
    text = path.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("checks ="))
    path.write_text(text.replace(old, f"checks = {str(wanted).lower()}"), encoding="utf-8")


def fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


def machine() -> str:
    with open("/proc/cpuinfo") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), os.uname().machine)


def note(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weeks", nargs="+", default=["week1", "week4"])
    parser.add_argument("--class", dest="class_", type=int, default=100, help="submissions autograder grade gets")
    parser.add_argument("--distinct", type=int, default=10, help="different notebooks among them; the floor gets each once")
    parser.add_argument("--stock", type=int, default=10, help="of those, how many stock nbgrader gets, all rounds together")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sizes", nargs="*", type=int, default=[10, 100, 1000], help="add 10000 for half an hour more")
    parser.add_argument("--cluster", type=int, default=100, help="submissions for one and two Dask workers; 0 for none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dry-run", action="store_true", help="print the page, write nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
