"""Say that a listing is one's own, and prove it. A claim is decided while its listing's row is held: two at one moment see one
another.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stillwater.audit.actions import changed
from stillwater.directory.actions.listings import subject
from stillwater.directory.actions.log import actor_of, held, note, page, tell_moderators, tell_stewards
from stillwater.directory.models import Claim, Listing, Steward
from stillwater.directory.queries import claiming as known
from stillwater.directory.rules import claiming as rules
from stillwater.directory.rules.claiming import CODES, TOKENS, Way
from stillwater.directory.rules.fields import Source, holds_dea
from stillwater.kit.actor import Actor
from stillwater.kit.ids import new_id
from stillwater.kit.keys import digest
from stillwater.notify.actions import queue
from stillwater.people.access import NotYours
from stillwater.people.models import Person

WORDS = 1000  # letters for the moderators


class Refused(Exception):
    """A claim, or an answer to one, goes no further. `why` is a key: removed, already, not_offered, not_theirs, too_many, long,
    dea, over, expired, tries, wrong, contested, no_code.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ask(*, listing_id: UUID, person: Person, way: Way, at: datetime, address: str = "", words: str = "") -> Claim:
    """Begin a claim. `address` is for Way.EMAIL alone: where the code is to go, if that is the listing's. A live claim of the same
    person's is over with it. Where somebody else has a live claim, or keeps the listing, it goes to the moderators whatever the
    way. Raises Refused.
    """
    words = words.replace("\x00", "").strip()
    if len(words) > WORDS or holds_dea(words):
        raise Refused("long" if len(words) > WORDS else "dea")
    with transaction.atomic():
        listing = held(listing_id)
        if listing is None or listing.removed_at or (listing.published_at is None and listing.begun_by_id != person.id):
            raise Refused("removed")
        if known.is_steward(listing, person.id):
            raise Refused("already")
        target = _target(listing, way, address, at)
        _count(listing, person, at)
        mine = known.live_claims(listing, at).filter(person=person)
        mine.update(refused_at=at, refused_why="replaced", words="")
        contested = _contested(listing, person.id, at)
        way = Way.MODERATORS if contested else way
        claim = Claim(
            id=new_id(), listing=listing, person=person, way=way, target="" if contested else target, words=words,
            asked_at=at, expires_at=at + rules.lasts(way),
        )  # fmt: skip
        _give_secret(claim, at)
        claim.save(force_insert=True)
        changed("claim_asked", subject(listing), by=actor_of(person), at=at, details={"way": str(way)})
        if contested:
            _contest(claim, at)
        elif way is Way.MODERATORS:
            tell_moderators(at)
    return claim


def answer(*, claim_id: UUID, person: Person, code: str, at: datetime) -> Claim:
    """The code that came. Each wrong one counts, whatever becomes of the request. Raises NotYours, Refused."""
    with transaction.atomic():
        claim = _of(claim_id, person)
        why = _weighed(claim, code, at)
    if why:
        raise Refused(why)
    return claim


def look_again(*, claim_id: UUID, person: Person, at: datetime) -> Claim:
    """The claimant says that the token is in its place: one more look is counted. Raises NotYours, Refused."""
    with transaction.atomic():
        claim = _of(claim_id, person)
        why = _why_not(claim, TOKENS, rules.LOOKS, at)
        if not why:
            claim.tries += 1
            claim.refused_why = ""
            claim.save(update_fields=["tries", "refused_why"])
    if why:
        raise Refused(why)
    return claim


def settle(*, claim_id: UUID, found: bool, why: str, at: datetime) -> Claim:
    """What a look for the token came to. Not found is no refusal: the claimant reads why, and may ask for another look."""
    with transaction.atomic():
        claim = locked(claim_id)
        if _why_not(claim, TOKENS, rules.LOOKS + 1, at):
            return claim
        if found:
            grant(claim, by=actor_of(claim.person), role=Source.STEWARD, at=at)
        else:
            claim.refused_why = why[:40]
            claim.save(update_fields=["refused_why"])
    return claim


def withdraw(*, claim_id: UUID, person: Person, at: datetime) -> Claim:
    """The claimant thinks better of it. Raises NotYours."""
    with transaction.atomic():
        claim = _of(claim_id, person)
        if rules.is_live(claim.proved_at, claim.refused_at, claim.expires_at, at):
            end(claim, why="withdrawn", by=actor_of(person), at=at)
    return claim


def token_of(claim: Claim) -> str:
    """The token of a claim: computed from the installation's secret whenever it is shown, and kept nowhere."""
    return digest(f"claim token {claim.id}")[:40]


def end(claim: Claim, *, why: str, by: Actor, at: datetime) -> None:
    """A claim that came to nothing; what its claimant told the moderators goes with it."""
    claim.refused_at, claim.refused_why, claim.words = at, why, ""
    claim.save(update_fields=["refused_at", "refused_why", "words"])
    changed("claim_ended", subject(claim.listing), by=by, at=at, details={"detail": why})


def grant(claim: Claim, *, by: Actor, role: str, at: datetime) -> None:
    """The claimant keeps the listing from now on: inside the caller's transaction, with the listing held."""
    listing = claim.listing
    claim.proved_at, claim.refused_why, claim.words = at, "", ""
    claim.save(update_fields=["proved_at", "refused_why", "words"])
    Steward.objects.create(listing=listing, person=claim.person, claim=claim, since_at=at)
    note(listing, role=role, kind="claimed", at=at)
    changed("claimed", subject(listing), by=by, at=at, details={"way": claim.way})
    text = f"Somebody else keeps a listing beside you from now on. If that is not right, tell the moderators:\n\n{_report(listing)}\n"
    tell_stewards(listing, about=f"claimed:{claim.id}", text=text, at=at, but=claim.person_id)


