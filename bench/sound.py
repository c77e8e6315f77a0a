"""What the claims about sound rest on. One JSON line a figure on standard output; everything else on standard error.

The peers synthesise the same written score live: Csound, SuperCollider's server and Faust (`apt-get install csound
supercollider-server`, and supriya and dawdreamer from PyPI into `.venv`); what is not installed is named and left out. Beside
each speed stands how far its third octaves are from ours, in dB.

The bench score is three minutes of the water scene without rain: just-intonation chords, a drone, a sea, bells; 29 mono
layers sound at once on average. "x real time" is seconds of sound per CPU second (user and system, children included).
`sound.render` is the plan, the mix and the events into a newly allocated buffer, ten seconds at a time, as the product does
it; `sound.render_kept` keeps all three minutes (69 MB of new memory), which measures the machine's page faults as much.
"""

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import _csound
import _faust
import _likeness
import _supercollider

from stillwater.soundscape.engine.kweight import Sound
from stillwater.soundscape.engine.mix import Mixer
from stillwater.soundscape.engine.render import SOFTER_DB, render
from stillwater.soundscape.engine.tables import build_all
from stillwater.soundscape.rules import Programme, compose, forecast, plain_phases

ROUNDS = 7
KSMPS = (64, 256)


def _say(*words: object) -> None:
    print(*words, file=sys.stderr, flush=True)


def _figure(name: str, value: float, unit: str, **more: object) -> None:
    print(json.dumps({"figure": name, "value": round(value, 2), "unit": unit, **more}), flush=True)


def _cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def _timed(work: Callable[[], object]) -> float:
    """CPU seconds; a peer that compiles first says by itself what the rendering took."""
    before = _cpu()
    said = work()
    return said if isinstance(said, float) else _cpu() - before


def _plan() -> Programme:
    return compose(phases=plain_phases(165), scene="water", never=["rain"], seed=1, closing_seconds=15)


def _layers(programme: Programme) -> float:
    """How many mono layers sound at once, on average."""
    reading = sum((strand.end - strand.start) * len(strand.parts) for strand in programme.strands)
    return 2 * reading / programme.ticks


def _bandwidth() -> float:
    """GB/s at which this core reads memory: the roof over a mix of tables."""
    room = np.ones(64 * 2**20, np.float32)
    return room.nbytes / min(_timed(lambda: room.sum()) for _ in range(5)) / 1e9


def _peers(programme: Programme, tables: list[Sound], folder: Path) -> dict[str, tuple[Callable[[], object], Path]]:
    """Every engine that is installed: what plays the score, and the file that it then leaves."""
    runs: dict[str, tuple[Callable[[], object], Path]] = {}
    if shutil.which("csound"):
        for ksmps in KSMPS:
            live = _csound.live(programme, folder, ksmps=ksmps)
            same = _csound.same_tables(programme, tables, folder, ksmps=ksmps)
            runs[f"csound live {ksmps}"] = (lambda path=live: _run_csound(path, "-n")), folder / "live.wav"
            runs[f"csound same tables {ksmps}"] = (lambda path=same: _run_csound(path, "-n")), folder / "same.wav"
    else:
        _say("csound is not installed (apt-get install csound): no Csound")
    score = _csound.plain_events(programme)
    for name, engine in (("scsynth live", _supercollider), ("faust live", _faust)):
        if engine.is_here():
            path = engine.live(score, programme.seconds, folder)
            runs[name] = (lambda engine=engine, path=path: engine.run(path)), path.with_suffix(engine.LEAVES)
        else:
            _say(engine.LACKS)
    return runs


def _against_peers() -> None:
    programme = _plan()
    seconds = programme.seconds
    spent = [_timed(lambda: build_all(programme.tables)) for _ in range(3)]
    _figure("sound.tables", min(spent), "CPU s", tables=len(programme.tables))
    tables = build_all(programme.tables)

    def streamed() -> None:
        planned = _plan()
        for chunk in Mixer(planned, tables).chunks():
            assert len(chunk)

    def kept() -> np.ndarray:
        planned = _plan()
        room = np.empty((planned.frames, 2), np.float32)
        Mixer(planned, tables).mix(0, planned.ticks, room)
        return room

    with tempfile.TemporaryDirectory() as folder:
        peers = _peers(programme, tables, Path(folder))
        runs = {"stillwater": streamed, "stillwater kept": kept, **{name: run for name, (run, _) in peers.items()}}
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for round_ in range(ROUNDS):
            for name, work in runs.items():
                taken[name].append(_timed(work))
            _say(f"round {round_ + 1}:", {name: round(seconds / times[-1], 1) for name, times in taken.items()})
        for path in Path(folder).glob("*.csd"):
            _run_csound(path)  # once more, now into its file: the timed runs write none
        ours = kept()
        unlike = {name: round(_likeness.apart(ours, _likeness.heard(file)), 1) for name, (_, file) in peers.items()}
    rates = {name: seconds / statistics.median(times) for name, times in taken.items()}
    live = {name: rate for name, rate in rates.items() if "live" in name}
    same = {name: rate for name, rate in rates.items() if "same" in name}
    told = {name: round(rate, 1) for name, rate in live.items()}
    best = round(seconds / min(taken["stillwater"]), 1)
    about = {"best": best, "layers": round(_layers(programme), 1), "memory_gb_s": round(_bandwidth(), 1)}
    _figure("sound.render", rates["stillwater"], "x real time", peers=told, third_octaves_apart_db=unlike, **about)
    _figure("sound.render_kept", rates["stillwater kept"], "x real time")
    if live:
        _figure("sound.render_vs_best_peer", rates["stillwater"] / max(live.values()), "x", peers=told)
    if same:
        _figure("sound.csound_same_tables", max(same.values()), "x real time", ours=round(rates["stillwater"], 1))


def _run_csound(path: Path, *options: str) -> None:
    done = subprocess.run(["csound", *options, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])


def _three_hours(softer: bool) -> None:
    """In a process of its own: the plan, the tables, the mix and the encoded file or files of three hours."""
    programme = compose(phases=plain_phases(174 * 60), scene="water", never=["rain"], seed=1, closing_seconds=360)
    with tempfile.TemporaryDirectory() as name:
        targets = [(Path(name) / "usual.m4a", 0.0), *([(Path(name) / "softer.m4a", SOFTER_DB)] if softer else [])]
        done = render(programme, targets)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        told = {
            "cpu": usage.ru_utime + usage.ru_stime,
            "rss": usage.ru_maxrss / 1024,
            "megabytes": round(sum(file.bytes for file in done.files) / 1e6, 1),
            "seconds": done.seconds,
            "lufs": round(forecast(programme).integrated, 2),
            "peak_db": round(done.peak, 1),
        }
    print(json.dumps(told))


def _in_a_process(word: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, word], stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    _say(word, told)
    return told


def main() -> None:
    if sys.argv[1:]:
        _three_hours(softer=sys.argv[1] == "--three-hours-both")
        return
    _against_peers()
    one = _in_a_process("--three-hours")
    _figure("sound.three_hours_cpu", one["cpu"], "CPU s", codec="AAC 96 kb/s in MP4", megabytes=one["megabytes"])
    _figure("sound.three_hours_rss", one["rss"], "MB")
    both = _in_a_process("--three-hours-both")
    _figure("sound.three_hours_cpu_with_softer", both["cpu"], "CPU s", megabytes=both["megabytes"])


if __name__ == "__main__":
    main()
