"""What a patient has agreed to, kind by kind, and what they asked for."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from stillwater.audit.actions import Subject
from stillwater.care.models import Consent, Course, Wishes
from stillwater.care.queries.courses import at_hand, within
from stillwater.care.rules.consents import TREATMENT, ConsentText, covers, texts_for
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient
from stillwater.people.rules import Act


def consent_subject(consent: Consent) -> Subject:
    patient = consent.patient
    label = f"consent to {consent.kind} of {patient.name}"
    return Subject("consent", consent.id, label, consent.clinic_id, patient.id, patient.person_id)


def route_of(patient: Patient) -> str:
    """The route of the patient's newest open course; empty when there is none."""
    open_ones = Course.objects.select_related("protocol").filter(patient_id=patient.id, ended_at__isnull=True)
    course = open_ones.order_by("-begun_at").first()
    return course.protocol.route if course else ""


def consent_texts(route: str = "") -> Mapping[str, ConsentText]:
    """The texts of the separate consents as they are asked now; the one to treatment is that of the route."""
    return texts_for(route)


def consents_of(patient: Patient) -> dict[str, Consent]:
    """The newest answer of each kind. A kind that is not here was never asked."""
    found: dict[str, Consent] = {}
    for consent in reversed(_answers(patient)):
        found[consent.kind] = consent
    return found


def _answers(patient: Patient) -> list[Consent]:
    """Every answer, newest first."""
    if (answers := at_hand(patient, "consents")) is not None:
        return sorted(answers, key=lambda one: (one.answered_at, one.id), reverse=True)
    return list(Consent.objects.filter(patient_id=patient.id).order_by("-answered_at", "-id"))


def consent_for(access: Access, consent_id: UUID, act: Act = Act.READ_RECORD) -> Consent:
    """One answer. Raises NotYours."""
    found = Consent.objects.select_related("patient__person", "clinic").filter(within(access, act), id=consent_id)
    consent = found.first()
    if consent is None:
        raise NotYours
    return consent


def treatment_consent_unmet(patient: Patient, route: str) -> str:
    """Why consent to treatment by this route does not stand now, in words; empty when it does (S1)."""
    rows = [answer for answer in _answers(patient) if answer.kind == TREATMENT]
    if not rows:
        return gettext("Nobody has asked for it yet.")
    if refusal := _refusal(rows[0], patient):
        return refusal
    for_this = [row for row in rows if covers(row.text_version, route)]
    if not for_this:
        return gettext("The answer on record is about another route. Ask again with the text for this one.")
    return _refusal(for_this[0], patient)


def _refusal(consent: Consent, patient: Patient) -> str:
    if consent.withdrawn_at is not None:
        day = in_words(consent.withdrawn_at, patient)
        return gettext("Taken back on %(day)s by %(who)s.") % {"day": day, "who": consent.withdrawn_by_name}
    if consent.yes_given != "yes":
        day = in_words(consent.answered_at, patient)
        return gettext("%(who)s said no on %(day)s.") % {"day": day, "who": consent.answered_by_name}
    return ""


def in_words(moment: datetime, patient: Patient) -> str:
    """The day of a moment where the patient lives: "3 November 2026"."""
    day = moment.astimezone(ZoneInfo(patient.time_zone))
    return f"{day.day} {day:%B %Y}"


def wishes_of(patient: Patient) -> Wishes | None:
    """What the patient asked for; the newest counts."""
    return Wishes.objects.filter(patient_id=patient.id).order_by("-set_at").first()
