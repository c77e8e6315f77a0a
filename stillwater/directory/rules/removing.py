"""By what somebody who was removed is known again."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from stillwater.directory.rules.claiming import domain_of

NPI, PHONE, DOMAIN, NAME_ZIP = "npi", "phone", "domain", "name+zip"
_FORMS = {
    "inc", "llc", "llp", "pllc", "pc", "pa", "ltd", "corp", "md", "do", "np", "dnp", "aprn", "rn", "phd", "psyd", "dr", "the"
}  # fmt: skip


def traits(
    *, npi: str = "", phones: Iterable[str] = (), website: str = "", name: str = "", zips: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Each kind and its one form: however a register writes it, the same."""
    if re.fullmatch(r"\d{10}", npi):
        yield NPI, npi
    for phone in sorted({_digits(each) for each in phones} - {""}):
        yield PHONE, phone
    if domain := domain_of(website):
        yield DOMAIN, domain
    if called := plain(name):
        for code in sorted({each.strip()[:5] for each in zips if re.match(r"\s*\d{5}", each)}):
            yield NAME_ZIP, f"{called} {code}"


def plain(name: str) -> str:
    """A name without accents, case, points and legal forms: "The Cedar House, P.L.L.C." is "cedar house"."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    bare = re.sub(r"[.'’\u0300-\u036f]", "", bare)
    return " ".join(word for word in re.findall(r"\w+", bare) if word not in _FORMS)


def _digits(phone: str) -> str:
    digits = re.sub(r"\D", "", re.split(r"x|ext", phone, maxsplit=1, flags=re.I)[0])
    digits = digits.removeprefix("1") if len(digits) == 11 else digits
    return digits if len(digits) >= 10 else ""
