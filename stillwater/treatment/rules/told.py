"""What a sitter is told of gates and marks: never what others measured, answered or wrote of the patient (S10, S23)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from stillwater.kit.marking import gettext_noop
from stillwater.treatment.rules.gates import GateResult
from stillwater.treatment.rules.marks import AHEAD
from stillwater.treatment.rules.settings import State

Translate = Callable[[str], str]

CALL = gettext_noop("A decision is open. Call %(who)s now.")
CALL_NOW = gettext_noop("Call the prescriber now.")
NOT_MET = gettext_noop("Not met, says %(who)s.")
NOT_CHECKED = gettext_noop("Not checked yet.")
TEAM_FIRST = gettext_noop("Something that the team sees to first")
STILL_OPEN = gettext_noop("It is recorded and has no effect yet: something is still open.")

# A mark that is not named here is not told: a new one may hold anything.
_PLAIN = (
    AHEAD, "A sign of danger", "What it corrects has not come yet", "Observed after the session was closed",
    "No effect, because the session was already", "No effect, because after “", "No effect, because there is no such",
    "No effect, because this check", "No effect, because only ", "No effect, because it does not say",
    "No effect, because a call", "No effect, because the sound was paused", "The patient has said stop", "Recorded after the decision to",
    "The dose was recorded after the session was", "No second checker", "No witness", "No dose was recorded before",
    "Differs from the order", "The order is in",
)  # fmt: skip
_OWN_TYPING = re.compile(r"Is it typed right\?$")
_LIMIT = re.compile(r": (?:Over|Under) [^,]*, (?:the )?(?:hold|urgent)\b")


def gate_for_sitter(results: Iterable[GateResult], state: State, who: str, translate: Translate) -> list[GateResult]:
    """The gate without readings, notes and answers. `who`: whom the sitter calls when a decision is open."""
    return [_told(result, state, who, translate) for result in results]


def _told(result: GateResult, state: State, who: str, translate: Translate) -> GateResult:
    if result.rests_on == "flagged":
        return replace(result, title=translate(TEAM_FIRST), reason="", lifted=None)
    if result.rests_on == "limits" and state["open_limits"]:
        return replace(result, reason=translate(CALL) % {"who": who})
    if result.rests_on == "check":
        found: dict[str, Any] | None = state["checks"].get(result.key)
        unmet = translate(NOT_MET) % {"who": found["by"]} if found else translate(NOT_CHECKED)
        return replace(result, reason="" if result.met else unmet)
    return result


def marks_for_sitter(marks: Iterable[str], translate: Translate) -> list[str]:
    """The marks of a sitter's own entries; those that hold more than is theirs in neutral words, once each."""
    said = [_neutral(mark, translate) for mark in marks]
    return list(dict.fromkeys(each for each in said if each))


def _neutral(mark: str, translate: Translate) -> str:
    if mark.startswith(_PLAIN) or _OWN_TYPING.search(mark):
        return mark
    if _LIMIT.search(mark) and not mark.startswith("No effect"):
        return translate(CALL_NOW)
    return translate(STILL_OPEN) if mark.startswith("No effect") else ""
