"""What fits a step of somebody's path: asked by the companion, the sitter's page and the clinic's."""

from collections.abc import Collection

from stillwater.channel.queries.shelf import Card, shelf


def fitting(
    *, steps: Collection[str], role: str, route: str = "", language: str = "en", most: int = 3
) -> tuple[Card, ...]:
    """Published pages for this role at these steps. Those of the route come first, another route's never."""
    cards = shelf(language).cards or shelf("en").cards
    found = [
        card
        for card in cards
        if role in card.roles and card.steps & set(steps) and (not card.routes or not route or route in card.routes)
    ]

    def rank(card: Card) -> tuple[bool, int, bool, int]:
        return (
            not (route and route in card.routes),
            len(card.steps - set(steps)),
            card.kind != "article",
            card.minutes,
        )

    return tuple(sorted(found, key=rank)[:most])
