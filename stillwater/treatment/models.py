"""Sessions, their entries, and entries that were set aside."""

from django.db import models
from django_scopes import ScopedManager

from stillwater.care.models import Appointment, Kept, ProtocolVersion, of_clinic
from stillwater.people.models import Clinic, Patient


class Session(models.Model):
    """One treatment session. `state` is what its entries fold to; `version` rises with every entry that is stored."""

    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, primary_key=True, db_column="id", related_name="session"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sessions")
    protocol = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    state = models.JSONField(default=dict)
    fold_version = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=12, default="planned", db_index=True)
    # "death" or "serious_event": what stands in the way of every session (S17). Added later, so it may be null: SQLite cannot
    # make a table anew beneath the triggers of others.
    frozen = models.CharField(max_length=16, null=True)
    closed_at = models.DateTimeField(null=True)
    sound_hash = models.CharField(max_length=64, blank=True)  # of the programme that was planned for it
    # Of a calmer one to change to, if the never-list leaves one. Added later, so it may be null, like `frozen`.
    calmer_hash = models.CharField(max_length=64, null=True)
    printed = models.TextField(blank=True)  # the record as it was signed, frozen
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "appointment"], name="session_of_clinic")]
        indexes = [
            models.Index(fields=["clinic", "stage"], name="session_stage"),
            models.Index(fields=["clinic", "frozen"], name="session_frozen"),
        ]

    @property
    def id(self):  # type: ignore[no-untyped-def]
        """The same as its appointment's."""
        return self.pk


class Entry(models.Model):
    """One fact in a session. The database refuses to change or delete it; a correction is another entry."""

    id = models.UUIDField(primary_key=True)  # made on the device
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16)
    data = models.JSONField()
    observed_at = models.DateTimeField()  # corrected for the device's clock
    device_observed_at = models.DateTimeField()  # as the device said it
    offset_minutes = models.SmallIntegerField(default=0)  # of the device's zone, east of UTC
    typed = models.CharField(max_length=8, default="clock")  # who told the time: the device's "clock", or a "person"
    correction_ms = models.BigIntegerField(default=0)  # frozen at first receipt
    recorded_at = models.DateTimeField()
    device_id = models.UUIDField(null=True)
    seen_version = models.PositiveIntegerField(null=True)
    author_kind = models.CharField(max_length=8)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    author_roles = models.JSONField(default=list)
    stamp = models.JSONField(default=dict)  # facts outside the session, frozen at first receipt
    digest = models.CharField(max_length=64)  # of what the device sent: the same again is "already there"
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "id"], name="entry_of_clinic")]
        indexes = [models.Index(fields=["session", "observed_at", "id"], name="entry_order")]


class SetAside(Kept):
    """Something sent under the id of an entry that says otherwise: kept for a person to look at, never mixed in."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="set_aside")
    entry_id = models.UUIDField()
    sent = models.JSONField()
    why = models.CharField(max_length=300)
    author_kind = models.CharField(max_length=8)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField(null=True)
    seen_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            of_clinic("set_aside"),
            models.UniqueConstraint(fields=["session", "entry_id", "digest"], name="set_aside_once"),
        ]
