"""Record entries: the one door by which every phone, tablet and form comes in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django_scopes import scopes_disabled

from stillwater.audit.actions import changed
from stillwater.care.actions.tasks import open_task
from stillwater.care.queries import active_order
from stillwater.kit.actor import Actor
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.live.actions import tell
from stillwater.people.access import Access, NotYours
from stillwater.people.rules import Act, ClinicKind
from stillwater.treatment import models
from stillwater.treatment.actions.consequences import follow
from stillwater.treatment.models import Session, SetAside
from stillwater.treatment.queries import (
    as_entry,
    entries_of,
    facts_now,
    session_for,
    session_subject,
    settings_of,
    state_of,
)
from stillwater.treatment.rules.doses import STARTS
from stillwater.treatment.rules.entries import Author, Refused, Sent, clock_correction, read
from stillwater.treatment.rules.fold import FOLD_VERSION, can_step, fold, step
from stillwater.treatment.rules.permissions import why_not
from stillwater.treatment.rules.told import marks_for_sitter

MOST_ENTRIES = 200
CLOSED = ("closed", "called_off")


@dataclass
class Receipt:
    """What became of each entry that was sent."""

    version: int
    stored: list[UUID] = field(default_factory=list)
    already: list[UUID] = field(default_factory=list)
    aside: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "stored": [str(i) for i in self.stored], "already": [str(i) for i in self.already], "aside": self.aside,
            "refused": self.refused, "marks": self.marks, "version": self.version,
        }  # fmt: skip


def record(
    access: Access, session_id: UUID, *, wire_entries: Sequence[Any], at: datetime, device: UUID | None = None,
    sent_at: datetime | None = None,
) -> Receipt:  # fmt: skip
    """Append what is new of `wire_entries`, fold, and tell whoever watches: all of it or nothing. Raises NotYours."""
    session = session_for(access, session_id, Act.RECORD_SESSION)
    by = access.actor_for(session.patient)
    return store(session.pk, by, wire_entries=wire_entries, at=at, device=device, sent_at=sent_at, known=session)


def add(
    access: Access, session_id: UUID, kind: str, data: dict[str, Any], *, at: datetime,
    observed_at: datetime | None = None, seen: int | None = None,
) -> Receipt:  # fmt: skip
    """One entry made on the server, for forms without a script. Raises NotYours."""
    typed = observed_at is not None
    wire = {
        "id": str(new_id()), "kind": kind, "observed_at": iso(observed_at or at), "offset": 0, "typed": typed,
        "data": data, "seen": seen,
    }  # fmt: skip
    return record(access, session_id, wire_entries=[wire], at=at, sent_at=at)


def store(
    session_id: UUID, by: Actor, *, wire_entries: Sequence[Any], at: datetime, device: UUID | None = None,
    sent_at: datetime | None = None, stamps: Mapping[UUID, Mapping[str, Any]] | None = None,
    known: Session | None = None,
) -> Receipt:  # fmt: skip
    """The work of `record`, for an actor whose right to this session is settled. `stamps`: further facts to freeze, by
    the id of the entry; `known`: the session as it was read, whose patient and plan need not be read again. Raises NotYours.
    """
    with transaction.atomic():
        session = _locked(session_id, known)
        desk = _Desk(session, by, at, device, clock_correction(sent_at, at) if sent_at else timedelta())
        desk.stamps = stamps or {}
        for wire in wire_entries:
            desk.take(wire)
        if desk.fresh:
            _fold_in(session, desk)
            details = {"detail": _kinds(desk.fresh)}
            changed("recorded", session_subject(session), by=by, at=at, details=details)
            tell(session.pk, scope_id=session.clinic_id, version=session.version, closed_at=session.closed_at)
            follow(session, [as_entry(row) for row in desk.fresh], by=by, at=at, record=store)
        receipt = desk.receipt
        receipt.version = session.version
        for wire_id in (*receipt.stored, *receipt.already):
            said = session.state["marks"].get(str(wire_id), ())
            if said := marks_for_sitter(said, gettext) if by.kind == "sitter" else said:
                receipt.marks[str(wire_id)] = " ".join(said)
    return receipt


def _locked(session_id: UUID, known: Session | None) -> Session:
    session = Session.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        raise NotYours
    if known is not None:
        session.appointment, session.patient, session.clinic = known.appointment, known.patient, known.clinic
        if session.protocol_id == known.protocol_id:
            session.protocol = known.protocol
    return session


class _Desk:
    """Takes entries in, one by one: new ones are stored, known ones named, odd ones set aside, malformed ones refused."""

    def __init__(self, session: Session, by: Actor, at: datetime, device: UUID | None, correction: timedelta) -> None:
        self.session, self.by, self.at, self.device, self.correction = session, by, at, device, correction
        self.author = Author(by.kind, by.id, by.name, by.roles)
        self.receipt = Receipt(session.version)
        self.fresh: list[models.Entry] = []
        self.stamps: Mapping[UUID, Mapping[str, Any]] = {}

    def take(self, wire: Any) -> None:
        try:
            sent = read(wire)
        except Refused as why:
            named = str(wire.get("id", "")) if isinstance(wire, dict) else ""
            self.receipt.refused += [{"id": named, "field": why.field, "why": why.why}]
            return
        if reason := why_not(self.author, sent.kind, setting_of(self.session), sent.data):
            self.receipt.refused += [{"id": str(sent.id), "field": "kind", "why": reason}]
            return
        digest = _digest(sent)
        with scopes_disabled():  # an id is taken wherever it was used: another clinic's must not end in a fault
            known = models.Entry.objects.filter(id=sent.id).first()
        if known is None:
            self.fresh += [self._insert(sent, digest)]
            self.receipt.stored += [sent.id]
        elif (known.session_id, known.author_id, known.digest) == (self.session.pk, self.by.id, digest):
            self.receipt.already += [sent.id]
        else:
            self._set_aside(sent, wire, digest)

    def _insert(self, sent: Sent, digest: str) -> models.Entry:
        entry = sent.entry(
            session=self.session.pk, author=self.author, recorded_at=self.at, correction=self.correction,
            stamp={**self._stamp(sent), **self.stamps.get(sent.id, {})},
        )  # fmt: skip
        row = models.Entry(
            id=entry.id, clinic_id=self.session.clinic_id, session=self.session, kind=entry.kind, data=dict(entry.data),
            observed_at=entry.observed_at, device_observed_at=sent.observed_at, offset_minutes=sent.offset,
            typed="person" if sent.typed else "clock",
            correction_ms=0 if sent.typed else int(self.correction / timedelta(milliseconds=1)),
            recorded_at=self.at, device_id=self.device, seen_version=sent.seen, author_kind=self.by.kind,
            author_id=self.by.id, author_name=self.by.name, author_roles=list(self.by.roles), stamp=dict(entry.stamp),
            digest=digest,
        )  # fmt: skip
        row.save(force_insert=True)
        return row

    def _stamp(self, sent: Sent) -> dict[str, Any]:
        """The facts outside the session that this entry's effect rests on, frozen now."""
        if sent.kind == "moved":
            return {"facts_unmet": facts_now(self.session, self.at)}
        if sent.kind not in ("dose", "override"):
            return {}
        order = active_order(self.session.appointment.course)
        if sent.kind == "override":
            theirs = order is not None and order.prescriber is not None and order.prescriber.person_id == self.by.id
            return {"roles": ["order_prescriber"]} if theirs else {}
        starts = sent.data["event"] in STARTS
        facts: dict[str, Any] = {"facts_unmet": facts_now(self.session, self.at)} if starts else {}
        if order is None:
            return facts
        amount = None if order.amount is None else float(order.amount)
        return {**facts, "order": str(order.id), "order_amount": amount, "order_unit": order.unit}

    def _set_aside(self, sent: Sent, wire: Any, digest: str) -> None:
        why = "Another entry has this id. Both are kept; somebody has to look."
        row = SetAside(
            id=new_id(), clinic_id=self.session.clinic_id, session=self.session, entry_id=sent.id, sent=wire, why=why,
            author_kind=self.by.kind, author_id=self.by.id, author_name=self.by.name, recorded_at=self.at,
            digest=digest,
        )  # fmt: skip
        # The session's row is locked: what an outbox sends again meets the first one here, and tells nobody anew.
        same = SetAside.objects.filter(session=self.session, entry_id=sent.id, digest=digest)
        if not same.exists():
            row.save(force_insert=True)
            changed("set_aside", session_subject(self.session), by=self.by, at=self.at)
            words, about = "Look at an entry that was set aside", f"aside:{row.id}"
            open_task(
                self.session.patient, about=about, words=words, due_at=self.at, by=self.by, at=self.at, reason=why
            )
        self.receipt.aside += [{"id": str(sent.id), "why": why}]


