"""A value that was said to be another's, entered there, and was hers after all (S5)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from stillwater.care.models import Task
from stillwater.people.access import Access
from stillwater.treatment.actions.amending import wrong_person
from stillwater.treatment.actions.recording import add
from stillwater.treatment.models import Entry, Session
from stillwater.treatment.queries import is_re_entered, session_for, state_of, timeline
from tests.cast import AT

SessionOf = Callable[..., Session]


@pytest.fixture
def pair(session_of: SessionOf, as_maya: Access, inside: Any) -> tuple[Session, Session, UUID]:
    """Ana's own pressure, said to be Ruth's."""
    inside(as_maya)
    ana, ruth = session_of("ana"), session_of("ruth")
    data = {"sys": 188, "dia": 102, "source": "person"}
    reading = add(as_maya, ana.pk, "reading", data, at=AT - timedelta(minutes=10)).stored[0]
    return ana, ruth, reading


def amendments(session: Session) -> list[Entry]:
    return list(Entry.objects.filter(session=session, kind="amendment").order_by("recorded_at", "id"))


def strike(access: Access, session: Session, of: Entry, minutes: int) -> None:
    data = {"of": str(of.id), "how": "struck", "reason": "it was Ana's after all"}
    assert add(access, session.pk, "amendment", data, at=AT + timedelta(minutes=minutes)).stored


def pressure(access: Access, session: Session) -> Any:
    return state_of(session_for(access, session.pk))["latest"].get("sys", {}).get("value")


def test_s05_a_correction_taken_back_takes_its_value_back_from_the_other_record(
    pair: tuple[Session, Session, UUID], as_osei: Access, as_ruth: Access
) -> None:
    ana, ruth, reading = pair
    wrong_person(as_osei, ana.pk, reading, reason="Ruth's", at=AT, belongs_to=ruth.pk)
    assert (pressure(as_osei, ana), pressure(as_osei, ruth)) == (None, 188)
    strike(as_osei, ana, amendments(ana)[0], 5)
    assert (pressure(as_osei, ana), pressure(as_osei, ruth)) == (188, None)
    (back,) = amendments(ruth)
    assert (back.author_name, back.data["reason"][:34]) == ("Dr. Ada Osei", "Entered here from another session.")
    assert "Ana" not in str(back.data)
    state = state_of(session_for(as_osei, ruth.pk))
    assert state["open_limits"] == []
    with as_ruth.inside():
        lines = timeline(session_for(as_ruth, ruth.pk), for_patient=True)
        assert "188" not in " ".join(line.words for line in lines)
    assert not Task.objects.filter(about_key__startswith="place:", done_at__isnull=True)
    assert Task.objects.filter(about_key=f"privacy:{back.id}", patient_id=ruth.patient_id).exists()
    assert is_re_entered(ruth, UUID(back.data["of"]))  # nobody is asked to enter it once more where it already stands


def test_s05_what_goes_back_goes_once_and_comes_again_when_the_correction_stands_again(
    pair: tuple[Session, Session, UUID], as_osei: Access
) -> None:
    ana, ruth, reading = pair
    wrong_person(as_osei, ana.pk, reading, reason="Ruth's", at=AT, belongs_to=ruth.pk)
    said = amendments(ana)[0]
    strike(as_osei, ana, said, 5)
    strike(as_osei, ana, said, 6)
    assert len(amendments(ruth)) == 1
    for each in amendments(ana)[1:]:
        strike(as_osei, ana, each, 10)
    assert (pressure(as_osei, ana), pressure(as_osei, ruth)) == (None, 188)
    assert [each.data["how"] for each in amendments(ruth)] == ["wrong_person", "struck"]


def test_s05_said_anew_to_be_anothers_it_is_entered_where_it_is_said_to_belong(
    pair: tuple[Session, Session, UUID], as_osei: Access, session_of: SessionOf
) -> None:
    ana, ruth, reading = pair
    jonah = session_of("jonah")
    wrong_person(as_osei, ana.pk, reading, reason="Ruth's", at=AT, belongs_to=ruth.pk)
    strike(as_osei, ana, amendments(ana)[0], 5)
    later = AT + timedelta(minutes=9)
    wrong_person(as_osei, ana.pk, reading, reason="Jonah's", at=later, belongs_to=jonah.pk)
    assert [pressure(as_osei, each) for each in (ana, ruth, jonah)] == [None, None, 188]


def test_s05_a_correction_taken_back_before_its_place_was_known_asks_for_no_place(
    pair: tuple[Session, Session, UUID], as_osei: Access
) -> None:
    ana, ruth, reading = pair
    wrong_person(as_osei, ana.pk, reading, reason="not hers", at=AT)
    strike(as_osei, ana, amendments(ana)[0], 5)
    assert not Task.objects.filter(about_key__startswith="place:", done_at__isnull=True)
    assert amendments(ruth) == []


def test_s05_a_strike_that_has_no_effect_takes_nothing_back(
    pair: tuple[Session, Session, UUID], as_osei: Access, as_priya: Access
) -> None:
    ana, ruth, reading = pair
    wrong_person(as_osei, ana.pk, reading, reason="Ruth's", at=AT, belongs_to=ruth.pk)
    strike(as_priya, ana, amendments(ana)[0], 5)
    assert pressure(as_osei, ruth) == 188
    assert amendments(ruth) == []
