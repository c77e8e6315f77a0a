"""Reads of sessions, always within the asker's reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable
from django.utils.translation import gettext

from stillwater.audit.actions import Subject
from stillwater.care.models import Appointment
from stillwater.care.queries import limits_of, protocol_of
from stillwater.care.queries.appointments import gate_facts, set_limits, set_support
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Site
from stillwater.people.rules import Act
from stillwater.treatment import models
from stillwater.treatment.models import Session
from stillwater.treatment.queries.serious import facts_now, held_sessions, standing_serious
from stillwater.treatment.queries.sound import Sound, score_of, sound_file, sound_of
from stillwater.treatment.rules import due, gates, summary
from stillwater.treatment.rules.amendments import amend, hidden_ids, re_entry_id
from stillwater.treatment.rules.entries import Author, Entry
from stillwater.treatment.rules.fold import FOLD_VERSION, Settings, fold
from stillwater.treatment.rules.stages import BEFORE_DOSE

__all__ = [
    "IMPAIRED", "OPEN", "Line", "Sound", "as_entry", "current_session", "entries_of", "facts_now", "gate_now",
    "is_re_entered", "is_under_way", "overdue_now", "own_session_ids", "own_sessions", "patient_under_way",
    "printed_record", "score_of", "session_for", "session_subject", "sessions_beside", "sessions_expected",
    "sessions_it_may_belong_to", "sessions_of", "sessions_on", "set_aside_of", "settings_of", "sound_file", "sound_of", "standing_serious",
    "state_of", "timeline",
]  # fmt: skip

OPEN = ("planned", "arrived", "ready", "under_way", "recovering", "left", "transferred")
IMPAIRED = ("under_way", "recovering")


@dataclass(frozen=True)
class Line:
    """One line of a session's timeline."""

    entry_id: UUID
    kind: str
    observed_at: datetime
    recorded_at: datetime
    words: str
    by: str
    author_kind: str
    marks: tuple[str, ...]
    struck_by: str  # the id of the amendment that strikes it, or empty
    data: dict[str, Any]


def session_subject(session: Session) -> Subject:
    """What the log calls a session: by its day where it happens."""
    day = session.appointment.local_start
    label = f"the session of {day.day} {day:%B %Y}"
    patient = session.patient
    return Subject("session", session.pk, label, session.clinic_id, patient.id, patient.person_id)


def _within(access: Access, act: Act) -> Q:
    """Sessions of the asker's own, of the pass they hold, or of clinics where they may do `act`."""
    reach = Q(patient_id__in=access.patient_ids) | Q(clinic_id__in=access.clinics_where(act))
    if held := access.support_pass:
        mine = Q(pk=held.session_id) if held.session_id else Q(appointment__course_id=held.course_id)
        reach |= mine & Q(patient_id=held.patient_id)
    return reach


class _Tied(ModelIterable[Session]):
    """A session's appointment and course have its own patient, clinic and protocol: read once, known in each."""

    def __iter__(self) -> Iterator[Session]:
        for session in super().__iter__():
            appointment = session.appointment
            course = appointment.course
            appointment.patient = session.patient
            if Session.clinic.is_cached(session):  # not in a list of one clinic, which knows it
                appointment.clinic = course.clinic = session.clinic
            if course.protocol_id == session.protocol_id:  # a course may go on by a newer version
                course.protocol = session.protocol
            yield session


def _of_a_list() -> QuerySet[Session]:
    """Without what is the same for a whole list, clinic and site, and without the patient's account."""
    found = Session.objects.select_related(
        "patient", "protocol", "appointment__room", "appointment__course", "appointment__watcher"
    )
    found._iterable_class = _Tied
    return found


def _whole() -> QuerySet[Session]:
    return _of_a_list().select_related("patient__person", "clinic", "appointment__site")


def session_for(access: Access, session_id: UUID, act: Act = Act.READ_RECORD) -> Session:
    """One session. Raises NotYours."""
    found = _whole().filter(_within(access, act), pk=session_id).first()
    if found is None:
        raise NotYours
    return found


