"""What a listing can say, and how long it stays good."""

from datetime import date

import pytest

from stillwater.directory.rules import ages
from stillwater.directory.rules.ages import Age
from stillwater.directory.rules.fields import BY_KEY, FIELDS, GROUPS, Unusable, cleaned, off_label

TODAY = date(2026, 5, 3)


def _fact(value: object, on: date) -> dict[str, object]:
    return {"value": value, "on": on.isoformat(), "by": "steward"}


def test_every_field_stands_once_in_a_known_group() -> None:
    assert len(BY_KEY) == len(FIELDS)
    assert {field.group for field in FIELDS} == set(GROUPS)


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("price_low", "$1,250.00", 1250),
        ("website", "cedarhouse.example", "https://cedarhouse.example"),
        ("routes", "im, iv", ["iv", "im"]),
        ("name", "  Cedar   House\x00 ", "Cedar House"),
        ("email", "Desk@Cedarhouse.example", "desk@cedarhouse.example"),
        ("phone", "(303) 555-0142", "(303) 555-0142"),
        ("closed_on", "2026-12-25 2026-01-01", ["2026-01-01", "2026-12-25"]),
        ("hours", [[[540, 1020]]] * 5 + [[], []], [[[540, 1020]]] * 5 + [[], []]),
        ("npi", "1234 567-893", "1234567893"),
        ("name", "   ", None),
        ("routes", [], None),
    ],
)
def test_a_value_is_kept_in_one_form(key: str, given: object, kept: object) -> None:
    assert cleaned(key, given) == kept


@pytest.mark.parametrize(
    ("key", "given", "why"),
    [
        ("price_low", "about 400", "money"),
        ("price_low", "²", "money"),
        ("routes", "iv,smoked", "choice"),
        ("website", "javascript:alert(1)", "link"),
        ("website", 'https://a.example/"><script>', "link"),
        ("email", "nobody", "email"),
        ("phone", "call us", "phone"),
        ("accepting_from", "next week", "day"),
        ("npi", "1234567890", "npi"),
        ("npi", "٣", "npi"),
        ("name", "x" * 161, "long"),
        ("hours", [[[1020, 540]]] + [[]] * 6, "hours"),
        ("hours", [[[540, 700], [600, 800]]] + [[]] * 6, "hours"),
        ("staff", "Dr. Ada Osei, DEA AB1234563", "dea"),
    ],
)
def test_what_a_field_cannot_take_is_named(key: str, given: object, why: str) -> None:
    with pytest.raises(Unusable) as refused:
        cleaned(key, given)
    assert (refused.value.key, refused.value.why) == (key, why)


def test_only_the_two_uses_on_the_label_are_not_off_label() -> None:
    assert not off_label(["spravato", "iv"], "trd")
    assert not off_label(["spravato"], "suicidal")
    assert off_label(["spravato"], "ptsd")
    assert off_label(["iv"], "trd")


def test_a_fact_is_marked_then_asked_about_then_gone() -> None:
    fact = _fact(400, TODAY)  # a price: six months
    seen = [ages.age_of("price_low", fact, ages.months_later(TODAY, months)) for months in (0, 5, 6, 9, 12)]
    assert seen == [Age.FRESH, Age.FRESH, Age.OLD, Age.ASKED, Age.GONE]


def test_what_is_gone_is_not_shown_and_the_next_step_is_known() -> None:
    facts = {"price_low": _fact(400, date(2025, 5, 2)), "name": _fact("Cedar House", date(2026, 1, 31))}
    assert ages.shown(facts, TODAY) == {"name": "Cedar House"}
    assert ages.next_step(facts, TODAY) == date(2028, 1, 31)


def test_a_month_without_that_day_ends_on_its_last() -> None:
    assert ages.months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
