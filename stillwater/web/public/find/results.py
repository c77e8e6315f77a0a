"""What stands above a list of what was found: the title, the chips, and where to look if there is nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stillwater.directory.index.searching import Answer
from stillwater.directory.queries.searching import found, meant
from stillwater.directory.rules.asking import A_PAGE, RADII
from stillwater.directory.rules.facets import FACETS
from stillwater.web.public.find.reading import Question
from stillwater.web.public.find.words import CHOICE, FACET_GROUP, STATE

FIRST = (
    "routes.iv", "routes.im", "routes.spravato", "settings.home", "present.therapist", "accepting.now", "insurance.plans",
    "sliding.yes", "hours.weekends", "open.now", "access.step_free", "languages.es",
)  # fmt: skip


@dataclass(frozen=True)
class Chip:
    key: str
    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class Results:
    """`wider`: a larger radius in which there is somebody, and how many. `meant`: the words that were probably meant, and how many
    have them. `telehealth`: who sees people in that state so."""

    title: str
    order: str
    first: tuple[Chip, ...]
    groups: tuple[tuple[str, tuple[Chip, ...]], ...]
    pages: int
    before: str
    after: str
    wider: tuple[tuple[int, int, str], ...] = ()
    telehealth: tuple[str, int, str] | None = None
    meant: tuple[str, int, str] | None = None
    without: str = ""
    without_words: str = ""


def results_of(question: Question, answer: Answer, *, at: datetime) -> Results:
    """Everything around the list."""
    chips = {facet.key: _chip(question, facet.key, answer.counts.get(facet.key, 0)) for facet in FACETS}
    more = tuple(
        (
            str(title),
            tuple(chips[f.key] for f in FACETS if f.group == group and (chips[f.key].count or chips[f.key].chosen)),
        )
        for group, title in FACET_GROUP.items()
    )
    pages = -(-answer.total // A_PAGE)
    return Results(
        title=_title(question, answer.total), order=_("Nearest first") if question.asked.at else _("In today’s draw"),
        first=tuple(chips[key] for key in _first_keys(question) if chips[key].count or chips[key].chosen),
        groups=tuple((title, found) for title, found in more if found), pages=pages,
        before=question.query(page=question.page - 1) if question.page > 1 else "",
        after=question.query(page=question.page + 1) if question.page < pages else "",
        wider=() if answer.total else _wider(question, at), telehealth=_telehealth(question, at),
        meant=None if answer.total else _meant(question, at),
        without_words=question.query(words="") if question.words and not answer.total else "",
        without=question.query(facets=()) if question.facets and not answer.total else "",
    )  # fmt: skip


def _first_keys(question: Question) -> list[str]:
    """Those that stand in the open: the usual ones, and whatever was chosen."""
    return [*FIRST, *(key for key in question.facets if key not in FIRST)]


def _chip(question: Question, key: str, count: int) -> Chip:
    return Chip(key, str(CHOICE[key]), count, key in question.facets, question.toggled(key))


def _title(question: Question, total: int) -> str:
    count = ngettext("%(total)s place", "%(total)s places", total) % {"total": f"{total:,}"}
    if question.telehealth:
        return _("%(count)s with telehealth to %(state)s") % {"count": count, "state": STATE[question.telehealth]}
    if question.place is None:
        return count
    name = question.place.name if question.place.kind != "point" else _("you")
    said = _("%(count)s in %(name)s") if question.place.kind == "state" else _("%(count)s near %(name)s")
    return said % {"count": count, "name": name.split(",")[0]}


def _wider(question: Question, at: datetime) -> tuple[tuple[int, int, str], ...]:
    """The next radius in which there is somebody."""
    if question.asked.at is None:
        return ()
    for miles in (each for each in RADII if each > question.miles):
        total = found(replace(question.asked, miles=miles, offset=0, limit=1), at=at).total
        if total:
            return ((miles, total, question.query(miles=miles)),)
    return ()


def _meant(question: Question, at: datetime) -> tuple[str, int, str] | None:
    words = meant(question.asked.words, at=at)
    total = found(replace(question.asked, words=words, offset=0, limit=1), at=at).total if words else 0
    said = " ".join(words)
    return (said, total, question.query(words=said)) if total else None


def _telehealth(question: Question, at: datetime) -> tuple[str, int, str] | None:
    """How many see people in the state of the place that was asked for without a visit."""
    state = question.place.state if question.place else ""
    if not state or question.telehealth:
        return None
    asked = replace(question.asked, at=None, state="", telehealth=state, offset=0, limit=1)
    total = found(asked, at=at).total
    return (STATE[state], total, question.query(near="", telehealth=state)) if total and state in STATE else None
