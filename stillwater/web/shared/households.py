"""How much one household may ask for in a day, where anybody may ask and somebody else gets a letter."""

from django.core.cache import cache

from stillwater.directory.rules.requests import sender_of
from stillwater.kit.keys import digest
from stillwater.web.shared.http import Request

MOST_LETTERS_A_DAY = 10
DAY = 86_400


def asked_too_much(request: Request, what: str, most: int = MOST_LETTERS_A_DAY) -> bool:
    """Count this request; whether there have been more than `most` today. Counted under a key that means nothing tomorrow."""
    household = sender_of(request.META.get("REMOTE_ADDR", ""))
    key = f"{what}:{digest(f'sender {request.at:%Y-%m-%d} {household}')}"
    count = int(cache.get(key) or 0) + 1
    cache.set(key, count, DAY)
    return bool(household) and count > most
