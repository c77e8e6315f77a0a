"""Protocols: the versions that a clinic has adopted, one of them in readable form, and adopting another."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stillwater.care.actions import protocols as actions
from stillwater.care.queries import protocol_for, protocol_of, protocols_for, shipped_protocols
from stillwater.care.rules.protocol import ProtocolError, ProtocolErrors
from stillwater.people.rules import Act
from stillwater.web.clinic.forms.protocols import ProtocolForm
from stillwater.web.clinic.presenters.protocol import readable
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request, clinic_at_work

_NONE: tuple[ProtocolError, ...] = ()


@require_GET
@door(staff=Act.SEE_PROTOCOLS)
def protocols(request: Request) -> HttpResponse:
    """Every version of every protocol of this clinic, and the ones that ship."""
    clinic = clinic_at_work(request)
    context = {
        "versions": protocols_for(request.access, clinic.id), "shipped": shipped_protocols(),
        "may_set": request.access.may(Act.SET_PROTOCOL, clinic.id),
    }  # fmt: skip
    return render(request, "clinic/protocols.html", context)


@require_GET
@door(staff=Act.SEE_PROTOCOLS)
def protocol(request: Request, protocol_id: UUID) -> HttpResponse:
    """One version, as its file says."""
    row = protocol_for(request.access, protocol_id)
    context = {
        "row": row,
        "protocol": readable(protocol_of(row)),
        "may_set": request.access.may(Act.SET_PROTOCOL, row.clinic_id),
    }
    return render(request, "clinic/protocol.html", context)


@require_GET
@door(staff=Act.SEE_PROTOCOLS)
def protocol_file(request: Request, protocol_id: UUID) -> HttpResponse:
    """The file of a version, as it was adopted."""
    row = protocol_for(request.access, protocol_id)
    name = f"{row.slug}-{row.version}.yaml"
    return HttpResponse(
        row.text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@door(staff=Act.SET_PROTOCOL)
def protocol_add(request: Request) -> HttpResponse:
    """Adopt a protocol. A file with faults is not taken; each fault is said with its line, and what was typed stays."""
    clinic = clinic_at_work(request)
    request.access.require(Act.SET_PROTOCOL, clinic.id)
    form, faults = ProtocolForm(request.POST or None, request.FILES or None, initial={"text": _start(request)}), _NONE
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.adopt(request.access, clinic.id, text=form.cleaned_data["text"], at=request.at)
            return redirect("protocol", protocol_id=row.pk)
        except ProtocolErrors as why:
            faults = why.errors
    typed = form.cleaned_data.get("text") if form.is_bound else form.initial["text"]
    context = {"form": form, "faults": faults, "typed": typed or "", "lines": enumerate((typed or "").splitlines(), 1)}
    return render(request, "clinic/protocol_add.html", context, status=422 if faults or form.errors else 200)


def _start(request: Request) -> str:
    """The text to begin with: one that ships, or a version that the clinic has."""
    if slug := request.GET.get("shipped"):
        return next((text for key, _, text in shipped_protocols() if key == slug), "")
    if not (version := request.GET.get("version")):
        return ""
    try:
        return protocol_for(request.access, UUID(version)).text
    except ValueError:
        raise NotHere from None
