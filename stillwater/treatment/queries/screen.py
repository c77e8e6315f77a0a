"""What a session page is told: all of it for staff, the little that is theirs for the patient and whoever sits with them."""

from typing import Any

from django.utils.translation import gettext

from stillwater.kit.actor import Actor
from stillwater.treatment.models import Entry, Session
from stillwater.treatment.queries import settings_of, state_of
from stillwater.treatment.rules.phase import for_page
from stillwater.treatment.rules.steering import steering
from stillwater.treatment.rules.told import marks_for_sitter

# What a patient's or a sitter's screen is told: nothing measured, nothing noted, nothing of another's (S10, S23).
_SCREEN = ("stage", "stages", "look_in", "help", "stop", "due", "missed")


def screen_of(session: Session, viewer: Actor) -> dict[str, Any]:
    """State and protocol as a session page needs them: everything for staff, the little that is theirs for others."""
    state, protocol = state_of(session), settings_of(session).protocol
    audience = "patient" if viewer.kind == "patient" else "sitter"
    if viewer.kind != "staff":
        own = Entry.objects.filter(session=session, author_id=viewer.id).values_list("id", flat=True)
        marks = {key: state["marks"][key] for key in map(str, own) if key in state["marks"]}
        if viewer.kind == "sitter":
            marks = {key: marks_for_sitter(each, gettext) for key, each in marks.items()}
        dose = {key: state["dose"][key] for key in ("began_at", "last_at", "ended_at")}
        stop = state["stop"] and {key: state["stop"][key] for key in ("at", "by")}  # what was said is not everybody's
        kept = {key: state[key] for key in _SCREEN}
        state = {**kept, "dose": dose, "marks": marks, "stop": stop, "sound": steering(state)}
    return {"state": state, "protocol": for_page(protocol, audience)}
