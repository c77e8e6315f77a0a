"""The parts of a protocol file, read one by one into their dataclasses."""

from itertools import pairwise

from stillwater.care.rules.limits import LEVELS, MEASURES, Limit
from stillwater.care.rules.protocol_checks import check_file, check_limit, check_phases, check_translations
from stillwater.care.rules.protocol_types import (
    Cadence,
    Card,
    Check,
    DangerSign,
    DayRule,
    Fact,
    FollowUp,
    Leave,
    Named,
    Observation,
    Phase,
    Protocol,
    ProtocolErrors,
    Sourced,
)
from stillwater.care.rules.yaml_block import Block, Faults, top_block

SETTINGS = ("clinic", "home")
ROUTES = ("iv", "im", "sc", "intranasal_esketamine", "intranasal_racemic", "lozenge", "tablet")
RESTS_ON = ("fact", "check", "reading", "limits", "elapsed", "flagged", "numbers")
LIFTERS = ("prescriber", "nurse", "order_prescriber")
CHECKERS = ("prescriber", "nurse", "therapist", "coach", "front_desk", "patient", "sitter")
DECIDERS = ("prescriber", "nurse")


def read_protocol(text: str) -> Protocol:
    """Raises ProtocolErrors with everything that is wrong, in the order of the lines."""
    faults = Faults()
    top = top_block(text, faults)
    protocol = _protocol(top, faults) if top else None
    if protocol is None or faults.errors:
        raise ProtocolErrors(faults.in_order())
    return protocol


def _protocol(top: Block, faults: Faults) -> Protocol:
    leave = top.block("leave", "leave")
    protocol = Protocol(
        key=top.string("key"),
        title=top.words("title"),
        setting=top.choice("setting", SETTINGS),
        route=top.choice("route", ROUTES),
        product=top.words("product"),
        phases=_phases(top, faults),
        observations=tuple(_observation(block) for block in top.blocks("observations", "an observation")),
        limits=tuple(_limit(block) for block in top.blocks("limits", "a limit", needed=False)),
        day_of=tuple(_day_rule(block) for block in top.blocks("day_of", "a rule for the day")),
        ready=tuple(_check(block) for block in top.blocks("ready", "a check of the ready gate")),
        leave=_leave(leave) if leave else Leave((), ()),
        urgent=tuple(_fact(block, "an urgent symptom") for block in top.blocks("urgent", "an urgent symptom")),
        calm=tuple(_named(block) for block in top.blocks("calm", "a calm sign")),
        danger=tuple(_danger(block) for block in top.blocks("danger", "a danger sign")),
        effects=tuple(_named(block) for block in top.blocks("effects", "an effect")),
        hard_minute=_card(top, "hard_minute"),
        tonight=_card(top, "tonight"),
        aftercare=tuple(_fact(block, "aftercare") for block in top.blocks("aftercare", "aftercare")),
        follow_up=tuple(_follow_up(block) for block in top.blocks("follow_up", "a follow-up")),
        review=_review(top),
        information=tuple(_fact(block, "information") for block in top.blocks("information", "information")),
    )
    reviewed = _translations(top)
    top.close()
    check_file(protocol, top)
    check_translations(protocol, reviewed, top)
    return protocol


def _translations(top: Block) -> set[str]:
    """Languages whose words a named person has reviewed (S24)."""
    languages = set()
    for block in top.blocks("translations", "a translation", needed=False):
        languages.add(block.string("language"))
        block.string("reviewed_by")
        block.close()
    return languages


def _phases(top: Block, faults: Faults) -> tuple[Phase, ...]:
    blocks = top.blocks("phases", "a phase")
    phases = [_phase(block) for block in blocks]
    check_phases(phases, blocks, top)
    return tuple(phases)


def _phase(block: Block) -> Phase:
    source, mark = block.source()
    phase = Phase(
        key=block.string("key"),
        title=block.words("title"),
        start=block.number("from") or 0,
        end=block.number("to") or 0,
        intensity=block.number("intensity") or 0,
        patient=block.words("patient"),
        sitter=block.words("sitter"),
        source=source,
        mark=mark,
    )
    if not 0 <= phase.intensity <= 1:
        block.fault("intensity", f"“intensity” in {block.where} is between 0 and 1.")
    block.close()
    return phase


