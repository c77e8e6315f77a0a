"""Shared tablets, and the PINs by which members take them over."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django_scopes import ScopedManager

from stillwater.kit.ids import new_id


class Tablet(models.Model):
    """A shared device of one site. First offered by a code that works once, then enrolled by whoever opens it there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic_id: UUID
    site_id: UUID
    clinic = models.ForeignKey("people.Clinic", on_delete=models.PROTECT, related_name="tablets")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="tablets")
    name = models.CharField(max_length=80)
    secret_digest = models.CharField(max_length=64, unique=True)  # of the code; once enrolled, of what the device keeps
    offered_at = models.DateTimeField()
    offered_by_id = models.UUIDField()
    offered_by_name = models.CharField(max_length=200)
    offer_ends_at = models.DateTimeField()
    enrolled_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)  # in a row, whoever was tried
    wait_until = models.DateTimeField(null=True)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        ordering = ["name", "offered_at"]
        constraints = [models.UniqueConstraint(fields=["clinic", "id"], name="tablet_of_clinic")]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """A member's PIN on the tablets of their clinic. A PIN opens nothing anywhere else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic_id: UUID
    member_id: UUID
    clinic = models.ForeignKey("people.Clinic", on_delete=models.PROTECT)
    member = models.OneToOneField("people.Member", on_delete=models.PROTECT, related_name="pin")
    hashed = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    wrong_pins = models.PositiveSmallIntegerField(default=0)  # in a row, on whichever tablet
    wait_until = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)  # until the member signs in with both their factors
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "id"], name="pin_of_clinic")]

    def waits(self, at: datetime) -> bool:
        return self.wait_until is not None and at < self.wait_until
