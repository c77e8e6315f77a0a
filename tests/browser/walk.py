"""People who go through a day together: their phones' clocks go with the house's, and every address they ask for is kept."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import House, Someone

expect.set_options(timeout=60_000)
ZONE = ZoneInfo("America/Denver")
SHOTS = os.environ.get("STILLWATER_SHOTS", "")
OWN = ("data:", "blob:")


@dataclass
class Walk:
    """One house, and whoever walks through a day in it."""

    house: House
    people: Callable[..., Someone]
    everybody: list[Someone] = field(default_factory=list)
    shots: int = 0

    def now(self) -> datetime:
        """The house's time."""
        return datetime.now(UTC) + timedelta(hours=self.house.hours_ahead)

    def local(self) -> datetime:
        return self.now().astimezone(ZONE)

    def comes(self, name: str | None, device: dict[str, Any]) -> Someone:
        someone = self.people(name, device, timezone_id=ZONE.key)
        someone.context.clock.install(time=self.now())
        self.everybody.append(someone)
        return someone

    def later(self, minutes: float) -> None:
        """Time passes for the house and in every pocket; whatever was due by the clock happens."""
        self.house.later(minutes / 60)
        for someone in self.everybody:
            someone.context.clock.fast_forward(round(minutes * 60_000))

    def until(self, hour: int, minute: int = 0) -> None:
        """It gets that late, where the clinic is; tomorrow when that time has passed."""
        now = self.local()
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        ahead = then if then > now else then + timedelta(days=1)
        self.later((ahead.astimezone(UTC) - now.astimezone(UTC)) / timedelta(minutes=1))

    def signs_in(self, someone: Someone) -> None:
        """Again, after a night: a member's sign-in ends with the day."""
        someone.page.goto(f"{someone.base}/demo/")
        someone.page.get_by_role("button", name=re.compile(someone.name)).first.click()
        someone.page.wait_for_url(re.compile("/(board|today|patients)"))

    def shot(self, someone: Someone, name: str) -> None:
        """A picture for whoever looks at how it goes; only when a folder is named for it."""
        if SHOTS:
            self.shots += 1
            path = Path(SHOTS) / f"{self.shots:02d}-{name}.png"
            someone.page.screenshot(path=path, full_page=someone.page.locator(".night").count() == 0)

    def left_no_trace(self) -> None:
        """Nothing asked outside the house, and no script stumbled."""
        away = [url for one in self.everybody for url in one.asked if not url.startswith((self.house.url, *OWN))]
        assert not away
        troubles = [(one.name, p) for one in self.everybody for p in one.problems]
        assert not troubles


def press(page: Page | Locator, words: str | re.Pattern[str], role: Any = "button", *, exact: bool = False) -> None:
    page.get_by_role(role, name=words, exact=exact).first.click()


def reads(page: Page, *words: str | re.Pattern[str]) -> None:
    for each in words:
        expect(page.locator("body")).to_contain_text(each)


def silent_about(page: Page, *words: str | re.Pattern[str]) -> None:
    for each in words:
        expect(page.locator("body")).not_to_contain_text(each)
