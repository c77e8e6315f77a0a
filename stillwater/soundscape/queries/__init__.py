"""What is rendered, and where its files lie. Who may hear a file is decided by whoever owns the session."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from stillwater.soundscape.engine.voices import voice_for
from stillwater.soundscape.models import RenderedFile, Rendering
from stillwater.soundscape.rules.aloud import parts_of
from stillwater.soundscape.rules.guides import PURPOSES, Guide, read
from stillwater.soundscape.rules.programme import Cue
from stillwater.soundscape.rules.recording import Recording, plan


def sound_folder() -> Path:
    """The folder of rendered sound. Its names are hashes of scores: they tell nothing about anybody."""
    return Path(settings.STILLWATER_DATA) / "sound"


def rendering_for(plan_hash: str) -> Rendering | None:
    """The rendering of this score, in whatever state, or None if nobody asked."""
    return Rendering.objects.filter(plan_hash=plan_hash).prefetch_related("files").first()


def file_of(plan_hash: str, kind: str = RenderedFile.USUAL) -> RenderedFile | None:
    """The finished file of this score, or None while there is none."""
    return RenderedFile.objects.filter(
        rendering__plan_hash=plan_hash, rendering__finished_at__isnull=False, kind=kind
    ).first()  # fmt: skip


def path_of(file: RenderedFile) -> Path:
    """Where the file lies."""
    return sound_folder() / file.name


def is_whole(rendering: Rendering) -> bool:
    """Finished, and its files are on the disk at their full length."""
    files = list(rendering.files.all())
    return (
        rendering.finished_at is not None
        and len(files) == 2
        and all(path_of(file).is_file() and path_of(file).stat().st_size == file.bytes for file in files)
    )


def finished() -> QuerySet[Rendering]:
    """Every score that was rendered to its end, whether or not its files are still here."""
    return Rendering.objects.filter(finished_at__isnull=False).order_by("asked_at")


def unheard_since(moment: datetime) -> QuerySet[Rendering]:
    """Begun, not finished, not stopped by an error, and silent since `moment`: its worker is gone."""
    return Rendering.objects.filter(
        heard_at__lt=moment, finished_at__isnull=True, stopped_at__isnull=True
    ).order_by("asked_at")  # fmt: skip


def guide_folder() -> Path:
    """Where the guides' scripts lie, one file each, named after its key."""
    return Path(__file__).parents[1] / "guides"


@cache
def guides() -> tuple[Guide, ...]:
    """Every guide that ships, in the order in which somebody may need them, then by title. Raises Refused."""
    found = (read(path.read_text(encoding="utf-8")) for path in guide_folder().glob("*.md"))
    return tuple(sorted(found, key=lambda guide: (PURPOSES.index(guide.purpose), guide.title)))


def guide(key: str) -> Guide | None:
    """The guide of this key, or None."""
    return next((found for found in guides() if found.key == key), None)


def recording(guide: Guide, *, eyes_open: bool) -> Recording:
    """The plan of one version in the voice that is here. Raises ValueError: no such version, or not the voice's language."""
    voice = voice_for(guide.language, settings.STILLWATER_VOICE)
    return plan(guide, eyes_open=eyes_open, voice=voice.name, voice_version=voice.version)


def recording_of(cue: Cue) -> Recording:
    """The plan of what speaks in a session's sound, as it is now. Raises LookupError, NotItsLanguage."""
    found = guide(cue.guide)
    if found is None:
        raise LookupError(f"there is no guide {cue.guide} any more")
    return recording(found, eyes_open=cue.eyes_open)


def recordings(keys: Collection[str] = ()) -> list[Recording]:
    """Every version of these guides, or of all."""
    return [
        recording(guide, eyes_open=eyes_open)
        for guide in guides() if not keys or guide.key in keys
        for eyes_open in guide.versions
    ]  # fmt: skip


def reading_aloud(name: str, language: str, paragraphs: Iterable[str]) -> Recording:
    """The plan of a text read aloud in the voice that is here. Raises ValueError where no voice speaks the language."""
    voice = voice_for(language, settings.STILLWATER_VOICE)
    return Recording(name, True, language, voice.name, voice.version, parts_of(paragraphs, language))
