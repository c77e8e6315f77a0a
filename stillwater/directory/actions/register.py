"""Taking in the register of providers, a piece at a time, so that it can stop anywhere and go on."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from stillwater.directory.actions.bulk import upsert
from stillwater.directory.actions.following import follow_register
from stillwater.directory.models import RegisterImport, RegisterRow
from stillwater.directory.queries.register import Known, digests, known, removed_npis, same_file, stopped
from stillwater.directory.rules.register import (
    KEPT,
    Content,
    Entry,
    Fault,
    Outcome,
    Told,
    Unreadable,
    Why,
    differences,
    newest,
)

__all__ = ["Overtaken", "Reached", "begin", "deactivate", "end", "follow_register", "take_in"]

Report = Callable[[Sequence[Told]], int]


class Overtaken(RuntimeError):
    """Another process is taking in the same file."""


@dataclass(frozen=True)
class Reached:
    """How far into the file a piece comes, from its beginning."""

    lines: int
    bytes: int
    rows: int


@dataclass
class _Piece:
    """What becomes of the rows of one piece."""

    of: RegisterImport
    told: list[Told] = field(default_factory=list)
    counts: Counter[Outcome] = field(default_factory=Counter)
    fresh: dict[str, tuple[Entry, Content]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def tell(self, line: int, npi: str, outcome: Outcome, why: str = "", value: str = "") -> None:
        self.counts[outcome] += 1
        if outcome is not Outcome.FILTERED:
            self.told.append(Told(line, npi, outcome, why, value))


def begin(
    *, file_key: str, file_name: str, file_date: date, bytes_total: int, kept: str, at: datetime
) -> RegisterImport:
    """The import of this file: one that was stopped goes on; otherwise a new one."""
    return stopped(file_key, kept) or RegisterImport.objects.create(
        file_key=file_key, file_name=file_name, file_date=file_date, bytes_total=bytes_total, kept=kept, begun_at=at
    )


def take_in(
    entries: Sequence[Entry], faults: Sequence[Fault], *, of: RegisterImport, reached: Reached,
    read: Callable[[Entry], Content], report: Report, at: datetime,
) -> float:  # fmt: skip
    """One piece of a file: its rows, what became of them, and how far it came, in one transaction. `read` is asked only for
    rows that say something new. How many seconds it held the database. Raises Overtaken.
    """
    here, unwanted = digests(entry.npi for entry in entries), removed_npis(entry.npi for entry in entries)
    piece, told_anew, same, number = _Piece(of), list[Entry](), list[tuple[str, int]](), of.pk
    for line, why, value in faults:
        piece.tell(line, "", Outcome.REFUSED, why, value)
    for entry in entries:
        digest, seen_in = here.get(entry.npi, ("", 0))
        if entry.npi in unwanted or not (digest or entry.wanted):
            piece.tell(entry.line, entry.npi, Outcome.FILTERED)
        elif digest != entry.digest:
            told_anew.append(entry)
        else:
            piece.tell(entry.line, entry.npi, Outcome.UNCHANGED)
            same.append((entry.npi, seen_in))
    if same:
        twins = same_file(of.file_key)
        piece.seen += [npi for npi, seen_in in same if seen_in not in twins]
    changing = [entry.npi for entry in told_anew if entry.npi in here]
    before = known(changing) if changing else {}
    for entry in told_anew:
        _sort(piece, entry, before.get(entry.npi), read)
    _name_changes(piece)
    piece.told.sort()
    with transaction.atomic():
        _take_turn(of)
        began = time.monotonic()
        if unwanted:
            RegisterRow.objects.filter(npi__in=unwanted).delete()
        upsert([(npi, *content, entry.digest, number) for npi, (entry, content) in piece.fresh.items()])
        if piece.seen:
            RegisterRow.objects.filter(npi__in=piece.seen).update(seen_in=of)
        follow_register({*here, *piece.fresh}, file_date=of.file_date, at=at)
        _count(of, piece, reached=reached, report=report)
    return time.monotonic() - began


def _sort(piece: _Piece, entry: Entry, before: Known | None, read: Callable[[Entry], Content]) -> None:
    """Which of the outcomes a row has that says something new; what is to be written goes into the piece."""
    try:
        content = read(entry)
    except Unreadable as trouble:
        piece.tell(entry.line, entry.npi, Outcome.REFUSED, trouble.why, trouble.value)
        return
    active = content.is_active()
    if before is None and not active:  # a number that was given up, of nobody who is here: nothing to match
        piece.tell(entry.line, entry.npi, Outcome.FILTERED)
    elif before is not None and content.newest() < newest(*before):
        piece.tell(entry.line, entry.npi, Outcome.REFUSED, Why.OLDER, str(content.newest()))
    else:
        ended = before is not None and before.is_active() and not active
        piece.fresh[entry.npi] = entry, content if active else _ended(content)
        outcome = Outcome.NEW if before is None else Outcome.DEACTIVATED if ended else Outcome.CHANGED
        piece.tell(entry.line, entry.npi, outcome)


def _name_changes(piece: _Piece) -> None:
    """Say of each changed row what changed; one that reads the same as before, spaces aside, is unchanged."""
    changed = [told.npi for told in piece.told if told.outcome is Outcome.CHANGED]
    if not changed:
        return
    before = {row["npi"]: row for row in RegisterRow.objects.filter(npi__in=changed).values("npi", *KEPT)}
    for place, told in enumerate(piece.told):
        if told.outcome is Outcome.CHANGED and told.npi in before:
            what = differences(before[told.npi], piece.fresh[told.npi][1])
            outcome = Outcome.CHANGED if what else Outcome.UNCHANGED
            piece.told[place] = told._replace(outcome=outcome, why=" ".join(what))
            piece.counts[Outcome.CHANGED] -= 1
            piece.counts[outcome] += 1


def deactivate(
    ended: Iterable[tuple[int, str, date]],
    faults: Sequence[Fault],
    *,
    of: RegisterImport,
    key: str,
    lines: int,
    report: Report,
) -> None:
    """A piece of the separate report of deactivations: (line, number, day). What is here of such a number goes, but for the day;
    one that was updated or reactivated since stays. `key` and `lines`: which report, and how far into it this piece comes.
    """
    piece, days = _Piece(of), dict[date, list[str]]()
    pairs = {npi: (line, day) for line, npi, day in ended}
    for line, why, value in faults:
        piece.tell(line, "", Outcome.REFUSED, why, value)
    for npi, row in known(pairs).items():
        line, day = pairs[npi]
        if row.is_active() and day >= newest(row.updated, row.reactivated):
            days.setdefault(day, []).append(npi)
            piece.tell(line, npi, Outcome.DEACTIVATED)
    piece.told.sort()
    with transaction.atomic():
        _take_turn(of)
        for day, npis in days.items():
            RegisterRow.objects.filter(npi__in=npis).update(**Content(deactivated_date=day)._asdict())
        of.ended_key, of.ended_lines = key, lines
        _count(of, piece, reached=None, report=report)


def end(*, of: RegisterImport, at: datetime) -> None:
    """The file has been read to its end."""
    RegisterImport.objects.filter(pk=of.pk).update(ended_at=at)
    of.ended_at = at


def _ended(content: Content) -> Content:
    """What is kept of a number that no longer stands: its days."""
    return Content(**{name: value for name, value in content._asdict().items() if name.endswith("_date")})


def _take_turn(of: RegisterImport) -> None:
    mine = Q(pk=of.pk, ended_at=None, lines_done=of.lines_done)
    if not RegisterImport.objects.filter(mine).update(rows_done=F("rows_done")):
        raise Overtaken


def _count(of: RegisterImport, piece: _Piece, *, reached: Reached | None, report: Report) -> None:
    for outcome, more in piece.counts.items():
        setattr(of, outcome, getattr(of, outcome) + more)
    for told in piece.told:
        if told.outcome is Outcome.REFUSED:
            of.refused_why[told.why] = of.refused_why.get(told.why, 0) + 1
    of.report_bytes = report(piece.told)
    if reached is not None:
        of.lines_done, of.bytes_done, of.rows_done = reached.lines, reached.bytes, reached.rows
    of.save()
