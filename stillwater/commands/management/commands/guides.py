"""The spoken guides: have them rendered, or check a script of one's own."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.commands.progress import bar
from stillwater.kit.clock import now
from stillwater.soundscape import actions, queries, tasks
from stillwater.soundscape.rules.guides import Guide, Refused, read


class Command(BaseCommand):
    help = "`guides render` makes the recordings that are not there yet; `guides check FILE` reads a script and says what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        render = verbs.add_parser("render", help="render all guides, or those named; what is there stays")
        render.add_argument("keys", nargs="*", metavar="KEY")
        check = verbs.add_parser("check", help="read a script: its lengths, or each line that cannot be and why")
        check.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "render":
            self._render(options["keys"])
        else:
            self._check(options["file"])

    def _render(self, keys: list[str]) -> None:
        known = [guide.key for guide in queries.guides()]
        if unknown := [key for key in keys if key not in known]:
            raise CommandError(f"There is no guide {', '.join(unknown)}. There are {', '.join(known)}.")
        began, wanted, spoken = time.monotonic(), queries.recordings(keys), 0.0
        draw = bar("Rendering guides")
        for number, recording in enumerate(wanted):
            rendering = actions.ask_for(plan=recording, at=now())
            try:
                tasks.run(rendering.pk, partial(self._told, draw, number, len(wanted)))
            except OSError as why:
                raise CommandError(f"{recording.guide} could not be written, and what was there stays: {why}") from why
            rendering.refresh_from_db()
            spoken += rendering.seconds or 0.0
            draw(100 * (number + 1), 100 * len(wanted))
        took = time.monotonic() - began
        self.stdout.write(f"{len(wanted)} recordings, {spoken / 60:.0f} minutes of sound, are here ({took:.0f} s).")

    def _told(self, draw: Callable[[int, int], None], number: int, of: int, part: float) -> None:
        draw(round(100 * (number + part)), 100 * of)

    def _check(self, file: Path) -> None:
        try:
            guide = read(file.read_text(encoding="utf-8"))
        except Refused as refused:
            raise CommandError(f"{file} cannot be used:\n" + "\n".join(map(str, refused.problems))) from refused
        except (OSError, UnicodeDecodeError) as why:
            raise CommandError(f"{file} cannot be read as text: {why}") from why
        self.stdout.write(f"“{guide.title}” can be used: {', '.join(_lengths(guide))}.")


def _lengths(guide: Guide) -> list[str]:
    names = {True: "eyes open", False: "eyes closed"}
    return [f"about {guide.seconds(version) / 60:.0f} minutes ({names[version]})" for version in guide.versions]
