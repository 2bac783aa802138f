"""The packages that a course's notebooks import, as course.toml names them under `packages`."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from autograder.errors import UserError

#: Names that differ from what is installed, so that the advice is right.
_INSTALLED_AS = {"sklearn": "scikit-learn", "PIL": "pillow", "cv2": "opencv-python", "yaml": "pyyaml", "skimage": "scikit-image"}


def not_installed(names: Sequence[str]) -> list[str]:
    """Those of the packages that cannot be found in this environment."""
    return [name for name in names if not _found(name)]


def problem(names: Sequence[str]) -> str | None:
    """A sentence about the packages that are not installed; None where all are."""
    missing = not_installed(names)
    if not missing:
        return None
    what = " ".join(_INSTALLED_AS.get(name, name).partition(".")[0] for name in missing)
    return (f"course.toml names {', '.join(map(repr, missing))} under packages, which {'is' if len(missing) == 1 else 'are'} not "
            f"installed here. Run: pip install {what} (or take {'it' if len(missing) == 1 else 'them'} out of the list).")


def require(names: Sequence[str]) -> None:
    """Raises UserError where one of the packages is not installed."""
    if told := problem(names):
        raise UserError(told)


def _found(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
