"""Persons, clinics, members, patients, and the ways in: invitations, support passes, the first-run code."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from stillwater.kit.ids import new_id
from stillwater.people.rules import ROLE_NAMES, ClinicKind, Role
from stillwater.people.tablet_models import Pin, Tablet

__all__ = ["Pin", "Tablet"]  # with everything below: the models of people


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **facts: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **facts)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Their clinical records are Patients; their private words are theirs. The groups are those of the
    channel's editors alone; nobody is a superuser.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    called = models.CharField(max_length=80, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")
    reading_size = models.CharField(max_length=8, blank=True)  # "large", "larger"; empty: as the device says
    motion = models.CharField(max_length=8, blank=True)  # "still"; empty: as the device says
    joined_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    objects = PersonManager()

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.closed_at is None

    @property
    def first_name(self) -> str:
        """The name that this person uses."""
        return self.called or self.name.split(" ")[0]

    def __str__(self) -> str:
        return self.name


class Clinic(models.Model):
    """An organisation; or, of kind *own*, the space of one person without one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in ClinicKind], default=ClinicKind.CLINIC)
    name = models.CharField(max_length=200)
    after_hours_name = models.CharField(max_length=200, blank=True)
    after_hours_number = models.CharField(max_length=40, blank=True)
    watched_words = models.CharField(max_length=300, blank=True)  # who reads messages here, and when
    retention_years = models.PositiveSmallIntegerField(null=True)
    tablets_lock_seconds = models.PositiveSmallIntegerField(default=120)  # a shared tablet that nobody touches
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """An address of a clinic. Its zone says what "today" is there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=64)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "id"], name="site_of_clinic")]

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A chair or bed at a site."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["clinic", "id"], name="room_of_clinic")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person's place in a clinic, with the roles they hold there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="places")
    shown_name = models.CharField(max_length=120)  # as colleagues and patients read it: "Dr. Ada Osei"
    roles = models.JSONField(default=list)
    licence = models.CharField(max_length=80, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="member_of_clinic"),
            models.UniqueConstraint(
                fields=["clinic", "person"], condition=Q(left_at__isnull=True), name="one_place_a_person"
            ),
        ]

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles)

    @property
    def role_names(self) -> str:
        return ", ".join(ROLE_NAMES[role] for role in Role if role in self.role_set)

    @property
    def short_name(self) -> str:
        """ "Maya", or "Dr. Osei" for somebody with a title."""
        words = self.shown_name.split(" ")
        return f"{words[0]} {words[-1]}" if words[0].endswith(".") else words[0]

    def __str__(self) -> str:
        return self.shown_name


class Patient(models.Model):
    """One clinic's record of a person; without an account until they are invited and accept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="records")
    record_number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    called = models.CharField(max_length=80, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    sex_for_forms = models.CharField(max_length=20, blank=True)
    born_date = models.DateField(null=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    allergies = models.CharField(max_length=500, blank=True)  # empty means not asked yet, never "none"
    medicines = models.TextField(blank=True)
    added_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="patient_of_clinic"),
            models.UniqueConstraint(fields=["clinic", "record_number"], name="record_number_once"),
            models.UniqueConstraint(
                fields=["clinic", "person"], condition=Q(person__isnull=False), name="one_record_a_person"
            ),
        ]

    @property
    def first_name(self) -> str:
        return self.called or self.name.split(" ")[0]

    def __str__(self) -> str:
        return self.name


class SupportPass(models.Model):
    """A sitter's or escort's way in: a signed link, no account, for one session or one course."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="passes")
    session_id = models.UUIDField(null=True)  # values: sessions and courses live in rooms above this one
    course_id = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    called = models.CharField(max_length=80, blank=True)
    relation = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    tasks = models.JSONField(default=list)  # "sits", "drives"
    secret_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by_id = models.UUIDField()
    issued_by_name = models.CharField(max_length=200)
    previewed_at = models.DateTimeField(null=True)  # when the patient saw what the pass shows (S23)
    opened_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)  # the sitter's own word: adult, sober, at home throughout
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="pass_of_clinic"),
            models.CheckConstraint(
                condition=Q(session_id__isnull=False) | Q(course_id__isnull=False), name="pass_for_something"
            ),
        ]

    @property
    def first_name(self) -> str:
        return self.called or self.name.split(" ")[0]

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class Invitation(models.Model):
    """A way to an account, for one address, once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True)  # None: an invitation to the team
    roles = models.JSONField(default=list)
    shown_name = models.CharField(max_length=120)
    email = models.EmailField()
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    revoked_at = models.DateTimeField(null=True)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "id"], name="invitation_of_clinic")]


class FirstRun(models.Model):
    """The one-time code of a fresh installation. One row at most: the second of two people finds it used."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="first_run_once")]


class DataKey(models.Model):
    """The wrapped key of one person's private words or one patient's sealed files. Destroyed, its backups are silent too."""

    owner_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
