"""The head of the board on a phone: one sentence, the most urgent; nobody who calls is left out."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import stillwater
from tests.browser.conftest import PHONE

CSS = Path(stillwater.__file__).parent / "web" / "static" / "css"
SHEETS = ("tokens", "base", "parts", "pages/clinic", "pages/board", "pages/board-lead")


def _head(*ranks: int) -> str:
    said = "".join(
        f'<a href="#" data-rank="{rank}"><span>{rank} of {place}</span></a>' for place, rank in enumerate(ranks)
    )
    sheets = "".join(f"<style>{(CSS / f'{name}.css').read_text()}</style>" for name in SHEETS)
    quiet = '<span data-rank="9">quiet</span><sw-lead></sw-lead>'
    return f'{sheets}<body class="clinic board"><div class="board-cols"><h1 class="lead">{said}{quiet}</h1></div>'


@pytest.mark.parametrize(
    ("ranks", "large", "small"),
    [
        ((5, 5, 5, 7), ["5 of 0"], []),
        ((6, 6, 7), ["6 of 0"], []),
        ((7, 6, 7), ["6 of 1"], []),  # drawn before a room fell silent: still one, and the right one
        ((1, 1, 3, 5), ["1 of 0"], ["1 of 1"]),
        ((4, 4, 4), ["4 of 0"], ["4 of 1", "4 of 2"]),
        ((7, 7), ["7 of 0"], []),
        ((), ["quiet"], []),
    ],
)
def test_one_sentence_is_large_and_only_who_waits_for_a_person_stands_behind_it(
    chromium: Browser, ranks: tuple[int, ...], large: list[str], small: list[str]
) -> None:
    page = chromium.new_page(viewport=PHONE["viewport"])
    page.set_content(_head(*ranks))
    sizes = page.evaluate(
        "[...document.querySelectorAll('.lead > *')].filter((one) => one.checkVisibility() && one.textContent)"
        ".map((one) => [one.textContent, parseFloat(getComputedStyle(one).fontSize)])"
    )
    page.close()
    assert [words for words, size in sizes if size > 22] == large
    assert [words for words, size in sizes if size <= 22] == small
