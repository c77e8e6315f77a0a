"""Which place somebody means: a town, a ZIP, a state, or where their device says that they are. No Django, no network."""

import heapq
import math
import re
import string
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache

from stillwater.directory.places import Ends, key_of, miles, places

__all__ = ["Found", "Several", "Unknown", "find", "miles", "suggest", "zone_of"]

LONGEST = 120  # letters: more is not the name of a place
MOST = 8
OVERWHELMING = 10  # so many times as large as the next of its name, and it is the one that is meant
GREAT, LARGE = 1_000_000, 100_000  # people: a town named as a state is
ALIASES = {
    "nyc": ("New York", "NY"), "new york city": ("New York", "NY"), "dc": ("Washington", "DC"), "philly": ("Philadelphia", "PA"),
    "washington dc": ("Washington", "DC"), "sf": ("San Francisco", "CA"), "san fran": ("San Francisco", "CA"),
    "frisco": ("San Francisco", "CA"), "vegas": ("Las Vegas", "NV"), "nola": ("New Orleans", "LA"), "slc": ("Salt Lake City", "UT"),
    "okc": ("Oklahoma City", "OK"), "saint pete": ("Saint Petersburg", "FL"), "indy": ("Indianapolis", "IN"),
    "jax": ("Jacksonville", "FL"), "atl": ("Atlanta", "GA"), "abq": ("Albuquerque", "NM"), "pdx": ("Portland", "OR"),
    "la": ("Los Angeles", "CA"),
}  # fmt: skip
COUNTRY = {"usa", "us", "united states", "united states of america", "america"}


@dataclass(frozen=True)
class Found:
    """One place. `name` is how it is shown, and what finds it again; degrees; `bounds` are a state's."""

    kind: str  # town, zip, state or point
    name: str
    state: str
    latitude: float
    longitude: float
    zip: str = ""
    population: int = 0
    zone: str = ""
    bounds: Ends | None = None
    others: tuple["Found", ...] = ()  # what else of this name could be meant, the largest first


@dataclass(frozen=True)
class Several:
    """More than one place of about the same weight: ask which."""

    asked: str
    places: tuple[Found, ...]


@dataclass(frozen=True)
class Unknown:
    """No such place. `why`: empty, long, zip, elsewhere (a ZIP outside the states), off (not on the earth), abroad (no town
    of the states near those coordinates), place. `near`: what may be meant instead.
    """

    asked: str
    why: str
    near: tuple[Found, ...] = ()


Answer = Found | Several | Unknown


def find(text: str) -> Answer:
    """What a person means who types this where a place is asked for."""
    asked = " ".join(text.replace("\x00", "").split()) if len(text) <= 4 * LONGEST else text[:LONGEST]
    if not asked:
        return Unknown("", "empty")
    if len(text) > LONGEST and len(asked) >= LONGEST:
        return Unknown(asked[:LONGEST], "long")
    pair = re.fullmatch(r"([-+]?[\d.]+)\s*[, ]\s*([-+]?[\d.]+)", asked)
    if pair and ("." in asked or "," in asked):
        return _point(asked, *pair.groups())
    if number := re.fullmatch(r"(?:\D*[\s,])?(\d[\d -]*)", asked):
        return _zip(asked, re.sub(r"\D", "", number.group(1)))
    return _named(asked)


def zone_of(zip_code: str) -> str:
    """The time zone of a ZIP; empty for one that is not known."""
    at = places().zips.at(zip_code[:5])
    return places().zips.zones[at] if at is not None else ""


def suggest(prefix: str, limit: int = MOST) -> tuple[Found, ...]:
    """What may be meant by what has been typed so far, the largest first; with one slip forgiven when nothing fits."""
    typed = prefix.replace("\x00", "")[:LONGEST].strip()
    if re.fullmatch(r"\d{2,5}", typed):
        return _zips_beginning(typed, limit)
    before, _, after = typed.partition(",")
    key, state = key_of(before), key_of(after)
    if not key or key.isdigit():
        return ()
    states = [] if state else _states_beginning(key)
    fit = [_town(rank) for rank in _towns_beginning(key, state, limit)]
    if not fit and not states and len(key) > 3:
        key, state = next(iter(_split(key, _states_by_key())), (key, state))
        slips = sorted(each for each in _slips(key) if places().has_beginning(each))
        ranks = {rank for each in slips for rank in places().beginning(each) if _in_state(rank, state)}
        fit = [_town(rank) for rank in heapq.nsmallest(limit, ranks)]
    if key in ALIASES and not state:
        fit = [_town(_alias(key)), *(each for each in fit if each != _town(_alias(key)))]
    return tuple(_first_of_each([*states, *fit] if len(key) > 2 or not fit else [*fit[:1], *states, *fit[1:]])[:limit])


