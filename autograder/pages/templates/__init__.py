"""Pages from their templates, with one set of rules for all: everything is escaped, and a name that is not given is an error."""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2
from markupsafe import Markup

from autograder.course.marks import as_points
from autograder.pages import prose


@functools.cache
def environment(folder: Path = Path(__file__).parent) -> jinja2.Environment:
    """The environment of a folder's templates. Filters: points, percent, signed, and sentence and prose for Markdown."""
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    made.filters["points"] = as_points
    made.filters["percent"] = lambda share: f"{share:.0%}"
    made.filters["signed"] = lambda value: "–" if value is None else f"{value:+.2f}"
    made.filters["sentence"] = lambda text: Markup(prose.sentence(text))
    made.filters["prose"] = lambda text: Markup(prose.markdown(text))
    return made


def template(name: str) -> jinja2.Template:
    """A template of this folder."""
    return environment().get_template(name)
