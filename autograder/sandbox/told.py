"""What a student's code says by itself (an exception's text, a type's name), cut to a short line of words.

A function is called with hidden inputs, and could tell them to its author by the exception that it raises. Numpy's own
messages come through whole: words, names, a few small numbers.
"""

from __future__ import annotations

import builtins
import re

import numpy as np

#: Characters, numbers, and characters of one word that a line may hold.
LINE, NUMBERS, WORD = 160, 10, 24
_LEFT_OUT = "…"
_PIECE = re.compile(r"\w+")
#: A word, CamelCase, an abbreviation, float64 or W1; parts of a name with underscores are looked at one by one.
_PLAIN = re.compile(r"[A-Z]?[^\W\d_A-Z]+|(?:[A-Z][a-z]+){2,4}|[A-Z]{1,5}s?|[A-Za-z]{1,8}\d{1,2}")
_KNOWN = frozenset(dir(builtins)) | frozenset(dir(np.exceptions)) | {
    "LinAlgError", "UFuncTypeError", "_UFuncNoLoopError", "_UFuncBinaryResolutionError", "_UFuncInputCastingError",
    "_UFuncOutputCastingError", "_ArrayMemoryError", "CallbackFailed", "JSONDecodeError", "InvalidOperation",
}


def in_words(text: str, most: int = LINE) -> str:
    """The first line of a text, what is no word and no small number left out."""
    numbers = NUMBERS
    said: list[str] = []
    for token in (text.strip().splitlines() or [""])[0].split():
        pieces = _PIECE.findall(token)
        numbers -= sum(piece.isdecimal() for piece in pieces)
        plain = numbers >= 0 and len(token) <= 3 * WORD and all(map(_is_plain, pieces))
        if plain or said[-1:] != [_LEFT_OUT]:
            said.append(token if plain else _LEFT_OUT)
    line = " ".join(said)
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " " + _LEFT_OUT


def known_name(name: str, sources: str) -> bool:
    """Whether a name is Python's or numpy's, or stands in the notebook itself: then it tells nothing of what was computed."""
    return name in _KNOWN or (bool(name) and re.search(rf"\b{re.escape(name)}\b", sources) is not None)


def _is_plain(piece: str) -> bool:
    if piece.isdecimal():
        return len(piece) <= 4
    return len(piece) <= WORD and all(_PLAIN.fullmatch(part) for part in piece.split("_") if part and not part.isdecimal()) \
        and sum(map(str.isdecimal, piece)) <= 3
