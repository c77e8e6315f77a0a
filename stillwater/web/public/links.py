"""Addresses that pages of the public site share."""

from django.urls import NoReverseMatch, reverse


def listing_url(slug: str) -> str:
    """The page of a listing."""
    try:
        return reverse("listing", kwargs={"slug": slug})
    except NoReverseMatch:
        return f"/find/{slug}"
