"""A full board asks the database no more often than a nearly empty one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stillwater.care.actions import consents
from stillwater.care.actions.plan import name_support
from stillwater.demo.courses import IV, NASAL, give_course
from stillwater.demo.people import House
from stillwater.kit.clock import now
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.queries import sessions_on, state_of
from tests.signing_in import signed_in


def _planned(house: House, protocols: dict[str, Any], names: tuple[str, ...], slug: str = IV) -> None:
    at, maya = now(), house.access("maya")
    for name in names:
        course = give_course(house, house.patients[name], protocols[slug], at=at - timedelta(days=3))
        with maya.inside():
            session = plan(
                maya, course, starts_at=at + timedelta(minutes=1), arrive_at=at, site=house.site, room=house.rooms[0],
                watcher=house.members["maya"], at=at - timedelta(days=2),
            )  # fmt: skip
            name_support(maya, session.appointment, task="drives", name="Dan", phone="+1 303 555 0111", at=at)


def _asked(browser: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/board").status_code == 200
    return len(asked)


def test_six_planned_sessions_cost_maya_no_more_queries_than_two(house: House, protocols: dict[str, Any]) -> None:
    browser = signed_in(house.persons["maya"])
    _planned(house, protocols, ("ana", "jonah"))
    browser.get("/board")  # what is read once: caches, and the log's event of this list
    two = _asked(browser)
    _planned(house, protocols, ("ines", "mo", "clara", "noor"))
    browser.get("/board")
    assert _asked(browser) <= two


def test_what_came_with_the_list_says_the_same_as_asking_for_each(
    house: House, protocols: dict[str, Any], inside: Callable[..., Any]
) -> None:
    """The gate's reasons must not depend on the way by which a session was read."""
    from stillwater.care.queries import facts_unmet, limits_of
    from stillwater.treatment.queries import session_for

    _planned(house, protocols, ("ana", "jonah"))
    _planned(house, protocols, ("ruth",), NASAL)
    maya, osei, at = inside(house.access("maya")), house.access("osei"), now()
    jonah = house.patients["jonah"]
    consents.answer(osei, jonah, kind="treatment", given=False, at=at, under_way=False)
    listed = sessions_on(maya, house.clinic.id, (at + timedelta(minutes=1)).astimezone(house.site.zone).date())
    assert len(listed) == 3
    told = {}
    for session in listed:
        alone = session_for(maya, session.pk)
        told[session.patient.first_name] = facts_unmet(session.appointment, at)
        assert told[session.patient.first_name] == facts_unmet(alone.appointment, at)
        assert limits_of(session.appointment.course) == limits_of(alone.appointment.course) != ()
        assert state_of(session) == state_of(alone)
    assert "consent" in told["Jonah"]
    assert "consent" not in told["Ana"]
