"""Shared tablets: offer, enrol, retire; set a PIN, take over, hand back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django_scopes import scope

from stillwater.audit.actions import Subject, changed
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.keys import digest
from stillwater.people.access import Access, NotYours
from stillwater.people.models import Member, Person, Pin, Site, Tablet
from stillwater.people.rules import FREE_TRIES, MOST_TRIES, PIN_DIGITS, Act, is_guessable, may, wait_after

OFFER_LASTS = timedelta(hours=1)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # typed by hand on a tablet: nothing that looks like something else


class OfferOver(Exception):
    """The code is too old, was used, or belongs to nothing."""


class WeakPin(Exception):
    """Not six digits, or six that somebody would try first."""


@dataclass(frozen=True)
class Offer:
    """A tablet to be, with its code, which is shown once and kept nowhere: by link, or typed on the page."""

    tablet: Tablet
    code: str
    page: str

    @property
    def link(self) -> str:
        return f"{self.page}{self.code.replace('-', '')}/"


@dataclass(frozen=True)
class Tried:
    """What came of a PIN: `member` when it was right; else how many tries are left before a wait, or until when to wait."""

    member: Member | None = None
    left: int = 0
    wait_until: datetime | None = None
    locked: bool = False


def tablet_subject(tablet: Tablet) -> Subject:
    return Subject("tablet", tablet.id, f"the tablet {tablet.name}", tablet.clinic_id)


def _pin_subject(member: Member) -> Subject:
    return Subject("pin", member.id, f"the PIN of {member.shown_name}", member.clinic_id, person_id=member.person_id)


def _itself(tablet: Tablet) -> Actor:
    return Actor(ActorKind.SYSTEM, tablet.id, f"The tablet {tablet.name}")


def offer(access: Access, site: Site, *, name: str, at: datetime) -> Offer:
    """A code that makes one device a tablet of this site, within the hour, once. Raises NotYours."""
    access.require(Act.SET_CLINIC, site.clinic_id)
    by, code = access.actor_in(site.clinic_id), "".join(secrets.choice(LETTERS) for _ in range(12))
    with transaction.atomic():
        tablet = Tablet.objects.create(
            clinic_id=site.clinic_id, site=site, name=name, secret_digest=digest(code), offered_at=at,
            offered_by_id=by.id, offered_by_name=by.name, offer_ends_at=at + OFFER_LASTS,
        )  # fmt: skip
        changed("created", tablet_subject(tablet), by=by, at=at)
    return Offer(tablet, "-".join((code[:4], code[4:8], code[8:])), f"{settings.STILLWATER_URL}/tablet/enrol/")


def enrol(tablet: Tablet, *, at: datetime) -> str:
    """This device is the tablet from now on; the answer is the secret that it keeps. Of two devices one is first. Raises OfferOver."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic(), scope(clinic=[tablet.clinic_id]):
        still = Tablet.objects.filter(id=tablet.id, enrolled_at=None, retired_at=None, offer_ends_at__gt=at)
        if not still.update(enrolled_at=at, secret_digest=digest(secret)):
            raise OfferOver
        device = Actor(ActorKind.SYSTEM, tablet.id, f"A device, by the code of {tablet.offered_by_name},")
        changed("enrolled", tablet_subject(tablet), by=device, at=at)
    return secret


def retire(access: Access, tablet: Tablet, *, at: datetime) -> None:
    """From this moment the device is a stranger, whoever holds it. Raises NotYours."""
    access.require(Act.SET_CLINIC, tablet.clinic_id)
    with transaction.atomic():
        if Tablet.objects.filter(id=tablet.id, retired_at=None).update(retired_at=at):
            changed("retired", tablet_subject(tablet), by=access.actor_in(tablet.clinic_id), at=at)


def _peppered(member_id: UUID, pin: str) -> str:
    """A million PINs are soon tried on a stolen table; without the installation's secret there is nothing to try."""
    return digest(f"pin:{member_id}:{pin}")


def set_pin(access: Access, clinic_id: UUID, *, pin: str, at: datetime) -> None:
    """The asker's own PIN in this clinic, replacing the one before. Raises NotYours, WeakPin."""
    access.require(Act.HOLD_TABLET, clinic_id)
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()) or is_guessable(pin):
        raise WeakPin
    member = access.place_in(clinic_id)
    known = {"hashed": make_password(_peppered(member.id, pin)), "set_at": at, "wrong_pins": 0}
    with transaction.atomic():
        Pin.objects.update_or_create(
            clinic_id=clinic_id, member=member, defaults={**known, "wait_until": None, "locked_at": None}
        )
        changed("changed", _pin_subject(member), by=access.actor_in(clinic_id), at=at)


