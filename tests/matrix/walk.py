"""The walk: somebody asks for URLs, and every answer that the table does not expect is told."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.urls import reverse

from tests.matrix.bodies import BODIES, dumped, naming
from tests.matrix.papers import NOBODYS, Papers
from tests.matrix.people import ACCOUNTS, Who
from tests.matrix.rows import NOTHING, Kept, Reach, Watch
from tests.matrix.table import SIGN_IN, Row, Url, rows, urls
from tests.url_table import ARGUMENTS, AT_WORK, MAKES, WHEREVER

NO_HARM = "anything but harm"
ANY_RIGHT = "any right answer"
METHODS = ("GET", "POST")
WRONG_EVERYWHERE = ("403", "500")


@dataclass(frozen=True)
class Wrong:
    """One cell of the table that does not hold."""

    name: str
    who: str
    whose: str
    method: str
    expected: str
    got: str

    def __str__(self) -> str:
        return (
            f"{self.method} {self.name} of {self.whose}, asked by {self.who}: expected {self.expected}, got {self.got}"
        )


@dataclass
class Matrix:
    """The house with everybody's papers, those who walk, and how the stored rows stood before anybody came."""

    papers: dict[str, Papers]
    people: dict[str, Who]
    kept: Kept
    asked: int = 0

    def walk(self, key: str, only: Iterable[str] | None = None) -> list[Wrong]:
        """Every URL (or those named) as this person, with their own ids, their clinic's and another's. Nothing stays."""
        who, known, found = self.people[key], urls(), []
        for name, row in rows().items():
            if name not in only if only is not None else row.of_accounts and key not in ACCOUNTS:
                continue
            url = known.get(name) or Url(name, name, ())
            for turn, whose in enumerate(self._whose(who, row, url)):
                papers = self.papers.get(whose, NOBODYS)
                for place, method in enumerate(METHODS):
                    found += self._cell(who, row, url, papers, place, method, turn)
        return found

    def _whose(self, who: Who, row: Row, url: Url) -> tuple[str, ...]:
        """Whose ids to try. Where no door is theirs their own are enough: nobody could be nearer to opening it."""
        if not url.id_places:  # the body alone names somebody: of where they work, or themselves
            near = [each for each in who.walks if who.at_work and self.papers[each].clinic == who.at_work]
            return tuple(near[:1]) if near and not {"p", "w", "s"} & set(row.letters) else who.walks[:1]
        shut = not row.doors & set(who.letters) and who.walks[-1] != NOBODYS.name
        return who.walks[:1] if shut else who.walks

    def _cell(
        self, who: Who, row: Row, url: Url, papers: Papers, place: int, method: str, turn: int
    ) -> Iterator[Wrong]:  # fmt: skip
        expected = expected_of(row, url, who, papers, place)
        may = not row.is_open and mays(row, url, who, papers)
        body = BODIES[row.name](papers) if method == "POST" and row.name in BODIES else {}
        posts = may and method == "POST" and row.answers[1] != "-"
        reach = self.reach(who, papers, by_id=bool(url.id_places)) if posts else NOTHING
        reach = replace(reach, makes=row.name in MAKES)
        yield from self._ask(who, row.name, papers, method, expected, address(url, papers), body, reach)
        for other in self.strangers_to(papers, turn) if posts else ():
            said = naming(other, body, (url.id_places or ("patient_id",))[0])
            yield from self._ask(who, row.name, papers, method, NO_HARM, address(url, papers), said, reach)

    def reach(self, who: Who, papers: Papers, *, by_id: bool) -> Reach:
        """Whose rows this person may change by a URL: of the patient it names; else of where they work, and their own."""
        person = papers.person if papers.name in who.own else None
        if by_id:
            return Reach(papers.clinic, patients=frozenset({papers.patient}), person=person)
        own = frozenset(self.papers[each].patient for each in who.own)
        return Reach(who.at_work, whole_clinic=True, patients=own, person=person)

    def strangers_to(self, papers: Papers, turn: int) -> list[Papers]:
        """Papers that a body may try to smuggle in: of the same clinic, and of another; of each in turn after the first."""
        here = next(
            (each for each in self.papers.values() if each.clinic == papers.clinic and each.patient != papers.patient),
            None,
        )
        there = self.papers["kit" if papers.clinic != self.papers["kit"].clinic else "ana"]
        both = [each for each in (here, there) if each]
        return both[turn % 2 :][:1] if turn else both

    def mixed(self, key: str) -> list[Wrong]:
        """URLs with two ids: the first one's own, the second of somebody or something else. Always 404, nothing changes."""
        who, known, found = self.people[key], urls(), []
        for name, row in rows().items():
            url = known.get(name)
            if url is None or len(url.id_places) < 2:
                continue
            own = [self.papers[each] for each in who.walks if each in self.papers]
            for mine in (each for each in own if mays(row, url, who, each)):
                for other in self._others(mine, url):
                    for place, method in enumerate(METHODS):
                        expected = "404" if row.answers[place] != "-" else "405"
                        body = BODIES[name](mine) if name in BODIES and method == "POST" else {}
                        found += self._ask(who, name, other, method, expected, address(url, mine, other), body, NOTHING)
        return found

    def _others(self, mine: Papers, url: Url) -> list[Papers]:
        second = url.id_places[1]
        every = [each for each in (*self.papers.values(), NOBODYS) if each.of(second) != mine.of(second)]
        # A note is shown to any clinic of the person's own: there the second id need not belong to the first.
        return [each for each in every if not (second == "patient_id" and each.person == mine.person)]

    def _ask(
        self, who: Who, name: str, papers: Papers, method: str, expected: str, to: str, body: dict[str, Any], reach: Reach
    ) -> Iterator[Wrong]:  # fmt: skip
        self.asked += 1
        with nothing_stays(who), Watch() as watch:
            answer = who.browser.get(to) if method == "GET" else who.browser.post(to, **dumped(name, body))
            got = told(answer)
            for close in answer._resource_closers:  # of a file that nobody read; closing the answer closes the database
                close()
            harm = self.kept.harm(reach, watch.wrote) if watch.wrote else []
        if not fits(got, expected):
            yield Wrong(name, who.words, papers.name, method, expected, got)
        for each in harm:
            yield Wrong(name, who.words, papers.name, method, "no change", f"{got} and {each}")


