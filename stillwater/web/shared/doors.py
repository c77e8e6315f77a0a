"""Doors: who may come to a view at all. A view without one opens to nobody.

A door is the first wall; the second is the query, which is scoped to whoever asks. Whoever is signed in and finds a door
shut gets 404; whoever is not signed in is sent to sign in, whatever the id in the address.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from stillwater.people.access import Access
from stillwater.people.rules import Act, may

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """Who comes in: staff who may do `staff` somewhere, patients, sitters, a shared tablet whoever holds it, anybody signed
    in on a device of their own, or anybody."""

    staff: Act | None = None
    patient: bool = False
    sitter: bool = False
    tablet: bool = False
    signed_in: bool = False
    anyone: bool = False
    api: bool = False  # answers 401 instead of a redirect, which a script would follow and misread

    def opens_to(self, access: Access) -> bool:
        return (
            self.anyone
            or (self.signed_in and access.person is not None and access.tablet is None)
            or (self.tablet and access.tablet is not None)
            or (self.staff is not None and bool(access.clinics_where(self.staff)))
            or (self.patient and bool(access.records))
            or (self.sitter and access.support_pass is not None)
        )

    def admit(self, access: Access) -> Access:
        """The asker as this door lets them in: with the places in which they may do what it asks for, their own records, or
        their pass, and nothing else. Otherwise a nurse who sits with her sister in another clinic would, on a page of staff,
        find her sister's session through the pass; and an owner there would be one here.
        """
        if self.anyone or self.signed_in:
            return access
        return replace(
            access,
            places=tuple(place for place in access.places if self.staff and may(place.role_set, self.staff)),
            records=access.records if self.patient else (),
            support_pass=access.support_pass if self.sitter else None,
        )


def door(**who: Any) -> Callable[[View], View]:
    """Put a door before a view: `@door(staff=Act.SEE_BOARD)`, `@door(patient=True, sitter=True)`."""
    made = Door(**who)

    def put(view: View) -> View:
        view.door = made  # type: ignore[attr-defined]
        view.login_required = False  # type: ignore[attr-defined]  # the door itself asks for sign-in
        return view

    return put
