"""Words that somebody writes are kept, whenever the page's script comes."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Someone

BEGINS_AGAIN = """() => {
  const part = document.querySelector('sw-autosave');
  part.querySelector('textarea').value = 'To come home slowly.';
  part.parentNode.append(part);
}"""


def test_words_that_were_written_before_the_script_came_are_kept(people: Callable[..., Someone]) -> None:
    """On a slow line the page is there first: no touch of a key tells the script of them."""
    iris = people("Iris", PHONE)
    page = iris.goes("/today")
    page.get_by_role("link", name=re.compile("one thing at a time")).click()
    page.get_by_role("link", name="Your intention").first.click()
    page.wait_for_function("() => customElements.get('sw-autosave')")
    page.evaluate(BEGINS_AGAIN)
    expect(page.locator("sw-autosave [data-said]")).to_contain_text("Saved")
    page = iris.goes(page.url.removeprefix(page.url.split("/prepare")[0]))
    expect(page.locator("sw-autosave textarea")).to_have_value("To come home slowly.")
