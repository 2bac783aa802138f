"""What a test asked for and a notebook does not have, as a sentence."""

from __future__ import annotations

from autograder.sandbox.outcome import Outcome


def absent(name: str, outcome: Outcome, how: str) -> str:
    """What is not there, as a sentence."""
    if how == "call":
        return f"There is no function {name} in the notebook."
    if how == "new":
        return (f"{name} is a function; a class of that name was expected." if outcome.error else
                f"There is no class {name} in the notebook.")
    of, _, member = name.partition(".")
    if not member:
        return f"An object of the class {of} cannot be called: it has no method __call__."
    return f"The class {of} has no {member}: an object of it has neither a method nor an attribute of that name."
