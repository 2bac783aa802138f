"""Repair: a notebook in whatever shape it came in, put back into the shape of the release it was made from.

Every cell of the release finds its submitted one: by its label (nbgrader's grade_id, else the cell's id), by the
function it defines, by its text or by its place. Locked cells get the release's text again, and a student's own cells
stay where they were, so that what the student wrote is all that differs. A sound submission goes through untouched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from autograder.course.week import Week
from autograder.sandbox.budget import Over, within
from autograder.submission.definitions import Definitions, code_of, join_split_functions
from autograder.submission.likeness import overlap, rising, week_in_title, words
from autograder.submission.notebook import Cell, Notebook, Unreadable, read
from autograder.submission.photos import Photos
from autograder.submission.repaired import Submission, SubmittedCell
from autograder.submission.sentences import sentences
from autograder.submission.slots import Slot, plain, slots_of

#: Share of common words from which an unlabelled cell counts as the edited form of a locked one.
ALIKE = 0.6
#: Of so many cells at the top the words are compared with a locked cell's that was edited and has lost its label.
MOST_COMPARED = 300


def repair(week: Week, raw: bytes) -> Submission:
    """The submission to grade, and one sentence for each repair. Never raises for anything a student can hand in."""
    # Once here, not once in each fork.
    slots_of(week)
    try:
        return within(repaired, week, raw)
    except Unreadable as reason:
        return Submission(unreadable=str(reason))
    except Over as over:
        return Submission(unreadable=f"The notebook was given up: reading it takes more than {over}, where a thousandth is "
                                     "enough for most. Clear all outputs, take out what no exercise asks for, save and hand in "
                                     "again.")


def repaired(week: Week, raw: bytes) -> Submission:
    """`repair` in this very process, without a budget. Raises Unreadable."""
    return _Repair(week, read(raw)).submission()


class _Repair:
    """One repair. `taken` tells which slot a submitted cell fills, `texts` a slot's text where it is not that cell's."""

    def __init__(self, week: Week, notebook: Notebook):
        self.week = week
        self.slots = slots_of(week)
        self.cells = list(notebook.cells)
        self.first_repairs, self.notes = notebook.repairs, notebook.notes
        self.told: dict[str, list[str]] = defaultdict(list)
        self.definitions = Definitions(s.function for s in self.slots if s.function)
        self.taken: dict[int, int] = {}
        self.texts: dict[int, str] = {}
        self.dropped: set[int] = set()
        self.anchors: dict[int, int] = {}
        self.explained: set[int] = set()
        self.photos = Photos()

    def submission(self) -> Submission:
        self.cells, joined = join_split_functions(self.cells, self.definitions)
        self.told["split"] += joined
        self.named = [self._named(cell) for cell in self.cells]
        self.claims = self._claims()
        self.by_text = defaultdict(list)
        self.plains = [plain(cell.source) for cell in self.cells]
        self.words = [words(cell.source) for cell in self.cells[:MOST_COMPARED]]
        for index, text in enumerate(self.plains):
            self.by_text[text].append(index)
        for kind, place in (("locked", self._place_unchanged), ("code", self._place_code),
                            ("written", self._place_answer)):
            for slot in self.slots:
                if slot.kind == kind:
                    place(slot)
        self._refuse_another_week()
        filled = set(self.taken.values())
        for slot in self.slots:
            if slot.kind == "locked" and slot.position not in filled:
                self._restore(slot)
            elif slot.kind == "free":
                self._place_free(slot)
        self._tell_moved_and_unlabelled()
        cells = self._assembled()
        return Submission(cells, (*self.first_repairs, *sentences(self.told), *self.photos.told[:5]),
                          photos=tuple(self.photos.found), notes=self.notes)

    def _claims(self) -> dict[int, list[int]]:
        """Position of a slot -> the submitted cells that carry its label, in order."""
        by_key = {s.key: s.position for s in self.slots if s.key}
        by_id = {s.id: s.position for s in self.slots}
        claims = defaultdict(list)
        for index, cell in enumerate(self.cells):
            position = by_key.get(cell.grade_id or "")
            if position is None:
                position = by_id.get(cell.id or "")
            if position is not None:
                claims[position].append(index)
        return claims

    def _open_claims(self, slot: Slot) -> list[int]:
        return [i for i in self.claims.get(slot.position, ()) if i not in self.taken]

    def _named(self, cell: Cell) -> frozenset[str]:
        return self.definitions.named(code_of(cell)) if "=" in cell.source or "def" in cell.source else frozenset()

    # -- placing

    def _place_unchanged(self, slot: Slot) -> None:
        """A locked cell whose text is as it was released, whatever its label."""
        same = [i for i in self.by_text.get(plain(slot.source), ()) if i not in self.taken]
        claims = [i for i in self._open_claims(slot) if i in same]
        if not same:
            return
        chosen = (claims or same)[0]
        self._take(chosen, slot)
        for index in claims[1:]:
            self._drop(index, slot)
        if self.cells[chosen].type != slot.type:
            self.told["retyped"].append(slot.label)
        if not claims and self._open_claims(slot):
            self.told["repointed"].append(slot.label)
            self.explained.add(slot.position)

    def _place_code(self, slot: Slot) -> None:
        """A solution: the last labelled cell that works, else the last one anywhere that does, else what there is."""
        claims, name = self._open_claims(slot), slot.function or ""
        defining = [i for i, names in enumerate(self.named) if name in names and i not in self.dropped]
        if claims == defining and len(claims) == 1:
            return self._take_code(claims[0], slot)
        claimed = set(claims)
        own = [i for i in claims if name in self.named[i]]
        chosen = self._last_working(own, name)
        if chosen is None:
            elsewhere = self._last_working([i for i in defining if i not in claimed], name)
            if elsewhere is not None:
                self._clear_claims(claims, slot, kept=None)
                return self._move_code(elsewhere, slot)
            chosen = (own or [i for i in claims if self.cells[i].source.strip()] or claims or [None])[-1]  # type: ignore[list-item]
        if chosen is None:
            self.texts[slot.position] = f"# The cell of {slot.key} was missing from the notebook."
            self.told["missing"].append(slot.label)
            return
        self._tell_renamed(chosen, slot)
        self._take_code(chosen, slot)
        self._clear_claims(claims, slot, kept=chosen)
        for index in self.by_text.get(plain(slot.source), ()):
            if index not in self.taken:
                self._drop(index, slot)

    def _last_working(self, indices: list[int], name: str) -> int | None:
        return next((i for i in reversed(indices) if self.definitions.working(code_of(self.cells[i]), name)), None)

    def _take_code(self, index: int, slot: Slot) -> None:
        self._take(index, slot)
        cell = self.cells[index]
        if cell.type != "code":
            self.told["retyped"].append(slot.label)
        self.texts[slot.position] = code_of(cell)

    def _move_code(self, index: int, slot: Slot) -> None:
        """Fill a slot from a cell that has another label or none; of a cell that is needed elsewhere, take the part."""
        other = next((s for s in self.slots if index in self.claims.get(s.position, ()) and s.function), None)
        needed = other is not None and other.function in self.named[index]
        if index in self.taken or needed:
            self.texts[slot.position] = self.definitions.part(code_of(self.cells[index]), slot.function or "")
            self.told["merged"].append(slot.label)
        else:
            self._take_code(index, slot)
            if self.cells[index].grade_id or self.claims.get(slot.position):
                self.told["elsewhere"].append(f"the solution of {slot.key}")
                self.explained.add(slot.position)

    def _clear_claims(self, claims: list[int], slot: Slot, kept: int | None) -> None:
        """Take out the other cells with this slot's label: older versions, stubs, empty ones; the rest are own cells."""
        for index in claims:
            source = self.cells[index].source
            if index != kept and (not source.strip() or slot.function in self.named[index]):
                if not (self.named[index] - {slot.function}):
                    self._drop(index, slot, told=kept is not None)

    def _tell_renamed(self, index: int, slot: Slot) -> None:
        if slot.function and slot.function not in self.named[index]:
            names = re.findall(r"^def[ \t]+(\w{1,40})[ \t]*\(", code_of(self.cells[index]), re.M)
            if names:
                self.told[f"The cell of {slot.key} defines {names[-1]} but no {slot.function}; it was left as it is."] = []

    def _place_answer(self, slot: Slot) -> None:
        """A written answer: the last labelled cell with text of its own, else the markdown in its place."""
        claims = self._open_claims(slot)
        answered = [i for i in claims if self._is_answer(i, slot)]
        chosen = (answered or claims or [None])[-1]  # type: ignore[list-item]
        if not answered:
            found = self._markdown_after(chosen if chosen is not None else self._index_before(slot), slot)
            if found:
                self.texts[slot.position] = "\n\n".join(self._with_photos(i, slot) for i in found)
                if self._has_labels():
                    self.told["elsewhere"].append(slot.label)
                    self.explained.add(slot.position)
                for index in found:
                    self._take(index, slot)
                chosen = found[0]
        if chosen is None:
            self.texts[slot.position] = slot.source
            self.told["missing"].append(slot.label)
            return
        self._take(chosen, slot)
        if self.cells[chosen].type != slot.type:
            self.told["retyped"].append(slot.label)
        for index in claims:
            if index not in self.taken and not self._is_answer(index, slot):
                self._drop(index, slot, told=bool(answered))
        if len(answered) > 1:
            self.told["answers"].append(slot.label)

    def _is_answer(self, index: int, slot: Slot) -> bool:
        text = self.plains[index]
        return bool(text.strip()) and text != plain(slot.source)

    def _index_before(self, slot: Slot) -> int | None:
        """The submitted cell that fills the nearest slot above."""
        above = [(position, index) for index, position in self.taken.items() if position < slot.position]
        return max(above)[1] if above else None

    def _markdown_after(self, index: int | None, slot: Slot) -> list[int]:
        """The unlabelled markdown cells with text right below a submitted cell."""
        found: list[int] = []
        if index is None:
            return found
        claimed = {i for indices in self.claims.values() for i in indices}
        released = {plain(s.source) for s in self.slots if s is not slot}
        for i in range(index + 1, len(self.cells)):
            cell = self.cells[i]
            if cell.type != "markdown" or i in claimed or i in self.taken or self.plains[i] in released:
                break
            if self._is_answer(i, slot):
                found.append(i)
        return found

    def _place_free(self, slot: Slot) -> None:
        """A text of the release that students may change: it is theirs, only its place is noted."""
        same = [i for i in self.by_text.get(plain(slot.source), ()) if i not in self.taken and i not in self.dropped]
        claims = [i for i in self._open_claims(slot) if self.cells[i].type == slot.type and i not in self.dropped]
        if same or claims:
            self._take((same or claims)[0], slot)

    def _restore(self, slot: Slot) -> None:
        """A locked cell that was edited or deleted gets the release's text; what a student added to it is kept."""
        claims = [i for i in self._open_claims(slot) if i not in self.dropped]
        edited = claims or self._alike(slot)
        self.told["edited" if edited else "deleted"].append(slot.label)
        for index in edited:
            cell = self.cells[index]
            if cell.type == "code":
                if self.definitions.added_names(cell.source, slot.source):
                    continue
                self.dropped.add(index)
            else:
                known = set(map(str.strip, slot.source.split("\n")))
                added = [line for line in cell.source.split("\n") if line.strip() not in known]
                self.anchors[index] = slot.position
                self.cells[index] = replace(cell, source="\n".join(added))
                if not added:
                    self.dropped.add(index)

    def _alike(self, slot: Slot) -> list[int]:
        """The unlabelled cell that shares most words with a locked one, if any shares enough."""
        wanted = words(slot.source)
        claimed = {i for indices in self.claims.values() for i in indices}
        free = [i for i in range(len(self.words)) if i not in self.taken and i not in claimed and i not in self.dropped]
        scored = [(overlap(wanted, self.words[i]), -i) for i in free]
        best, index = max(scored, default=(0, 0))
        return [-index] if best >= ALIKE else []

    def _take(self, index: int, slot: Slot) -> None:
        self.taken[index] = slot.position

    def _drop(self, index: int, slot: Slot, told: bool = True) -> None:
        self.dropped.add(index)
        if told and slot.label not in self.told["twice"]:
            self.told["twice"].append(slot.label)

    # -- telling

    def _has_labels(self) -> bool:
        return any(cell.grade_id for cell in self.cells)

    def _refuse_another_week(self) -> None:
        """Raise Unreadable when this is not a notebook of the week."""
        wanted = [s for s in self.slots if s.of_exercise]
        filled = {*self.taken.values(), *self.claims} & {s.position for s in wanted}
        # What stands in a written answer's place, or is a line of code like another, shows nothing; a text of the week does.
        labelled = set(self.claims) & {s.position for s in wanted}
        shown = {*labelled, *(p for p in self.taken.values()
                                 if self.slots[p].kind == "code" or self.slots[p].is_test
                                 or (self.slots[p].type == "markdown" and self.slots[p].kind == "locked"))}
        said = week_in_title(self.cells[:10])
        other = said is not None and f"week{said}" != self.week.id
        if not shown or not filled or (other and len(filled) * 2 < len(wanted)):
            what = f"This is the notebook of week {said}" if other else "None of the exercises is in this notebook"
            raise Unreadable(f"{what}; the one of {self.week.id} was expected.")

    def _tell_moved_and_unlabelled(self) -> None:
        labelled = [(i, self.slots[p]) for i, p in sorted(self.taken.items()) if self.slots[p].key]
        stay = rising([slot.position for _, slot in labelled])
        self.told["moved"] += [slot.label for _, slot in labelled if slot.position not in stay]
        lost = [s.label for i, s in labelled if self.cells[i].grade_id != s.key and s.position not in self.explained]
        if len(lost) > 3 and not any(self.cells[i].grade_id for i, _ in labelled):
            self.told["The notebook had lost nbgrader's labels; its cells were found by their content."] = []
        else:
            self.told["unlabelled"] += lost

    def _with_photos(self, index: int, slot: Slot | None = None) -> str:
        """The text of a cell, its pictures taken out of it where it is the student's own."""
        cell = self.cells[index]
        if cell.type != "markdown" or (slot is not None and cell.source == slot.source):
            return cell.source
        return self.photos.taken(cell.source, cell.attachments, slot.label if slot else "a cell of your own")

    def _assembled(self) -> tuple[SubmittedCell, ...]:
        """The release's cells in their order, each own cell behind the one it stood behind."""
        own: dict[int, list[SubmittedCell]] = defaultdict(list)
        filled: dict[int, int] = {}
        anchor = -1
        for index, cell in enumerate(self.cells):
            if index in self.taken:
                anchor = self.taken[index]
                filled.setdefault(anchor, index)
            elif index not in self.dropped:
                own[self.anchors.get(index, anchor)].append(SubmittedCell(cell.type, self._with_photos(index)))
        cells = own[-1]
        for slot in self.slots:
            position = slot.position
            text = slot.source if slot.kind == "locked" else self.texts.get(position)
            if text is None and position in filled:
                text = self._with_photos(filled[position], slot)
            if text is not None:
                pictures = self.cells[filled[position]].pictures if position in filled else ()
                cells.append(SubmittedCell(slot.type, text, slot.key, position, pictures))
            cells += own[position]
        return tuple(cells)
