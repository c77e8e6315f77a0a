"""Who works on the channel."""

from typing import Any

from stillwater.channel.rules.vocabulary import GROUPS
from stillwater.people.models import Person


def whoever_works() -> list[tuple[Person, list[str]]]:
    """Everybody in a group of the channel, with the names of their groups."""
    found: Any = (
        Person.objects.filter(groups__name__in=GROUPS.values()).distinct().order_by("email").prefetch_related("groups")
    )
    return [(person, sorted(group.name for group in person.groups.all())) for person in found]
