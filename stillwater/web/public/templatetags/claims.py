"""Small things that the pages about claims share."""

from django.template import Library

from stillwater.directory.queries.log import Entry
from stillwater.web.public.claims import words
from stillwater.web.public.links import listing_url

register = Library()


register.simple_tag(listing_url)


@register.filter
def change_words(entry: Entry) -> str:
    """What the public log says of one change."""
    return words.of_entry(entry)


@register.filter
def role_words(role: str) -> str:
    """By whom a change was made, as a role."""
    return str(words.ROLES.get(role, role))


@register.filter
def asker_words(role: str) -> str:
    """Who somebody who asks says they are."""
    return str(words.ASKERS.get(role, role))


@register.filter
def field_words(key: str) -> str:
    """A field of a listing, or a thing that was checked, by its name."""
    found = words.FIELDS.get(key) or words.CHECKS.get(key)
    return str(found) if found else key
