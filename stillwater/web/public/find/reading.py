"""The question in an address: what was asked for, in words, and what the directory is asked. Addresses can be shared."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from stillwater.directory import gazetteer
from stillwater.directory.gazetteer import Found, Several, Unknown
from stillwater.directory.rules.asking import A_PAGE, FARTHEST, RADII, USUAL_RADIUS, Asked
from stillwater.directory.rules.facets import BY_KEY, words_of
from stillwater.web.public.find.words import STATE

DEEPEST = 500  # pages


@dataclass(frozen=True)
class Question:
    """What stands in the form, as it was typed; where that is; and what is wrong with it, in words."""

    words: str = ""
    near: str = ""
    miles: int = USUAL_RADIUS
    facets: tuple[str, ...] = ()
    telehealth: str = ""
    page: int = 1
    box: str = ""
    place: Found | None = None
    several: tuple[Found, ...] = ()
    trouble: str = ""

    @property
    def asked(self) -> Asked:
        """The question as the directory takes it."""
        at = (self.place.latitude, self.place.longitude) if self.place and self.place.kind != "state" else None
        return Asked(
            at=at, miles=self.miles, words=tuple(words_of(self.words)), facets=frozenset(self.facets),
            state=self.place.state if self.place and self.place.kind == "state" else "", telehealth=self.telehealth,
            offset=(self.page - 1) * A_PAGE,
        )  # fmt: skip

    def query(self, **changes: object) -> str:
        """The address of this question with some things otherwise; from its first page, unless a page is named."""
        other = replace(self, **{"page": 1, "box": "", **changes})  # type: ignore[arg-type]
        parts: list[tuple[str, object]] = [("q", other.words), ("near", other.near)]
        parts += [("miles", other.miles if other.miles != USUAL_RADIUS else ""), ("to", other.telehealth)]
        parts += [("f", key) for key in other.facets] + [
            ("box", other.box),
            ("page", other.page if other.page > 1 else ""),
        ]
        return "?" + urlencode([(name, value) for name, value in parts if value != ""])

    def toggled(self, key: str) -> str:
        """The address with this facet chosen, or no longer."""
        facets = [each for each in self.facets if each != key] if key in self.facets else [*self.facets, key]
        return self.query(facets=tuple(facets))


def read(sent: QueryDict) -> Question:
    """What was asked. Nothing in an address can be an error: what cannot be is said in words, and the rest is kept."""
    near = sent.get("near", "").replace("\x00", "").strip()[:120]
    question = Question(
        words=sent.get("q", "").replace("\x00", "").strip()[:200], near=near,
        miles=_nearest(sent.get("miles", "")), facets=_known(sent.getlist("f")),
        telehealth=sent.get("to", "") if sent.get("to", "") in STATE else "",
        page=min(max(_number(sent.get("page", ""), 1), 1), DEEPEST), box=sent.get("box", "")[:60],
    )  # fmt: skip
    trouble = _too_far(sent.get("miles", ""))
    match gazetteer.find(near) if near else None:
        case Found() as place:
            return replace(question, place=place, several=place.others, trouble=trouble)
        case Several(places=places):
            return replace(question, several=places, trouble=_("Which %(name)s do you mean?") % {"name": near})
        case Unknown(why=why, near=others):
            return replace(question, several=others, trouble=_unknown(near, why))
    return replace(question, trouble=trouble)


def _unknown(near: str, why: str) -> str:
    if why == "zip":
        return _("We know of no ZIP %(zip)s. Look at its digits, or give a town.") % {"zip": near}
    return _("We do not find “%(name)s”. Give a town with its state, or a ZIP.") % {"name": near}


def _too_far(given: str) -> str:
    if given and _number(given, 0) > FARTHEST:
        return _("We look at most %(miles)s miles around. This is how far we looked.") % {"miles": max(RADII)}
    return ""


def _nearest(given: str) -> int:
    wanted = _number(given, USUAL_RADIUS)
    return min(RADII, key=lambda miles: abs(miles - wanted))


def _number(given: str, otherwise: int) -> int:
    given = given.strip()[:9]
    return int(given) if given.isascii() and given.isdigit() else otherwise


def _known(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key in BY_KEY))
