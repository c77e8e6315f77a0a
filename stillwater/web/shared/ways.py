"""The ways through the house: what stands in each audience's bar, and which of them the page is under."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, URLResolver, get_resolver, resolve, reverse
from django.utils.translation import gettext_lazy as _

from stillwater.people.access import NOBODY, Access
from stillwater.web.shared.doors import Door

# URL name, icon, words, and the names of the pages beneath it.
WAYS = {
    "companion": (
        ("today", "sunrise", _("Today"), "today prepare intention support pass_preview"),
        ("journal", "book-open", _("Journal"), "journal note note_share recording"),
        (
            "session_now",
            "session",
            _("Session"),
            "session_now session_screen preflight pressure told going_home reflect morning",
        ),
        (
            "care",
            "user-round",
            _("Care"),
            "care library guide guide_read sound own_music consents wishes who_looked my_record own own_order own_prescriber own_after_hours own_limits own_times own_session own_session_add own_close",
        ),
    ),
    "clinic": (
        ("board", "layout-grid", _("Board"), "board room room_part gate_ready gate_leave session_record"),
        ("arrivals", "door-open", _("Arrivals"), "arrivals"),
        (
            "patients",
            "users",
            _("Patients"),
            "patients patient patient_add patient_edit course course_add session_add session_plan session_move session_place support_set passes",
        ),
        ("protocols", "list-checks", _("Protocols"), "protocols protocol protocol_add"),
        (
            "team",
            "user-round",
            _("Team"),
            "team member_edit invitation_add clinic_settings tablet_list voices voice_guide music music_edit",
        ),
        ("who_looked_clinic", "eye", _("Who looked"), "who_looked_clinic"),
    ),
    "public": (("front", "sunrise", _("Start"), "front"), ("help_now", "phone", _("Help now"), "help_now")),
}


@dataclass(frozen=True)
class Way:
    name: str
    url: str
    icon: str
    label: str
    here: bool


def ways_of(audience: str, request: HttpRequest | None, access: Access | None) -> list[Way]:
    """Only the ways whose door opens to the asker, to a member where they work now; a page that is not there is left out."""
    clinic = getattr(request, "clinic", None)
    if access and clinic and audience == "clinic":
        access = replace(access, places=tuple(place for place in access.places if place.clinic_id == clinic.id))
    match = getattr(request, "resolver_match", None)
    now, found = match.url_name if match else None, []
    for name, icon, label, beneath in WAYS[audience]:
        url, door = _page(get_resolver(), name)
        if url and (door is None or door.opens_to(access or NOBODY)):
            found.append(Way(name, url, icon, str(label), now in beneath.split()))
    return found


@lru_cache(maxsize=64)
def _page(urls: URLResolver, name: str) -> tuple[str, Door | None]:
    """Where a page is, and the door before it; no address where it does not exist. The same as long as these are the URLs."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return "", None
    return url, getattr(resolve(url).func, "door", None)
