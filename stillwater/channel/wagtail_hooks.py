"""What Wagtail's own pages show besides: on the first one, what waits for somebody."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

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
