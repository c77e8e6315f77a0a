"""The plan of one day: what happens when, and what is to be done before. Times are counted in hours that pass, and then
told in the zone where the session is, so that a change of the clocks in between moves none of them. No Django.

The plan tells; it decides nothing. The time of going home is always "not before", and the team decides (S15).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from stillwater.care.rules.protocol import DayRule, Protocol
from stillwater.care.rules.words import words
from stillwater.kit.marking import gettext_noop

Say = Callable[[str], str]
PASS_ENDS = time(12)  # of the next day: the sitter's pass lasts through the night and the morning (S15)
CONSENT, MEDICINES, INTENTION = "consent", "medicines", "intention"
DRIVES, SITS = "drives", "sits"
STAFF_TICK = frozenset({MEDICINES})
# These are not ticked: they are done when somebody has agreed or confirmed.
DERIVED = frozenset({CONSENT, DRIVES, SITS})


@dataclass(frozen=True, slots=True)
class Done:
    """Who did something of the plan, and when."""

    at: datetime
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Helper:
    """Who drives or who sits."""

    name: str
    confirmed: Done | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What the plan of one appointment rests on."""

    starts_at: datetime
    arrive_at: datetime
    zone: tzinfo
    setting: str  # clinic or home
    protocol: Protocol
    clinic: str
    place: str = ""  # the site, and the room where one is given
    room: str = ""
    team: tuple[str, ...] = ()  # the prescriber and whoever watches
    helper: Helper | None = None
    consent: Done | None = None
    done: Mapping[str, Done] = field(default_factory=dict)
    is_own: bool = False  # somebody on their own: no team
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the day. Without a time it happens when the team decides."""

    at: datetime | None
    title: str
    words: str

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter((self.at, self.title, self.words))


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to do or to know. `mine`: the patient's to do. `tickable`: done by saying so, not by its own page."""

    key: str
    title: str
    detail: str
    from_at: datetime | None = None
    done_at: datetime | None = None
    by_name: str = ""
    note: str = ""
    mine: bool = True
    tickable: bool = True

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """The day, step by step, and what is done and left before it."""

    steps: tuple[Step, ...]
    items: tuple[PlanItem, ...]

    @property
    def left(self) -> tuple[PlanItem, ...]:
        return tuple(item for item in self.items if not item.is_done)

    @property
    def next(self) -> PlanItem | None:
        """The one thing left for the patient to do now."""
        return next((item for item in self.left if item.mine), None)

    def item(self, key: str) -> PlanItem | None:
        return next((item for item in self.items if item.key == key), None)


def plan_day(day: Day, say: Say) -> Plan:
    """The plan of a day, in words that `say` translates."""
    return Plan(tuple(_steps(day, say)), tuple(_items(day, say)))


def passed(moment: datetime, minutes: float) -> datetime:
    """`minutes` later, or earlier when negative, in time that passes: in UTC, where no clock is put forward or back."""
    return moment.astimezone(UTC) + timedelta(minutes=minutes)


def next_day(moment: datetime, zone: tzinfo) -> date:
    """The calendar day after a moment, where it happens. For a session that ends after midnight: the day after that."""
    return moment.astimezone(zone).date() + timedelta(days=1)


def pass_ends_at(starts_at: datetime, zone: tzinfo) -> datetime:
    """Until when a support person's pass lasts: noon of the next day (S15)."""
    return datetime.combine(next_day(starts_at, zone), PASS_ENDS, zone).astimezone(UTC)


def home_not_before(day: Day) -> datetime | None:
    """The earliest time of leaving that the protocol names, counted from the planned dose; None when it names none."""
    minutes = [c.minutes.value for c in day.protocol.leave.checks if c.rests_on == "elapsed" and c.minutes]
    known = [m for m in minutes if m is not None]
    return passed(day.starts_at, max(known)) if known else None


def _steps(day: Day, say: Say) -> list[Step]:
    def local(moment: datetime) -> datetime:
        return moment.astimezone(day.zone)

    rest, helper = day.protocol.phases[-1], day.helper.name if day.helper else ""
    rest_at = local(passed(day.starts_at, rest.start))
    told = words(rest.patient, day.language)
    if day.setting == "home":
        first = say(gettext_noop("with %(name)s: phone charging, the way to the bathroom clear"))
        alone = say(gettext_noop("phone charging, the way to the bathroom clear"))
        stays = say(gettext_noop("at home; %(name)s stays until tomorrow morning"))
        nobody = say(gettext_noop("at home; your sitter stays until tomorrow morning"))
        with_them = say(gettext_noop("with %(name)s at home with you"))
        with_sitter = say(gettext_noop("with your sitter at home with you"))
        name = {"name": helper}
        return [
            Step(local(day.arrive_at), say(gettext_noop("Get ready")), first % name if helper else alone),
            Step(local(day.starts_at), say(gettext_noop("Begin")), with_them % name if helper else with_sitter),
            Step(rest_at, say(gettext_noop("Rest")), told),
            Step(
                local(passed(day.starts_at, rest.end)),
                say(gettext_noop("Stay")),
                stays % name if helper else nobody,
            ),
        ]
    where = ", ".join(part for part in (day.place, day.room) if part)
    at_place = say(gettext_noop("at %(place)s")) % {"place": where}
    team = say(gettext_noop(" and ")).join(day.team)
    begin = say(gettext_noop("with %(names)s")) % {"names": team} if team else say(gettext_noop("with your care team"))
    home_at = home_not_before(day)
    return [
        Step(local(day.arrive_at), say(gettext_noop("Arrive")), at_place),
        Step(local(day.starts_at), say(gettext_noop("Begin")), begin),
        Step(rest_at, say(gettext_noop("Rest")), told),
        Step(local(home_at) if home_at else None, say(gettext_noop("Home")), _going_home(helper, home_at, say)),
    ]


