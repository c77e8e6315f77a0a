"""What the patient's session pages hold, from the protocol, the plan and the session's own state."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from stillwater.care.queries import active_order, plan_of, support_of, wishes_of
from stillwater.care.rules.words import Text, words
from stillwater.journal.actions import TooLong, write
from stillwater.kit.clock import from_iso, iso
from stillwater.people.access import NotYours
from stillwater.people.rules import ClinicKind
from stillwater.treatment import queries
from stillwater.treatment.models import Session
from stillwater.treatment.queries.screen import screen_of
from stillwater.treatment.rules import gates
from stillwater.treatment.rules.phase import phase_at
from stillwater.web.companion.replaying import for_maker, for_player, heard_again
from stillwater.web.shared.http import Request
from stillwater.web.shared.music import music_in
from stillwater.web.shared.speaking import silent_in, spoken_in

RESTING = timedelta(hours=6)


def own(request: Request, session_id: UUID) -> Session:
    """One of the asker's own sessions, never one that they reach as staff or with a pass. Raises NotYours."""
    session = queries.session_for(request.access, session_id)
    if session.patient_id not in request.access.patient_ids:
        raise NotYours
    return session


def where(session: Session, at: datetime) -> str:
    """The name of the page for this moment of a session."""
    if session.stage in ("under_way", "ready", "arrived"):
        return "session_screen"
    if session.stage in ("recovering", "left", "closed"):
        today = at.astimezone(session.appointment.zone).date()
        return "morning" if today > session.appointment.local_start.date() else "going_home"
    return "preflight" if session.appointment.starts_at - at < timedelta(hours=2) else "prepare"


def helper_of(session: Session) -> str:
    """Who comes when the patient calls: at home the sitter, in a clinic whoever watches."""
    if session.appointment.setting == "home":
        sitter = support_of(session.appointment).get("sits")
        return sitter.first_name if sitter else ""
    watcher = session.appointment.watcher
    return watcher.short_name if watcher else gettext("your team")


def place_of(session: Session) -> str:
    """Whose number stands on the page: the clinic's, or on one's own whoever answers after hours."""
    clinic = session.clinic
    return clinic.after_hours_name or clinic.name if clinic.kind == ClinicKind.OWN else clinic.name


def whole(request: Request, session: Session) -> dict[str, Any]:
    """What every one of these pages shows."""
    support = support_of(session.appointment)
    return {
        "session": session, "home": session.appointment.setting == "home", "helper": helper_of(session),
        "sitter": support.get("sits"), "driver": support.get("drives"), "clinic_name": place_of(session),
        "phone": session.clinic.after_hours_number or session.appointment.site.phone,
        "watched": session.clinic.watched_words, "number": session.appointment.number_in_course,
    }  # fmt: skip


def ready(request: Request, session: Session) -> dict[str, Any]:
    """The pre-flight, and the gate's checks that the patient may record."""
    results = queries.gate_now(session, "ready", request.at)
    mine = [r for r in results if "patient" in r.by]
    protocol, say = queries.settings_of(session).protocol, _words(session)

    def how(key: str) -> str:
        check = protocol.check(key)
        return str(say(check.how)) if check and check.how else ""

    shown = screen(request, session)
    return {
        **shown, "spoken": spoken_in(shown["sound"]), "silent": silent_in(session, shown["sound"]),
        "music_said": music_in(session, shown["sound"]),
        "mine": [(r, how(r.key)) for r in mine], "others": [r for r in gates.standing(results) if r not in mine],
        "standing": gates.standing(results), "order": active_order(session.appointment.course),
    }  # fmt: skip


def screen(request: Request, session: Session) -> dict[str, Any]:
    """The session screen, whole enough to go on without a network."""
    context = whole(request, session)
    shown = screen_of(session, request.access.actor_for(session.patient))
    protocol = queries.settings_of(session).protocol
    began = shown["state"]["dose"]["began_at"]
    now = phase_at(protocol, from_iso(began) if began else None, request.at)
    data = {
        "session": str(session.pk), "version": session.version, "server_at": iso(request.at),
        "patient": session.patient.first_name, "helper": context["helper"], "emergency": "911",
        "look_in_fresh_minutes": 15, **shown,
    }  # fmt: skip
    wishes = wishes_of(session.patient)
    checks = queries.state_of(session)["checks"]
    sound = queries.sound_of(session)
    heard = any(checks.get(key, {}).get("met") for key in ("help_proved", "preflight_help"))
    return {
        **context, "data": data, "along": now.along if now else 0.0, "sound": sound, "calmer": for_player(session, sound),
        "phrase": wishes.phrase if wishes else "", "heard": heard, "making": for_maker(session, sound),
    }  # fmt: skip


def home(request: Request, session: Session) -> dict[str, Any]:
    """Going home: the plan's last step, the protocol's words for the evening, each with its source."""
    protocol = queries.settings_of(session).protocol
    plan = plan_of(session.appointment, request.at)
    leave = queries.state_of(session)["leave"]
    say = _words(session)
    return {
        **whole(request, session), "last_step": plan.steps[-1] if plan.steps else None, "leave": leave,
        "aftercare": [(say(f.title), say(f.words), f.source) for f in protocol.aftercare],
        "tonight": [say(line) for line in protocol.tonight.lines], "tonight_reviewed": protocol.tonight.reviewed,
        "over": session.stage in ("left", "closed"), "sounded": bool(heard_again(session)["again"]),
    }  # fmt: skip


def _words(session: Session) -> Any:
    names = {"patient": session.patient.first_name, "sitter": helper_of(session)}

    def say(text: Text) -> str:
        said = words(text, get_language() or "en")
        for name, value in names.items():
            said = said.replace("{" + name + "}", value)
        return said

    return say


def keep_words(request: Request, session: Session) -> HttpResponse:
    """Keep one word or a text; what is too long comes back whole."""
    text = request.POST.get("text", "").strip()
    try:
        if text:
            write(request.access, kind="reflection", text=text, session=session, at=request.at)
    except TooLong:
        context = {**whole(request, session), "text": text, "too_long": True}
        return render(request, "companion/reflect.html", context, status=422)
    return redirect("reflect", session_id=session.pk)
