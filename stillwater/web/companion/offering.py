"""The guide that fits where somebody is: one at most to a page, and none from their arrival until the medicine wears off."""

from datetime import datetime, timedelta

from stillwater.care.queries import next_appointment
from stillwater.soundscape import queries
from stillwater.treatment.models import Session
from stillwater.treatment.queries import current_session, own_sessions
from stillwater.web.companion import listening
from stillwater.web.companion.resting import is_held
from stillwater.web.shared.http import Request

QUIET = ("arrived", "ready", "under_way")  # nothing is offered then
OVER = ("left", "closed")
LOW = ("very_low", "low")
NEAR, AHEAD, AFTER = timedelta(hours=2), timedelta(days=7), timedelta(days=14)
EVENING, NIGHT, DAWN = 17, 20, 5  # hours of the day

# Where somebody is: the purpose that fits, and which of its guides comes first. Another stands in for one that they never want.
STEPS = {
    "own_words": ("before", "one-plain-sentence"),
    "evening_before": ("before", "the-table-tonight"),
    "last_minutes": ("before", "the-last-few-minutes"),
    "coming_back": ("return", "back-to-the-room"),
    "night": ("sleep", "folding-linen"),
    "morning": ("integration", "three-small-things"),
    "days_after": ("integration", "the-workbench"),
    "hard": ("grounding", "feet-and-floor"),
}


def on_today(
    request: Request, *, mood: str, current: Session | None, starts_at: datetime | None
) -> listening.Row | None:
    """What fits the day, and how somebody said they are."""
    hour, stage = _hour(request), current.stage if current else ""
    ahead = starts_at - request.at if starts_at else None
    if stage in QUIET:
        return None
    if mood in LOW:
        return _row(request, "hard")
    if stage == "recovering":
        return _row(request, "coming_back")
    if ahead is not None and ahead < NEAR:
        return _row(request, "last_minutes")
    if hour >= NIGHT or hour < DAWN:
        return _row(request, "night")
    if stage not in OVER and ahead is not None and ahead < AHEAD:
        return _row(request, "evening_before" if hour >= EVENING else "own_words")
    return _lately(request)


def on_library(request: Request) -> listening.Row | None:
    """The next thing on somebody's path, where everything else is a matter of taste."""
    ahead = next_appointment(request.access, request.at)
    current = current_session(request.access, request.at)
    return on_today(request, mood="", current=current, starts_at=ahead.starts_at if ahead else None)


def on_prepare(request: Request, session: Session, *, has_words: bool) -> listening.Row | None:
    """Before a session: its last minutes, one's own words if there are none yet, else the evening before."""
    if session.stage != "planned":
        return None
    near = session.appointment.starts_at - request.at < NEAR
    return _row(request, "last_minutes" if near else "evening_before" if has_words else "own_words")


def on_going_home(request: Request, session: Session) -> listening.Row | None:
    """As it wears off, and for the night that follows."""
    if session.stage not in ("recovering", *OVER):
        return None
    late = session.stage in OVER and _hour(request) >= EVENING
    return _row(request, "night" if late else "coming_back")


def on_morning(request: Request, session: Session) -> listening.Row | None:
    """The day after."""
    return _row(request, "morning") if session.stage in OVER else None


def on_journal(request: Request) -> listening.Row | None:
    """In the days after a session."""
    current = current_session(request.access, request.at)
    return None if current and current.stage in (*QUIET, "recovering") else _lately(request)


def on_help(request: Request) -> listening.Row | None:
    """For difficult minutes; on a page that is there for anybody, only to patients."""
    if not request.access.records:
        return None
    current = current_session(request.access, request.at)
    return None if current and current.stage in QUIET else _row(request, "hard")


def _lately(request: Request) -> listening.Row | None:
    over = own_sessions(request.access).filter(stage__in=OVER, appointment__starts_at__gt=request.at - AFTER)
    newest = over.first()
    if newest is None:
        return None
    days = (request.at - newest.appointment.starts_at) / timedelta(days=1)
    return _row(request, "morning" if days < 2 else "days_after")


def _row(request: Request, step: str) -> listening.Row | None:
    """The step's guide, or another of its purpose; none that speaks of what is on somebody's never list (S14)."""
    if is_held(request):
        return None
    purpose, first = STEPS[step]
    fitting = [guide for guide in queries.guides() if guide.purpose == purpose]
    rows = (
        listening.row(guide, listening.never_of(request)) for guide in sorted(fitting, key=lambda g: g.key != first)
    )
    return next((row for row in rows if not row.on_list), None)


def _hour(request: Request) -> int:
    return request.at.astimezone(request.zone).hour
