"""A real Stillwater in a folder of its own, and real Chromium contexts for the people of the cast."""

import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.serving import Served

CHROMIUM = os.environ.get("STILLWATER_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream",
         "--use-fake-device-for-media-stream"]  # fmt: skip
# Chromium says so when a test goes on before a fade between two pages has ended; nobody sees it.
HARMLESS = ("Transition was", "ViewTransition")
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
TABLET = {"viewport": {"width": 1180, "height": 820}}
DESK = {"viewport": {"width": 1440, "height": 900}}

# How long a page may take on a machine that does other things as well; a test fails no sooner for it when all is well.
PATIENCE = float(os.environ.get("STILLWATER_PATIENCE", "20")) * 1000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class House(Served):
    """The demonstration, with a clock that a test can move."""

    def __init__(self, data: Path, begun: Path, filled: Path | None = None) -> None:
        super().__init__(data, demo=True)
        shutil.copytree(filled or begun / "data", data)
        static = data.parent / "static"
        shutil.copytree(begun / "static", static, copy_function=os.link)  # each server gathers its own when it starts
        self.environment["STILLWATER_STATIC"] = str(static)
        self.clock = data.parent / f"{data.name}.clock"
        self.environment["STILLWATER_CLOCK_FILE"] = str(self.clock)
        self.environment["STILLWATER_SOUND_MINUTES"] = "4"  # whole ones keep a processor busy for a quarter of an hour
        self.hours_ahead = 0.0

    def later(self, hours: float) -> None:
        """Every process of the house finds itself so much later."""
        self.hours_ahead += hours
        written = self.clock.with_suffix(".new")
        written.write_text(str(self.hours_ahead * 3600))
        written.replace(self.clock)  # whole at any moment: half a number would be another time


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that whichever process of these tests comes first fills, and all of them copy from."""
    root = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    place, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            place.mkdir()
            make(place)
            done.touch()
    return place


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every house of the tests begins with: an empty database with its tables, and the pages' files."""
    return made_once(tmp_path_factory, "begun", _begin)


def _begin(place: Path) -> None:
    (place / "data").mkdir()
    told = {"STILLWATER_DEMO": "1", "STILLWATER_DATA": str(place / "data"), "STILLWATER_STATIC": str(place / "static"),
            "STILLWATER_SECRET": "for these two commands alone", "STILLWATER_TESTING": "", "DATABASE_URL": ""}  # fmt: skip
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--no-input"]):
        subprocess.run([sys.executable, "-m", "stillwater", *command], env=os.environ | told, check=True)


@dataclass
class Filled:
    """The demonstration with its cast, and the moment at which it stands still."""

    data: Path
    at: float


# Of the sounds that were planned, and of Ana's calmer one. Nobody in these tests listens to the others' calmer ones.
UNMADE = """select count(*) from soundscape_rendering where finished_at is null and stopped_at is null and (
  plan_hash in (select sound_hash from treatment_session) or plan_hash in (
    select calmer_hash from treatment_session join people_patient on people_patient.id = patient_id
    where name = 'Ana Marlow' and stage = 'under_way'))"""
NOT_WANTED = (
    """update soundscape_rendering set stopped_at = asked_at, error = 'no longer needed' where finished_at is null"""
)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, begun: Path) -> Filled:
    """Filled once, and its sounds made once."""
    place = made_once(tmp_path_factory, "filled", lambda place: _fill(place, begun))
    return Filled(place / "demo", float((place / "at").read_text()))


def _fill(place: Path, begun: Path) -> None:
    first = House(place / "demo", begun)
    try:
        first.start()
        with contextlib.closing(sqlite3.connect(first.data / "stillwater.sqlite3", timeout=20)) as database:
            while database.execute(UNMADE).fetchone()[0]:
                time.sleep(0.5)
            first.stop()
            database.execute(NOT_WANTED)
            database.commit()
    finally:
        first.kill()
    (place / "at").write_text(str(time.time()))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, begun: Path, filled: Filled) -> Iterator[House]:
    """A house of its own for each file of tests, at the moment at which the first one was filled."""
    running = House(tmp_path_factory.mktemp("house") / "demo", begun, filled.data)
    running.later((filled.at - time.time()) / 3600)
    try:
        running.start()
        yield running
    finally:
        running.kill()


@dataclass
class Someone:
    """One person at one device."""

    name: str
    context: BrowserContext
    page: Page
    base: str
    problems: list[str]
    asked: list[str] = field(default_factory=list)  # every address that this device asked for

    def goes(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.base + path)
        return self.page

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def taps(self, words: str | re.Pattern[str], role: Any = "button") -> None:
        self.page.get_by_role(role, name=words).first.click()


def _leave(context: BrowserContext) -> None:
    """No page is on its way when its context closes: Chromium has been seen to wait for ever."""
    for page in context.pages:
        with contextlib.suppress(Error):
            page.goto("about:blank", timeout=10_000)
    context.close()


@pytest.fixture
def people(chromium: Browser, house: House) -> Iterator[Callable[..., Someone]]:
    """`people("Maya", TABLET)`: a context of their own, signed in with one click as the demonstration allows."""
    with contextlib.ExitStack() as stack:

        def come(name: str | None, device: dict[str, Any] = PHONE, **more: Any) -> Someone:
            context = chromium.new_context(**device, reduced_motion="reduce", **more)
            stack.callback(_leave, context)
            context.set_default_timeout(max(PATIENCE, 30_000))
            context.grant_permissions(["microphone"], origin=house.url)
            context.set_default_timeout(90_000)  # a busy machine is slow, not wrong
            page, problems, asked = context.new_page(), list[str](), list[str]()
            context.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda e: None if str(e).startswith(HARMLESS) else problems.append(str(e)))
            page.on("console", lambda m: problems.append(m.text) if "Content Security Policy" in m.text else None)
            someone = Someone(name or "somebody", context, page, house.url, problems, asked)
            if name:
                page.goto(f"{house.url}/demo/")
                page.get_by_role("button", name=re.compile(name)).first.click()
                page.wait_for_url(re.compile("/(board|arrivals|today|team|sitting|$)"))
            return someone

        yield come
