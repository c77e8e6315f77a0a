"""What the pages of care hold."""

from typing import Any
from uuid import UUID

from django.http import JsonResponse

from stillwater.care.queries import active_order, consent_texts, consents_of, own_courses, route_of
from stillwater.care.rules.consents import OF_A_CLINIC
from stillwater.kit.clock import iso
from stillwater.people.models import Patient
from stillwater.people.rules import ClinicKind
from stillwater.treatment.queries import own_sessions, timeline
from stillwater.web.shared.http import NotHere, Request


def whole(request: Request) -> dict[str, Any]:
    courses = [(course, active_order(course)) for course in own_courses(request.access)]
    return {"records": request.access.records, "courses": courses}


def record_id(request: Request) -> UUID:
    """The record that a form names. Raises NotHere."""
    try:
        return UUID(request.POST.get("record", ""))
    except ValueError as why:
        raise NotHere from why


def consents(request: Request) -> dict[str, Any]:
    """Per record and kind: the text as it is asked now, and the newest answer."""
    return {"records": [(record, _kinds(record)) for record in request.access.records]}


def _kinds(record: Patient) -> list[tuple[str, Any, Any]]:
    answers, asked = consents_of(record), consent_texts(route_of(record))
    left_out = OF_A_CLINIC if record.clinic.kind == ClinicKind.OWN else ()
    return [(kind, text, answers.get(kind)) for kind, text in asked.items() if kind not in left_out]


def record(request: Request) -> dict[str, Any]:
    """Every session of the asker's with its timeline, without what was another person's."""
    sessions = [(session, timeline(session, for_patient=True)) for session in own_sessions(request.access)]
    return {**whole(request), "sessions": sessions}


def as_file(request: Request) -> JsonResponse:
    """The same as a file of one's own."""
    found = record(request)
    plain = {
        "courses": [
            {"indication": course.indication, "order": order.text if order else None, "begun_at": iso(course.begun_at)}
            for course, order in found["courses"]
        ],
        "sessions": [
            {
                "starts_at": iso(session.appointment.starts_at), "stage": session.stage,
                "entries": [
                    {"observed_at": iso(line.observed_at), "recorded_at": iso(line.recorded_at), "by": line.by,
                     "words": line.words, "kind": line.kind, "data": line.data, "marks": list(line.marks)}
                    for line in lines
                ],
            }
            for session, lines in found["sessions"]
        ],
    }  # fmt: skip
    answer = JsonResponse(plain, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="record.json"'
    return answer
