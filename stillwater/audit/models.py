"""Events and the heads of their chains. Database triggers refuse to change or delete an event."""

from typing import Any

from django.db import models

from stillwater.kit.ids import new_id


class Chain(models.Model):
    """The head of one clinic's chain (or of the installation's, for events of no clinic)."""

    scope_id = models.UUIDField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.BinaryField(default=bytes)


class Event(models.Model):
    """One change, or one read. Actor and subject are values: the log outlives the rows that it speaks of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope_id = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=32)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=300)
    patient_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    quarter = models.DateTimeField(null=True)  # set on reads alone
    signature = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope_id", "number"], name="event_number_once"),
            models.UniqueConstraint(
                fields=["scope_id", "actor_id", "subject_kind", "subject_id", "verb", "quarter"],
                name="one_read_a_quarter",
            ),
        ]
        indexes = [
            models.Index(fields=["patient_id", "-at"], name="event_patient"),
            models.Index(fields=["scope_id", "-at"], name="event_scope"),
            models.Index(fields=["person_id", "-at"], name="event_person"),
        ]

    def facts(self) -> dict[str, Any]:
        """What the signature covers: everything but the signature."""
        return {
            "id": str(self.id), "scope": str(self.scope_id), "number": self.number, "at": self.at.isoformat(),
            "actor": [self.actor_kind, str(self.actor_id), self.actor_name], "verb": self.verb,
            "subject": [self.subject_kind, str(self.subject_id), self.subject_label],
            "patient": str(self.patient_id), "person": str(self.person_id), "details": self.details,
            "quarter": self.quarter.isoformat() if self.quarter else None,
        }  # fmt: skip


class EventPatient(models.Model):
    """One patient whom the event of a list names; the event's signed details name them too. As append-only as the event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="named")
    patient_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient_id", "event"], name="named_once")]
