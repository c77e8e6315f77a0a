"""Cedar House, Birch Street Clinic, their teams and patients, and Wren on her own."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django_scopes import scopes_disabled

from stillwater.people.access import Access, access_of
from stillwater.people.actions.clinics import open_clinic
from stillwater.people.actions.own import open_own_space
from stillwater.people.models import Clinic, Member, Patient, Person, Room, Site
from stillwater.people.rules import Role

ZONE = "America/Denver"
TEAM = {
    "osei": ("Dr. Ada Osei", "ada", [Role.OWNER, Role.PRESCRIBER]),
    "maya": ("Maya Lindqvist", "maya", [Role.NURSE]),
    "theo": ("Theo Park", "theo", [Role.NURSE]),
    "priya": ("Priya Raman", "priya", [Role.THERAPIST]),
    "noa": ("Noa Berg", "noa", [Role.COACH]),
    "sam": ("Sam Whitlow", "sam", [Role.FRONT_DESK]),
}
BIRCH_TEAM = {
    "renner": ("Dr. Paul Renner", "paul", [Role.OWNER, Role.PRESCRIBER]),
    "gail": ("Gail Soto", "gail", [Role.NURSE]),
}
# key: (name, born, record number, allergies)
PATIENTS = {
    "ana": ("Ana Marlow", date(1987, 3, 14), "CH-2041", "Penicillin"),
    "ruth": ("Ruth Bellamy", date(1961, 9, 2), "CH-1987", "None, asked 3 November"),
    "jonah": ("Jonah Pike", date(1992, 1, 30), "CH-2077", "Latex"),
    "ines": ("Ines Duarte", date(1979, 6, 21), "CH-2080", "None, asked on first visit"),
    "mo": ("Mo Haddad", date(1984, 11, 8), "CH-2083", "Sulfa medicines"),
    "clara": ("Clara Voss", date(1990, 4, 17), "CH-2052", "None, asked on first visit"),
    "iris": ("Iris Tan", date(1975, 12, 5), "CH-2019", "None, asked on first visit"),
    "noor": ("Noor Rahimi", date(1996, 8, 26), "CH-2066", "Nuts"),
}


@dataclass
class House:
    """Everything by name: `house.members["maya"]`, `house.patients["ana"]`, `house.access("maya")`."""

    clinic: Clinic
    site: Site
    rooms: list[Room]
    birch: Clinic
    birch_site: Site
    wren: Patient
    persons: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)

    def access(self, name: str) -> Access:
        """Who asks, as a request would find them."""
        return access_of(self.persons[name])


def _person(key: str, name: str, place: str, at: datetime, hashed: str) -> Person:
    return Person.objects.create(
        email=f"{key}@{place}.example", password=hashed, name=name, time_zone=ZONE, joined_at=at
    )


def _team(
    house: House, clinic: Clinic, place: str, team: dict[str, tuple[str, str, list[Role]]], at: datetime,
    hashed: str,
) -> None:  # fmt: skip
    for key, (shown, local, roles) in team.items():
        if key in house.persons:
            person = house.persons[key]
            member = Member.objects.get(clinic=clinic, person=person)
        else:
            person = _person(local, shown.removeprefix("Dr. "), place, at, hashed)
            member = Member.objects.create(clinic=clinic, person=person, shown_name=shown, roles=roles, joined_at=at)
        house.persons[key], house.members[key] = person, member


def _patient(
    clinic: Clinic, key: str, at: datetime, *, person: Person | None, facts: tuple[str, date, str, str]
) -> Patient:
    name, born, number, allergies = facts
    return Patient.objects.create(
        clinic=clinic, person=person, name=name, born_date=born, record_number=number, allergies=allergies,
        email=person.email if person else "", phone="+1 303 555 0100", time_zone=ZONE, added_at=at,
    )  # fmt: skip


def build_house(at: datetime, *, password: str | None = None) -> House:
    """Two clinics and everybody in them, as they were when they joined at `at`."""
    hashed = make_password(password)  # once: it is made to be slow
    with scopes_disabled():
        osei = _person("ada", "Ada Osei", "cedar", at, hashed)
        clinic = open_clinic(
            name="Cedar House", time_zone=ZONE, owner=osei, roles=TEAM["osei"][2], at=at, shown_name="Dr. Ada Osei"
        )
        renner = _person("paul", "Paul Renner", "birch", at, hashed)
        birch = open_clinic(
            name="Birch Street Clinic", time_zone=ZONE, owner=renner, roles=BIRCH_TEAM["renner"][2], at=at,
            shown_name="Dr. Paul Renner",
        )  # fmt: skip
        for each, name, number in (
            (clinic, "Dr. Osei, on call", "+1 303 555 0142"),
            (birch, "Dr. Renner", "+1 303 555 0177"),
        ):
            each.after_hours_name, each.after_hours_number = name, number
            each.watched_words = (
                "Your care team reads shared notes on weekdays from 9 to 5. Nobody reads them at night."
            )
            each.save()
        site, birch_site = Site.objects.get(clinic=clinic), Site.objects.get(clinic=birch)
        site.address, site.phone = "12 Cedar Street, Denver", "+1 303 555 0140"
        site.save()
        rooms = [
            Room.objects.create(clinic=clinic, site=site, name=f"Room {number}", position=number)
            for number in range(1, 5)
        ]
        wren = _person("wren", "Wren Calloway", "home", at, hashed)
        house = House(clinic, site, rooms, birch, birch_site, open_own_space(wren, at=at))
        house.persons.update({"osei": osei, "renner": renner, "wren": wren})
        house.patients["wren"] = house.wren
        _team(house, clinic, "cedar", TEAM, at, hashed)
        _team(house, birch, "birch", BIRCH_TEAM, at, hashed)
        for key, facts in PATIENTS.items():
            house.persons[key] = _person(key, facts[0], "home", at, hashed)
            house.patients[key] = _patient(clinic, key, at, person=house.persons[key], facts=facts)
        kit = house.persons["kit"] = _person("kit", "Kit Navarro", "home", at, hashed)
        known = ("Kit Navarro", date(1988, 2, 11), "B-7", "None, asked on first visit")
        house.patients["kit"] = _patient(birch, "kit", at, person=kit, facts=known)
        again = (*PATIENTS["jonah"][:2], "B-8", "Latex")  # the patient of two clinics
        house.patients["jonah_at_birch"] = _patient(birch, "jonah", at, person=house.persons["jonah"], facts=again)
    return house


def find_house() -> House | None:
    """The house as it stands in the database, by the names of its people; None before it was built."""
    with scopes_disabled():
        clinic, birch = (
            Clinic.objects.filter(name="Cedar House").first(),
            Clinic.objects.filter(name="Birch Street Clinic").first(),
        )
        wren = Patient.objects.filter(name="Wren Calloway").first()
        if clinic is None or birch is None or wren is None:
            return None
        rooms = list(Room.objects.filter(clinic=clinic).select_related("site"))
        house = House(clinic, rooms[0].site, rooms, birch, Site.objects.get(clinic=birch), wren)
        for member in Member.objects.filter(clinic__in=(clinic, birch)).select_related("person", "clinic"):
            known = {shown: key for key, (shown, _, _) in {**TEAM, **BIRCH_TEAM}.items()}
            if key := known.get(member.shown_name):
                house.members[key], house.persons[key] = member, member.person
        names = {facts[0]: key for key, facts in PATIENTS.items()}
        for patient in Patient.objects.filter(clinic=clinic).select_related("person", "clinic"):
            if (key := names.get(patient.name)) and patient.person:
                house.patients[key], house.persons[key] = patient, patient.person
    return house
