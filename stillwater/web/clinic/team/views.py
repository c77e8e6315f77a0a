"""Who works here, what they may do, and who is invited."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from stillwater.people.access import NotYours
from stillwater.people.actions.clinics import LastOwner, end_membership, set_roles
from stillwater.people.actions.patients import AlreadyHere, InvitationOver, invite_member, revoke_invitation
from stillwater.people.models import Invitation, Member
from stillwater.people.queries import invitations_for, members_for
from stillwater.people.rules import Act
from stillwater.web.clinic.team import words
from stillwater.web.clinic.team.forms import Invite, Roles
from stillwater.web.clinic.team.here import clinic_for, posted
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request


def _member(request: Request, member_id: UUID) -> Member:
    clinic = clinic_for(request, Act.MANAGE_TEAM)
    found = members_for(request.access, clinic.id).select_related("person").filter(id=member_id).first()
    if found is None:
        raise NotYours
    return found


def _invitations(request: Request) -> Any:
    return invitations_for(request.access, clinic_for(request, Act.MANAGE_TEAM).id).filter(patient=None)


def _last_owner() -> str:
    return _("A clinic keeps at least one owner. Make somebody else an owner first.")


@require_GET
@door(staff=Act.SEE_TEAM)
def team(request: Request) -> HttpResponse:
    """The members with their roles in words, and what each role may do."""
    clinic = clinic_for(request, Act.SEE_TEAM)
    manages = request.access.may(Act.MANAGE_TEAM, clinic.id)
    context = {
        "members": members_for(request.access, clinic.id).select_related("person"),
        "invitations": _invitations(request) if manages else (),
        "manages": manages,
        "sees_voices": request.access.may(Act.SEE_VOICES, clinic.id),
        "keeps_music": request.access.may(Act.KEEP_MUSIC, clinic.id),
        "sets_clinic": request.access.may(Act.SET_CLINIC, clinic.id),
        "roles": words.role_names(),
        "table": words.table(),
    }
    return render(request, "clinic/team/team.html", context)


@door(staff=Act.MANAGE_TEAM)
def member_edit(request: Request, member_id: UUID) -> HttpResponse:
    """Change somebody's roles."""
    member = _member(request, member_id)
    form = Roles(posted(request), initial={"roles": member.roles})
    if form.is_valid():
        try:
            set_roles(request.access, member, roles=form.cleaned_data["roles"], at=request.at)
        except LastOwner:
            form.add_error("roles", _last_owner())
        else:
            messages.success(request, _("The roles of {name} are changed.").format(name=member.shown_name))
            return redirect("team")
    context = {"member": member, "form": form}
    return render(request, "clinic/team/member.html", context, status=422 if form.errors else 200)


@require_POST
@door(staff=Act.MANAGE_TEAM)
def member_end(request: Request, member_id: UUID) -> HttpResponse:
    """Somebody leaves the team."""
    member = _member(request, member_id)
    try:
        end_membership(request.access, member, at=request.at)
    except LastOwner:
        context = {"member": member, "form": Roles(initial={"roles": member.roles}), "trouble": _last_owner()}
        return render(request, "clinic/team/member.html", context, status=409)
    messages.success(request, _("{name} is no longer on the team.").format(name=member.shown_name))
    return redirect("team" if member.person_id != request.access.person.id else "front")  # type: ignore[union-attr]


@door(staff=Act.MANAGE_TEAM)
def invitation_add(request: Request) -> HttpResponse:
    """Ask somebody to join the team; the link is shown once, and sent."""
    clinic, form = clinic_for(request, Act.MANAGE_TEAM), Invite(posted(request))
    if form.is_valid():
        try:
            sent = invite_member(request.access, clinic.id, **form.cleaned_data, at=request.at)
        except AlreadyHere:
            form.add_error("email", _("Somebody on the team has this address already."))
        else:
            return render(request, "clinic/team/invited.html", {"sent": sent}, status=201)
    return render(request, "clinic/team/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@door(staff=Act.MANAGE_TEAM)
def invitation_revoke(request: Request, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back: its link stops working."""
    found: Invitation | None = _invitations(request).filter(id=invitation_id).first()
    if found is None:
        raise NotYours
    try:
        revoke_invitation(request.access, found, at=request.at)
    except InvitationOver:
        messages.warning(request, _("{name} accepted a moment ago.").format(name=found.shown_name))
    else:
        messages.success(request, _("The invitation of {name} is taken back.").format(name=found.shown_name))
    return redirect("team")
