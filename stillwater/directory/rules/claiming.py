"""How somebody proves that a listing is theirs: by what the listing itself publishes, never by what they type in.

A code goes to an address or a number that stands on the listing; a token stands where only the owner of its website can put it.
Whatever else somebody has to show, two moderators look at.
"""

import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from stillwater.directory.rules.ages import Facts, shown
from stillwater.directory.rules.fields import Source
from stillwater.directory.rules.hosts import FREE_MAIL, SHARED_HOSTS
from stillwater.directory.rules.register import is_npi


class Way(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    DNS = "dns"
    PAGE = "page"
    REGISTER = "register"
    MODERATORS = "moderators"


CODES = (Way.EMAIL, Way.PHONE, Way.REGISTER)
TOKENS = (Way.DNS, Way.PAGE)
MARK = "stillwater-claim="
PAGE_PATH = "/.well-known/stillwater-claim.txt"

DIGITS = 8
TRIES = 5  # 5 of 100,000,000, and a handful of codes a day
LOOKS = 20  # a name server may take a day to tell everybody
CODE_LASTS = timedelta(minutes=30)
TOKEN_LASTS = timedelta(days=7)
JUDGED_WITHIN = timedelta(days=30)
MOST_A_DAY_LISTING = 6
MOST_A_DAY_PERSON = 4
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
    """One way, and what it goes to; `why`: a key that says why it is not open here."""

    way: Way
    target: str = ""
    why: str = ""


def proving(facts: Facts, today: date) -> dict[str, Any]:
    """What a listing publishes and may be held to: not what is too old to be shown, and not what a reader suggested. Otherwise
    somebody would first have an address corrected to their own and then prove that they read its mail.
    """
    own = {key: fact for key, fact in facts.items() if fact.get("by") != Source.READER}
    return shown(own, today)


def offers(values: Mapping[str, Any], *, register_phone: str = "", phones: bool) -> tuple[Offer, ...]:
    """Every way, in the order in which it is shown. `values`: of `proving`; `phones`: whether this place can send to one."""
    domain = domain_of(str(values.get("website", "")))
    no_domain = "" if domain else "shared_host" if values.get("website") else "no_website"
    number, no_phone = dialled(str(values.get("phone", ""))), "" if phones else "no_adapter"
    entry = dialled(register_phone)
    return (
        Offer(Way.EMAIL, str(values.get("email", "")), "" if values.get("email") or domain else "no_email"),
        Offer(Way.PHONE, number, no_phone or ("" if number else "no_phone")),
        Offer(Way.PAGE, domain, no_domain),
        Offer(Way.DNS, domain, no_domain),
        Offer(Way.REGISTER, entry, no_phone or ("" if entry else "no_entry")),
        Offer(Way.MODERATORS),
    )


def domain_of(website: str) -> str:
    """The host of a website in ASCII, lower case, without `www.`; empty where it is no domain of one's own."""
    text = website.strip()
    try:
        host = urlsplit(text if "://" in text else f"https://{text}").hostname or ""
    except ValueError:
        return ""
    host = host.rstrip(".").removeprefix("www.")
    # Older and newer IDNA read these letters as two different names: whose it is cannot be told.
    if re.search("[ßς\u200c\u200d]", host):
        return ""
    try:
        host = host.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    if not re.fullmatch(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", host):
        return ""
    return "" if _is_address(host) or is_shared(host) else host


def is_shared(host: str) -> bool:
    """Whether many unrelated people have pages or mail at this host, or under it."""
    return any(host == each or host.endswith(f".{each}") for each in (*SHARED_HOSTS, *FREE_MAIL))


def email_proves(address: str, published: str, domain: str) -> bool:
    """Whether whoever reads this address's mail keeps the listing: it stands on the listing, or is at exactly its website's
    host. Nothing that merely looks alike passes.
    """
    given = address.strip().lower()
    if not re.fullmatch(r"[a-z0-9._+'-]{1,64}@[a-z0-9.-]{4,253}", given):
        return False
    return given == published.strip().lower() or bool(domain and given.rpartition("@")[2] == domain)


def dialled(number: str) -> str:
    """A number as a telephone takes it: +13035550142. Empty where there is none, or behind it an extension: a code sent there
    is heard by whoever answers.
    """
    if re.search(r"x|ext", number, re.I):
        return ""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+"):
        return f"+{digits}" if 10 <= len(digits) <= 15 else ""
    digits = digits.removeprefix("1") if len(digits) == 11 else digits
    return f"+1{digits}" if len(digits) == 10 else ""


def npi_fits(npi: str) -> bool:
    """Whether a number has the form of an NPI: ten digits, the last one the check digit (Luhn, with 80840 before it). A typing
    check and nothing more: it verifies nobody.
    """
    return is_npi(npi.encode())


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def typed(code: str) -> str:
    """A code as somebody types it: spaces and dashes do not matter."""
    return re.sub(r"[\s-]", "", code)[:32]


def same(given: str, kept: str) -> bool:
    """Whether two digests are the same, in a time that does not say how much of them is."""
    return bool(kept) and hmac.compare_digest(given.encode(), kept.encode())


def is_named(token: str, texts: Iterable[str]) -> bool:
    """Whether one of these texts, or one line of them, is the mark with this token and nothing else."""
    wanted = f"{MARK}{token}"
    return any(
        hmac.compare_digest(line.strip().encode(), wanted.encode()) for text in texts for line in text.splitlines()
    )


def lasts(way: Way) -> timedelta:
    """How long a claim by this way is open."""
    return CODE_LASTS if way in CODES else TOKEN_LASTS if way in TOKENS else JUDGED_WITHIN


def is_live(proved_at: datetime | None, refused_at: datetime | None, expires_at: datetime, at: datetime) -> bool:
    """Whether somebody still waits for the outcome of this claim."""
    return proved_at is None and refused_at is None and at < expires_at


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
