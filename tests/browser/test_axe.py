"""Every page of the day under axe: WCAG 2.2 A and AA, by day and by night, on a phone and a desktop."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import DESK, Someone

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Where each of them goes. {name} is an address found on the way: see ON_THE_WAY.
PAGES: dict[str | None, list[str]] = {
    None: [
        "/", "/credits", "/help", "/demo/", "/account/login/", "/account/password/reset/", "/find?near=denver", "/find?near=springfield",
        "/find/cedar-house", "/find/cedar-house/questions", "/find/compare?with=cedar-house&with=bluestem-psychiatry", "/find/saved",
        "/find/how-it-works", "/find/changes", "/find/cedar-house/correct", "/find/cedar-house/remove",
        "/channel", "/channel?for=sitter", "/channel/topics/start", "/channel/series/your-first-session", "/channel/comparing-the-routes", "/channel/first-session",
        "/channel/can-i-drive-home", "/channel/words", "/channel/search?q=bladdar", "/channel/search?q=zzzz", "/channel/first-session/aloud",
        "/channel/letters", "/channel/saved", "/channel/how-it-is-made", "/es/channel", "/es/channel/the-consult", "/es/channel/comparing-the-routes",
    ],
    "Maya": [
        "/board", "/arrivals", "/patients", "/patients?q=zzz", "/patients/add", "/protocols", "/team", "/account/", "/account/2fa/",
        "/account/pin/", "{ana}", "{ana}/note", "{ana}/dose", "{ana}/medicine", "{ana}/sound", "{ana}/helper", "{ana}/effects",
        "{ines}/ready", "{ruth}/leave", "{ruth}/close", "{patient}", "{patient}/edit", "{patient}/consents",
        "{patient}/invite", "{patient}/serious", "{course}", "{plan}", "{passes}", "{record}", "{protocol}",
    ],
    "Dr. Ada Osei": ["/listings", "{listing}", "{listing}?group=session", "{listing}/places/add", "/find/bluestem-psychiatry/claim", "/music", "/voices", "/voices/the-last-few-minutes", "/who-looked", "/clinic", "/team/invite", "/protocols/add", "{course}/order", "{course}/limits"],
    "Iris": [
        "/today", "/session", "/journal", "/care", "/care/consents", "/care/who-looked", "/care/record",
        "/library", "/library/sounds/water", "/library/own-music", "/library/the-porch/closed", "/library/this-room/open", "/prepare/wishes", "{prepare}", "{prepare}/intention", "{prepare}/support/sits", "{session}/ready",
    ],
    "Ana": ["/today", "/session"],
    "Ruth": ["/today", "{session}/home", "{session}/reflect"],
    "Noor": ["/today", "{session}/morning"],
    "Clara": ["/session"],
    "Wren": [
        "/today", "/care/own", "/care/own/order", "/care/own/prescriber", "/care/own/after-hours", "/care/own/limits",
        "/care/own/times", "/care/own/sessions/add", "/account/settings/", "{prepare}", "{own_session}",
    ],
    "June": ["{sitting}", "{sitting}/welcome", "{sitting}/ready", "{sitting}/tonight", "{sitting}/card"],
}  # fmt: skip
ID = r"[0-9a-f-]{36}"
# name: (the page where its address stands, the words of a link to follow there first, the address)
ON_THE_WAY = {
    "ana": ("/board", "", rf'href="(/rooms/{ID})"[^>]*>\s*Ana\b'),
    "ines": ("/board", "", rf'href="(/rooms/{ID})"[^>]*>\s*Ines\b'),
    "ruth": ("/board", "", rf'href="(/rooms/{ID})"[^>]*>\s*Ruth\b'),
    "patient": ("/patients", "", rf'href="(/patients/{ID})"[^>]*>\s*(?:<b>)?Ana Marlow'),
    "course": ("/patients", "Ana Marlow", rf'href="(/courses/{ID})"'),
    "plan": ("/patients", "Mo Haddad", rf'href="(/sessions/{ID}/plan)"'),
    "passes": ("/patients", "Iris Tan", rf'href="(/sessions/{ID})/plan"'),
    "record": ("/patients", "Ana Marlow", rf'href="(/sessions/{ID}/record)"'),
    "protocol": ("/protocols", "", rf'href="(/protocols/{ID})"'),
    "prepare": ("/today", "", rf'href="(/prepare/{ID})"'),
    "session": ("/session", "", rf"(/session/{ID})"),
    "own_session": ("/care/own", "", rf'href="(/care/own/sessions/{ID})"'),
    "sitting": ("/", "", rf"(/sitting/{ID})"),
    "listing": ("/listings", "", rf'href="(/listings/{ID})"'),
}
AFTER = {"passes": "/passes"}


PHONE, WIDE = (390, 844), (1440, 900)
# Everything once on a phone by day and once on a desktop by night; what a light changes in the two others as well.
LOOKS: list[tuple[tuple[int, int], str, dict[str, Any]]] = [
    (PHONE, "light", {"type": "tag", "values": TAGS}),
    (PHONE, "dark", {"type": "rule", "values": ["color-contrast"]}),
    (WIDE, "light", {"type": "rule", "values": ["color-contrast"]}),
    (WIDE, "dark", {"type": "tag", "values": TAGS}),
]


def looked_at(page: Page, of: dict[str, Any]) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    found = page.evaluate("only => axe.run({runOnly: only, resultTypes: ['violations']})", of)
    return [f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:2]]}" for one in found["violations"]]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shuts_anybody_out(people: Callable[..., Someone], name: str | None) -> None:
    """Each page is loaded once and looked at four times: on a phone and a desktop, by day and by night."""
    found: dict[str, list[str]] = {}
    someone, known = people(name, DESK), dict[str, str]()
    page = someone.page
    for path in PAGES[name]:
        answer = page.goto(someone.base + _address(someone, path, known))
        assert answer is not None
        if answer.status != 200:
            found[path] = [str(answer.status)]
            continue
        page.evaluate(AXE_SCRIPT)
        for (width, height), scheme, of in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            if wrong := looked_at(page, of):
                found[f"{path} {width} {scheme}"] = wrong
    assert not found


@pytest.mark.parametrize("path", ["/channel/comparing-the-routes", "/channel/first-session", "/es/channel/the-consult"])
def test_an_article_on_paper_shuts_nobody_out(people: Callable[..., Someone], path: str) -> None:
    page = people(None, DESK).goes(path)
    page.emulate_media(media="print", color_scheme="dark")  # somebody prints at night
    page.evaluate(AXE_SCRIPT)
    assert not looked_at(page, {"type": "tag", "values": TAGS})


def _address(someone: Someone, path: str, known: dict[str, str]) -> str:
    """The path with the address that it begins with, looked up once in the pages as this person sees them."""
    if not (named := re.match(r"\{(\w+)\}", path)):
        return path
    key = named[1]
    if key not in known:
        page, link, pattern = ON_THE_WAY[key]
        someone.goes(page)
        if link:
            someone.page.get_by_role("link", name=re.compile(link)).first.click()
            someone.page.wait_for_load_state()
        text = f"{someone.page.url} {someone.page.content()}"
        found = re.search(pattern, text)
        assert found, (key, someone.page.url)
        known[key] = found[1] + AFTER.get(key, "")
    return known[key] + path[named.end() :]
