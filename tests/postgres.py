"""A real PostgreSQL server of its own, in a folder of its own, with the user and the database of docs/serve.md."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from tests.served import free_port

#: Distributions keep the server's programs off PATH.
PLACES = (os.environ["PATH"], *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))
INITDB = shutil.which("initdb", path=os.pathsep.join(PLACES))
PASSWORD = "s3cret-and-nowhere-else"


class Postgres:
    """A context manager. address: SQLAlchemy's, of the database "ccn" and the user "ccn"."""

    def __init__(self) -> None:
        assert INITDB is not None
        self._bin = Path(INITDB).resolve().parent
        self.port = free_port()
        self.address = f"postgresql+psycopg://ccn:{PASSWORD}@127.0.0.1:{self.port}/ccn"
        # The server refuses to be root; and pytest's folders are closed to everybody else.
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._user = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def __enter__(self) -> Postgres:
        given = self._folder / "password"
        given.write_text(PASSWORD, encoding="utf-8")
        given.chmod(0o644)
        self._run("initdb", "-U", "postgres", "--pwfile", given, "--auth", "scram-sha-256", "-E", "UTF8", "--locale", "C")
        self.start()
        self.asked(f"CREATE ROLE ccn LOGIN PASSWORD '{PASSWORD}'")
        self.asked("CREATE DATABASE ccn OWNER ccn")
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self._folder}"
        self._run("pg_ctl", "start", "-w", "-o", options, "-l", self._folder / "log")

    def stop(self, how: str = "fast") -> None:
        """how: "immediate" is a crash; the next start recovers from the log."""
        self._run("pg_ctl", "stop", "-w", "-m", how)

    def cut(self) -> int:
        """End all connections of the course; how many there were."""
        return len(self.asked("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ccn'"))

    def asked(self, words: str, database: str = "postgres") -> list[Any]:
        with psycopg.connect(f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}", autocommit=True) as db:
            told = db.execute(words)
            return told.fetchall() if told.description else []

    def _run(self, program: str, *words: object) -> None:
        done = subprocess.run([self._bin / program, "-D", self._folder / "data", *map(str, words)], cwd=self._folder,
                              stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL, stderr=subprocess.STDOUT,
                              text=True, **self._user)
        assert done.returncode == 0, done.stdout or (self._folder / "log").read_text(errors="replace")[-2000:]