def forget_pin(access: Access, clinic_id: UUID, *, at: datetime) -> None:
    """The asker wants none. Raises NotYours."""
    access.require(Act.HOLD_TABLET, clinic_id)
    member = access.place_in(clinic_id)
    with transaction.atomic():
        if Pin.objects.filter(member=member).delete()[0]:
            changed("deleted", _pin_subject(member), by=access.actor_in(clinic_id), at=at)


def open_pins(person: Person, clinic_ids: frozenset[UUID]) -> None:
    """Somebody has just shown both their factors: their PINs are tried anew."""
    with scope(clinic=list(clinic_ids)):
        tried = Pin.objects.filter(member__person=person, wrong_pins__gt=0)
        tried.update(wrong_pins=0, wait_until=None, locked_at=None)


def take_over(tablet: Tablet, member_id: UUID, pin: str, *, at: datetime) -> Tried:
    """Somebody says who they are, on this tablet. Raises NotYours when there is no such PIN here.

    The try is counted before the PIN is looked at, so that many tries at one moment are many tries.
    """
    with transaction.atomic():
        here = Tablet.objects.select_for_update().get(id=tablet.id)
        kept = _pin_of(tablet, member_id)
        refused = _refused(here, kept, at)
        if refused:
            return refused
        here.wrong_pins, kept.wrong_pins = min(here.wrong_pins + 1, 1000), kept.wrong_pins + 1
        here.wait_until, kept.wait_until = at + wait_after(here.wrong_pins), at + wait_after(kept.wrong_pins)
        kept.locked_at = at if kept.wrong_pins >= MOST_TRIES else None
        _save(here, kept)
    if check_password(_peppered(member_id, pin), kept.hashed):
        return _right(here, kept, at)
    return _wrong(here, kept, at)


def _pin_of(tablet: Tablet, member_id: UUID) -> Pin:
    """Raises NotYours."""
    mine = Pin.objects.select_for_update(of=("self",)).select_related("member__person")
    kept = mine.filter(clinic_id=tablet.clinic_id, member_id=member_id, member__left_at=None).first()
    if kept is None or not may(kept.member.role_set, Act.HOLD_TABLET) or not kept.member.person.is_active:
        raise NotYours
    return kept


def _refused(tablet: Tablet, kept: Pin, at: datetime) -> Tried | None:
    if kept.locked_at:
        return Tried(locked=True)
    waits = [until for until in (tablet.wait_until, kept.wait_until) if until and until > at]
    return Tried(wait_until=max(waits)) if waits else None


def _save(tablet: Tablet, kept: Pin) -> None:
    tablet.save(update_fields=["wrong_pins", "wait_until"])
    kept.save(update_fields=["wrong_pins", "wait_until", "locked_at"])


def _right(tablet: Tablet, kept: Pin, at: datetime) -> Tried:
    member = kept.member
    tablet.wrong_pins = kept.wrong_pins = 0
    tablet.wait_until = kept.wait_until = kept.locked_at = None
    with transaction.atomic():
        _save(tablet, kept)
        by = Actor(ActorKind.STAFF, member.person_id, member.shown_name, tuple(sorted(member.role_set)))
        changed("took_over", tablet_subject(tablet), by=by, at=at)
    return Tried(member)


def _wrong(tablet: Tablet, kept: Pin, at: datetime) -> Tried:
    verb = "pin_locked" if kept.locked_at else "wrong_pin"
    changed(verb, _pin_subject(kept.member), by=_itself(tablet), at=at)
    if kept.locked_at:
        return Tried(locked=True)
    wrong = max(tablet.wrong_pins, kept.wrong_pins)
    waits = [until for until in (tablet.wait_until, kept.wait_until) if until and until > at]
    return Tried(left=max(0, FREE_TRIES - wrong), wait_until=max(waits, default=None))


def hand_back(access: Access, *, at: datetime) -> None:
    """Whoever holds the tablet locks it, or leaves it alone until it locks itself."""
    if access.tablet and access.places:
        by = access.actor_in(access.tablet.clinic_id)
        changed("handed_back", tablet_subject(access.tablet), by=by, at=at)
