"""Hand in a week's notebook and see at once what it gets: python hand_in.py week1, or %run hand_in.py week1 in a cell.

The first time it asks for your personal link, and keeps it in your home folder, where only you can read it.
    --file FILE   another notebook than week1/week1.ipynb      --anyway   hand it in as it is, whatever is asked
    --look        spend a look: see what each failed check says  --forget   forget the link that is kept
"""

import argparse
import getpass
import json
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

#: Where the course is served; filled in by whoever published this file.
SERVER = ""
KEPT = Path.home() / ".autograder_link"
SIGNS = {"full": "✓", "part": "◐", "none": "✗", "waiting": "…"}


class Told(Exception):
    """A sentence for whoever hands in."""


def link(forget=False):
    """(the server's address, the token) of the personal link: from HAND_IN_LINK, the kept file, or whoever sits there."""
    if forget:
        KEPT.unlink(missing_ok=True)
    text = os.environ.get("HAND_IN_LINK", "")
    if not text and KEPT.is_file():
        text = KEPT.read_text(encoding="utf-8")
    asked = not text
    if asked:
        text = getpass.getpass("Your personal link, from the mail (it is not shown while you paste it): ")
    found = re.fullmatch(r"(https?://\S+?)/in/([\w-]+)", text.strip())
    if not found:
        raise Told("That is no personal link: it looks like https://.../in/..., and stands in the mail of your course.")
    if SERVER and found[1] != SERVER:
        raise Told(f"That link leads to {found[1]}, and this course is at {SERVER}.")
    if asked:
        KEPT.touch(mode=0o600)
        KEPT.write_text(text.strip() + "\n", encoding="utf-8")
    return found[1], found[2]


def asked(server, token, path, data=None, stream=False):
    """(status, what the server says as data), or the open answer itself."""
    request = urllib.request.Request(server + path, data=data, method="GET" if data is None else "POST", headers={
        "Authorization": f"Bearer {token}", "Accept": "text/event-stream" if stream else "application/json",
        "Content-Type": "application/x-ipynb+json"})
    try:
        answer = urllib.request.urlopen(request, timeout=60)
        return answer if stream else (answer.status, json.loads(answer.read()))
    except urllib.error.HTTPError as error:
        if error.code == 401:
            raise Told("Your link is not known there, or no longer works. Ask for a new one, then use --forget.") from None
        said = error.read(10_000).decode("utf-8", "replace")
        try:
            return error.code, json.loads(said)
        except ValueError:
            return error.code, {"error": said.strip()}
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise Told(f"The server does not answer ({getattr(error, 'reason', error)}). Nothing was handed in.") from None


def is_unsaved(content, ran):
    """Whether a function that was defined in this session stands otherwise in the file, or not at all.

    content: the notebook's bytes. ran: the cells that were run, in order; empty outside a notebook.
    """
    try:
        saved = {plain("".join(cell["source"])) for cell in json.loads(content)["cells"]}
    except (ValueError, KeyError, TypeError):
        return False
    latest = {}
    for text in ran:
        for name in re.findall(r"^def (\w+)", text, re.M):
            latest[name] = plain(text)
    return any(text not in saved for text in latest.values())


def plain(text):
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def in_this_session():
    """The cells that were run in the notebook this runs in."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return [] if shell is None else list(shell.history_manager.input_hist_raw)


def wait(server, token, hand_in):
    """Tell where the hand-in is, until it is done."""
    shown, ends = "", time.monotonic() + 900
    while time.monotonic() < ends:
        try:
            for line in asked(server, token, "/events", stream=True):
                event = json.loads(line[5:]) if line.startswith(b"data:") else {}
                if event.get("id") == hand_in:
                    now = event["state"] + (f", exercise {event['exercise']} of {event['of']}" if event.get("exercise") else "")
                    print(f"\r{now:<{len(shown)}}", end="", flush=True)
                    shown = now
                    if event["state"] in ("done", "failed"):
                        print()
                        return
        except (OSError, ValueError):
            time.sleep(1)
    raise Told("It is handed in, and not marked yet. Look at its page later.")


def result(server, told):
    """The lines of a hand-in's result."""
    if told["state"] == "failed":
        yield told["told"]
        return
    yield f"{told['points']:g} of {told['of']:g} points"
    for sentence in [*told["repairs"], *told["notes"]]:
        yield f"  note: {sentence}"
    for row in told["exercises"]:
        yield f"  {SIGNS.get(row['state'], ' ')} {row['id']:<20} {row['points']:>5g} / {row['of']:g}  {row['line']}"
        for check in row.get("checks", ()):
            if not check["passed"]:
                yield f"      ✗ {check['says']}"
                yield f"        {check['message']}" if check["message"] else ""
        if row.get("hint"):
            yield f"      {row['hint']}"
    if not told["full"]:
        yield f"A look shows what each failed check says: --look ({told['looks']} left now)."


class Parser(argparse.ArgumentParser):
    def error(self, message):
        # Not argparse's own way out: in a cell that would end in SystemExit.
        raise Told(f"Which week, and how? ({message}) For example: hand_in.py week1, or hand_in.py --help")


def main(words):
    parser = Parser(prog="hand_in.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("week")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--anyway", action="store_true")
    parser.add_argument("--look", action="store_true")
    parser.add_argument("--forget", action="store_true")
    chosen = parser.parse_args(words)
    beside = [Path(chosen.week) / f"{chosen.week}.ipynb", Path(f"{chosen.week}.ipynb")]
    file = chosen.file or next((path for path in beside if path.is_file()), beside[0])
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Told(f"{file} cannot be read ({error.strerror}). Say which notebook: --file FILE") from None
    if not chosen.anyway and is_unsaved(content, in_this_session()):
        raise Told(f"{file} is older than what you ran here: save the notebook (Ctrl-S), then run this again. Or use --anyway.")
    server, token = link(chosen.forget)
    query = {"name": file.name} | ({"anyway": "1"} if chosen.anyway else {})
    status, told = asked(server, token, f"/week/{urllib.parse.quote(chosen.week)}?{urllib.parse.urlencode(query)}", content)
    if status == 409 and "question" in told:
        raise Told(f"{told['question']} Nothing was handed in. If it is right as it is: --anyway")
    if status != 201:
        raise Told(told.get("error") or f"It was not taken ({status}).")
    print(f"Handed in: {file}, {len(content)} bytes.")
    hand_in = told["id"]
    wait(server, token, hand_in)
    if chosen.look:
        status, told = asked(server, token, f"/hand-in/{hand_in}/look", b"")
        if status != 200:
            print(told.get("error", ""))
    _, told = asked(server, token, f"/hand-in/{hand_in}")
    print("\n".join(line for line in result(server, told) if line))
    print(server + "/hand-in/" + hand_in)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Told as why:
        # In a notebook the cell is to show the sentence, not a traceback.
        print(why)
        if not in_this_session():
            sys.exit(1)
