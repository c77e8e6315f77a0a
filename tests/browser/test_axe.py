"""Every page of the day under axe: WCAG 2.2 A and AA, by day and by night, on a phone and a desktop."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, Someone

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Where each of them goes. {name} is an address found on the way: see ON_THE_WAY.
PAGES: dict[str | None, list[str]] = {
    None: ["/", "/credits", "/help", "/demo/", "/account/login/", "/account/password/reset/"],
    "Maya": ["/board", "/patients", "/protocols", "/team", "{ana}"],
    "Dr. Ada Osei": ["/who-looked"],
    "Iris": ["/today", "/session", "/journal", "/care", "/care/consents", "/care/who-looked", "/care/record", "/prepare/wishes"],
    "Ana": ["/today", "/session"],
    "June": ["{sitting}", "{sitting}/tonight", "{sitting}/card"],
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
    "sitting": ("/", "", rf"(/sitting/{ID})"),
}
AFTER = {"passes": "/passes"}


SIZES = ((390, 844), (1440, 900))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shuts_anybody_out(people: Callable[..., Someone], name: str | None) -> None:
    """Each page is loaded once and looked at four times: on a phone and a desktop, by day and by night."""
    found: dict[str, list[str]] = {}
    someone, known = people(name, DESK), dict[str, str]()
    page = someone.page
    for path in PAGES[name]:
        answer = page.goto(someone.base + _address(someone, path, known))
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                result = Axe().run(
                    page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
                )
                for violation in result.response["violations"]:
                    places = [node["html"][:90] for node in violation["nodes"][:2]]
                    found.setdefault(f"{path} {width} {scheme}", []).append(f"{violation['id']}: {places}")
    assert not found


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
