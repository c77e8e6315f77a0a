"""Who walks: one of each kind of person who may come to a URL, with the browser that they come by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django_scopes import scopes_disabled

from stillwater.demo.people import House
from stillwater.people.models import Member, Patient, Person, SupportPass
from tests.cast import AT, JOINED
from tests.matrix.papers import Papers, pass_of
from tests.signing_in import signed_in, with_pass

# The columns of the table. Somebody who has an account and no place or record has none.
COLUMNS = {
    "O": "owner", "P": "prescriber", "N": "nurse", "T": "therapist", "C": "coach", "F": "front desk", "p": "patient",
    "w": "somebody on their own", "s": "sitter",
}  # fmt: skip


OWN_SPACE = "wren"  # whose papers lie in a space of their own


@dataclass(frozen=True)
class Who:
    """Somebody who comes. `roles` are letters of the table by clinic; `own` names papers that are their own as a patient."""

    key: str
    words: str
    browser: Client
    walks: tuple[str, ...]  # whose papers they try to reach, their own first
    roles: dict[UUID, str] = field(default_factory=dict)
    at_work: UUID | None = None
    own: tuple[str, ...] = ()
    sits: str = ""  # whose session a live pass opens
    account: bool = True
    ended: bool = False  # holds a pass that is over

    @property
    def letters(self) -> str:
        """Every column that is theirs somewhere: by these a door opens."""
        return "".join(self.roles.values()) + self._own_letters(self.own) + ("s" if self.sits else "")

    def _own_letters(self, names: Iterable[str]) -> str:
        return ("p" if names else "") + ("w" if OWN_SPACE in names else "")

    def letters_for(self, papers: Papers) -> str:
        """The columns that are theirs towards these papers."""
        mine = self.roles.get(papers.clinic, "")
        own = self._own_letters([each for each in self.own if each == papers.name])
        return mine + own + ("s" if self.sits == papers.name else "")

    @property
    def letters_at_work(self) -> str:
        """The columns that are theirs on a page that names nobody: where they work now, and their own."""
        here = self.roles.get(self.at_work, "") if self.at_work else ""
        return here + "".join(each for each in self.letters if each in "pws")


# The pages of accounts know no clinic and no pass: one of each kind of sign-in walks them.
ACCOUNTS = ("stranger", "account", "ana", "sitter", "expired", "nurse", "two_here")
KEYS = (
    "stranger", "account", "left", "ana", "wren", "jonah", "ruth", "kit", "mo", "noor", "sitter", "expired", "revoked",
    "foreign", "owner", "prescriber", "nurse", "therapist", "coach", "desk", "gail", "renner", "two_here", "two_there",
    "vera", "nurse_sits",
)  # fmt: skip


def add_people(house: House) -> None:
    """Those whom the cast lacks: one for each single role, a member of two clinics, a nurse who is a patient elsewhere."""
    cedar, birch = house.clinic, house.birch
    places: dict[str, list[tuple[Any, list[str]]]] = {
        "owner": [(cedar, ["owner"])], "prescriber": [(cedar, ["prescriber"])], "vera": [(birch, ["nurse"])],
        "two": [(cedar, ["nurse"]), (birch, ["owner"])], "left": [(cedar, ["nurse"])], "account": [],
    }  # fmt: skip
    with scopes_disabled():
        for key, held in places.items():
            facts = {"name": f"{key.title()} Lund", "time_zone": "America/Denver", "joined_at": JOINED}
            house.persons[key] = Person.objects.create_user(f"{key}@matrix.example", None, **facts)
            for place, (clinic, roles) in enumerate(held):
                house.members[key] = Member.objects.create(
                    clinic=clinic, person=house.persons[key], shown_name=f"{key.title()} Lund", roles=roles,
                    joined_at=JOINED + timedelta(days=place), left_at=AT - timedelta(days=1) if key == "left" else None,
                )  # fmt: skip
        for person in house.persons.values():
            person.password = "something that nobody can type"  # allauth asks whether there is one
            person.save()
        house.patients["vera"] = Patient.objects.create(
            clinic=cedar, person=house.persons["vera"], name="Vera Lund", record_number="CH-2101", added_at=JOINED
        )


def make_people(house: House, papers: dict[str, Papers]) -> dict[str, Who]:
    """Everybody of KEYS."""
    cedar, birch = house.clinic.id, house.birch.id
    found = [
        Who("stranger", "somebody who is not signed in", Client(), ("ana", "nobody’s"), account=False),
        Who("account", "an account with no place anywhere", _in(house, "account"), ("ana", "kit", "wren")),
        Who("left", "a nurse who has left Cedar House", _in(house, "left"), ("ana", "kit")),
        *_patients(house),
        *_sitters(papers),
    ]
    single = (("owner", "O"), ("prescriber", "P"), ("maya", "N"), ("priya", "T"), ("noa", "C"), ("sam", "F"))
    for name, letter in single:
        key, tries = name if name in KEYS else COLUMNS[letter], ("ana", "mo", "noor", "kit", "wren")
        key = key.removeprefix("front ")
        words = f"Cedar House’s {COLUMNS[letter]}"
        found.append(Who(key, words, _in(house, name), tries, {cedar: letter}, cedar))
    for name, letters in (("gail", "N"), ("renner", "OP")):
        words = f"{name.title()} of Birch Street"
        found.append(Who(name, words, _in(house, name), ("kit", "ana", "wren"), {birch: letters}, birch))
    both = {cedar: "N", birch: "O"}
    words = "a nurse of Cedar House who owns Birch Street, at work in "
    found += [
        Who("two_here", words + "Cedar House", _in(house, "two"), ("ana", "kit", "wren"), both, cedar),
        Who("two_there", words + "Birch Street", _in(house, "two", birch), ("ana", "kit"), both, birch),
        Who(
            "vera", "a nurse of Birch Street who is a patient of Cedar House", _in(house, "vera"), ("vera", "ana", "kit"),
            {birch: "N"}, birch, own=("vera",),
        ),
        Who(
            "nurse_sits", "a nurse of Birch Street who holds a pass to Iris’s session at Cedar House",
            with_pass(pass_of(papers["iris"]), _in(house, "gail")), ("iris", "ana", "kit"), {birch: "N"}, birch, sits="iris",
        ),
    ]  # fmt: skip
    everybody = {who.key: who for who in found}
    assert tuple(sorted(everybody)) == tuple(sorted(KEYS)), sorted(set(everybody) ^ set(KEYS))
    return everybody


def _in(house: House, name: str, at_work: UUID | None = None) -> Client:
    browser = signed_in(house.persons[name], client=Client(raise_request_exception=False))
    if at_work:
        session = browser.session
        session["clinic"] = str(at_work)
        session.save()
    return browser


def _patients(house: House) -> list[Who]:
    both = ("jonah", "jonah_at_birch")
    return [
        Who("ana", "a patient", _in(house, "ana"), ("ana", "ruth", "kit"), own=("ana", "ana next")),
        Who("wren", "a patient on her own", _in(house, "wren"), ("wren", "ana"), own=("wren",)),
        Who("jonah", "a patient of two clinics", _in(house, "jonah"), (*both, "ana", "kit"), own=both),
        Who("ruth", "another patient of the same clinic", _in(house, "ruth"), ("ruth", "ana", "kit"), own=("ruth",)),
        Who("kit", "a patient of the other clinic", _in(house, "kit"), ("kit", "ana"), own=("kit",)),
        Who("mo", "a patient whose session is under way", _in(house, "mo"), ("mo", "ana"), own=("mo",)),
        Who("noor", "a patient who has gone home", _in(house, "noor"), ("noor", "ana"), own=("noor",)),
    ]


def _sitters(papers: dict[str, Papers]) -> list[Who]:
    live, theirs = pass_of(papers["iris"]), pass_of(papers["kit"])
    expired, revoked = _another(live, expires_at=AT - timedelta(hours=1)), _another(live, revoked_at=AT)
    return [
        Who("sitter", "a sitter", with_pass(live, _fresh()), ("iris", "ana", "kit"), sits="iris", account=False),
        Who("expired", "a sitter whose pass has run out", with_pass(expired, _fresh()), ("iris", "kit"), account=False, ended=True),
        Who("revoked", "a sitter who was removed", with_pass(revoked, _fresh()), ("iris", "kit"), account=False, ended=True),
        Who("foreign", "a sitter of the other clinic", with_pass(theirs, _fresh()), ("kit", "iris"), sits="kit", account=False),
    ]  # fmt: skip


def _fresh() -> Client:
    return Client(raise_request_exception=False)


def _another(like: SupportPass, **facts: Any) -> SupportPass:
    """The same pass once more, with another fate."""
    same = {
        name: getattr(like, name) for name in ("clinic", "patient", "session_id", "name", "issued_by_name", "issued_at")
    }
    fate = {"expires_at": like.expires_at, **facts}
    digest = f"{facts}"[:64]
    return SupportPass.objects.create(**same, **fate, issued_by_id=like.issued_by_id, secret_digest=digest)
