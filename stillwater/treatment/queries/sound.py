"""The sound of a session: how far it is, and where its files lie."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stillwater.soundscape.models import RenderedFile
from stillwater.soundscape.queries import file_of, path_of, rendering_for
from stillwater.soundscape.rules import SCENES, TICKS_A_SECOND, Programme, in_scene, may_sound, taste_list
from stillwater.soundscape.rules.programme import VERSION
from stillwater.treatment.models import Session


@dataclass(frozen=True)
class Sound:
    """How far the sound of a session is, and its two files once they are there. `calmer`: the other one, to change to."""

    part_done: float
    trouble: str
    seconds: float
    files: dict[str, RenderedFile]  # "full", "soft"
    rest: tuple[float, float] | None = None  # seconds: what may be repeated while nobody has come to an end
    scene: str = ""
    rings: bool = False
    speaks: bool = False
    others: tuple[str, ...] = ()  # scenes of which anything may sound for this listener
    calmer: "Sound | None" = None

    @property
    def is_ready(self) -> bool:
        return len(self.files) == len(KINDS_OF_FILE)


KINDS_OF_FILE = {"full": RenderedFile.USUAL, "soft": RenderedFile.SOFTER}
CALMER = "calmer-"  # before the name of a file of the other sound


def sound_of(session: Session) -> Sound | None:
    """The session's sound; None when none was planned (S6: that never holds up treatment)."""
    planned = _sound(session.sound_hash)
    return replace(planned, calmer=_sound(session.calmer_hash)) if planned else None


def _sound(plan_hash: str | None) -> Sound | None:
    rendering = rendering_for(plan_hash) if plan_hash else None
    if rendering is None:
        return None
    by_kind = {file.kind: file for file in rendering.files.all()} if rendering.finished_at else {}
    files = {which: by_kind[kind] for which, kind in KINDS_OF_FILE.items() if kind in by_kind}
    loop, scene = rendering.plan.get("loop"), rendering.plan.get("scene", "")
    rest = (loop[0] / TICKS_A_SECOND, loop[1] / TICKS_A_SECOND) if loop else None
    return Sound(
        rendering.part_done, rendering.error, rendering.seconds or 0.0, files, rest, scene,
        bool(rendering.plan.get("events")), bool(rendering.plan.get("cues")), _others(rendering.plan),
    )  # fmt: skip


def _others(plan: dict[str, Any]) -> tuple[str, ...]:
    never, tastes = plan.get("never", ()), taste_list(dict(plan.get("tastes", ())))
    return tuple(scene for scene in SCENES if may_sound(scene, never, tastes))


def score_of(session: Session, scene: str) -> Programme | None:
    """What a phone that makes the sound itself plays: the planned score, the calmer one, or the planned one in another scene
    that may sound for this listener. None for what is not planned, or may not.
    """
    plans = [found.plan for key in (session.sound_hash, session.calmer_hash) if key and (found := rendering_for(key))]
    for plan in plans:
        if plan.get("scene") == scene:
            return Programme.from_data(plan)
    if not session.sound_hash or not plans or scene not in _others(plans[0]) or plans[0]["version"] != VERSION:
        return None
    return in_scene(Programme.from_data(plans[0]), scene)


def sound_file(session: Session, which: str) -> Path | None:
    """Where the session's "full" or "soft" file lies, or the calmer one's ("calmer-full", "calmer-soft"), if it is there."""
    plan_hash = session.calmer_hash if which.startswith(CALMER) else session.sound_hash
    kind = KINDS_OF_FILE.get(which.removeprefix(CALMER))
    file = file_of(plan_hash, kind) if kind and plan_hash else None
    return path_of(file) if file else None
