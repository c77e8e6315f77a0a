"""The map beside a list: what to look at, and what stands on it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stillwater.directory.gazetteer import Found
from stillwater.directory.index.searching import Answer
from stillwater.web.public.drawing.box import WHOLE, Box, Unusable, around, around_all, of_ends, read_box
from stillwater.web.public.drawing.map import map_of
from stillwater.web.public.drawing.pins import Pin
from stillwater.web.public.drawing.ways import ways
from stillwater.web.public.find.cards import Card
from stillwater.web.public.find.reading import Question

SIZE = (720, 800)


def map_beside(question: Question, answer: Answer, cards: Sequence[Card]) -> dict[str, Any]:
    """What the map's template needs."""
    box = box_of(question)

    def link(to: Box) -> str:
        return question.query(page=question.page, box=str(to)) + "#map"

    pins = [
        Pin(str(card.id), card.latitude, card.longitude, card.name, reverse("listing", args=[card.slug]))
        for card in cards
        if card.latitude is not None and card.longitude is not None
    ]
    drawing = map_of(box, size=SIZE, pins=pins, link=link, label=_("Map of what was found"), dots=answer.dots)
    return {"drawing": drawing, "ways": ways(box, link)}


def map_of_places(listing_name: str, points: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """A small map of where one listing is."""
    box = around(*points[0], 6) if len(points) == 1 else around_all(points)
    pins = [Pin(str(n), *point, listing_name, "#where") for n, point in enumerate(points)]
    return {"drawing": map_of(box, size=(480, 320), pins=pins, link=lambda to: "#where", label=_("Map of where it is"))}


def box_of(question: Question) -> Box:
    """The stretch of the earth that a question is about."""
    if question.box:
        try:
            return read_box(question.box)
        except Unusable:
            pass
    place: Found | None = question.place
    if place is None:
        return WHOLE
    if place.kind == "state" and place.bounds:
        return of_ends(place.bounds)
    return around(place.latitude, place.longitude, min(question.miles, 250))
