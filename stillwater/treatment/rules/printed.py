"""The record of a session in plain text, as it is frozen when it is signed. No Django."""

from collections.abc import Iterable
from datetime import tzinfo

from stillwater.care.rules.words import words
from stillwater.treatment.rules.entries import Entry
from stillwater.treatment.rules.settings import Settings, State
from stillwater.treatment.rules.summary import say

REDISCLOSURE = "42 CFR Part 2, where it applies, prohibits unauthorized use or disclosure of these records."  # the short notice that the rule itself provides, 42 CFR 2.32(a)(2)


def printed(entries: Iterable[Entry], state: State, settings: Settings, *, zone: tzinfo) -> str:
    """Every entry in order, with the time observed, the time recorded where it differs, who, and what came of it."""
    lines = [words(settings.protocol.title), ""]
    for entry in entries:
        observed, recorded = entry.observed_at.astimezone(zone), entry.recorded_at.astimezone(zone)
        late = "" if abs(recorded - observed).total_seconds() < 60 else f" (recorded {recorded:%d %b %H:%M})"
        lines.append(f"{observed:%d %b %Y %H:%M}{late}  {entry.author.name}: {say(entry, state)}")
        lines += [f"    {mark}" for mark in state["marks"].get(str(entry.id), ())]
    signature = state["signature"]
    if signature:
        lines += ["", f"Signed by {signature['by']}, {signature['at']}: {signature['statement']}"]
    return "\n".join([*lines, "", REDISCLOSURE, ""])
