"""Roles and what each may do: one readable table. No Django."""

from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise


class Role(StrEnum):
    OWNER = "owner"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    THERAPIST = "therapist"
    COACH = "coach"
    FRONT_DESK = "front_desk"


ROLE_NAMES = {
    Role.OWNER: "Owner",
    Role.PRESCRIBER: "Prescriber",
    Role.NURSE: "Nurse",
    Role.THERAPIST: "Therapist",
    Role.COACH: "Coach",
    Role.FRONT_DESK: "Front desk",
}


class ClinicKind(StrEnum):
    CLINIC = "clinic"
    OWN = "own"  # the space of somebody on their own: one patient, no members


class Act(StrEnum):
    """What a member may do in their clinic."""

    SEE_BOARD = "see_board"
    SEE_PATIENTS = "see_patients"  # names, contact, appointments
    READ_RECORD = "read_record"  # sessions, orders, consents, readings
    RECORD_SESSION = "record_session"
    PLAN_SESSION = "plan_session"
    ADD_PATIENT = "add_patient"
    ORDER = "order"  # orders and limits
    SIGN_SESSION = "sign_session"
    KEEP_CONSENT = "keep_consent"
    SET_PROTOCOL = "set_protocol"
    SEE_PROTOCOLS = "see_protocols"
    INVITE_PATIENT = "invite_patient"
    ISSUE_PASS = "issue_pass"  # noqa: S105
    SEE_TEAM = "see_team"
    MANAGE_TEAM = "manage_team"
    READ_AUDIT = "read_audit"
    SET_CLINIC = "set_clinic"
    VOICE_GUIDE = "voice_guide"  # read a guide aloud for the clinic's patients
    SEE_VOICES = "see_voices"  # who reads which guide
    REMOVE_VOICE = "remove_voice"  # anybody's; one's own needs no leave
    KEEP_MUSIC = "keep_music"  # the clinic's own licensed music
    HOLD_TABLET = "hold_tablet"  # keep a PIN, and take over a shared tablet with it


_O, _P, _N, _T, _C, _F = Role.OWNER, Role.PRESCRIBER, Role.NURSE, Role.THERAPIST, Role.COACH, Role.FRONT_DESK

# Who may do what in a clinic of theirs. An owner runs the house; reading records takes a clinical role as well.
MAY: dict[Act, frozenset[Role]] = {
    Act.SEE_BOARD: frozenset({_P, _N, _T}),
    Act.SEE_PATIENTS: frozenset({_P, _N, _T, _C, _F}),
    Act.READ_RECORD: frozenset({_P, _N, _T}),
    Act.RECORD_SESSION: frozenset({_P, _N, _T}),
    Act.PLAN_SESSION: frozenset({_P, _N, _F}),
    Act.ADD_PATIENT: frozenset({_P, _N, _F}),
    Act.ORDER: frozenset({_P}),
    Act.SIGN_SESSION: frozenset({_P, _N}),
    Act.KEEP_CONSENT: frozenset({_P, _N}),
    Act.SET_PROTOCOL: frozenset({_P}),
    Act.SEE_PROTOCOLS: frozenset({_P, _N, _T}),
    Act.INVITE_PATIENT: frozenset({_P, _N, _F}),
    Act.ISSUE_PASS: frozenset({_P, _N, _F}),
    Act.SEE_TEAM: frozenset({_O, _P, _N, _T, _C, _F}),
    Act.MANAGE_TEAM: frozenset({_O}),
    Act.READ_AUDIT: frozenset({_O}),
    Act.SET_CLINIC: frozenset({_O}),
    Act.VOICE_GUIDE: frozenset({_P, _T}),
    Act.SEE_VOICES: frozenset({_O, _P, _T}),
    Act.REMOVE_VOICE: frozenset({_O}),
    Act.KEEP_MUSIC: frozenset({_O, _P, _T}),
    Act.HOLD_TABLET: frozenset({_P, _N, _T}),
}

# What a member may do on a shared tablet, however they came in there: the acts of the board and of the room, nothing else.
ON_TABLET = frozenset({Act.SEE_BOARD, Act.SEE_PATIENTS, Act.READ_RECORD, Act.RECORD_SESSION, Act.SIGN_SESSION})


def may(roles: frozenset[Role], act: Act) -> bool:
    """Whether somebody with these roles may do this."""
    return bool(roles & MAY[act])


PIN_DIGITS = 6
FREE_TRIES, MOST_TRIES = 5, 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=8)
_DATES = ((0, 1), (1, 0), (1, 2), (2, 1))  # where day and month may stand among three pairs of digits


def wait_after(wrong: int) -> timedelta:
    """How long after so many wrong PINs in a row the next one may be tried: nothing, then 30 s, doubled each time."""
    if wrong < FREE_TRIES:
        return timedelta()
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(wrong - FREE_TRIES, 10))


def is_guessable(pin: str) -> bool:
    """Whether somebody would try it first: one digit, a run, a repetition, or what may be a date."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    repeated = pin[:3] == pin[3:] or pin[:2] * 3 == pin or len(set(pin)) < 3
    return len(steps) == 1 or repeated or pin == pin[::-1] or _is_date(pin)


def _is_date(pin: str) -> bool:
    """Day, month and year in pairs, in any order in use; or a year of four digits with a month."""
    pairs = [int(pin[place : place + 2]) for place in (0, 2, 4)]
    for day, month in _DATES:
        try:
            date(2000, pairs[month], pairs[day])
        except ValueError:
            continue
        return True
    return (pin[:2] in ("19", "20") and 1 <= pairs[2] <= 12) or (pin[2:4] in ("19", "20") and 1 <= pairs[0] <= 12)
