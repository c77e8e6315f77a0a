"""The work of a render: one at a time on this host, out of everybody's way, and safe to kill."""

import fcntl
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django_scopes import scope
from django_tasks import task

from stillwater.kit import clock
from stillwater.kit.keys import Unreadable
from stillwater.people.access import NotYours
from stillwater.soundscape import actions, queries
from stillwater.soundscape.actions import music as music_actions
from stillwater.soundscape.actions import narrations
from stillwater.soundscape.engine.measuring import LeftOut, look
from stillwater.soundscape.engine.render import SOFTER_DB, Rendered, TooLoud
from stillwater.soundscape.engine.render import render as render_files
from stillwater.soundscape.engine.row import Open, render_row
from stillwater.soundscape.engine.saying import said_in
from stillwater.soundscape.engine.speech import speak
from stillwater.soundscape.engine.taken import NotHeard, Taken
from stillwater.soundscape.engine.voice import Voice
from stillwater.soundscape.engine.voices import voice_for
from stillwater.soundscape.models import MusicPiece, Narration, RenderedFile, Rendering
from stillwater.soundscape.queries.music import opener_of, openers_of
from stillwater.soundscape.queries.narrations import piece_of, takes_of
from stillwater.soundscape.rules import Programme
from stillwater.soundscape.rules.narrating import lines_of, missing, plans
from stillwater.soundscape.rules.recording import KIND, Recording
from stillwater.soundscape.rules.row import KIND as ROW
from stillwater.soundscape.rules.row import Row

NICENESS = 10
LOOK_SECONDS = 5.0
UNSEALED = ".unsealed-"
CLIPS_KEPT = timedelta(days=90)  # after they were last read: of an older voice, an older line
Progress = Callable[[float], None]
Done = TypeVar("Done")


class Abandoned(Exception):
    """The task is being ended; the thread that renders is to end too."""


@task(queue_name="render")
def render(rendering_id: str) -> None:
    """Render both files of a rendering. Run twice, the second finds the first's work and does nothing."""
    run(UUID(rendering_id))


def run(rendering_id: UUID, told: Progress = lambda part: None) -> None:
    """The work of the task; `told` hears from 0 to 1 every few seconds."""
    with _alone():
        rendering = actions.begin(
            rendering_id=rendering_id, by=f"{socket.gethostname()} {os.getpid()}"[:120], at=clock.now()
        )
        if rendering is None:
            return

        def note(part: float) -> None:
            actions.note_progress(rendering=rendering, part=part, at=clock.now())
            told(part)

        try:
            kinds, work = _work(rendering)
            done = _niced(work, note)
        except Exception as trouble:
            actions.stop_short(rendering=rendering, error=_why(trouble), at=clock.now())
            raise
        files = [
            actions.NewFile(kind, file.path.name, file.bytes, file.sha256)
            for kind, file in zip(kinds, done.files, strict=True)
        ]
        actions.finish(
            rendering=rendering, files=files, seconds=done.seconds, peak_db=done.peak, voiceless=done.voiceless, at=clock.now()
        )  # fmt: skip


@task(queue_name="render")
def put_together(clinic_id: str, narration_id: str) -> None:
    """Put a guide together from the lines that a member of this clinic read."""
    with scope(clinic=[UUID(clinic_id)], person=[]):
        read_together(UUID(narration_id))


def read_together(narration_id: UUID) -> None:
    """The work of the task, in the scope of its clinic. What is unsealed for it lies in a folder that goes with it."""
    with _alone(), TemporaryDirectory(dir=queries.sound_folder(), prefix=UNSEALED) as folder:
        narration = Narration.objects.filter(id=narration_id, removed_at__isnull=True).first()
        guide = queries.guide(narration.guide) if narration else None
        if narration is None or guide is None:
            return
        taken = takes_of(narration)
        if missing(guide, taken):
            return  # the script has changed since
        sounds = {line.text: b"".join(piece_of(narration.id, taken[line.key].id)) for line in lines_of(guide)}
        try:
            done = _niced(lambda told: _read(plans(guide), Taken(sounds), Path(folder)), lambda part: None)
            narrations.finish(narration, guide, done, at=clock.now())
        except NotHeard as line:
            narrations.stop_short(narration, error=line.text)
        except (NotYours, Unreadable):
            return  # removed meanwhile
        except Exception as trouble:
            narrations.stop_short(narration, error=_why(trouble))
            raise


@task(queue_name="render")
def measure(clinic_id: str, piece_id: str) -> None:
    """Find out how loud a piece of a clinic's music is, or why it cannot be played."""
    with scope(clinic=[UUID(clinic_id)], person=[]), _alone():
        piece = MusicPiece.objects.filter(id=UUID(piece_id), removed_at__isnull=True, measured_at__isnull=True).first()
        if piece is None:
            return
        try:
            source, size, name = opener_of(piece.id), piece.size, piece.name
            found = _niced(lambda told: look(source(), size, name, told), lambda part: None)
            music_actions.note_measured(piece, found, at=clock.now())
        except LeftOut as left:
            music_actions.note_measured(piece, None, why=left.why, at=clock.now())
        except Exception as trouble:
            music_actions.note_measured(piece, None, why="corrupt", at=clock.now())
            if not isinstance(trouble, Unreadable | OSError):
                raise


