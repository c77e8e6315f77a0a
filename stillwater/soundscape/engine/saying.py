"""The lines of the guides that speak in a session, each where it belongs in the session's sound."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from stillwater.soundscape.engine.kweight import true_peak
from stillwater.soundscape.engine.mix import Said
from stillwater.soundscape.engine.speech import NotThisVoice, at_full_rate, pieces_of
from stillwater.soundscape.engine.voice import RATE, Voice
from stillwater.soundscape.rules.loudness import VOICE_PEAK
from stillwater.soundscape.rules.programme import RATE as FULL_RATE
from stillwater.soundscape.rules.programme import TICK_FRAMES, Cue, Programme
from stillwater.soundscape.rules.recording import Recording

_TIMES = FULL_RATE // RATE


class NotAsPlanned(ValueError):
    """What would be said is not what the score has room for."""


def said_in(
    programme: Programme, recording_of: Callable[[Cue], Recording], voice_of: Callable[[str], Voice], clips: Path
) -> list[Said]:
    """Every line of every cue, at its gain. A clip that is there is taken, the others are made and kept.

    Raises NotThisVoice for a recording that is planned otherwise now, NotAsPlanned for one that takes longer than was
    reckoned, and whatever the voice or the disk raises.
    """
    found: list[Said] = []
    for cue in programme.cues:
        recording = recording_of(cue)
        if recording.hash != cue.recording:
            raise NotThisVoice(f"{cue.guide} has changed, or its voice has, since the sound was planned")
        found += _lines(cue, recording, voice_of(recording.language), clips)
    return found


def _lines(cue: Cue, recording: Recording, voice: Voice, clips: Path) -> list[Said]:
    lines: list[Said] = []
    frame = 0
    for part in recording.parts:
        for piece in pieces_of(part, voice, clips):
            if piece.any():
                sound = at_full_rate(piece[:, 0])
                over = min(1.0, 10 ** ((VOICE_PEAK - true_peak(sound)) / 20))
                lines.append(Said(cue.start * TICK_FRAMES + frame * _TIMES, sound[:, 0] * np.float32(cue.gain * over)))
            frame += len(piece)
    if frame * _TIMES > cue.length * TICK_FRAMES:
        raise NotAsPlanned(
            f"{cue.guide} takes {frame / RATE:.0f} s; there are {cue.length * TICK_FRAMES / FULL_RATE:.0f}"
        )
    return lines
