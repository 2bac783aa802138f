"""Attacks on the live service, by a student of the course who is signed in (Mallory, s2) or by a stranger. Each returns
something true when it got through; its control is the same by whoever may, and must get something.

They know a Siege: the service, what the victim (s1) has handed in, and a browser of Mallory's own.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import httpx

from autograder.serve.sessions import csrf_of, hashed
from tests.served import WEEK, Served

JSON = {"Accept": "application/json"}
#: What a student may see of nobody else, and no one of the course's files.
PRIVATE = re.compile(rb"Maja Lind|maja\.lind|SQLite format 3|root:.*:0:0|def test_|\[\[weeks\]\]|BEGIN SOLUTION|What instructors did")
#: Bytes that the service may hold more than before for one request.
ROOM = 600_000_000


@dataclass
class Siege:
    """served: the service. victim: an id of s1's hand-in. mallory: signed in as s2. owner: as s1. instructor: as ada. own: an
    id of Mallory's hand-in."""

    served: Served
    victim: str
    own: str
    mallory: httpx.Client
    owner: httpx.Client
    instructor: httpx.Client

    def raw(self, text: bytes, seconds: float = 20, shut: bool = False) -> bytes:
        """All that the service answers to these bytes, until it closes or so many seconds have passed."""
        with socket.create_connection(("127.0.0.1", self.served.port), 10) as line:
            line.sendall(text)
            if shut:
                line.shutdown(socket.SHUT_WR)
            return heard(line, seconds)

    def memory(self) -> int:
        """The most bytes that the service held since this was last asked."""
        process = Path(f"/proc/{self.served.pid}")
        most = re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text())
        (process / "clear_refs").write_text("5")
        assert most
        return int(most[1]) * 1024


@dataclass(frozen=True)
class Web:
    """attack: true where it gets through. control: true where the same is possible for whoever may. why: there is none."""

    attack: Callable[[Siege], object]
    control: Callable[[Siege], object] | None = None
    why: str = ""


def heard(line: socket.socket, seconds: float) -> bytes:
    line.settimeout(seconds)
    got = b""
    try:
        while part := line.recv(65536):
            got += part
    except OSError:
        pass
    return got


def token(client: httpx.Client) -> str:
    return csrf_of(client.cookies["autograder"])


def post(client: httpx.Client, page: str, **more: object) -> httpx.Response:
    """A change with all that it needs, and what `more` puts in its place."""
    headers = {"X-CSRF-Token": token(client)} | dict(more.pop("headers", {}))  # type: ignore[call-overload]
    return client.post(page, headers=headers, **more)  # type: ignore[arg-type]


# another's hand-ins

def reads(page: str) -> Web:
    """The victim's page, which the victim may read."""

    def of(client: httpx.Client, siege: Siege) -> bool:
        return client.get(page.format(one=siege.victim)).status_code == 200

    return Web(lambda siege: of(siege.mallory, siege), lambda siege: of(siege.owner, siege))


def as_another(page: str) -> Web:
    """A page as the victim sees it, which an instructor may see."""

    def of(client: httpx.Client, siege: Siege) -> bool:
        return siege.victim in client.get(page).text

    return Web(lambda siege: of(siege.mallory, siege), lambda siege: of(siege.instructor, siege))


def _events(client: httpx.Client, siege: Siege, page: str) -> bool:
    with client.stream("GET", page) as answer:
        for number, line in enumerate(answer.iter_lines()):
            if siege.victim in line:
                return True
            if number > 4:
                return False
    return False


def hands_in_as_another(siege: Siege) -> bool:
    before = siege.owner.get(f"/week/{WEEK}").text.count("/receipt")
    for extra in ({"as": "s1"}, {"student": "s1"}, {"person": "s1"}):
        post(siege.mallory, f"/week/{WEEK}", params={"anyway": "1", **extra}, content=b'{"cells": []}')
    return siege.owner.get(f"/week/{WEEK}").text.count("/receipt") != before


# paths

