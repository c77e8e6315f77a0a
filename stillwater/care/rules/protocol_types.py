"""The parts of a protocol, as dataclasses. Every number says where it comes from."""

from dataclasses import dataclass

from stillwater.care.rules.limits import Limit
from stillwater.care.rules.words import Text

# Where no sourced number exists the clinic sets one; [M] (from memory) never ships.
MARKS = ("R", "R2")
NOT_REVIEWED = "Not yet reviewed by a clinician."


class ProtocolError(Exception):
    """One thing that is wrong with a protocol file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}")
        self.line = line
        self.reason = reason


class ProtocolErrors(Exception):
    """All that is wrong with a protocol file, in the order of its lines."""

    def __init__(self, errors: list[ProtocolError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Sourced:
    """A number with its source; or, with `value` None, a number that the clinic must still set."""

    value: float | None
    source: str = ""
    mark: str = ""  # R: read in its source. R2: read at second hand. clinic: set by the clinic
    by: str = ""  # who set it, when the clinic did

    @property
    def is_set(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the arc, in minutes since the dose began. Its edges are a picture of time, not a medical limit."""

    key: str
    title: Text
    start: float
    end: float
    intensity: float  # 0 to 1, for the sound alone
    patient: Text
    sitter: Text
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Cadence:
    """Every so many minutes, from `start` until `end` minutes after the dose began; None: until the person leaves."""

    start: float
    end: float | None
    every: Sourced


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that somebody is to look at or measure: at a cadence, or once, `at` minutes after a dose."""

    key: str
    title: Text
    kind: str  # reading or look_in
    fields: tuple[str, ...] = ()
    cadence: tuple[Cadence, ...] = ()
    at: Sourced | None = None
    counted_from: str = "first"  # the first or the last dose


@dataclass(frozen=True, slots=True)
class DayRule:
    """A rule for the day itself: "no food", from so many minutes before the dose."""

    key: str
    title: Text
    words: Text
    minutes_before: Sourced | None


@dataclass(frozen=True, slots=True)
class Check:
    """One named check of a gate: on what it rests, who may record it, and who may lift it."""

    key: str
    title: Text
    rests_on: str  # fact, check, reading, limits, elapsed, flagged, numbers
    how: Text
    by: tuple[str, ...] = ()
    lift: tuple[str, ...] = ()
    floor: bool = False
    fields: tuple[str, ...] = ()
    max_age: Sourced | None = None  # minutes
    since: str = ""  # "dose": only a reading after the last dose counts
    minutes: Sourced | None = None
    counted_from: str = "last"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """The ready-to-leave gate. `decided_by` is empty at home, where nobody leaves."""

    checks: tuple[Check, ...]
    decided_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A key and its title: a calm sign, an effect."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class DangerSign:
    """A sign that something is wrong, and what to do first. Unreviewed until somebody's name is in `reviewed`."""

    key: str
    title: Text
    first: tuple[Text, ...]
    source: str
    reviewed: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """Lines to read, or to read aloud."""

    lines: tuple[Text, ...]
    reviewed: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something told to the patient or watched for, with its source."""

    key: str
    title: Text
    words: Text
    source: str
    mark: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something after the session, `after` so many `unit` (hours or days)."""

    key: str
    title: Text
    after: Sourced
    unit: str


@dataclass(frozen=True, slots=True)
class Protocol:
    """One protocol, as its file says. A version that a session has used never changes."""

    key: str
    title: Text
    setting: str  # clinic or home
    route: str
    product: Text
    phases: tuple[Phase, ...]
    observations: tuple[Observation, ...]
    limits: tuple[Limit, ...]
    day_of: tuple[DayRule, ...]
    ready: tuple[Check, ...]
    leave: Leave
    urgent: tuple[Fact, ...]
    calm: tuple[Named, ...]
    danger: tuple[DangerSign, ...]
    effects: tuple[Named, ...]
    hard_minute: Card
    tonight: Card
    aftercare: tuple[Fact, ...]
    follow_up: tuple[FollowUp, ...]
    review: Fact | None
    information: tuple[Fact, ...]

    @property
    def look_in(self) -> Observation | None:
        return next((one for one in self.observations if one.kind == "look_in"), None)

    @property
    def arc_minutes(self) -> float:
        return self.phases[-1].end

    def unset(self) -> tuple[Text, ...]:
        """The titles of observations whose time or interval the clinic must still set."""
        return tuple(
            one.title
            for one in self.observations
            if (one.at is not None and not one.at.is_set) or any(not each.every.is_set for each in one.cadence)
        )

    def checks(self, gate: str) -> tuple[Check, ...]:
        return self.ready if gate == "ready" else self.leave.checks

    def check(self, key: str) -> Check | None:
        """The check of that key in either gate."""
        return next((one for one in (*self.ready, *self.leave.checks) if one.key == key), None)
