"""Pictures of a place. Each is drawn anew when it comes, so that neither the camera's place nor its owner stays in it."""

import io
from datetime import datetime
from uuid import UUID

from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from stillwater.audit.actions import changed
from stillwater.directory.actions.listings import subject
from stillwater.directory.actions.log import actor_of, held, note
from stillwater.directory.models import Listing, Photo
from stillwater.directory.rules.fields import Source
from stillwater.people.models import Person

MOST = 8
LARGEST = 12_000_000  # bytes, as they come
PIXELS = 60_000_000  # of a phone's camera; more is a trap
EDGE, SMALL = 1600, 16  # pixels
WORDS = 200


class NoPicture(ValueError):
    """It cannot be shown. `why`: large, kind, small, words, many."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def add_photo(*, listing: Listing, picture: bytes, shows: str, person: Person, at: datetime) -> Photo:
    """One more picture, with the words that are read in its place. Raises NoPicture."""
    shows = " ".join(shows.replace("\x00", "").split())
    if not shows or len(shows) > WORDS:
        raise NoPicture("words")
    drawn, width, height = redrawn(picture)
    with transaction.atomic():
        kept = held(listing.pk)
        there = Photo.objects.filter(listing=listing, removed_at__isnull=True).count()
        if kept is None or kept.removed_at or there >= MOST:
            raise NoPicture("many")
        photo = Photo.objects.create(
            listing=kept, image=drawn, width=width, height=height, shows=shows, position=there, added_at=at
        )
        note(kept, role=Source.STEWARD.value, kind="photo", at=at)
        changed("changed", subject(kept), by=actor_of(person), at=at, details={"fields": ["photo"]})
    return photo


def remove_photo(*, listing: Listing, photo_id: UUID, person: Person, at: datetime) -> None:
    """Take a picture out; nothing of it is kept."""
    with transaction.atomic():
        kept = held(listing.pk)
        gone = Photo.objects.filter(listing=listing, pk=photo_id, removed_at__isnull=True)
        if kept is not None and gone.update(image=b"", shows="", removed_at=at):
            note(kept, role=Source.STEWARD.value, kind="photo", at=at)
            changed("changed", subject(kept), by=actor_of(person), at=at, details={"fields": ["photo"]})


def redrawn(picture: bytes) -> tuple[bytes, int, int]:
    """As a JPEG of at most EDGE pixels, upright, without anything that the file said of itself; its width and height."""
    if len(picture) > LARGEST:
        raise NoPicture("large")
    try:
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as given:
            if given.width * given.height > PIXELS:
                raise NoPicture("large")
            upright = ImageOps.exif_transpose(given).convert("RGB")
    except (NoPicture, Image.DecompressionBombError) as trouble:
        raise NoPicture("large") from trouble
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as trouble:
        raise NoPicture("kind") from trouble
    if min(upright.size) < SMALL:
        raise NoPicture("small")
    upright.thumbnail((EDGE, EDGE))
    drawn = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(
        drawn, "JPEG", quality=80, optimize=True, progressive=True
    )
    return drawn.getvalue(), *upright.size
