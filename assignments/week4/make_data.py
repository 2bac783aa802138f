"""Makes week 4's data, byte for byte the same each time: digits.npz and curve.npz for the students, the rest hidden.

scikit-learn only serves as the source of the images, so it lives in an environment of its own:

    python -m venv /tmp/sklearn && /tmp/sklearn/bin/pip install scikit-learn
    /tmp/sklearn/bin/python assignments/week4/make_data.py
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

HERE = Path(__file__).resolve().parent
HIDDEN = HERE.parents[1] / "autograder" / "hidden" / "week4"

N_TRAIN = 1200
N_CURVE = 200
N_CURVE_HIDDEN = 1000
NOISE = 0.1


def digits() -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The training and the test split: X (n, 64) uint8 from 0 to 16, labels (n,) uint8, shuffled once."""
    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(2021).permutation(len(labels))
    X, labels = images[order].astype(np.uint8), labels[order].astype(np.uint8)
    return ({"X": X[:N_TRAIN], "labels": labels[:N_TRAIN]}, {"X": X[N_TRAIN:], "labels": labels[N_TRAIN:]})


def curve(n: int, seed: int) -> dict[str, np.ndarray]:
    """n noisy points of y = sin(3x): x and y (n, 1), x uniform on [-2, 2], noise normal with deviation 0.1."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, (n, 1))
    return {"x": x, "y": np.sin(3 * x) + NOISE * rng.standard_normal((n, 1))}


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an .npz whose bytes depend on the arrays alone: no dates, no compression."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            archive.writestr(entry, buffer.getvalue())
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    train, test = digits()
    save(HERE / "digits.npz", train)
    save(HERE / "curve.npz", curve(N_CURVE, seed=1))
    save(HIDDEN / "digits_test.npz", test)
    save(HIDDEN / "curve_test.npz", curve(N_CURVE_HIDDEN, seed=2))
