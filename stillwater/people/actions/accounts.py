"""What happens to an account."""

from datetime import datetime

from django.db import transaction

from stillwater.audit.actions import INSTALLATION, Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.people.access import Access


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