@task(queue_name="render")
def forget_music(clinic_id: str, piece_id: str) -> None:
    """What was removed a day ago and not brought back."""
    with scope(clinic=[UUID(clinic_id)], person=[]):
        music_actions.forget(UUID(piece_id), at=clock.now())


def _read(wanted: dict[str, Recording], voice: Taken, folder: Path) -> list[narrations.Whole]:
    found = []
    for eyes, recording in wanted.items():
        done = speak(recording, voice, folder / f"{eyes}.m4a", folder / "clips")
        for kind, file in zip((RenderedFile.USUAL, RenderedFile.CAPTIONS), done.files, strict=True):
            found.append(narrations.Whole(eyes, kind, file.path.read_bytes(), done.seconds, file.sha256))
    return found


def _work(rendering: Rendering) -> tuple[list[str], Callable[[Progress], Rendered]]:
    """The kinds of file that a plan comes to, in order, and what makes them. Raises ValueError for a plan not ours."""
    folder, kept, plan = queries.sound_folder(), rendering.plan_hash, rendering.plan
    usual = folder / f"{kept}.m4a"
    if plan.get("kind") == KIND:
        recording = Recording.from_data(plan)
        voice, clips = _voice(recording.language), folder / "clips"
        return [RenderedFile.USUAL, RenderedFile.CAPTIONS], lambda told: speak(recording, voice, usual, clips, told)
    kinds, targets = (
        [RenderedFile.USUAL, RenderedFile.SOFTER],
        [(usual, 0.0), (folder / f"{kept}-softer.m4a", SOFTER_DB)],
    )
    if plan.get("kind") == ROW:
        row = Row.from_data(plan)
        openers = _openers(row)
        return kinds, lambda told: _in_a_row(row, openers, targets, told)
    programme = Programme.from_data(plan)
    return kinds, lambda told: _sounded(programme, targets, folder / "clips", told)


def _openers(row: Row) -> dict[str, Open] | str:
    """How each piece is opened, or why one cannot be: here, where the database is."""
    try:
        with scope(clinic=[UUID(row.clinic)], person=[]):
            return dict(openers_of(row))
    except (LookupError, Unreadable) as trouble:
        return _why(trouble)


def _in_a_row(row: Row, openers: dict[str, Open] | str, targets: list[tuple[Path, float]], told: Progress) -> Rendered:
    """The pieces and what is behind them; the planned sound alone, with the reason, where that cannot be."""
    if isinstance(openers, str):
        return render_files(row.behind, targets, progress=told)._replace(voiceless=openers)
    try:
        return render_row(row, openers, targets, progress=told)
    except Abandoned:
        raise
    except Exception as trouble:
        return render_files(row.behind, targets, progress=told)._replace(voiceless=_why(trouble))


def _sounded(programme: Programme, targets: list[tuple[Path, float]], clips: Path, told: Progress) -> Rendered:
    """The score with those who speak in it; without them, and with the reason, where that cannot be: a session's sound
    without a voice beats none."""
    bed = replace(programme, cues=())
    try:
        said = said_in(programme, queries.recording_of, _voice, clips)
    except Exception as trouble:
        return render_files(bed, targets, progress=told)._replace(voiceless=_why(trouble))
    try:
        return render_files(programme, targets, progress=told, said=said)
    except TooLoud as trouble:
        if not said:
            raise
        return render_files(bed, targets, progress=told)._replace(voiceless=_why(trouble))


def _voice(language: str) -> Voice:
    return voice_for(language, settings.STILLWATER_VOICE)


def _why(trouble: Exception) -> str:
    return f"{type(trouble).__name__}: {trouble}"


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder's lock, which the kernel frees if we are killed, and sweep up what a killed render left and what nobody
    reads any more.
    """
    folder = queries.sound_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".one-at-a-time").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(f"{UNSEALED}*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in folder.rglob("*.part"):
            left.unlink(missing_ok=True)
        for clip in (folder / "clips").glob("*.npy"):
            if time.time() - clip.stat().st_mtime > CLIPS_KEPT.total_seconds():
                clip.unlink(missing_ok=True)
        yield


def _step_back() -> None:
    # On Linux niceness belongs to the thread. os.nice() in the worker's own thread would stay for every later job.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _niced(work: Callable[[Progress], Done], told: Progress) -> Done:
    """Run `work` in a niced thread; this one keeps the database and passes on how far it is every few seconds."""
    part, over = [0.0], threading.Event()

    def progress(now_at: float) -> None:
        if over.is_set():
            raise Abandoned
        part[0] = now_at

    with ThreadPoolExecutor(1, "render", _step_back) as pool:
        running = pool.submit(work, progress)
        try:
            while True:
                with suppress(TimeoutError):
                    return running.result(timeout=LOOK_SECONDS)
                if running.done():
                    return running.result()
                told(part[0])
        finally:
            over.set()
