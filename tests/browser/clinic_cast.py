"""Who goes through the clinic day, with which device, and what time it is for all of them."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from stillwater.kit.clock import now
from tests.browser.conftest import DESK, PHONE, TABLET, House, Someone

DENVER = ZoneInfo("America/Denver")
STAFF = (("sam", "Sam Whitlow", DESK), ("osei", "Dr. Ada Osei", DESK), ("maya", "Maya Lindqvist", TABLET))
PICTURES = os.environ.get("STILLWATER_PICTURES", "")
# Every device of the day shows the time of the house: its own clock runs as far ahead.
AHEAD = """(ahead => {
  if (!globalThis.RealDate) {
    const RealDate = globalThis.RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...given) { given.length ? super(...given) : super(RealDate.now() + globalThis.ahead); }
      static now() { return RealDate.now() + globalThis.ahead; }
    };
  }
  globalThis.ahead = ahead;
})"""


@dataclass
class Day:
    """The house, the people in it by name, and the addresses that they came by."""

    house: House
    people: Callable[..., Someone]
    here: dict[str, Someone] = field(default_factory=dict)
    all: list[Someone] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    pictures: int = 0

    def comes(self, who: str, name: str | None, device: dict[str, Any]) -> Someone:
        """Somebody with a device of theirs; signed in, when the demonstration knows the name."""
        someone = self.people(name, device, timezone_id="America/Denver")
        self._set_clock(someone)
        self.here[who] = someone
        self.all.append(someone)
        return someone

    def __getattr__(self, who: str) -> Someone:
        try:
            return self.here[who]
        except KeyError:
            raise AttributeError(who) from None

    def now(self) -> datetime:
        return (now() + timedelta(hours=self.house.hours_ahead)).astimezone(DENVER)

    def until(self, hour: int, minute: int = 0) -> None:
        """It is the next time that a clock on the wall says so."""
        moment = self.now()
        then = moment.replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.later((then + timedelta(days=1) if then <= moment else then) - moment)

    def later(self, span: timedelta) -> None:
        self.house.later(span.total_seconds() / 3600)
        for someone in self.all:
            self._set_clock(someone)

    def _set_clock(self, someone: Someone) -> None:
        script = f"{AHEAD}({self.house.hours_ahead * 3_600_000})"
        someone.context.add_init_script(script)
        someone.page.evaluate(script)

    def picture(self, who: str, what: str) -> None:
        """A picture for whoever looks at the walk, when a folder is named for them."""
        self.pictures += 1
        if PICTURES:
            name = f"{self.pictures:02}-{who}-{what}.png"
            self.here[who].page.screenshot(path=Path(PICTURES) / name, full_page=what.endswith("whole"))

    def staff(self) -> None:
        """Whoever works here signs in; a night is longer than a sign-in lasts, so each day anew, at the same devices."""
        for who, name, device in STAFF:
            if who not in self.here:
                self.comes(who, name, device)
                continue
            page = self.here[who].goes("/demo/")
            page.get_by_role("button", name=name).first.click()
            page.wait_for_url(re.compile("/(board|arrivals)$"))

    def guests(self) -> None:
        self.comes("lena", None, PHONE)
        self.comes("tomas", None, PHONE)


def fill(someone: Someone, **values: str) -> None:
    """Type into fields by name."""
    for name, value in values.items():
        someone.page.locator(f'[name="{name}"]').first.fill(value)


def choose(someone: Someone, name: str, words: str) -> None:
    """The option of a select that holds these words."""
    select = someone.page.locator(f'select[name="{name}"]')
    select.select_option(value=select.locator("option", has_text=words).first.get_attribute("value"))


def chip(place: Page | Locator, name: str, value: str) -> None:
    """One of several chips: the words are touched, the button under them is too small to be seen."""
    button = place.locator(f'input:not([type=hidden])[name="{name}"][value="{value}"]').first
    button.locator("xpath=ancestor::label").click()
    expect(button).to_be_checked()


def row(someone: Someone, key: str) -> Locator:
    """One check of a gate."""
    return someone.page.locator(f"#row-{key}")
