"""Plan a session: an appointment and the session of the same id."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext

from stillwater.audit.actions import changed
from stillwater.care.models import Appointment, Course
from stillwater.kit.actor import Actor
from stillwater.kit.clock import iso
from stillwater.live.actions import tell
from stillwater.people.access import Access, NotYours
from stillwater.people.actions.passes import shift_end
from stillwater.people.models import Member, Room, Site
from stillwater.people.rules import Act, ClinicKind
from stillwater.treatment.actions.recording import store
from stillwater.treatment.actions.sounding import prepare_sound
from stillwater.treatment.models import Session
from stillwater.treatment.queries import entries_of, session_subject, settings_of
from stillwater.treatment.rules.fold import FOLD_VERSION, fold


class WrongPlan(Exception):
    """The plan does not fit; `field` names what, the message says why in words."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


def plan(
    access: Access, course: Course, *, starts_at: datetime, arrive_at: datetime, site: Site, at: datetime,
    room: Room | None = None, setting: str = "", watcher: Member | None = None,
) -> Session:  # fmt: skip
    """A session of a course, for its clinic or, in a space of one's own, its person. Raises NotYours, WrongPlan."""
    by = _planner(access, course)
    setting = setting or course.protocol.setting
    if setting != course.protocol.setting:
        raise WrongPlan("setting", f"{course.protocol.title} is a protocol for {_WHERE[course.protocol.setting]}.")
    if arrive_at > starts_at:
        raise WrongPlan("arrive_at", "Arriving comes before the session begins.")
    _of_the_clinic(course.clinic_id, site, room, watcher)
    with transaction.atomic():
        number = Appointment.objects.filter(course=course).exclude(session__stage="called_off").count() + 1
        appointment = Appointment.objects.create(
            clinic_id=course.clinic_id, patient_id=course.patient_id, course=course, site=site, room=room,
            setting=setting, starts_at=starts_at, arrive_at=arrive_at, watcher=watcher, number_in_course=number,
            planned_at=at, planned_by_name=by.name,
        )  # fmt: skip
        session = Session(
            appointment=appointment, clinic_id=course.clinic_id, patient_id=course.patient_id,
            protocol_id=course.protocol_id,
        )  # fmt: skip
        session.state = fold([], settings_of(session))
        session.fold_version, session.stage = FOLD_VERSION, session.state["stage"]
        session.save(force_insert=True)
        changed("created", session_subject(session), by=by, at=at)
        tell(session.pk, scope_id=session.clinic_id, version=0)
        prepare_sound(session, at=at)
    return session


_WHERE = {"clinic": "a clinic", "home": "home"}


def move(access: Access, session: Session, *, starts_at: datetime, arrive_at: datetime, at: datetime) -> Session:
    """Another time for a session that has not begun. Raises NotYours, WrongPlan."""
    by = _planner(access, session.appointment.course)
    if session.stage not in ("planned", "arrived"):
        raise WrongPlan("starts_at", "This session has begun; its time stays.")
    if arrive_at > starts_at:
        raise WrongPlan("arrive_at", "Arriving comes before the session begins.")
    with transaction.atomic():
        appointment = Appointment.objects.select_for_update().get(id=session.pk)
        before = appointment.starts_at
        appointment.starts_at, appointment.arrive_at = starts_at, arrive_at
        appointment.save(update_fields=["starts_at", "arrive_at"])
        details = {"before": before.isoformat(), "after": starts_at.isoformat()}
        changed("changed", session_subject(session), by=by, at=at, details=details)
        shift_end(session.pk, starts_at - before, by=by, at=at)
    session.appointment = appointment
    return session


def missed(access: Access, session: Session, *, at: datetime) -> list[str]:
    """The time of a session has passed and nobody came: it did not take place. Returns what the door says to it, in words.
    What follows (one neutral note, a task) follows from the entry (S19). Raises NotYours, WrongPlan.
    """
    access.require(Act.PLAN_SESSION, session.clinic_id)
    if session.stage != "planned":
        raise WrongPlan("stage", gettext("This session has begun or is called off already."))
    if at < session.appointment.starts_at:
        raise WrongPlan("starts_at", gettext("The time of this session has not come yet."))
    wire = {
        "id": str(uuid5(session.pk, "missed")), "kind": "moved", "observed_at": iso(at), "typed": True,
        "data": {"to": "called_off", "how": "missed"},
    }  # fmt: skip
    receipt = store(session.pk, access.actor_in(session.clinic_id), wire_entries=[wire], at=at)
    return [*receipt.marks.values(), *(one["why"] for one in receipt.refused)]


def follow_protocol(access: Access, course: Course, *, at: datetime) -> None:
    """Sessions of the course that have not begun go by its protocol as it is now. Raises NotYours."""
    by = _planner(access, course)
    waiting = Session.objects.filter(appointment__course=course, stage="planned").exclude(protocol=course.protocol_id)
    with transaction.atomic():
        for session in waiting.select_for_update():
            session.protocol_id = course.protocol_id
            session.state = fold(entries_of(session), settings_of(session))
            session.fold_version, session.version = FOLD_VERSION, session.version + 1
            session.save(update_fields=["protocol", "state", "fold_version", "version"])
            changed("changed", session_subject(session), by=by, at=at, details={"detail": "its protocol"})
            tell(session.pk, scope_id=session.clinic_id, version=session.version)


def set_place(
    access: Access, session: Session, *, at: datetime, room: Room | None = None, watcher: Member | None = None
) -> Session:
    """Another room, or somebody else who watches. Raises NotYours."""
    access.require(Act.PLAN_SESSION, session.clinic_id)
    _of_the_clinic(session.clinic_id, room, watcher)
    with transaction.atomic():
        appointment = Appointment.objects.select_for_update().get(id=session.pk)
        appointment.room, appointment.watcher = room or appointment.room, watcher or appointment.watcher
        appointment.save(update_fields=["room", "watcher"])
        Session.objects.filter(pk=session.pk).update(version=session.version + 1)
        session.version += 1
        tell(session.pk, scope_id=session.clinic_id, version=session.version)
        by, details = access.actor_in(session.clinic_id), {"detail": "room or who watches"}
        changed("changed", session_subject(session), by=by, at=at, details=details)
    session.appointment = appointment
    return session


def _of_the_clinic(clinic_id: UUID, *things: Site | Room | Member | None) -> None:
    """A site, a room and a watcher are those of the patient's clinic. Raises NotYours."""
    if any(thing and thing.clinic_id != clinic_id for thing in things):
        raise NotYours


def _planner(access: Access, course: Course) -> Actor:
    if course.clinic.kind == ClinicKind.OWN and course.patient_id in access.patient_ids:
        return access.actor_for(course.patient)
    access.require(Act.PLAN_SESSION, course.clinic_id)
    return access.actor_in(course.clinic_id)
