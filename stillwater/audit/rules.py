"""What an audit event is, how its chain is signed, and the words it is told in. No Django."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

QUARTER = timedelta(minutes=15)
START = b"\0" * 32


def quarter_of(moment: datetime) -> datetime:
    """The quarter of an hour that holds `moment`: one read event per person, record and quarter."""
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def link(key: bytes, previous: bytes, facts: dict[str, Any]) -> bytes:
    """The signature of an event: HMAC-SHA256 over the one before it and this one's facts."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=str)
    return hmac.new(key, previous + text.encode(), hashlib.sha256).digest()


# One sentence a verb. `{who}` did it, `{what}` is the record in words, further names come from the event's details.
SENTENCES = {
    "read": "{who} read {what}",
    "listed": "{who} saw {what}",
    "downloaded": "{who} downloaded {what}",
    "created": "{who} created {what}",
    "changed": "{who} changed {what}",
    "recorded": "{who} recorded in {what}: {detail}",
    "set_aside": "{who} sent an entry to {what} that did not match one already there; it was set aside",
    "privacy_incident": "{who} opened a privacy incident about {what}",
    "signed": "{who} signed {what}",
    "ordered": "{who} signed {what}",
    "ended": "{who} ended {what}",
    "consented": "{who} gave {what}",
    "withdrew": "{who} withdrew {what}",
    "invited": "{who} invited {what}",
    "accepted": "{who} accepted {what}",
    "revoked": "{who} took back {what}",
    "opened": "{who} opened {what}",
    "shared": "{who} shared {what}",
    "unshared": "{who} stopped sharing {what}",
    "deleted": "{who} deleted {what}",
    "joined": "{who} joined {what}",
    "left": "{who} left {what}",
    "signed_in": "{who} signed in",
    "enrolled": "{who} became {what}",
    "retired": "{who} retired {what}",
    "took_over": "{who} took over {what}",
    "handed_back": "{who} locked {what}",
    "wrong_pin": "{who} was given a wrong PIN for {what}",
    "pin_locked": "{who} was given too many wrong PINs for {what}, which is locked now",
    "backed_up": "{who} made a backup",
    "restored": "{who} restored a backup",
    "claim_asked": "{who} asked to keep {what}",
    "claimed": "{who} proved that they keep {what}",
    "claim_ended": "{who} ended a claim to {what}: {detail}",
    "judged": "{who} judged a claim to {what}: {detail}",
    "verified": "{who} recorded a check of {what}: {detail}",
    "unverified": "{who} withdrew a check of {what}: {detail}",
    "asked": "{who} asked about {what}: {detail}",
    "answered": "{who} answered what was asked about {what}: {detail}",
    "shown": "{who} showed {what} again",
    "removed": "{who} removed {what} and what it said",
    "appointed": "{who} made {what} a moderator of the directory",
    "dismissed": "{who} ended {what}’s time as a moderator of the directory",
}


# A detail is kept as its code, sealed into the chain; people read it in words.
DETAIL_WORDS = {
    "moved": "a move", "dose": "a dose", "reading": "a reading", "look_in": "a look-in", "effect": "an effect",
    "help": "a call for help, or its answer", "medicine": "another medicine", "note": "a note", "music": "something about sound",
    "check": "a check", "override": "a check lifted", "decision": "a decision", "stop": "that stop was said",
    "missed": "a check that nobody made in time", "scale": "a scale", "signature": "a signature", "serious": "something serious",
    "amendment": "a correction",
}  # fmt: skip


def sentence(verb: str, who: str, what: str, details: dict[str, Any]) -> str:
    """The event in plain words. An unknown verb is a mistake in the code: KeyError."""
    return SENTENCES[verb].format(who=who, what=what, detail=details.get("detail", ""))
