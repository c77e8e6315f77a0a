"""The page on which an entry is corrected, and where a value of another person is put right."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext

from stillwater.audit.actions import Subject, listed
from stillwater.kit.clock import iso
from stillwater.treatment.actions.amending import wrong_person
from stillwater.treatment.actions.recording import Receipt, add
from stillwater.treatment.models import Session
from stillwater.treatment.queries import is_re_entered, sessions_it_may_belong_to
from stillwater.treatment.rules.amendments import RE_ENTERED, wrong_person_of
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.permissions import CLINICIANS
from stillwater.treatment.rules.summary import say
from stillwater.web.clinic.forms.records import NOT_KNOWN, CorrectionForm, PlaceForm
from stillwater.web.clinic.pages.room import Room, identity
from stillwater.web.clinic.presenters.said import clock
from stillwater.web.shared.http import NotHere, Request

Form = CorrectionForm | PlaceForm


def entry_of(room: Room, entry_id: UUID) -> Entry:
    """One entry of this session that a person recorded. Raises NotHere."""
    found = next((entry for entry in room.entries if entry.id == entry_id), None)
    if found is None or found.kind == "amendment" or found.author.kind == "system":
        raise NotHere
    return found


def correction_form(request: Request, room: Room, entry: Entry) -> Form | None:
    """What can be said about the entry. Once it is hidden as another person's only its place is asked for, and once it
    stands there, or cannot be carried over, nothing.
    """
    may_hide = bool(CLINICIANS & room.roles)
    places = _places(room, entry) if may_hide else []
    if wrong_person_of(room.entries, entry.id) is None:
        return CorrectionForm(
            request.POST or None, kind=entry.kind, data=dict(entry.data), may_hide=may_hide, places=places
        )
    done = is_re_entered(room.session, entry.id)
    return PlaceForm(request.POST or None, places=places) if places and not done else None


def _places(room: Room, entry: Entry) -> list[tuple[str, str]]:
    if entry.kind not in RE_ENTERED:
        return []
    found = sessions_it_may_belong_to(room.access, room.session, entry)
    clinic_id = room.session.clinic_id
    subject = Subject("list", uuid5(clinic_id, "places"), "the sessions in which an entry may belong", clinic_id)
    listed(subject, [one.patient_id for one in found], by=room.access.actor_in(clinic_id), at=room.at)
    return [(str(one.pk), _place(one)) for one in found]  # fmt: skip


def _place(session: Session) -> str:
    """Two identifiers and where they are: names alone are how a value came to the wrong person."""
    plan, patient = session.appointment, session.patient
    where = plan.room.name if plan.room else gettext("at home") if plan.setting == "home" else gettext("no room yet")
    facts = {
        "name": patient.name, "number": patient.record_number, "where": where, "time": clock(plan.starts_at, plan.zone),
    }  # fmt: skip
    return gettext("%(name)s, record %(number)s, %(where)s, %(time)s") % facts


def correct(room: Room, entry: Entry, form: Form) -> Receipt:
    """Record what the form says."""
    said = form.cleaned_data
    if said.get("how", "wrong_person") == "wrong_person":
        chosen = said.get("belongs_to") or NOT_KNOWN
        belongs_to = None if chosen == NOT_KNOWN else UUID(chosen)
        return wrong_person(
            room.access, room.session.pk, entry.id, reason=said.get("reason", ""), at=room.at, belongs_to=belongs_to
        )
    return add(room.access, room.session.pk, "amendment", _data(form, entry, room), at=room.at)


def _data(form: Form, entry: Entry, room: Room) -> dict[str, Any]:
    said = form.cleaned_data
    data: dict[str, Any] = {"of": str(entry.id), "how": said["how"], "reason": said["reason"]}
    if said["how"] != "replaced" or not isinstance(form, CorrectionForm):
        return data
    corrected = form.corrected()
    if {k: str(v) for k, v in corrected.items()} != {k: str(v) for k, v in entry.data.items()}:
        data["data"] = corrected
    if said["observed_time"]:
        data["observed_at"] = iso(_moved(entry, said["observed_time"], room))
    return data


def _moved(entry: Entry, at: Any, room: Room) -> datetime:
    """That time of the entry's own day; the day before when it would lie after the recording."""
    zone = room.seat.zone
    seen = datetime.combine(entry.observed_at.astimezone(zone).date(), at, zone)
    return seen if seen <= entry.recorded_at + timedelta(minutes=1) else seen - timedelta(days=1)


def correction(room: Room, entry: Entry, form: Form | None) -> dict[str, Any]:
    """Everything on the page."""
    hidden = wrong_person_of(room.entries, entry.id)
    return {
        **identity(room), "form": form, "entry": entry, "words": say(entry, room.state, gettext), "hidden": hidden,
        "placed": hidden is not None and is_re_entered(room.session, entry.id),
        "carried": entry.kind in RE_ENTERED,
    }  # fmt: skip
