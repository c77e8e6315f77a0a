"""The cast: the people of the tests, who are the people of the demonstration too."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.template import Template
from django.test.utils import _TestState

from stillwater.care.models import Course, ProtocolVersion
from stillwater.demo.courses import IV, LOZENGE, NASAL, adopt_all, give_course
from stillwater.demo.people import House, build_house
from stillwater.people.access import Access
from stillwater.people.models import Patient
from stillwater.treatment.actions.planning import plan
from stillwater.treatment.models import Session

AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # a Friday, ten in the morning in Denver
JOINED = AT - timedelta(days=60)


@pytest.fixture(scope="session", autouse=True)
def quick(django_test_environment: None) -> None:
    """What costs most and tests nothing: slow hashes of passwords and PINs, and a signal with a copy of each context drawn."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    Template._render = _TestState.saved_data.template_render


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def house(db: None) -> House:
    return build_house(JOINED)


@pytest.fixture
def inside() -> Iterator[Callable[[Access], Access]]:
    """Step inside what somebody may reach, as the middleware does for a request."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def enter(access: Access) -> Access:
            stack.enter_context(access.inside())
            return access

        yield enter


def _as(name: str) -> Any:
    @pytest.fixture(name=f"as_{name}")
    def someone(house: House) -> Access:
        return house.access(name)

    return someone


as_osei, as_maya, as_theo, as_priya, as_sam, as_noa = (_as(n) for n in ("osei", "maya", "theo", "priya", "sam", "noa"))
as_ana, as_ruth, as_jonah, as_ines, as_mo, as_clara, as_iris, as_noor, as_wren, as_kit = (
    _as(n) for n in ("ana", "ruth", "jonah", "ines", "mo", "clara", "iris", "noor", "wren", "kit")
)
as_renner, as_gail = _as("renner"), _as("gail")


def _patient(name: str) -> Any:
    @pytest.fixture(name=name)
    def patient(house: House) -> Patient:
        return house.patients[name]

    return patient


ana, ruth, jonah, ines, mo, iris, noor, wren, kit = (
    _patient(n) for n in ("ana", "ruth", "jonah", "ines", "mo", "iris", "noor", "wren", "kit")
)


@pytest.fixture
def protocols(house: House) -> dict[str, ProtocolVersion]:
    access = house.access("osei")
    with access.inside():
        return adopt_all(access, house.clinic.id, by="Dr. Ada Osei", at=JOINED)


@pytest.fixture
def course_of(house: House, protocols: dict[str, ProtocolVersion]) -> Callable[..., Course]:
    """`course_of("ana")`: a course with consent, order and limits."""

    def make(name: str, protocol: str = IV) -> Course:
        return give_course(house, house.patients[name], protocols[protocol], at=JOINED)

    return make


@pytest.fixture
def sound_minutes() -> float:
    """How much sound is planned for a session: hours take a while to plan, and few tests look at it. 0: as in life."""
    return 1


@pytest.fixture
def session_of(
    house: House, course_of: Callable[..., Course], settings: Any, sound_minutes: float
) -> Callable[..., Session]:
    """`session_of("ana")`: a session planned half an hour from `at`, in room 2, with Maya."""
    settings.SOUND_MINUTES = sound_minutes

    def make(name: str, protocol: str = IV, starts_at: datetime = AT + timedelta(minutes=30)) -> Session:
        access = house.access("maya")
        course = course_of(name, protocol)
        with access.inside():
            room = None if protocol == LOZENGE else house.rooms[1]
            return plan(
                access, course, starts_at=starts_at, arrive_at=starts_at - timedelta(minutes=30), site=house.site,
                room=room, watcher=house.members["maya"], at=AT - timedelta(days=1),
            )  # fmt: skip

    return make


__all__ = ["AT", "IV", "JOINED", "LOZENGE", "NASAL"]
