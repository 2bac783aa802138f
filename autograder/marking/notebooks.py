"""Several notebooks of one assignment: each marked by itself, shown and counted as one."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from autograder.course.week import Week
from autograder.marking.result import Marked, MarkedCell, Result


def bundle(notebooks: dict[str, bytes | None]) -> bytes:
    """The notebooks of a submission as one: name -> bytes, None for one that was not handed in."""
    coded = {name: raw if raw is None else base64.b64encode(raw).decode() for name, raw in notebooks.items()}
    return json.dumps(coded, sort_keys=True).encode()


def unbundle(raw: bytes) -> dict[str, bytes | None]:
    """The notebooks of what `bundle` made; none of anything else."""
    try:
        coded = json.loads(raw)
        return {str(name): text if text is None else base64.b64decode(text) for name, text in coded.items()}
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return {}


def together(week: Week, file: str, found: tuple[str, ...], parts: Sequence[Marked]) -> Marked:
    """One Marked of those of the week's notebooks, in their order; what is theirs is called "notebook/id"."""
    exercises, cells, repairs, notes, start = [], [], list(found), [], 0
    for part, marked in zip(week.parts, parts):
        name, result = part.notebook, marked.result
        exercises += [e.model_copy(update={"id": f"{name}/{e.id}"}) for e in result.exercises]
        repairs += [f"{name}.ipynb: {told}" for told in result.repairs]
        notes += [f"{name}.ipynb: {told}" for told in result.notes]
        if marked.cells:
            cells.append(MarkedCell(type="markdown", source=week.release[start].source, position=start))
            cells += [_moved(cell, name, start + 1) for cell in marked.cells]
        start += 1 + len(part.release)
    result = Result(
        file=file, week=week.id, score=round(sum(e.score for e in exercises), 4), max_score=week.max_score, bonus=0,
        manual_points=week.manual_points, repairs=tuple(repairs), notes=tuple(notes), exercises=tuple(exercises),
    )
    return Marked(result=result, cells=tuple(cells))


def apart(week: Week, marked: Marked) -> list[tuple[Week, Marked]]:
    """Each notebook's week with its part of a Marked; (week, marked) itself where there is one notebook."""
    if not week.parts:
        return [(week, marked)]
    found, start = [], 0
    for part in week.parts:
        name, first = f"{part.notebook}/", start + 1
        start += 1 + len(part.release)
        exercises = [e.model_copy(update={"id": e.id.removeprefix(name)})
                     for e in marked.result.exercises if e.id.startswith(name)]
        result = marked.result.model_copy(update={"exercises": tuple(exercises)})
        cells = [_moved(cell, "", -first) for cell in _between(marked.cells, first - 1, start)]
        found.append((part, Marked(result=result, cells=tuple(cells))))
    return found


def _between(cells: Sequence[MarkedCell], heading: int, end: int) -> list[MarkedCell]:
    """The cells below the heading at a position of the release, up to the next heading."""
    found, inside = [], False
    for cell in cells:
        if cell.position is not None and (cell.position == heading or cell.position >= end):
            inside = cell.position == heading
        elif inside:
            found.append(cell)
    return found


def _moved(cell: MarkedCell, notebook: str, by: int) -> MarkedCell:
    """A cell under its name in the whole week, or, with no notebook named, back under its own."""
    position = None if cell.position is None else cell.position + by
    name = cell.grade_id
    if name is not None:
        name = f"{notebook}/{name}" if notebook else name.split("/", 1)[1]
    return cell.model_copy(update={"position": position, "grade_id": name})
