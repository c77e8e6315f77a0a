"""What was asked to be rendered, programmes and guides, and the files that came of it: nothing there says for whom. And the
guides that members of a clinic read aloud themselves, and the music that a clinic may play, for its patients alone."""

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from stillwater.kit.ids import new_id
from stillwater.people.models import Clinic, Member
from stillwater.soundscape.rules.programme import RATE


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
    voiceless = models.TextField(blank=True)  # why it is finished without a voice that was planned

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


class Narration(models.Model):
    """One member's own voice for one guide. Its recordings are sealed with the key of this row's id, which removing destroys."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="narrations")
    reader_name = models.CharField(max_length=120)  # as patients read it
    guide = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # to be put together
    made_at = models.DateTimeField(null=True)
    made_script = models.CharField(max_length=64, blank=True)  # of the script that was read
    error = models.TextField(blank=True)
    offered_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=200, blank=True)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="narration_of_clinic"),
            models.UniqueConstraint(
                fields=["reader", "guide"], condition=Q(removed_at__isnull=True), name="one_narration_a_reader"
            ),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True) | Q(made_at__isnull=False), name="narration_offered_is_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide}, read by {self.reader_name}"


class Take(models.Model):
    """One line as it was recorded: a private file of this row's id. A newer one of the same line takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    narration = models.ForeignKey(Narration, on_delete=models.PROTECT, related_name="takes")
    line = models.CharField(max_length=64)  # SHA-256 of its text: a line that is changed is another
    sent_id = models.UUIDField()  # as the device calls it: sent twice, it is kept once
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField()
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="take_of_clinic"),
            models.UniqueConstraint(fields=["narration", "line"], name="one_take_a_line"),
        ]

    def __str__(self) -> str:
        return f"{self.narration_id} {self.line[:8]}"


class NarrationFile(models.Model):
    """One version of a narration put together, or its captions: a private file of this row's id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    narration = models.ForeignKey(Narration, on_delete=models.PROTECT, related_name="files")
    eyes = models.CharField(max_length=6)  # open or closed
    kind = models.CharField(max_length=8)  # as of a RenderedFile: usual or captions
    bytes = models.PositiveBigIntegerField()
    seconds = models.FloatField()
    sha256 = models.CharField(max_length=64)
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="narration_file_of_clinic"),
            models.UniqueConstraint(fields=["narration", "eyes", "kind"], name="narration_file_kind_once"),
        ]

    def __str__(self) -> str:
        return f"{self.narration_id} {self.eyes} {self.kind}"


class MusicPiece(models.Model):
    """One piece of a clinic's own licensed music: a private file of this row's id, sealed with the key of the same id. It is
    `measured_at` some time after it came; `why` is empty where it can be played, else why it is left out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    maker = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=400)  # what lets the clinic play it, in its own words
    contents = models.JSONField(default=list)  # words of the never list, and "lyrics"
    place = models.PositiveIntegerField()  # in the order; the lowest first
    name = models.CharField(max_length=255)  # as the file was called
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    measured_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=20, blank=True)
    seconds = models.FloatField(null=True)
    loudness = models.FloatField(null=True)  # LUFS
    peak = models.FloatField(null=True)  # dB below full scale, between the samples too
    top = models.FloatField(null=True)  # LUFS of its fullest three seconds in twenty
    spread = models.FloatField(null=True)  # LU from its quiet to its full ones
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=200, blank=True)
    forgotten_at = models.DateTimeField(null=True)  # since when file and key are gone
    objects = ScopedManager(clinic="clinic")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="music_piece_of_clinic"),
            models.CheckConstraint(condition=~Q(licence=""), name="music_piece_says_its_licence"),
            models.CheckConstraint(
                name="music_piece_whole_is_measured",
                condition=Q(measured_at__isnull=True)
                | ~Q(why="")
                | Q(
                    seconds__isnull=False,
                    loudness__isnull=False,
                    peak__isnull=False,
                    top__isnull=False,
                    spread__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="music_piece_forgotten_is_removed",
                condition=Q(forgotten_at__isnull=True) | Q(removed_at__isnull=False),
            ),
        ]
        ordering = ["place", "added_at", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_whole(self) -> bool:
        """It can be played."""
        return self.measured_at is not None and self.why == "" and self.removed_at is None

    @property
    def frames(self) -> int:
        """Its length as the engine counts it."""
        return round((self.seconds or 0) * RATE)
