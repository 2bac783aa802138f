"""Who may come in, and as what: the class list and course.toml, as they are now."""

from __future__ import annotations

import threading

from autograder.course.class_list import ClassList, Student
from autograder.course.course import Course
from autograder.errors import UserError
from autograder.serve.who import Person


class Roll:
    """The people of a course. The class list is read again when its file has changed; while that has mistakes, the one
    before it counts: nobody is locked out by a slip in a spreadsheet."""

    def __init__(self, course: Course):
        self.course = course
        self._path = course.root / course.class_list
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._students: dict[str, Student] = {}

    def person(self, id: str) -> Person | None:
        """Who has this id today; None for whom neither the class list nor course.toml names any more."""
        serve = self.course.serve
        student = self.students().get(id)
        name = student.name if student and student.name else id
        if id in serve.instructors:
            return Person(id, name, "instructor")
        if id in serve.assistants:
            return Person(id, name, "assistant")
        return Person(id, name, "student") if student else None

    def called(self, clue: str) -> Person | None:
        """Whom a trusted sign-in means by a login, a number or an address; None where that is nobody, or may be two.

        Only plain ASCII is compared, without regard to case: an address that merely looks like another is no one's.
        """
        clue = clue.strip().casefold()
        if not clue or not clue.isascii():
            return None
        staff = {id for id in (*self.course.serve.instructors, *self.course.serve.assistants) if id.casefold() == clue}
        students = self.students().values()
        found = staff or {s.id for s in students if s.id.casefold() == clue} or {
            s.id for s in students if clue in (s.email.casefold(), s.github.casefold())}
        return self.person(found.pop()) if len(found) == 1 else None

    def students(self) -> dict[str, Student]:
        """The class list's students by their ids, in its order."""
        with self._lock:
            try:
                status = self._path.stat()
                stamp = (status.st_mtime_ns, status.st_size)
                if stamp != self._stamp:
                    listed = ClassList.load(self._path)
                    self._stamp, self._students = stamp, {student.id: student for student in listed.students}
            except (OSError, UserError):
                pass
            return self._students
