"""Makes week 8's data from week 6's photographs: dictionary.npz, a learned dictionary and a piece of a photograph.

    python assignments/week8/make_data.py

The dictionary is learned as by Olshausen & Field (Nature 381, 1996): code a batch of patches sparsely, then move the
dictionary against what the code leaves unexplained, again and again; three minutes. Another numpy may sum in another
order, and then single entries (whole numbers from -127 to 127) can come out one apart.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
PHOTOGRAPHS = HERE.parent / "week6" / "photographs.npz"

SHOWN = ("chelsea", 47, 28)  # the photograph of the notebook, and where its piece of PIECE x PIECE pixels begins
PIECE = 96
SIZE = 12  # a patch has SIZE x SIZE pixels
ATOMS = 196
BATCH = 250
ROUNDS = 2000
LAM = 0.08


def patches(images: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """(n, SIZE * SIZE): patches at random places of random images (k, h, w), each less its mean."""
    k, h, w = images.shape
    which, top, left = rng.integers(k, size=n), rng.integers(h - SIZE + 1, size=n), rng.integers(w - SIZE + 1, size=n)
    X = np.stack([images[i, r : r + SIZE, c : c + SIZE].ravel() for i, r, c in zip(which, top, left)])
    return X - X.mean(axis=1, keepdims=True)


def codes(X: np.ndarray, A: np.ndarray, lam: float, steps: int) -> np.ndarray:
    """(n, m): the sparse codes of the rows of X by FISTA (Beck & Teboulle 2009), which needs fewer steps than ISTA."""
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    S = V = np.zeros((len(X), A.shape[1]))
    t = 1.0
    for _ in range(steps):
        Z = V + (X - V @ A.T) @ A / L
        new = np.sign(Z) * np.maximum(np.abs(Z) - lam / L, 0)
        t, before = (1 + np.sqrt(1 + 4 * t * t)) / 2, t
        S, V = new, new + (before - 1) / t * (new - S)
    return S


def learned(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(SIZE * SIZE, ATOMS): a dictionary with columns of norm 1."""
    A = rng.standard_normal((SIZE * SIZE, ATOMS))
    A -= A.mean(axis=0)
    A /= np.linalg.norm(A, axis=0)
    used = np.zeros(ATOMS)
    for round_ in range(ROUNDS):
        X = patches(images, BATCH, rng)
        S = codes(X, A, LAM, 60)
        rate = 4.0 if round_ < ROUNDS // 2 else 1.0
        # Each atom moves as fast as it is used: rare ones would else hardly learn.
        used = 0.95 * used + 0.05 * np.mean(S**2, axis=0)
        A += rate * (X - S @ A.T).T @ S / BATCH / (20 * used.mean() + used)
        A -= A.mean(axis=0)
        A /= np.linalg.norm(A, axis=0)
    return A


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an .npz whose bytes depend on the arrays alone: no dates."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")


def main() -> None:
    """Learn the dictionary from all photographs but the shown one, and write it beside this script."""
    with np.load(PHOTOGRAPHS) as stored:
        photographs = {name: stored[name] for name in stored.files}
    name, top, left = SHOWN
    piece = photographs.pop(name)[top : top + PIECE, left : left + PIECE]
    A = learned(np.stack(list(photographs.values())) / 255, np.random.default_rng(8))
    save(HERE / "dictionary.npz", {"A": np.round(127 * A / np.abs(A).max(axis=0)).astype(np.int8), "photograph": piece})


if __name__ == "__main__":
    main()