def address(url: Url, papers: Papers, second: Papers | None = None) -> str:
    """The URL with this patient's ids; from the second id on with those of somebody else, if given."""
    if url.route.startswith("/"):
        return url.route
    known: dict[str, Any] = {
        "secret": papers.also.get(_SECRETS.get(url.name, ""), "unknown"),
        "key": "a-b",
        "uidb36": "1",
        "pk": 1,
    }
    for place, name in enumerate(url.id_places):
        known[name] = (second if second and place else papers).of(name)
    known |= ARGUMENTS.get(url.name, {})
    kwargs = {name: known[name] for name in url.places}
    if "/" in url.name:  # it has none
        return "/" + url.route.replace("<str:key>", "a-b")
    return reverse(url.name, kwargs=kwargs)


_SECRETS = {"pass_open": "secret", "invitation": "invitation"}


def mays(row: Row, url: Url, who: Who, papers: Papers) -> bool:
    if row.name in AT_WORK and papers.clinic != who.at_work:
        return False
    where = who.letters if row.name in WHEREVER else who.letters_at_work
    letters = who.letters_for(papers) if url.id_places else where
    return bool(set(row.letters) & set(letters))


def expected_of(row: Row, url: Url, who: Who, papers: Papers, place: int) -> str:
    """What the table says that this person is answered."""
    if row.is_open:
        column = 2 if who.account else 1 if who.sits or who.ended else 0
        return "405" if row.open_answers[column][place] == "-" else row.open_answers[column][place]
    if not who.account and not who.sits:
        return "401" if row.api else "over" if who.ended else SIGN_IN
    if row.answers[place] == "-":  # said before the page looks for what it is about: the door alone is asked
        return "405" if row.doors & set(who.letters) else "404"
    if not mays(row, url, who, papers):
        return "404"
    exact = all(self_exact for self_exact in (papers.exact, not who.own or who.key not in ("mo", "noor")))
    any_right = ANY_RIGHT + ("|404" if "404" in row.answers[place] else "")
    return row.answers[place] if exact else any_right


def fits(got: str, expected: str) -> bool:
    if got in WRONG_EVERYWHERE:
        return False
    if expected.startswith(ANY_RIGHT):
        return got not in (SIGN_IN, "over") and (got != "404" or expected.endswith("404"))
    return expected == NO_HARM or got in expected.split("|")


def told(answer: Any) -> str:
    """The answer in the words of the table."""
    to = str(answer.headers.get("Location", ""))
    if answer.status_code == 302 and to.startswith("/account/login/"):
        return SIGN_IN
    return "over" if answer.status_code == 302 and to == "/pass-over" else str(answer.status_code)


@contextmanager
def nothing_stays(who: Who) -> Iterator[None]:
    """Whatever a request does to the database or to the browser is taken back."""
    cookies = {name: morsel.value for name, morsel in who.browser.cookies.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    who.browser.cookies.clear()
    who.browser.cookies.load(cookies)
