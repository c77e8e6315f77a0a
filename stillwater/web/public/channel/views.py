"""The channel: its hub, topics, series, pages and words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import conditional_page, require_safe

from stillwater.channel.queries import reading
from stillwater.channel.queries.shelf import Shelf, languages, shelf
from stillwater.channel.rules.vocabulary import ROLES
from stillwater.web.public.channel.kept import may_be_kept
from stillwater.web.public.channel.schema import schema_of
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import NotHere, Request


def in_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page's own language, whatever the browser asks for; and so the same page for every visitor."""

    @wraps(view)
    def shown(request: Request, *args: Any, language: str = "en", **kwargs: Any) -> HttpResponse:
        with translation.override(language):
            answer = view(request, *args, language=language, **kwargs)
        answer.headers["Content-Language"] = language
        return may_be_kept(answer)

    return shown


def stocked(language: str) -> Shelf:
    """What stands on the channel; NotHere where it has nothing in this language."""
    found = shelf(language)
    if not found.title:
        raise NotHere
    return found


@require_safe
@door(anyone=True)
@in_language
def hub(request: Request, language: str) -> HttpResponse:
    """Where to begin, by who asks and by topic."""
    here = stocked(language)
    role = request.GET.get("for", "")
    cards = [card for card in here.cards if role in card.roles] if role in ROLES else []
    said = {
        "shelf": here,
        "roles": ROLES,
        "role": role if role in ROLES else "",
        "cards": cards,
        "languages": languages(),
    }
    return render(request, "channel/hub.html", said)


@require_safe
@door(anyone=True)
@in_language
def topic(request: Request, language: str, slug: str) -> HttpResponse:
    """A subject, with its pages in their order."""
    if (found := stocked(language).topic(slug)) is None:
        raise NotHere
    return render(request, "channel/group.html", {"group": found, "shelf": shelf(language), "feed": slug})


@require_safe
@door(anyone=True)
@in_language
def series(request: Request, language: str, slug: str) -> HttpResponse:
    """Pages to read one after another."""
    if (found := stocked(language).one_series(slug)) is None:
        raise NotHere
    return render(request, "channel/group.html", {"group": found, "shelf": shelf(language), "ordered": True})


@require_safe
@door(anyone=True)
@in_language
@conditional_page
def article(request: Request, language: str, slug: str) -> HttpResponse:
    """One page, with its sources, its reviewer and its dates."""
    found = reading.read(slug, language, request.at.date())
    if found is None:
        raise NotHere
    shown = {"reading": found, "shelf": shelf(language), "today": request.at.date()}
    shown["schema"] = schema_of(found, request)
    answer = render(request, "channel/article.html", shown)
    answer["Cache-Control"] = "no-cache"  # kept, and asked about each time: a page may be corrected at any moment
    return answer


@require_safe
@door(anyone=True)
@in_language
def glossary(request: Request, language: str) -> HttpResponse:
    """Words, and what they mean."""
    if (found := reading.glossary(language)) is None:
        raise NotHere
    return render(request, "channel/glossary.html", found | {"shelf": shelf(language)})


@require_safe
@door(anyone=True)
def how(request: Request) -> HttpResponse:
    """How a page comes about: sources, review, dates, corrections."""
    return render(request, "channel/how.html", {"shelf": shelf("en")})


@require_safe
@door(anyone=True)
def saved(request: Request) -> HttpResponse:
    """The pages that were kept on this device: its own browser knows which."""
    return render(request, "channel/saved.html", {"shelf": shelf("en")})
