"""The channel's search: words, beginnings, accents, a slip of the finger, and whatever else is typed into it."""

import pytest

from stillwater.channel.queries import finding
from stillwater.channel.queries.finding import found, suggestions
from stillwater.channel.queries.shelf import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channel")]


def slugs(words: str, language: str = "en") -> list[str]:
    return [hit.card.slug for hit in found(words, language).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("bladder", "your-bladder"), ("BLADDER", "your-bladder"), ("music", "music-and-sound"), ("lozenge", "lozenges-and-tablets"),
        ("what does it cost?", "what-it-costs"), ("Can I drive home?", "can-i-drive-home"), ("integration", "integration"),
    ],
)  # fmt: skip
def test_a_word_finds_the_page_about_it(words: str, first: str) -> None:
    assert first in slugs(words)[:3]


def test_the_beginning_of_a_word_is_enough_from_three_letters_on() -> None:
    assert "your-bladder" in slugs("bladd")[:3]
    assert set(slugs("bladder")) <= set(slugs("bla"))
    assert "your-bladder" not in slugs("bl")


def test_accents_may_be_there_or_not() -> None:
    assert slugs("sesión", "es") == slugs("sesion", "es") != []
    assert slugs("bládder") == slugs("bladder")
    assert finding.folded("Sesión ÑANDÚ it’s don't") == ["sesion", "nandu", "its", "dont"]


@pytest.mark.parametrize("slip", ["bladdr", "blader", "bladdder", "baldder", "bkadder"])
def test_one_slip_is_forgiven_and_it_is_said_what_was_looked_for(slip: str) -> None:
    answer = found(slip)
    assert "your-bladder" in [hit.card.slug for hit in answer.hits][:3]
    assert answer.meant.startswith("bladder")


def test_a_long_word_may_have_two_slips_and_a_short_one_none() -> None:
    assert "esketamine-nasal-spray" in slugs("esketamnie")
    assert found("esketemime").meant == "esketamine"
    assert found("qzx").hits == ()


def test_a_right_word_is_never_told_to_mean_another() -> None:
    assert found("bladder").meant == ""
    assert found("bladder esketamnie").meant == "bladder esketamine"


def test_several_words_find_the_pages_that_bear_them_all() -> None:
    both = slugs("blood pressure spray")
    assert both
    for slug in both:
        card = shelf("en").card(slug)
        assert card
        whole = set(finding.folded(" ".join([card.title, card.summary, card.answer, card.spoken])))
        assert all(any(word.startswith(asked) for word in whole) for asked in ("blood", "pressure", "spray"))


def test_where_no_page_bears_all_the_words_those_with_most_are_found() -> None:
    assert slugs("bladder qzxqzxqzx") == slugs("bladder")


def test_little_words_are_passed_over_unless_there_is_nothing_else() -> None:
    assert slugs("the bladder") == slugs("bladder")
    assert slugs("what is it")


@pytest.mark.parametrize(
    "words",
    ["", "   ", "?!…", "\x00", "\x00\x00 \n", "日本語", "🙂", "-" * 500],
)  # fmt: skip
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert found(words).hits == ()


@pytest.mark.parametrize(
    "words",
    [
        "'; DROP TABLE channel_article; --", '" OR 1=1', "<script>alert(1)</script>", "bladder\x00", "%s %d {0} {{ x }}", "../../etc/passwd",
        "(" * 150, "[a-z]*", "\\", "a" * 100_000, "bladder " * 10_000, "\u202ebladder", "NaN null None",
    ],
)  # fmt: skip
def test_whatever_is_typed_are_words_and_no_more(words: str) -> None:
    answer = found(words)
    assert len(answer.hits) <= 20
    assert all(hit.card in shelf("en").cards for hit in answer.hits)


def test_only_the_first_two_hundred_letters_count() -> None:
    assert slugs(" " * 190 + "bladder bladder") == slugs("bladder")
    assert slugs(" " * 200 + "bladder") == []


def test_a_hit_shows_a_sentence_with_the_word_and_not_a_whole_page() -> None:
    for hit in found("bladder").hits:
        assert len(hit.excerpt) <= 180
        assert not hit.excerpt or "bladder" in hit.excerpt.lower()
        assert "[#" not in hit.excerpt
    assert any(hit.excerpt for hit in found("bladder").hits)


def test_a_language_finds_its_own_pages() -> None:
    assert {hit.card.language for hit in found("costo", "es").hits} == {"es"}
    assert found("bladder", "fr").hits == ()


def test_titles_are_suggested_from_the_second_letter_on() -> None:
    assert "Your bladder" in " ".join(suggestions("bladd")) or suggestions("bladd")
    assert len(suggestions("ketamine")) == 6
    assert suggestions("b") == suggestions("") == suggestions(" x ") == []


def test_the_index_is_made_once_for_an_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    found("bladder")
    made = finding._index.cache_info().misses
    found("music")
    assert finding._index.cache_info().misses == made
    monkeypatch.setattr(
        "stillwater.channel.queries.shelf._asked", 0.0
    )  # as half a second later: the database is asked again
    found("music")
    assert finding._index.cache_info().misses == made, "the edition is the same, however often it is asked for"
