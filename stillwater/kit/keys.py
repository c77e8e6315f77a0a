"""Keys: one keyset from the environment that wraps one data key a patient, so that erasing a key erases in backups too.

`STILLWATER_KEYS` holds a tink keyset as base64 JSON; its first key seals, all of them open (so it can be rotated). It is
never inside a backup. If it is lost, what it sealed (private words, recordings, drawings) cannot be read by anybody.
"""

import base64
import hashlib
import hmac
import json
from functools import lru_cache
from uuid import UUID

import tink
from django.conf import settings
from tink import aead, json_proto_keyset_format, proto_keyset_format, secret_key_access

aead.register()

PREFIX = 5  # what tink puts before all that it seals: a 1, and the number of the key


class KeysMissingError(Exception):
    """STILLWATER_KEYS is absent or is not a keyset."""


class Unreadable(Exception):
    """Sealed content that does not open: its key is gone, or it was moved from another place."""


def new_master() -> str:
    """A fresh master keyset, as the text for STILLWATER_KEYS."""
    return _as_text(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM))


def rotated(text: str) -> str:
    """The same keyset with a fresh first key; the older ones still open what they sealed."""
    keyset = json.loads(base64.b64decode(text))
    fresh = json.loads(base64.b64decode(new_master()))
    keyset["key"] += fresh["key"]
    keyset["primaryKeyId"] = fresh["primaryKeyId"]
    return base64.b64encode(json.dumps(keyset).encode()).decode()


def _as_text(handle: tink.KeysetHandle) -> str:
    text = json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    return base64.b64encode(text.encode()).decode()


@lru_cache(maxsize=4)
def _opened(text: str) -> aead.Aead:
    try:
        handle = json_proto_keyset_format.parse(base64.b64decode(text).decode(), secret_key_access.TOKEN)
        primitive: aead.Aead = handle.primitive(aead.Aead)
    except Exception as why:
        raise KeysMissingError("STILLWATER_KEYS is not set, or is not a keyset.") from why
    return primitive


def master() -> aead.Aead:
    """The sealing key of this installation. Raises KeysMissingError."""
    return _opened(settings.STILLWATER_KEYS)


def is_sealed_by(prefix: bytes, text: str) -> bool:
    """Whether a key of the keyset `text` sealed what begins with these bytes. Raises KeysMissingError."""
    _opened(text)
    numbers = {key["keyId"] for key in json.loads(base64.b64decode(text))["key"]}
    return prefix[:1] == b"\x01" and int.from_bytes(prefix[1:PREFIX], "big") in numbers


def chain_key() -> bytes:
    """The 32 bytes that the audit chains are signed with: of their own, so that rotation of the keys leaves chains whole."""
    return hmac.new(settings.STILLWATER_SECRET.encode(), b"audit chain", hashlib.sha256).digest()


def digest(secret: str) -> str:
    """What is stored in place of a pass's or an invitation's secret."""
    return hmac.new(settings.STILLWATER_SECRET.encode(), secret.encode(), hashlib.sha256).hexdigest()


def new_data_key(owner: UUID) -> bytes:
    """A fresh data key, wrapped for keeping in the database."""
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    return proto_keyset_format.serialize_encrypted(handle, master(), owner.bytes)


@lru_cache(maxsize=512)
def _data_key(wrapped: bytes, owner: UUID, master_text: str) -> aead.Aead:
    handle = proto_keyset_format.parse_encrypted(wrapped, _opened(master_text), owner.bytes)
    primitive: aead.Aead = handle.primitive(aead.Aead)
    return primitive


def data_key(wrapped: bytes, owner: UUID) -> aead.Aead:
    """The key that `wrapped` holds. Raises Unreadable when the master keyset does not open it."""
    try:
        return _data_key(bytes(wrapped), owner, settings.STILLWATER_KEYS)
    except tink.TinkError as why:
        raise Unreadable("this key was sealed by another STILLWATER_KEYS") from why


def seal(key: aead.Aead, content: bytes, *, place: str) -> bytes:
    """Encrypt `content`, bound to `place` ("clinic|model|id|field"), so that it opens nowhere else."""
    return key.encrypt(content, place.encode())


def unseal(key: aead.Aead, sealed: bytes, *, place: str) -> bytes:
    """The inverse of `seal`. Raises Unreadable."""
    try:
        return key.decrypt(bytes(sealed), place.encode())
    except tink.TinkError as why:
        raise Unreadable(f"cannot open what is kept at {place}") from why
