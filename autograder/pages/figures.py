"""The report's pictures: matplotlib figures as SVG that stands inside an HTML page, its text in the page's own font.

The same numbers give the same bytes. Nothing a student wrote gets into a picture.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.course.amounts import counted

INK, SOFT, LINE, ACCENT = "#22262e", "#656c78", "#e4e2dc", "#2b5c9e"
GOOD, PART, BAD, NONE = "#2f8f5f", "#e3b04b", "#c8553d", "#b9b4aa"
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "report", "font.size": 10, "text.color": INK, "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT, "xtick.color": SOFT, "ytick.color": INK, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "xtick.major.size": 0, "ytick.major.size": 0,
}
#: As wide as a phone held upright shows at nearly full size.
WIDTH = 4.2


def marks(totals: Sequence[float], points: float) -> str:
    """How many students got how many points: a bar for 0, one for (0, 1], ... (as many points a bar as keeps 25)."""
    step = max(1, int(np.ceil(points / 25)))
    edges = np.arange(-step, np.ceil(max([points, *totals])) + step, step)
    counts, _ = np.histogram(-np.asarray(totals, float), bins=-edges[::-1])
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(2.5)
        axes.bar(edges[1:], counts[::-1], width=0.86 * step, color=ACCENT)
        middle = float(np.median(totals))
        axes.axvline(middle, color=BAD, lw=1.4, ls=(0, (4, 2)))
        axes.annotate(f"median {middle:.4g}", (middle, 1), xycoords=("data", "axes fraction"), xytext=(4, 2),
                      textcoords="offset points", color=BAD, fontsize=9.5,
                      ha="left" if middle < 0.7 * points else "right")
        axes.set_xlabel(f"points, of {points:g}")
        axes.set_ylabel("students")
        axes.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(4, integer=True))
        axes.grid(axis="y", color=LINE, lw=0.8)
        axes.set_axisbelow(True)
        return _svg(figure, f"Distribution of marks of {counted(len(totals), 'student')}, median {middle:.4g} of {points:g}")


def outcomes(names: Sequence[str], shares: np.ndarray) -> str:
    """A bar an exercise: how much of the class got all of its points, some, none, or could not be run.

    shares: (exercises, 4), rows sum to 1.
    """
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(0.75 + 0.36 * len(names))
        left = np.zeros(len(names))
        labels = ("all points", "some", "none", "could not run")
        for part, colour, label in zip(shares.T, (GOOD, PART, BAD, NONE), labels):
            axes.barh(range(len(names)), part, left=left, color=colour, height=0.66, label=label, edgecolor="white",
                      lw=0.8)
            left += part
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(matplotlib.ticker.PercentFormatter(1))
        axes.spines["bottom"].set_visible(False)
        figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=4, frameon=False, fontsize=9,
                      handlelength=0.9, handleheight=0.9, columnspacing=0.9, handletextpad=0.4)
        return _svg(figure, "Share of the class by outcome, for each exercise")


def items(names: Sequence[str], ease: Sequence[float], correlation: Sequence[float]) -> str:
    """Each exercise as a point: to the right the easy ones, at the top those that tell students apart."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(2.9)
        low = min([0.0, *correlation]) - 0.06
        axes.axhspan(low, 0.2, color="#f7e9e6", lw=0)
        axes.text(0.01, 0.19, "tells little", transform=axes.get_yaxis_transform(), color=BAD, fontsize=9, va="top")
        axes.scatter(ease, correlation, color=ACCENT, s=34, zorder=3)
        for name, x, y in _apart(zip(names, ease, correlation)):
            side = 0.025 if x < 0.6 else -0.025
            axes.annotate(name, (x, y[0]), xytext=(x + side, y[1]), fontsize=9, va="center", zorder=4,
                          ha="left" if side > 0 else "right",
                          arrowprops={"arrowstyle": "-", "color": SOFT, "lw": 0.6, "shrinkA": 0, "shrinkB": 3})
        axes.set_xlim(0, 1.03)
        axes.set_ylim(low, 1)
        axes.xaxis.set_major_formatter(matplotlib.ticker.PercentFormatter(1))
        axes.set_xlabel("mean share of the points (easy: right)")
        axes.set_ylabel("discrimination")
        axes.grid(color=LINE, lw=0.8)
        axes.set_axisbelow(True)
        return _svg(figure, "Ease and discrimination of each exercise; the table below has the numbers")


def seconds(stages: dict[str, Sequence[float]]) -> str:
    """A box a stage of grading: half of the class inside it, the rest by its whiskers and dots."""
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(0.65 + 0.42 * len(stages))
        axes.boxplot(list(stages.values()), orientation="horizontal", widths=0.5, patch_artist=True,
                     boxprops={"facecolor": "#dbe6f4", "edgecolor": ACCENT}, medianprops={"color": BAD, "lw": 1.6},
                     whiskerprops={"color": ACCENT}, capprops={"color": ACCENT},
                     flierprops={"marker": ".", "markersize": 4, "markeredgecolor": SOFT})
        axes.set_yticks(range(1, len(stages) + 1), list(stages))
        axes.invert_yaxis()
        if max(map(max, stages.values())) > 20 * (np.median(np.concatenate(list(stages.values()))) + 1e-9):
            axes.set_xscale("symlog", linthresh=0.1)
            axes.set_xlim(left=0)
            axes.xaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:g}"))
        axes.set_xlabel("seconds a submission")
        axes.grid(axis="x", color=LINE, lw=0.8)
        axes.set_axisbelow(True)
        return _svg(figure, "Seconds a submission took, by stage")


def _axes(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.add_subplot()


def _apart(points: Any) -> Any:
    """The points from the top down as (name, x, (y, height of the label)), moved down where it would cover another."""
    free = np.inf
    for name, x, y in sorted(points, key=lambda point: -point[2]):
        free = min(y, free - 0.085)
        yield name, x, (y, free)


def _svg(figure: Figure, label: str) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    text = out.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg"):], flags=re.S)
    # Several pictures share a page: matplotlib's ids for groups would stand in it more than once.
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    text = re.sub(r'(<svg [^>]*?)width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg [^>]*?)height="[^"]*"', r"\1", text, count=1)
    return text.replace("<svg ", f'<svg role="img" aria-label="{html.escape(label)}" ', 1)