def locked(claim_id: UUID) -> Claim:
    """A claim as it stands now, with its listing held. Raises Refused."""
    listing_id = Claim.objects.filter(id=claim_id).values_list("listing_id", flat=True).first()
    listing = held(listing_id) if listing_id else None
    if listing is None:
        raise Refused("over")
    claim = Claim.objects.select_for_update(of=("self",)).select_related("person").get(id=claim_id)
    claim.listing = listing
    return claim


def _of(claim_id: UUID, person: Person) -> Claim:
    if not Claim.objects.filter(id=claim_id, person=person).exists():
        raise NotYours
    return locked(claim_id)


def _target(listing: Listing, way: Way, address: str, at: datetime) -> str:
    """Where the code goes, or where the token is looked for: what the listing publishes, never merely what was typed."""
    offer = next((each for each in known.offers_of(listing, at.date()) if each.way is way), None)
    if offer is None or offer.why:
        raise Refused("not_offered")
    if way is not Way.EMAIL:
        return offer.target
    given = address.strip().lower() or offer.target
    values = rules.proving(listing.facts, at.date())
    if not rules.email_proves(given, offer.target, rules.domain_of(str(values.get("website", "")))):
        raise Refused("not_theirs")
    return given


def _count(listing: Listing, person: Person, at: datetime) -> None:
    of_listing, of_person = known.asked_today(at, listing=listing), known.asked_today(at, person=person)
    if of_listing >= rules.MOST_A_DAY_LISTING or of_person >= rules.MOST_A_DAY_PERSON:
        raise Refused("too_many")


def _contested(listing: Listing, person_id: UUID, at: datetime) -> bool:
    others = known.live_claims(listing, at).exclude(person_id=person_id)
    return known.has_steward(listing) or others.exists()


def _contest(claim: Claim, at: datetime) -> None:
    """No code gets anybody in from here on: every live claim waits for two moderators, and whoever keeps the listing is told."""
    listing, expires = claim.listing, at + rules.lasts(Way.MODERATORS)
    waiting = known.live_claims(listing, at).exclude(way=Way.MODERATORS)
    waiting.update(way=Way.MODERATORS, expires_at=expires, secret_digest="", refused_why="")
    text = (
        "Somebody else asked to keep the listing that you keep. No code gets them in: two moderators decide, and until then "
        f"nothing changes. If you know that they have no part in it, tell the moderators:\n\n{_report(listing)}\n"
    )
    tell_stewards(listing, about=f"contested:{claim.id}", text=text, at=at, but=claim.person_id)
    tell_moderators(at)


def _report(listing: Listing) -> str:
    return page(f"/find/{listing.slug}/report")


def _give_secret(claim: Claim, at: datetime) -> None:
    """A fresh code on its way, or the digest of the token. Whoever reads the database learns neither."""
    if claim.way in TOKENS:
        claim.secret_digest = digest(token_of(claim))
    if claim.way not in CODES:
        return
    code = rules.new_code()
    claim.secret_digest = _digest(claim, code)
    shown, by_phone = f"{code[:4]} {code[4:]}", claim.way != Way.EMAIL
    text = f"Stillwater: your code is {shown}. It is good for 30 minutes. If you did not ask for it, do nothing."
    if not by_phone:
        text = (
            f"Somebody who is signed in at {page('/')} says that a listing there is yours, or theirs:\n"
            f"{page(f'/find/{claim.listing.slug}')}\n\nIf you sent them, the code is {shown}. It is good for 30 minutes and works "
            "once. Nobody of the directory asks you for it.\n\nIf you know nothing of it, do nothing: without the code nothing "
            f"changes. You can also tell the moderators: {_report(claim.listing)}\n"
        )
    queue(
        about=f"once:claim:{claim.id}", to_address=claim.target, subject="A code that somebody asked for", text=text,
        due_at=at, channel="phone" if by_phone else "email",
    )  # fmt: skip


def _digest(claim: Claim, code: str) -> str:
    return digest(f"claim code {claim.id} {code}")


def _why_not(claim: Claim, ways: tuple[Way, ...], most: int, at: datetime) -> str:
    """Why a claim cannot be proved now; a removed listing ends it."""
    if claim.listing.removed_at:
        return "removed"
    if claim.proved_at or claim.refused_at:
        return "over"
    if claim.expires_at <= at:
        return "expired"
    if claim.way == Way.MODERATORS or _contested(claim.listing, claim.person_id, at):
        if claim.way != Way.MODERATORS:
            _contest(claim, at)
        return "contested"
    return "no_code" if claim.way not in ways else "tries" if claim.tries >= most else ""


def _weighed(claim: Claim, code: str, at: datetime) -> str:
    if why := _why_not(claim, CODES, rules.TRIES, at):
        return why
    claim.tries += 1
    claim.save(update_fields=["tries"])
    if rules.same(_digest(claim, rules.typed(code)), claim.secret_digest):
        grant(claim, by=actor_of(claim.person), role=Source.STEWARD, at=at)
        return ""
    if claim.tries < rules.TRIES:
        return "wrong"
    end(claim, why="tries", by=actor_of(claim.person), at=at)
    return "tries"
