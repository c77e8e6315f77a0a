"""The pieces of the room that are fetched again when its session goes on, and the small pages behind its buttons."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from stillwater.care.rules.words import words
from stillwater.kit.clock import from_iso
from stillwater.people.queries import members_for
from stillwater.treatment import queries
from stillwater.treatment.rules.due import earliest_end
from stillwater.treatment.rules.kinds import MEASURE_FIELDS
from stillwater.treatment.rules.played import played
from stillwater.treatment.rules.stages import BEFORE_DOSE
from stillwater.web.clinic.pages import serious
from stillwater.web.clinic.pages.room import Room, identity
from stillwater.web.clinic.presenters.card import help_of
from stillwater.web.clinic.presenters.dues import held_words, question_words
from stillwater.web.clinic.presenters.log import log
from stillwater.web.clinic.presenters.readings import Reading, big, readings, small
from stillwater.web.clinic.presenters.said import clock, due, inner, span
from stillwater.web.clinic.presenters.strip import strip
from stillwater.web.clinic.presenters.taps import Tap
from stillwater.web.shared.music import music_in
from stillwater.web.shared.speaking import silent_in, spoken_in
from stillwater.web.shared.steering import played_words, steering_of

CHOICES = (
    ("go_on", gettext_lazy("Go on")),
    ("hold", gettext_lazy("Hold")),
    ("stop_dosing", gettext_lazy("Stop dosing")),
    ("transfer", gettext_lazy("Transfer")),
)
Part = Callable[[Room], dict[str, Any]]


def now(room: Room) -> dict[str, Any]:
    """Stage, next due, readings and the strip."""
    zone, began = room.seat.zone, room.began_at
    phases = [(words(phase.title), phase.start, phase.end) for phase in room.protocol.phases]
    minutes = (room.at - began).total_seconds() / 60 if began else None
    said = gettext("%(span)s since dose began") % {"span": span(room.at - began)} if began else gettext("No dose yet")
    limits = room.settings.limits_in_force
    shown = readings(room.state, limits, room.protocol, room.at)
    return {
        "phases": phases, "minutes": minutes, "said": said, "next": _next(room), "after_next": _after_next(room),
        "readings": [(one, confirm(room, one)) for one in big(shown)], "also_read": small(shown),
        "help": help_of(room.state, room.at),
        "strip": strip(room.entries, room.state, limits, room.at, zone, whole=room.stage in ("left", "closed")),
        "rows": table_rows(room), "earliest_end": earliest_end(room.state, room.protocol),
    }  # fmt: skip


def confirm(room: Room, reading: Reading) -> Tap | None:
    """Says that a device is right: all that it sent in that entry, or the rest would count as confirmed unseen."""
    if reading.state != "device" or not room.may("reading"):
        return None
    sent = next((entry.data for entry in room.entries if str(entry.id) == reading.entry), {})
    values = {name: sent[name] for name in MEASURE_FIELDS if name in sent}
    words = gettext("Confirm") if set(values) == {name for name, _ in reading.values} else gettext("Confirm all")
    data = {**values, "source": "person", "confirms": reading.entry}
    return Tap(f"confirm-{reading.key}", "reading", words, data, "btn quiet")


def _next(room: Room) -> dict[str, Any] | None:
    """What is due next, or is overdue longest."""
    if not room.state["due"]:
        return None
    item = room.state["due"][0]
    at = from_iso(item["at"])
    state, said = due(at, room.at)
    return {"title": item["title"], "at": at, "time": clock(at, room.seat.zone), "state": state, "words": said}


def _after_next(room: Room) -> str:
    """ "Look in at 11:30": what comes after the next."""
    if len(room.state["due"]) < 2:
        return ""
    item = room.state["due"][1]
    facts = {"what": inner(item["title"]), "time": clock(from_iso(item["at"]), room.seat.zone)}
    return gettext("then %(what)s at %(time)s") % facts


def table_rows(room: Room) -> list[dict[str, Any]]:
    """The readings in a table: what the strip draws, for whoever does not see it, and for print."""
    found = []
    for line in log(room.entries, room.state, room.seat, newest_first=False):
        if line.kind == "reading":
            found.append({"line": line, "data": next(e.data for e in room.entries if e.id == line.id)})
    return found


def ask(room: Room) -> dict[str, Any]:
    """The question that an exceeded limit asks, else the effects that one touch records."""
    limits = room.settings.limits_in_force
    questions = [
        {**one, "words": question_words(one, limits), "time": clock(from_iso(one["at"]), room.seat.zone)}
        for one in room.state["open_limits"]
    ]
    return {"questions": questions, "held": held_words(room.state), "choices": CHOICES, **seen(room)}


def seen(room: Room) -> dict[str, Any]:
    """What one touch records: a look-in, an effect, and the signs that are urgent at any number (S3)."""
    calm = [Tap(f"sign-{s.key}", "look_in", words(s.title), {"sign": s.key}, cls="chip") for s in room.protocol.calm]
    urgent = [
        Tap(f"urgent-{s.key}", "effect", words(s.title), {"name": s.key, "danger": True}, cls="chip grave")
        for s in room.protocol.urgent
    ]
    return {"look_ins": calm, "effects": effects(room), "urgent": urgent}


def effects(room: Room) -> list[Tap]:
    return [
        Tap(f"effect-{effect.key}", "effect", words(effect.title), {"name": effect.key}, cls="chip")
        for effect in room.protocol.effects
    ]


def entries(room: Room) -> dict[str, Any]:
    lines = log(room.entries, room.state, room.seat)
    return {"lines": lines, "count": len(lines), "set_aside": list(queries.set_aside_of(room.session))}


def foot(room: Room) -> dict[str, Any]:
    """What can be done now, by stage. Ending the dosing is not closing the session (field note WO-577)."""
    name, stage = room.session.patient.first_name, room.stage
    here = gettext("%(name)s is here") % {"name": name}
    return {
        "stage": stage, "before": stage in BEFORE_DOSE, "has_dose": bool(room.state["dose"]["began_at"]),
        "dosing": bool(room.state["dose"]["began_at"]) and not room.state["dose"]["ended_at"],
        "arrive": Tap("tap-arrived", "moved", here, {"to": "arrived"}, "btn main tall", undo=False),
        "end": Tap("tap-end", "dose", gettext("End dosing"), {"event": "ended"}, "btn main tall"),
        "stop": Tap("tap-stop", "stop", gettext("%(name)s says stop") % {"name": name}, {}, "btn tall", undo=False),
        "call": Tap("tap-help", "help", gettext("Call help"), {"what": "call"}, "btn tall", "hand", undo=False),
        "stopped": room.state["stop"], "open": stage in ("arrived", "ready", "under_way", "recovering"),
    }  # fmt: skip


def dose(room: Room) -> dict[str, Any]:
    """A dose is never prefilled (S5). The order stands beside it, word for word."""
    team = members_for(room.access, room.session.clinic_id)
    others = [
        member.shown_name
        for member in team
        if member.person_id != room.author.id and {"prescriber", "nurse"} & set(member.roles)
    ]
    events = [
        (event, said) for event, said in (
            ("begun", gettext("Begun")), ("given", gettext("Given")),
            ("ended", gettext("Ended")), ("wasted", gettext("Wasted")),
        )
    ]  # fmt: skip
    return {
        "events": events, "others": others, "two": room.protocol.route in ("iv", "im"),
        "unit": room.order.unit if room.order else "",
        "device": room.protocol.route.startswith("intranasal"),
        "given": [_dose_line(room, event) for event in room.state["dose"]["events"]],
    }  # fmt: skip


def _dose_line(room: Room, event: dict[str, Any]) -> dict[str, Any]:
    marks = room.state["marks"].get(event["entry"], [])
    line = next((line for line in log(room.entries, room.state, room.seat) if str(line.id) == event["entry"]), None)
    return {"line": line, "marks": marks}


def sound(room: Room) -> dict[str, Any]:
    """Steer what plays; and sound never gates treatment (S6): mend it, a room speaker, or silence."""
    said = {"room_speaker": gettext("Room speaker instead"), "silence": gettext("Silence instead")}
    offers = [
        Tap(f"music-{key}", "music", words, {"what": "missing", "instead": key}, "tap") for key, words in said.items()
    ]
    there = queries.sound_of(room.session)
    spoken, silent = spoken_in(there), silent_in(room.session, there)
    told = {"spoken": spoken, "silent": silent, "music_said": music_in(room.session, there)}
    return {"sound": there, "offers": offers, **told, **steer(room)}


def steer(room: Room) -> dict[str, Any]:
    """How the sound is on the patient's phone, what may be asked of it, and what played when."""
    may, beside = room.may("music", {"what": "asked"}), not room.seat.home
    steering = steering_of(room.session, room.state, queries.sound_of(room.session), may=may, beside=beside)
    return {"steering": steering, "played": played_words(played(room.entries, room.state))}


