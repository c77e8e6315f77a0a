"""The entries of a session as lines: both times, author, marks, and a correction beside what it corrects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.amendments import amend
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.summary import say
from stillwater.web.clinic.presenters.card import Seat
from stillwater.web.clinic.presenters.readings import State
from stillwater.web.clinic.presenters.said import clock, short_name

# A minute of difference is the way of the entry to the server; more is said.
LATE = timedelta(minutes=1)
QUIET = ("amendment",)  # stands beside the entry that it corrects
CORRECTED_MARKS = ("Struck out by", "Corrected by", "Recorded for the wrong person")


@dataclass(frozen=True)
class LogLine:
    """One entry. `struck`: the old words are struck; `fix`: what stands now; `why`: who corrected it, when and why."""

    id: UUID
    kind: str
    at: datetime
    time: str
    words: str
    by: str
    by_whole: str
    times: str = ""
    marks: tuple[str, ...] = ()
    hot: bool = False
    struck: bool = False
    fix: str = ""
    why: str = ""
    can_correct: bool = False
    day: str = ""  # "27 Nov" where it is not the day of the session


def log(
    entries: Sequence[Entry], state: State, seat: Seat, *, whole: bool = False, newest_first: bool = True
) -> list[LogLine]:
    """`whole`: corrections have lines of their own too, as a printed record wants."""
    amended = amend(entries)
    standing = {entry.id: entry for entry in amended.entries}
    lines = [
        _line(entry, standing.get(entry.id, entry), amended.by.get(entry.id), state, seat)
        for entry in entries
        if whole or entry.kind not in QUIET or str(entry.id) in state["marks"]
    ]
    return lines[::-1] if newest_first else lines


def _line(entry: Entry, now: Entry, amendment: Entry | None, state: State, seat: Seat) -> LogLine:
    zone, local = seat.zone, entry.when.astimezone(seat.zone)
    is_other_day = local.date() != seat.starts_at.astimezone(zone).date()
    marks = tuple(mark for mark in state["marks"].get(str(entry.id), ()) if not mark.startswith(CORRECTED_MARKS))
    replaced = amendment is not None and amendment.data["how"] == "replaced"
    late = abs(entry.recorded_at - entry.observed_at) > LATE
    facts = {"observed": clock(entry.observed_at, zone), "recorded": clock(entry.recorded_at, zone)}
    return LogLine(
        id=entry.id, kind=entry.kind, at=entry.when, time=clock(entry.when, zone), words=say(entry, state, gettext),
        by=short_name(entry.author.name), by_whole=entry.author.name,
        times=gettext("Observed %(observed)s, recorded %(recorded)s") % facts if late else "",
        marks=marks, hot=any("limit set by" in mark or "danger" in mark for mark in marks),
        struck=amendment is not None, fix=say(now, state, gettext) if replaced else "",
        why=why(state["amended"].get(str(entry.id)), zone),
        can_correct=entry.kind != "amendment" and entry.author.kind != "system",
        day=date_format(local, "j M") if is_other_day else "",
    )  # fmt: skip


def why(amended: dict[str, Any] | None, zone: tzinfo) -> str:
    """ "Corrected 11:05 by Maya: wrong line read"."""
    if not amended:
        return ""
    facts = {"time": clock(from_iso(amended["at"]), zone), "who": short_name(amended["by"]), "why": amended["reason"]}
    if amended["how"] == "wrong_person":
        return gettext("Was another person's; hidden %(time)s by %(who)s") % facts
    if amended["how"] == "struck":
        return gettext("Struck out %(time)s by %(who)s: %(why)s") % facts
    return gettext("Corrected %(time)s by %(who)s: %(why)s") % facts
