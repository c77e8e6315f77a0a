"""Keys: what one seals only it opens, and only where it was sealed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillwater.kit import keys
from stillwater.kit.ids import new_id
from stillwater.people import keyring
from tests.cast import AT

PLACE = "cedar|note|1|text"


def test_words_open_only_where_they_were_sealed() -> None:
    """Field note: sealed text pasted into another patient's row used to decrypt there."""
    sealed = keys.seal(keys.master(), b"I was afraid of the dark", place=PLACE)
    assert keys.unseal(keys.master(), sealed, place=PLACE) == b"I was afraid of the dark"
    with pytest.raises(keys.Unreadable):
        keys.unseal(keys.master(), sealed, place="cedar|note|2|text")


@given(words=st.binary(max_size=300), place=st.text(max_size=40), flipped=st.integers(min_value=0))
@settings(max_examples=60, deadline=None)
def test_one_changed_bit_closes_them(words: bytes, place: str, flipped: int) -> None:
    sealed = bytearray(keys.seal(keys.master(), words, place=place))
    sealed[flipped % len(sealed)] ^= 1 << (flipped % 8)
    with pytest.raises(keys.Unreadable):
        keys.unseal(keys.master(), bytes(sealed), place=place)


def test_a_rotated_keyset_opens_what_the_old_one_sealed(settings) -> None:  # type: ignore[no-untyped-def]
    owner = new_id()
    before, wrapped = keys.seal(keys.master(), b"before", place=PLACE), keys.new_data_key(owner)
    settings.STILLWATER_KEYS = keys.rotated(settings.STILLWATER_KEYS)
    after = keys.seal(keys.master(), b"after", place=PLACE)
    assert keys.unseal(keys.master(), before, place=PLACE) == b"before"
    assert keys.unseal(keys.master(), after, place=PLACE) == b"after"
    assert before[1:5] != after[1:5], "the new key seals"
    keys.data_key(wrapped, owner)


def test_another_keyset_opens_nothing(settings) -> None:  # type: ignore[no-untyped-def]
    owner = new_id()
    wrapped = keys.new_data_key(owner)
    settings.STILLWATER_KEYS = keys.new_master()
    with pytest.raises(keys.Unreadable):
        keys.data_key(wrapped, owner)


def test_a_data_key_opens_only_for_its_owner() -> None:
    with pytest.raises(keys.Unreadable):
        keys.data_key(keys.new_data_key(new_id()), new_id())


@pytest.mark.parametrize("text", ["", "not base64", "bm90IGEga2V5c2V0"])
def test_without_keys_nothing_starts(settings, text: str) -> None:  # type: ignore[no-untyped-def]
    settings.STILLWATER_KEYS = text
    with pytest.raises(keys.KeysMissingError):
        keys.master()


def test_rotation_leaves_the_chains_whole(settings) -> None:  # type: ignore[no-untyped-def]
    before = keys.chain_key()
    settings.STILLWATER_KEYS = keys.rotated(settings.STILLWATER_KEYS)
    assert keys.chain_key() == before


def test_a_secret_is_kept_as_a_digest_that_needs_the_server_to_compute(settings) -> None:  # type: ignore[no-untyped-def]
    digest = keys.digest("the link of Dan")
    assert "Dan" not in digest
    settings.STILLWATER_SECRET = "another server"
    assert keys.digest("the link of Dan") != digest


@pytest.mark.django_db
def test_s21_a_destroyed_key_is_silence_in_every_copy() -> None:
    owner = new_id()
    sealed = keys.seal(keyring.key_for_writing(owner, at=AT), b"only mine", place=PLACE)
    assert keys.unseal(keyring.key_of(owner), sealed, place=PLACE) == b"only mine"
    keyring.destroy(owner)
    with pytest.raises(keys.Unreadable):
        keyring.key_of(owner)
    with pytest.raises(keys.Unreadable):  # a fresh key for the same owner does not open it either
        keys.unseal(keyring.key_for_writing(owner, at=AT), sealed, place=PLACE)


@pytest.mark.django_db
def test_the_key_that_is_there_stays() -> None:
    owner = new_id()
    sealed = keys.seal(keyring.key_for_writing(owner, at=AT), b"first", place=PLACE)
    assert keys.unseal(keyring.key_for_writing(owner, at=AT), sealed, place=PLACE) == b"first"
