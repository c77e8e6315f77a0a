"""Holes planted on purpose, of the kinds that other records had: the walk has to find each."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, get_resolver
from django_scopes import scopes_disabled

from stillwater.care.models import ProtocolVersion
from stillwater.people.access import Access
from stillwater.people.models import Patient
from stillwater.people.rules import Act
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request


@door(staff=Act.ADD_PATIENT)
def id_from_the_body(request: Request, patient_id: UUID) -> HttpResponse:
    """Asks who may, and then changes whomever the form names."""
    with scopes_disabled():
        found = Patient.objects.get(id=request.POST.get("patient", patient_id))
        if request.method == "POST":
            found.called = "Lou"
            found.save()
    return redirect("patient", patient_id=patient_id)


def outside_the_scope(access: Access, protocol_id: UUID) -> ProtocolVersion:
    """Finds a protocol whoever asks."""
    with scopes_disabled():
        return ProtocolVersion.objects.select_related("clinic").get(id=protocol_id)


def without_a_door(request: HttpRequest, **known: Any) -> HttpResponse:
    return HttpResponse("whoever you are")


@door(anyone=True)
def door_left_open(request: HttpRequest, **known: Any) -> HttpResponse:
    return HttpResponse("whoever you are")


def pattern(name: str) -> URLPattern:
    """The pattern of a URL, to put another view behind it."""

    def within(patterns: list[Any]) -> list[URLPattern]:
        found = [each for each in patterns if getattr(each, "name", None) == name]
        return found + [each for one in patterns for each in within(getattr(one, "url_patterns", []))]

    return within(get_resolver().url_patterns)[0]
