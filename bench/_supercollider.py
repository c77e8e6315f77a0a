"""The bench score for SuperCollider's server: the same layers at the same moments as in `_csound`.

Written once as a non-real-time score (with supriya, which only writes it) and then played by `scsynth -N`. Every part is three
band-limited saws through a low-pass, the sea is noise through a moving low-pass, bells are FM, the room is two FreeVerbs.
"""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

CUTOFF = {"warm": 900, "bright": 3000, "drone": 420}
LEAVES = ".wav"  # the ending of the file that a run leaves
LACKS = (
    "scsynth and supriya are not both installed (apt-get install supercollider-server; pip install supriya): no scsynth"
)


def is_here() -> bool:
    return bool(shutil.which("scsynth") and find_spec("supriya"))


def _synths() -> dict[str, object]:
    from supriya import Envelope, synthdef
    from supriya.ugens import LPF, EnvGen, FreeVerb, In, Out, ReplaceOut, Saw, SinOsc, WhiteNoise

    def shape(seconds: object, rise: object, fall: object) -> object:
        times = [rise, seconds - rise - fall, fall]  # type: ignore[operator]
        return EnvGen.kr(envelope=Envelope([0, 1, 1, 0], times, [1, 1, 1]), done_action=2)

    @synthdef()
    def tone(hz=220, seconds=10, rise=1, fall=1, gain=0.1, cutoff=900):  # type: ignore[no-untyped-def]
        level = shape(seconds, rise, fall) * gain
        low, mid, high = Saw.ar(frequency=hz * 0.9965), Saw.ar(frequency=hz), Saw.ar(frequency=hz * 1.0035)
        sides = [LPF.ar(source=side + mid * 0.7, frequency=cutoff) * level for side in (low, high)]
        Out.ar(bus=16, source=sides)

    @synthdef()
    def sea(seconds=10, rise=5, fall=5, gain=0.1, cutoff=500):  # type: ignore[no-untyped-def]
        level = shape(seconds, rise, fall)
        sides = [
            LPF.ar(source=WhiteNoise.ar(), frequency=cutoff * (level * 0.6 + 0.4)) * level * gain for _ in range(2)
        ]
        Out.ar(bus=16, source=sides)

    @synthdef()
    def bell(hz=440, seconds=10, gain=0.1):  # type: ignore[no-untyped-def]
        times = [0.09, seconds - 0.09]
        level = EnvGen.kr(envelope=Envelope([0.001, 1, 0.001], times, [2, 2]), done_action=2)
        strike = SinOsc.ar(frequency=hz + SinOsc.ar(frequency=hz * 2.003) * level * 1.4 * hz * 2.003) * level * gain
        Out.ar(bus=16, source=[strike, strike])

    @synthdef()
    def room(seconds=180):  # type: ignore[no-untyped-def]
        master = EnvGen.kr(envelope=Envelope([0, 1, 1, 0], [36, seconds - 81, 45], [1, 1, 1]))
        dry = In.ar(bus=16, channel_count=2)
        ReplaceOut.ar(
            bus=0, source=[FreeVerb.ar(source=side, mix=0.5, room_size=0.86, damping=0.4) * master for side in dry]
        )

    return {"tone": tone, "sea": sea, "bell": bell, "room": room}


def live(
    events: list[tuple[str, float, float, float, float, float, float, bool]], seconds: float, folder: Path
) -> Path:
    """Write the score: events are (bus, start, length, Hz, rise, fall, gain, high) in seconds. Returns the file."""
    from supriya import AddAction, Score

    synths, score = _synths(), Score(output_bus_channel_count=2)
    with score.at(0):
        score.add_synthdefs(*synths.values())
    with score.at(0):
        parts = score.add_group()
        score.add_synth(synths["room"], add_action=AddAction.ADD_TO_TAIL, seconds=seconds)
    for bus, start, length, hz, rise, fall, gain, high in sorted(events, key=lambda event: event[1]):
        said = {"seconds": length, "gain": gain * (0.084 if bus == "surf" else 0.056)}
        if bus == "bells":
            name, said = "bell", said | {"hz": hz}
        elif bus in CUTOFF:
            name, said = "tone", said | {"hz": hz, "rise": rise, "fall": fall, "cutoff": CUTOFF[bus]}
        else:
            name, said = "sea", said | {"rise": rise, "fall": length - rise, "cutoff": 3000 if high else 500}
        with score.at(start):
            score.add_synth(synths[name], target_node=parts, **said)
    with score.at(seconds):
        score.do_nothing()
    path = folder / "scsynth.osc"
    bundles = [bundle.to_datagram(realtime=False) for bundle in score.iterate_osc_bundles()]
    path.write_bytes(b"".join(len(bundle).to_bytes(4, "big") + bundle for bundle in bundles))
    return path


def run(path: Path) -> None:
    """Play the score into a file beside it. A wrong SC_PLUGIN_PATH makes scsynth write nothing, so it is left out."""
    words = [
        "scsynth",
        "-N",
        str(path),
        "_",
        str(path.with_suffix(".wav")),
        "48000",
        "WAV",
        "float",
        "-o",
        "2",
        "-i",
        "0",
    ]
    about = {name: value for name, value in os.environ.items() if name != "SC_PLUGIN_PATH"}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=about)
    if done.returncode:
        raise SystemExit((done.stdout + done.stderr)[-2000:])
