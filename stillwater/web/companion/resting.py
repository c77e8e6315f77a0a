"""The pages of somebody who died are quiet: whoever opens them finds no plan, no question, and whom to call (S17)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpResponse
from django.shortcuts import render

from stillwater.treatment.queries import standing_serious
from stillwater.web.shared.http import Request

View = TypeVar("View", bound=Callable[..., HttpResponse])


def rests(view: View) -> View:
    """Before a view of days, plans or sessions: the quiet page in its place once a death is recorded."""

    @wraps(view)
    def quiet_or(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        held = _standing(request)
        if held is not None and held["what"] == "death":
            return render(request, "companion/quiet.html", {"records": request.access.records})
        return view(request, *args, **kwargs)

    return cast(View, quiet_or)


def is_held(request: Request) -> bool:
    """Whether check-ins have stopped: something serious stands, and nobody is asked how they feel by a page."""
    return _standing(request) is not None


def _standing(request: Request) -> dict[str, Any] | None:
    """Asked once for a page."""
    if not hasattr(request, "standing"):
        request.standing = standing_serious(request.access.patient_ids)  # type: ignore[attr-defined]
    found: dict[str, Any] | None = request.standing  # type: ignore[attr-defined]
    return found
