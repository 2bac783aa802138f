"""Measures how far the reference stays from the thresholds of fit_digits and fit_curve, and writes calibration.json.

    autograder run week4 calibrate [--seeds 200]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from autograder.graders.reference import solutions
from autograder.graders.variants import variants

from . import WEEK, test_fit_curve, test_fit_digits
from .network import accuracy, curve, digits, hidden_curve, hidden_digits, mse

HERE = Path(__file__).parent

#: Standard deviations between the mean and the threshold: fewer would let a right solution fail by bad luck.
ROOM = 4


def main() -> None:
    """Measure the reference and every right variant; exit 1 where one has less than ROOM deviations of room."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200)
    seeds = range(parser.parse_args().seeds)
    found: dict[str, list[dict]] = {}
    for exercise, what, threshold in (("fit_digits", "accuracy", test_fit_digits.THRESHOLD),
                                      ("fit_curve", "MSE", test_fit_curve.THRESHOLD)):
        for name, fit in _fits(exercise):
            found.setdefault(exercise, []).append(_measure(what, threshold, seeds, name, fit))
            (HERE / "calibration.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if any(row["room_in_sd"] < ROOM for rows in found.values() for row in rows):
        raise SystemExit(f"a right solution has less than {ROOM} standard deviations of room")


def _fits(exercise: str):
    yield "reference", getattr(solutions(WEEK), exercise)
    yield from ((v.name, v.function) for v in variants(WEEK, "right", exercise))


def _measure(what: str, threshold: float, seeds: range, name: str, fit) -> dict:
    """One line of calibration.json: the spread of what `fit` reaches on the hidden points."""
    data, hidden, reached = (digits, hidden_digits, accuracy) if what == "accuracy" else (curve, hidden_curve, mse)
    values = np.array([reached(fit(*data(), np.random.default_rng(seed)), *hidden()) for seed in seeds])
    sd = float(values.std(ddof=1))
    room = float(values.mean() - threshold if what == "accuracy" else threshold - values.mean()) / sd
    row = {
        "solution": name, "measure": what, "threshold": _round(threshold), "seeds": len(values),
        "mean": _round(values.mean()), "sd": _round(sd), "min": _round(values.min()), "max": _round(values.max()),
        "room_in_sd": round(room, 1),
    }
    print(row, flush=True)
    return row


def _round(value: float) -> float:
    return float(f"{float(value):.4g}")


if __name__ == "__main__":
    main()
