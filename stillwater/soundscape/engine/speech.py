"""From a guide's plan to its files: each line a clip that is kept, then one recording with its captions."""

import hashlib
import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from stillwater.soundscape.engine.encode import Writer, Written
from stillwater.soundscape.engine.kweight import Sound, true_peak, weighted_powers
from stillwater.soundscape.engine.render import PEAK_CEILING_DB, Rendered, TooLoud
from stillwater.soundscape.engine.tables import build
from stillwater.soundscape.engine.voice import RATE, Voice
from stillwater.soundscape.rules.loudness import ABSOLUTE_GATE, LOUDEST_WORD, integrated, lufs_of
from stillwater.soundscape.rules.programme import RATE as FULL_RATE
from stillwater.soundscape.rules.programme import Table
from stillwater.soundscape.rules.recording import Cue, Part, Recording, captions, said_of

Clip = Sound  # of one channel: (frames,)
LUFS = -27.0  # as both ears hear it: one channel on two sides
# LOUDEST_WORD: the bed steps back by 4.5 dB for a voice; the two together may rise by 8 LU over that, and AAC adds up to 0.4 dB
# to a moment. Reckoned for a bed at -26 LUFS, a decibel under what it is. It costs a lively line up to a decibel of its loudness.
BELL_LUFS = -33.0
FADE_SECONDS = 0.3
BITS_A_SECOND = 48_000
CLIP_VERSION = 1  # raise it when a clip of the same voice would sound otherwise
_HEARD = 10 ** (-50 / 20)  # below it the voice has not begun
_CLIPS_SHARE = 0.8  # of the progress


class NotThisVoice(ValueError):
    """The plan is for another voice, or another version of it, than the one that is here."""


def speak(
    recording: Recording, voice: Voice, audio: Path, clips: Path, progress: Callable[[float], None] = lambda part: None
) -> Rendered:
    """Write the recording and, beside it, its captions (`.vtt`). Begun again, it takes the clips that are there.

    Raises NotThisVoice, TooLoud, OSError; what stood under the names before is then still there.
    """
    if (recording.voice, recording.voice_version) != (voice.name, voice.version):
        raise NotThisVoice(
            f"planned for {recording.voice} {recording.voice_version}; here is {voice.name} {voice.version}"
        )
    spoken = [part for part in recording.parts if part.kind == "say"]
    for done, part in enumerate(spoken, 1):
        clip_of(part.text, voice, clips)
        progress(_CLIPS_SHARE * done / len(spoken))
    cues: list[Cue] = []
    frames, highest = 0, 0.0
    with Writer(audio, rate=RATE, channels=1, bits=BITS_A_SECOND) as writer:
        for number, part in enumerate(recording.parts, 1):
            begin = frames / RATE
            for sound in pieces_of(part, voice, clips):
                highest = max(highest, float(np.abs(sound).max(initial=0.0)))
                writer.add(sound)
                frames += len(sound)
            if text := said_of(part, recording.language):
                cues.append(Cue(begin, frames / RATE, text))
            progress(_CLIPS_SHARE + (1 - _CLIPS_SHARE) * number / len(recording.parts))
        if highest > 10 ** (PEAK_CEILING_DB / 20):
            raise TooLoud(f"{20 * math.log10(highest):.1f} dB in {recording.guide}")
        with _beside(audio.with_suffix(".vtt"), captions(cues).encode()) as words:
            files = (writer.finish(), words)
    return Rendered(files, frames / RATE, 20 * math.log10(max(highest, 1e-6)))


def pieces_of(part: Part, voice: Voice, clips: Path) -> Iterator[Sound]:
    """What is heard of a part, one sound after another, its rest included: (frames, 1)."""
    if part.kind == "say":
        yield clip_of(part.text, voice, clips)[:, None]
    if part.kind == "bell":
        yield bell(part.seconds)[:, None]
    else:
        yield np.zeros((round(part.seconds * RATE), 1), np.float32)


def clip_of(text: str, voice: Voice, folder: Path) -> Clip:
    """One line at its loudness, from the folder or, the first time, from the voice."""
    named = "\x1f".join([str(CLIP_VERSION), voice.name, voice.version, str(voice.rate), text])
    path = folder / f"{hashlib.sha256(named.encode()).hexdigest()}.npy"
    try:
        kept: Clip = np.load(path, allow_pickle=False).astype(np.float32) / np.float32(32_767)
        os.utime(path)  # by this it is told from one that nobody reads any more
        return kept
    except (FileNotFoundError, ValueError, EOFError):
        clip = levelled(voice.render(text))
    whole = np.round(clip * 32_767).astype(np.int16)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            np.save(file, whole)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return whole.astype(np.float32) / np.float32(32_767)


def levelled(clip: Clip) -> Clip:
    """The line at the loudness of a guide, rising into its first word; never louder than a bed allows."""
    heard = at_full_rate(clip)
    powers = 2 * weighted_powers(heard)  # it is heard on both sides
    loudest = lufs_of(float(powers.max(initial=0.0)))
    if loudest < ABSOLUTE_GATE:
        raise ValueError("the voice said nothing that can be heard")
    gain_db = min(
        LUFS - integrated(powers.tolist()), LOUDEST_WORD - loudest, PEAK_CEILING_DB - 0.5 - true_peak(heard)
    )  # fmt: skip
    begins = int(np.argmax(np.abs(clip) > _HEARD * np.abs(clip).max()))
    shape = np.ones(len(clip), np.float32)
    rise = min(round(FADE_SECONDS * RATE), len(clip) - begins)
    shape[:begins] = 0
    shape[begins : begins + rise] = (1 - np.cos(np.pi * np.arange(rise) / rise)) / 2
    faded: Clip = clip * shape * np.float32(10 ** (gain_db / 20))
    return faded


def at_full_rate(clip: Clip) -> Sound:
    """The clip at twice its rate, by its spectrum, with a second of quiet so that it has rung out: (frames, 1)."""
    padded = np.concatenate((clip, np.zeros(RATE, np.float32)))
    finer = np.fft.irfft(np.fft.rfft(padded), n=len(padded) * FULL_RATE // RATE).astype(np.float32)
    sound: Sound = finer[:, None] * np.float32(FULL_RATE / RATE)
    return sound


def bell(seconds: float) -> Clip:
    """One stroked bell, on one channel, fading to nothing within its time."""
    frames = round(seconds * FULL_RATE)
    struck = build(Table("bell", "bell", frames, 1, BELL_LUFS, 392.0)).mean(axis=1)
    struck *= np.linspace(1, 0, len(struck), dtype=np.float32)
    coarser = np.fft.irfft(np.fft.rfft(struck)[: len(struck) // 4 + 1], n=len(struck) // 2)
    rung: Clip = (coarser / 2).astype(np.float32)
    return rung


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Written]:
    """A small file that is on the disk first, and bears its name once what it belongs to is whole as well."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield Written(path, len(content), hashlib.sha256(content).hexdigest())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
