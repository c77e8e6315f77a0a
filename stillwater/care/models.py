"""Courses, protocols, orders, limits, consents and the plan of each appointment."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from stillwater.kit.ids import new_id
from stillwater.people.models import Clinic, Member, Patient, Room, Site, SupportPass


class Kept(models.Model):
    """A clinical row: it belongs to a clinic, and its id is unique there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    objects = ScopedManager(clinic="clinic")

    class Meta:
        abstract = True


def of_clinic(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["clinic", "id"], name=f"{name}_of_clinic")


class ProtocolVersion(Kept):
    """One version of a clinic's protocol, as the file it was adopted from. Never changed: a new version is a new row."""

    slug = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    setting = models.CharField(max_length=12)
    route = models.CharField(max_length=24)
    text = models.TextField()
    text_digest = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()
    adopted_by_name = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            of_clinic("protocol"),
            models.UniqueConstraint(fields=["clinic", "slug", "version"], name="protocol_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Course(Kept):
    """One course of treatment: why, by which route and protocol, by whom."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="courses")
    protocol = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    prescriber = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    indication = models.CharField(max_length=200)
    indication_code = models.CharField(max_length=12, blank=True)  # ICD-10-CM
    series = models.CharField(max_length=16, default="induction")  # or maintenance
    planned_sessions = models.PositiveSmallIntegerField(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [of_clinic("course")]


class Order(Kept):
    """What the prescriber wrote, word for word. Nothing in it is computed."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="orders")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="orders")
    text = models.TextField()
    route = models.CharField(max_length=24)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True)  # as written, to compare with what is given
    unit = models.CharField(max_length=12, blank=True)
    pharmacy_label = models.TextField(blank=True)  # as printed
    sitter_words = models.TextField(blank=True)  # the prescriber's own words and limits for the sitter
    prescriber = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    prescriber_name = models.CharField(max_length=200)
    prescriber_phone = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            of_clinic("order"),
            models.UniqueConstraint(fields=["course"], condition=Q(ended_at__isnull=True), name="one_active_order"),
        ]


class LimitSet(Kept):
    """The limits of a course, all set or declined by name; the newest row counts (S3).

    `limits` is a list of {"measure", "level", "over" or "under": number, "by", "source"} or {…, "declined_by"}.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="limit_sets")
    limits = models.JSONField(default=list)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()
    set_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [of_clinic("limits")]
        ordering = ["-set_at"]


class Consent(Kept):
    """One answer to one question, with the text it answered. Each kind stands alone (S11)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=16)
    text_version = models.CharField(max_length=40)
    yes_given = models.CharField(max_length=8, choices=[("yes", "yes"), ("no", "no")])
    answered_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=200)
    recorded_by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [of_clinic("consent")]
        ordering = ["-answered_at"]


class Wishes(Kept):
    """What a patient asked for, in their words; the newest row counts."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="wishes")
    touch = models.CharField(max_length=200, blank=True)
    voice = models.CharField(max_length=200, blank=True)
    sound = models.CharField(max_length=200, blank=True)
    never = models.JSONField(default=list)  # kinds of sound left out (S14)
    tastes = models.JSONField(default=dict)  # kind of sound: 1 for more or brighter, -1 for less or softer
    guides = models.JSONField(default=dict)  # place in the session: the guide that speaks there, as key/eyes
    phrase = models.CharField(max_length=120, blank=True)  # shown on the session screen
    set_at = models.DateTimeField()

    class Meta:
        constraints = [of_clinic("wishes")]
        ordering = ["-set_at"]


class Appointment(Kept):
    """When and where a session is planned. The session itself has the same id."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="appointments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="+")
    setting = models.CharField(max_length=12)  # clinic or home
    starts_at = models.DateTimeField(db_index=True)  # when the dose is planned
    arrive_at = models.DateTimeField()
    watcher = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    number_in_course = models.PositiveSmallIntegerField(default=1)
    planned_at = models.DateTimeField()
    planned_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [of_clinic("appointment")]
        indexes = [models.Index(fields=["clinic", "starts_at"], name="appointment_day")]

    @property
    def zone(self) -> tzinfo:
        """The zone whose "today" counts: the site's, or at home the patient's."""
        return self.site.zone if self.setting == "clinic" else ZoneInfo(self.patient.time_zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)


class Preparation(Kept):
    """One thing of the plan that somebody has done, or undone."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="preparations")
    key = models.CharField(max_length=40)
    done_at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            of_clinic("preparation"),
            models.UniqueConstraint(fields=["appointment", "key"], name="preparation_once"),
        ]


class SupportPerson(Kept):
    """Who drives or who sits, for one appointment."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="support")
    support_pass = models.ForeignKey(SupportPass, on_delete=models.PROTECT, null=True, related_name="+")
    task = models.CharField(max_length=8)  # sits, drives
    name = models.CharField(max_length=200)
    called = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    named_at = models.DateTimeField()
    # When they said that they will be there, and who says so: the team, the patient, or they themselves on their pass.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            of_clinic("support_person"),
            models.UniqueConstraint(
                fields=["appointment", "task"], condition=Q(removed_at__isnull=True), name="one_for_each_task"
            ),
        ]

    @property
    def first_name(self) -> str:
        return self.called or self.name.split(" ")[0]


class Task(Kept):
    """Something that a person must do: a call tonight, a review. Never done by itself."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="tasks")
    about_key = models.CharField(max_length=120)
    words = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    for_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            of_clinic("task"),
            models.UniqueConstraint(fields=["clinic", "about_key"], name="task_once"),
        ]


class ReviewAnswer(Kept):
    """What a patient says of a series before its review, and what they would like next; the newest row counts (S19)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="review_answers")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="review_answers")
    wish = models.CharField(max_length=8)  # go_on, change, stop
    words = models.CharField(max_length=1000, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [of_clinic("review_answer")]
        ordering = ["-said_at"]


class Enrolment(Kept):
    """A site's or a patient's place in the safety programme of a medicine, as a member stated it (S4)."""

    programme = models.CharField(max_length=40)  # "esketamine_rems"
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="enrolments")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="enrolments")
    number = models.CharField(max_length=80)  # as the programme gave it
    stated_at = models.DateTimeField()
    stated_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            of_clinic("enrolment"),
            models.CheckConstraint(
                condition=Q(site__isnull=False, patient__isnull=True) | Q(site__isnull=True, patient__isnull=False),
                name="enrolment_of_site_or_patient",
            ),
            models.UniqueConstraint(
                fields=["programme", "site"], condition=Q(site__isnull=False, ended_at__isnull=True),
                name="site_enrolled_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "patient"], condition=Q(patient__isnull=False, ended_at__isnull=True),
                name="patient_enrolled_once",
            ),
        ]  # fmt: skip