def setting_of(session: Session) -> str:
    """The column of the table of who may record what: "own" where there is no clinic."""
    return "own" if session.clinic.kind == ClinicKind.OWN else session.appointment.setting


def _digest(sent: Sent) -> str:
    """What the device said, without what it had seen: the same fact sent twice is the same."""
    said = [sent.kind, iso(sent.observed_at), sent.typed, sent.data]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _fold_in(session: Session, desk: _Desk) -> None:
    """One step for an entry that comes after all others; everything anew for a late one or an amendment."""
    settings = settings_of(session)
    state: dict[str, Any] | None = state_of(session)
    for entry in sorted((as_entry(row) for row in desk.fresh), key=lambda entry: entry.order):
        state = step(state, entry, settings) if state is not None and can_step(state, entry) else None
    if state is None:
        state = fold(entries_of(session), settings)
    session.state, session.fold_version, session.stage = state, FOLD_VERSION, state["stage"]
    session.frozen = state["frozen"]["what"] if state["frozen"] else None
    session.version += len(desk.fresh)
    session.closed_at = desk.at if state["stage"] in CLOSED else None
    session.save(update_fields=["state", "fold_version", "stage", "frozen", "version", "closed_at"])


def _kinds(rows: list[models.Entry]) -> str:
    """ "reading, effect (2)": the log says what kind was recorded, the record says what."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return ", ".join(kind if n == 1 else f"{kind} ({n})" for kind, n in counts.items())
