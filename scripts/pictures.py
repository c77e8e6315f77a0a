"""Take the pictures of the README from a running demonstration: `make serve`, then `.venv/bin/python scripts/pictures.py`."""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
OUT = Path(__file__).parent.parent / "docs" / "pictures"
PHONE, TABLET, DESK = (390, 844), (1180, 820), (1440, 900)


def shoot(browser: Browser, who: str, path: str, name: str, size: tuple[int, int], dark: bool = False) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.goto(f"{BASE}/demo/")
    page.get_by_role("button", name=re.compile(who)).first.click()
    page.wait_for_load_state()
    if path == "room":
        page.get_by_role("link", name="Ana", exact=True).first.click()
    else:
        page.goto(BASE + path)
    page.wait_for_timeout(1500)
    page.screenshot(path=OUT / f"{name}.png")
    print(name, page.url, file=sys.stderr)
    context.close()


with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
    shoot(chromium, "Maya", "/board", "board", DESK)
    shoot(chromium, "Maya", "room", "room", TABLET)
    shoot(chromium, "Iris", "/today", "today", PHONE)
    shoot(chromium, "Ana", "/session", "session", PHONE)
    shoot(chromium, "June", "/", "sitter", PHONE)
    shoot(chromium, "Mo", "/care/who-looked", "who-looked", PHONE, dark=True)
    chromium.close()
