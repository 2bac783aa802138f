"""Files for authors and students from their templates: plain text, in which a name that is not given is an error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2


def rendered(template: str, words: Mapping[str, Any]) -> str:
    """The text of a template, "new_week/week.py.j2" say, with these words in it."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), undefined=jinja2.StrictUndefined,
                                     keep_trailing_newline=True, autoescape=False)
    return environment.get_template(template).render(words)
