"""Every page of the day under axe: WCAG 2.2 A and AA, by day and by night, on a phone and a desktop."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE, Someone

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES: dict[str | None, list[str]] = {
    None: ["/", "/credits", "/help", "/demo/", "/account/login/"],
    "Maya": ["/board", "/patients", "/protocols", "/team", "@Ana"],
    "Dr. Ada Osei": ["/who-looked"],
    "Iris": ["/today", "/session", "/journal", "/care", "/care/consents", "/care/who-looked", "/care/record", "/prepare/wishes"],
    "Ana": ["/today", "/session"],
    "Wren": ["/today", "/care/own", "/care/own/order", "/care/own/limits", "/care/own/times", "/account/settings/"],
    "June": ["/", "@tonight", "@card"],
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desktop"])
def test_no_page_shuts_anybody_out(people: Callable[..., Someone], device: dict[str, Any], scheme: str) -> None:
    found: dict[str, list[str]] = {}
    for name, paths in PAGES.items():
        someone = people(name, device, color_scheme=scheme)
        for path in paths:
            _go(someone, path)
            answer = Axe().run(someone.page, options={"runOnly": {"type": "tag", "values": TAGS}})
            for violation in answer.response["violations"]:
                places = [node["html"][:90] for node in violation["nodes"][:2]]
                found.setdefault(f"{name} {path}", []).append(f"{violation['id']}: {places}")
    assert not found


def _go(someone: Someone, path: str) -> None:
    if path == "@Ana":
        someone.page.goto(someone.base + "/board")
        someone.page.get_by_role("link", name="Ana", exact=True).first.click()
    elif path.startswith("@"):
        here = re.sub(r"(/sitting/[0-9a-f-]+).*", r"\1", someone.page.url)
        someone.page.goto(f"{here}/{path[1:]}")
    else:
        someone.page.goto(someone.base + path)
    someone.page.wait_for_load_state()
