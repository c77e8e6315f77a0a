"""Whether 2,000 programmes drawn by chance (scenes, routes, lengths, likes, never lists, voices, extensions) are gentle.

Each is judged from its score: no rise over 3 LU in any second, no word over 8 LU above its bed, -27 to -22 LUFS, no wave above
-3 dBTP. Twenty short ones are
rendered and measured with three meters. One JSON line a figure on standard output; what is wrong goes to standard error.
`python bench/gentle.py 100` draws only the first hundred.
"""

import json
import math
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from stillwater.soundscape.engine.kweight import integrated_loudness, true_peak
from stillwater.soundscape.engine.render import whole
from stillwater.soundscape.rules import Phase, compose, extended, forecast, plain_phases
from tests.soundscape.gentle import DRAWN, Asked, asked, ebur128, trouble_with

RENDERED = 20


def _figure(name: str, value: float, unit: str, **more: object) -> None:
    print(json.dumps({"figure": name, "value": round(value, 2), "unit": unit, **more}), flush=True)


def _judged(number: int) -> tuple[str, float, float, float, float, int, list[str]]:
    which = asked(number)
    programme = which.programme()
    sky = forecast(programme)
    trouble = trouble_with(programme, sky)
    return str(which), sky.greatest_rise, sky.integrated, sky.true_peak, sky.voice_onset, len(sky.cues), trouble


def _short(which: Asked) -> list[Phase]:
    seconds = 60 if which.seed % 2 else 80
    return plain_phases(seconds)


def _measured(number: int) -> tuple[float, float, float]:
    """Short, with all else as it was drawn: how far two meters are from the forecast (LU), and the peak from its bound."""
    which = asked(number)
    programme = compose(
        phases=_short(which), scene=which.scene, never=which.never, tastes=which.tastes, seed=which.seed,
        closing_seconds=10, rest_seconds=20,
    )  # fmt: skip
    programme = extended(programme, minutes=0.3) if which.longer else programme
    sky, sound = forecast(programme), whole(programme)
    told = ebur128(sound)
    away = [integrated_loudness(sound) - sky.integrated, float(told["lavfi.r128.I"]) - sky.integrated]
    peak = max(true_peak(sound), 20 * math.log10(float(told["lavfi.r128.true_peak"])))
    return max(map(abs, away[:1])), abs(away[1]), sky.true_peak - peak


def main() -> int:
    count = int(sys.argv[1]) if sys.argv[1:] else DRAWN
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = []
        for number, told in enumerate(pool.map(_judged, range(count), chunksize=4), 1):
            found.append(told)
            if number % 200 == 0:
                print(f"{number} of {count}", file=sys.stderr, flush=True)
        bad = [(name, trouble) for name, *_, trouble in found if trouble]
        for name, trouble in bad:
            print(name, trouble, file=sys.stderr)
        measured = list(pool.map(_measured, range(0, DRAWN, DRAWN // RENDERED)))
    _figure("sound.gentle_programmes", count - len(bad), "programmes", of=count)
    _figure("sound.gentle_rise_max", max(told[1] for told in found), "LU in a second")
    spoken, voices = max(told[4] for told in found), sum(told[5] for told in found)
    _figure("sound.gentle_voice_onset_max", spoken, "LU over the bed", of=voices)
    _figure("sound.gentle_lufs_least", min(told[2] for told in found), "LUFS")
    _figure("sound.gentle_lufs_most", max(told[2] for told in found), "LUFS")
    _figure("sound.gentle_true_peak_max", max(told[3] for told in found), "dBTP, bounded from the score")
    _figure("sound.forecast_vs_meter_max", max(m[0] for m in measured), "LU", of=len(measured), meter="own, BS.1770-4")
    _figure("sound.forecast_vs_ffmpeg_max", max(m[1] for m in measured), "LU", of=len(measured), meter="FFmpeg ebur128")
    _figure("sound.true_peak_below_bound_min", min(m[2] for m in measured), "dB", of=len(measured))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
