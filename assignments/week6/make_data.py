"""Makes the photographs of weeks 6 and 7, byte for byte the same each time: photographs.npz.

scikit-image only serves as the source of the pictures, so it lives in an environment of its own:

    python -m venv /tmp/skimage && /tmp/skimage/bin/pip install scikit-image==0.26.0
    /tmp/skimage/bin/python assignments/week6/make_data.py
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from skimage import data

HERE = Path(__file__).resolve().parent
SIZE = 256


def grey(image: np.ndarray) -> np.ndarray:
    """A picture (h, w) or (h, w, 3) of uint8 as floats (h, w): luminance by the weights of ITU-R BT.709."""
    return image.astype(float) if image.ndim == 2 else image.astype(float) @ [0.2126, 0.7152, 0.0722]


def halved(image: np.ndarray) -> np.ndarray:
    """The picture at half its size: each pixel the mean of four."""
    h, w = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    return image[:h, :w].reshape(h // 2, 2, w // 2, 2).mean(axis=(1, 3))


def crop(image: np.ndarray, top: int = 0, left: int = 0) -> np.ndarray:
    """The (SIZE, SIZE) uint8 part of a picture whose first row and column are `top` and `left`."""
    part = np.rint(image[top : top + SIZE, left : left + SIZE]).astype(np.uint8)
    if part.shape != (SIZE, SIZE):
        raise ValueError(f"The picture {image.shape} is too small for a part at ({top}, {left}).")
    return part


def photographs() -> dict[str, np.ndarray]:
    """Each picture by its name. All are CC0 by scikit-image's own docstrings; README.md names who gave them."""
    return {
        "camera": crop(halved(grey(data.camera()))),
        "chelsea": crop(grey(data.chelsea()), 20, 95),
        "coffee": crop(grey(data.coffee()), 70, 190),
        "grass": crop(halved(grey(data.grass()))),
        "gravel": crop(halved(grey(data.gravel()))),
        "brick": crop(halved(grey(data.brick()))),
    }


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write an .npz whose bytes depend on the arrays alone: no dates, no compression."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            archive.writestr(entry, buffer.getvalue())
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    save(HERE / "photographs.npz", photographs())
