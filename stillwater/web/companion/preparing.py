"""What the pages of preparation hold and keep."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import segno
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from stillwater.care.actions import plan
from stillwater.care.actions.wishes import set_wishes
from stillwater.care.models import SupportPerson
from stillwater.care.queries import plan_of, support_of, wishes_of
from stillwater.care.rules.plan import CONSENT, INTENTION, Plan, PlanItem
from stillwater.journal.actions import TooLong, write
from stillwater.journal.queries import note_row, notes_of
from stillwater.people.actions import passes
from stillwater.soundscape.rules import NEVER_WORDS, SCENES
from stillwater.soundscape.rules.music import CLINIC_MUSIC
from stillwater.treatment.actions.sounding import USUAL_SCENE, prepare_sound
from stillwater.treatment.models import Session
from stillwater.treatment.queries import current_session, is_under_way, own_sessions
from stillwater.web.companion import clinic_music, going, offering, reviewing, scenes, speaking
from stillwater.web.shared.http import NotHere, Request

TASKS = {"drives": gettext_lazy("Who goes home with you?"), "sits": gettext_lazy("Who sits with you?")}
MORNING = time(12)
KEPT = ("touch", "voice", "phrase", "sound", "never", "tastes", "guides")


def whole(request: Request, session: Session) -> dict[str, Any]:
    """The list, with the person's own words and their people."""
    found, own = plan_of(session.appointment, request.at), own_words(request, session)
    return {
        **going.whole(request, session), "plan": found, "rows": rows(session, found), "support": support_of(session.appointment),
        **own, "wishes": wishes_of(session.patient),
        "offered": offering.on_prepare(request, session, has_words=own["intention"] is not None),
        "review": reviewing.asked(request), "task": "sits" if session.appointment.setting == "home" else "drives",
    }  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the list; `to` is the page where it is done, where saying so is not enough."""

    item: PlanItem
    to: str


def rows(session: Session, found: Plan) -> list[Row]:
    """The list in its order, each line with its own page where it has one."""
    at = [session.pk]
    pages = {
        CONSENT: reverse("consents"), INTENTION: reverse("intention", args=at),
        **{task: reverse("support", args=[*at, task]) for task in TASKS},
    }  # fmt: skip
    return [Row(item, pages.get(item.key, "") if item.mine else "") for item in found.items]


def nearest(session: Session, found: Plan) -> tuple[list[Row], int]:
    """What is done, and the one thing that comes next; how many more there are."""
    shown = [row for row in rows(session, found) if row.item.is_done or row.item == found.next]
    return shown, len(found.items) - len(shown)


def own_words(request: Request, session: Session) -> dict[str, Any]:
    mine = notes_of(request.access, "intention", session.pk)
    return {"session": session, "intention": mine[0] if mine else None}


def keep_intention(request: Request, session: Session) -> HttpResponse:
    text, mine = request.POST.get("text", ""), notes_of(request.access, "intention", session.pk)
    try:
        note = note_row(request.access, mine[0].id) if mine else None
        write(request.access, kind="intention", text=text, session=session, note=note, at=request.at)
    except TooLong:
        context = {**own_words(request, session), "text": text, "too_long": True}
        return render(request, "companion/intention.html", context, status=422)
    by_itself = "X-Autosave" in request.headers
    if text.strip() or not by_itself:  # left empty on purpose is an answer too
        _tick_intention(request, session)
    return HttpResponse(status=204) if by_itself else redirect("prepare", session_id=session.pk)


def _tick_intention(request: Request, session: Session) -> None:
    item = plan_of(session.appointment, request.at).item(INTENTION)
    if item and not item.is_done:
        plan.tick(request.access, session.appointment, key=INTENTION, done=True, at=request.at)


def support(request: Request, session: Session, task: str) -> dict[str, Any]:
    if task not in TASKS:
        raise NotHere
    return {"session": session, "task": task, "title": TASKS[task], "person": support_of(session.appointment).get(task)}


def name_support(request: Request, session: Session, task: str) -> HttpResponse:
    context, name = support(request, session, task), request.POST.get("name", "").strip()
    if not name:
        context |= {"missing": True, "typed": request.POST}
        return render(request, "companion/support.html", context, status=422)
    person = plan.name_support(
        request.access, session.appointment, task=task, name=name[:200], phone=request.POST.get("phone", "")[:40],
        at=request.at,
    )  # fmt: skip
    return redirect("pass_preview", session_id=session.pk, support_id=person.id)


def preview(request: Request, session: Session, person: SupportPerson) -> dict[str, Any]:
    """Exactly what the pass shows, and what it never shows (S23)."""
    return {**going.whole(request, session), "person": person, "wishes": wishes_of(session.patient)}


def give_pass(request: Request, session: Session, person: SupportPerson) -> HttpResponse:
    """Make the pass; it lasts until noon of the next day. The link and its QR code are shown this once."""
    issued = passes.issue(
        request.access, session.patient, name=person.name, called=person.called, phone=person.phone,
        tasks=[person.task], session_id=session.pk, expires_at=_next_noon(session), at=request.at,
    )  # fmt: skip
    passes.note_preview(request.access, issued.support_pass, at=request.at)
    plan.give_pass(request.access, person, support_pass=issued.support_pass, at=request.at)
    code = segno.make(issued.link, error="m")
    squares = [(x, y) for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark]
    context = {
        **preview(request, session, person),
        "link": issued.link,
        "squares": squares,
        "width": len(code.matrix) + 8,
    }
    return render(request, "companion/preview.html", context)


def _next_noon(session: Session) -> datetime:
    day = session.appointment.local_start.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, session.appointment.zone)


def remove(request: Request, person: SupportPerson) -> None:
    plan.remove_support(request.access, person, at=request.at)


def wishes(request: Request, typed: dict[str, Any] | None = None) -> dict[str, Any]:
    """What was asked for, or what was typed and could not be kept."""
    row = wishes_of(request.access.records[0])
    kept = {name: getattr(row, name) for name in KEPT} if row else {}
    now: dict[str, Any] = {"never": [], "tastes": {}, "guides": {}, "sound": "", **kept, **(typed or {})}
    music = clinic_music.offer(request, now["sound"], now["never"])
    others = (CLINIC_MUSIC,) if music else ()
    return {
        "speaks": speaking.places(request, now["guides"], now["never"]), "music": music,
        "wishes": now, "nevers": scenes.nevers(now["never"]), "tastes": scenes.ways(now["tastes"]),
        "scenes": scenes.offered(now["sound"], now["never"], USUAL_SCENE, others), "may_try": not is_under_way(request.access),
    }  # fmt: skip


def keep_wishes(request: Request) -> HttpResponse:
    """Keep what was asked for, with every clinic, and have the next session's sound made anew."""
    asked = _asked(request.POST)
    if name := _nothing_left(request, asked):
        context = {**wishes(request, asked), "nothing_left": name}
        return render(request, "companion/wishes.html", context, status=422)
    if spoken_of := speaking.on_list(asked["guides"], asked["never"]):
        return render(request, "companion/wishes.html", {**wishes(request, asked), "spoken_of": spoken_of}, status=422)
    for record in request.access.records:
        set_wishes(request.access, record, at=request.at, **asked)
    for session in own_sessions(request.access).filter(stage="planned")[:3]:
        prepare_sound(session, at=request.at)
    near = current_session(request.access, request.at)
    return redirect("prepare", session_id=near.pk) if near else redirect("care")


def _nothing_left(request: Request, asked: dict[str, Any]) -> Any:
    """What was chosen and has nothing left with the never list, by its name; None where something may play."""
    if asked["sound"] == CLINIC_MUSIC:
        return None if clinic_music.left(request, asked["never"]) else clinic_music.NAME
    scene = asked["sound"] or USUAL_SCENE
    return None if scenes.left(scene, asked["never"]) else scenes.SAID[scene].name


def _asked(post: QueryDict) -> dict[str, Any]:
    sound = post.get("sound", "")
    return {
        "touch": post.get("touch", "")[:200], "voice": post.get("voice", "")[:200], "phrase": post.get("phrase", "")[:120],
        "sound": sound if sound in (*SCENES, CLINIC_MUSIC) else "", "never": [w for w in post.getlist("never") if w in NEVER_WORDS],
        "tastes": scenes.typed_tastes(post), "guides": speaking.typed(post),
    }  # fmt: skip
