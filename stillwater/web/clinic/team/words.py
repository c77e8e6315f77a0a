"""What each role may do, in words: one table, read from the rules and kept nowhere else."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from stillwater.people.rules import MAY, ROLE_NAMES, Act, Role

ROLE_WORDS = {
    Role.OWNER: _("Runs the house: team, clinic, log. Reads records only with a second role."),
    Role.PRESCRIBER: _("Orders, limits and protocols; everything in a session."),
    Role.NURSE: _("Sessions, patients, consents."),
    Role.THERAPIST: _("Sessions and records, without orders or plans."),
    Role.COACH: _("Names and times alone."),
    Role.FRONT_DESK: _("Patients, plans and invitations, without records."),
}
ACT_WORDS = {
    Act.SEE_BOARD: _("See the board"),
    Act.SEE_PATIENTS: _("See names and times"),
    Act.READ_RECORD: _("Read records"),
    Act.RECORD_SESSION: _("Record in a session"),
    Act.PLAN_SESSION: _("Plan sessions"),
    Act.ADD_PATIENT: _("Add and change patients"),
    Act.ORDER: _("Sign orders and set limits"),
    Act.SIGN_SESSION: _("Sign a session"),
    Act.KEEP_CONSENT: _("Record consent"),
    Act.SET_PROTOCOL: _("Adopt protocols"),
    Act.SEE_PROTOCOLS: _("Read protocols"),
    Act.INVITE_PATIENT: _("Invite patients"),
    Act.ISSUE_PASS: _("Give passes to sitters"),
    Act.SEE_TEAM: _("See the team"),
    Act.MANAGE_TEAM: _("Change the team"),
    Act.READ_AUDIT: _("Read who looked"),
    Act.SET_CLINIC: _("Change the clinic"),
    Act.VOICE_GUIDE: _("Record a guide in their own voice"),
    Act.SEE_VOICES: _("See who reads which guide"),
    Act.REMOVE_VOICE: _("Remove anybody’s voice from a guide"),
    Act.KEEP_MUSIC: _("Keep the clinic’s music"),
    Act.HOLD_TABLET: _("Take over a shared tablet by PIN"),
}


@dataclass(frozen=True)
class Row:
    words: str
    may: tuple[tuple[str, bool], ...]  # (role in words, whether it may), in the order of the columns


def role_names() -> tuple[str, ...]:
    return tuple(ROLE_NAMES[role] for role in Role)


def table() -> tuple[Row, ...]:
    """One row an act, one column a role."""
    return tuple(Row(str(ACT_WORDS[act]), tuple((ROLE_NAMES[role], role in MAY[act]) for role in Role)) for act in Act)
