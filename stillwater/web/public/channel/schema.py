"""A page as structured data (schema.org), with its reviewer and its dates."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from stillwater.channel.queries.reading import Reading
from stillwater.channel.queries.shelf import Person
from stillwater.web.public.channel.links import article_url


def schema_of(reading: Reading, request: HttpRequest) -> dict[str, Any]:
    """One MedicalWebPage; a question carries its answer too. Nothing is said that the page does not say."""
    address = request.build_absolute_uri(article_url(reading.slug, reading.language))
    card = reading.card
    found: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "MedicalWebPage", "@id": address, "url": address, "name": reading.title,
        "headline": reading.title, "description": reading.summary, "inLanguage": reading.language,
        "image": request.build_absolute_uri(reverse("channel_card", args=[reading.slug])),
        "datePublished": _day(card.published_at) if card else None, "dateModified": _day(card.changed_at) if card else None,
        "lastReviewed": str(reading.reviewed_date) if reading.reviewed_date and reading.reviewer else None,
        "reviewedBy": _person(reading.reviewer) if reading.reviewer else None,
        "author": [_person(author) for author in reading.authors] or {"@type": "Organization", "name": "Stillwater"},
        "publisher": {"@type": "Organization", "name": "Stillwater"},
        "about": {"@type": "MedicalTherapy", "name": "Ketamine therapy"},
        "audience": [{"@type": "MedicalAudience", "audienceType": role} for role in sorted(card.roles)] if card else None,
        "citation": [{"@type": "CreativeWork", "name": s.title, "url": s.address} for s in reading.sources] or None,
    }  # fmt: skip
    if reading.kind == "question" and card:
        answer = {"@type": "Answer", "text": " ".join(card.spoken.split("\n")[:1])}
        found["mainEntity"] = {"@type": "Question", "name": reading.title, "acceptedAnswer": answer}
    return {key: value for key, value in found.items() if value}


def _person(person: Person | None) -> dict[str, str] | None:
    if person is None:
        return None
    found = {"@type": "Person", "name": person.name, "jobTitle": person.credentials}
    return {key: value for key, value in found.items() if value}


def _day(moment: Any) -> str | None:
    return moment.date().isoformat() if moment else None
