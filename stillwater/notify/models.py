"""A delivery and its fate."""

from django.db import models

from stillwater.kit.ids import new_id


class Delivery(models.Model):
    """One message to one person by one channel. Subject and text are neutral (S22); links lead to what it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=16)  # "email", "phone"
    to_address = models.CharField(max_length=254)
    recipient_id = models.UUIDField(null=True)
    recipient_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    about_key = models.CharField(max_length=120, unique=True)  # the same thing is never sent twice
    due_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="delivery_waiting",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            )
        ]  # fmt: skip


class Silence(models.Model):
    """Nothing is sent to this recipient while it lasts, for the reason that `about_key` names (S17)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_key = models.CharField(max_length=120)
    recipient_id = models.UUIDField(null=True)
    to_address = models.CharField(max_length=254, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["recipient_id", "to_address"], name="silence_now", condition=models.Q(ended_at__isnull=True)
            )
        ]