def _point(asked: str, lat: str, lng: str) -> Answer:
    """Coordinates, rounded to about half a mile: nobody needs to know more of where somebody is."""
    try:
        latitude, longitude = round(float(lat), 2), round(float(lng), 2)
    except ValueError:
        return Unknown(asked, "place")
    if not (math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return Unknown(asked, "off")
    nearest = places().nearest_town(latitude, longitude)
    if nearest is None:
        return Unknown(asked, "abroad")
    town = _town(nearest[0])
    return replace(town, kind="point", latitude=latitude, longitude=longitude, population=0)


def _zip(asked: str, digits: str) -> Answer:
    zips = places().zips
    at = zips.at(digits[:5]) if len(digits) in (5, 9) else None
    if at is None:
        return Unknown(asked, "zip")
    return _of_zip(at) if zips.towns[at] else Unknown(asked, "elsewhere")


def _of_zip(at: int) -> Found:
    zips = places().zips
    name = f"{_shown(zips.towns[at], zips.states[at])} {zips.numbers[at]}"
    place = ("zip", name, zips.states[at], zips.latitudes[at], zips.longitudes[at])
    return Found(*place, zip=zips.numbers[at], zone=zips.zones[at])


def _named(asked: str) -> Answer:
    parts = [key for part in asked.split(",") if (key := key_of(part)) and key not in COUNTRY]
    whole = " ".join(parts).removesuffix(" usa")
    states = _states_by_key()
    if whole in ALIASES:
        return _aliased(asked, whole)
    state = states.get(whole)
    towns = _one_a_state(places().named(whole)) if len(parts) == 1 else []
    if state:
        return _state_or_town(asked, _state(state), [_town(rank) for rank in towns])
    if towns:
        return _weighed(asked, [_town(rank) for rank in towns])
    for town, code in _split(whole, states):
        if there := [rank for rank in places().named(town) if places().towns.states[rank] == code]:
            return _town(there[0])
        if (town in ALIASES) and ALIASES[town][1] == code:
            return _town(_alias(town))
    return Unknown(asked, "place", suggest(asked))


def _split(whole: str, states: dict[str, str]) -> list[tuple[str, str]]:
    """Every way to read the words as a town and its state, the longest name of a state first."""
    words = whole.split()
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(max(1, len(words) - 4), len(words))]
    return [(town, states[state]) for town, state in cuts if state in states]


def _aliased(asked: str, key: str) -> Answer:
    town = _town(_alias(key))
    code = _states_by_key().get(key)
    if code and code != town.state:  # LA
        return Several(asked, (town, _state(code)))
    return town


def _state_or_town(asked: str, state: Found, towns: list[Found]) -> Answer:
    """New York is the city, Kansas the state; Washington could be either."""
    largest = towns[0].population if towns else 0
    if largest >= GREAT:
        return replace(towns[0], others=(state, *towns[1:MOST]))
    if largest >= LARGE:
        return Several(asked, (towns[0], state, *towns[1 : MOST - 1]))
    return replace(state, others=tuple(towns[:MOST]))


def _weighed(asked: str, towns: list[Found]) -> Answer:
    first, others = towns[0], tuple(towns[1:])
    if not others or first.population >= OVERWHELMING * max(1, others[0].population):
        return replace(first, others=others[:MOST])
    return Several(asked, tuple(towns[:MOST]))


def _one_a_state(ranks: list[int]) -> list[int]:
    """Two towns of one name in one state cannot be told apart by what is typed: the larger one stands for both."""
    first: dict[str, int] = {}
    for rank in ranks:
        first.setdefault(places().towns.states[rank], rank)
    return list(first.values())


def _town(rank: int) -> Found:
    towns = places().towns
    name = _shown(towns.names[rank], towns.states[rank])
    place = ("town", name, towns.states[rank], towns.latitudes[rank], towns.longitudes[rank])
    return Found(*place, population=towns.populations[rank], zone=towns.zones[rank])


def _state(code: str) -> Found:
    state = places().states[code]
    south, west, north, east = state.ends
    middle = (round((south + north) / 2, 2), round((west + east) / 2, 2))
    return Found("state", state.name, code, *middle, population=state.population, bounds=state.ends)


def _shown(town: str, code: str) -> str:
    return f"{town}, DC" if code == "DC" else f"{town}, {places().states[code].name}"


def _alias(key: str) -> int:
    town, code = ALIASES[key]
    return next(rank for rank in places().named(key_of(town)) if places().towns.states[rank] == code)


@lru_cache(maxsize=1)
def _states_by_key() -> dict[str, str]:
    states = places().states.values()
    return {key_of(each.name): each.code for each in states} | {each.code.lower(): each.code for each in states}


def _states_beginning(key: str) -> list[Found]:
    codes = {code for name, code in _states_by_key().items() if name == key or (len(key) > 1 and name.startswith(key))}
    found = [_state(code) for code in codes - {"DC"}]
    return sorted(found, key=lambda each: (each.state.lower() != key, -each.population))[:3]


def _towns_beginning(key: str, state: str, limit: int) -> list[int]:
    """By rank. Without a comma the last words may be the state: "springfield mo"."""
    fit = [rank for rank in places().beginning(key) if _in_state(rank, state)]
    if not fit and not state:
        words = key.split()
        for at in range(len(words) - 1, 0, -1):
            after = " ".join(words[at:])
            fit = [rank for rank in places().named(" ".join(words[:at])) if _in_state(rank, after)]
            if fit:
                break
    return heapq.nsmallest(2 * limit, fit)


def _in_state(rank: int, typed: str) -> bool:
    if not typed:
        return True
    code = places().towns.states[rank]
    return typed in (code, code.lower()) or key_of(places().states[code].name).startswith(typed)


def _zips_beginning(digits: str, limit: int) -> tuple[Found, ...]:
    """In order of number; those that hold only post office boxes last."""
    zips = places().zips
    begin, end = bisect_left(zips.numbers, digits), bisect_left(zips.numbers, digits + ":")
    fit = [at for at in range(begin, end) if zips.towns[at]]
    return tuple(_of_zip(at) for at in sorted(fit, key=lambda at: (not zips.lived_in[at], at))[:limit])


def _slips(key: str) -> set[str]:
    """Everything that is one slip away: a letter left out, added, another, or two exchanged, neighbours or nearly."""
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    letters = string.ascii_lowercase
    fewer = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    swapped |= {a + b[2] + b[1] + b[0] + b[3:] for a, b in cuts if len(b) > 2}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    more = {a + letter + b for a, b in cuts for letter in letters}
    return fewer | swapped | other | more


def _first_of_each(found: list[Found]) -> list[Found]:
    return list({each.name: each for each in reversed(found)}.values())[::-1]