def close(room: Room) -> dict[str, Any]:
    """The way to a closed session: a decision, the leaving, a signature. Each is an entry of its own."""
    state = room.state
    return {
        "leave": state["leave"], "left": room.stage in ("left", "closed", "transferred"),
        "signature": state["signature"],
        "can_sign": room.may("signature"), "open_limits": state["open_limits"],
        "has_dose": bool(state["dose"]["began_at"]),
        "close": Tap(
            "tap-close", "moved", gettext("Close the session"), {"to": "closed"}, "btn main tall", undo=False,
            then=reverse("session_record", args=[room.session.pk]),
        ),
        "transfer": Tap(
            "tap-transfer", "moved", gettext("Transferred"), {"to": "transferred"}, "btn",
            then=reverse("room_part", args=[room.session.pk, "close"]),
        ),
    }  # fmt: skip


def nothing(room: Room) -> dict[str, Any]:
    return {}


PIECES: dict[str, tuple[str, Part]] = {
    "now": ("clinic/room/_now.html", now),
    "ask": ("clinic/room/_ask.html", ask),
    "entries": ("clinic/room/_entries.html", entries),
    "foot": ("clinic/room/_foot.html", foot),
    "steer": ("clinic/room/_steer.html", steer),
}
PAGES: dict[str, tuple[str, Part]] = {
    "dose": ("clinic/room/dose.html", dose),
    "note": ("clinic/room/note.html", nothing),
    "medicine": ("clinic/room/medicine.html", nothing),
    "effects": ("clinic/room/effects.html", seen),
    "helper": ("clinic/room/helper.html", nothing),
    "sound": ("clinic/room/sound.html", sound),
    "close": ("clinic/room/close.html", close),
    "serious": ("clinic/room/serious.html", serious.page),
}


APART = ("steer",)  # on a page of its own


def whole(room: Room) -> dict[str, Any]:
    found = identity(room)
    for name, (_, part) in PIECES.items():
        found |= part(room) if name not in APART else {}
    return found
