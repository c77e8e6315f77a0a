"""Take in the register of providers, hidden, for claims to be matched with."""

import re
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree.ElementTree import ParseError

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stillwater.commands.progress import pace
from stillwater.directory.actions.register import Overtaken
from stillwater.directory.rules.register import Why
from stillwater.interop import sources
from stillwater.interop.register import Asked, Done, NotThisFile, Stopped, take_in_file
from stillwater.interop.taxonomies import DEFAULT, Kept
from stillwater.kit.clock import now

WORDS = {
    Why.NPI: "not ten digits, or the check digit is wrong",
    Why.TWICE: "this number stands further up in the file; the first row counts",
    Why.OLDER: "older than what is here",
    Why.COLUMNS: "not as many columns as the header",
    Why.CUT_OFF: "the file ends in the middle of this row",
    Why.QUOTES: "a quotation mark is opened and not closed",
    Why.NUL: "a NUL byte in it",
    Why.UTF8: "not UTF-8",
    Why.LONG: "a line far longer than any row",
    Why.DAY: "not a day",
    Why.KIND: "neither a person (1) nor an organisation (2)",
    Why.NAMELESS: "no name",
}
GOES_ON = "What is done stays. The same command goes on from there."


class Command(BaseCommand):
    help = (
        "Take in the register of providers (NPPES): npidata_pfile….csv or the zip it comes in. Its rows are never shown; they are "
        "there to match claims. The same file may be taken in again; a stopped import goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--taxonomy", nargs="+", metavar="CODE",
            help=f"keep rows with a NUCC code that is, or begins with, one of these (otherwise: {' '.join(DEFAULT)})",
        )  # fmt: skip
        which.add_argument("--all", action="store_true", help="keep every row")
        parser.add_argument(
            "--report", type=Path, metavar="OUT.csv", help="what became of each row that was kept or refused"
        )
        parser.add_argument(
            "--deactivated", type=Path, metavar="FILE", help="the report of deactivated numbers (XLSX, CSV, zip)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = [file for file in (options["file"], options["deactivated"]) if file is not None]
        for file in files:
            if not file.is_file():
                raise CommandError(f"There is no file {file}.")
        if options["report"] is not None and options["report"].resolve() in [file.resolve() for file in files]:
            raise CommandError("The report would be written over the file that is read. Give it another name.")
        for code in options["taxonomy"] or ():
            if not re.fullmatch(r"[0-9A-Za-z]{2,10}", code):
                raise CommandError(f"“{code}” is not a taxonomy code, nor the beginning of one (2084P0800X, or 2084).")
        beginnings = None if options["all"] else tuple(options["taxonomy"] or DEFAULT)
        signs: list[int] = []
        asked = Asked(
            file=options["file"], kept=Kept(beginnings), report=options["report"], deactivated=options["deactivated"],
            clock=now, progress=pace("Taking in the register"), goes_on=lambda: not signs,
        )  # fmt: skip

        def stop(sign: int, _: FrameType | None) -> None:
            signs.append(sign)

        before = {sign: signal.signal(sign, stop) for sign in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._take_in(asked)
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _take_in(self, asked: Asked) -> None:
        began = time.monotonic()
        try:
            self._say(take_in_file(asked), time.monotonic() - began)
        except Stopped as why:
            raise CommandError(f"Stopped. {GOES_ON}", returncode=130) from why
        except NotThisFile as why:
            raise CommandError(str(why)) from why
        except Overtaken as why:
            raise CommandError("Another process is taking in this file. Nothing was done twice.") from why
        except (*sources.BROKEN, ParseError, KeyError) as why:
            raise CommandError(f"The file breaks off or is damaged ({why}). Fetch it again. {GOES_ON}") from why
        except OSError as why:
            raise CommandError(f"{why} {GOES_ON}") from why

    def _say(self, done: Done, took: float) -> None:
        of = done.of
        if done.went_on_after:
            self.stdout.write(f"Went on after line {done.went_on_after:,}.")
        self.stdout.write(
            f"{of.file_name}: {of.rows_done:,} rows in {took:.0f} s. New {of.new:,}, changed {of.changed:,}, "
            f"unchanged {of.unchanged:,}, deactivated {of.deactivated:,}, refused {of.refused:,}, not kept {of.filtered:,}."
        )
        for why, many in sorted(of.refused_why.items(), key=lambda pair: -pair[1]):
            self.stdout.write(f"  {many:,} refused: {WORDS[Why(why)]}")
        if Why.CUT_OFF in of.refused_why:
            self.stdout.write("The file is not whole. Fetch it again: what it lacks is not here.")
        if not done.report_is_whole:
            self.stdout.write("The report begins where this run went on: the one of the first run was not found.")
        self.stdout.write("No page shows these rows: they say who has a number, not who offers ketamine.")
