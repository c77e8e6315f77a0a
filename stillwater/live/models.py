"""What can be watched: a topic, the scope that it belongs to, and its version."""

from django.db import models


class Topic(models.Model):
    """One watched thing (a session) in one scope (a clinic). The version only rises."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField(db_index=True)
    version = models.PositiveBigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope_id"], name="topic_open", condition=models.Q(closed_at__isnull=True))]


class Lease(models.Model):
    """Who alone may do a recurring task now, so that a second host can run the same program."""

    name = models.CharField(primary_key=True, max_length=40)
    holder = models.UUIDField()
    until_at = models.DateTimeField()
