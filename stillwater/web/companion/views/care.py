"""Care: your clinics, what you agreed to, your own record, and who has looked at it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from stillwater.audit.queries import about_person, told
from stillwater.care.actions import consents as actions
from stillwater.care.queries import consent_for, course_for
from stillwater.people.queries import own_record
from stillwater.treatment.queries import is_under_way
from stillwater.web.companion import caring, reviewing
from stillwater.web.companion.resting import rests
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request
from stillwater.web.shared.languages import in_english


@require_GET
@door(patient=True)
def care(request: Request) -> HttpResponse:
    """Everybody who cares for you, and the ways to what is yours."""
    return render(request, "companion/care.html", caring.whole(request))


@require_GET
@door(patient=True)
@in_english
def consents(request: Request) -> HttpResponse:
    """Each consent alone, with its text; taken back at any time."""
    return render(request, "companion/consents.html", caring.consents(request))


@require_POST
@door(patient=True)
@in_english
def consent_answer(request: Request, kind: str) -> HttpResponse:
    """Yes or no to one question; a yes waits until no session is under way (S11)."""
    record = own_record(request.access, caring.record_id(request))
    under_way, given = is_under_way(request.access), request.POST.get("answer") == "yes"
    try:
        actions.answer(request.access, record, kind=kind, given=given, under_way=under_way, at=request.at)
    except (actions.NotNow, KeyError):
        return render(request, "companion/consents.html", {**caring.consents(request), "not_now": True}, status=409)
    return redirect("consents")


@require_POST
@door(patient=True)
@in_english
def consent_withdraw(request: Request, consent_id: UUID) -> HttpResponse:
    """Taken back, whenever."""
    actions.withdraw(request.access, consent_for(request.access, consent_id), at=request.at)
    return redirect("consents")


@door(patient=True)
@in_english
@rests
def review(request: Request, course_id: UUID) -> HttpResponse:
    """How a series was and what somebody would like next, before its review."""
    course = course_for(request.access, course_id)
    if request.method == "POST":
        return reviewing.keep(request, course)
    return render(request, "companion/review.html", reviewing.page(request, course))


@require_GET
@door(patient=True)
def who_looked(request: Request) -> HttpResponse:
    """Everything done with your record, in words, newest first."""
    person = request.access.person
    found = about_person(person.id if person else UUID(int=0), sorted(request.access.patient_ids))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "companion/who_looked.html", {"page": page, "events": [told(event) for event in page]})


@require_GET
@door(patient=True)
def my_record(request: Request) -> HttpResponse:
    """Your clinical record: to read, to print, to take with you."""
    if request.GET.get("as") == "file":
        return caring.as_file(request)
    return render(request, "companion/record.html", caring.record(request))
