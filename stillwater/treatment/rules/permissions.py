"""Who may record what, in which setting: one table. What an entry then does is the fold's to say."""

from collections.abc import Mapping
from typing import Any

from stillwater.treatment.rules.entries import Author, Entry

# Settings: a clinic; at home under a clinic; at home on one's own ("own": no clinic, no members).
SETTINGS = ("clinic", "home", "own")

CARERS = frozenset({"prescriber", "nurse", "therapist"})
PRESCRIBER = frozenset({"prescriber"})
CLINICIANS = frozenset({"prescriber", "nurse"})
DESK = CARERS | {"front_desk"}
TEAM = CARERS | {"coach"}
PATIENT = frozenset({"patient"})
SITTER = frozenset({"sitter"})
BOTH = PATIENT | SITTER
SYSTEM_ONLY = frozenset({"system"})
NOBODY: frozenset[str] = frozenset()

# kind, or kind:value where it matters what is said -> who in a clinic, who at home, who on their own.
# Members are named by role, the others by what they are.
MAY: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    "moved:planned": (NOBODY, NOBODY, NOBODY),
    "moved:arrived": (DESK, DESK | BOTH, BOTH),
    "moved:ready": (CARERS, CARERS | BOTH, BOTH),
    "moved:under_way": (CARERS, CARERS | BOTH, BOTH),
    "moved:recovering": (CARERS, CARERS | BOTH, BOTH),
    "moved:left": (CARERS, CARERS | BOTH, BOTH),
    "moved:closed": (CLINICIANS, CLINICIANS, PATIENT),
    "moved:called_off": (DESK | PATIENT, DESK | PATIENT, PATIENT),
    "moved:transferred": (CARERS, CARERS | SITTER, BOTH),
    "dose": (CLINICIANS, CLINICIANS | BOTH, BOTH),
    "reading": (CARERS | {"system"}, CARERS | BOTH | {"system"}, BOTH | {"system"}),
    "look_in": (TEAM | SITTER, TEAM | SITTER, SITTER),
    "effect": (TEAM | BOTH, TEAM | BOTH, BOTH),
    "help:call": (TEAM | BOTH, TEAM | BOTH, BOTH),
    "help:coming": (TEAM | SITTER, TEAM | SITTER, SITTER),
    "help:withdrawn": (TEAM | PATIENT, TEAM | PATIENT, PATIENT),
    "help:told_unanswered": (PATIENT | {"system"}, PATIENT | {"system"}, PATIENT | {"system"}),
    "medicine": (CLINICIANS, CLINICIANS | BOTH, BOTH),
    "note": (TEAM | BOTH, TEAM | BOTH, BOTH),
    "music": (TEAM | BOTH | {"system"}, TEAM | BOTH | {"system"}, BOTH | {"system"}),
    "music:asked": (TEAM, TEAM | SITTER, SITTER),  # the patient's own phone does what they touch, and is not asked
    "check": (DESK | {"coach"} | BOTH, DESK | {"coach"} | BOTH, BOTH),
    "override": (CLINICIANS, CLINICIANS, NOBODY),
    "decision:limit": (CLINICIANS, CLINICIANS | SITTER, BOTH),
    "decision:leave": (CLINICIANS, CLINICIANS, NOBODY),
    "stop": (TEAM | BOTH, TEAM | BOTH, BOTH),
    "missed": (SYSTEM_ONLY, SYSTEM_ONLY, SYSTEM_ONLY),
    "scale": (CARERS, CARERS, NOBODY),
    "signature": (CLINICIANS, CLINICIANS, PATIENT),
    "serious:serious_event": (CLINICIANS, CLINICIANS, NOBODY),
    "serious:death": (CLINICIANS, CLINICIANS, NOBODY),
    "serious:looked_into": (PRESCRIBER, PRESCRIBER, NOBODY),
    "amendment": (DESK | {"coach"} | BOTH, DESK | {"coach"} | BOTH, BOTH),
}

# What splits a kind in the table.
_TOLD_BY = {"moved": "to", "help": "what", "decision": "about", "serious": "what", "music": "what"}
# These are somebody's cry, not a value: only a clinician corrects them.
_NOT_TAKEN_BACK = ("stop", "help")


def may_add(author: Author, kind: str, setting: str, data: Mapping[str, Any]) -> bool:
    """Whether this author may add this entry to a session of theirs in this setting."""
    return bool(who_they_are(author) & who_may(kind, setting, data))


def who_may(kind: str, setting: str, data: Mapping[str, Any]) -> frozenset[str]:
    key = f"{kind}:{data.get(_TOLD_BY[kind])}" if kind in _TOLD_BY else kind
    return (MAY.get(key) or MAY.get(kind) or (NOBODY, NOBODY, NOBODY))[SETTINGS.index(setting)]


def who_they_are(author: Author) -> frozenset[str]:
    """Members are their roles; everybody else is what they are."""
    return frozenset(author.roles) if author.kind == "staff" else frozenset({author.kind})


def why_not(author: Author, kind: str, setting: str, data: Mapping[str, Any]) -> str:
    """Why this author may not, in their words; empty when they may."""
    if may_add(author, kind, setting, data):
        return ""
    who = who_may(kind, setting, data)
    return f"This is recorded by: {_listed(who)}." if who else "Nobody records this here."


def may_amend(amender: Entry, target: Entry) -> str:
    """Why this amendment may not touch that entry; empty when it may.

    Prescribers and nurses correct any entry, always by name and reason; everybody else their own. What hides a value
    from a person's copy is a clinician's act (S5).
    """
    author = amender.author
    if author.kind == "staff" and amender.roles & CLINICIANS:
        return ""
    if amender.data["how"] == "wrong_person":
        return "only a prescriber or a nurse says that an entry belongs to somebody else."
    if (author.kind, author.id) != (target.author.kind, target.author.id):
        return f"only a prescriber or a nurse corrects what {target.author.name} recorded."
    if target.kind in _NOT_TAKEN_BACK:
        return "a call and a stop are not taken back by correcting them."
    return ""


def _listed(who: frozenset[str]) -> str:
    return ", ".join(sorted(each.replace("_", " ") for each in who))
