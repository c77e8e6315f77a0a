"""Ask for a score to be rendered, and note how it goes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string

from stillwater.soundscape import queries
from stillwater.soundscape.models import RenderedFile, Rendering

NOT_NEEDED = "no longer needed"
SOON, BESIDE = 50, -25  # of the queue's priorities, -100 to 100; added up
SILENT_FOR = timedelta(minutes=2)  # a worker gives a sign of life every five seconds


class Plan(Protocol):
    """A session's score, or a guide's recording."""

    @property
    def hash(self) -> str: ...

    def as_data(self) -> dict[str, Any]: ...


class NewFile(NamedTuple):
    """A file that a worker has written."""

    kind: str
    name: str
    bytes: int
    sha256: str


def ask_for(*, plan: Plan, at: datetime, soon: bool = False, beside: bool = False) -> Rendering:
    """Have this score rendered, once. Asked again, it is the same rendering: begun anew only after an error, without the
    voice that was planned, or when its files are gone. What is wanted soon goes before what is wanted some day; what is good to have `beside`
    another, after everything that is wanted as soon."""
    plan_hash = plan.hash
    with transaction.atomic():
        rendering, is_new = Rendering.objects.select_for_update().get_or_create(
            plan_hash=plan_hash, defaults={"plan": plan.as_data(), "asked_at": at}
        )
        lost = rendering.finished_at is not None and not queries.is_whole(rendering)
        if not is_new and (lost or rendering.stopped_at is not None or rendering.voiceless):
            _forget(rendering, at)
            is_new = True
        if is_new:
            _enqueue(rendering, priority=(SOON if soon else 0) + (BESIDE if beside else 0))
    return rendering


def ask_for_guides(*, at: datetime) -> int:
    """Have every version of every guide rendered that is not; returns how many are still to come."""
    asked = [ask_for(plan=recording, at=at) for recording in queries.recordings()]
    return sum(rendering.finished_at is None for rendering in asked)


def render_lost(*, at: datetime) -> int:
    """Queue again every finished score whose files are not here, as after a restore; returns how many."""
    lost = [rendering for rendering in queries.finished() if not queries.is_whole(rendering)]
    for rendering in lost:
        with transaction.atomic():
            _forget(rendering, at)
            _enqueue(rendering)
    return len(lost)


def _forget(rendering: Rendering, at: datetime) -> None:
    rendering.files.all().delete()
    rendering.asked_at, rendering.began_at, rendering.heard_at, rendering.part_done = at, None, None, 0
    rendering.finished_at, rendering.seconds, rendering.stopped_at, rendering.error = None, None, None, ""
    rendering.voiceless = ""
    rendering.save()


def take_up_again(*, at: datetime) -> int:
    """Queue once more what a worker left when it was killed; returns how many."""
    left = list(queries.unheard_since(at - SILENT_FOR))
    for rendering in left:
        Rendering.objects.filter(pk=rendering.pk).update(heard_at=at)
        _enqueue(rendering)
    return len(left)


def let_go(*, plan_hash: str, at: datetime) -> None:
    """Nobody will listen to this score any more: what has not been begun is not rendered. Asked again, it is."""
    waiting = Rendering.objects.filter(plan_hash=plan_hash, began_at__isnull=True, stopped_at__isnull=True)
    waiting.update(stopped_at=at, error=NOT_NEEDED)


def begin(*, rendering_id: UUID, by: str, at: datetime) -> Rendering | None:
    """Note that a worker begins; None when there is nothing left to do."""
    rendering = Rendering.objects.filter(pk=rendering_id).first()
    if rendering is None or queries.is_whole(rendering) or rendering.error == NOT_NEEDED:
        return None
    rendering.began_at = rendering.heard_at = at
    rendering.began_by, rendering.part_done = by, 0
    rendering.stopped_at, rendering.error = None, ""
    rendering.save()
    return rendering


def note_progress(*, rendering: Rendering, part: float, at: datetime) -> None:
    """The worker's sign of life."""
    Rendering.objects.filter(pk=rendering.pk).update(part_done=round(part, 3), heard_at=at)


def finish(
    *, rendering: Rendering, files: Iterable[NewFile], seconds: float, peak_db: float, at: datetime, voiceless: str = ""
) -> None:
    """Note the files that now stand in the sound folder under their names, and why a planned voice is not in them."""
    with transaction.atomic():
        rendering.files.all().delete()
        RenderedFile.objects.bulk_create(RenderedFile(rendering=rendering, **file._asdict()) for file in files)
        rendering.finished_at = rendering.heard_at = at
        rendering.seconds, rendering.peak_db, rendering.part_done, rendering.voiceless = seconds, peak_db, 1, voiceless
        rendering.save()


def stop_short(*, rendering: Rendering, error: str, at: datetime) -> None:
    """Note why it could not be rendered; asking again begins anew."""
    rendering.stopped_at, rendering.error = at, error or "unknown"
    rendering.save(update_fields=["stopped_at", "error"])


def _enqueue(rendering: Rendering, *, priority: int = 0) -> None:
    # By name: tasks stand above actions in this house, and the queue stores a name anyway.
    task = import_string("stillwater.soundscape.tasks.render")
    (task.using(priority=priority) if priority else task).enqueue(str(rendering.pk))
