"""Accounts in a real browser: the first run, a passkey under the content security policy, and axe over every page of an account."""

import base64
import hashlib
import hmac
import re
import struct
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.serving import Served

PASSWORD = "lantern orchard pebble"
CODE = "ab12-cd34-ef56-0789"
OFFER = f"""
import django; django.setup()
from stillwater.kit.clock import now
from stillwater.people.actions.clinics import offer_first_run
offer_first_run("{CODE}", at=now())
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An installation in which nobody has an account. Its address is `localhost`: passkeys refuse a bare number."""
    server = Served(tmp_path_factory.mktemp("empty") / "data")
    server.data.mkdir()
    server.environment |= {"STILLWATER_URL": f"http://localhost:{server.port}", "STILLWATER_TESTING": "1"}
    for command in (["migrate", "-v0"], ["createcachetable", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "-m", "stillwater", *command], env=server.environment, check=True)
    subprocess.run([sys.executable, "-c", OFFER], env=server.environment, check=True)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.kill()


@pytest.fixture(scope="module")
def page(chromium: Browser, empty: Served) -> Iterator[Page]:
    """The first owner's phone, with a passkey in it."""
    context = chromium.new_context(
        **PHONE, reduced_motion="reduce", timezone_id="America/Denver", base_url=f"http://localhost:{empty.port}"
    )
    opened = context.new_page()
    devtools = context.new_cdp_session(opened)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield opened
    context.close()


def sound(page: Page) -> None:
    """Nothing that axe finds, and nothing that the policy refused."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], page.url


def code_of(secret: str) -> str:
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def tap(page: Page, words: str, role: str = "button") -> None:
    page.get_by_role(role, name=words, exact=True).first.click()  # type: ignore[arg-type]


def signs_out(page: Page) -> None:
    page.goto("/account/logout/")
    sound(page)
    tap(page, "Sign out")
    page.wait_for_url(re.compile(r"//[^/]+/$"))


@pytest.mark.browser
def test_from_the_first_run_to_a_passkey_and_every_page_of_an_account(page: Page) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)

    page.goto("/")
    sound(page)
    expect(page.get_by_label("The clinic’s time zone")).to_have_value("America/Denver")
    for label, value in (
        ("The code from the console", CODE), ("Your name", "Ada Osei"), ("E-mail address", "ada@cedar.example"),
        ("Choose a password", PASSWORD), ("The clinic’s name", "Cedar House"),
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
    tap(page, "Begin")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    sound(page)

    tap(page, "Add a passkey", "link")
    sound(page)
    tap(page, "Add it")
    page.wait_for_url(re.compile("recovery-codes"))
    sound(page)
    for address in ("2fa/webauthn/", "2fa/recovery-codes/generate/", "2fa/", "sessions/", "password/change/", ""):
        page.goto(f"/account/{address}")
        sound(page)
    page.goto("/account/2fa/webauthn/")
    for words in ("Rename", "Remove"):
        page.get_by_role("link", name=re.compile(words)).click()
        sound(page)
        page.goto("/account/2fa/webauthn/")

    page.goto("/account/2fa/totp/activate/")
    sound(page)
    page.get_by_label("The six digits that the app shows now").fill("000000")
    tap(page, "Use this app")
    expect(page.locator(".field-error")).to_be_visible()
    sound(page)
    page.get_by_label("The six digits that the app shows now").fill(code_of(page.locator("code").text_content() or ""))
    tap(page, "Use this app")
    page.wait_for_url(re.compile("2fa/$"))
    page.goto("/account/2fa/totp/deactivate/")
    sound(page)

    signs_out(page)
    page.goto("/account/login/")
    sound(page)
    tap(page, "Use a passkey")
    page.wait_for_url(re.compile("/team"))

    signs_out(page)
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill("ada@cedar.example")
    page.get_by_label("Password").fill(PASSWORD)
    tap(page, "Sign in")
    page.wait_for_url(re.compile("2fa/authenticate"))
    sound(page)
    tap(page, "Use a passkey")
    page.wait_for_url(re.compile("/team"))
    sound(page)
    page.goto("/account/2fa/recovery-codes/generate/")
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    sound(page)
    for address in ("/account/password/reset/", "/account/password/reset/done/", "/credits", "/first-run/", "/clinic"):
        page.goto(address)
        sound(page)
    # Chromium says so when a test goes on before a fade between two pages has ended.
    assert [each for each in problems if "Transition" not in each] == []
