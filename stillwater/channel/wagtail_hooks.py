"""What Wagtail finds here by itself: what waits for somebody, on its first page; and how a link to a page becomes its address."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.rich_text.pages import PageLinkHandler

from stillwater.channel.addresses import address_of
from stillwater.channel.queries.shelf import linked_card
from stillwater.channel.queries.waiting import waiting


class WaitingPanel(Component):
    """Reviews that are due, parts that have ended, pages that nobody has reviewed."""

    order = 50
    template_name = "channel/studio/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        found = waiting(request.at.date())
        return {
            "lists": [
                (_("Their review is overdue"), found.overdue),
                (_("To be reviewed within a month"), found.soon),
                (_("A part of them has ended and hidden itself"), found.ended),
                (_("Nobody has reviewed them"), found.unreviewed),
            ]
        }


@hooks.register("construct_homepage_panels")
def add_what_waits(request: Any, panels: list[Any]) -> None:
    panels.append(WaitingPanel())


class ShelfLinks(PageLinkHandler):
    """A link to a published article leads to it in the language of the page that it stands on, if it is there in it; the
    database is not asked for each text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Wagtail's own way for whatever stands on no shelf: a hub, a topic, a page that is not published."""
        language = get_language() or "en"
        return [cls._tag(attrs, language) for attrs in attrs_list]

    @classmethod
    def _tag(cls, attrs: dict[str, Any], language: str) -> str:
        card = linked_card(attrs.get("id", ""), language)
        if card is None:
            return str(super().expand_db_attributes_many([attrs])[0])
        return f'<a href="{escape(address_of("article", card.language, card.slug))}">'


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, which it replaces
def link_by_the_shelf(features: Any) -> None:
    features.register_link_type(ShelfLinks)
