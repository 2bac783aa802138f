"""Measures how far right solutions of ica stay from the threshold of its tests, and writes calibration.json.

    autograder run week7 calibrate [--seeds 200]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from autograder.checks import generator, secret
from autograder.graders.reference import solutions
from autograder.graders.variants import variants

from . import WEEK, test_ica
from .oracle import found

HERE = Path(__file__).parent

#: Standard deviations between the mean and the threshold: fewer would let a right solution fail by bad luck.
ROOM = 4

CASES = {"four Laplacian sources": test_ica.LAPLACE[0], "three Laplacian sources": test_ica.LAPLACE[2],
         "one Laplacian, one uniform": test_ica.MIXED}


def main() -> None:
    """Measure the reference and every right variant, and keep each row as it comes; exit 1 where one has less than
    ROOM deviations of room."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200)
    seeds = parser.parse_args().seeds
    fits = {"reference": solutions(WEEK).ica} | {v.name: v.function for v in variants(WEEK, "right", "ica")}
    kept = HERE / "calibration.json"
    rows = json.loads(kept.read_text(encoding="utf-8"))["ica"] if kept.is_file() else []
    for name, fit in fits.items():
        for case in CASES:
            # Written row by row: all of it takes hours, and each row says how many seeds it comes from.
            row = measured(name, fit, case, seeds)
            rows = [r for r in rows if (r["solution"], r["case"]) != (name, case)] + [row]
            kept.write_text(json.dumps({"ica": rows}, indent=2) + "\n", encoding="utf-8")
    if any(row["room_in_sd"] < ROOM for row in rows):
        raise SystemExit(f"a right solution has less than {ROOM} standard deviations of room")


def measured(name: str, fit: Callable, case: str, seeds: int) -> dict:
    """One line of calibration.json: how well the worst source was found, over mixtures drawn with so many secrets."""
    seed, kinds, n = CASES[case]
    worst = []
    for number in range(seeds):
        secret.set(f"calibration {number}".encode())
        S, Z = test_ica.mixture(seed, kinds, n)
        worst.append(min(found(Z @ fit(Z, generator(seed + 50)).T, S)))
    values = np.array(worst)
    sd = float(values.std(ddof=1))
    row = {
        "solution": name, "case": case, "measure": "least correlation of a source", "threshold": test_ica.THRESHOLD,
        "seeds": seeds, "mean": _round(values.mean()), "sd": _round(sd), "min": _round(values.min()),
        "room_in_sd": round(float(values.mean() - test_ica.THRESHOLD) / sd, 1),
    }
    print(row, flush=True)
    return row


def _round(value: float) -> float:
    return float(f"{float(value):.5g}")


if __name__ == "__main__":
    main()
