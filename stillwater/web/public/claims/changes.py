"""The public log, to read and to follow."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stillwater.directory.queries.log import entries
from stillwater.web.public.claims import words
from stillwater.web.public.links import listing_url
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.languages import in_english

A_PAGE = 50


@require_GET
@door(anyone=True)
def changes(request: Request) -> HttpResponse:
    """What changed, when, by which role. `before`: an edition, for what is older; `of`: one listing."""
    before, slug = request.GET.get("before", ""), request.GET.get("of", "")[:120]
    older_than = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    found = entries(at=request.at, before=older_than, slug=slug, most=A_PAGE)
    older = found[-1].edition if len(found) == A_PAGE else None
    return render(request, "claims/changes.html", {"entries": found, "older": older, "of": slug})


@require_GET
@door(anyone=True)
@in_english
def feed(request: Request) -> HttpResponse:
    """The same as an Atom feed."""
    here = request.build_absolute_uri
    told = Atom1Feed(
        title=_("Changes of the directory"), link=here("/find/changes"), description="", feed_url=here(request.path)
    )  # fmt: skip
    for each in entries(at=request.at, most=A_PAGE):
        said = f"{each.name}: {words.of_entry(each)}" if each.name else words.of_entry(each)
        link = here(listing_url(each.slug)) if each.slug else here("/find/changes")
        by = str(words.ROLES.get(each.role, each.role))
        told.add_item(said, link, description=by, unique_id=f"urn:uuid:{each.id}", pubdate=each.at, updateddate=each.at)
    return HttpResponse(told.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
