"""Support passes: for one session, until they end, given and taken back by whoever may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stillwater.audit import queries as log
from stillwater.demo.people import House
from stillwater.kit.ids import new_id
from stillwater.people import queries
from stillwater.people.access import NOBODY, Access, NotYours, access_by_pass
from stillwater.people.actions import passes
from stillwater.people.actions.passes import Issued, PassOver
from stillwater.people.models import SupportPass
from tests.cast import AT

Enter = Callable[[Access], Access]
UNTIL = AT + timedelta(days=1)


def issued(access: Access, house: House, **known: Any) -> Issued:
    facts = {"name": "Dan Marlow", "tasks": ["sits", "drives"], "expires_at": UNTIL, "session_id": new_id(), "at": AT}
    return passes.issue(access, house.patients["ana"], **{**facts, **known})


@pytest.fixture
def dan(house: House, as_ana: Access, inside: Enter) -> Issued:
    """Dan's pass, given by Ana herself."""
    inside(as_ana)
    return issued(as_ana, house)


def secret_of(given: Issued) -> str:
    return given.link.rstrip("/").rsplit("/", 1)[-1]


def test_the_link_opens_the_pass_and_its_secret_is_kept_nowhere(dan: Issued, house: House) -> None:
    found = queries.pass_by_secret(secret_of(dan))
    assert found == dan.support_pass
    assert secret_of(dan) not in str(vars(dan.support_pass))
    assert not [event for event in log.of_clinic(house.clinic.id) if secret_of(dan) in str(event.facts())]
    assert queries.pass_by_secret("guessed") is None


def test_a_pass_reaches_its_patients_clinic_and_nothing_as_staff_or_patient(dan: Issued, house: House) -> None:
    access = access_by_pass(dan.support_pass.id, at=AT)
    assert access.clinic_ids == {house.clinic.id}
    assert (access.is_staff, access.records, access.identity) == (False, (), f"pass:{dan.support_pass.id}")
    with access.inside():
        assert not queries.patients_for(access).exists()
        with pytest.raises(NotYours):
            queries.pass_for(access, dan.support_pass.id)


def test_an_expired_pass_opens_nothing(dan: Issued) -> None:
    assert access_by_pass(dan.support_pass.id, at=UNTIL - timedelta(seconds=1)).support_pass == dan.support_pass
    for later in (UNTIL, UNTIL + timedelta(days=30)):
        assert access_by_pass(dan.support_pass.id, at=later) == NOBODY
        with pytest.raises(PassOver):
            passes.open_pass(dan.support_pass, at=later)


def test_a_pass_is_for_a_session_or_a_course(house: House, as_ana: Access, inside: Enter) -> None:
    inside(as_ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        issued(as_ana, house, session_id=None)
    assert issued(as_ana, house, session_id=None, course_id=new_id())


def test_opening_is_noted_once(dan: Issued, house: House) -> None:
    passes.open_pass(dan.support_pass, at=AT)
    passes.open_pass(dan.support_pass, at=AT + timedelta(hours=1))
    told = [log.told(event).words for event in log.of_clinic(house.clinic.id)]
    assert told[:2] == ["Dan Marlow opened the pass of Dan Marlow", "Ana Marlow created the pass of Dan Marlow"]
    assert dan.support_pass.opened_at == AT


def test_the_sitters_word_is_kept_with_its_time(dan: Issued) -> None:
    access = access_by_pass(dan.support_pass.id, at=AT)
    with access.inside():
        assert passes.agree(access, at=AT).agreed_at == AT
        assert passes.agree(access, at=AT + timedelta(hours=2)).agreed_at == AT, "the first word counts"
    with pytest.raises(PassOver):
        passes.agree(access_by_pass(dan.support_pass.id, at=AT), at=UNTIL)
    with pytest.raises(PassOver):
        passes.agree(NOBODY, at=AT)


def test_a_lost_link_is_replaced_and_the_lost_one_stops_working(dan: Issued, as_ana: Access) -> None:
    fresh = passes.new_link(as_ana, dan.support_pass, at=AT)
    assert queries.pass_by_secret(secret_of(dan)) is None
    assert queries.pass_by_secret(secret_of(fresh)) == dan.support_pass
    with pytest.raises(PassOver):
        passes.new_link(as_ana, dan.support_pass, at=UNTIL)


def test_s23_a_pass_is_taken_back_quietly_and_at_once(dan: Issued, as_ana: Access, house: House) -> None:
    passes.revoke(as_ana, dan.support_pass, at=AT)
    assert access_by_pass(dan.support_pass.id, at=AT) == NOBODY
    passes.revoke(as_ana, dan.support_pass, at=AT + timedelta(hours=1))
    assert dan.support_pass.revoked_at == AT
    told = [log.told(event).words for event in log.of_clinic(house.clinic.id)]
    assert told.count("Ana Marlow took back the pass of Dan Marlow") == 1


def test_s23_the_preview_is_the_patients_own(dan: Issued, as_ana: Access, as_maya: Access) -> None:
    for access in (as_maya, access_by_pass(dan.support_pass.id, at=AT)):
        with pytest.raises(NotYours):
            passes.note_preview(access, dan.support_pass, at=AT)
    passes.note_preview(as_ana, dan.support_pass, at=AT)
    passes.note_preview(as_ana, dan.support_pass, at=UNTIL)
    assert SupportPass.objects.get(id=dan.support_pass.id).previewed_at == AT


def test_s23_a_sitter_gives_no_passes_and_takes_none_back(dan: Issued, house: House) -> None:
    sitter = access_by_pass(dan.support_pass.id, at=AT)
    with sitter.inside():
        for attempt in (
            lambda: issued(sitter, house),
            lambda: passes.new_link(sitter, dan.support_pass, at=AT),
            lambda: passes.revoke(sitter, dan.support_pass, at=AT),
        ):
            with pytest.raises(NotYours):
                attempt()


@pytest.mark.parametrize(
    ("who", "may"), [("maya", True), ("osei", True), ("sam", True), ("priya", False), ("noa", False)]
)
def test_of_the_team_only_who_may_gives_passes(house: House, inside: Enter, who: str, may: bool) -> None:
    access = inside(house.access(who))
    if may:
        given = issued(access, house).support_pass
        assert given.issued_by_name == house.members[who].shown_name
        assert queries.pass_for(access, given.id) == given
    else:
        with pytest.raises(NotYours):
            issued(access, house)


@pytest.mark.parametrize("who", ["renner", "gail", "ruth", "wren", "kit"])
def test_a_stranger_neither_sees_nor_changes_a_pass(house: House, dan: Issued, inside: Enter, who: str) -> None:
    stranger = inside(house.access(who))
    for attempt in (
        lambda: queries.pass_for(stranger, dan.support_pass.id),
        lambda: passes.revoke(stranger, dan.support_pass, at=AT),
        lambda: passes.new_link(stranger, dan.support_pass, at=AT),
        lambda: issued(stranger, house),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert not queries.passes_of(stranger, house.patients["ana"].id).exists()
