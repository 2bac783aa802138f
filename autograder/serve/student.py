"""The student's side: the weeks, a week's hand-ins, one hand-in. An instructor sees it as a student does by ?as=STUDENT."""

from __future__ import annotations

import asyncio
import datetime
import gzip
import re
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from autograder.course.folders import STUDENT_ID, printable
from autograder.pages.feedback import Feedback
from autograder.serve import hand_ins, rules
from autograder.serve.bodies import sent_file
from autograder.serve.paging import paged
from autograder.serve.questions import question
from autograder.serve.receipts import receipt
from autograder.serve.service import Service, person_of, service_of
from autograder.serve.views import View, moment_of, view
from autograder.serve.working import Showing

#: A student's hand-ins on one page.
HAND_INS = 100


def routes() -> list[Route]:
    return [
        Route("/", _weeks, name="weeks"),
        Route("/events", _events, name="events"),
        Route("/week/{week}", _week, name="week"),
        Route("/week/{week}", _hand_in, methods=["POST"]),
        Route("/hand-in/{hand_in}", _one, name="hand_in"),
        Route("/hand-in/{hand_in}/look", _look, name="look", methods=["POST"]),
        Route("/hand-in/{hand_in}/notebook", _notebook, name="notebook"),
        Route("/hand-in/{hand_in}/receipt", _receipt, name="receipt"),
    ]


async def _weeks(request: Request) -> Response:
    service, student = service_of(request), _student(request)
    weeks = await run_in_threadpool(_overview, service, student)
    return await service.page(request, "weeks.html.j2", weeks=weeks, student=student, seen=_seen(request))


async def _week(request: Request) -> Response:
    service, student, week = service_of(request), _student(request), _week_of(request)
    return await _week_page(request, service, student, week)


async def _hand_in(request: Request) -> Response:
    service, person, week = service_of(request), person_of(request), _week_of(request)
    if person is None or person.role != "student":
        raise HTTPException(403, "Only a student can hand in.")
    sent = await sent_file(request)
    name = printable(re.split(r"[/\\]", sent.name)[-1]).replace("\n", " ")[:200] or f"{week}.ipynb"
    if not sent.fields.get("anyway"):
        async with service.parsing(len(sent.content)):
            asked = await run_in_threadpool(
                question, service.course, service.engine, service.weeks, person.id, week, sent.content
            )
        if asked:
            if _wants_json(request):
                return JSONResponse({"question": asked}, 409)
            return await _week_page(request, service, person.id, week, asked=asked, status=409)
    try:
        taken = await run_in_threadpool(hand_ins.take_in, service.course, service.engine, person.id, week, sent.content, name)
    except Exception:
        service.desk.missed()
        raise
    service.desk.arrived(taken)
    page = service.url(request, "hand_in", hand_in=taken.id)
    if _wants_json(request):
        return JSONResponse(
            {"id": taken.id, "page": page, "receipt": await run_in_threadpool(receipt, service.course, taken)}, 201
        )
    return RedirectResponse(page, 303)


async def _one(request: Request) -> Response:
    service, hand_in = service_of(request), await _own(request)
    seen = await run_in_threadpool(view, service, hand_in)
    looks = await run_in_threadpool(rules.student_looks, service.course, service.engine, hand_in.student, hand_in.week)
    if _wants_json(request):
        told: dict[str, Any] = {
            "id": hand_in.id,
            "week": hand_in.week,
            "state": hand_in.state,
            "time": hand_in.time,
            "told": hand_in.told,
            "looks": looks.left,
            "page": service.url(request, "hand_in", hand_in=hand_in.id),
        }
        return JSONResponse(told | (seen.as_json(service.course) if seen else {}))
    newest = (await run_in_threadpool(hand_ins.of_student, service.engine, hand_in.student, hand_in.week))[0]
    exercises = await run_in_threadpool(_exercises, service, seen) if seen else ""
    return await service.page(
        request,
        "hand_in.html.j2",
        hand_in=hand_in,
        week=service.course.week(hand_in.week),
        view=seen,
        looks=looks,
        exercises=exercises,
        moment=service.course.local(moment_of(hand_in)),
        is_newest=newest.id == hand_in.id,
        seen=_seen(request),
        next_look=_moment(service, looks.next),
        shown_later=rules.is_past(service.course, hand_in.week, hand_in.student),
    )


async def _look(request: Request) -> Response:
    service, hand_in, person = service_of(request), await _own(request), person_of(request)
    if person is None or person.id != hand_in.student:
        raise HTTPException(403, "Only the student can look.")
    if hand_in.state != "done":
        raise HTTPException(409, "It is not marked yet.")
    if service.course.serve.looks != "free" and not await run_in_threadpool(rules.look, service.course, service.engine, hand_in):
        raise HTTPException(409, "No look is left at this time.")
    if _wants_json(request):
        return await _one(request)
    return RedirectResponse(service.url(request, "hand_in", hand_in=hand_in.id), 303)


