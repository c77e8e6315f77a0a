"""The plan of a day: times that pass, told where the session is, and whatever is left to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stillwater.care.actions import plan as actions
from stillwater.care.queries import next_appointment, plan_of
from stillwater.care.queries.protocols import shipped_protocols
from stillwater.care.rules.plan import Day, Done, Helper, Plan, next_day, pass_ends_at, passed, plan_day
from stillwater.care.rules.protocol import Protocol, load
from stillwater.demo.courses import IV, LOZENGE, NASAL, filled_in
from stillwater.people.access import Access, NotYours
from stillwater.treatment.models import Session

DENVER = ZoneInfo("America/Denver")
SHIPPED = {slug: text for slug, _, text in shipped_protocols()}
Inside = Callable[[Access], Access]
Sessions = Callable[..., Session]


def protocol(slug: str) -> Protocol:
    return load(filled_in(SHIPPED[slug], "Dr. Ada Osei"))


def denver(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=DENVER)


def plan_at(starts: datetime, slug: str = NASAL, **facts: object) -> Plan:
    day = Day(
        starts_at=starts, arrive_at=passed(starts, -20), zone=DENVER, setting=protocol(slug).setting,
        protocol=protocol(slug), clinic="Cedar House", place="Cedar House", room="Room 2", team=("Dr. Osei", "Maya"),
    )  # fmt: skip
    return plan_day(replace(day, **facts), str)  # type: ignore[arg-type]


def test_the_day_is_told_in_the_time_of_the_clinic() -> None:
    steps = plan_at(denver(2026, 11, 20, 10, 50), helper=Helper("Dan")).steps
    assert [(f"{step.at:%H:%M}", step.title) for step in steps if step.at] == [
        ("10:30", "Arrive"), ("10:50", "Begin"), ("12:20", "Rest"), ("12:50", "Home"),
    ]  # fmt: skip
    assert [step.words for step in steps][:2] == ["at Cedar House, Room 2", "with Dr. Osei and Maya"]


def test_s15_home_is_never_earlier_than_and_the_team_decides() -> None:
    home = plan_at(denver(2026, 11, 20, 10, 50), helper=Helper("Dan")).steps[-1]
    assert home.words == "with Dan, not before this time; your team decides"


def test_s15_without_a_time_of_the_clinic_no_time_of_leaving_is_invented() -> None:
    unset = load(SHIPPED[IV])
    home = plan_at(denver(2026, 11, 20, 10, 50), IV, protocol=unset).steps[-1]
    assert (home.at, home.words) == (None, "when your team decides")


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (denver(2026, 11, 20, 10, 50), "No food after 08:50"),
        # The clocks go forward from 02:00 to 03:00 on 8 March: two hours that pass are three on the wall.
        (denver(2026, 3, 8, 4, 30), "No food after 01:30"),
        # They go back from 02:00 to 01:00 on 1 November: two hours that pass are one on the wall.
        (denver(2026, 11, 1, 2, 30), "No food after 01:30"),
        (denver(2026, 11, 20, 1, 0), "No food after 23:00, 19 November"),
    ],
)
def test_no_food_counts_hours_that_pass_whatever_the_clocks_do(starts: datetime, expected: str) -> None:
    item = plan_at(starts).item("food")
    assert item is not None
    assert item.title == expected
    assert item.from_at is not None
    assert starts.astimezone(UTC) - item.from_at.astimezone(UTC) == timedelta(hours=2)


def test_a_rule_whose_time_the_clinic_has_not_set_says_so() -> None:
    item = plan_at(denver(2026, 11, 20, 10, 50), IV, protocol=load(SHIPPED[IV])).item("food")
    assert item is not None
    assert (item.title, item.from_at) == ("No food", None)
    assert item.detail.endswith("The time is not set yet. Ask.")


def test_the_one_thing_left_is_the_first_that_is_the_patients_own() -> None:
    agreed = Done(denver(2026, 11, 17, 9), "Ana Marlow")
    seen = dict.fromkeys(("food", "liquids", "nasal_sprays", "blow_nose"), agreed)
    plan = plan_at(
        denver(2026, 11, 20, 10, 50), consent=agreed, helper=Helper("Dan", Done(denver(2026, 11, 19, 17, 20), "Dan")),
        done=seen,
    )  # fmt: skip
    assert [item.key for item in plan.left] == ["medicines", "intention"]
    assert plan.next is not None
    assert plan.next.key == "intention"  # medicines are the team's to see to
    drives = plan.item("drives")
    assert drives is not None
    assert (drives.title, drives.detail) == ("Dan takes you home", "Confirmed at 17:20, 19 November")


def test_s15_the_next_day_is_a_calendar_day_where_the_session_is() -> None:
    late = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)  # half past ten in the evening of the 20th in Denver
    assert next_day(late, DENVER) == date(2026, 11, 21)
    assert next_day(denver(2026, 11, 21, 0, 10), DENVER) == date(2026, 11, 22)


def test_s15_a_pass_lasts_until_noon_of_the_next_day_over_a_change_of_clocks() -> None:
    assert pass_ends_at(denver(2026, 10, 31, 19), DENVER) == datetime(
        2026, 11, 1, 19, tzinfo=UTC
    )  # noon, standard time
    assert pass_ends_at(denver(2026, 3, 7, 19), DENVER) == datetime(2026, 3, 8, 18, tzinfo=UTC)  # noon, daylight time


def test_at_home_nobody_leaves_and_the_sitter_stays() -> None:
    plan = plan_at(denver(2026, 11, 20, 19), LOZENGE, helper=Helper("June"))
    assert [step.title for step in plan.steps] == ["Get ready", "Begin", "Rest", "Stay"]
    assert plan.steps[-1].words == "at home; June stays until tomorrow morning"
    assert plan.item("sits") is not None


@pytest.mark.django_db
def test_ana_ticks_what_is_hers_and_takes_it_back(
    session_of: Sessions, as_ana: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_ana)
    actions.tick(as_ana, appointment, key="food", done=True, at=at)
    food = plan_of(appointment, at).item("food")
    assert food is not None
    assert (food.done_at, food.by_name) == (at, "Ana Marlow")
    actions.tick(as_ana, appointment, key="food", done=False, at=at)
    assert "food" in {item.key for item in plan_of(appointment, at).left}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["medicines", "consent", "drives", "nothing_of_the_kind"])
def test_ana_does_not_tick_what_rests_on_somebody_else_or_on_an_answer(
    session_of: Sessions, as_ana: Access, inside: Inside, at: datetime, key: str
) -> None:
    appointment = session_of("ana").appointment
    inside(as_ana)
    with pytest.raises(actions.NotOnPlan):
        actions.tick(as_ana, appointment, key=key, done=True, at=at)


@pytest.mark.django_db
def test_medicines_are_reviewed_by_a_clinician_and_not_at_the_front_desk(
    session_of: Sessions, as_maya: Access, as_sam: Access, inside: Inside, at: datetime
) -> None:
    appointment = session_of("ana").appointment
    inside(as_sam)
    with pytest.raises(actions.NotOnPlan):
        actions.tick(as_sam, appointment, key="medicines", done=True, at=at)
    actions.tick(as_maya, appointment, key="medicines", done=True, at=at)
    item = plan_of(appointment, at).item("medicines")
    assert item is not None
    assert item.detail == "With Maya Lindqvist"


@pytest.mark.django_db
def test_a_stranger_ticks_nothing(session_of: Sessions, as_ruth: Access, as_renner: Access, at: datetime) -> None:
    appointment = session_of("ana").appointment
    for stranger in (as_ruth, as_renner):
        with stranger.inside(), pytest.raises(NotYours):
            actions.tick(stranger, appointment, key="food", done=True, at=at)


@pytest.mark.django_db
def test_the_next_appointment_is_todays_until_it_is_over(
    session_of: Sessions, as_ana: Access, inside: Inside, at: datetime
) -> None:
    today = session_of("ana")
    inside(as_ana)
    found = next_appointment(as_ana, at + timedelta(hours=3))
    assert found is not None
    assert found.id == today.pk
    Session.objects.filter(pk=today.pk).update(stage="called_off")
    assert next_appointment(as_ana, at) is None
