"""What a sitter or an escort sees: welcome, the screen for the session, the card for tonight, a card on paper."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stillwater.care.actions.plan import count_on
from stillwater.people.actions.passes import PassOver, open_pass
from stillwater.people.queries import pass_by_id, pass_by_secret
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.sitter import pages

READY_PIECES = {name: f"sitter/_{name}.html" for name in ("checks", "begin")}
# The browser remembers a pass for so long after its end, to say kindly that it has ended instead of asking for a password.
REMEMBERED = timedelta(days=30)


@require_GET
@door(anyone=True)
def open_link(request: Request, secret: str) -> HttpResponse:
    """The link or QR code of a pass. It is kept in this browser until it ends."""
    found = pass_by_secret(secret)
    if found is None:
        raise NotHere
    request.session["pass"] = str(found.id)
    try:
        open_pass(found, at=request.at)
    except PassOver:
        return redirect("pass_over")
    request.session.set_expiry(found.expires_at + REMEMBERED)
    session_id = found.session_id or pages.session_of_course(found, request.at)
    if session_id is None:
        raise NotHere
    return redirect("sitting" if found.agreed_at else "sitter_welcome", session_id=session_id)


@require_GET
@door(anyone=True)
def over(request: Request) -> HttpResponse:
    """A pass that has ended says so kindly, and whom to ask."""
    held = request.session.get("pass")
    found = pass_by_id(UUID(held)) if held else None
    return render(request, "sitter/over.html", {"support_pass": found}, status=200 if found else 404)


@door(sitter=True)
def welcome(request: Request, session_id: UUID) -> HttpResponse:
    """What to expect, and the sitter's own word: an adult, sober, there throughout."""
    session = pages.mine(request, session_id)
    if request.method == "POST":
        missing = [key for key in pages.PROMISES if key not in request.POST]
        if not missing:
            count_on(request.access, session.appointment, at=request.at)
            return HttpResponseRedirect(pages.after_welcome(session))
        context = {**pages.whole(request, session), "missing": missing, "given": request.POST}
        return render(request, "sitter/welcome.html", context, status=422)
    return render(request, "sitter/welcome.html", pages.whole(request, session))


@require_GET
@door(sitter=True)
def sitting(request: Request, session_id: UUID) -> HttpResponse:
    """The sitter's screen during a session at home; an escort of a clinic session gets tonight's card."""
    session = pages.mine(request, session_id)
    if pages.is_to_confirm(request, session):
        return redirect("sitter_welcome", session_id=session.pk)
    if session.appointment.setting != "home" or session.stage in ("left", "closed", "called_off"):
        return redirect("tonight", session_id=session.pk)
    if request.GET.get("piece") == "sound":
        return render(request, "sitter/_sound.html", pages.sound(request, session))
    return render(request, "sitter/sitting.html", pages.screen(request, session))


@door(sitter=True)
def ready(request: Request, session_id: UUID) -> HttpResponse:
    """What the sitter sees to before the medicine; each touch is an entry, with or without a script."""
    session = pages.mine(request, session_id)
    if pages.is_to_confirm(request, session):
        return redirect("sitter_welcome", session_id=session.pk)
    if session.appointment.setting != "home":  # an escort is not shown the order (S23)
        return redirect("tonight", session_id=session.pk)
    if request.method == "POST":
        if refused := pages.recorded(request, session):
            context = {**pages.before(request, session), "refused": refused, "typed": request.POST.get("amount", "")}
            return render(request, "sitter/ready.html", context, status=422)
        return redirect("sitter_ready", session_id=session.pk)
    template = READY_PIECES.get(request.GET.get("piece", ""), "sitter/ready.html")
    return render(request, template, pages.before(request, session))


@require_GET
@door(sitter=True)
def tonight(request: Request, session_id: UUID) -> HttpResponse:
    """Until the next morning: not alone, medicines away, what darker mood calls for, whom to call."""
    session = pages.mine(request, session_id)
    return render(request, "sitter/tonight.html", pages.whole(request, session))


@require_GET
@door(sitter=True)
def card(request: Request, session_id: UUID) -> HttpResponse:
    """The same on paper, for a wall or a pocket."""
    session = pages.mine(request, session_id)
    return render(request, "sitter/card.html", pages.whole(request, session))
