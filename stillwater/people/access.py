"""Who asks, and what they may reach. Everything a person sees is found through one of these."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django_scopes import scope, scopes_disabled

from stillwater.kit.actor import Actor, ActorKind
from stillwater.people.models import Clinic, Member, Patient, Person, Site, SupportPass, Tablet
from stillwater.people.rules import ON_TABLET, Act, ClinicKind, Role, may


class NotYours(Exception):
    """What was asked for does not exist, or not for whoever asks: the web answers 404."""


@dataclass(frozen=True)
class Access:
    """One asker: a person with places and records, or a pass, or nobody; `tablet`: on which shared device."""

    person: Person | None = None
    support_pass: SupportPass | None = None
    places: tuple[Member, ...] = field(default=())
    records: tuple[Patient, ...] = field(default=())
    tablet: Tablet | None = None

    @cached_property
    def clinic_ids(self) -> frozenset[UUID]:
        """Every clinic that this asker touches in any way: the outermost wall."""
        ids = {place.clinic_id for place in self.places} | {record.clinic_id for record in self.records}
        ids |= {self.tablet.clinic_id} if self.tablet else set()
        return frozenset(ids | ({self.support_pass.clinic_id} if self.support_pass else set()))

    @cached_property
    def patient_ids(self) -> frozenset[UUID]:
        """The records that are this person's own."""
        return frozenset(record.id for record in self.records)

    @property
    def own_space(self) -> Patient | None:
        """The record that this person keeps themselves, without a clinic."""
        return next((record for record in self.records if record.clinic.kind == ClinicKind.OWN), None)

    @property
    def is_on_their_own(self) -> bool:
        """Whether no clinic keeps a record of this person: nobody but they reads what they keep."""
        return bool(self.records) and all(record.clinic.kind == ClinicKind.OWN for record in self.records)

    @property
    def is_staff(self) -> bool:
        return bool(self.places)

    @property
    def identity(self) -> str:
        """What the outbox binds its items to: "person:<id>" or "pass:<id>", or nothing."""
        if self.person:
            return f"person:{self.person.id}"
        return f"pass:{self.support_pass.id}" if self.support_pass else ""

    def roles_in(self, clinic_id: UUID) -> frozenset[Role]:
        return frozenset().union(*(p.role_set for p in self.places if p.clinic_id == clinic_id))

    def clinics_where(self, act: Act) -> frozenset[UUID]:
        """The clinics in which this asker may do `act`: every staff query filters by them."""
        if self.tablet and act not in ON_TABLET:
            return frozenset()
        return frozenset(p.clinic_id for p in self.places if may(p.role_set, act))

    def may(self, act: Act, clinic_id: UUID) -> bool:
        return clinic_id in self.clinics_where(act)

    def require(self, act: Act, clinic_id: UUID) -> None:
        """Raises NotYours."""
        if not self.may(act, clinic_id):
            raise NotYours

    def place_in(self, clinic_id: UUID) -> Member:
        """The asker's place in a clinic. Raises NotYours."""
        for place in self.places:
            if place.clinic_id == clinic_id:
                return place
        raise NotYours

    @cached_property
    def _sites(self) -> list[Site]:
        with scopes_disabled():
            return list(Site.objects.filter(clinic_id__in={place.clinic_id for place in self.places}).order_by("name"))

    def sites_in(self, clinic_id: UUID) -> list[Site]:
        """The sites of a clinic of the asker's, read once a request. Raises NotYours."""
        self.place_in(clinic_id)
        return [site for site in self._sites if site.clinic_id == clinic_id]

    def actor_in(self, clinic_id: UUID) -> Actor:
        """The asker as staff of this clinic. Raises NotYours."""
        place = self.place_in(clinic_id)
        roles = tuple(sorted(place.role_set))
        return Actor(ActorKind.STAFF, place.person_id, place.shown_name, roles)

    def actor_for(self, patient: Patient) -> Actor:
        """The asker towards one patient: themselves, their sitter, or staff of their clinic. Raises NotYours."""
        if self.person and patient.id in self.patient_ids:
            return Actor(ActorKind.PATIENT, self.person.id, self.person.name)
        if self.support_pass and self.support_pass.patient_id == patient.id:
            return Actor(ActorKind.SITTER, self.support_pass.id, self.support_pass.name)
        return self.actor_in(patient.clinic_id)

    def on(self, tablet: Tablet) -> "Access":
        """The same asker on a shared tablet: only its clinic, nothing of their own, and only the acts of `ON_TABLET`."""
        places = tuple(place for place in self.places if place.clinic_id == tablet.clinic_id)
        return replace(self, tablet=tablet, places=places, records=(), support_pass=None)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Run queries within the asker's clinics. An empty set means no rows, never all."""
        with scope(clinic=list(self.clinic_ids), person=[self.person.id] if self.person else []):
            yield


NOBODY = Access()


def access_of(person: Person) -> Access:
    """Everything that an account opens, read once a request."""
    with scopes_disabled():
        places = Member.objects.filter(person=person, left_at__isnull=True, clinic__closed_at__isnull=True)
        records = Patient.objects.filter(person=person)
        return Access(
            person=person,
            places=tuple(places.select_related("clinic").order_by("joined_at")),
            records=tuple(records.select_related("clinic").order_by("added_at")),
        )


def access_by_pass(pass_id: UUID, *, at: datetime) -> Access:
    """What a pass opens; nothing once it has expired or was taken back."""
    with scopes_disabled():
        found = SupportPass.objects.select_related("clinic", "patient").filter(id=pass_id).first()
    return Access(support_pass=found) if found and found.is_live(at) else NOBODY


def clinic_of(access: Access, chosen: UUID | None) -> Clinic | None:
    """The clinic that a member works in now: the chosen one if it is theirs, else the first."""
    clinics = [place.clinic for place in access.places]
    return next((clinic for clinic in clinics if clinic.id == chosen), clinics[0] if clinics else None)