def _going_home(helper: str, home_at: datetime | None, say: Say) -> str:
    if home_at is None:
        when = say(gettext_noop("when your team decides"))
    else:
        when = say(gettext_noop("not before this time; your team decides"))
    return say(gettext_noop("with %(name)s, %(when)s")) % {"name": helper, "when": when} if helper else when


def _items(day: Day, say: Say) -> list[PlanItem]:
    rules = [_rule(day, rule, say) for rule in day.protocol.day_of]
    return [_consent(day, say), _support(day, say), _medicines(day, say), _intention(day, say), *rules]


def _consent(day: Day, say: Say) -> PlanItem:
    done = day.consent
    title = say(gettext_noop("You agreed to the treatment") if done else gettext_noop("Say whether you agree"))
    detail = say(gettext_noop("You can take it back at any time"))
    return _item(CONSENT, title, detail, done, tickable=False)


def _support(day: Day, say: Say) -> PlanItem:
    drives = day.setting == "clinic"
    key, helper = DRIVES if drives else SITS, day.helper
    if helper is None:
        title = gettext_noop("Name who takes you home") if drives else gettext_noop("Name who sits with you")
        detail = (
            gettext_noop("You do not drive until the next day, after a night's sleep")
            if drives
            else gettext_noop("A sober adult, at home with you until the next morning")
        )
        return PlanItem(key, say(title), say(detail), tickable=False)
    title = gettext_noop("%(name)s takes you home") if drives else gettext_noop("%(name)s sits with you")
    if helper.confirmed:
        detail = say(gettext_noop("Confirmed at %(time)s")) % {"time": _clock(helper.confirmed.at, day)}
    else:
        detail = say(gettext_noop("Not confirmed yet"))
    return _item(key, say(title) % {"name": helper.name}, detail, helper.confirmed, tickable=False)


def _medicines(day: Day, say: Say) -> PlanItem:
    done = day.done.get(MEDICINES)
    who = say(gettext_noop("your prescriber")) if day.is_own else day.clinic
    by_whom = say(gettext_noop("With %(who)s")) % {"who": done.by if done and not day.is_own else who}
    return _item(MEDICINES, say(gettext_noop("Medicines reviewed")), by_whom, done, mine=day.is_own)


def _intention(day: Day, say: Say) -> PlanItem:
    detail = say(gettext_noop("A few words, for you alone. You can leave it empty"))
    return _item(INTENTION, say(gettext_noop("Your intention")), detail, day.done.get(INTENTION))


def _rule(day: Day, rule: DayRule, say: Say) -> PlanItem:
    title, told = words(rule.title, day.language), words(rule.words, day.language)
    from_at = None
    if rule.minutes_before is not None:
        if rule.minutes_before.value is None:
            told = say(gettext_noop("%(rule)s The time is not set yet. Ask.")) % {"rule": told}
        else:
            from_at = passed(day.starts_at, -rule.minutes_before.value).astimezone(day.zone)
            title = say(gettext_noop("%(rule)s after %(time)s")) % {"rule": title, "time": _clock(from_at, day)}
    return _item(rule.key, title, told, day.done.get(rule.key), from_at=from_at)


def _clock(moment: datetime, day: Day) -> str:
    """The time where the session is; with its day when that is not the day of the session."""
    local, of_session = moment.astimezone(day.zone), day.starts_at.astimezone(day.zone).date()
    clock = f"{local:%H:%M}"
    return clock if local.date() == of_session else f"{clock}, {local.day} {local:%B}"


def _item(
    key: str, title: str, detail: str, done: Done | None, *, from_at: datetime | None = None, mine: bool = True,
    tickable: bool = True,
) -> PlanItem:  # fmt: skip
    return PlanItem(
        key, title, detail, from_at, done.at if done else None, done.by if done else "", done.note if done else "",
        mine, tickable,
    )  # fmt: skip
