"""Roles and what each may do: one readable table. No Django."""

from enum import StrEnum


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
}


def may(roles: frozenset[Role], act: Act) -> bool:
    """Whether somebody with these roles may do this."""
    return bool(roles & MAY[act])
