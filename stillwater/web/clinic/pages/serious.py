"""Something serious that happened: what stands, what it stopped, and the forms to record more."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from stillwater.care.queries import tasks_of
from stillwater.kit.clock import from_iso
from stillwater.people.access import NotYours
from stillwater.treatment.models import Session
from stillwater.treatment.queries import sessions_of, standing_serious
from stillwater.treatment.rules.summary import say
from stillwater.web.clinic.pages.room import Room
from stillwater.web.shared.http import Request

WHAT = (("serious_event", gettext_lazy("A serious event")), ("death", gettext_lazy("A death")))


def page(room: Room) -> dict[str, Any]:
    """Everything on the page of one session."""
    said = {str(entry.id): say(entry, room.state, gettext) for entry in room.entries if entry.kind == "serious"}
    serious = [
        {"at": from_iso(one["at"]), "by": one["by"], "words": said[one["entry"]]} for one in room.state["serious"]
    ]
    tasks = [one for one in tasks_of(room.access, room.session.patient) if one.about_key.startswith("serious:")]
    return {
        "serious": serious, "tasks": sorted(tasks, key=lambda one: (one.due_at, one.id)), "forms": _forms(room),
        "today": room.at.astimezone(room.seat.zone).date().isoformat(),
    }  # fmt: skip


def _forms(room: Room) -> list[dict[str, Any]]:
    held, found = room.state["frozen"], []
    if held and held["what"] == "serious_event" and room.may("serious", {"what": "looked_into"}):
        found.append({
            "title": gettext("It has been looked into"), "kinds": ("looked_into",), "choices": (), "open": False,
            "asks": gettext("What was found, and why care may go on"), "action": gettext("Record: care may go on"),
        })  # fmt: skip
    if room.may("serious", {"what": "death"}) and not (held and held["what"] == "death"):
        again = bool(room.state["serious"])
        found.append({
            "title": gettext("Record something further") if again else gettext("Record what happened"),
            "kinds": ("serious_event", "death", None), "choices": WHAT, "open": not again,
            "asks": gettext("What is known so far, in your words"), "action": gettext("Record it"),
        })  # fmt: skip
    return found


def place_of(request: Request, patient_id: Any) -> Session:
    """Where an event outside a session is recorded: the session that holds what stands, else the latest that somebody
    was in, else the nearest planned. Raises NotYours when there is none.
    """
    sessions = list(sessions_of(request.access, patient_id))
    holds = [one for one in sessions if one.state.get("frozen")]
    begun = [one for one in sessions if one.stage not in ("planned", "called_off")]
    found = holds or begun or sessions[::-1]
    if not found:
        raise NotYours
    return found[0]


def held_words(patient_id: Any) -> dict[str, Any] | None:
    """What stands for a patient, for the head of their pages."""
    held = standing_serious([patient_id])
    return None if held is None else {**held, "at": from_iso(held["at"])}
