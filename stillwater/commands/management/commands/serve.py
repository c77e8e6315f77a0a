"""Run Stillwater: prepare the database, then keep its processes alive."""

import contextlib
import ctypes
import os
import secrets
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser

from stillwater.channel.actions.issue import lay_out
from stillwater.commands import replica
from stillwater.commands.progress import bar
from stillwater.kit.clock import now
from stillwater.people.actions.clinics import offer_first_run
from stillwater.people.queries import is_fresh
from stillwater.soundscape.actions import ask_for_guides

ROLES = {"pages": ["web"], "worker": ["jobs", "tend"], "all": ["web", "jobs", "tend"]}
QUICK_DEATH_SECONDS = 2
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "Serve Stillwater. On an empty database the first-run page is opened by the code printed here."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="the demonstration, in a data folder of its own")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--role", choices=ROLES, default="all", help="which processes run here")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        self._check()
        self._prepare(options)
        wanted = [*ROLES[options["role"]], *(["life"] if options["demo"] else [])]
        if settings.STILLWATER_REPLICA and "tend" in wanted:
            wanted.append("replica")
        commands = {
            "web": [sys.executable, "-m", "uvicorn", "stillwater.asgi:application", "--host", options["host"],
                    "--port", str(options["port"]), "--no-access-log", "--no-server-header", "--log-level", "warning",
                    "--timeout-graceful-shutdown", "3", "--proxy-headers"],
            "jobs": [sys.executable, "-m", "stillwater", "db_worker", "--queue-name", "*", "--no-startup-delay"],
            "tend": [sys.executable, "-m", "stillwater", "tend"],
            "life": [sys.executable, "-m", "stillwater", "demo_life"],
            "replica": replica.following(),
        }  # fmt: skip
        shown = f"http://{options['host']}:{options['port']}" if options["demo"] else settings.STILLWATER_URL
        self.stdout.write(f"\nStillwater is at {shown}  (ready in {time.monotonic() - began:.1f} s; Ctrl-C ends it)\n")
        Supervisor({name: commands[name] for name in wanted}).run()

    def _check(self) -> None:
        if not settings.STILLWATER_SECRET:
            raise CommandError(
                "STILLWATER_SECRET is not set. Any long random text; keep it, and keep it out of backups."
            )
        found = checks.run_checks(tags=["stillwater"], include_deployment_checks=True) + checks.run_checks()
        errors = [error for error in found if error.level >= checks.ERROR]
        if settings.STILLWATER_REPLICA and (reason := replica.why_not()):
            raise CommandError(reason)
        if errors:
            raise CommandError("\n".join(f"{error.msg} {error.hint or ''}" for error in errors))

    def _prepare(self, options: dict[str, Any]) -> None:
        settings.STILLWATER_DATA.mkdir(parents=True, exist_ok=True)
        self._step("Preparing the database", "migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        self._step("Gathering the pages' files", "collectstatic", verbosity=0, interactive=False)
        lay_out(at=now(), progress=bar("Laying out the channel"))
        if options["demo"]:
            call_command("seed")
        elif is_fresh():
            code = "-".join(secrets.token_hex(2) for _ in range(4))
            if offer_first_run(code, at=now()):
                self.stdout.write(f"\nNobody has an account here yet. Open {settings.STILLWATER_URL}/first-run/")
                self.stdout.write(f"and give this code, which works once:  {code}\n")
        if not settings.SOUND_MINUTES:
            ask_for_guides(at=now())

    def _step(self, words: str, command: str, **options: Any) -> None:
        began = time.monotonic()
        self.stdout.write(f"{words} …", ending="")
        self.stdout.flush()
        call_command(command, **options)
        self.stdout.write(f" {time.monotonic() - began:.1f} s")


def _end_with_the_supervisor() -> None:
    """Asks Linux to end this child when its supervisor is killed: an orphan holds the port against the next start."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps each process running until told to stop; one that dies at once, three times in a row, ends everything."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands, self.running = commands, {}  # type: ignore[var-annotated]
        self.quick_deaths = dict.fromkeys(commands, 0)
        self.stopping = False

    def run(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)
        for name in self.commands:
            self._start(name)
        while not self.stopping:
            time.sleep(0.2)
            for name, (process, began) in list(self.running.items()):
                if process.poll() is not None and not self.stopping:
                    quick = time.monotonic() - began < QUICK_DEATH_SECONDS
                    self.quick_deaths[name] = self.quick_deaths[name] + 1 if quick else 0
                    if self.quick_deaths[name] >= 3:
                        print(f"The {name} process cannot start.", file=sys.stderr)
                        self._stop()
                        sys.exit(1)
                    self._start(name)
        self._end()

    def _start(self, name: str) -> None:
        # A process group of its own: Ctrl-C reaches the supervisor alone, which then ends the others in order.
        process = subprocess.Popen(
            self.commands[name], env=os.environ.copy(), start_new_session=True,
            preexec_fn=_end_with_the_supervisor if sys.platform == "linux" else None,
        )  # fmt: skip
        self.running[name] = (process, time.monotonic())

    def _stop(self, *_: Any) -> None:
        self.stopping = True

    def _end(self) -> None:
        for process, _ in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + 8
        for process, _ in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
