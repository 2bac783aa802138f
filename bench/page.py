"""The benchmark's page: docs/performance.md between its marks, and docs/performance.png."""

from __future__ import annotations

from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

if TYPE_CHECKING:
    from bench import Figures, Rate

BEGIN, END = "<!-- written by make bench -->", "<!-- end of what make bench writes -->"
BLUE, RED, GREY = "#2b6cb0", "#c8553d", "#8a94a0"
#: What is wanted. CPU of a submission: so many times the floor's, and so many seconds on top. Throughput, in stock
#: nbgrader's. Two Dask workers against one. Seconds a submission of a second run. Memory of the largest class against 100.
TIMES_FLOOR, ON_TOP = 1.5, 0.060
TIMES_STOCK = {"week1": 20, "week4": 10}
TWO_WORKERS, AGAIN, MEMORY = 1.8, 0.003, 1.1


def write_page(figures: Figures, folder: Path | None) -> None:
    """Print the tables; with a folder, put them into its performance.md, and draw performance.png beside it."""
    text = "\n\n".join([_intro(figures), _weeks(figures), *_targets(figures), *_sizes(figures)])
    print(text)
    if folder is None:
        return
    page = folder / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
    draw(figures, folder / "performance.png")


def _intro(figures: Figures) -> str:
    return (f"{figures.cores} cores ({figures.machine}), all of it in one go in {figures.minutes:.0f} minutes. "
            "Seconds a submission:")


def _weeks(figures: Figures) -> str:
    rows = ["| | wall | CPU | times stock's throughput | largest process | all together |",
            "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for week in figures.weeks:
        for name, rate in (
            (f"{week.name}: stock nbgrader, autograde and feedback", week.stock),
            (f"{week.name}: `autograder grade`, {week.students} submissions, feedback and start-up included", week.ours),
            (f"{week.name}: the same with `checks = true`, {week.students_with_checks} submissions", week.ours_with_checks),
            (f"{week.name}: the floor", week.floor),
        ):
            if rate.wall:
                faster = f"{mean(week.stock.wall) / mean(rate.wall):.1f}" if week.stock.wall else ""
                rows.append(f"| {name} | {mean(rate.wall):.3f} | {mean(rate.cpu):.3f} | {faster} "
                            f"| {rate.largest:.0f} MB | {rate.together:.0f} MB |")
    return "\n".join(rows)


def _targets(figures: Figures) -> list[str]:
    lines = []
    for week in figures.weeks:
        floor, ours = mean(week.floor.cpu), mean(week.ours.cpu)
        allowed = TIMES_FLOOR * floor + ON_TOP
        lines.append(f"- {week.name}: CPU a submission {ours * 1000:.0f} ms (wanted: at most {TIMES_FLOOR:g} times the floor's "
                     f"{floor * 1000:.0f} ms plus {ON_TOP * 1000:.0f} ms, {allowed * 1000:.0f} ms).")
        if week.stock.wall:
            ratios = [s / o for s, o in zip(week.stock.wall, week.ours.wall)]
            lines.append(f"- {week.name}: {mean(ratios):.1f} times stock's throughput, {min(ratios):.1f} to "
                         f"{max(ratios):.1f} by round{_wanted(TIMES_STOCK.get(week.name))}.")
    if figures.two_workers:
        lines.append(f"- Dask, {figures.cluster_students} submissions of {figures.weeks[-1].name}: two workers of one core each "
                     f"take {figures.two_workers:.1f} s, one takes {figures.one_worker:.1f} s: "
                     f"{figures.one_worker / figures.two_workers:.2f} times as fast{_wanted(TWO_WORKERS)}.")
    return ["\n".join(lines)] if lines else []


def _sizes(figures: Figures) -> list[str]:
    if not figures.sizes:
        return []
    rows = ["| class | wall | a submission | CPU a submission | again, unchanged | largest process | all together |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for s in figures.sizes:
        rows.append(f"| {s.students} | {s.wall:.1f} s | {s.wall / s.students * 1000:.0f} ms | {s.cpu / s.students * 1000:.0f} ms "
                    f"| {s.again:.2f} s | {s.largest:.0f} MB | {s.together:.0f} MB |")
    parts = ["\n".join(rows)]
    last = figures.sizes[-1]
    parts.append(f"A second run with nothing changed, class of {last.students:,}: {last.again / last.students * 1000:.1f} ms a "
                 f"submission, start-up included (wanted: under {AGAIN * 1000:g}).")
    hundred = next((s for s in figures.sizes if s.students == 100), None)
    if hundred and last.students > 100:
        parts.append(f"Memory of a class of {last.students:,}: {last.together / hundred.together:.2f} times that of 100, the "
                     f"largest process {last.largest / hundred.largest:.2f} times (wanted: at most {MEMORY:g}).")
    return parts


def _wanted(ratio: float | None) -> str:
    return f" (wanted: at least {ratio:g})" if ratio else ""


def draw(figures: Figures, path: Path) -> None:
    """Left: seconds of CPU a submission for each week and way. Right: time and memory by the size of the class."""
    plt.rcParams.update({"font.size": 10, "axes.spines.top": False, "axes.spines.right": False})
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.8), layout="constrained")
    _draw_weeks(axes[0], figures)
    sizes = [s.students for s in figures.sizes]
    for axis, values, label in (
        (axes[1], [s.wall for s in figures.sizes], "seconds, start-up included"),
        (axes[2], [s.together for s in figures.sizes], "MB, all processes together"),
    ):
        # Linear scales: time is to grow along a straight line, and memory not at all.
        axis.plot(sizes, values, "o-", color=BLUE)
        axis.set(xlabel="submissions", title=label)
        axis.set_ylim(0, 1.25 * max(values, default=1))
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _draw_weeks(axis, figures: Figures) -> None:
    ways = (("stock", "stock nbgrader", RED), ("ours_with_checks", "autograder, checks again", "#7da7d9"),
            ("ours", "autograder", BLUE), ("floor", "the floor, one core", GREY))
    for place, week in enumerate(figures.weeks):
        for number, (name, label, colour) in enumerate(ways):
            rate: Rate = getattr(week, name)
            if rate.wall:
                seconds = mean(rate.wall)
                at = place + 0.2 * (number - 1.5)
                axis.bar(at, seconds, 0.18, color=colour, label=label if place == 0 else None)
                axis.text(at, seconds, f"{seconds:.2g}", ha="center", va="bottom", fontsize=8)
    axis.set(yscale="log", title="seconds a submission (log scale)", yticks=[])
    axis.minorticks_off()
    axis.spines["left"].set_visible(False)
    axis.margins(y=0.15)
    axis.set_xticks(range(len(figures.weeks)), [week.name for week in figures.weeks])
    axis.legend(frameon=False, fontsize=8, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.12))
