"""What stands on the map that moves: the same places as in the list, each with the way to its page."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stillwater.directory.index.searching import Answer
from stillwater.web.public.exploring.ground import edition
from stillwater.web.public.find.cards import Card, cards_of
from stillwater.web.public.find.maps import box_of
from stillwater.web.public.find.reading import Question
from stillwater.web.public.streets import streets

MOST = 300  # places on one map: as many as the drawn one shows


def explored(question: Question, answer: Answer, at: datetime) -> dict[str, Any]:
    """What the template of the map needs."""
    pins = [_pin(card) for card in cards_of(answer.hits, at) if card.latitude is not None]
    box = box_of(question)
    bounds = ",".join(str(end) for end in (box.west, box.south, box.east, box.north))
    ground = f"{reverse('find_ground')}?e={edition()}"
    told = _told(len(pins), answer.total)
    return {"pins": pins, "bounds": bounds, "ground": ground, "told": told, "streets": streets()}


def _pin(card: Card) -> dict[str, Any]:
    about = " · ".join(filter(None, (card.where, card.far, card.accepting)))
    return {
        "at": [card.longitude, card.latitude], "name": card.name, "about": about, "url": reverse("listing", args=[card.slug]),
    }  # fmt: skip


def _told(shown: int, total: int) -> str:
    here = ngettext("%(count)s place is on this map.", "%(count)s places are on this map.", shown) % {"count": shown}
    return here if shown >= total else f"{here} {_('The others are in the list.')}"
