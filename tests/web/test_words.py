"""S25: words that never stand on a screen, looked for in every text that somebody may read."""

import ast
from pathlib import Path

from stillwater.kit.words import FORBIDDEN_ON_SCREEN, forbidden_in, forbidden_in_template

HOUSE = Path(__file__).parents[2] / "stillwater"
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


def test_s25_no_forbidden_word_stands_in_a_template() -> None:
    found = {
        str(page.relative_to(HOUSE)): words
        for page in sorted(HOUSE.rglob("*.html"))
        if (words := forbidden_in_template(page.read_text()))
    }
    assert found == {}


def test_s25_no_forbidden_word_stands_in_a_protocol_or_in_what_scripts_say() -> None:
    texts = [*HOUSE.rglob("*.y*ml"), *HOUSE.rglob("*.po"), HOUSE / "web/static/js/lib/words.js"]
    found = {str(text.relative_to(HOUSE)): words for text in texts if (words := forbidden_in(text.read_text()))}
    assert found == {}


def test_s25_no_forbidden_word_stands_in_a_translated_string() -> None:
    found = []
    for source in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "_",
                "gettext",
                "gettext_lazy",
                "ngettext",
            }:
                said = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                found += [(source.name, word) for text in said for word in forbidden_in(text)]
    assert found == []


def test_s25_the_list_is_found_in_any_case_and_not_inside_other_words() -> None:
    assert forbidden_in("You’re safe here. ALL CLEAR.") == ["You're safe", "ALL CLEAR"]
    assert forbidden_in("A two-hour strip, a round-trip, is it safe for you?") == []
    assert forbidden_in_template('{% translate "Well done" %} {# failed #} <a href="/trip">go</a>') == ["Well done"]
    assert "committed suicide" in FORBIDDEN_ON_SCREEN
