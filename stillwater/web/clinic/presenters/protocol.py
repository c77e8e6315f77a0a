"""A protocol in readable form: each number with its source, and what the clinic must still set marked."""

from dataclasses import dataclass

from django.utils.translation import gettext

from stillwater.care.rules.limits import MEASURES
from stillwater.care.rules.protocol import Cadence, Check, Observation, Protocol, Sourced
from stillwater.care.rules.words import Text, words
from stillwater.treatment.rules.summary import number
from stillwater.web.clinic.presenters.readings import LEVEL_WORDS
from stillwater.web.clinic.presenters.said import ROUTE_NAMES, who_may

BY_CLINIC = "set by the clinic"  # as the loader writes it where a file names no source


@dataclass(frozen=True)
class Line:
    """One line: what, its words, its source, and whether the clinic must still set it."""

    title: str
    words: str = ""
    source: str = ""
    unset: bool = False
    note: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    lines: list[Line]
    words: str = ""

    @property
    def source(self) -> str:
        """The source that every line shares, to be said once."""
        sources = {line.source for line in self.lines}
        return sources.pop() if len(self.lines) > 1 and len(sources) == 1 else ""


@dataclass(frozen=True)
class Readable:
    title: str
    product: str
    route: str
    setting: str
    phases: list[tuple[str, float, float]]
    sections: list[Section]
    unset: list[str]


def readable(protocol: Protocol) -> Readable:
    phases = [(words(p.title), p.start, p.end) for p in protocol.phases]
    sections = [*_course_of_a_session(protocol), *_around_it(protocol)]
    shown = [section for section in sections if section.lines or section.words]
    setting = gettext("In a clinic") if protocol.setting == "clinic" else gettext("At home")
    unset = [f"{section.title}: {line.title}" for section in shown for line in section.lines if line.unset]
    route = str(ROUTE_NAMES.get(protocol.route, protocol.route))
    return Readable(words(protocol.title), words(protocol.product), route, setting, phases, shown, unset)


def _course_of_a_session(protocol: Protocol) -> list[Section]:
    phases = [_phase(p.title, p.start, p.end, p.patient, p.source) for p in protocol.phases]
    observations = [line for one in protocol.observations for line in _observation(one)]
    ready = [_check(check) for check in protocol.ready]
    leave = [_check(check) for check in protocol.leave.checks]
    drawn = gettext("A picture of time for the screens, drawn round sourced times. Not a medical limit.")
    others = gettext("A prescriber sets or declines every other limit for each course, by name.")
    return [
        Section("phases", gettext("Phases"), phases, drawn),
        Section("observations", gettext("What is looked at, and how often"), observations),
        Section("limits", gettext("Limits that the protocol brings"), _limits(protocol), others),
        Section("ready", gettext("The gate before a dose"), ready),
        Section("leave", gettext("The gate before leaving"), leave, _decides(protocol)),
    ]


def _around_it(protocol: Protocol) -> list[Section]:
    day = [_day(rule.title, rule.words, rule.minutes_before) for rule in protocol.day_of]
    urgent = [_said(one.title, one.words, one.source) for one in protocol.urgent]
    danger = [
        Line(
            words(one.title),
            " ".join(_of_anybody(words(step)) for step in one.first),
            one.source,
            note=reviewed(one.reviewed),
        )
        for one in protocol.danger
    ]
    aftercare = [_said(one.title, one.words, one.source) for one in protocol.aftercare]
    return [
        Section("day", gettext("Rules for the day"), day),
        Section("urgent", gettext("Urgent at any number"), urgent),
        Section("danger", gettext("Danger signs, and what to do first"), danger),
        Section("aftercare", gettext("Aftercare"), aftercare),
        Section(
            "follow_up", gettext("Follow-up"), [_after(one.title, one.after, one.unit) for one in protocol.follow_up]
        ),
    ]


def _of_anybody(text: str) -> str:
    """Steps name the patient on a sitter's card; here they are anybody's."""
    return text.replace("{patient}", gettext("the patient")).replace("{sitter}", gettext("the sitter"))


