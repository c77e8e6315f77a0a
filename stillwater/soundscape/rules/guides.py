"""A guide: a spoken visualization as a Markdown script, read into lines and rests, or refused line by line.

    ---
    key: the-window
    title: The window
    summary: One line of what it is.
    purpose: before
    eyes_open: no
    content: Speaks of a window, hands and breath.
    author: Stillwater
    language: en
    ---

    You can stop at any time. [pause 4]

    [eyes closed] You might picture a window.
    [eyes open] You might look at the nearest window.
    [breath]

Each line of the file is one spoken line and one caption; a blank line is a longer rest. `[pause 8]` is so many seconds,
`[breath]` the time of one breath, `[bell]` one soft stroke. A line that begins with `[eyes open]` or `[eyes closed]`
belongs to that version alone. A guide with `eyes_open: no` has both versions (S14), one with `yes` only the open one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from stillwater.soundscape.rules.subjects import BELL, SUBJECTS, Subject, named, never_said_in, subjects_in

PURPOSES = ("before", "onset", "return", "integration", "grounding", "sleep")
KEYS = ("key", "title", "summary", "purpose", "eyes_open", "content", "author", "language")
WORDS_A_MINUTE = 147  # the slow voice, its 0.75 s after each line included (measured)
LINE_SECONDS = 0.75
PARAGRAPH_SECONDS = 2.0  # on top of it
BREATH_SECONDS = 10.0  # in for four, out for six; silent, for the sound of breath troubles some
BELL_SECONDS = 6.0
LONGEST_PAUSE = 60.0
SHORTEST, LONGEST = 3 * 60, 20 * 60
CAPTION = 200  # characters: more does not fit under a picture
FRONT = "---"


class Problem(NamedTuple):
    """Why a script is refused, and where."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


class Refused(ValueError):
    """The script cannot be used as it stands. `problems` has every reason, in the order of the lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Step(NamedTuple):
    """One spoken line, or one rest. `kind`: say, pause, breath, bell or gap; `only`: open, closed, or both if empty."""

    line: int
    kind: str
    text: str = ""
    seconds: float = 0.0
    only: str = ""


@dataclass(frozen=True)
class Guide:
    key: str
    title: str
    summary: str
    purpose: str
    eyes_open: bool  # written for open eyes and a lit room: it has no other version
    content: str
    author: str
    language: str
    steps: tuple[Step, ...]

    @property
    def versions(self) -> tuple[bool, ...]:
        """The versions there are: True for eyes open, the guide's own first."""
        return (True,) if self.eyes_open else (False, True)

    def version(self, eyes_open: bool) -> tuple[Step, ...]:
        """The steps of one version. Raises ValueError where there is none."""
        if eyes_open not in self.versions:
            raise ValueError(f"{self.key} is written for open eyes only")
        other = "closed" if eyes_open else "open"
        return tuple(step for step in self.steps if step.only != other)

    def seconds(self, eyes_open: bool) -> float:
        """How long a version will take, estimated from its words and its rests."""
        return seconds_of(self.version(eyes_open))

    def transcript(self, eyes_open: bool) -> list[list[str]]:
        """What is spoken, in paragraphs of lines."""
        paragraphs: list[list[str]] = [[]]
        for step in self.version(eyes_open):
            if step.kind == "gap":
                paragraphs.append([])
            elif step.kind == "say":
                paragraphs[-1].append(step.text)
        return [lines for lines in paragraphs if lines]


def seconds_of(steps: tuple[Step, ...]) -> float:
    """Estimated length of some steps."""
    words = sum(len(step.text.split()) for step in steps if step.kind == "say")
    return words * 60 / WORDS_A_MINUTE + sum(step.seconds for step in steps)


def read(text: str) -> Guide:
    """The guide that a script describes. Raises Refused, with every problem found and its line."""
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    problems: list[Problem] = []
    front, after = _front(lines, problems)
    steps = tuple(_steps(lines, after, problems))
    while steps and steps[-1].kind == "gap":
        steps = steps[:-1]
    if not any(step.kind == "say" for step in steps):
        problems.append(Problem(len(lines), "nothing is spoken in it"))
    if problems:
        raise Refused(problems)
    values = {name: value for name, (_, value) in front.items()}
    guide = Guide(**{**values, "eyes_open": values["eyes_open"] == "yes"}, steps=steps)  # type: ignore[arg-type]
    problems += _not_named(guide, front["content"][0])
    problems += _versions(guide, front["eyes_open"][0])
    problems += _lengths(guide)
    if problems:
        raise Refused(problems)
    return guide


def _front(lines: list[str], problems: list[Problem]) -> tuple[dict[str, tuple[int, str]], int]:
    """Each key with its line and value, and the number of lines that the front matter takes."""
    found: dict[str, tuple[int, str]] = {}
    if lines[0].strip() != FRONT:
        problems.append(Problem(1, f"a guide begins with a line of {FRONT}, then what it is"))
        return found, 0
    end = next((number for number, line in enumerate(lines[1:], 2) if line.strip() == FRONT), 0)
    if not end:
        problems.append(Problem(1, f"the front matter has no closing line of {FRONT}"))
        return found, len(lines)
    for number, line in enumerate(lines[1 : end - 1], 2):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        if not colon:
            problems.append(Problem(number, "this is not “name: value”"))
        elif name not in KEYS:
            problems.append(Problem(number, f"“{name}” is not a name that is known here; known are {', '.join(KEYS)}"))
        elif name in found:
            problems.append(Problem(number, f"“{name}” stands here twice"))
        elif why := _wrong(name, value):
            problems.append(Problem(number, why))
            found[name] = (number, value)
        else:
            found[name] = (number, value)
    problems += [Problem(end, f"“{name}” is missing") for name in KEYS if name not in found]
    return found, end


