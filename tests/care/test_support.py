"""Who sits and who drives: named, confirmed, agreed by their own pass, and quietly removed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from stillwater.care.actions import consents, plan
from stillwater.care.models import SupportPerson
from stillwater.care.queries import facts_unmet, plan_of, support_for, support_of
from stillwater.demo.courses import LOZENGE
from stillwater.demo.people import House
from stillwater.people.access import Access, NotYours, access_by_pass
from stillwater.people.actions import passes
from stillwater.people.models import SupportPass
from stillwater.treatment.actions.planning import move
from stillwater.treatment.models import Session

pytestmark = pytest.mark.django_db
Inside = Callable[[Access], Access]
Sessions = Callable[..., Session]


@pytest.fixture
def evening(session_of: Sessions, at: datetime) -> Session:
    """Iris at home tonight."""
    return session_of("iris", LOZENGE, at + timedelta(hours=9))


def _june(access: Access, session: Session, at: datetime) -> SupportPerson:
    return plan.name_support(access, session.appointment, task="sits", name="June Tan", at=at)


def _pass_for(access: Access, session: Session, at: datetime, name: str = "June Tan") -> SupportPass:
    patient, ends = session.appointment.patient, at + timedelta(days=1)
    issued = passes.issue(access, patient, name=name, tasks=["sits"], session_id=session.pk, expires_at=ends, at=at)
    return issued.support_pass


def _says_yes(held: SupportPass, session: Session, at: datetime) -> None:
    by_pass = access_by_pass(held.id, at=at)
    with by_pass.inside():
        plan.count_on(by_pass, session.appointment, at=at)


def _sitter(session: Session, at: datetime) -> str:
    return facts_unmet(session.appointment, at).get("sitter_confirmed", "")


def test_a_session_that_is_moved_takes_the_end_of_its_passes_along(
    evening: Session, as_iris: Access, house: House, at: datetime
) -> None:
    with as_iris.inside():
        held, gone = _pass_for(as_iris, evening, at), _pass_for(as_iris, evening, at, "Sal")
        passes.revoke(as_iris, gone, at=at)
    maya, starts = house.access("maya"), evening.appointment.starts_at + timedelta(days=2)
    with maya.inside():
        move(maya, evening, starts_at=starts, arrive_at=starts, at=at)
        ends = {each.name: each.expires_at for each in SupportPass.objects.filter(session_id=evening.pk)}
    assert ends == {"June Tan": held.expires_at + timedelta(days=2), "Sal": gone.expires_at}


def test_s01_a_sitter_counts_only_once_they_have_said_so_by_their_own_pass(
    evening: Session, as_iris: Access, at: datetime
) -> None:
    with as_iris.inside():
        assert _sitter(evening, at) == "Nobody is named to sit with you."
        june = _june(as_iris, evening, at)
        assert _sitter(evening, at) == "June has no pass yet."
        plan.confirm_support(as_iris, june, at=at)  # her own word for June does not stand for June's
        assert _sitter(evening, at) == "June has no pass yet."
        held = _pass_for(as_iris, evening, at)
        plan.give_pass(as_iris, june, support_pass=held, at=at)
        assert _sitter(evening, at) == "June has not said yet: an adult, sober, there throughout."
    _says_yes(held, evening, at)
    with as_iris.inside():
        assert _sitter(evening, at) == ""


def test_june_s_own_yes_stands_on_the_plan_without_anybody_confirming_it(
    evening: Session, as_iris: Access, at: datetime
) -> None:
    with as_iris.inside():
        june, held = _june(as_iris, evening, at), _pass_for(as_iris, evening, at)
        plan.give_pass(as_iris, june, support_pass=held, at=at)
        before = plan_of(evening.appointment, at).item("sits")
    _says_yes(held, evening, at)
    with as_iris.inside():
        after = plan_of(evening.appointment, at).item("sits")
    assert (before.is_done, before.by_name) == (False, "") if before else False
    assert (after.is_done, after.by_name) == (True, "June Tan") if after else False


def test_a_yes_given_before_they_were_named_counts_once_the_pass_is_theirs(
    evening: Session, as_iris: Access, at: datetime
) -> None:
    with as_iris.inside():
        held = _pass_for(as_iris, evening, at)
    _says_yes(held, evening, at)
    with as_iris.inside():
        june = _june(as_iris, evening, at + timedelta(minutes=5))
        assert june.confirmed_at is None
        held.refresh_from_db()
        plan.give_pass(as_iris, june, support_pass=held, at=at + timedelta(minutes=5))
        june = support_of(evening.appointment)["sits"]
        assert (june.confirmed_at, june.confirmed_by_name) == (at, "June Tan")
        assert _sitter(evening, at) == ""


def test_s01_a_pass_that_has_ended_is_no_sitter(
    evening: Session, as_iris: Access, inside: Inside, at: datetime
) -> None:
    inside(as_iris)
    held = _pass_for(as_iris, evening, at)
    plan.name_support(as_iris, evening.appointment, task="sits", name="June Tan", support_pass=held, at=at)
    _says_yes(held, evening, at)
    assert _sitter(evening, at) == ""
    assert _sitter(evening, at + timedelta(days=2)) == "The pass of June has ended."


def test_s01_a_pass_to_the_whole_course_is_confirmed_again_for_each_day(
    evening: Session, as_iris: Access, inside: Inside, at: datetime
) -> None:
    inside(as_iris)
    held = passes.issue(
        as_iris, evening.appointment.patient, name="June Tan", tasks=["sits"], course_id=evening.appointment.course_id,
        expires_at=at + timedelta(days=60), at=at,
    ).support_pass  # fmt: skip
    june = plan.name_support(as_iris, evening.appointment, task="sits", name="June Tan", support_pass=held, at=at)
    SupportPass.objects.filter(id=held.id).update(agreed_at=at)
    assert _sitter(evening, at) == "June has not confirmed this day yet."
    plan.confirm_support(as_iris, june, at=at)
    assert _sitter(evening, at) == ""


def test_s01_no_sitter_without_the_consent_to_one(
    evening: Session, as_iris: Access, inside: Inside, at: datetime
) -> None:
    inside(as_iris)
    held = _pass_for(as_iris, evening, at)
    plan.name_support(as_iris, evening.appointment, task="sits", name="June Tan", support_pass=held, at=at)
    SupportPass.objects.filter(id=held.id).update(agreed_at=at)
    consents.answer(as_iris, evening.appointment.patient, kind="sitter", given=False, under_way=False, at=at)
    assert _sitter(evening, at) == "Your consent to a sitter does not stand."


def test_s23_somebody_removed_sees_nothing_any_more_and_is_not_told(
    evening: Session, as_iris: Access, at: datetime
) -> None:
    with as_iris.inside():
        held = _pass_for(as_iris, evening, at)
        june = plan.name_support(as_iris, evening.appointment, task="sits", name="June Tan", support_pass=held, at=at)
        plan.remove_support(as_iris, june, at=at)
        assert support_of(evening.appointment) == {}
        assert _sitter(evening, at) == "Nobody is named to sit with you."
    assert access_by_pass(held.id, at=at).support_pass is None


def test_s23_whoever_is_replaced_loses_their_pass_too(evening: Session, as_iris: Access, at: datetime) -> None:
    with as_iris.inside():
        first = _pass_for(as_iris, evening, at)
        plan.name_support(as_iris, evening.appointment, task="sits", name="June Tan", support_pass=first, at=at)
        second = _pass_for(as_iris, evening, at, "Hana Tan")
        plan.name_support(as_iris, evening.appointment, task="sits", name="Hana Tan", support_pass=second, at=at)
        assert support_of(evening.appointment)["sits"].name == "Hana Tan"
    assert access_by_pass(first.id, at=at).support_pass is None
    assert access_by_pass(second.id, at=at).support_pass == second


def test_s23_the_sitters_pass_to_another_persons_session_names_nobody(
    evening: Session, session_of: Sessions, as_maya: Access, inside: Inside, at: datetime
) -> None:
    other = session_of("ana")
    inside(as_maya)
    held = _pass_for(as_maya, other, at, "Dan Marlow")
    with pytest.raises(NotYours):
        plan.name_support(as_maya, evening.appointment, task="sits", name="Dan Marlow", support_pass=held, at=at)
    june = _june(as_maya, evening, at)
    with pytest.raises(NotYours):
        plan.give_pass(as_maya, june, support_pass=held, at=at)


def test_june_confirms_by_her_own_pass_and_only_for_herself(evening: Session, as_iris: Access, at: datetime) -> None:
    with as_iris.inside():
        held = _pass_for(as_iris, evening, at)
        june = plan.name_support(as_iris, evening.appointment, task="sits", name="June Tan", support_pass=held, at=at)
        dan = plan.name_support(as_iris, evening.appointment, task="drives", name="Dan Marlow", at=at)
    by_pass = access_by_pass(held.id, at=at)
    with by_pass.inside():
        assert plan.confirm_support(by_pass, june, at=at).confirmed_by_name == "June Tan"
        with pytest.raises(NotYours):
            plan.confirm_support(by_pass, dan, at=at)
        with pytest.raises(NotYours):
            plan.name_support(by_pass, evening.appointment, task="sits", name="Somebody Else", at=at)
        with pytest.raises(NotYours):
            plan.remove_support(by_pass, june, at=at)


def test_in_a_clinic_somebody_to_go_home_with_is_named(
    session_of: Sessions, as_ana: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_ana)
    assert facts_unmet(appointment, at) == {"escort_named": "Nobody is named to go home with."}
    plan.name_support(as_ana, appointment, task="drives", name="Dan Marlow", at=at)
    assert facts_unmet(appointment, at) == {}


def test_strangers_neither_see_nor_change_who_comes(
    evening: Session, house: House, as_iris: Access, at: datetime
) -> None:
    with as_iris.inside():
        june = _june(as_iris, evening, at)
    for name in ("ana", "renner", "gail", "wren", "noa", "priya"):
        access = house.access(name)
        with access.inside():
            with pytest.raises(NotYours):
                support_for(access, june.id)
            with pytest.raises(NotYours):
                plan.remove_support(access, june, at=at)
            with pytest.raises(NotYours):
                plan.name_support(access, evening.appointment, task="sits", name="X", at=at)


def test_a_yes_that_stood_on_the_pass_alone_is_taken_over(
    evening: Session, as_iris: Access, inside: Inside, at: datetime
) -> None:
    """What the migration does to rows from before: their own yes, and nobody else's."""
    inside(as_iris)
    held = _pass_for(as_iris, evening, at)
    june = plan.name_support(as_iris, evening.appointment, task="sits", name="June Tan", support_pass=held, at=at)
    dan = plan.name_support(as_iris, evening.appointment, task="drives", name="Dan Marlow", at=at)
    SupportPass.objects.filter(id=held.id).update(agreed_at=at)
    import_module("stillwater.care.migrations.0004_one_word").take_words(apps, None)
    june.refresh_from_db()
    dan.refresh_from_db()
    assert (june.confirmed_at, june.confirmed_by_name, dan.confirmed_at) == (at, "June Tan", None)
