"""The columns find what somebody with pencil and paper would find, whatever is asked and whatever changed before."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillwater.directory.index.columns import Columns
from stillwater.directory.index.searching import EARTH_MILES, search
from stillwater.directory.rules.asking import Asked
from stillwater.directory.rules.facets import BY_KEY, FACETS, JOINS, NEVER, Joins, Row, open_quarters, row_of, words_of
from stillwater.directory.rules.fields import BY_KEY as FIELDS

NOON = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)  # a Monday: noon in Denver, two in New York
DENVER = (39.74, -104.99)
ZONES = ("America/Denver", "America/New_York", "UTC")
VOCABULARY = ("ketamine", "ket", "kettle", "therapist", "trauma", "aspen", "river")
OFFICE = open_quarters([[[540, 1020]]] * 5 + [[], []])


def _row(seed: int) -> Row:
    roll = random.Random(seed)
    near = roll.random() < 0.6
    at = (
        (39.74 + roll.gauss(0, 0.3), -104.99 + roll.gauss(0, 0.4))
        if near
        else (roll.uniform(25, 48), roll.uniform(-124, -68))
    )
    at = at if roll.random() < 0.9 else (None, None)  # type: ignore[assignment]
    facets = {facet.key for facet in FACETS if roll.random() < 0.4 and facet.key not in ("open.now", "accepting.now")}
    facets |= {roll.choice(["in.CO", "in.NY"])} | ({"to.CO"} if roll.random() < 0.3 else set())
    return Row(
        listing=UUID(int=roll.getrandbits(128)).bytes, place=UUID(int=roll.getrandbits(128)).bytes, latitude=at[0],
        longitude=at[1], zone=roll.choice(ZONES), facets=frozenset(facets),
        words=frozenset(word for word in VOCABULARY if roll.random() < 0.4),
        accepts=roll.choice([0, NEVER, NOON.date().toordinal(), NOON.date().toordinal() + 1]),
        week=roll.choice([OFFICE, frozenset()]), closed=roll.choice([(), (NOON.date().toordinal(),)]),
    )  # fmt: skip


def _miles(row: Row, at: tuple[float, float]) -> float:
    """The haversine, by its own formula."""
    assert row.latitude is not None
    assert row.longitude is not None
    north, east = radians(row.latitude - at[0]), radians(row.longitude - at[1])
    a = sin(north / 2) ** 2 + cos(radians(at[0])) * cos(radians(row.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_MILES * asin(sqrt(a))


def _has(row: Row, key: str, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(row.zone))
    if key == "accepting.now":
        return row.accepts <= local.date().toordinal()
    if key == "open.now":
        slot = local.weekday() * 96 + local.hour * 4 + local.minute // 15
        return slot in row.week and local.date().toordinal() not in row.closed
    return key in row.facets


def _base(row: Row, asked: Asked) -> bool:
    if asked.at is not None and (row.latitude is None or _miles(row, asked.at) > asked.miles):
        return False
    for word in asked.words:
        if not any(each.startswith(word[:-1]) if word.endswith("*") else each == word for each in row.words):
            return False
    return all(
        key in row.facets
        for key in ([f"in.{asked.state}"] * bool(asked.state) + [f"to.{asked.telehealth}"] * bool(asked.telehealth))
    )


def _passes(row: Row, facets: frozenset[str], at: datetime) -> bool:
    groups = {BY_KEY[key].group for key in facets}
    for group in groups:
        own = [_has(row, key, at) for key in facets if BY_KEY[key].group == group]
        if not (any(own) if JOINS[group] is Joins.ANY else all(own)):
            return False
    return True


def _by_hand(rows: Sequence[Row], asked: Asked, at: datetime) -> tuple[set[bytes], dict[str, int]]:
    base = [row for row in rows if _base(row, asked)]
    hits = {row.listing for row in base if _passes(row, asked.facets, at)}
    counts = {}
    for facet in FACETS:
        others = frozenset(
            key for key in asked.facets if BY_KEY[key].group != facet.group or JOINS[facet.group] is Joins.ALL
        )
        counts[facet.key] = sum(_passes(row, others, at) and _has(row, facet.key, at) for row in base)
    return hits, counts


ASKED = st.builds(
    Asked,
    at=st.sampled_from([None, DENVER, (40.7, -74.0), (0.0, 0.0)]),
    miles=st.sampled_from([1.0, 5.0, 25.0, 100.0, 500.0]),
    words=st.lists(st.sampled_from(["ketamine", "ket*", "trauma", "nothing", "zz*", "t*"]), max_size=2).map(tuple),
    facets=st.frozensets(st.sampled_from([facet.key for facet in FACETS]), max_size=4),
    state=st.sampled_from(["", "", "CO", "WY", "XX"]), telehealth=st.sampled_from(["", "", "CO"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(asked=ASKED, size=st.integers(0, 140), seed=st.integers(0, 3), moves=st.lists(st.integers(0, 139), max_size=6))
def test_the_columns_find_and_count_what_one_finds_by_hand(
    asked: Asked, size: int, seed: int, moves: list[int]
) -> None:
    rows = [_row(seed * 1000 + number) for number in range(size)]
    columns = Columns.of(rows)
    for number in moves:  # one leaves, is there otherwise, or comes anew
        gone = rows[number % len(rows)].listing if rows else b"\x00" * 16
        rows = [row for row in rows if row.listing != gone]
        new = [_row(50_000 + number)] if number % 2 else []
        rows += [row for row in new if row not in rows]
        columns = columns.changed([gone, *(row.listing for row in new)], new)
    found = search(columns, replace(asked, limit=1000), at=NOON)
    hits, counts = _by_hand(rows, asked, NOON)
    assert {hit.listing.bytes for hit in found.hits} == hits
    assert found.total == len(hits)
    assert found.counts == counts


def test_the_nearest_comes_first_and_pages_join_without_a_gap() -> None:
    rows = [_row(number) for number in range(400)]
    columns = Columns.of(rows)
    whole = search(columns, Asked(at=DENVER, miles=100, limit=1000), at=NOON).hits
    away = [hit.miles or 0 for hit in whole]
    by_id = {row.listing: row for row in rows}
    assert away == sorted(away)
    assert away[:5] == pytest.approx([_miles(by_id[hit.listing.bytes], DENVER) for hit in whole[:5]], rel=1e-9)
    pages = [
        search(columns, Asked(at=DENVER, miles=100, offset=n, limit=20), at=NOON, dots=5).hits
        for n in range(0, len(whole), 20)
    ]
    assert [hit for page in pages for hit in page] == list(whole)


def test_nobody_stands_first_for_ever() -> None:
    """Without a place the order is drawn anew each day, and is the same all that day."""
    columns = Columns.of([_row(number) for number in range(300)])

    def first(at: datetime) -> list[UUID]:
        return [hit.listing for hit in search(columns, Asked(), at=at).hits]

    days = {tuple(first(NOON + timedelta(days=day))) for day in range(5)}
    assert len(days) == 5
    assert first(NOON) == first(NOON + timedelta(hours=3))


def test_field_note_31_nothing_that_money_could_buy_changes_the_order() -> None:
    """More words, more facets, a check: who says more about themselves stands no nearer."""
    plain = replace(_row(1), facets=frozenset(), words=frozenset(), latitude=39.75, longitude=-104.99)
    rich = replace(_row(2), facets=frozenset({"checked.licence"}), latitude=39.80, longitude=-104.99)
    hits = search(Columns.of([rich, plain]), Asked(at=DENVER), at=NOON).hits
    assert [hit.listing.bytes for hit in hits] == [plain.listing, rich.listing]


def test_open_now_is_the_places_own_hour() -> None:
    rows = [replace(_row(n), zone=zone, week=OFFICE, closed=()) for n, zone in enumerate(ZONES)]
    columns = Columns.of(rows)
    late = datetime(2026, 5, 4, 22, 0, tzinfo=UTC)  # four in Denver, six in New York
    found = search(columns, Asked(facets=frozenset({"open.now"})), at=late)
    assert {hit.listing.bytes for hit in found.hits} == {rows[0].listing}


def test_an_empty_directory_answers() -> None:
    found = search(Columns.of([]), Asked(at=DENVER, words=("ketamine",), facets=frozenset({"routes.iv"})), at=NOON)
    assert (found.total, found.hits, set(found.counts.values())) == (0, (), {0})


def test_every_facet_is_read_from_a_field_or_worked_out() -> None:
    assert {facet.field for facet in FACETS} - {"checked", "open"} <= set(FIELDS)


def test_words_are_folded_and_say_something() -> None:
    assert words_of("PTSD, with a Therapist in the room: ¿Español? O’Brien psychi*") == [
        "ptsd", "therapist", "room", "espanol", "obrien", "psychi*",
    ]  # fmt: skip
    assert words_of("'; DROP TABLE listings; -- <script>\x00") == ["drop", "table", "listings", "script"]


def test_a_row_is_made_of_what_is_said() -> None:
    says = {
        "name": "Cedar House", "routes": ["im", "spravato"], "settings": ["clinic", "telehealth"], "licensed_in": ["CO", "WY"],
        "state": "CO", "city": "Denver", "accepting": "from", "accepting_from": "2026-06-01", "languages": ["en", "es"],
        "hours": [[[540, 1140]], [], [], [], [], [[600, 720]], []], "closed_on": ["2026-07-04"], "sliding": "yes", "rems": "yes",
    }  # fmt: skip
    row = row_of(listing=b"1" * 16, place=b"2" * 16, at=DENVER, zone="America/Denver", says=says, checked=["licence"])
    assert row.facets >= {
        "routes.im",
        "to.WY",
        "in.CO",
        "hours.weekends",
        "hours.evenings",
        "sliding.yes",
        "languages.es",
        "checked.licence",
    }
    assert not {"languages.en", "accepting.now"} & row.facets
    assert row.words >= {"cedar", "house", "denver", "intramuscular", "esketamine", "spanish"}
    assert (row.accepts, len(row.week)) == (datetime(2026, 6, 1).toordinal(), 40 + 8)  # noqa: DTZ001
