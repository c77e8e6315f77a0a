"""Reads of people, always within the asker's reach."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from stillwater.kit.keys import digest
from stillwater.people.access import Access, NotYours
from stillwater.people.models import (
    Clinic,
    FirstRun,
    Invitation,
    Member,
    Patient,
    Person,
    Pin,
    Room,
    Site,
    SupportPass,
    Tablet,
)
from stillwater.people.rules import Act, may


def display_name(person: Person) -> str:
    """The name shown for an account."""
    return person.name or person.email


def patients_for(access: Access, act: Act = Act.SEE_PATIENTS) -> QuerySet[Patient]:
    """Patients of the clinics in which the asker may do `act`."""
    return Patient.objects.filter(clinic_id__in=access.clinics_where(act)).select_related("clinic", "person")


def search_patients(access: Access, words: str) -> QuerySet[Patient]:
    """Patients whose name or record number holds the words."""
    found = patients_for(access)
    for word in words.split()[:4]:
        found = found.filter(Q(name__icontains=word) | Q(called__icontains=word) | Q(record_number__icontains=word))
    return found.order_by("name")


def patient_for(access: Access, patient_id: UUID, act: Act = Act.READ_RECORD) -> Patient:
    """One patient. Raises NotYours."""
    found = patients_for(access, act).filter(id=patient_id).first()
    if found is None:
        raise NotYours
    return found


def own_record(access: Access, patient_id: UUID) -> Patient:
    """The asker's own record in one clinic. Raises NotYours."""
    for record in access.records:
        if record.id == patient_id:
            return record
    raise NotYours


def members_for(access: Access, clinic_id: UUID) -> QuerySet[Member]:
    """The team of a clinic of the asker's."""
    access.require(Act.SEE_TEAM, clinic_id)
    return Member.objects.filter(clinic_id=clinic_id, left_at__isnull=True).order_by("shown_name")


def invitations_for(access: Access, clinic_id: UUID) -> QuerySet[Invitation]:
    """Invitations of a clinic that nobody has accepted or taken back."""
    access.require(Act.MANAGE_TEAM, clinic_id)
    open_ones = Invitation.objects.filter(clinic_id=clinic_id, accepted_at__isnull=True, revoked_at__isnull=True)
    return open_ones.order_by("-invited_at")


def rooms_for(access: Access, clinic_id: UUID) -> QuerySet[Room]:
    access.place_in(clinic_id)
    return Room.objects.filter(clinic_id=clinic_id).select_related("site")


def own_site(access: Access) -> Site:
    """The home of somebody on their own. Raises NotYours."""
    space = access.own_space
    found = Site.objects.filter(clinic_id=space.clinic_id).first() if space else None
    if found is None:
        raise NotYours
    return found


def invitation_by_secret(secret: str) -> Invitation | None:
    """The invitation that a link carries, whatever its fate."""
    with scopes_disabled():
        return Invitation.objects.select_related("clinic", "patient").filter(secret_digest=digest(secret)).first()


def pass_by_secret(secret: str) -> SupportPass | None:
    """The pass that a link carries, whatever its fate: an expired one says so kindly."""
    with scopes_disabled():
        found = SupportPass.objects.select_related("clinic", "patient").filter(secret_digest=digest(secret))
        return found.first()


def pass_for(access: Access, pass_id: UUID) -> SupportPass:
    """A pass to one of the asker's own sessions, or one that the asker's clinic issued. Raises NotYours."""
    mine = Q(patient_id__in=access.patient_ids) | Q(clinic_id__in=access.clinics_where(Act.ISSUE_PASS))
    found = SupportPass.objects.select_related("patient", "clinic").filter(mine, id=pass_id).first()
    if found is None:
        raise NotYours
    return found


def passes_of(access: Access, patient_id: UUID) -> QuerySet[SupportPass]:
    """The passes to one patient's sessions, for the patient or their clinic."""
    mine = Q(patient_id__in=access.patient_ids) | Q(clinic_id__in=access.clinics_where(Act.ISSUE_PASS))
    return SupportPass.objects.filter(mine, patient_id=patient_id).order_by("-issued_at")


def is_fresh() -> bool:
    """Whether nobody has an account here yet."""
    return not Person.objects.exists()


def first_run() -> FirstRun | None:
    return FirstRun.objects.first()


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address. For whoever holds an invitation to it, not for strangers."""
    return Person.objects.filter(email=email.lower()).exists()


def everybody() -> QuerySet[Person]:
    """Every account: for the demonstration's list of its cast alone."""
    return Person.objects.filter(closed_at__isnull=True).order_by("joined_at", "name")


def every_live_pass(at: datetime) -> list[SupportPass]:
    """Every pass that opens something: for the demonstration's list of its cast alone."""
    with scopes_disabled():
        live = SupportPass.objects.filter(revoked_at__isnull=True, expires_at__gt=at)
        return list(live.select_related("patient").order_by("issued_at"))


def clinic_named(clinic_id: UUID) -> Clinic:
    return Clinic.objects.get(id=clinic_id)


def pass_by_id(pass_id: UUID) -> SupportPass | None:
    """The pass that a browser holds, whatever its fate, to say kindly that it has ended."""
    with scopes_disabled():
        return SupportPass.objects.select_related("clinic", "patient").filter(id=pass_id).first()


def tablets_for(access: Access, clinic_id: UUID) -> QuerySet[Tablet]:
    """The tablets of a clinic, and the codes that nobody has used yet; those that were retired are gone from it."""
    access.require(Act.SET_CLINIC, clinic_id)
    return Tablet.objects.filter(clinic_id=clinic_id, retired_at=None).select_related("site")


def tablet_by_code(code: str, at: datetime) -> Tablet | None:
    """The tablet that a code would make of this device, while it may; typed with or without its dashes."""
    plain = code.strip().upper().replace("-", "").replace(" ", "")
    offered = {"secret_digest": digest(plain), "enrolled_at": None, "retired_at": None, "offer_ends_at__gt": at}
    with scopes_disabled():
        return Tablet.objects.select_related("clinic", "site").filter(**offered).first()


def tablet_by_secret(secret: str) -> Tablet | None:
    """The tablet that this device is; none once it was retired, or its clinic closed."""
    with scopes_disabled():
        found = Tablet.objects.select_related("clinic", "site").filter(
            secret_digest=digest(secret), enrolled_at__isnull=False, retired_at=None, clinic__closed_at=None
        )
        return found.first()


def _tablet_of(access: Access) -> Tablet:
    if access.tablet is None:
        raise NotYours
    return access.tablet


def hands_of(access: Access) -> list[Pin]:
    """Who may take over the asker's tablet: members with a PIN, by name. Raises NotYours."""
    pins = Pin.objects.filter(clinic_id=_tablet_of(access).clinic_id, member__left_at=None)
    found = pins.filter(member__person__closed_at=None).select_related("member").order_by("member__shown_name")
    return [pin for pin in found if may(pin.member.role_set, Act.HOLD_TABLET)]


def rooms_beside(access: Access) -> QuerySet[Room]:
    """The rooms of the site where the asker's tablet is. Raises NotYours."""
    return Room.objects.filter(site_id=_tablet_of(access).site_id)


def own_pin(access: Access, clinic_id: UUID) -> Pin | None:
    """The asker's own PIN in a clinic of theirs. Raises NotYours."""
    access.require(Act.HOLD_TABLET, clinic_id)
    return Pin.objects.filter(member=access.place_in(clinic_id)).first()
