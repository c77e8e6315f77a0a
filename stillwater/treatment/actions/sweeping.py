"""Raise missed checks. An alarm's id is derived from its session and check, so that it cannot be raised twice."""

from datetime import datetime

from django_scopes import scope, scopes_disabled

from stillwater.kit.actor import SYSTEM
from stillwater.kit.clock import iso
from stillwater.treatment.actions.recording import store
from stillwater.treatment.models import Session
from stillwater.treatment.queries import IMPAIRED, state_of
from stillwater.treatment.rules.due import missed_entries

WATCHED = ("arrived", "ready", *IMPAIRED, "left")  # a call for help may come at any of them


def sweep(*, at: datetime) -> int:
    """Look at every session that somebody is in; returns how many alarms were raised."""
    with scopes_disabled():
        open_now = list(Session.objects.filter(stage__in=WATCHED).values_list("pk", "clinic_id"))
    raised = 0
    for session_id, clinic_id in open_now:
        with scope(clinic=[clinic_id]):
            session = Session.objects.get(pk=session_id)
            late = missed_entries(state_of(session), session_id, at)
            wires = [
                {
                    "id": str(e.id),
                    "kind": e.kind,
                    "data": dict(e.data),
                    "observed_at": iso(e.observed_at),
                    "typed": True,
                }
                for e in late
            ]
            if wires:
                raised += len(store(session_id, SYSTEM, wire_entries=wires, at=at).stored)
    return raised
