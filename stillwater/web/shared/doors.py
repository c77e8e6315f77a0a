"""Doors: who may come to a view at all. A view without one opens to nobody.

A door is the first wall; the second is the query, which is scoped to whoever asks. Whoever is signed in and finds a door
shut gets 404; whoever is not signed in is sent to sign in, whatever the id in the address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from stillwater.people.access import Access
from stillwater.people.rules import Act

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """Who comes in: staff who may do `staff` somewhere, patients, sitters, anybody signed in, or anybody."""

    staff: Act | None = None
    patient: bool = False
    sitter: bool = False
    signed_in: bool = False
    anyone: bool = False
    api: bool = False  # answers 401 instead of a redirect, which a script would follow and misread

    def opens_to(self, access: Access) -> bool:
        return (
            self.anyone
            or (self.signed_in and access.person is not None)
            or (self.staff is not None and bool(access.clinics_where(self.staff)))
            or (self.patient and bool(access.records))
            or (self.sitter and access.support_pass is not None)
        )


def door(**who: Any) -> Callable[[View], View]:
    """Put a door before a view: `@door(staff=Act.SEE_BOARD)`, `@door(patient=True, sitter=True)`."""
    made = Door(**who)

    def put(view: View) -> View:
        view.door = made  # type: ignore[attr-defined]
        view.login_required = False  # type: ignore[attr-defined]  # the door itself asks for sign-in
        return view

    return put
