"""Ids that any device can make: UUID version 7, ordered by the time at which they were made."""

from uuid import UUID

import uuid6


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return UUID(int=uuid6.uuid7().int)
