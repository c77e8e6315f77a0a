"""The bench score for Faust (its LLVM compiler, through dawdreamer): the same layers at the same moments as in `_csound`.

Each bus is one polyphonic Faust program whose notes are numbers in a table of (Hz, rise, fall, gain), so that a chord keeps
its just intonation; as many voices as ever sound at once. The room is Faust's `zita_rev1`. Run in a process of its own, it
compiles and loads first and then prints the CPU seconds of the rendering alone, which is the kinder count for this peer.
"""

import json
import resource
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

CUTOFF = {"warm": 900, "bright": 3000, "drone": 420}
LEAVES = ".npy"  # the ending of the file that a run leaves
LACKS = "dawdreamer is not installed (pip install dawdreamer): no Faust"
_NOTE = """
import("stdfaust.lib");
key = hslider("freq", 440, 1, 20000, 0.001) : ba.hz2midikey : rint : int;
gate = button("gate");
of(w) = w, min(key, {last}) : rdtable;
hz = of(waveform{{{hz}}});
rise = of(waveform{{{rise}}});
fall = of(waveform{{{fall}}});
level = of(waveform{{{gain}}});
"""
_TONE = """
e = en.asr(rise, 1, fall, gate);
saw(r) = os.sawtooth(hz * r);
side(r) = saw(r) + saw(1) * 0.7 : fi.lowpass(2, {cutoff});
process = side(0.9965) * e * level, side(1.0035) * e * level;
"""
_SEA = """
e = en.ar(rise, fall, gate);
side(n) = no.noises(2, n) : fi.lowpass(2, (0.4 + 0.6 * e) * of(waveform{{{high}}}));
process = side(0) * e * level, side(1) * e * level;
"""
_BELL = """
e = en.ar(0.09, fall, gate) ^ 2;
strike = os.osc(hz + os.osc(hz * 2.003) * e * 1.4 * hz * 2.003) * e * level;
process = strike, strike;
"""
_ROOM = """
import("stdfaust.lib");
process = _, _ <: (_, _), re.zita_rev1_stereo(20, 200, 6000, 4, 3, 48000) :> *(0.5), *(0.5);
"""
FIRST = 24  # the number of the first note


def is_here() -> bool:
    return find_spec("dawdreamer") is not None


def live(
    events: list[tuple[str, float, float, float, float, float, float, bool]], seconds: float, folder: Path
) -> Path:
    """Write the score: events are (bus, start, length, Hz, rise, fall, gain, high) in seconds. Returns the file."""
    path = folder / "faust.json"
    path.write_text(json.dumps({"seconds": seconds, "events": events}))
    return path


def run(path: Path) -> float:
    """The CPU seconds that rendering took, in a process of its own."""
    done = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return float(done.stdout.split()[-1])


def _program(bus: str, kinds: list[tuple[float, float, float, float, bool]]) -> str:
    columns = [
        ", ".join(f"{value:.6f}" for value in column) for column in zip(*((0, 0.01, 0.01, 0, 0), *kinds), strict=True)
    ]
    hz, rise, fall, gain = columns[:4]
    high = ", ".join(str(3000.0 if kind[4] else 500.0) for kind in [(0, 0, 0, 0, False), *kinds])
    shape = {"surf": _SEA, "bells": _BELL}.get(bus, _TONE)
    pad = f"max(0, key - {FIRST - 1})"
    note = _NOTE.replace("min(key, {last})", f"min({pad}, {{last}})")
    return note.format(last=len(kinds), hz=hz, rise=rise, fall=fall, gain=gain) + shape.format(
        cutoff=CUTOFF.get(bus, 0), high=high
    )


def _together(spans: list[tuple[float, float]]) -> int:
    moments = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans], key=lambda moment: moment)
    now = most = 0
    for _, step in moments:
        now += step
        most = max(most, now)
    return most


def _render(path: Path) -> float:
    import dawdreamer
    import numpy as np

    said = json.loads(path.read_text())
    engine, graph = dawdreamer.RenderEngine(48_000, 512), []
    for bus in ("warm", "bright", "drone", "surf", "bells"):
        events = [event for event in said["events"] if event[0] == bus]
        scale = 0.084 if bus == "surf" else 0.056
        facts = [
            (
                hz,
                rise,
                length - rise if bus == "surf" else max(fall, length if bus == "bells" else 0),
                gain * scale,
                high,
            )
            for _, _, length, hz, rise, fall, gain, high in events
        ]
        kinds = sorted(set(facts))
        voice = engine.make_faust_processor(bus)
        voice.set_dsp_string(_program(bus, kinds))
        spans = [(event[1], event[1] + event[2]) for event in events]
        voice.num_voices = _together(spans)
        voice.dynamic_voices, voice.release_length = True, 0.5
        voice.compile()
        for fact, (_, start, length, _, _, fall, _, _) in zip(facts, events, strict=True):
            voice.add_midi_note(FIRST + kinds.index(fact), 127, start, max(0.05, length - fall))
        graph.append((voice, []))
    room = engine.make_faust_processor("room")
    room.set_dsp_string(_ROOM)
    graph.append((room, ["warm", "bright", "drone", "surf", "bells"]))
    engine.load_graph(graph)
    before = resource.getrusage(resource.RUSAGE_SELF)
    engine.render(said["seconds"])
    after = resource.getrusage(resource.RUSAGE_SELF)
    np.save(path.with_suffix(".npy"), engine.get_audio().T.astype(np.float32))
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    print(_render(Path(sys.argv[1])))
