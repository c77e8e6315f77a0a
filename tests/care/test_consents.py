"""Consents: each stands alone, yes waits for a clear head, no always counts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from stillwater.care.actions import consents, wishes
from stillwater.care.actions.consents import NotNow
from stillwater.care.models import Consent
from stillwater.care.queries import consent_for, consents_of, facts_unmet, wishes_of
from stillwater.care.rules.consents import KINDS, NOT_REVIEWED, covers, text_of_version, texts_for
from stillwater.demo.courses import LOZENGE
from stillwater.demo.people import House
from stillwater.kit.words import forbidden_in
from stillwater.people.access import Access, NotYours, access_by_pass
from stillwater.people.actions.passes import issue
from stillwater.people.models import Patient
from stillwater.treatment.models import Session

Inside = Callable[[Access], Access]
Sessions = Callable[..., Session]
ROUTES = ("iv", "im", "sc", "intranasal_esketamine", "intranasal_racemic", "lozenge", "tablet")


def test_s11_there_are_six_separate_questions() -> None:
    assert tuple(texts_for("iv")) == KINDS == ("treatment", "touch", "sharing", "contact", "outcomes", "sitter")
    assert len({text.version for text in texts_for("iv").values()}) == 6


@pytest.mark.parametrize("route", ROUTES)
def test_consent_to_treatment_says_what_is_approved_and_where_that_was_read(route: str) -> None:
    text = texts_for(route)["treatment"]
    told = " ".join(text.text)
    assert "approved" in told
    assert "off-label" in told
    assert "say stop at any time" in told
    assert text.sources
    assert all(source.address.startswith("http") for source in text.sources)


@pytest.mark.parametrize("route", ["lozenge", "tablet", "intranasal_racemic"])
def test_compounded_medicines_are_called_unchecked(route: str) -> None:
    told = " ".join(texts_for(route)["treatment"].text)
    assert "FDA has not checked compounded medicines" in told


def test_no_text_has_been_reviewed_yet_and_each_says_so() -> None:
    assert NOT_REVIEWED == "Not yet reviewed by a clinician."
    for route in ("", *ROUTES):
        assert not any(text.is_reviewed for text in texts_for(route).values())


def test_s25_no_forbidden_word_stands_in_a_consent() -> None:
    for route in ("", *ROUTES):
        for text in texts_for(route).values():
            assert not forbidden_in(" ".join((text.title, *text.text, text.question)))


def test_an_answer_keeps_the_version_that_it_answered() -> None:
    version = texts_for("lozenge")["treatment"].version
    assert text_of_version(version) == texts_for("lozenge")["treatment"]
    assert covers(version, "lozenge")
    assert not covers(version, "iv")
    assert text_of_version("treatment-lozenge-0") is None


@pytest.mark.django_db
def test_s11_yes_to_one_is_not_yes_to_another(house: House, as_ana: Access, inside: Inside, at: datetime) -> None:
    ana = house.patients["ana"]
    inside(as_ana)
    consents.answer(as_ana, ana, kind="contact", given=True, under_way=False, at=at)
    assert set(consents_of(ana)) == {"contact"}


@pytest.mark.django_db
def test_s11_nothing_is_agreed_to_while_a_session_is_under_way_and_no_still_counts(
    house: House, as_ana: Access, as_maya: Access, at: datetime
) -> None:
    ana = house.patients["ana"]
    for access in (as_ana, as_maya):
        with access.inside(), pytest.raises(NotNow):
            consents.answer(access, ana, kind="touch", given=True, under_way=True, at=at)
    with as_ana.inside():
        assert consents.answer(as_ana, ana, kind="touch", given=False, under_way=True, at=at).yes_given == "no"


@pytest.mark.django_db
def test_s11_todays_no_beats_yesterdays_yes(house: House, as_ana: Access, inside: Inside, at: datetime) -> None:
    ana = house.patients["ana"]
    inside(as_ana)
    consents.answer(as_ana, ana, kind="touch", given=True, under_way=False, at=at - timedelta(days=1))
    consents.answer(as_ana, ana, kind="touch", given=False, under_way=False, at=at)
    assert consents_of(ana)["touch"].yes_given == "no"


@pytest.mark.django_db
def test_s01_consent_that_was_taken_back_stands_in_the_way(
    session_of: Sessions, as_ana: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_ana)
    assert "consent" not in facts_unmet(appointment, at)
    consents.withdraw(as_ana, consents_of(appointment.patient)["treatment"], at=at)
    assert facts_unmet(appointment, at)["consent"] == "Taken back on 20 November 2026 by Ana Marlow."


@pytest.mark.django_db
def test_s01_consent_to_another_route_does_not_count(
    session_of: Sessions, as_ana: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_ana)
    Consent.objects.filter(kind="treatment").update(text_version=texts_for(LOZENGE.split("-")[0])["treatment"].version)
    assert facts_unmet(appointment, at)["consent"].startswith("The answer on record is about another route.")


@pytest.mark.django_db
def test_s01_a_no_to_treatment_after_a_yes_stands(
    session_of: Sessions, as_ana: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_ana)
    consents.answer(as_ana, appointment.patient, kind="treatment", given=False, under_way=False, at=at)
    assert facts_unmet(appointment, at)["consent"] == "Ana Marlow said no on 20 November 2026."


@pytest.mark.django_db
def test_a_nurse_writes_down_the_patients_answer_and_both_are_named(
    house: House, as_maya: Access, inside: Inside, at: datetime
) -> None:
    inside(as_maya)
    kept = consents.answer(as_maya, house.patients["ana"], kind="contact", given=True, under_way=False, at=at)
    assert (kept.answered_by_name, kept.recorded_by_name) == ("Ana Marlow", "Maya Lindqvist")


@pytest.mark.django_db
def test_nobody_else_answers_or_takes_back(session_of: Sessions, house: House, as_osei: Access, at: datetime) -> None:
    session = session_of("iris", LOZENGE)
    iris = house.patients["iris"]
    with as_osei.inside():
        given = consents_of(iris)["treatment"]
        june = issue(
            as_osei,
            iris,
            name="June Tan",
            tasks=["sits"],
            session_id=session.pk,
            expires_at=at + timedelta(days=1),
            at=at,
        )
    strangers = [house.access(name) for name in ("ana", "priya", "sam", "noa", "renner", "wren")]
    for access in [*strangers, access_by_pass(june.support_pass.id, at=at)]:
        with access.inside():
            with pytest.raises(NotYours):
                consents.answer(access, iris, kind="sitter", given=True, under_way=False, at=at)
            with pytest.raises(NotYours):
                consents.withdraw(access, given, at=at)
    with house.access("renner").inside(), pytest.raises(NotYours):
        consent_for(house.access("renner"), given.id)


@pytest.mark.django_db
def test_s14_a_new_phrase_does_not_lose_what_is_never_to_be_played(
    ana: Patient, as_ana: Access, inside: Inside, at: datetime
) -> None:
    inside(as_ana)
    wishes.set_wishes(as_ana, ana, touch="No", never=["rain", "bells"], at=at)
    wishes.set_wishes(as_ana, ana, phrase="To meet what is here", at=at + timedelta(minutes=1))
    now = wishes_of(ana)
    assert now is not None
    assert (now.touch, now.never, now.phrase) == ("No", ["rain", "bells"], "To meet what is here")
    wishes.set_wishes(as_ana, ana, never=[], at=at + timedelta(minutes=2))
    assert wishes_of(ana).never == []  # type: ignore[union-attr]


@pytest.mark.django_db
def test_wishes_are_the_patients_and_their_carers_to_write(house: House, ana: Patient, at: datetime) -> None:
    for name in ("sam", "noa", "ruth", "renner"):
        access = house.access(name)
        with access.inside(), pytest.raises(NotYours):
            wishes.set_wishes(access, ana, touch="Yes", at=at)
    with house.access("priya").inside():
        assert wishes.set_wishes(house.access("priya"), ana, touch="No", at=at).touch == "No"
