"""The data key of one owner (a person's private words, a patient's sealed files): made on first use, gone when destroyed."""

from datetime import datetime
from uuid import UUID

from tink import aead

from stillwater.kit.keys import Unreadable, data_key, new_data_key
from stillwater.people.models import DataKey


def key_of(owner_id: UUID) -> aead.Aead:
    """The key of an owner. Raises Unreadable when it was destroyed or never made."""
    row = DataKey.objects.filter(owner_id=owner_id).first()
    if row is None:
        raise Unreadable("this key was destroyed")
    return data_key(bytes(row.wrapped), owner_id)


def key_for_writing(owner_id: UUID, *, at: datetime) -> aead.Aead:
    """The key of an owner, made now if there is none."""
    row = DataKey(owner_id=owner_id, wrapped=new_data_key(owner_id), made_at=at)
    DataKey.objects.bulk_create([row], ignore_conflicts=True)
    return key_of(owner_id)


def destroy(owner_id: UUID) -> None:
    """Forget a key: what it sealed is silent from now on, in every copy."""
    DataKey.objects.filter(owner_id=owner_id).delete()
