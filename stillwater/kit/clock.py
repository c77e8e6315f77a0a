"""The edge where time is read. Rules, models and actions get it as an argument."""

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

UTC = UTC
_ahead: Path | None = None


def follow(file: Path) -> None:
    """Let the clock run ahead by as many seconds as `file` says: for the demonstration, whose day can be walked through."""
    global _ahead
    _ahead = file


def now() -> datetime:
    """The present moment, in UTC."""
    moment = datetime.now(UTC)
    if _ahead is None:
        return moment
    with contextlib.suppress(OSError, ValueError):  # not there yet, or being written: the moment itself
        moment += timedelta(seconds=float(_ahead.read_text()))
    return moment


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z, as it travels on the wire."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    """The moment that `text` names; a text without an offset is refused with ValueError."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError(f"a time needs its offset: {text}")
    return moment.astimezone(UTC)
