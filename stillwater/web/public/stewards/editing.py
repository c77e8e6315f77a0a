"""What the pages of a listing's owner show: what is there, what is missing, in words."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from stillwater.directory.actions.listings import missing_in
from stillwater.directory.models import Listing
from stillwater.directory.queries import keeping
from stillwater.directory.queries.moderation import moderators
from stillwater.directory.rules.fields import GROUPS
from stillwater.people.models import Person
from stillwater.people.rules import Act
from stillwater.web.public.find.facts import address
from stillwater.web.public.find.words import FIELD, GROUP, QUESTION
from stillwater.web.public.stewards.forms import ListingForm
from stillwater.web.shared.http import Request

OWN_GROUPS = tuple(group for group in GROUPS if group != "where")


def mine_of(request: Request, person: Person) -> dict[str, Any]:
    """The listings that somebody keeps, and the clinic that they could show."""
    clinic = request.clinic
    owns = clinic is not None and clinic.id in request.asker.clinics_where(Act.SET_CLINIC)
    offer = clinic if owns and clinic is not None and keeping.of_clinic(clinic.id) is None else None
    return {
        "listings": [(each, missing_in(each)) for each in keeping.kept_by(person.pk)],
        "offer": offer,
        "judges": moderators().filter(person=person).exists(),
    }


def page_of(listing: Listing, person: Person, form: ListingForm, group: str) -> dict[str, Any]:
    """The editor at one group."""
    missing, places = missing_in(listing), keeping.places_of(listing)
    here = {key for place in places for key in place.facts}
    asked = [str(words) for key, words in QUESTION.items() if key not in listing.facts and key not in here]
    return {
        "listing": listing, "form": form, "group": group, "groups": [(key, GROUP[key]) for key in OWN_GROUPS],
        "places": [(place, address(place.facts) or _("an address without a town")) for place in places],
        "missing": [str(FIELD[key]) for key in missing], "asked": asked[:4], "proved": keeping.is_proved(listing, person.pk),
        "is_shown": listing.published_at is not None and listing.hidden_at is None,
        "title": GROUP.get(group) or _("Address"),
    }  # fmt: skip


def posted_to(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def status(form: ListingForm) -> int:
    return 422 if form.is_bound else 200


def next_of(listing: Listing, group: str) -> str:
    """The editor at the next group, or at the first when it was the last."""
    place = OWN_GROUPS.index(group) + 1 if group in OWN_GROUPS else 0
    return reverse("listing_edit", args=[listing.pk]) + (
        f"?group={OWN_GROUPS[place]}" if place < len(OWN_GROUPS) else ""
    )


def still_missing(keys: Iterable[str]) -> str:
    return _("Before people can find it, it has to say: %(fields)s.") % {
        "fields": ", ".join(str(FIELD[key]) for key in keys)
    }
