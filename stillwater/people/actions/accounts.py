"""What happens to an account."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import INSTALLATION, Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Patient, Person, Site
from stillwater.people.rules import ClinicKind

# What a person says of themselves and every record of theirs repeats.
OF_RECORDS = ("called", "pronouns", "time_zone", "language")


def signed_in(access: Access, *, at: datetime) -> None:
    """Note a sign-in with every clinic of a member, and once for anybody else, so that a stranger's would be seen."""
    person = access.person
    if person is None:
        return
    with transaction.atomic():
        for place in access.places:
            subject = Subject("account", person.id, place.shown_name, place.clinic_id, person_id=person.id)
            changed("signed_in", subject, by=access.actor_in(place.clinic_id), at=at)
        if not access.places:
            kind = ActorKind.PATIENT if access.records else ActorKind.STAFF
            subject = Subject("account", person.id, person.name, INSTALLATION, person_id=person.id)
            changed("signed_in", subject, by=Actor(kind, person.id, person.name), at=at)


def set_about_me(
    access: Access, *, called: str, pronouns: str, time_zone: str, language: str, reading_size: str, motion: str,
    at: datetime,
) -> Person:  # fmt: skip
    """What somebody is called, their clock, and how pages look to them. Every record of theirs follows, each change in
    its log with what stood there before; how pages look is no record. Raises NotYours.
    """
    person = access.person
    if person is None:
        raise NotYours
    facts = {"called": called, "pronouns": pronouns, "time_zone": time_zone, "language": language}
    with transaction.atomic():
        before = _changed(person, facts)
        for name, value in {**facts, "reading_size": reading_size, "motion": motion}.items():
            setattr(person, name, value)
        person.save(update_fields=[*facts, "reading_size", "motion"])
        if before and not access.records:
            subject = Subject("account", person.id, person.name, INSTALLATION, person_id=person.id)
            _log(subject, Actor(ActorKind.STAFF, person.id, person.name), before, facts, at)
        for record in access.records:
            _follow(access, record, facts, at)
    return person


def _follow(access: Access, record: Patient, facts: dict[str, str], at: datetime) -> None:
    before = _changed(record, facts)
    if not before:
        return
    for name in before:
        setattr(record, name, facts[name])
    record.save(update_fields=list(before))
    if record.clinic.kind == ClinicKind.OWN:
        Site.objects.filter(clinic_id=record.clinic_id).update(time_zone=facts["time_zone"])
    subject = Subject(
        "patient", record.id, f"the record of {record.name}", record.clinic_id, record.id, record.person_id
    )
    _log(subject, access.actor_for(record), before, facts, at)


def _changed(row: Person | Patient, facts: dict[str, str]) -> dict[str, str]:
    return {name: getattr(row, name) for name in OF_RECORDS if getattr(row, name) != facts[name]}


def _log(subject: Subject, by: Actor, before: dict[str, str], facts: dict[str, str], at: datetime) -> None:
    changed(
        "changed", subject, by=by, at=at, details={"before": before, "after": {name: facts[name] for name in before}}
    )
