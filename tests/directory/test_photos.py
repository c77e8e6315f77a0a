"""Pictures of a place: upright, small, without a word of the camera, and never a trap."""

import io
import struct
import zlib

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from stillwater.demo.people import House
from stillwater.directory.actions.photos import EDGE, MOST, NoPicture, add_photo, redrawn, remove_photo
from stillwater.directory.models import Photo, Steward
from tests.directory.listed import NOON, listed


def _jpeg(size: tuple[int, int] = (640, 480), *, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (120, 160, 170)).save(out, "JPEG", exif=exif or Image.Exif())
    return out.getvalue()


def test_where_a_picture_was_taken_is_not_in_it_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "A camera of somebody"
    exif.get_ifd(0x8825)[2] = (39.0, 44.0, 21.0)
    drawn, width, height = redrawn(_jpeg(exif=exif))
    assert (width, height) == (480, 640)
    with Image.open(io.BytesIO(drawn)) as again:
        assert not dict(again.getexif())
    assert b"camera" not in drawn


def test_a_large_picture_becomes_a_small_one() -> None:
    _, width, height = redrawn(_jpeg((4000, 3000)))
    assert (width, height) == (EDGE, EDGE * 3 // 4)


def _bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 by 60,000."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", "kind"), (b"<svg onload=alert(1)>", "kind"), (_jpeg()[:300], "kind"), (_bomb(), "large"), (_jpeg((8, 8)), "small"),
        (b"\xff" * 12_000_001, "large"),
    ],
    ids=["nothing", "svg", "cut", "bomb", "tiny", "heavy"],
)  # fmt: skip
def test_what_cannot_be_shown_is_named(given: bytes, why: str) -> None:
    with pytest.raises(NoPicture) as refused:
        redrawn(given)
    assert refused.value.why == why


@pytest.mark.django_db
def test_a_picture_is_shown_with_its_words_and_goes_without_a_trace(house: House, client: Client) -> None:
    listing, priya = listed(), house.persons["priya"]
    photo = add_photo(
        listing=listing, picture=_jpeg(), shows="A quiet room with a reclining chair", person=priya, at=NOON
    )
    address = reverse("listing_photo", args=[listing.slug, photo.pk])
    assert client.get(address)["Content-Type"] == "image/jpeg"
    page = client.get(reverse("listing", args=[listing.slug])).content.decode()
    assert 'alt="A quiet room with a reclining chair"' in page
    remove_photo(listing=listing, photo_id=photo.pk, person=priya, at=NOON)
    assert client.get(address).status_code == 404
    assert bytes(Photo.objects.get().image) == b""


@pytest.mark.django_db
def test_a_picture_needs_words_and_there_are_not_too_many(house: House) -> None:
    listing, priya = listed(), house.persons["priya"]
    with pytest.raises(NoPicture, match="words"):
        add_photo(listing=listing, picture=_jpeg(), shows="  ", person=priya, at=NOON)
    for _ in range(MOST):
        add_photo(listing=listing, picture=_jpeg(), shows="A room", person=priya, at=NOON)
    with pytest.raises(NoPicture, match="many"):
        add_photo(listing=listing, picture=_jpeg(), shows="A room", person=priya, at=NOON)
    assert not Steward.objects.exists()
