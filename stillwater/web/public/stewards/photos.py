"""The pictures of a listing: add one with its words, take one out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from stillwater.directory.actions.photos import LARGEST, MOST, NoPicture, add_photo, remove_photo
from stillwater.directory.queries import keeping
from stillwater.directory.queries.reading import photos_of
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request

TROUBLE = {
    "large": _("This picture is too large: at most 12 MB."), "kind": _("This is no picture that we can read: JPEG, PNG or WebP."),
    "small": _("This picture is too small to see anything."), "many": _("There are eight already. Take one out first."),
    "words": _("Say in a few words what it shows: it is read aloud to people who cannot see it."),
}  # fmt: skip


@door(signed_in=True)
def photos(request: Request, which: UUID) -> HttpResponse:
    """All of them, and one more."""
    person = request.access.person
    listing = keeping.one_kept_by(person.pk, which) if person else None
    if listing is None or person is None:
        raise NotHere
    shown: dict[str, Any] = {"listing": listing, "most": MOST, "trouble": "", "shows": request.POST.get("shows", "")}
    if request.method == "POST":
        try:
            file = request.FILES.get("picture")
            picture = file.read(LARGEST + 1) if file else b""
            add_photo(listing=listing, picture=picture, shows=shown["shows"], person=person, at=request.at)
            return redirect("listing_photos", which=which)
        except NoPicture as wrong:
            shown["trouble"] = TROUBLE[wrong.why]
    shown["photos"] = photos_of(listing)
    return render(request, "public/stewards/photos.html", shown, status=422 if shown["trouble"] else 200)


@require_POST
@door(signed_in=True)
def photo_end(request: Request, which: UUID, picture: UUID) -> HttpResponse:
    """Take one out."""
    person = request.access.person
    listing = keeping.one_kept_by(person.pk, which) if person else None
    if listing is None or person is None:
        raise NotHere
    remove_photo(listing=listing, photo_id=picture, person=person, at=request.at)
    messages.info(request, _("The picture is gone."))
    return redirect("listing_photos", which=which)
