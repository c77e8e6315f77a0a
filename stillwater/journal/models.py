"""Private words and recordings, sealed with a key of their own; and who they were shared with."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from stillwater.journal.rules import NoteKind
from stillwater.kit.ids import new_id
from stillwater.people.models import Patient, Person
from stillwater.treatment.models import Session


class Note(models.Model):
    """One private item. `sealed` opens with the key of this note's id, which deletion destroys."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in NoteKind])
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+")
    sealed = models.BinaryField(default=bytes)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    objects = ScopedManager(person="person")

    class Meta:
        ordering = ["-made_at"]


class Recording(models.Model):
    """A voice note (or drawing) of a note: a private file, sealed with the note's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="recordings")
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    seconds = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    objects = ScopedManager(person="person")


class Share(models.Model):
    """One note shown to one clinic, until it is taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="shares")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    objects = ScopedManager(person="person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "patient"], condition=Q(ended_at__isnull=True), name="shared_once")
        ]