def _wrong(name: str, value: str) -> str:
    """Why a value of the front matter cannot be, or nothing."""
    if not value:
        return f"“{name}” has no value"
    if name == "key" and not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value):
        return "a key has small letters, numbers and single hyphens, and begins with a letter"
    if name == "purpose" and value not in PURPOSES:
        return f"“{value}” is not a purpose; there are {', '.join(PURPOSES)}"
    if name == "eyes_open" and value not in ("yes", "no"):
        return "“eyes_open” is yes or no"
    if name == "language" and not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", value):
        return "“language” is a code such as en or pt-BR"
    return ""


_START = re.compile(r"\s*\[eyes (open|closed)\]")
_MARK = re.compile(r"\[([^\[\]]*)\]")
_PAUSE = re.compile(r"pause (\d{1,3}(?:\.\d)?)")


def _steps(lines: list[str], after: int, problems: list[Problem]) -> Iterator[Step]:
    spoken = False
    for number, line in enumerate(lines[after:], after + 1):
        if not line.strip():
            if spoken:
                yield Step(number, "gap", seconds=PARAGRAPH_SECONDS)
            spoken = False
            continue
        spoken = True
        start = _START.match(line)
        only = start.group(1) if start else ""
        rest = line[start.end() :] if start else line
        # split() with one group: text, mark, text, mark, …, text
        for place, part in enumerate(_MARK.split(rest)):
            if place % 2:
                yield from _rest(number, part, only, problems)
            elif part.strip():
                if why := unpronounceable(part):
                    problems.append(Problem(number, why))
                yield Step(number, "say", " ".join(part.split()), 0.0, only)


def _rest(number: int, mark: str, only: str, problems: list[Problem]) -> Iterator[Step]:
    if mark == "breath":
        yield Step(number, "breath", seconds=BREATH_SECONDS, only=only)
    elif mark == "bell":
        yield Step(number, "bell", seconds=BELL_SECONDS, only=only)
    elif pause := _PAUSE.fullmatch(mark):
        seconds = float(pause.group(1))
        if not 0 < seconds <= LONGEST_PAUSE:
            problems.append(Problem(number, f"a pause is more than nothing and at most {LONGEST_PAUSE:.0f} seconds"))
        yield Step(number, "pause", seconds=seconds, only=only)
    elif mark in ("eyes open", "eyes closed"):
        problems.append(Problem(number, f"[{mark}] stands at the beginning of a line, once"))
    elif mark.startswith("pause"):
        problems.append(Problem(number, f"[{mark}] does not say how many seconds: write [pause 8]"))
    else:
        known = "[pause 8], [breath], [bell], [eyes open], [eyes closed]"
        problems.append(Problem(number, f"[{mark}] is not a mark that is known here; known are {known}"))


_ADDRESS = re.compile(r"https?:|www\.|\S+@\S+\.\S|\b[\w-]+\.(?:com|org|net|io|gov|edu|health|app)\b", re.I)
_SAYABLE = frozenset(" \t.,;:?!'\"’‘“”()-–—…0123456789")
_ONE_SCRIPT = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}  # Japanese is written in all three at once


def unpronounceable(text: str) -> str:
    """Why a voice cannot say this, or nothing."""
    if "[" in text or "]" in text:
        return "a mark is opened or closed, but not both"
    if _ADDRESS.search(text):
        return "a voice cannot say an address; say in words what it is"
    odd = sorted({sign for sign in text if not (sign.isalpha() or sign in _SAYABLE or unicodedata.combining(sign))})
    if odd:
        return f"a voice cannot say {' '.join(odd)}; write it in words"
    if not any(sign.isalpha() for sign in text):
        return "there is no word to say in this"
    scripts = sorted({_script(sign) for sign in text if sign.isalpha()})
    if len(scripts) > 1:
        return f"letters of {' and '.join(script.capitalize() for script in scripts)} are mixed in one line"
    if len(text.strip()) > CAPTION:
        return f"a line has at most {CAPTION} characters, for its caption; make two of it"
    if phrases := never_said_in(text):
        return f"no guide says “{phrases[0]}”: offer it, and do not order or promise it"
    return ""


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "unknown").split()[0]
    return _ONE_SCRIPT.get(name, name)


def _not_named(guide: Guide, line: int) -> Iterator[Problem]:
    """Subjects that are spoken of, or rung, and that the content note (on `line`) does not name."""
    missing: dict[Subject, int] = {}
    for step in guide.steps:
        heard = {"breath": [s for s in SUBJECTS if s.name == "breath"], "bell": [BELL]}.get(step.kind, [])
        for subject in (*heard, *subjects_in(step.text)):
            if not named(subject, guide.content):
                missing.setdefault(subject, step.line)
    for subject, at in missing.items():
        yield Problem(at, f"this brings in {subject.name}; the content note (line {line}) does not name it")


def _versions(guide: Guide, line: int) -> Iterator[Problem]:
    marked = {step.only for step in guide.steps if step.only}
    if guide.eyes_open and marked:
        at = next(step.line for step in guide.steps if step.only)
        yield Problem(at, "the guide is for open eyes only, so no line belongs to one version")
    if not guide.eyes_open and "open" not in marked:
        yield Problem(line, "every guide has a version for open eyes: mark its own lines with [eyes open]")


def _lengths(guide: Guide) -> Iterator[Problem]:
    for eyes_open in guide.versions:
        seconds = guide.seconds(eyes_open)
        if not SHORTEST <= seconds <= LONGEST:
            which = "eyes open" if eyes_open else "eyes closed"
            least, most = SHORTEST // 60, LONGEST // 60
            why = f"about {seconds / 60:.1f} minutes long ({which}); a guide takes {least} to {most}"
            yield Problem(guide.steps[-1].line, why)
