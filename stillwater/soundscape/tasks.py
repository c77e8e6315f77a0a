"""The work of a render: one at a time on this host, out of everybody's way, and safe to kill."""

import fcntl
import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from uuid import UUID

from django_tasks import task

from stillwater.kit import clock
from stillwater.soundscape import actions, queries
from stillwater.soundscape.engine.render import SOFTER_DB, Rendered
from stillwater.soundscape.engine.render import render as render_files
from stillwater.soundscape.engine.speech import speak
from stillwater.soundscape.engine.voice import voice_for
from stillwater.soundscape.models import RenderedFile, Rendering
from stillwater.soundscape.rules import Programme
from stillwater.soundscape.rules.recording import KIND, Recording

NICENESS = 10
LOOK_SECONDS = 5.0
Progress = Callable[[float], None]


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
            actions.stop_short(rendering=rendering, error=f"{type(trouble).__name__}: {trouble}", at=clock.now())
            raise
        files = [
            actions.NewFile(kind, file.path.name, file.bytes, file.sha256)
            for kind, file in zip(kinds, done.files, strict=True)
        ]
        actions.finish(rendering=rendering, files=files, seconds=done.seconds, peak_db=done.peak, at=clock.now())


def _work(rendering: Rendering) -> tuple[list[str], Callable[[Progress], Rendered]]:
    """The kinds of file that a plan comes to, in order, and what makes them. Raises ValueError for a plan not ours."""
    folder, kept, plan = queries.sound_folder(), rendering.plan_hash, rendering.plan
    usual = folder / f"{kept}.m4a"
    if plan.get("kind") == KIND:
        recording = Recording.from_data(plan)
        voice, clips = voice_for(recording.language), folder / "clips"
        return [RenderedFile.USUAL, RenderedFile.CAPTIONS], lambda told: speak(recording, voice, usual, clips, told)
    programme = Programme.from_data(plan)
    targets = [(usual, 0.0), (folder / f"{kept}-softer.m4a", SOFTER_DB)]
    return [RenderedFile.USUAL, RenderedFile.SOFTER], lambda told: render_files(programme, targets, progress=told)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder's lock, which the kernel frees if we are killed, and sweep up what a killed render left."""
    folder = queries.sound_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".one-at-a-time").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.rglob("*.part"):
            left.unlink(missing_ok=True)
        yield


def _step_back() -> None:
    # On Linux niceness belongs to the thread. os.nice() in the worker's own thread would stay for every later job.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _niced(work: Callable[[Progress], Rendered], told: Progress) -> Rendered:
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