def _observation(block: Block) -> Observation:
    kind = block.choice("kind", ("reading", "look_in"))
    found = Observation(
        key=block.string("key"),
        title=block.words("title"),
        kind=kind,
        fields=block.names("fields", MEASURES, needed=kind == "reading"),
        cadence=tuple(_cadence(each) for each in block.blocks("cadence", "a cadence", needed=False)),
        at=block.sourced("at", needed=False),
        counted_from=block.choice("counted_from", ("first", "last"), default="first"),
    )
    if bool(found.cadence) == bool(found.at):
        block.fault("key", f"{block.where} is due at a cadence or at one time: write one of “cadence” and “at”.")
    starts = [(each.start, each.end) for each in found.cadence]
    for (start, end), (following, _) in pairwise(starts):
        if end is None or following < end or following < start:
            block.fault("cadence", f"In {block.where} one cadence begins before the one above it has ended.")
    block.close()
    return found


def _cadence(block: Block) -> Cadence:
    every = block.sourced("every")
    found = Cadence(block.number("from") or 0, block.number("to", needed=False), every or Sourced(None))
    if found.end is not None and found.end <= found.start:
        block.fault("to", f"{block.where} ends before it begins.")
    if every and every.value is not None and every.value <= 0:
        block.fault("every", f"“every” in {block.where} must be more than 0 minutes.")
    block.close()
    return found


def _limit(block: Block) -> Limit:
    source = block.source()[0]
    limit = Limit(
        measure=block.choice("measure", MEASURES),
        level=block.choice("level", LEVELS),
        over=block.number("over", needed=False),
        under=block.number("under", needed=False),
        source=source,
        asks=block.flag("asks"),
    )
    check_limit(limit, block)
    block.close()
    return limit


def _day_rule(block: Block) -> DayRule:
    rule = DayRule(
        key=block.string("key"),
        title=block.words("title"),
        words=block.words("words"),
        minutes_before=block.sourced("minutes_before", needed=False),
    )
    block.close()
    return rule


def _check(block: Block) -> Check:
    rests_on = block.choice("rests_on", RESTS_ON)
    check = Check(
        key=block.string("key"),
        title=block.words("title"),
        rests_on=rests_on,
        how=block.words("how", needed=False),
        by=block.names("by", CHECKERS, needed=rests_on in ("check", "flagged")),
        lift=block.names("lift", LIFTERS, needed=False),
        floor=block.flag("floor"),
        fields=block.names("fields", MEASURES, needed=rests_on == "reading"),
        max_age=block.sourced("max_age", needed=False),
        since=block.choice("since", ("dose",), default="dose") if block.has("since") else "",
        minutes=block.sourced("minutes", needed=rests_on == "elapsed"),
        counted_from=block.choice("counted_from", ("first", "last"), default="last"),
        source=block.string("source", needed=False),
    )
    if check.floor and check.lift:
        block.fault("lift", f"“{check.key}” is a floor: nobody lifts it. Take “lift” away.")
    block.close()
    return check


def _leave(block: Block) -> Leave:
    checks = tuple(_check(each) for each in block.blocks("checks", "a check of the leave gate"))
    leave = Leave(checks, block.names("decided_by", DECIDERS, needed=False))
    block.close()
    return leave


def _named(block: Block) -> Named:
    named = Named(block.string("key"), block.words("title"))
    block.close()
    return named


def _danger(block: Block) -> DangerSign:
    sign = DangerSign(
        key=block.string("key"),
        title=block.words("title"),
        first=block.word_list("first"),
        source=block.string("source"),
        reviewed=_reviewed(block),
    )
    block.close()
    return sign


def _card(top: Block, key: str) -> Card:
    block = top.block(key, f"“{key}”")
    if block is None:
        return Card((), None)
    card = Card(block.word_list("lines"), _reviewed(block))
    block.close()
    return card


def _reviewed(block: Block) -> str | None:
    """The name of the clinician who reviewed these words. It must be written, as null when nobody has."""
    if "reviewed" not in block.nodes:
        block.fault("reviewed", f"{block.where} must say who reviewed it; write “reviewed: null” while nobody has.")
    return block.string("reviewed", needed=False) or None


def _fact(block: Block, where: str) -> Fact:
    source, mark = block.source()
    fact = Fact(
        key=block.string("key"),
        title=block.words("title"),
        words=block.words("words"),
        source=source,
        mark=mark,
        date=block.string("date", needed=False),
    )
    block.close()
    return fact


def _review(top: Block) -> Fact | None:
    block = top.block("review", "the review") if top.has("review") else None
    return _fact(block, "the review") if block else None


def _follow_up(block: Block) -> FollowUp:
    found = FollowUp(
        key=block.string("key"),
        title=block.words("title"),
        after=block.sourced("after") or Sourced(None),
        unit=block.choice("unit", ("hours", "days")),
    )
    block.close()
    return found
