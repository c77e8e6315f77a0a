"""The demonstration's PINs, and a tablet that one touch enrols."""

from datetime import datetime

from stillwater.demo.people import House
from stillwater.people.access import Access, access_of
from stillwater.people.actions import tablets
from stillwater.people.models import Tablet
from stillwater.people.queries import everybody
from stillwater.people.rules import Act

PIN = "274159"  # of everybody at the clinic who keeps one


def give_pins(house: House, *, at: datetime) -> None:
    for who in house.members:
        access = house.access(who)
        for place in access.places:
            if access.may(Act.HOLD_TABLET, place.clinic_id):
                with access.inside():
                    tablets.set_pin(access, place.clinic_id, pin=PIN, at=at)


def _owner() -> Access:
    return next(found for found in map(access_of, everybody()) if found.clinics_where(Act.SET_CLINIC))


def retire_one(tablet: Tablet | None, *, at: datetime) -> None:
    """This browser is somebody's own again."""
    if tablet is not None:
        owner = _owner()
        with owner.inside():
            tablets.retire(owner, tablet, at=at)


def enrol_one(*, at: datetime) -> str:
    """A fresh tablet of the first clinic, by its owner; the answer is the secret that the browser keeps."""
    owner = _owner()
    with owner.inside():
        site = owner.sites_in(owner.places[0].clinic_id)[0]
        made: Tablet = tablets.offer(owner, site, name="Room 2", at=at).tablet
    return tablets.enrol(made, at=at)