async def _notebook(request: Request) -> Response:
    service, hand_in = service_of(request), await _own(request)
    seen = await run_in_threadpool(view, service, hand_in)
    if seen is None:
        raise HTTPException(404)
    made = service.desk.show(Showing(hand_in.week, hand_in.student, seen.marked.model_dump_json(), seen.mark))
    try:
        cells = await asyncio.wait_for(asyncio.wrap_future(made), 60)
    except (TimeoutError, RuntimeError, asyncio.CancelledError):
        raise HTTPException(503, "The notebook cannot be shown now. Try again in a minute.") from None
    page = await service.page(
        request,
        "notebook.html.j2",
        hand_in=hand_in,
        week=service.course.week(hand_in.week),
        cells=Markup(cells),
        seen=_seen(request),
    )
    return await run_in_threadpool(_packed, request, page)


def _packed(request: Request, page: Response) -> Response:
    """The page as a phone's line likes it: a notebook is long. No secret stands on it whose length could tell of it."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return page
    headers = {"content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(gzip.compress(bytes(page.body), 6), media_type="text/html", headers=headers)


async def _receipt(request: Request) -> Response:
    service, hand_in = service_of(request), await _own(request)
    text = await run_in_threadpool(receipt, service.course, hand_in)
    name = f"receipt-{hand_in.week}-{moment_of(hand_in):%Y%m%d-%H%M%S}.txt"
    return PlainTextResponse(text, headers={"content-disposition": f'attachment; filename="{name}"'})


async def _is_still(request: Request) -> bool:
    """Whether the request's session, or link, still belongs to who sent it."""
    return await service_of(request).sign_in.person(request) == person_of(request)


async def _events(request: Request) -> Response:
    service, student = service_of(request), _student(request)
    rows = await run_in_threadpool(hand_ins.of_student, service.engine, student)
    first = [
        service.desk.event(row.id, row.week, row.state, ahead=service.desk.backlog.ahead(row.id))
        for row in rows[:20]
        if row.state in hand_ins.UNFINISHED or row == rows[0]
    ]
    return StreamingResponse(
        service.hub.stream(student, first, lambda: _is_still(request)),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _week_page(request: Request, service: Service, student: str, week: str, asked: str = "", status: int = 200) -> Response:
    rows = await run_in_threadpool(hand_ins.of_student, service.engine, student, week)
    looks = await run_in_threadpool(rules.student_looks, service.course, service.engine, student, week)
    return await service.page(
        request,
        "week.html.j2",
        status,
        week=service.course.week(week),
        due=service.course.due(week, student),
        asked=asked,
        looks=looks,
        next_look=_moment(service, looks.next),
        past=rules.is_past(service.course, week, student),
        points=_points(service, week),
        hand_ins=paged(request, rows, HAND_INS),
        clock_of=lambda row: service.course.local(moment_of(row)),
        student=student,
        seen=_seen(request),
    )


def _overview(service: Service, student: str) -> list[dict[str, Any]]:
    """The weeks as the first page lists them."""
    rows = hand_ins.of_student(service.engine, student)
    now, told = datetime.datetime.now(datetime.UTC), []
    for week in service.course.weeks:
        theirs = [row for row in rows if row.week == week.id]
        marked = next((row for row in theirs if row.state == "done"), None)
        told.append(
            {
                "id": week.id,
                "title": week.title,
                "released": service.course.released(week.id),
                "due": service.course.due(week.id, student),
                "is_open": week.id in service.weeks and service.course.released(week.id) <= now,
                "newest": theirs[0] if theirs else None,
                "score": marked.score if marked else None,
                "points": _points(service, week.id),
            }
        )
    return told


def _points(service: Service, week: str) -> float:
    """What the hidden tests can give."""
    return service.weeks[week].max_score if week in service.weeks else 0.0


def _exercises(service: Service, seen: View) -> Markup:
    return Markup(Feedback(service.course, seen.week).exercises(seen.marked, seen.mark))


def _moment(service: Service, seconds: float | None) -> datetime.datetime | None:
    return None if seconds is None else service.course.local(datetime.datetime.fromtimestamp(seconds, datetime.UTC))


def _student(request: Request) -> str:
    """Whose pages are asked for."""
    person = person_of(request)
    assert person is not None
    named = request.query_params.get("as", "")
    if person.teaches and re.fullmatch(STUDENT_ID, named):
        return named
    return person.id


def _seen(request: Request) -> str:
    """What addresses end with, where an instructor looks as a student does."""
    person = person_of(request)
    return f"?as={_student(request)}" if person and person.id != _student(request) else ""


def _week_of(request: Request) -> str:
    """The week of an address. One that is not given out yet is not there."""
    service, week = service_of(request), request.path_params["week"]
    if week not in service.weeks or service.course.released(week) > datetime.datetime.now(datetime.UTC):
        raise HTTPException(404)
    return week


async def _own(request: Request) -> Row:
    """The hand-in of an address, if it is of the student who asks. Others' are not there."""
    person = person_of(request)
    hand_in = await run_in_threadpool(hand_ins.by_id, service_of(request).engine, request.path_params["hand_in"])
    if hand_in is None or person is None or not (person.teaches or person.id == hand_in.student):
        raise HTTPException(404)
    return hand_in


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
