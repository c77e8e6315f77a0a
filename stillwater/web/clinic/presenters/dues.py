"""What a session asks of somebody now, the gravest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext, gettext_lazy, ngettext

from stillwater.care.rules.limits import Limit
from stillwater.kit.clock import from_iso
from stillwater.treatment.rules.gates import GateResult, standing
from stillwater.web.clinic.presenters.readings import State, limit_words
from stillwater.web.clinic.presenters.said import clock, due, inner, short_name, who_may

# An answered call stays on the card this long, so that whoever comes later reads who went. Not a clinical time.
ANSWERED_STAYS = timedelta(minutes=15)
MOST_LINES = 2
HOLDS = {"hold": gettext_lazy("hold"), "stop_dosing": gettext_lazy("stop dosing"), "transfer": gettext_lazy("transfer")}


@dataclass(frozen=True)
class Due:
    """One line. `state`: late, unmet, watch or nothing; `at` goes on by itself; `to` says which page acts on it."""

    state: str
    strong: str
    words: str = ""
    at: datetime | None = None
    at_words: str = ""
    at_state: str = ""
    to: str = ""
    action: str = ""


def dues_of(
    name: str, state: State, limits: Sequence[Limit], gate: list[GateResult], now: datetime, zone: tzinfo
) -> list[Due]:
    lines = [*_stopped(name, state), *_questions(state, limits), *_held(state), *_overdue(state, now, zone)]
    return [*lines, *_decided(state, zone), *_answered(state, now), *_gate(state["stage"], gate)]


def _stopped(name: str, state: State) -> list[Due]:
    if not state["stop"] or state["stage"] not in ("arrived", "ready", "under_way", "recovering"):
        return []
    return [
        Due("late", gettext("%(name)s has said stop.") % {"name": name}, gettext("No further dose. Watching goes on."))
    ]


def held_words(state: State) -> str:
    """ "Dr. Osei decided: stop dosing", while that stands."""
    held = state["held"]
    if not held or state["stage"] not in ("arrived", "ready", "under_way", "recovering"):
        return ""
    return gettext("%(who)s decided: %(what)s") % {
        "who": short_name(held["by"]),
        "what": HOLDS.get(held["choice"], held["choice"]),
    }


def _held(state: State) -> list[Due]:
    words = held_words(state)
    return [Due("late", f"{words}.")] if words and state["stage"] != "recovering" else []


def _questions(state: State, limits: Sequence[Limit]) -> list[Due]:
    return [
        Due(
            "late", question_words(one, limits), gettext("Nobody has decided yet."), to="room", action=gettext("Decide")
        )
        for one in state["open_limits"]
    ]


def question_words(question: State, limits: Sequence[Limit]) -> str:
    """ "Over 150, hold (Dr. Osei)", or the sign of danger."""
    if question["measure"] == "symptom":
        return gettext("%(sign)s: a sign of danger.") % {"sign": str(question["value"]).replace("_", " ").capitalize()}
    found = next((x for x in limits if x.measure == question["measure"] and x.level == question["level"]), None)
    return f"{limit_words(found, question['value'])}." if found else str(question["says"])


def _overdue(state: State, now: datetime, zone: tzinfo) -> list[Due]:
    late = [item for item in state["due"] if from_iso(item["at"]) < now]
    found = []
    for index, item in enumerate(late[:MOST_LINES]):
        at = from_iso(item["at"])
        state_word, at_words = due(at, now)
        words, to = gettext("due %(time)s") % {"time": clock(at, zone)}, "" if index else "room"
        found.append(Due("late", f"{item['title']}:", words, at, at_words, state_word, to, gettext("Record")))
    return found


def _decided(state: State, zone: tzinfo) -> list[Due]:
    """What was said about the last limit, while its recheck is still to come."""
    about = [one for one in state["decisions"] if one["about"] == "limit"]
    if not about or not state["rechecks"] or not about[-1].get("said"):
        return []
    last = about[-1]
    facts = {
        "who": short_name(last.get("told") or last["by"]),
        "time": clock(from_iso(last["at"]), zone),
        "said": last["said"],
    }
    return [Due("", "", gettext("%(who)s was told at %(time)s: “%(said)s”") % facts)]


def _answered(state: State, now: datetime) -> list[Due]:
    call = state["help"]
    if not call or not call["answered"] or now - from_iso(call["answered"]["at"]) > ANSWERED_STAYS:
        return []
    return [
        Due(
            "watch",
            gettext("%(who)s is going") % {"who": short_name(call["answered"]["by"])},
            gettext("to the call for help."),
        )
    ]


def _gate(stage: str, gate: list[GateResult]) -> list[Due]:
    unmet = standing(gate)
    if not unmet:
        return []
    if stage == "recovering":
        lines = [Due("unmet", gettext("Unmet to leave:"), _reason(one)) for one in unmet[:MOST_LINES]]
        rest = len(unmet) - MOST_LINES
        more = ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest} if rest > 0 else ""
        last = lines[-1]
        lines[-1] = Due(
            "unmet",
            last.strong,
            f"{last.words}; {more}" if more else last.words,
            to="leave",
            action=gettext("Open gate"),
        )
        return lines
    count = ngettext("Ready gate, %(n)s unmet:", "Ready gate, %(n)s unmet:", len(unmet)) % {"n": len(unmet)}
    lines = [Due("unmet", count, _reason(unmet[0]), to="ready", action=gettext("Open gate"))]
    if len(unmet) == 1 and unmet[0].lift:
        lines.append(Due("", who_may(unmet[0].lift), gettext("may lift it, with name and reason.")))
    return lines


def _reason(result: GateResult) -> str:
    title = inner(result.title)
    return f"{title}, {inner(result.reason.rstrip('.'))}" if result.reason else title


def watch_of(state: State, watcher: str, now: datetime, zone: tzinfo) -> Due:
    """ "Maya watches. Next: look in at 11:25." What is overdue stands in a line of its own."""
    coming = next((item for item in state["due"] if from_iso(item["at"]) >= now), None)
    words = [gettext("watches.") if watcher else ""]
    if state["look_in"]:
        words.append(gettext("Last look-in %(time)s.") % {"time": clock(from_iso(state["look_in"]["at"]), zone)})
    if coming is None:
        return Due("watch", watcher or gettext("Nobody is named to watch."), " ".join(filter(None, words)))
    at = from_iso(coming["at"])
    words.append(gettext("Next: %(what)s at %(time)s,") % {"what": inner(coming["title"]), "time": clock(at, zone)})
    state_word, at_words = due(at, now)
    return Due(
        "watch",
        watcher or gettext("Nobody is named to watch."),
        " ".join(filter(None, words)),
        at,
        at_words,
        state_word,
    )
