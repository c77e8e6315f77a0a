"""Moderators are appointed by whoever runs the server, at the console."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import Subject, changed
from stillwater.directory.models import Moderator
from stillwater.people.actions.clinics import OPERATOR, NoAccount
from stillwater.people.models import Person


class NoModerator(Exception):
    """Nobody with this address is a moderator."""


def appoint(*, email: str, at: datetime) -> Moderator:
    """Make somebody with an account a moderator; asked twice it is one appointment. Raises NoAccount."""
    person = Person.objects.filter(email=email.strip().lower(), closed_at__isnull=True).first()
    if person is None:
        raise NoAccount
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person.id)
        found = Moderator.objects.filter(person=person, until_at__isnull=True).first()
        if found is None:
            found = Moderator.objects.create(person=person, since_at=at)
            changed("appointed", _subject(person), by=OPERATOR, at=at)
    return found


def dismiss(*, email: str, at: datetime) -> None:
    """End an appointment; what they decided stands. Raises NoModerator."""
    with transaction.atomic():
        found = Moderator.objects.filter(person__email=email.strip().lower(), until_at__isnull=True).first()
        if found is None:
            raise NoModerator
        found.until_at = at
        found.save(update_fields=["until_at"])
        changed("dismissed", _subject(found.person), by=OPERATOR, at=at)


def _subject(person: Person) -> Subject:
    return Subject("person", person.id, person.name, person_id=person.id)
