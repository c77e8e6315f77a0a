"""The bench score for Csound 6: the same chords, drone, swells and bells at the same moments.

Live: every part is three detuned band-limited saws through a low-pass, the sea is noise through moving filters, bells are
FM, and one reverb (`reverbsc`) makes the room, as one would write it. Same tables: Csound only reads our own finished
tables under the same gains. The sound is alike in layers, levels and times, not in samples.
"""

import wave
from pathlib import Path

import numpy as np

from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.rules import TICKS_A_SECOND, Programme

_HEAD = """<CsoundSynthesizer>
<CsOptions>
-d -m0 -W -f -o {out}
</CsOptions>
<CsInstruments>
sr = 48000
ksmps = {ksmps}
nchnls = 2
0dbfs = 1
"""
_LIVE = """
gaL init 0
gaR init 0
instr tone
  kenv linsegr 0, p5, 1, p3 - p5 - p6, 1, p6, 0
  a1 vco2 p7, p4 * 0.9965
  a2 vco2 p7, p4
  a3 vco2 p7, p4 * 1.0035
  aL tone a1 + a2 * 0.7, p8
  aR tone a3 + a2 * 0.7, p8
  gaL = gaL + aL * kenv
  gaR = gaR + aR * kenv
endin
instr sea
  kenv linseg 0, p5, 1, p6, 0
  aL noise p7, 0
  aR noise p7, 0
  aL butterlp aL, p8 * (0.4 + 0.6 * kenv)
  aR butterlp aR, p8 * (0.4 + 0.6 * kenv)
  gaL = gaL + aL * kenv
  gaR = gaR + aR * kenv
endin
instr bell
  kenv expsegr 0.001, 0.09, 1, p3 - 0.09, 0.001, 0.1, 0.001
  a1 foscili p7 * kenv, p4, 1, 2.003, kenv * 1.4
  gaL = gaL + a1
  gaR = gaR + a1
endin
instr room
  kmaster linseg 0, 36, 1, p3 - 81, 1, 45, 0
  aL, aR reverbsc gaL, gaR, 0.86, 7000
  outs (gaL * 0.5 + aL * 0.5) * kmaster, (gaR * 0.5 + aR * 0.5) * kmaster
  gaL = 0
  gaR = 0
endin
"""
_READ = """
instr read
  kenv linsegr 0, p5, 1, p3 - p5 - p6, 1, p6, 0
  aat phasor sr / p9, p10 / p9
  aL table aat, p4, 1, 0, 1
  aR table aat, p4 + 1, 1, 0, 1
  outs aL * kenv * p7, aR * kenv * p7
endin
"""


def _events(programme: Programme) -> list[tuple[str, float, float, int, float, float, float, int]]:
    """(bus, start, length, table, rise, fall, gain, offset) of every part, seconds."""
    found = []
    for strand in programme.strands:
        start, length = strand.start / TICKS_A_SECOND, (strand.end - strand.start) / TICKS_A_SECOND
        rise, fall = max(0.01, strand.rise / TICKS_A_SECOND), max(0.01, strand.fall / TICKS_A_SECOND)
        gain = strand.gain * programme.buses[strand.bus][len(programme.buses[strand.bus]) // 2][1]
        found += [(strand.bus, start, length, table, rise, fall, gain, offset) for table, offset in strand.parts]
    for event in programme.events:
        length = programme.tables[event.table].frames / 48_000
        found.append(("bells", event.frame / 48_000, length, event.table, 0.01, 0.01, event.gain, 0))
    return found


def plain_events(programme: Programme) -> list[tuple[str, float, float, float, float, float, float, bool]]:
    """(bus, start, length, Hz, rise, fall, gain, whether the sea is high) of every part, seconds."""
    return [
        (bus, start, length, table.hz, rise, fall, gain, table.timbre.endswith("high"))
        for bus, start, length, number, rise, fall, gain, _ in _events(programme)
        for table in [programme.tables[number]]
    ]


def live(programme: Programme, folder: Path, *, ksmps: int) -> Path:
    """Write the score that Csound synthesises as it goes; returns the .csd."""
    cutoff = {"warm": 900, "bright": 3000, "drone": 420}
    rows = [f'i "room" 0 {programme.seconds}']
    for bus, start, length, table, rise, fall, gain, _ in _events(programme):
        hz = programme.tables[table].hz
        if bus == "bells":
            rows.append(f'i "bell" {start} {length} {hz} 0 0 {gain * 0.056}')
        elif bus in cutoff:
            rows.append(f'i "tone" {start} {length - fall} {hz} {rise} {fall} {gain * 0.056} {cutoff[bus]}')
        else:
            high = 3000 if programme.tables[table].timbre.endswith("high") else 500
            rows.append(f'i "sea" {start} {length} 0 {rise} {length - rise} {gain * 0.084} {high}')
    head = _HEAD.format(out=folder / "live.wav", ksmps=ksmps)
    return _written(folder / f"live{ksmps}.csd", head + _LIVE, rows)


def same_tables(programme: Programme, tables: list[Sound], folder: Path, *, ksmps: int) -> Path:
    """Write our tables as sound files and a score that only reads them; returns the .csd."""
    rows = []
    for number, (table, sound) in enumerate(zip(programme.tables, tables, strict=True)):
        path = folder / f"{number}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(48_000)
            file.writeframes((np.clip(sound[: table.frames], -1, 1) * 32_767).astype("<i2").tobytes())
        rows += [f'f {2 * number + side} 0 0 -1 "{path}" 0 0 {side}' for side in (1, 2)]
    for _, start, length, table, rise, fall, gain, offset in _events(programme):
        frames = programme.tables[table].frames
        rows.append(f'i "read" {start} {length - fall} {2 * table + 1} {rise} {fall} {gain} 0 {frames} {offset}')
    head = _HEAD.format(out=folder / "same.wav", ksmps=ksmps)
    return _written(folder / f"same{ksmps}.csd", head + _READ, rows)


def _written(path: Path, orchestra: str, rows: list[str]) -> Path:
    score = "\n".join(rows)
    path.write_text(f"{orchestra}</CsInstruments>\n<CsScore>\n{score}\ne\n</CsScore>\n</CsoundSynthesizer>\n")
    return path