def sessions_on(access: Access, clinic_id: UUID, day: date) -> list[Session]:
    """Every session of a day, as the clinic's sites count days, and whatever is still open from before."""
    access.require(Act.SEE_BOARD, clinic_id)
    found = _there(access, clinic_id, day, _of_a_list().prefetch_related(set_limits("appointment__")))
    # What lies outside the session counts only for the gate before it.
    ahead = [session for session in found if session.stage in BEFORE_DOSE]
    held = Prefetch("patient__sessions", held_sessions(), "held")
    prefetch_related_objects(ahead, *gate_facts("appointment__"), held)
    return found


def _on_day(site: Site, day: date) -> Any:
    """Ids of a site's sessions of a day, and of those still open from before: each by an index of its own."""
    begin = datetime.combine(day, time(), tzinfo=site.zone)
    today = Appointment.objects.filter(site=site, starts_at__gte=begin, starts_at__lt=begin + timedelta(days=1))
    open_now = Session.objects.filter(clinic_id=site.clinic_id, stage__in=(*IMPAIRED, "arrived", "ready"))
    still_open = open_now.filter(appointment__site=site, appointment__starts_at__lt=begin)
    return today.order_by().values("pk").union(still_open.order_by().values("pk"))


def sessions_expected(access: Access, clinic_id: UUID, day: date) -> list[Session]:
    """The same sessions for whoever sees names and appointments alone: with who comes along, without limits or orders."""
    access.require(Act.SEE_PATIENTS, clinic_id)
    whole = _of_a_list().select_related("appointment__course__prescriber")
    return _there(access, clinic_id, day, whole.prefetch_related(set_support("appointment__")))


def _there(access: Access, clinic_id: UUID, day: date, whole: QuerySet[Session]) -> list[Session]:
    """A clinic's sessions of a day, site by site; the clinic and the sites are those that the asker has read already."""
    clinic, found = access.place_in(clinic_id).clinic, list[Session]()
    for site in access.sites_in(clinic_id):
        for session in whole.filter(pk__in=_on_day(site, day)).order_by("appointment__starts_at"):
            appointment = session.appointment
            session.clinic = appointment.clinic = appointment.course.clinic = clinic
            appointment.site = site
            found.append(session)
    return found


def sessions_it_may_belong_to(access: Access, session: Session, entry: Entry) -> list[Session]:
    """Where an entry of another person may belong: sessions of the same clinic on the day it was observed, or still
    open from before, within the asker's reach.
    """
    day = entry.observed_at.astimezone(session.appointment.zone).date()
    found = sessions_on(access, session.clinic_id, day)
    return [one for one in found if one.patient_id != session.patient_id and one.stage != "called_off"]


def is_re_entered(session: Session, entry_id: UUID) -> bool:
    """Whether what was hidden from this session as another person's stands where it belongs: entered there, or gone back."""
    entries = entries_of(session)
    amended = amend(entries)
    mine = [e for e in entries if e.kind == "amendment" and e.data["of"] == str(entry_id) and not amended.is_out(e.id)]
    ids = [re_entry_id(each.id) for each in mine]
    gone_back = any(each.stamp.get("returned") for each in mine)
    return gone_back or models.Entry.objects.filter(clinic_id=session.clinic_id, id__in=ids).exists()


def sessions_beside(access: Access, at: datetime) -> list[Session]:
    """Sessions where the asker's tablet is: whatever is open, and the next ones of today. For its locked view, which names
    nobody. Raises NotYours."""
    if access.tablet is None:
        raise NotYours
    still_open = Q(stage__in=(*IMPAIRED, "arrived", "ready"))
    coming = Q(stage="planned", appointment__starts_at__gt=at - timedelta(hours=2))
    soon = coming & Q(appointment__starts_at__lt=at + timedelta(hours=12))
    found = _whole().filter(still_open | soon, appointment__site_id=access.tablet.site_id)
    return list(found.order_by("appointment__starts_at"))


def sessions_of(access: Access, patient_id: UUID, act: Act = Act.READ_RECORD) -> QuerySet[Session]:
    """One patient's sessions, newest first."""
    return _whole().filter(_within(access, act), patient_id=patient_id).order_by("-appointment__starts_at")


def own_sessions(access: Access) -> QuerySet[Session]:
    """The asker's own sessions in every clinic, newest first."""
    return _whole().filter(patient_id__in=access.patient_ids).order_by("-appointment__starts_at")


