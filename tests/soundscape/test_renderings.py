"""Asking for a score, and the worker that renders it."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django_tasks import default_task_backend

from stillwater.kit.clock import from_iso
from stillwater.soundscape import actions, queries, tasks
from stillwater.soundscape.models import RenderedFile, Rendering
from stillwater.soundscape.rules import Programme, compose, plain_phases

NINE = from_iso("2026-11-24T09:00:00Z")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture(scope="module")
def anas() -> Programme:
    """The drone alone: few tables, and every file is still a whole one."""
    return compose(
        phases=plain_phases(8), scene="strings", never=("strings", "glass", "choir"), seed=21, closing_seconds=2
    )


def _queued() -> int:
    return len(default_task_backend.results)  # type: ignore[attr-defined]


def _render(rendering: Rendering) -> Rendering:
    tasks.render.call(str(rendering.pk))
    rendering.refresh_from_db()
    return rendering


def test_asking_twice_is_one_rendering_and_one_task(anas: Programme) -> None:
    first = actions.ask_for(plan=anas, at=NINE)
    again = actions.ask_for(plan=anas, at=NINE + timedelta(minutes=1))
    assert first.pk == again.pk
    assert again.asked_at == NINE
    assert _queued() == 1
    assert queries.file_of(anas.hash) is None


def test_a_rendered_score_has_both_files_and_their_sums(anas: Programme, folder: Path) -> None:
    rendering = _render(actions.ask_for(plan=anas, at=NINE))
    assert rendering.finished_at is not None
    assert rendering.seconds == anas.seconds
    assert queries.is_whole(rendering)
    for kind in (RenderedFile.USUAL, RenderedFile.SOFTER):
        file = queries.file_of(anas.hash, kind)
        assert file is not None
        assert queries.path_of(file).stat().st_size == file.bytes
        assert anas.hash in file.name
    assert not list(folder.glob("*.part"))
    found = queries.rendering_for(anas.hash)
    assert found is not None
    assert found.part_done == 1


def test_running_a_task_twice_does_the_work_once(anas: Programme) -> None:
    rendering = _render(actions.ask_for(plan=anas, at=NINE))
    finished = rendering.finished_at
    assert _render(rendering).finished_at == finished


def test_a_task_after_a_kill_sweeps_up_and_begins_anew(anas: Programme, folder: Path) -> None:
    rendering = actions.ask_for(plan=anas, at=NINE)
    actions.begin(rendering_id=rendering.pk, by="a worker that is gone", at=NINE)
    (folder / "clips").mkdir(parents=True)
    (folder / f"{anas.hash}.m4a.4711.part").write_bytes(b"half")
    clips = [folder / "clips" / f"{name}.npy" for name in ("read", "unread")]
    for clip, days in zip(clips, (80, 100), strict=True):
        clip.write_bytes(b"a line")
        os.utime(clip, (time.time() - days * 86_400,) * 2)
    assert actions.take_up_again(at=NINE + timedelta(minutes=1)) == 0, "it may still be at work"
    assert actions.take_up_again(at=NINE + timedelta(minutes=3)) == 1
    assert _queued() == 2
    assert queries.is_whole(_render(rendering))
    assert not list(folder.glob("*.part"))
    assert [clip.exists() for clip in clips] == [True, False]
    assert actions.take_up_again(at=NINE + timedelta(days=9000)) == 0


def test_an_error_is_kept_and_asking_again_begins_anew(anas: Programme) -> None:
    rendering = actions.ask_for(plan=anas, at=NINE)
    Rendering.objects.filter(pk=rendering.pk).update(plan={**anas.as_data(), "version": 99})
    with pytest.raises(ValueError, match="version"):
        tasks.render.call(str(rendering.pk))
    rendering.refresh_from_db()
    assert rendering.stopped_at is not None
    assert "version 99" in rendering.error
    Rendering.objects.filter(pk=rendering.pk).update(plan=anas.as_data())
    again = actions.ask_for(plan=anas, at=NINE + timedelta(hours=1))
    assert again.pk == rendering.pk
    assert again.error == ""
    assert _queued() == 2


def test_what_nobody_will_hear_is_not_rendered_and_asked_again_it_is(anas: Programme) -> None:
    rendering = actions.ask_for(plan=anas, at=NINE)
    actions.let_go(plan_hash=anas.hash, at=NINE)
    assert _render(rendering).began_at is None
    actions.ask_for(plan=anas, at=NINE + timedelta(hours=1))
    assert queries.is_whole(_render(rendering))
    actions.let_go(plan_hash=anas.hash, at=NINE + timedelta(hours=2))  # what is there stays there
    assert queries.is_whole(_render(rendering))


def test_files_that_are_gone_are_made_again(anas: Programme) -> None:
    rendering = _render(actions.ask_for(plan=anas, at=NINE))
    file = queries.file_of(anas.hash)
    assert file is not None
    queries.path_of(file).unlink()
    assert not queries.is_whole(rendering)
    assert queries.is_whole(_render(actions.ask_for(plan=anas, at=NINE + timedelta(days=1))))


def test_the_worker_itself_is_not_slowed_for_its_other_jobs(anas: Programme) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    _render(actions.ask_for(plan=anas, at=NINE))
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
