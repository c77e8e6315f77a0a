"""Open a clinic, its sites, rooms and team."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django_scopes import scope

from stillwater.audit.actions import INSTALLATION, Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.keys import digest
from stillwater.people.access import Access, NotYours, access_of
from stillwater.people.models import Clinic, FirstRun, Member, Person, Room, Site
from stillwater.people.rules import Act, Role

OPERATOR = Actor(ActorKind.SYSTEM, INSTALLATION, "Whoever runs this server")


class FirstRunOver(Exception):
    """The one-time code is wrong or was used; somebody else may have been first."""


class NoAccount(Exception):
    """Nobody signs in here with this address, or their account is closed."""


class OpenAlready(Exception):
    """This person owns a clinic of this name: asked twice, it is opened once."""


class LastOwner(Exception):
    """A clinic keeps at least one owner."""


class NoRole(Exception):
    """Somebody on the team has at least one role."""


def clinic_subject(clinic: Clinic) -> Subject:
    return Subject("clinic", clinic.id, clinic.name, clinic_id=clinic.id)


def person_actor(person: Person) -> Actor:
    return Actor(ActorKind.STAFF, person.id, person.name)


def offer_first_run(code: str, *, at: datetime) -> bool:
    """Keep the code that the console prints. A new start of an unused installation replaces it; False once it was used."""
    with transaction.atomic():
        FirstRun.objects.get_or_create(id=1, defaults={"code_digest": digest(code), "made_at": at})
        return bool(FirstRun.objects.filter(id=1, used_at=None).update(code_digest=digest(code), made_at=at))


def begin_installation(
    code: str, *, name: str, email: str, password: str, clinic_name: str, time_zone: str, at: datetime
) -> Person:
    """The first owner and their clinic. Of two people with the code one is first; the other gets FirstRunOver."""
    with transaction.atomic():
        take_first_run(code, at=at)
        person = Person.objects.create_user(email, password, name=name, time_zone=time_zone, joined_at=at)
        open_clinic(name=clinic_name, time_zone=time_zone, owner=person, roles=[Role.OWNER], at=at)
    return person


def take_first_run(code: str, *, at: datetime) -> None:
    """Use the one-time code up, inside the caller's transaction. Raises FirstRunOver."""
    taken = FirstRun.objects.filter(id=1, code_digest=digest(code.strip()), used_at__isnull=True).update(used_at=at)
    if not taken or Person.objects.exists():
        raise FirstRunOver


def open_clinic(
    *, name: str, time_zone: str, owner: Person, roles: list[Role], at: datetime, shown_name: str = "",
    by: Actor | None = None,
) -> Clinic:  # fmt: skip
    """A clinic with one site and its owner."""
    with transaction.atomic():
        clinic = Clinic.objects.create(name=name, opened_at=at)
        with scope(clinic=[clinic.id]):
            Site.objects.create(clinic=clinic, name=name, time_zone=time_zone)
            Member.objects.create(
                clinic=clinic, person=owner, shown_name=shown_name or owner.name, roles=list(roles), joined_at=at
            )
        changed("created", clinic_subject(clinic), by=by or person_actor(owner), at=at)
    return clinic


def open_clinic_for(*, name: str, owner_email: str, time_zone: str = "", at: datetime) -> Clinic:
    """A clinic for somebody who has an account here, by whoever runs the server; on the owner's own clock unless told.

    Raises NoAccount, OpenAlready.
    """
    with transaction.atomic():
        # Locked: of two who type it at one moment, the second finds the first one's clinic.
        owner = Person.objects.select_for_update().filter(email=owner_email.lower(), closed_at__isnull=True).first()
        if owner is None:
            raise NoAccount
        if any(place.clinic.name == name for place in access_of(owner).places):
            raise OpenAlready
        zone = time_zone or owner.time_zone
        return open_clinic(name=name, time_zone=zone, owner=owner, roles=[Role.OWNER], at=at, by=OPERATOR)


def add_room(access: Access, site: Site, *, name: str, position: int, at: datetime) -> Room:
    """A room at a site. Raises NotYours."""
    access.require(Act.SET_CLINIC, site.clinic_id)
    with transaction.atomic():
        room = Room.objects.create(clinic_id=site.clinic_id, site=site, name=name, position=position)
        changed("created", Subject("room", room.id, name, site.clinic_id), by=access.actor_in(site.clinic_id), at=at)
    return room


def set_clinic(access: Access, clinic_id: UUID, *, at: datetime, **facts: str | int) -> Clinic:
    """Change what a clinic says of itself: name, after-hours name and number, who reads messages. Raises NotYours."""
    access.require(Act.SET_CLINIC, clinic_id)
    with transaction.atomic():
        clinic = Clinic.objects.select_for_update().get(id=clinic_id)
        before = {name: getattr(clinic, name) for name in facts if getattr(clinic, name) != facts[name]}
        if before:
            for name in before:
                setattr(clinic, name, facts[name])
            clinic.save(update_fields=list(before))
            details = {"before": before, "after": {name: facts[name] for name in before}}
            changed("changed", clinic_subject(clinic), by=access.actor_in(clinic_id), at=at, details=details)
    return clinic


def set_roles(access: Access, member: Member, *, roles: list[Role], at: datetime) -> None:
    """Give a member these roles. Raises NotYours, LastOwner, NoRole."""
    access.require(Act.MANAGE_TEAM, member.clinic_id)
    if not roles:
        raise NoRole
    with transaction.atomic():
        member = _locked(member)
        _keep_an_owner(member, Role.OWNER in roles)
        before, member.roles = list(member.roles), [str(role) for role in Role if role in roles]
        member.save(update_fields=["roles"])
        subject = Subject("member", member.id, f"the roles of {member.shown_name}", member.clinic_id)
        by, details = access.actor_in(member.clinic_id), {"before": before, "after": member.roles}
        changed("changed", subject, by=by, at=at, details=details)


def end_membership(access: Access, member: Member, *, at: datetime) -> None:
    """Somebody leaves the team. Raises NotYours, LastOwner."""
    access.require(Act.MANAGE_TEAM, member.clinic_id)
    with transaction.atomic():
        member = _locked(member)
        _keep_an_owner(member, still_owner=False)
        member.left_at = at
        member.save(update_fields=["left_at"])
        subject = Subject("member", member.id, f"the place of {member.shown_name}", member.clinic_id)
        changed("ended", subject, by=access.actor_in(member.clinic_id), at=at)


def _locked(member: Member) -> Member:
    """The member as they are now; two owners who change the team at one moment wait here. Raises NotYours when they left."""
    Clinic.objects.select_for_update().get(id=member.clinic_id)
    found = Member.objects.filter(id=member.id, left_at__isnull=True).first()
    if found is None:
        raise NotYours
    return found


def _keep_an_owner(member: Member, still_owner: bool) -> None:
    team = Member.objects.filter(clinic_id=member.clinic_id, left_at__isnull=True).exclude(id=member.id)
    if not still_owner and not any(Role.OWNER in other.role_set for other in team):
        raise LastOwner