def own_session_ids(access: Access) -> frozenset[UUID]:
    """Sessions that a patient or a pass may watch."""
    nobody_elses = Access(access.person, access.support_pass, (), access.records)
    found = Session.objects.filter(_within(nobody_elses, Act.SEE_BOARD), closed_at__isnull=True)
    return frozenset(found.values_list("pk", flat=True))


def current_session(access: Access, at: datetime) -> Session | None:
    """The asker's session that is under way, or else the nearest one from the evening before to the next day."""
    nobody_elses = Access(access.person, access.support_pass, (), access.records)
    near = Q(appointment__starts_at__gt=at - timedelta(days=1), appointment__starts_at__lt=at + timedelta(days=1))
    found = _whole().filter(_within(nobody_elses, Act.SEE_BOARD), near | Q(stage__in=IMPAIRED))
    ordered = sorted(found.exclude(stage="called_off"), key=lambda s: abs(s.appointment.starts_at - at))
    return next((s for s in ordered if s.stage in IMPAIRED), ordered[0] if ordered else None)


def is_under_way(access: Access) -> bool:
    """Whether a session of the asker's is under way: nothing is agreed to, shared or signed meanwhile (S11)."""
    return Session.objects.filter(patient_id__in=access.patient_ids, stage__in=IMPAIRED).exists()


def patient_under_way(patient_id: UUID) -> bool:
    """Whether a session of this patient is under way."""
    return Session.objects.filter(patient_id=patient_id, stage__in=IMPAIRED).exists()


def settings_of(session: Session) -> Settings:
    """What the fold needs beside the entries: the protocol's version and the limits that were set."""
    return Settings(session.pk, protocol_of(session.protocol), limits_of(session.appointment.course))


def as_entry(row: models.Entry) -> Entry:
    """A stored row as the rules see it."""
    author = Author(row.author_kind, row.author_id, row.author_name, tuple(row.author_roles))
    return Entry(
        id=row.id, session=row.session_id, kind=row.kind, data=row.data, observed_at=row.observed_at,
        recorded_at=row.recorded_at, author=author, stamp=row.stamp,
    )  # fmt: skip


def entries_of(session: Session) -> list[Entry]:
    """Every entry of a session, in the order of the fold."""
    rows = models.Entry.objects.filter(session=session).order_by("observed_at", "id")
    return sorted((as_entry(row) for row in rows), key=lambda entry: entry.order)


def state_of(session: Session) -> dict[str, Any]:
    """The folded state; folded anew when an older program stored it."""
    if session.fold_version == FOLD_VERSION and session.state:
        return session.state
    return fold(entries_of(session), settings_of(session))


def gate_now(session: Session, name: str, at: datetime) -> list[gates.GateResult]:
    """Each check of a gate as it stands, with the reason and who may lift it."""
    settings = settings_of(session)
    return gates.gate(name, settings.protocol, state_of(session), facts_now(session, at), at)


def overdue_now(session: Session, at: datetime) -> list[due.Overdue]:
    """Checks whose time has passed."""
    return due.overdue(state_of(session), at)


def timeline(session: Session, *, for_patient: bool = False) -> list[Line]:
    """The session's entries in words, newest last. The patient's copy leaves out what was another person's."""
    entries, state = entries_of(session), state_of(session)
    hidden = hidden_ids(entries) if for_patient else set()
    return [
        Line(
            entry_id=entry.id, kind=entry.kind, observed_at=entry.observed_at, recorded_at=entry.recorded_at,
            words=summary.say(entry, state, gettext), by=entry.author.name, author_kind=entry.author.kind,
            marks=tuple(state["marks"].get(str(entry.id), ())), struck_by=state["struck"].get(str(entry.id), ""),
            data=dict(entry.data),
        )
        for entry in entries
        if entry.id not in hidden
    ]  # fmt: skip


def printed_record(session: Session) -> str:
    """The record as it was signed; empty until then."""
    return session.printed


def set_aside_of(session: Session) -> QuerySet[models.SetAside]:
    """What was sent under the id of an entry that says otherwise, until somebody has looked."""
    return models.SetAside.objects.filter(session=session, seen_at__isnull=True)
