"""Sharing: one note, one clinic, until it is taken back; never while a session is under way."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from stillwater.audit.queries import about_person, words
from stillwater.demo.people import House
from stillwater.journal import actions, queries
from stillwater.journal.actions import NotNow
from stillwater.journal.models import Note, Share
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient
from stillwater.treatment.models import Session

pytestmark = pytest.mark.django_db
Inside = Callable[[Access], Access]
KITCHEN = "My father's kitchen, and it was light."


@pytest.fixture
def note(as_ana: Access, at: datetime) -> Note:
    with as_ana.inside():
        return actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)


def _seen(house: House, name: str, patient: Patient) -> list[str]:
    access = house.access(name)
    with access.inside():
        return [view.text for view in queries.shared_with(access, patient)]


def test_a_note_is_private_until_it_is_shared_and_then_for_carers_alone(
    note: Note, house: House, ana: Patient, as_ana: Access, at: datetime
) -> None:
    with as_ana.inside():
        actions.write(as_ana, kind="reflection", text="Only mine", at=at)
    assert _seen(house, "maya", ana) == []
    with as_ana.inside():
        actions.share(as_ana, note, ana, at=at)
    for name in ("osei", "maya", "theo", "priya"):
        assert _seen(house, name, ana) == [KITCHEN]
    for name in ("sam", "noa", "renner", "ruth", "ana"):
        with pytest.raises(NotYours):
            _seen(house, name, ana)


def test_what_is_taken_back_or_deleted_is_seen_no_more(
    note: Note, house: House, ana: Patient, as_ana: Access, at: datetime
) -> None:
    with as_ana.inside():
        actions.share(as_ana, note, ana, at=at)
        actions.unshare(as_ana, note, ana, at=at + timedelta(hours=1))
    assert _seen(house, "maya", ana) == []
    with as_ana.inside():
        actions.share(as_ana, note, ana, at=at + timedelta(hours=2))
        assert [share.patient_id for share in queries.note_for(as_ana, note.id).shares] == [ana.id]
        actions.delete(as_ana, note, at=at + timedelta(hours=3))
    assert _seen(house, "maya", ana) == []
    with as_ana.inside():
        assert not Share.objects.filter(note=note, ended_at__isnull=True).exists()


def test_the_patient_of_two_clinics_shares_with_one_of_them(house: House, as_jonah: Access, at: datetime) -> None:
    here, there = house.patients["jonah"], house.patients["jonah_at_birch"]
    with as_jonah.inside():
        written = actions.write(as_jonah, kind="reflection", text="For Cedar House", at=at)
        actions.share(as_jonah, written, here, at=at)
    assert _seen(house, "maya", here) == ["For Cedar House"]
    assert _seen(house, "renner", there) == []


def test_a_note_is_shared_by_its_author_with_their_own_clinic_alone(
    note: Note, house: House, ana: Patient, as_ana: Access, as_ruth: Access, as_maya: Access, at: datetime
) -> None:
    with as_ana.inside(), pytest.raises(NotYours):
        actions.share(as_ana, note, house.patients["kit"], at=at)
    for access in (as_ruth, as_maya):
        with access.inside():
            with pytest.raises(NotYours):
                actions.share(access, note, ana, at=at)
            with pytest.raises(NotYours):
                actions.unshare(access, note, ana, at=at)


@pytest.mark.parametrize("stage", ["under_way", "recovering"])
def test_s11_nothing_is_shared_or_deleted_while_a_session_is_under_way(
    note: Note, ana: Patient, as_ana: Access, session_of: Callable[..., Session], at: datetime, stage: str
) -> None:
    session = session_of("ana")
    with as_ana.inside():
        actions.share(as_ana, note, ana, at=at)
        Session.objects.filter(pk=session.pk).update(stage=stage)
        with pytest.raises(NotNow):
            actions.share(as_ana, note, ana, at=at)
        with pytest.raises(NotNow):
            actions.delete(as_ana, note, at=at)
        actions.unshare(as_ana, note, ana, at=at)  # taking back is always possible
        assert queries.note_for(as_ana, note.id).shares == ()


def test_sharing_twice_is_one_share_and_one_line_in_the_log(
    note: Note, ana: Patient, as_ana: Access, inside: Inside, at: datetime
) -> None:
    inside(as_ana)
    assert actions.share(as_ana, note, ana, at=at) == actions.share(as_ana, note, ana, at=at)
    assert as_ana.person is not None
    told = [words(event) for event in about_person(as_ana.person.id, [ana.id])]
    assert told.count("Ana Marlow shared a reflection of Ana Marlow") == 1
