"""Who sits and who drives, and a sitter's pass: a link and a code, shown once."""

from datetime import datetime, time, timedelta
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from stillwater.care.actions import plan
from stillwater.care.models import SupportPerson
from stillwater.care.queries import support_for, support_of
from stillwater.people.actions import passes as pass_actions
from stillwater.people.queries import pass_for, passes_of
from stillwater.people.rules import Act
from stillwater.treatment.models import Session
from stillwater.treatment.queries import session_for
from stillwater.web.clinic.forms.people import PassForm, SupportForm
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request

MORNING = time(
    12
)  # a sitter's pass lasts until the next day's noon: the tonight card is wanted until the morning (S15)


@door(staff=Act.ISSUE_PASS)
def support_set(request: Request, session_id: UUID) -> HttpResponse:
    """Name who sits or drives; confirm or remove somebody."""
    session = session_for(request.access, session_id, Act.ISSUE_PASS)
    form = SupportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan.name_support(request.access, session.appointment, **form.cleaned_data, at=request.at)
        return redirect("support_set", session_id=session.pk)
    context = {"form": form, "session": session, "patient": session.patient, "support": support_of(session.appointment)}
    return render(request, "clinic/support.html", context, status=422 if form.errors else 200)


@require_POST
@door(staff=Act.ISSUE_PASS)
def support_change(request: Request, support_id: UUID) -> HttpResponse:
    """Somebody has confirmed, or is removed, quietly; then their pass ends too."""
    person = support_for(request.access, support_id)
    if request.POST.get("act") == "remove":
        plan.remove_support(request.access, person, at=request.at)
    else:
        plan.confirm_support(request.access, person, at=request.at)
    return redirect("support_set", session_id=person.appointment_id)


@door(staff=Act.ISSUE_PASS)
def passes(request: Request, session_id: UUID) -> HttpResponse:
    """The passes of a session, and a new one. Its link is shown once and kept nowhere."""
    session = session_for(request.access, session_id, Act.ISSUE_PASS)
    named = support_of(session.appointment).get("sits")
    first = {"name": named.name, "called": named.called, "phone": named.phone} if named else {}
    form = PassForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        return _shown(request, session, _issue(request, session, form, named))
    mine = [one for one in passes_of(request.access, session.patient_id) if one.session_id == session.pk]
    context = {"form": form, "session": session, "patient": session.patient, "passes": mine}
    return render(request, "clinic/passes.html", context, status=422 if form.errors else 200)


def _issue(request: Request, session: Session, form: PassForm, named: SupportPerson | None) -> pass_actions.Issued:
    """A pass, and its holder named as the one who sits."""
    access, said, at = request.access, form.cleaned_data, request.at
    issued = pass_actions.issue(
        access, session.patient, **said, tasks=["sits"], session_id=session.pk, expires_at=_until(session), at=at
    )
    if named and named.name == said["name"]:
        plan.give_pass(access, named, support_pass=issued.support_pass, at=at)
    else:
        facts = {name: said[name] for name in ("name", "called", "phone")}
        plan.name_support(access, session.appointment, task="sits", **facts, support_pass=issued.support_pass, at=at)
    return issued


def _until(session: Session) -> datetime:
    zone = session.appointment.zone
    return datetime.combine(session.appointment.local_start.date() + timedelta(days=1), MORNING, zone)


def _shown(request: Request, session: Session, issued: pass_actions.Issued) -> HttpResponse:
    """The link as words and as a code to photograph; drawn here, so that nobody else learns it."""
    code = segno.make(issued.link, error="m")
    rows = [("".join("1" if dark else "0" for dark in row)) for row in code.matrix]
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, bit in enumerate(row) if bit == "1")
    context = {"session": session, "patient": session.patient, "issued": issued, "dark": dark, "size": len(rows)}
    answer = render(request, "clinic/pass_issued.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@door(staff=Act.ISSUE_PASS)
def pass_change(request: Request, pass_id: UUID) -> HttpResponse:
    """A fresh link for one that was lost, or take the pass back."""
    held = pass_for(request.access, pass_id)
    session = session_for(request.access, held.session_id, Act.ISSUE_PASS) if held.session_id else None
    if request.POST.get("act") == "revoke" or session is None:
        pass_actions.revoke(request.access, held, at=request.at)
        return redirect("patient", patient_id=held.patient_id)
    try:
        return _shown(request, session, pass_actions.new_link(request.access, held, at=request.at))
    except pass_actions.PassOver:
        messages.error(request, gettext("This pass has ended. Make a new one."))
        return redirect("passes", session_id=session.pk)
