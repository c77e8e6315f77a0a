"""Sessions of one's own: what their pages hold, and closing the record oneself."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stillwater.care.queries import active_order, support_of
from stillwater.care.rules.plan import next_day
from stillwater.kit.clock import from_iso
from stillwater.people.access import NotYours
from stillwater.people.rules import ClinicKind
from stillwater.treatment import queries
from stillwater.treatment.actions.recording import add
from stillwater.treatment.models import Session
from stillwater.treatment.rules import gates
from stillwater.web.companion import going
from stillwater.web.companion.own.forms import ClosingForm
from stillwater.web.shared.http import NotHere, Request

MORNING = time(6)  # nobody signs anything before a night's sleep (S11)
BEFORE = ("planned", "arrived", "ready")
# Where each unmet check is mended: the page, and what it is called there.
MEND = {
    "consent": ("consents", _("Say whether you agree")),
    "order": ("own_order", _("Copy the prescription")),
    "prescriber_named": ("own_order", _("Write who prescribes")),
    "pharmacy_label": ("own_order", _("Copy the label")),
    "after_hours_number": ("own_after_hours", _("Write the number")),
    "limits_set": ("own_limits", _("Copy the limits")),
    "written_limits": ("own_limits", _("Copy the limits")),
    "numbers_set": ("own_times", _("Copy the times")),
    "sitter_confirmed": ("support", _("See to your sitter")),
}
ANYWHERE = ("consent", "sitter_confirmed")  # under a clinic the rest is the clinic's to mend


def own_session(request: Request, session_id: UUID) -> Session:
    """A session in the asker's own space. Raises NotYours."""
    session = going.own(request, session_id)
    if session.clinic.kind != ClinicKind.OWN:
        raise NotYours
    return session


def mend(session: Session, key: str) -> tuple[str, str] | None:
    """The address where this check is mended, and the words for it; None where the patient cannot."""
    if key not in MEND or (session.clinic.kind != ClinicKind.OWN and key not in ANYWHERE):
        return None
    name, words = MEND[key]
    return reverse(name, args=[session.pk, "sits"] if name == "support" else []), str(words)


def page(request: Request, session: Session) -> dict[str, Any]:
    """One session: what still stands before it, another time, calling it off; afterwards, closing it."""
    results = queries.gate_now(session, "ready", request.at) if session.stage in BEFORE else []
    standing = [r for r in gates.standing(results) if r.rests_on == "fact" or r.floor]
    return {
        "session": session, "before": session.stage in BEFORE, "standing": standing, "closes_at": closes_at(session),
        "sitter": support_of(session.appointment).get("sits"), "may_close": may_close(session, request.at),
        "order": active_order(session.appointment.course),
    }  # fmt: skip


def closes_at(session: Session) -> datetime:
    """From when the record can be read and closed: the morning after the last dose."""
    last, zone = queries.state_of(session)["dose"]["last_at"], session.appointment.zone
    return datetime.combine(next_day(from_iso(last) if last else session.appointment.starts_at, zone), MORNING, zone)


def may_close(session: Session, at: datetime) -> bool:
    return session.stage in ("under_way", "recovering", "left", "transferred") and at >= closes_at(session)


def closing(request: Request, session: Session) -> dict[str, Any]:
    """The record as it stands, to be read before it is closed. Raises NotHere before the morning after."""
    if not may_close(session, request.at):
        raise NotHere
    return {"session": session, "lines": queries.timeline(session, for_patient=True)}


def close(request: Request, session: Session, form: ClosingForm) -> None:
    """What is missing is added; what nobody recorded about its end is recorded now; then it is signed and closed."""
    if form.cleaned_data["more"]:
        add(request.access, session.pk, "note", {"text": form.cleaned_data["more"]}, at=request.at)
    left = {"under_way": ("recovering", "left"), "recovering": ("left",)}.get(session.stage, ())
    for stage in left:
        add(request.access, session.pk, "moved", {"to": stage}, at=request.at)
    statement = str(form.fields["read"].label)
    add(request.access, session.pk, "signature", {"statement": statement}, at=request.at)
    add(request.access, session.pk, "moved", {"to": "closed"}, at=request.at)


def question(session: Session) -> dict[str, Any] | None:
    """What waits for the prescriber's word: a reading over a limit, or their "not now" until they say otherwise (S3)."""
    state = queries.state_of(session)
    if state["open_limits"]:
        waiting: dict[str, Any] = state["open_limits"][0]
        return waiting
    if state["held"] and state["dose"]["began_at"] is None:
        said = gettext("%(who)s decided: not now") % {"who": state["held"]["by"]}
        return {"entry": state["decisions"][-1]["of"], "says": said, "level": "hold"}
    return None


def asks(request: Request, session_id: UUID) -> bool:
    """Whether a reading waits for a decision that this person writes down; under a clinic its staff or the sitter do."""
    session = going.own(request, session_id)
    return session.clinic.kind == ClinicKind.OWN and question(session) is not None
