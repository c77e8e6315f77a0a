"""Try a scene: `python -m stillwater.soundscape.engine --minutes 5 --out /tmp/x.m4a`."""

import argparse
import sys
import time
from pathlib import Path

from stillwater.soundscape.engine.render import SOFTER_DB, render
from stillwater.soundscape.rules import NEVER_WORDS, SCENES, NothingLeft, compose, forecast, plain_phases


def _told(part: float) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{'█' * round(part * 40):<40} {part:4.0%}")


def main() -> int:
    asked = argparse.ArgumentParser(prog="stillwater.soundscape.engine", description="Render the sound of a session.")
    asked.add_argument("--minutes", type=float, default=5.0)
    asked.add_argument("--scene", choices=sorted(SCENES), default="strings")
    asked.add_argument("--never", default="", help=f"words with commas between: {', '.join(NEVER_WORDS)}")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--softer", action="store_true", help="write the softer rendition beside it")
    asked.add_argument("--out", type=Path, required=True, help="a file that ends in .m4a (AAC) or .ogg (Opus)")
    given = asked.parse_args()

    began = time.process_time()
    closing = min(360.0, 0.12 * 60 * given.minutes)
    try:
        programme = compose(
            phases=plain_phases(60 * given.minutes - closing), scene=given.scene, never=given.never.split(","),
            seed=given.seed, closing_seconds=closing,
        )  # fmt: skip
    except NothingLeft as why:
        asked.error(str(why))
    targets = [(given.out, 0.0)]
    if given.softer:
        targets.append((given.out.with_stem(f"{given.out.stem}-softer"), SOFTER_DB))
    done = render(programme, targets, codec="opus" if given.out.suffix == ".ogg" else "aac", progress=_told)
    spent = time.process_time() - began
    sky = forecast(programme)
    sys.stdout.write(
        f"{programme.seconds / 60:.1f} min in {spent:.1f} s of CPU; forecast {sky.integrated:.1f} LUFS, at most "
        f"{max(sky.short_term):.1f} short-term, greatest rise {sky.greatest_rise:.1f} LU a second; "
        f"highest sample {done.peak:.1f} dB\n"
    )
    for file in done.files:
        sys.stdout.write(f"{file.path}  {file.bytes / 1e6:.1f} MB  sha256 {file.sha256[:16]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
