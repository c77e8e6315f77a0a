"""A short guide, and somebody who reads it aloud."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stillwater.demo.people import House
from stillwater.kit.clock import from_iso
from stillwater.kit.ids import new_id
from stillwater.people.access import Access
from stillwater.soundscape import queries
from stillwater.soundscape.actions.narrations import keep_take
from stillwater.soundscape.engine.encode import Writer
from stillwater.soundscape.engine.voice import RATE
from stillwater.soundscape.models import Narration, Take
from stillwater.soundscape.rules.guides import Guide, read
from stillwater.soundscape.rules.narrating import lines_of

SCRIPT = """---
key: the-window
title: The window
summary: You look out for a while.
purpose: before
eyes_open: no
content: Speaks of a window.
author: Stillwater
language: en
---

You can stop at any time. [pause 60]

[eyes closed] You might picture a window. [pause 60]
[eyes open] You might look at a window. [pause 60]
You can stop at any time. [pause 60]
That is all.
"""
NINE = from_iso("2026-11-20T17:00:00Z")


def hum(folder: Path, loud: float, seconds: float = 1.0, quiet: float = 0.5) -> bytes:
    """A line as a browser may send it: silence, something said, silence."""
    time = np.arange(round(seconds * RATE)) / RATE
    said = loud * np.sin(2 * np.pi * 220 * time)
    rest = np.zeros(round(quiet * RATE))
    path = folder / f"{new_id()}.m4a"
    with Writer(path, rate=RATE, channels=1) as writer:
        writer.add(np.concatenate([rest, said, rest]).astype(np.float32)[:, None])
        writer.finish()
    return path.read_bytes()


def hurried(guide: Guide) -> Guide:
    """The same with rests of two seconds: nobody waits for it."""
    return replace(guide, steps=tuple(step._replace(seconds=min(step.seconds, 2.0)) for step in guide.steps))


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Guide:
    """The only guide there is."""
    guide = hurried(read(SCRIPT))
    monkeypatch.setattr(queries, "guides", lambda: (guide,))
    return guide


def keep(access: Access, house: House, guide: Guide, number: int, sound: bytes, **more: Any) -> Take:
    """One line, by its number from 1."""
    with access.inside():
        return keep_take(
            access, house.clinic.id, guide, line=lines_of(guide)[number - 1].key, sent_id=more.get("sent_id", new_id()),
            pieces=[sound], media_type="audio/mp4", at=more.get("at", NINE),
        )  # fmt: skip


def own(access: Access) -> Narration:
    with access.inside():
        return Narration.objects.get(removed_at=None)
