"""The record of one session, to read and to print."""

from typing import Any

from stillwater.care.rules.words import words
from stillwater.kit.clock import from_iso
from stillwater.treatment.queries import gate_now, printed_record
from stillwater.treatment.rules.played import played
from stillwater.treatment.rules.printed import REDISCLOSURE
from stillwater.treatment.rules.stages import BEFORE_DOSE
from stillwater.web.clinic.pages.room import Room, identity
from stillwater.web.clinic.pages.room_parts import table_rows
from stillwater.web.clinic.presenters.log import log
from stillwater.web.clinic.presenters.rows import rows
from stillwater.web.clinic.presenters.said import STAGE_WORDS, clock
from stillwater.web.clinic.presenters.strip import strip
from stillwater.web.shared.steering import played_words


def record(room: Room) -> dict[str, Any]:
    """Every entry in the order of observation, with gates, doses, readings, signature and corrections."""
    zone = room.seat.zone
    lines = log(room.entries, room.state, room.seat, whole=True, newest_first=False)
    doses = [line for line in lines if line.kind in ("dose", "medicine")]
    return {
        **identity(room), "lines": lines, "doses": doses, "rows": table_rows(room),
        "printed": printed_record(room.session),
        "strip": strip(room.entries, room.state, room.settings.limits_in_force, room.at, zone, whole=True),
        "gates": [(name, _gate(room, name)) for name in _gates(room)], "signature": room.state["signature"],
        "stages": _stages(room),
        "redisclosure": REDISCLOSURE, "protocol": words(room.protocol.title), "version": room.session.protocol.version,
        "amendments": [line for line in lines if line.kind == "amendment"], "played": played_words(played(room.entries, room.state)),
    }  # fmt: skip


def _stages(room: Room) -> list[dict[str, Any]]:
    zone, moves = room.seat.zone, room.state["stages"]
    return [{**move, "time": clock(from_iso(move["at"]), zone), "words": STAGE_WORDS[move["to"]]} for move in moves]


def _gates(room: Room) -> tuple[str, ...]:
    """The gate before leaving is not asked yet while somebody is still being dosed."""
    return ("ready",) if room.stage in (*BEFORE_DOSE, "under_way", "called_off") else ("ready", "leave")


def _gate(room: Room, name: str) -> list[Any]:
    """What was checked and lifted. Facts outside the session are left out: they are of today, not of that day."""
    answered = room.state["checks"]
    results = [
        one for one in gate_now(room.session, name, room.at)
        if one.rests_on == "check" or one.lifted or (one.rests_on == "flagged" and one.key in answered)
    ]  # fmt: skip
    return rows(results, room.protocol, room.seat.zone, may=lambda kind, data: False, roles=frozenset(), prefix=name)
