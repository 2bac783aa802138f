"""The instructor's side: who has handed in, how it goes, and what can be done about it. Assistants see it, and change nothing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import Row, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.course.folders import STUDENT_ID
from autograder.course.week import Week
from autograder.serve import hand_ins, overview
from autograder.serve.paging import paged
from autograder.serve.service import Service, person_of, service_of
from autograder.serve.state import audit, note, notice, set_notice

#: Of a message on all pages, in characters.
LONGEST = 500
#: Entries of the audit trail on its page.
ENTRIES = 300
#: Students, a student's hand-ins, and names beside a mistake on one page.
STANDINGS, HAND_INS, PEOPLE = 150, 100, 40


def routes() -> list[Route]:
    return [
        Route("/class", _class, name="class"),
        Route("/class/trail", _trail, name="trail"),
        Route("/class/message", _changing(_say), name="say", methods=["POST"]),
        Route("/class/pause", _changing(_pause), name="pause", methods=["POST"]),
        Route("/class/again/{hand_in}", _changing(_again), name="again", methods=["POST"]),
        Route("/class/week/{week}", _week, name="class_week"),
        Route("/class/week/{week}/show", _changing(_show), name="show", methods=["POST"]),
        Route("/class/student/{student}", _student, name="class_student"),
    ]


async def _class(request: Request) -> Response:
    service = service_of(request)
    weeks = await run_in_threadpool(_weeks, service)
    paused = await run_in_threadpool(notice, service.engine, "paused")
    running = service.desk.backlog.running
    return await service.page(request, "class.html.j2", weeks=weeks, paused=paused, waiting=len(service.desk.backlog),
                              running=running, trouble=service.desk.trouble, longest=LONGEST)


async def _week(request: Request) -> Response:
    service, week = service_of(request), _week_of(request)
    view = await run_in_threadpool(_view, service, week)
    shown = service.course.serve.shown_after_due or service.course.serve.looks == "free"
    since = await run_in_threadpool(notice, service.engine, f"shown:{week.id}")
    due = service.course.due(week.id)
    most = max((count for _, count in view.hours), default=0)
    title = service.course.week(week.id).title
    return await service.page(request, "class_week.html.j2", view=view, week=week, title=title, due=due,
                              students=paged(request, view.here, STANDINGS), people_shown=PEOPLE,
                              past=due < datetime.datetime.now(datetime.UTC), shown=shown, since=since, most=most,
                              clock_of=lambda row: service.course.local(_moment(row)))


async def _student(request: Request) -> Response:
    service, student = service_of(request), request.path_params["student"]
    person = (await run_in_threadpool(service.roll.students)).get(student)
    rows = await run_in_threadpool(hand_ins.of_student, service.engine, student)
    if not re.fullmatch(STUDENT_ID, student) or (person is None and not rows):
        raise HTTPException(404)
    return await service.page(request, "class_student.html.j2", student=student, name=person.name if person else student,
                              email=person.email if person else "", hand_ins=paged(request, rows, HAND_INS), weeks=service.weeks,
                              clock_of=lambda row: service.course.local(_moment(row)))


async def _trail(request: Request) -> Response:
    service = service_of(request)
    rows = await run_in_threadpool(_entries, service)
    return await service.page(request, "trail.html.j2", rows=rows, clock_of=lambda row: service.course.local(_moment(row)))


async def _say(request: Request, service: Service, form: dict[str, str]) -> tuple[str, str]:
    said = " ".join(form.get("message", "").split())[:LONGEST]
    await run_in_threadpool(set_notice, service.engine, "message", said)
    return f"put on all pages: {said}" if said else "took the message off all pages", service.url(request, "class")


async def _pause(request: Request, service: Service, form: dict[str, str]) -> tuple[str, str]:
    paused = form.get("paused") == "1"
    await run_in_threadpool(set_notice, service.engine, "paused", "1" if paused else "")
    service.desk.pause(paused)
    return "paused marking" if paused else "let marking go on", service.url(request, "class")


async def _again(request: Request, service: Service, form: dict[str, str]) -> tuple[str, str]:
    hand_in = await run_in_threadpool(hand_ins.by_id, service.engine, request.path_params["hand_in"])
    if hand_in is None:
        raise HTTPException(404)
    if hand_in.state in hand_ins.UNFINISHED:
        raise HTTPException(409, "It is waiting to be marked, or being marked.")
    await run_in_threadpool(service.desk.again, hand_in)
    done = f"had {hand_in.student}'s {hand_in.week} of {_moment(hand_in):%Y-%m-%d %H:%M:%S} UTC marked again"
    return done, service.url(request, "class_student", student=hand_in.student)


async def _show(request: Request, service: Service, form: dict[str, str]) -> tuple[str, str]:
    week, shown = _week_of(request), form.get("shown") == "1"
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    await run_in_threadpool(set_notice, service.engine, f"shown:{week.id}", now if shown else "")
    done = f"{'showed' if shown else 'hid again'} all of {week.id} after its due date"
    return done, service.url(request, "class_week", week=week.id)


Change = Callable[[Request, Service, dict[str, str]], Awaitable[tuple[str, str]]]


def _changing(change: Change) -> Callable[[Request], Awaitable[Response]]:
    """What only an instructor may do, written into the audit trail. change: gives what was done, and the page to show then."""

    async def changed(request: Request) -> Response:
        service, person = service_of(request), person_of(request)
        if person is None or person.role != "instructor":
            raise HTTPException(403, "Only an instructor can do this.")
        async with request.form(max_files=0, max_fields=10) as sent:
            form = {key: value for key, value in sent.items() if isinstance(value, str)}
        done, page = await change(request, service, form)
        await run_in_threadpool(note, service.engine, person.id, done)
        return RedirectResponse(page, 303)

    return changed


def _weeks(service: Service) -> list[dict[str, Any]]:
    """The weeks as the class's first page lists them."""
    names, told = _names(service), []
    rows = overview.rows_of(service.engine)
    for week in service.course.weeks:
        if week.id not in service.weeks:
            continue
        theirs = overview.standings(service.course, names, week.id, [row for row in rows if row.week == week.id])
        told.append({"id": week.id, "title": week.title, "due": service.course.due(week.id), "all": len(theirs),
                     "here": sum(s.count > 0 for s in theirs), "hand_ins": sum(s.count for s in theirs),
                     "released": service.course.released(week.id) <= datetime.datetime.now(datetime.UTC)})
    return told


def _view(service: Service, week: Week) -> overview.WeekView:
    return overview.week_view(service.course, service.engine, service.results, _names(service), week)


def _names(service: Service) -> dict[str, str]:
    return {id: student.name for id, student in service.roll.students().items()}


def _entries(service: Service) -> list[Row]:
    with service.engine.connect() as db:
        return list(db.execute(select(audit).order_by(audit.c.number.desc()).limit(ENTRIES)))


def _week_of(request: Request) -> Week:
    week = service_of(request).weeks.get(request.path_params["week"])
    if week is None:
        raise HTTPException(404)
    return week


def _moment(row: Row) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(row.time, datetime.UTC)
