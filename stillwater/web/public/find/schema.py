"""A listing as structured data (schema.org), only with what it still says itself."""

from typing import Any

from stillwater.directory.models import Listing, Location

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def schema_of(listing: Listing, says: dict[str, Any], url: str) -> dict[str, Any]:
    """One MedicalClinic; its addresses as departments when there are several."""
    places = list(listing.places)  # type: ignore[attr-defined]
    found: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "MedicalClinic", "@id": url, "name": str(listing), "url": says.get("website", url),
        "description": says.get("about"), "telephone": says.get("phone"), "email": says.get("email"),
        "knowsLanguage": says.get("languages"), "priceRange": _prices(says),
    }  # fmt: skip
    if says.get("accepting") in ("yes", "no"):
        found["isAcceptingNewPatients"] = says["accepting"] == "yes"
    if len(places) == 1:
        found |= _where(places[0])
    elif places:
        found["department"] = [{"@type": "MedicalClinic", "name": str(listing), **_where(place)} for place in places]
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _where(place: Location) -> dict[str, Any]:
    says = {key: fact["value"] for key, fact in place.facts.items()}
    parts = {"streetAddress": "street", "addressLocality": "city", "addressRegion": "state", "postalCode": "zip"}
    address = {name: says[key] for name, key in parts.items() if says.get(key)}
    found: dict[str, Any] = {"address": {"@type": "PostalAddress", "addressCountry": "US", **address}}
    if place.latitude is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    if hours := says.get("hours"):
        found["openingHoursSpecification"] = [
            {"@type": "OpeningHoursSpecification", "dayOfWeek": DAYS[n], "opens": _clock(a), "closes": _clock(b)}
            for n, day in enumerate(hours) for a, b in day
        ]  # fmt: skip
    return found


def _clock(minutes: int) -> str:
    return f"{min(minutes, 1439) // 60:02d}:{min(minutes, 1439) % 60:02d}"


def _prices(says: dict[str, Any]) -> str | None:
    if "price_low" not in says:
        return None
    high = says.get("price_high")
    return f"${says['price_low']}" + (f"-${high}" if high else "")
