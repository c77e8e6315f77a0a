"""Builds the tables of a score: seamless loops drawn in the frequency domain, and struck bells.

A pad is every harmonic smeared to a narrow band of random phases, turned into sound by one inverse transform (the idea
of Paul Nasca's PADsynth): an ensemble in a large room, without samples and without reverberation at playing time.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from stillwater.soundscape.engine import moving
from stillwater.soundscape.engine.kweight import Sound, response, weighted_powers
from stillwater.soundscape.rules.loudness import power_of
from stillwater.soundscape.rules.programme import RATE, TICK_FRAMES, Table
from stillwater.soundscape.rules.timbres import Timbre, timbre_of

Spectrum = NDArray[np.float32]
_GRAIN = 128  # frames between two looks at a table's envelope; every looped length is a multiple
_STEADY_SECONDS = 0.3
_STEADY_STRENGTH = 0.85
_ATTACK_SECONDS = 0.09  # a bell that is stroked, not hit
_PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.42, 0.8), (2.997, 0.2, 0.55), (4.21, 0.1, 0.4), (5.43, 0.05, 0.3))


def build(table: Table) -> Sound:
    """The table as (frames, 2), at its stated loudness; loops carry one tick more, so that a read never has to wrap."""
    timbre = timbre_of(table.timbre)
    dice = np.random.Generator(np.random.PCG64(table.seed))
    if timbre.kind == "bell":
        sound = _bell(table, timbre, dice)
        loudest = float(weighted_powers(sound, 0.4, 0.05).max())
        sound *= np.float32(np.sqrt(power_of(table.lufs) / loudest))
        return sound
    drawn = _harmonics(table, timbre) if timbre.kind in ("pad", "pulse") else _noise(table, timbre)
    if timbre.kind == "drops":
        sound = _drops(table, drawn, dice, timbre.density)
    elif timbre.kind == "chirps":
        sound = moving.chirps(table, dice, timbre.cutoff)
    else:
        sound = _diffuse(table, drawn, dice)
    _narrow(sound, timbre.width)
    _steady(sound)
    if timbre.kind == "pulse":
        moving.pulsed(sound)
    if timbre.ceiling:
        moving.bent(sound, timbre.ceiling)
    _level(sound, table.lufs)
    return np.concatenate((sound, sound[:TICK_FRAMES]))


def build_all(tables: tuple[Table, ...], told: Callable[[int], None] | None = None) -> list[Sound]:
    """Every table of a score; `told` hears how many are ready."""
    built = []
    for table in tables:
        built.append(build(table))
        if told:
            told(len(built))
    return built


def _shape(hz: NDArray[np.float32], timbre: Timbre) -> Spectrum:
    """The gain that the body of the sound gives each frequency."""
    gain = 1 / (1 + (hz / timbre.cutoff) ** 4)
    for centre, width, strength in timbre.resonances:
        gain *= 1 + strength * np.exp(-(((hz - centre) / (width * centre)) ** 2))
    return gain.astype(np.float32)


def _harmonics(table: Table, timbre: Timbre) -> Spectrum:
    spectrum = np.zeros(table.frames // 2, np.float32)
    resolution = RATE / table.frames
    number = 1
    while number * table.hz < min(timbre.cutoff * 2.5, 0.45 * RATE):
        hz = number * table.hz
        band = max(timbre.band, (2 ** (timbre.cents / 1200) - 1) * hz * number**-0.15)
        first = max(1, int((hz - 3 * band) / resolution))
        after = min(len(spectrum), int((hz + 3 * band) / resolution) + 2)
        bins = np.arange(first, after, dtype=np.float32) * np.float32(resolution)
        strength = number**-timbre.tilt / np.sqrt(band)
        spectrum[first:after] += strength * np.exp(-(((bins - hz) / band) ** 2)) * _shape(bins, timbre)
        number += 1
    return spectrum


def _noise(table: Table, timbre: Timbre) -> Spectrum:
    hz = np.arange(table.frames // 2, dtype=np.float32) * np.float32(RATE / table.frames)
    hz[0] = hz[1]
    high_pass = 1 / (1 + (timbre.floor / hz) ** 4)
    return (hz**-timbre.tilt * high_pass * _shape(hz, timbre)).astype(np.float32)


def _diffuse(table: Table, spectrum: Spectrum, dice: np.random.Generator) -> Sound:
    """Random phases, others for the negative frequencies: real and imaginary part are then two independent sides."""
    whole = np.zeros(table.frames, np.complex64)
    sounding = np.flatnonzero(spectrum > spectrum.max() * 1e-4)
    for places in (sounding, -sounding):
        phases = dice.random(len(sounding), np.float32) * np.float32(2 * np.pi)
        whole[places] = spectrum[sounding] * (np.cos(phases) + 1j * np.sin(phases))
    return np.fft.ifft(whole).view(np.float32).reshape(-1, 2)


def _drops(table: Table, spectrum: Spectrum, dice: np.random.Generator, density: int) -> Sound:
    """Rain: thousands of small impulses at chance moments, each heard through the spectrum."""
    count = density * table.frames // RATE
    impulses = np.zeros(table.frames, np.complex64)
    places = dice.integers(0, table.frames, count)
    sides = dice.random(count, np.float32) * np.float32(np.pi / 2)
    np.add.at(impulses, places, dice.random(count, np.float32) ** 2 * (np.cos(sides) + 1j * np.sin(sides)))
    whole = np.fft.fft(impulses)
    whole[: len(spectrum)] *= spectrum
    whole[-1 : -len(spectrum) : -1] *= spectrum[1:]
    whole[len(spectrum)] = 0
    return np.fft.ifft(whole).view(np.float32).reshape(-1, 2)


def _narrow(sound: Sound, width: float) -> None:
    """Bring the sides nearer to each other, for what is so low that two different sides feel unsettling."""
    if width == 1:
        return
    middle = (sound[:, 0] + sound[:, 1]) / 2
    side = (sound[:, 0] - sound[:, 1]) * np.float32(width / 2)
    sound[:, 0], sound[:, 1] = middle + side, middle - side


def _steady(sound: Sound) -> None:
    """Flatten the slow beating that random phases leave, around the loop, so that the loudness forecast holds."""
    power = np.square(sound).reshape(-1, _GRAIN * 2).sum(axis=1, dtype=np.float64)
    hz = np.fft.rfftfreq(len(power), _GRAIN / RATE)
    smooth = np.fft.irfft(np.fft.rfft(power) * np.exp(-((hz * _STEADY_SECONDS) ** 2) * np.pi), n=len(power))
    gain = (np.maximum(smooth, smooth.mean() * 0.02) / smooth.mean()) ** (-_STEADY_STRENGTH / 2)
    here = gain.astype(np.float32)[:, None]
    there = np.roll(here, -1)
    between = here + (there - here) * (np.arange(_GRAIN, dtype=np.float32) / _GRAIN)[None, :]
    sound.reshape(-1, _GRAIN, 2)[...] *= between[:, :, None]


def _level(sound: Sound, lufs: float) -> None:
    spectrum = np.fft.rfft(sound, axis=0)
    weight = np.abs(response(len(sound))) ** 2
    power = 2 * float((np.square(np.abs(spectrum)).sum(axis=1) * weight).sum()) / len(sound) ** 2
    sound *= np.float32(np.sqrt(power_of(lufs) / power))


def _bell(table: Table, timbre: Timbre, dice: np.random.Generator) -> Sound:
    """Partials that fall away, the higher the sooner, slightly apart between the sides so that they turn in space."""
    step = 256
    blocks = -(-table.frames // step)
    sound = np.zeros((blocks * step, 2), np.float32)
    for ratio, strength, ring in _PARTIALS:
        for side in (0, 1):
            hz = table.hz * ratio + dice.uniform(-0.35, 0.35)
            turn = 2j * np.pi * hz / RATE - np.log(1000) / (timbre.ring * ring * RATE)
            within = np.exp(turn * np.arange(step))
            across = np.exp(turn * step * np.arange(blocks) + 2j * np.pi * dice.random())
            sound[:, side] += strength * (across[:, None] * within[None, :]).imag.ravel()
    sound = sound[: table.frames]
    attack, release = round(_ATTACK_SECONDS * RATE), table.frames // 6
    sound[:attack] *= (0.5 - 0.5 * np.cos(np.pi * np.arange(attack, dtype=np.float32) / attack))[:, None]
    sound[-release:] *= (0.5 + 0.5 * np.cos(np.pi * np.arange(release, dtype=np.float32) / release))[:, None]
    return sound
