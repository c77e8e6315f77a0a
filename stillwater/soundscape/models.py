"""What was asked to be rendered, programmes and guides, and the files that came of it. Nothing here says for whom."""

from django.db import models
from django.db.models import Q

from stillwater.kit.ids import new_id


class Rendering(models.Model):
    """One score, or one guide's plan, and its way to sound. The same one is never rendered twice: its hash is unique."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan_hash = models.CharField(max_length=64, unique=True)
    plan = models.JSONField()
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    began_by = models.CharField(max_length=120, blank=True)  # host and process of the worker
    heard_at = models.DateTimeField(null=True)  # the worker's last sign of life
    part_done = models.FloatField(default=0)  # 0 to 1
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)  # how long it plays
    peak_db = models.FloatField(null=True)  # its highest sample, dB below full scale
    stopped_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rendering_finished_is_whole",
                condition=Q(finished_at__isnull=True) | Q(seconds__isnull=False, began_at__isnull=False, error=""),
            ),
            models.CheckConstraint(
                name="rendering_stopped_says_why", condition=Q(stopped_at__isnull=True) | ~Q(error="")
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="rendering_open", condition=Q(finished_at__isnull=True))]

    def __str__(self) -> str:
        return self.plan_hash


class RenderedFile(models.Model):
    """One file of a rendering: as planned, softer for phones on which a page cannot set the volume, or a guide's captions."""

    USUAL, SOFTER, CAPTIONS = "usual", "softer", "captions"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rendering = models.ForeignKey(Rendering, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in (USUAL, SOFTER, CAPTIONS)])
    name = models.CharField(max_length=100)  # inside the sound folder
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rendering", "kind"], name="rendered_file_kind_once"),
        ]

    def __str__(self) -> str:
        return self.name
