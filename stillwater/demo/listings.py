"""The demonstration's directory: invented providers at invented addresses in real towns, so that a search finds something."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from stillwater.directory.actions import listings
from stillwater.directory.models import Moderator, Steward, Verification
from stillwater.directory.rules.fields import Source
from stillwater.kit.actor import SYSTEM
from stillwater.people.models import Person

OFFICE = [[[540, 1020]]] * 5 + [[], []]
LONG = [[[480, 1140]]] * 5 + [[[540, 840]], []]
SOME = [[], [[600, 1140]], [[600, 1140]], [[600, 1140]], [[600, 960]], [[600, 900]], []]
SPEAKS = ["en", "es"]


@dataclass(frozen=True)
class Place:
    """Where one stands: town, state, ZIP, latitude, longitude, zone."""

    city: str
    state: str
    zip: str
    at: tuple[float, float]
    zone: str = "America/Denver"
    name: str = ""
    street: str = ""


def _co(city: str, zip_code: str, north: float, east: float, street: str, name: str = "") -> Place:
    return Place(city, "CO", zip_code, (north, east), name=name, street=street)


NEW_YORK, CHICAGO, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Los_Angeles"
# name, what it is like, where
LISTED: tuple[tuple[str, dict[str, Any], tuple[Place, ...]], ...] = (
    ("Cedar House", {
        "about": "A small clinic for people whose depression or pain has not moved for a long time. One nurse for each room.",
        "routes": ["iv", "im", "spravato"], "present": ["therapist", "nurse", "prescriber"], "company": "throughout",
        "price_low": 350, "price_high": 600, "conditions": ["trd", "ptsd", "pain"], "hours": LONG, "music": ["own", "offered"],
        "monitored": ["spo2", "bp", "ecg"], "how_often": "Every ten minutes; oxygen all the time", "room": "private",
        "emergency": ["acls", "defibrillator", "oxygen"], "outcomes": "published", "integration": "included",
        "insurance": ["plans", "superbill"], "languages": SPEAKS, "sitter": "may_stay", "rems": "yes", "access": ["step_free", "toilet"],
        "length": "About three hours from door to door", "follow_up": "A nurse calls the next morning, your therapist within the week.",
    }, (_co("Denver", "80218", 39.7330, -104.9730, "12 Cedar Street", "Capitol Hill"),)),
    ("Lantern Ketamine Collective", {
        "routes": ["im", "lozenge"], "present": ["therapist"], "company": "throughout", "room": "group", "sliding": "yes",
        "price_low": 220, "price_high": 380, "conditions": ["depression", "ptsd", "grief"], "monitored": ["spo2", "bp"],
        "hours": SOME, "integration": "included", "music": ["offered"], "settings": ["clinic", "home"], "emergency": ["acls"],
    }, (_co("Denver", "80223", 39.7040, -105.0030, "41 Ellsworth Row", "Baker"),)),
    ("Front Range Interventional Care", {
        "routes": ["iv"], "present": ["nurse", "anaesthesia"], "company": "nearby", "price_low": 495, "conditions": ["pain", "trd"],
        "monitored": ["spo2", "bp", "ecg", "co2"], "emergency": ["acls", "defibrillator", "oxygen", "airway", "suction"],
        "insurance": ["consult"], "hours": OFFICE, "access": ["step_free", "toilet", "quiet"], "referral": "needed",
    }, (_co("Lakewood", "80226", 39.7110, -105.0900, "300 Quarry Road"), _co("Thornton", "80229", 39.8610, -104.9610, "9 Plains Court"))),
    ("Bluestem Psychiatry", {
        "routes": ["spravato"], "present": ["nurse", "prescriber"], "company": "nearby", "conditions": ["trd", "suicidal"],
        "insurance": ["plans", "medicare", "medicaid"], "rems": "yes", "hours": OFFICE, "languages": SPEAKS, "access": ["step_free"],
        "monitored": ["bp", "sight"], "accepting": "waiting",
    }, (_co("Arvada", "80003", 39.8280, -105.0780, "77 Grandview Lane"),)),
    ("Hollow Pine Counseling", {
        "practice": "practice", "routes": ["lozenge"], "present": ["therapist"], "company": "throughout", "price_low": 280,
        "conditions": ["anxiety", "depression"], "settings": ["clinic", "telehealth"], "licensed_in": ["CO", "WY"], "hours": SOME,
        "integration": "included", "sliding": "yes",
    }, (_co("Golden", "80401", 39.7560, -105.2200, "5 Ford Walk"),)),
    ("Meadowlark Infusion", {
        "routes": ["iv"], "present": ["nurse"], "company": "alone", "price_low": 420, "conditions": ["depression", "ptsd"], "hours": LONG,
        "monitored": ["spo2", "bp"], "room": "private", "music": ["own"], "outcomes": "not",
    }, (_co("Aurora", "80012", 39.7010, -104.8370, "1810 Sable Way"), _co("Centennial", "80112", 39.5920, -104.8690, "66 Arapahoe Close"))),
    ("Three Rivers Wellness", {
        "routes": ["im", "sc"], "present": ["therapist", "nurse"], "company": "throughout", "price_low": 390, "price_high": 520,
        "conditions": ["ptsd", "ocd"], "hours": OFFICE, "integration": "extra", "insurance": ["superbill"], "access": ["step_free", "service_dog"],
    }, (_co("Boulder", "80302", 40.0180, -105.2760, "210 Canyon Steps"),)),
    ("South Platte Mood Center", {
        "practice": "hospital", "routes": ["iv", "spravato"], "present": ["nurse", "prescriber", "anaesthesia"], "company": "nearby",
        "conditions": ["trd", "bipolar", "suicidal"], "insurance": ["plans", "medicare", "va"], "rems": "yes", "hours": OFFICE,
        "monitored": ["spo2", "bp", "ecg"], "emergency": ["acls", "defibrillator", "oxygen", "airway", "transfer"], "ages": ["adults", "older"],
    }, (_co("Englewood", "80110", 39.6480, -104.9880, "2 Hospital Green"),)),
    ("Quiet Water Integrative", {
        "routes": ["im"], "present": ["therapist"], "company": "throughout", "price_low": 450, "conditions": ["grief", "anxiety"],
        "hours": SOME, "integration": "included", "sitter": "may_stay", "languages": ["en", "fr"],
    }, (_co("Littleton", "80120", 39.6130, -105.0160, "19 Mill Yard"),)),
    ("Juniper Home Visits", {
        "practice": "telehealth", "routes": ["lozenge"], "settings": ["home", "telehealth"], "licensed_in": ["CO", "NM", "UT", "WY", "AZ"],
        "present": ["guide"], "company": "nearby", "price_low": 165, "price_high": 210, "conditions": ["depression", "anxiety"],
        "sitter": "needed_home", "insurance": ["superbill"], "monitored": ["bp"], "languages": SPEAKS,
    }, ()),
    ("Harborlight Psychiatry", {
        "routes": ["spravato", "iv"], "present": ["nurse", "prescriber"], "company": "nearby", "conditions": ["trd"], "rems": "yes",
        "insurance": ["plans", "medicare"], "hours": OFFICE, "languages": ["en", "zh", "es"], "access": ["step_free", "interpreter"],
    }, (Place("New York", "NY", "10011", (40.7410, -74.0010), NEW_YORK, "Chelsea", "88 Lantern Alley"),
        Place("Brooklyn", "NY", "11201", (40.6940, -73.9890), NEW_YORK, "", "7 Tidewater Street"))),
    ("Ferry Street Therapy Rooms", {
        "routes": ["im", "lozenge"], "present": ["therapist"], "company": "throughout", "price_low": 500, "price_high": 750,
        "conditions": ["ptsd", "anxiety", "depression"], "hours": LONG, "integration": "included", "sliding": "yes",
    }, (Place("Jersey City", "NJ", "07302", (40.7190, -74.0460), NEW_YORK, "", "31 Ferry Street"),)),
    ("Lakeshore Interventional", {
        "routes": ["iv"], "present": ["nurse", "anaesthesia"], "company": "nearby", "price_low": 475, "conditions": ["pain", "trd"],
        "hours": OFFICE, "monitored": ["spo2", "bp", "ecg", "co2"], "emergency": ["acls", "defibrillator", "airway"],
    }, (Place("Chicago", "IL", "60611", (41.8950, -87.6200), CHICAGO, "", "400 Breakwater Avenue"),)),
    ("Bayou Mind", {
        "routes": ["im", "spravato"], "present": ["therapist", "nurse"], "company": "throughout", "price_low": 360, "conditions": ["ptsd", "trd"],
        "hours": LONG, "rems": "yes", "insurance": ["plans", "medicaid", "va"], "languages": SPEAKS,
    }, (Place("Houston", "TX", "77006", (29.7410, -95.3910), CHICAGO, "Montrose", "15 Oleander Row"),)),
    ("Live Oak Sessions", {
        "routes": ["im"], "present": ["therapist"], "company": "throughout", "price_low": 410, "conditions": ["depression", "ptsd"],
        "hours": SOME, "room": "group", "sliding": "yes", "languages": SPEAKS,
    }, (Place("Austin", "TX", "78704", (30.2430, -97.7690), CHICAGO, "", "27 Acorn Street"),)),
    ("Canyon Light Psychiatry", {
        "routes": ["iv", "im"], "present": ["prescriber", "nurse"], "company": "nearby", "price_low": 550, "price_high": 800,
        "conditions": ["trd", "ptsd", "ocd"], "hours": OFFICE, "music": ["own", "offered"], "outcomes": "published",
    }, (Place("Los Angeles", "CA", "90026", (34.0780, -118.2610), LOS_ANGELES, "Echo Park", "600 Hillside Steps"),)),
    ("Cascade Ketamine Practice", {
        "routes": ["iv", "lozenge"], "present": ["nurse", "therapist"], "company": "throughout", "price_low": 430,
        "conditions": ["depression", "pain"], "hours": LONG, "settings": ["clinic", "telehealth"], "licensed_in": ["WA", "OR"],
    }, (Place("Seattle", "WA", "98122", (47.6110, -122.3010), LOS_ANGELES, "Madrona", "3 Fernleaf Court"),)),
    ("Old Mill Pain and Mood", {
        "routes": ["iv"], "present": ["nurse"], "company": "nearby", "price_low": 395, "conditions": ["pain"], "hours": OFFICE,
    }, (Place("Springfield", "MO", "65806", (37.2090, -93.2920), CHICAGO, "", "14 Old Mill Lane"),)),
)  # fmt: skip
USUAL = {
    "practice": "clinic", "settings": ["clinic"], "accepting": "yes", "languages": ["en"], "ages": ["adults"],
    "how_to_book": "Telephone, or write to the address here.", "who_answers": "The front desk, on weekdays",
    "what_follows": "Somebody calls you back within two working days. A first visit with a prescriber comes before any session.",
}  # fmt: skip
# name, what was looked up, where
CHECKS = (
    ("Cedar House", "licence", "Active, no public discipline", "the state’s public license look-up"),
    ("Lantern Ketamine Collective", "licence", "Active, no public discipline", "the state’s public license look-up"),
    ("South Platte Mood Center", "rems", "Listed as certified for outpatients", "the REMS site’s own locator"),
)
OLD = ("Meadowlark Infusion", "Quiet Water Integrative")  # nobody has confirmed these for a while


def build_listings(
    at: datetime, moderator: Person | None = None, *, clinic: Any = None, keeper: Person | None = None
) -> None:
    """Everything in the demonstration's directory, as it stands at `at`."""
    for number, (name, says, places) in enumerate(LISTED):
        when = at - timedelta(days=240 if name in OLD else 5 + 3 * number)
        acts: Any = {"by": SYSTEM, "source": Source.STEWARD, "at": when}
        slug = "".join(letter for letter in name.lower() if letter.isalnum())
        own = {
            "name": name,
            "website": f"https://{slug}.example",
            "email": f"desk@{slug}.example",
            "phone": f"+1 303 555 01{number:02d}",
        }
        more = {"of_clinic": clinic} if clinic is not None and name == str(clinic) else {}
        later = {"accepting": "from", "accepting_from": _in_days(at, 12)} if name == "Cedar House" else {}
        listing = listings.begin(says=USUAL | own | says | later, **acts, **more)
        for place in places:
            here = {
                "place": place.name,
                "street": place.street,
                "city": place.city,
                "state": place.state,
                "zip": place.zip,
            }
            here |= {key: says[key] for key in ("hours", "access") if key in says}
            listings.add_place(listing=listing, says=here, point=place.at, zone=place.zone, **acts)
        listings.publish(listing=listing, **acts)
        if keeper is not None and name == str(clinic):
            Steward.objects.create(listing=listing, person=keeper, since_at=when)
        for what, found, looked_in in ((w, f, i) for who, w, f, i in CHECKS if who == name and moderator is not None):
            _checked(listing, what, found, looked_in, moderator, at)


def _checked(listing: Any, what: str, found: str, looked_in: str, person: Person | None, at: datetime) -> None:
    by, _ = Moderator.objects.get_or_create(person=person, until_at=None, defaults={"since_at": at})
    Verification.objects.create(
        listing=listing, what=what, found=found, looked_in=looked_in, by=by, by_words="a moderator of this demonstration",
        checked_date=at.date() - timedelta(days=25), expires_date=at.date() + timedelta(days=340),
    )  # fmt: skip


def moderator(at: datetime) -> Person:
    """Rowan, who judges what is asked about the directory."""
    return Person.objects.create(
        email="rowan@directory.example",
        name="Rowan Ellis",
        password=make_password(None),
        time_zone="America/Denver",
        joined_at=at,
    )


def _in_days(at: datetime, days: int) -> str:
    day: date = at.date() + timedelta(days=days)
    return day.isoformat()