TRICKS = ("/static/../../state.py", "/static/..%2f..%2fstate.py", "/static/%2e%2e/%2e%2e/state.py", "/static/....//state.py",
          "/static//etc/passwd", "/static/%2fetc/passwd", "/static/..\\..\\state.py", "/static/serve.css%00.js", "//class", "/./class",
          "/CLASS", "/class/", "/class;as=ada", "/class%2f", "/week/..%2fclass", "/week/week1/../../class", "/hand-in/%2e%2e/class",
          "/hand-in/..%2f..%2f..%2fcourse.toml", "/hand-in/*", "/hand-in/%25", "/in/../class", "/?as[]=s1", "/?as=s2&as=s1",
          "/?as=s1%00", "/week/week1%00", "/class/student/s1", "/class/week/week1", "/class/trail", "/.autograder/serve.db",
          "/course.secret", "/students.csv", "/assignments/week1/hidden/test_relu.py", "http://127.0.0.1/class")


def paths(siege: Siege) -> list[str]:
    """By hand: a client would tidy them up."""
    cookie = siege.mallory.cookies["autograder"]
    return [path for path in TRICKS if PRIVATE.search(siege.raw(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: autograder={cookie}\r\nConnection: close\r\n\r\n".encode("latin-1")))]


def file_names(siege: Siege) -> object:
    """A name that leads out of the folder of hand-ins, or says another header of the receipt."""
    around = siege.served.root.parent
    for name in ("../../../evil.ipynb", str(around / "evil.ipynb"), "..\\..\\evil.ipynb", "a\r\nSet-Cookie: evil=1.ipynb", "x\0evil.ipynb",
                 "evil" * 500 + ".ipynb", ".evil", "~/evil", "CON", "week1.ipynb/../../../evil.ipynb", "\u202eevil"):
        answer = post(siege.mallory, f"/week/{WEEK}", params={"anyway": "1", "name": name}, content=b'{"cells": []}', headers=JSON)
        if answer.status_code == 201:
            receipt = siege.mallory.get(f"/hand-in/{answer.json()['id']}/receipt")
            if "evil" in receipt.headers.get("set-cookie", "") or receipt.text.count("\n") != 9:
                return name
    allowed = siege.served.root
    return [path for path in around.rglob("*evil*") if not any(
        path.is_relative_to(allowed / kind) for kind in ("collected", "submitted", ".autograder"))]


# bodies

def too_much_memory(*bodies: bytes, headers: dict[str, str] | None = None) -> Callable[[Siege], object]:
    """Whether these hand-ins make the service large, or slow for others."""

    def attack(siege: Siege) -> object:
        siege.memory()
        before = siege.memory()
        for body in bodies:
            post(siege.mallory, f"/week/{WEEK}", content=body, headers=headers or {}, timeout=120)
        began = time.monotonic()
        siege.owner.get("/", timeout=60).raise_for_status()
        held = siege.memory() - before
        print(f"the service held {held / 1e6:.0f} MB more")
        return held > ROOM or time.monotonic() - began > 20

    return attack


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{WEEK}.ipynb", bytes(300_000_000))
    return out.getvalue()


def picture_bomb() -> bytes:
    """A notebook whose picture says that it is 60,000 by 60,000."""
    import base64
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)) \
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": base64.b64encode(png).decode()}}
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "execution_count": 1, "outputs": [output]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def many_at_once(siege: Siege) -> object:
    """Forty uploads of one student that all lack their last byte."""
    lines = [socket.create_connection(("127.0.0.1", siege.served.port), 10) for _ in range(40)]
    try:
        siege.memory()
        before = siege.memory()
        for line in lines:
            try:
                line.sendall(request_of(siege, "Content-Length: 15000001") + bytes(15_000_000))
            except OSError:
                continue
        return siege.memory() - before > 250_000_000 or siege.owner.get("/").status_code != 200
    finally:
        for line in lines:
            line.close()


def many_fields(siege: Siege) -> object:
    boundary = "b" * 60
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n'.encode()
    siege.memory()
    before = siege.memory()
    answer = post(siege.mallory, f"/week/{WEEK}", content=part * 100_000 + f"--{boundary}--\r\n".encode(),
                  headers={"Content-Type": f"multipart/form-data; boundary={boundary}"}, timeout=60)
    return answer.status_code < 400 or siege.memory() - before > ROOM


def request_of(siege: Siege, *headers: str, page: str = f"/week/{WEEK}?anyway=1") -> bytes:
    client = siege.mallory
    lines = [f"POST {page} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: autograder={client.cookies['autograder']}",
             f"X-CSRF-Token: {token(client)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def endless(siege: Siege) -> object:
    """A body that goes on for ever is stopped at the largest size there is, here 20 MB."""
    part = b"10000\r\n" + bytes(65536) + b"\r\n"
    with socket.create_connection(("127.0.0.1", siege.served.port), 30) as line:
        line.sendall(request_of(siege, "Transfer-Encoding: chunked"))
        try:
            for _ in range(2000):
                line.sendall(part)
        except OSError:
            return False
    return True


def announced(siege: Siege) -> object:
    return b" 413 " not in siege.raw(request_of(siege, "Content-Length: 99999999999"), 10)


def still_open(siege: Siege, first: bytes, drop: bytes) -> bool:
    """Whether a line that says a byte now and then is kept open."""
    with socket.create_connection(("127.0.0.1", siege.served.port), 10) as line:
        line.sendall(first)
        ends = time.monotonic() + 12
        try:
            while time.monotonic() < ends:
                line.sendall(drop)
                line.settimeout(0.5)
                try:
                    if not line.recv(1000):
                        return False
                except TimeoutError:
                    pass
        except OSError:
            return False
    return True


def many_slow(siege: Siege) -> object:
    """Two hundred lines that say nothing more, while others want an answer."""
    lines = [socket.create_connection(("127.0.0.1", siege.served.port), 10) for _ in range(200)]
    try:
        for line in lines:
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        return siege.owner.get("/", timeout=30).status_code != 200
    finally:
        for line in lines:
            line.close()


# headers

def headers_that_say_who(siege: Siege) -> object:
    """What proxies tell applications that trust them."""
    for name in ("X-Forwarded-User", "X-Remote-User", "Remote-User", "X-Forwarded-Email", "X-Auth-Request-Email", "X-User"):
        with siege.served.client() as stranger:
            if stranger.get("/", headers={name: "s1"}).status_code == 200:
                return name
            if PRIVATE.search(siege.mallory.get("/", headers={name: "ada@example.org"}).content):
                return name
    for name in ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri", "X-Forwarded-Prefix"):
        if PRIVATE.search(siege.mallory.get("/", headers={name: "/class/student/s1"}).content):
            return name
    return False


def foreign_host(siege: Siege) -> object:
    link = siege.served.link("s2")
    for headers in (["Host: evil.example"], ["Host: evil.example:80@127.0.0.1"], ["Host: 127.0.0.1", "Host: evil.example"], [],
                    ["Host: 127.0.0.1", "X-Forwarded-Host: evil.example"]):
        answer = siege.raw("\r\n".join([f"GET {link} HTTP/1.1", *headers, "Connection: close", "", ""]).encode())
        if b"evil.example" in answer or (b" 303 " in answer and not any("127.0.0.1" in one for one in headers)):
            return headers
    return False


def smuggled(siege: Siege) -> object:
    """A second request in the body of the first."""
    inner = b"GET /class HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    found = []
    for headers in (["Content-Length: 5", "Transfer-Encoding: chunked"], ["Transfer-Encoding: xchunked"], ["Content-Length: 0", "Content-Length: 60"],
                    ["Transfer-Encoding : chunked"], ["Content-Length: +5"], ["Content-Length: 0x5"], ["Transfer-Encoding: chunked, identity"]):
        answer = siege.raw(request_of(siege, *headers) + b"0\r\n\r\n" + inner, 3, shut=True)
        # Refused, or all of it taken as one: never two answers of which the first was not an end.
        if answer.count(b"HTTP/1.1 2") + answer.count(b"HTTP/1.1 3") > 1:
            found.append(headers)
    return found


def false_lines_in_the_log(siege: Siege) -> bool:
    siege.mallory.get("/nothing%0aERROR: all is lost%0d%1b[31m")
    return b"\nERROR: all is lost" in siege.served.log.read_bytes() or b"\x1b[31m" in siege.served.log.read_bytes()


# cookies, links, receipts

def cookie_works(siege: Siege, value: str) -> bool:
    return b" 200 " in siege.raw(
        f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: autograder={value}\r\nConnection: close\r\n\r\n".encode("latin-1"))[:20]


def forged_cookies(siege: Siege) -> list[str]:
    real = siege.owner.cookies["autograder"]
    other = real[:-1] + ("A" if real[-1] != "A" else "B")
    tried = ["", "s1", "' OR 1=1 --", "\xff\xfe", "0" * 5000, hashed(real), real.swapcase(), real[:-1], real + "A", other, token(siege.owner),
             siege.served.link("s1").removeprefix("/in/"), '{"person": "s1"}', "null", "%00", "s1; role=instructor"]
    return [value for value in tried if cookie_works(siege, value)]


def after_sign_out(siege: Siege) -> bool:
    """A cookie that was copied before its owner signed out."""
    with siege.served.client("s4") as client:
        value = client.cookies["autograder"]
        assert cookie_works(siege, value)
        assert post(client, "/sign-out").status_code == 303
        return cookie_works(siege, value)


def signed_out_from_elsewhere(siege: Siege) -> bool:
    """A sign-out that another site's page makes the owner's browser send, or that has Mallory's token."""
    for headers in ({}, {"X-CSRF-Token": token(siege.mallory)}, {"X-CSRF-Token": token(siege.owner), "Origin": "https://evil.example"}):
        siege.owner.post("/sign-out", headers=headers)
    siege.owner.get("/sign-out")
    return not cookie_works(siege, siege.owner.cookies["autograder"])


def after_revoking(siege: Siege) -> bool:
    """A cookie that was copied before its session was ended."""
    with siege.served.client("s4") as client:
        value = client.cookies["autograder"]
        assert cookie_works(siege, value)
        subprocess.run([sys.executable, "-m", "autograder", "invite", "--revoke", "s4", "--root", str(siege.served.root)], check=True,
                       capture_output=True)
    return cookie_works(siege, value)


def guessed_links(siege: Siege) -> object:
    """More and more guesses; whoever is signed in at the same address notices nothing."""
    import secrets

    codes = []
    with siege.served.client() as stranger:
        for _ in range(150):
            codes.append(stranger.get(f"/in/{secrets.token_urlsafe(16)}").status_code)
    return 429 not in codes or set(codes) - {404, 429} or siege.owner.get("/").status_code != 200


def opens(siege: Siege) -> bool:
    """Whether a real link does, as soon as the guesses of before are forgiven."""
    link, ends = siege.served.link("s1"), time.monotonic() + 30
    with siege.served.client() as client:
        while (code := client.get(link).status_code) == 429 and time.monotonic() < ends:
            time.sleep(1)
    return code == 303


def receipt_file(siege: Siege) -> Path:
    file = siege.served.root.parent / "receipt.txt"
    file.write_text(siege.owner.get(f"/hand-in/{siege.victim}/receipt").text, encoding="utf-8")
    return file


def verifies(siege: Siege, text: str) -> bool:
    file = siege.served.root.parent / "forged.txt"
    file.write_text(text, encoding="utf-8")
    return subprocess.run([sys.executable, "-m", "autograder", "receipt", str(file), "--root", str(siege.served.root)],
                          capture_output=True).returncode == 0


def forged_receipts(siege: Siege) -> list[str]:
    real = receipt_file(siege).read_text(encoding="utf-8")
    lines = real.splitlines(keepends=True)
    forged = [re.sub(r"(?m)^student: .*", "student: s2", real), re.sub(r"(?m)^time: \d{4}", "time: 2020", real),
              real.replace("signature: ", "signature: 0"), "".join(lines[:-1]), real + "student: s2\n", "student: s2\n" + real,
              "".join(lines[:-1]) + "time: 2020-01-01T00:00:00+00:00\n" + lines[-1]]
    return [text for text in forged if verifies(siege, text)]


# cross-site requests

def cross_site(**headers: str | None) -> Web:
    """A change that another site's page makes a signed-in browser send; None takes a header away."""

    def of(siege: Siege, changed: dict[str, str | None]) -> bool:
        sent = {"X-CSRF-Token": token(siege.instructor), "Origin": siege.served.url, "Sec-Fetch-Site": "same-origin"} | changed
        answer = siege.instructor.post("/class/pause", data={"paused": "0"}, headers={k: v for k, v in sent.items() if v is not None})
        return answer.status_code == 303

    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return Web(lambda siege: of(siege, changed), lambda siege: of(siege, {}))


def anothers_token(siege: Siege) -> bool:
    return siege.instructor.post("/class/pause", data={"paused": "0", "csrf": token(siege.mallory)}).status_code == 303


def text_for_a_form(siege: Siege) -> bool:
    """What a form may send anywhere without asking first."""
    return siege.instructor.post("/class/pause", content=b"paused=0&csrf=", headers={"Content-Type": "text/plain"}).status_code == 303


def changed_by_reading(siege: Siege) -> list[str]:
    return [page for page in ("/class/pause", "/class/message", f"/class/week/{WEEK}/show", f"/class/again/{siege.victim}",
                              f"/hand-in/{siege.own}/look")
            if siege.instructor.get(page, headers={"X-HTTP-Method-Override": "POST"}).status_code in (200, 303)]


# scripts in what students write

class Scripts(HTMLParser):
    """What of a page would run: scripts of its own, handlers, addresses that are scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag in ("iframe", "object", "embed", "base") or (tag == "script" and not (values.get("src") or "").startswith("/static/")):
            self.found.append(tag)
        for name, value in attributes:
            plain = re.sub(r"\s", "", value or "").casefold()
            if name.startswith("on") or name in ("srcdoc", "formaction") or plain.startswith(("javascript:", "data:text")):
                self.found.append(f"{name}={value}")


def scripts_in(page: str) -> list[str]:
    parser = Scripts()
    parser.feed(page)
    return parser.found


EVIL = ('<script>alert(1)</script><img src=x onerror="alert(1)"><svg onload=alert(1)><a href="javascript:alert(1)">x</a>'
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>')


def evil_notebook() -> bytes:
    def cell(kind: str, source: str, number: int) -> dict:
        one = {"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": source}
        return one | ({"execution_count": 1, "outputs": [
            {"output_type": "display_data", "metadata": {}, "data": {"text/html": EVIL, "image/svg+xml": EVIL, "text/plain": EVIL}},
            {"output_type": "error", "ename": EVIL, "evalue": EVIL, "traceback": [EVIL]}]} if kind == "code" else {})

    sources = [("markdown", EVIL + "\n\n[x](javascript:alert(1)) ![y](javascript:alert(1))\n\n$" + EVIL + "$"),
               ("code", f"print({EVIL!r})\nraise ValueError({EVIL!r})"), ("code", f"def linear(X, W, b):\n    raise ValueError({EVIL!r})"),
               ("raw", EVIL)]
    cells = [cell(kind, source, number) for number, (kind, source) in enumerate(sources)]
    return json.dumps({"cells": cells, "metadata": {"title": EVIL}, "nbformat": 4, "nbformat_minor": 5}).encode()


def stored_scripts(siege: Siege) -> list[str]:
    """A notebook, its name and a student's name, all of them scripts; on every page that shows them, to whoever."""
    with siege.served.client("s4") as student:
        one = post(student, f"/week/{WEEK}", params={"anyway": "1", "name": EVIL[:150] + ".ipynb"}, content=evil_notebook(),
                   headers=JSON).json()["id"]
        ends = time.monotonic() + 60
        while student.get(f"/hand-in/{one}", headers=JSON).json()["state"] in ("waiting", "running") and time.monotonic() < ends:
            time.sleep(0.2)
        post(student, f"/hand-in/{one}/look")
        found = []
        for client, pages in ((student, ("/", f"/week/{WEEK}", f"/hand-in/{one}", f"/hand-in/{one}/notebook")),
                              (siege.instructor, ("/class", f"/class/week/{WEEK}", "/class/student/s4", "/?as=s4", f"/hand-in/{one}?as=s4"))):
            for page in pages:
                answer = client.get(page)
                policy = answer.headers.get("content-security-policy", "")
                if answer.status_code != 200 or scripts_in(answer.text) or "script-src 'self';" not in policy or "unsafe" in policy:
                    found.append(f"{page}: {answer.status_code} {scripts_in(answer.text)} {policy}")
        return found


def in_parallel(*attacks: Callable[[Siege], bool]) -> Callable[[Siege], list[bool]]:
    """All of them at once, since each takes a while to fail; those that got through."""

    def attack(siege: Siege) -> list[bool]:
        found: list[bool] = []
        threads = [threading.Thread(target=lambda one=one: found.append(one(siege))) for one in attacks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [one for one in found if one] if len(found) == len(attacks) else [True]

    return attack


_BYTES = "what is asked is how the service bears it; the test of a class that hands in is the control"

WEB: dict[str, Web] = {
    "read_another_hand_in": reads("/hand-in/{one}"),
    "read_another_notebook": reads("/hand-in/{one}/notebook"),
    "read_another_receipt": reads("/hand-in/{one}/receipt"),
    "see_a_week_as_another": as_another(f"/week/{WEEK}?as=s1"),
    "see_a_student_as_an_instructor": as_another("/class/student/s1"),
    "hear_of_another": Web(lambda s: _events(s.mallory, s, "/events?as=s1"), lambda s: _events(s.owner, s, "/events")),
    "spend_anothers_look": Web(lambda s: post(s.mallory, f"/hand-in/{s.victim}/look").status_code == 303,
                               lambda s: post(s.owner, f"/hand-in/{s.victim}/look").status_code == 303),
    "hand_in_as_another": Web(hands_in_as_another, why="who hands in is who is signed in: there is no right way to do it"),
    "paths": Web(paths, lambda s: PRIVATE.search(s.instructor.get("/class/student/s1").content)),
    "file_names": Web(file_names, lambda s: list((s.served.root / "submitted" / "s1").rglob("*.ipynb"))),
    "gzip_bomb": Web(too_much_memory(gzip.compress(bytes(500_000_000), 9), headers={"Content-Encoding": "gzip"}), why=_BYTES),
    "zip_bomb": Web(lambda s: too_much_memory(zipped())(s), why=_BYTES),
    "nested_json": Web(too_much_memory(b"[" * 5_000_000, b'{"a":' * 1_000_000, b'{"cells":' + b"[" * 100_000), why=_BYTES),
    "wide_json": Web(too_much_memory(b'{"cells": [' + b"{}," * 5_000_000 + b"{}]}"), why=_BYTES),
    "picture_bomb": Web(lambda s: too_much_memory(picture_bomb())(s), why=_BYTES),
    "many_fields": Web(many_fields, why=_BYTES),
    "endless_body": Web(endless, why=_BYTES),
    "many_at_once": Web(many_at_once, why=_BYTES),
    "huge_announced": Web(announced, why=_BYTES),
    "slow": Web(in_parallel(
        lambda s: still_open(s, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ", b"a"),
        lambda s: still_open(s, b"", b""),
        lambda s: still_open(s, request_of(s, "Content-Length: 1000000"), b""),
        lambda s: still_open(s, request_of(s, "Content-Length: 1000000"), b"a"),
        lambda s: still_open(s, request_of(s, "Transfer-Encoding: chunked"), b"1\r\na\r\n")), why=_BYTES),
    "many_slow": Web(many_slow, why=_BYTES),
    "endless_headers": Web(lambda s: b" 200 " in s.raw(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 2_000_000 + b"\r\n\r\n")[:20],
                           why=_BYTES),
    "headers_that_say_who": Web(headers_that_say_who, lambda s: PRIVATE.search(s.instructor.get("/class/student/s1").content)),
    "foreign_host": Web(foreign_host, lambda s: b" 303 " in s.raw(
        f"GET {s.served.link('s2')} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())),
    "smuggled": Web(smuggled, why="no server that reads these as two requests is at hand"),
    "false_lines_in_the_log": Web(false_lines_in_the_log, why="nothing may write so"),
    "forged_cookies": Web(forged_cookies, lambda s: cookie_works(s, s.owner.cookies["autograder"])),
    "cookie_after_sign_out": Web(after_sign_out, why="that it worked before stands in the attack"),
    "cookie_after_revoking": Web(after_revoking, why="that it worked before stands in the attack"),
    "signed_out_from_elsewhere": Web(signed_out_from_elsewhere, why="who signs out is who is signed in: see cookie_after_sign_out"),
    "forged_receipts": Web(forged_receipts, lambda s: verifies(s, receipt_file(s).read_text(encoding="utf-8"))),
    "another_origin": cross_site(Origin="https://evil.example", Sec_Fetch_Site=None),
    "no_origin_at_all": cross_site(Origin="null", Sec_Fetch_Site=None),
    "another_site": cross_site(Origin=None, Sec_Fetch_Site="cross-site"),
    "a_neighbouring_site": cross_site(Origin=None, Sec_Fetch_Site="same-site"),
    "an_origin_that_looks_alike": cross_site(Origin="http://127.0.0.1.evil.example", Sec_Fetch_Site=None),
    "no_token": cross_site(X_CSRF_Token=None),
    "a_wrong_token": cross_site(X_CSRF_Token="0" * 32),
    "an_odd_token": cross_site(X_CSRF_Token=""),
    "anothers_token": Web(anothers_token, lambda s: post(s.instructor, "/class/pause", data={"paused": "0"}).status_code == 303),
    "text_for_a_form": Web(text_for_a_form, lambda s: s.instructor.post(
        "/class/pause", data={"paused": "0", "csrf": token(s.instructor)}).status_code == 303),
    "changed_by_reading": Web(changed_by_reading, why="nothing changes by reading, for nobody"),
    "stored_scripts": Web(stored_scripts, lambda s: scripts_in(EVIL)),
    "guessed_links": Web(guessed_links, opens),
}
