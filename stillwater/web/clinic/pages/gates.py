"""The two gates of one session, and what this member may do about each check."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from stillwater.care.queries import review_answer
from stillwater.treatment import queries
from stillwater.treatment.rules.due import earliest_end
from stillwater.treatment.rules.gates import GateResult, standing
from stillwater.treatment.rules.stages import BEFORE_DOSE
from stillwater.web.clinic.pages.courses import answer_words
from stillwater.web.clinic.pages.room import Room, identity
from stillwater.web.clinic.presenters.rows import Row, rows
from stillwater.web.clinic.presenters.said import clock, who_may
from stillwater.web.clinic.presenters.taps import Tap


def ready(room: Room) -> dict[str, Any]:
    """The gate before a dose (S1, S3 to S5)."""
    results = queries.gate_now(room.session, "ready", room.at)
    name, unmet = room.session.patient.first_name, standing(results)
    here = room.stage not in ("planned",) or room.seat.home
    before = room.stage in BEFORE_DOSE
    arrive = Tap(
        "gate-arrived",
        "moved",
        gettext("%(name)s is here") % {"name": name},
        {"to": "arrived"},
        "btn main tall",
        undo=False,
    )
    begin = Tap(
        "gate-begin", "moved", gettext("Begin"), {"to": "under_way"}, "btn main tall", undo=False, once=True,
        then=reverse("room", args=[room.session.pk]),
    )  # fmt: skip
    return {
        **identity(room), **_place(room, "ready"), "rows": _rows(room, results),
        "arrive": None if here else arrive, "begin": begin,
        "can_begin": before and here and not unmet and room.may("moved", {"to": "under_way"}), "begun": not before,
        "unmet": unmet, "unmet_words": _count(unmet),
        "may_call_off": before and room.may("moved", {"to": "called_off"}),
    }  # fmt: skip


def leave(room: Room) -> dict[str, Any]:
    """The gate before leaving (S15): what is unmet, and a named clinician's decision. No verdict of ours."""
    results = [one for one in queries.gate_now(room.session, "leave", room.at) if one.rests_on != "decision"]
    decided_by = room.protocol.leave.decided_by
    name, earliest = room.session.patient.first_name, earliest_end(room.state, room.protocol)
    has_left = Tap(
        "gate-left", "moved", gettext("%(name)s has left") % {"name": name}, {"to": "left"}, "btn main tall",
        undo=False,
        then=reverse("room_part", args=[room.session.pk, "close"]),
    )  # fmt: skip
    unmet = standing(results)
    return {
        **identity(room), **_place(room, "leave"), "rows": _rows(room, results), "unmet": unmet,
        "unmet_words": _count(unmet), "leave": room.state["leave"], "has_left": has_left,
        "can_decide": bool(set(decided_by) & room.roles) and room.may("decision", {"about": "leave"}),
        "decides": who_may(decided_by) or gettext("A clinician"), "recovering": room.stage == "recovering",
        "earliest": clock(earliest, room.seat.zone) if earliest and earliest > room.at else "",
    }  # fmt: skip


def _place(room: Room, name: str) -> dict[str, Any]:
    return {"gate_url": reverse(f"gate_{name}", args=[room.session.pk]), "back": name}


def _count(unmet: list[GateResult]) -> str:
    return ngettext("%(n)s check is unmet", "%(n)s checks are unmet", len(unmet)) % {"n": len(unmet)}


def _rows(room: Room, results: list[GateResult]) -> list[dict[str, Any]]:
    made = rows(results, room.protocol, room.seat.zone, may=room.may, roles=room.roles, prefix="met")
    said = {"review_done": answer_words(review_answer(room.session.appointment.course))}
    return [{**_plain(row), "mend": _address(row, room), "patient_says": said.get(row.key, "")} for row in made]


def _plain(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def _address(row: Row, room: Room) -> str:
    """The page on which what is missing is put right."""
    session, course = room.session, room.session.appointment.course
    places = {
        "room": reverse("room", args=[session.pk]), "patient": reverse("patient", args=[session.patient_id]),
        "limits": reverse("limits_set", args=[course.pk]), "support": reverse("support_set", args=[session.pk]),
        "protocol": reverse("protocol", args=[session.protocol_id]), "course": reverse("course", args=[course.pk]),
    }  # fmt: skip
    return places.get(row.mend, "")
