"""What a student reads of the repairs: one sentence for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: {0} the cells, {1} was/were, {2} it/they, {3} its/their, {4} one/one of each, {5} label/labels.
SENTENCES = {
    "split": "{0} {1} split over several cells; {2} {1} joined.",
    "twice": "{0} {1} there more than once; {4} was kept.",
    "answers": "{0} {1} there more than once; the last counts, the others stand as cells of their own.",
    "retyped": "{0} had been turned into another type of cell; {2} {1} turned back.",
    "repointed": "The {5} of {0} stood on another cell; {2} {1} found by {3} text.",
    "elsewhere": "{0} stood in another cell; {2} {1} put in {3} place.",
    "merged": "{0} had been merged with another cell; {2} {1} taken from there.",
    "missing": "{0} {1} missing.",
    "deleted": "{0} had been deleted; {2} {1} restored.",
    "edited": "{0} had been edited; {2} {1} restored.",
    "moved": "{0} had been moved; {2} {1} put back in {3} place.",
    "unlabelled": "{0} had lost nbgrader's {5}; {2} {1} found by content.",
}
FORMS = {False: ("was", "it", "its", "one", "label"), True: ("were", "they", "their", "one of each", "labels")}


def listed(labels: list[str], most: int = 8) -> str:
    """The labels as part of a sentence: "the test cell of linear and the locked cell setup"."""
    names = list(dict.fromkeys(labels))
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def sentences(told: Mapping[str, Sequence[str]]) -> list[str]:
    """A sentence for each kind of repair; told: kind -> the cells it befell. What is no kind is a sentence already."""
    found = []
    for what, labels in told.items():
        if what not in SENTENCES:
            found.append(what)
        elif labels:
            sentence = SENTENCES[what].format(listed(list(labels)), *FORMS[len(set(labels)) > 1])
            found.append(sentence[0].upper() + sentence[1:])
    return found
