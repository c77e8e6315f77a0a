"""A serious event, or a death, is an entry; what must stop stops at once (S17)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django_scopes import scopes_disabled

from stillwater.care.models import Task
from stillwater.demo.courses import LOZENGE, NASAL
from stillwater.demo.people import House
from stillwater.journal import actions as journal
from stillwater.journal.queries import latest_intention, notes_of
from stillwater.notify.actions import queue, send_due
from stillwater.notify.models import Delivery
from stillwater.people.access import Access, access_by_pass
from stillwater.people.actions import passes
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.actions.recording import Receipt, add
from stillwater.treatment.models import Session
from stillwater.treatment.queries import gate_now, overdue_now, session_for, state_of, timeline
from stillwater.treatment.rules.permissions import may_add
from tests.cast import AT
from tests.treatment.room import ALL, MAYA, OSEI, RoomTwo, at

SessionOf = Callable[..., Session]
LATER = AT + timedelta(days=2)


def happened(access: Access, session: Session, what: str = "death", **known: Any) -> Receipt:
    receipt = add(access, session.pk, "serious", {"what": what, "text": "told by her brother"}, at=LATER, **known)
    assert not receipt.refused
    return receipt


def letter(about: str, to: str, **known: Any) -> None:
    queue(about=about, to_address=to, subject="A note", text="Read it in your account.", due_at=LATER, **known)


def waiting() -> set[str]:
    return set(Delivery.objects.filter(sent_at=None, given_up_at=None).values_list("about_key", flat=True))


def unmet(session: Session) -> dict[str, Any]:
    return {one.key: one for one in gate_now(session, "ready", LATER) if not one.met}


@pytest.fixture
def ana_session(session_of: SessionOf, as_maya: Access, inside: Any) -> Session:
    inside(as_maya)
    return session_of("ana")


def test_s17_a_prescriber_or_a_nurse_records_it_and_nobody_else() -> None:
    def may(what: str, setting: str) -> set[str]:
        return {one.name for one in ALL if may_add(one, "serious", setting, {"what": what})}

    nurses = {"Dr. Ada Osei", "Maya Lindqvist", "Theo Park"}
    for what in ("serious_event", "death"):
        assert may(what, "clinic") == may(what, "home") == nurses
        assert may(what, "own") == set()
    assert may("looked_into", "clinic") == {"Dr. Ada Osei"}


def test_s17_reminders_to_ana_and_whoever_helps_her_stop_at_once(
    ana_session: Session, as_maya: Access, house: House
) -> None:
    ana = house.persons["ana"]
    dan = passes.issue(
        as_maya, house.patients["ana"], name="Dan Marlow", tasks=["drives"], session_id=ana_session.pk,
        expires_at=LATER + timedelta(days=1), at=AT,
    ).support_pass  # fmt: skip
    letter("reminder:1", ana.email, recipient_id=ana.id)
    letter("reminder:2", "ANA@home.example")
    letter("reminder:3", "dan@home.example", recipient_id=dan.id)
    letter("reminder:ruth", house.persons["ruth"].email, recipient_id=house.persons["ruth"].id)
    letter("account:code", ana.email)
    happened(as_maya, ana_session)
    letter("digest:1", ana.email, recipient_id=ana.id)
    assert waiting() == {"reminder:ruth", "account:code"}
    assert send_due(at=LATER) == 2
    assert set(Delivery.objects.filter(sent_at=None).values_list("trouble", flat=True)) == {"called off"}


def test_s17_passes_close(ana_session: Session, as_maya: Access, house: House) -> None:
    given = passes.issue(
        as_maya, house.patients["ana"], name="Dan Marlow", tasks=["drives"], session_id=ana_session.pk,
        expires_at=LATER + timedelta(days=9), at=AT,
    )  # fmt: skip
    happened(as_maya, ana_session, "serious_event")
    assert access_by_pass(given.support_pass.id, at=LATER + timedelta(minutes=1)).support_pass is None


@pytest.mark.parametrize("what", ["serious_event", "death"])
def test_s17_nothing_is_deleted_while_it_stands_and_the_journal_opens_to_nobody(
    what: str, ana_session: Session, as_maya: Access, as_osei: Access, as_ana: Access
) -> None:
    with as_ana.inside():
        note = journal.write(as_ana, kind="reflection", text="My own.", at=AT)
    happened(as_maya, ana_session, what)
    with as_ana.inside(), pytest.raises(journal.Kept):
        journal.delete(as_ana, note, at=LATER)
    for access in (as_maya, as_osei):
        with access.inside():
            assert journal.Note.objects.count() == 0
    if what == "serious_event":
        add(as_osei, ana_session.pk, "serious", {"what": "looked_into", "text": "a faint, explained"}, at=LATER)
        with as_ana.inside():
            journal.delete(as_ana, note, at=LATER)


def test_s17_nothing_is_lost_by_writing_over_it_while_it_stands(
    ana_session: Session, as_maya: Access, as_osei: Access, as_ana: Access
) -> None:
    def over(note: journal.Note, text: str, at: datetime) -> list[str]:
        with as_ana.inside():
            journal.write(as_ana, kind="intention", text=text, note=note, at=at)
            return [each.text for each in notes_of(as_ana)]

    with as_ana.inside():
        note = journal.write(as_ana, kind="intention", text="First.", mood="low", at=AT)
    happened(as_maya, ana_session, "serious_event")
    assert over(note, "Second.", LATER + timedelta(minutes=1)) == ["Second.", "First."]
    assert over(note, "Second", LATER + timedelta(minutes=2)) == ["Second", "First."]  # still being typed
    assert over(note, "Third.", LATER + timedelta(hours=1)) == ["Third.", "Second", "First."]
    with as_ana.inside():
        newest = latest_intention(as_ana)
        assert newest is not None
        assert newest.text == "Third."
    add(as_osei, ana_session.pk, "serious", {"what": "looked_into", "text": "a faint, explained"}, at=LATER)
    assert over(note, "Fourth.", LATER + timedelta(hours=2)) == ["Fourth.", "Second", "First."]


def test_s17_tasks_name_who_reports_who_speaks_with_the_family_and_who_looks_after_the_staff(
    session_of: SessionOf, as_maya: Access, inside: Any
) -> None:
    inside(as_maya)
    happened(as_maya, session_of("ruth", NASAL))
    found = {t.about_key.rsplit(":", 1)[-1]: t for t in Task.objects.filter(about_key__startswith="serious:")}
    assert set(found) == {"family", "rems", "report", "staff"}
    assert {t.for_name for t in found.values()} == {"Dr. Ada Osei"}
    assert all(t.due_at >= LATER for t in found.values())
    assert found["report"].words == "Decide whether a report to the regulator is due, and who sends it"
    assert "Ruth" in found["family"].words


def test_the_safety_programme_is_named_for_esketamine_alone(ana_session: Session, as_maya: Access) -> None:
    happened(as_maya, ana_session, "serious_event")
    keys = {t.about_key.rsplit(":", 1)[-1] for t in Task.objects.filter(about_key__startswith="serious:")}
    assert keys == {"family", "report", "staff", "go_on"}


def test_s17_after_a_death_no_session_stays_planned(ana_session: Session, as_maya: Access, house: House) -> None:
    next_one = plan(
        as_maya, ana_session.appointment.course, starts_at=LATER + timedelta(days=5),
        arrive_at=LATER + timedelta(days=5), site=house.site, at=AT,
    )  # fmt: skip
    add(as_maya, ana_session.pk, "moved", {"to": "arrived"}, at=AT)
    add(as_maya, ana_session.pk, "dose", {"event": "begun", "amount": 35, "unit": "mg"}, at=AT)
    receipt = happened(as_maya, ana_session)
    assert session_for(as_maya, next_one.pk).stage == "called_off"
    now = session_for(as_maya, ana_session.pk)
    assert (now.stage, now.version, state_of(now)["due"]) == ("under_way", receipt.version, [])
    assert overdue_now(now, LATER + timedelta(hours=3)) == []
    happened(as_maya, ana_session)  # written twice by two people: nothing is called off a second time
    assert session_for(as_maya, next_one.pk).version == 1


def test_a_death_before_the_first_session_calls_off_that_session_itself(ana_session: Session, as_maya: Access) -> None:
    receipt = happened(as_maya, ana_session)
    now = session_for(as_maya, ana_session.pk)
    assert (now.stage, now.version, receipt.version) == ("called_off", 2, 2)


def test_s17_a_later_session_shows_it_at_the_gate_until_a_prescriber_has_looked_into_it(
    ana_session: Session, as_maya: Access, as_osei: Access, house: House
) -> None:
    later = plan(
        as_maya, ana_session.appointment.course, starts_at=LATER + timedelta(days=5),
        arrive_at=LATER + timedelta(days=5), site=house.site, at=AT,
    )  # fmt: skip
    happened(as_maya, ana_session, "serious_event", observed_at=AT)
    row = unmet(later)["serious"]
    assert (row.floor, row.lift) == (True, ())
    assert row.reason.startswith("A serious event of 20 November 2026, recorded by Maya Lindqvist")
    refused = add(as_maya, ana_session.pk, "serious", {"what": "looked_into", "text": "x"}, at=LATER)
    assert refused.refused[0]["why"] == "This is recorded by: prescriber."
    add(as_osei, ana_session.pk, "serious", {"what": "looked_into", "text": "a faint, explained"}, at=LATER)
    assert "serious" not in unmet(session_for(as_osei, later.pk))


def test_what_was_struck_out_holds_nothing_any_more(ana_session: Session, as_maya: Access, house: House) -> None:
    wrong = happened(as_maya, ana_session, "serious_event").stored[0]
    add(as_maya, ana_session.pk, "amendment", {"of": str(wrong), "how": "struck", "reason": "other chart"}, at=LATER)
    letter("reminder:9", house.persons["ana"].email)
    assert waiting() == {"reminder:9"}
    assert "serious" not in unmet(session_for(as_maya, ana_session.pk))


def test_another_clinic_learns_nothing_of_it(
    session_of: SessionOf, as_maya: Access, as_gail: Access, house: House
) -> None:
    with as_maya.inside():
        happened(as_maya, session_of("jonah"), "serious_event")
    with scopes_disabled():
        assert not Task.objects.filter(patient=house.patients["jonah_at_birch"])
    with as_gail.inside():
        from stillwater.treatment.queries import standing_serious

        assert standing_serious([house.patients["jonah_at_birch"].id]) is None


def test_at_home_the_sitters_pass_closes_too(session_of: SessionOf, as_maya: Access, house: House) -> None:
    with as_maya.inside():
        iris = session_of("iris", LOZENGE)
        june = passes.issue(
            as_maya, house.patients["iris"], name="June Tan", tasks=["sits"], session_id=iris.pk,
            expires_at=LATER + timedelta(days=1), at=AT,
        ).support_pass  # fmt: skip
        happened(as_maya, iris, "serious_event")
    assert access_by_pass(june.id, at=LATER).support_pass is None


# The fold


def test_a_death_is_not_lifted_by_looking_into_it_and_stands_over_a_later_event() -> None:
    room = RoomTwo()
    room.add("11:00", MAYA, "serious", what="death", text="x")
    looked = room.add("12:00", OSEI, "serious", what="looked_into", text="x")
    room.add("12:30", MAYA, "serious", what="serious_event", text="x")
    assert room.state["frozen"]["what"] == "death"
    assert "a death is not lifted" in room.marks(looked)


def test_looked_into_before_anything_happened_has_no_effect() -> None:
    room = RoomTwo()
    assert "nothing serious was recorded" in room.marks(
        room.add("11:00", OSEI, "serious", what="looked_into", text="x")
    )


def test_no_alarm_goes_off_for_somebody_who_died() -> None:
    room = RoomTwo()
    room.begun()
    assert room.state["due"]
    room.add("11:00", MAYA, "serious", what="death", text="x")
    assert room.state["due"] == []
    assert at("11:00").isoformat()[:16] in room.state["frozen"]["at"]


def test_the_entry_stands_in_words_in_the_record_and_in_the_patients_copy(
    ana_session: Session, as_maya: Access
) -> None:
    happened(as_maya, ana_session, "serious_event")
    said = [line.words for line in timeline(session_for(as_maya, ana_session.pk), for_patient=True)]
    assert "Serious event: told by her brother" in said
