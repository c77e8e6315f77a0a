"""The demonstration's own door: one touch signs in as one of the cast. Outside the demonstration it does not exist."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from stillwater.demo.tablets import PIN, enrol_one, retire_one
from stillwater.people.access import access_of
from stillwater.people.actions.tablets import open_pins
from stillwater.people.models import Person, SupportPass
from stillwater.people.queries import every_live_pass, everybody
from stillwater.people.rules import ROLE_NAMES, ClinicKind, Role
from stillwater.web.shared import tablets
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

# The first role that somebody holds says what to try.
TRY = {
    Role.PRESCRIBER: _("Open a room on the board, sign an order, set limits, read who has looked."),
    Role.NURSE: _("Run four rooms from the board: readings, look-ins, the two gates."),
    Role.THERAPIST: _("Follow a session on the board and write what you see."),
    Role.COACH: _("See who comes today. Records stay shut."),
    Role.FRONT_DESK: _("See who comes today and mark them arrived, add a patient, plan a session."),
    Role.OWNER: _("Look after the team, the clinic and the log of who looked."),
}
# What each of the cast's patients is at; the seed makes it so.
AT_PRESENT = {
    "Ana Marlow": _("Her third session is under way: the dark screen, its sound, three places to touch."),
    "Ruth Bellamy": _("She rests after her session and waits to go home."),
    "Jonah Pike": _("His session has just begun. He is a patient of two clinics."),
    "Ines Duarte": _("She has arrived and waits in her room."),
    "Mo Haddad": _("His session is later today: how the day will go, and what is left to do."),
    "Clara Voss": _("She called today’s session off herself."),
    "Iris Tan": _("Her session is at home this evening, with her sister beside her."),
    "Wren Calloway": _("On her own: her prescriber’s papers copied, a session tomorrow evening, a friend beside her."),
    "Noor Rahimi": _("The day after: room for what she wants to keep."),
}
PATIENT = _("See today, prepare, go through a session, write in the journal.")
ON_THEIR_OWN = _("Everything a patient sees, without a clinic: the prescriber stands in the plan.")
SITTER = _("Open the sitter’s screen: what to do next, and what to do in danger.")


@dataclass(frozen=True)
class Part:
    """One of the cast, with the button that signs in as them."""

    field: str  # "person" or "pass"
    id: UUID
    name: str
    role: str
    words: str


@door(anyone=True)
def demo_sign_in(request: Request) -> HttpResponse:
    """Everybody of the cast; a touch on a name signs in as them."""
    if not settings.STILLWATER_DEMO:
        raise NotHere
    if request.method == "POST":
        return _become(request)
    staff = [_member(each) for each in everybody() if access_of(each).is_staff]
    patients = [_patient(each) for each in everybody() if not access_of(each).is_staff]
    patients.sort(key=lambda part: (*AT_PRESENT, part.name).index(part.name))
    sitters = [_sitter(each) for each in every_live_pass(request.at)]
    groups = [(_("At the clinic"), staff), (_("Patients"), patients), (_("Beside them"), sitters)]
    return render(request, "arriving/demo.html", {"groups": groups, "pin": PIN})


def _become(request: Request) -> HttpResponse:
    if request.POST.get("tablet"):
        retire_one(request.access.tablet, at=request.at)
        logout(request)
        return tablets.keep(redirect("tablet"), enrol_one(at=request.at))
    wanted = request.POST.get("person") or request.POST.get("pass")
    found = next((each for each in everybody() if str(each.id) == wanted), None)
    held = next((each for each in every_live_pass(request.at) if str(each.id) == wanted), None)
    logout(request)
    if found is not None:
        login(request, found, backend=settings.AUTHENTICATION_BACKENDS[0])
        open_pins(found, access_of(found).clinic_ids)
    elif held is not None:
        request.session["pass"] = str(held.id)
    else:
        raise NotHere
    retire_one(request.access.tablet, at=request.at)
    return tablets.put_away(redirect("front"))  # this browser is one person's again


def _member(person: Person) -> Part:
    place = access_of(person).places[0]
    first = next(role for role in (*TRY,) if role in place.role_set)
    role = ", ".join(ROLE_NAMES[each] for each in TRY if each in place.role_set)
    return Part("person", person.id, place.shown_name, f"{role}, {place.clinic.name}", str(TRY[first]))


def _patient(person: Person) -> Part:
    clinics = [each.clinic for each in access_of(person).records]
    own = all(clinic.kind == ClinicKind.OWN for clinic in clinics)
    where = str(_("On their own")) if own else ", ".join(clinic.name for clinic in clinics)
    words = AT_PRESENT.get(person.name, ON_THEIR_OWN if own else PATIENT)
    return Part("person", person.id, person.name, where, str(words))


def _sitter(held: SupportPass) -> Part:
    role = str(_("With a pass for {name}")).format(name=held.patient.name)
    return Part("pass", held.id, held.name, role, str(SITTER))