def reviewed(name: str | None) -> str:
    return gettext("Reviewed by %(name)s.") % {"name": name} if name else gettext("Not yet reviewed by a clinician.")


def _phase(title: Text, start: float, end: float, said: Text, source: str) -> Line:
    facts = {"from": number(start), "to": number(end)}
    return Line(words(title), gettext("%(from)s to %(to)s min since the dose.") % facts + " " + words(said), source)


def _said(title: Text, said: Text, source: str) -> Line:
    return Line(words(title), words(said), source)


def _observation(one: Observation) -> list[Line]:
    title = words(one.title)
    if one.at is not None:
        after = gettext("the last dose") if one.counted_from == "last" else gettext("the first dose")
        return [_sourced(title, one.at, gettext("%(n)s min after %(after)s"), {"after": after})]
    return [_cadence(title, cadence) for cadence in one.cadence]


def _cadence(title: str, cadence: Cadence) -> Line:
    until = (
        gettext("to %(to)s min") % {"to": number(cadence.end)} if cadence.end is not None else gettext("until leaving")
    )
    facts = {"from": number(cadence.start), "until": until}
    return _sourced(title, cadence.every, gettext("every %(n)s min, from %(from)s min %(until)s"), facts)


def _sourced(title: str, value: Sourced, sentence: str, facts: dict[str, str]) -> Line:
    if value.value is None:
        return Line(title, gettext("set by the clinic: not set yet"), value.source, unset=True)
    source = "" if value.source == BY_CLINIC else value.source
    note = gettext("Set by %(who)s.") % {"who": value.by} if value.by else _mark(value.mark)
    return Line(title, sentence % {**facts, "n": number(value.value)}, source, note=note)


def _mark(mark: str) -> str:
    return gettext("Read at second hand: confirm before you rely on it.") if mark == "R2" else ""


def _limits(protocol: Protocol) -> list[Line]:
    found = []
    for limit in protocol.limits:
        edge = (
            gettext("over %(n)s") % {"n": number(limit.over)}
            if limit.over is not None
            else gettext("under %(n)s") % {"n": number(limit.under or 0)}
        )
        found.append(Line(f"{MEASURES[limit.measure]}, {LEVEL_WORDS[limit.level]}", edge, limit.source))
    return found


def _check(check: Check) -> Line:
    lift = who_may(check.lift)
    who = gettext("Nobody lifts it.") if check.floor or not lift else gettext("%(who)s may lift it.") % {"who": lift}
    said = words(check.how) if check.how else ""
    number_of = check.max_age or check.minutes
    if number_of is not None and number_of.value is None:
        return Line(words(check.title), gettext("set by the clinic: not set yet"), check.source, unset=True, note=who)
    if number_of is not None and number_of.value is not None:
        kind = gettext("At most %(n)s min old.") if check.max_age else gettext("%(n)s min after the dose.")
        said = f"{said} {kind % {'n': number(number_of.value)}}".strip()
    return Line(words(check.title), said, check.source or _own_source(number_of), note=who)


def _own_source(value: Sourced | None) -> str:
    return "" if value is None or value.source == BY_CLINIC else value.source


def _decides(protocol: Protocol) -> str:
    if not protocol.leave.decided_by:
        return gettext("At home nobody leaves.")
    return gettext("%(who)s decides, by name. The list decides nothing.") % {"who": who_may(protocol.leave.decided_by)}


def _day(title: Text, said: Text, before: Sourced | None) -> Line:
    if before is None:
        return Line(words(title), words(said))
    line = _sourced(words(title), before, gettext("%(n)s min before the dose"), {})
    return Line(line.title, f"{words(said)} ({line.words})", line.source, line.unset, line.note)


def _after(title: Text, after: Sourced, unit: str) -> Line:
    sentence = gettext("%(n)s hours after") if unit == "hours" else gettext("%(n)s days after")
    return _sourced(words(title), after, sentence, {})
