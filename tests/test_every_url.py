"""Every URL, asked by every kind of person, with their own ids, those of their clinic and those of another: the table holds."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, path
from django_scopes import scopes_disabled

from stillwater import urls as urlconf
from stillwater.demo.people import build_house
from stillwater.people.rules import MAY, Act, Role
from stillwater.web.clinic.views import protocols as protocol_views
from tests.cast import AT, JOINED
from tests.matrix import planted, table
from tests.matrix.once import read_once
from tests.matrix.papers import make_papers
from tests.matrix.people import KEYS, add_people, make_people
from tests.matrix.rows import Kept, stored
from tests.matrix.walk import Matrix

# The doors and the scopes are the same program on either database: on PostgreSQL a few walk, for the walls beneath them.
ON_SQLITE = "sqlite" in settings.DATABASES["default"]["ENGINE"]
WALKERS = KEYS if ON_SQLITE else [key for key in KEYS if key in ("nurse", "ana", "sitter", "foreign")]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Matrix]:
    """The house, built once for the whole walk; every request is taken back."""
    with (
        django_db_blocker.unblock(), time_machine.travel(AT, tick=False), transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):  # fmt: skip
        patch.setattr(settings, "SOUND_MINUTES", 1)  # nobody listens
        patch.setattr(urlconf, "handler404", _in_a_word, raising=False)
        with scopes_disabled():
            house = build_house(JOINED)
            add_people(house)
            papers = make_papers(house)
            people = make_people(house, papers)
        for who in people.values():
            who.browser.get("/help")  # the first page notes when the sign-in began; the walk takes back what it does
        read_once(patch)
        yield Matrix(papers, people, Kept(stored()))
        transaction.set_rollback(True)


def _in_a_word(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 without its page, which would be drawn some thousand times."""
    return HttpResponse("not here", status=404)


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert not table.missing(), "\n".join(table.missing())


@pytest.mark.parametrize("who", WALKERS)
def test_nobody_reaches_what_is_not_theirs(matrix: Matrix, who: str) -> None:
    wrong = matrix.walk(who)
    assert not wrong, f"{len(wrong)} of {matrix.asked}\n" + "\n".join(map(str, wrong))


@pytest.mark.parametrize("who", WALKERS)
def test_two_ids_that_do_not_belong_together_open_nothing(matrix: Matrix, who: str) -> None:
    wrong = matrix.mixed(who)
    assert not wrong, "\n".join(map(str, wrong))


# Holes planted on purpose


def test_the_walk_finds_an_id_that_is_taken_from_the_body(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted.pattern("patient_edit"), "callback", planted.id_from_the_body)
    found = [wrong for wrong in matrix.walk("desk", ["patient_edit"]) if "a Patient was changed" in wrong.got]
    assert {wrong.method for wrong in found} == {"POST"}
    assert {wrong.whose for wrong in found} >= {"ana", "mo", "noor"}


def test_the_walk_finds_a_query_outside_the_scope(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol_views, "protocol_for", planted.outside_the_scope)
    found = matrix.walk("gail", ["protocol_file"])
    assert {(wrong.method, wrong.whose, wrong.expected, wrong.got) for wrong in found} == {
        ("GET", "ana", "404", "200"), ("GET", "wren", "404", "200"),
    }  # fmt: skip


def test_the_walk_finds_a_role_that_is_too_wide(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MAY, Act.READ_RECORD, MAY[Act.READ_RECORD] | {Role.FRONT_DESK})
    found = {(wrong.name, wrong.method, wrong.whose) for wrong in matrix.walk("desk", ["session_record", "task_done"])}
    assert {("session_record", "GET", "ana"), ("session_record", "POST", "ana"), ("task_done", "POST", "ana")} <= found


def test_the_walk_finds_a_view_without_a_door_and_one_whose_door_is_left_open(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planted.pattern("protocols"), "callback", planted.without_a_door)
    monkeypatch.setattr(planted.pattern("patients"), "callback", planted.door_left_open)
    nurse = {(wrong.name, wrong.method, wrong.got) for wrong in matrix.walk("nurse", ["protocols"])}
    assert nurse == {("protocols", "GET", "404"), ("protocols", "POST", "404")}
    stranger = {(wrong.name, wrong.method, wrong.got) for wrong in matrix.walk("stranger", ["patients"])}
    assert stranger == {("patients", "GET", "200"), ("patients", "POST", "200")}


def test_a_url_without_a_row_is_told_with_the_line_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    new = path("devices/<uuid:device_id>", planted.without_a_door, name="device")
    monkeypatch.setattr(urlconf, "urlpatterns", [*urlconf.urlpatterns, new])
    with _fresh_urls():
        (told,) = table.missing()
    assert told.startswith("URL not in the table: device (devices/<uuid:device_id>)")
    monkeypatch.setattr(urlconf, "urlpatterns", [each for each in urlconf.urlpatterns if each is not new][1:])
    with _fresh_urls():
        assert "A row of tests/url_table.py is for a URL that does not exist: front" in table.missing()


@contextmanager
def _fresh_urls() -> Iterator[None]:
    clear_url_caches()
    yield
    clear_url_caches()
