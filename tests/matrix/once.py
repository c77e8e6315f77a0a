"""What is the same before each request of the walk, since every request is taken back, is read from the database once."""

from copy import copy
from functools import lru_cache

import pytest
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore

from stillwater.people.models import Person
from stillwater.web.shared import middleware


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Who signed in, what a browser's session holds, and whom an account opens doors to."""
    get_user, load, is_mfa_enabled = ModelBackend.get_user, SessionStore.load, DefaultMFAAdapter.is_mfa_enabled
    users, held = lru_cache(lambda pk: get_user(ModelBackend(), pk)), lru_cache(lambda key: load(SessionStore(key)))

    @lru_cache
    def has_second_step(person: Person, kinds: tuple[str, ...] | None) -> bool:
        return is_mfa_enabled(DefaultMFAAdapter(), person, kinds)

    patch.setattr(ModelBackend, "get_user", lambda _, pk: copy(users(pk)))
    patch.setattr(SessionStore, "load", lambda store: dict(held(store.session_key)))
    patch.setattr(
        DefaultMFAAdapter, "is_mfa_enabled",
        lambda _, user, types=None: has_second_step(user, tuple(types) if types else None),
    )  # fmt: skip
    patch.setattr(middleware, "access_of", lru_cache(middleware.access_of))
