"""Protocols as Cedar House adopted them, and a course with everything that a session needs."""

import re
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stillwater.care.actions import consents, courses, enrolments, limits, orders, protocols
from stillwater.care.models import Course, ProtocolVersion
from stillwater.care.queries import shipped_protocols
from stillwater.care.queries.enrolments import ESKETAMINE
from stillwater.demo.people import House
from stillwater.people.access import Access
from stillwater.people.models import Patient

IV, NASAL, LOZENGE = "iv-infusion-clinic", "esketamine-clinic", "lozenge-home"
# What the clinic set where no source gives a number: by the key of the part, in its own unit. Invented, as the clinic is.
NUMBERS = {
    "vitals": 15, "breathing": 15, "look_in": 15, "food": 240, "liquids": 120, "vitals_now": 60, "bp_now": 60,
    "time_since_dose": 90, "next_day": 18, "integration": 2,
}  # fmt: skip
LIMITS = (
    ("sys", "hold", "over", 150), ("sys", "urgent", "over", 180), ("dia", "hold", "over", 100),
    ("dia", "urgent", "over", 110), ("pulse", "hold", "over", 110), ("pulse", "urgent", "over", 130),
    ("spo2", "hold", "under", 94), ("spo2", "urgent", "under", 90), ("resp", "hold", "under", 10),
    ("resp", "urgent", "under", 8), ("sedation", "hold", "under", 3), ("sedation", "urgent", "under", 2),
)  # fmt: skip
ORDERS = {
    IV: ("Ketamine 35 mg IV in 50 mL saline over 40 min, once. Hold if systolic over 150 and call me.", "35", ""),
    NASAL: ("Esketamine 56 mg nasal spray, two devices, 5 minutes between them. Observe 2 hours from the last spray.", "56", ""),
    LOZENGE: (
        "Ketamine lozenge 100 mg, one, under the tongue, once this evening with June at home.", "100",
        "Ketamine 100 mg troche. Compounded. Dissolve one under the tongue as directed. Quantity 4.",
    ),
}  # fmt: skip
SITTER_WORDS = "No second lozenge tonight, whatever she says. Ring me if she is sick twice, or cannot stand by nine."


def filled_in(text: str, by: str) -> str:
    """A shipped protocol with the clinic's own numbers written in."""
    key, lines = "", []
    for line in text.splitlines():
        if found := re.match(r"\s*- key: (\w+)", line):
            key = found.group(1)
        if not line.lstrip().startswith("#"):
            line = line.replace("{set_by: clinic}", f'{{set_by: clinic, value: {NUMBERS.get(key, 15)}, by: "{by}"}}')
        lines.append(line)
    return "\n".join(lines) + "\n"


def adopt_all(access: Access, clinic_id: UUID, *, by: str, at: datetime) -> dict[str, ProtocolVersion]:
    """The three shipped protocols, with the clinic's numbers, by slug."""
    shipped = {slug: text for slug, _, text in shipped_protocols()}
    return {
        slug: protocols.adopt(access, clinic_id, text=filled_in(shipped[slug], by), at=at)
        for slug in (IV, NASAL, LOZENGE)
    }


def give_course(
    house: House, patient: Patient, protocol: ProtocolVersion, *, at: datetime, by: str = "osei",
    indication: str = "Depression that other treatment has not lifted", code: str = "F33.2", planned: int = 6,
) -> Course:  # fmt: skip
    """A course with consent, order, limits and, for esketamine, its places in the programme."""
    access, member = house.access(by), house.members[by]
    with access.inside():
        course = courses.begin(
            access, patient, protocol=protocol, prescriber=member, indication=indication, indication_code=code,
            planned_sessions=planned, at=at,
        )  # fmt: skip
        text, amount, label = ORDERS[protocol.slug]
        orders.sign(
            access, course, text=text, amount=Decimal(amount), unit="mg", pharmacy_label=label,
            sitter_words=SITTER_WORDS if protocol.setting == "home" else "", prescriber_phone="+1 303 555 0142", at=at,
        )  # fmt: skip
        limits.set_limits(access, course, limits=limits_by(member.shown_name), at=at)
        if protocol.slug == NASAL:
            _enrol(access, house, patient, at)
        consents.answer(access, patient, kind="treatment", given=True, at=at, under_way=False)
        consents.answer(access, patient, kind="touch", given=False, at=at, under_way=False)
    return course


def limits_by(name: str) -> list[dict[str, object]]:
    return [
        {"measure": measure, "level": level, side: number, "by": name, "source": "The order of the day it was signed"}
        for measure, level, side, number in LIMITS
    ]


def _enrol(access: Access, house: House, patient: Patient, at: datetime) -> None:
    from stillwater.care.queries import enrolment_of

    if enrolment_of(house.site) is None:
        enrolments.enrol(access, programme=ESKETAMINE, number="REMS-CH-01", site=house.site, at=at)
    if enrolment_of(patient) is None:
        enrolments.enrol(access, programme=ESKETAMINE, number=f"P-{patient.record_number}", patient=patient, at=at)
