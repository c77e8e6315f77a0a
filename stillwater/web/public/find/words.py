"""The words for what a listing says. Every key of `rules.fields` has one here; a test compares."""

from django.utils.translation import gettext_lazy as _

FIELD = {
    "name": _("Name"), "practice": _("Kind of place"), "about": _("About"), "staff": _("Who works here"),
    "website": _("Website"), "email": _("E-mail"), "phone": _("Telephone"), "npi": _("NPI, as they give it"), "how_to_book": _("How to book"),
    "booking": _("Book online"), "who_answers": _("Who answers"), "what_follows": _("What follows"),
    "accepting": _("New patients"), "accepting_from": _("New patients from"), "referral": _("Referral"),
    "routes": _("Treatments"), "settings": _("Where sessions happen"), "conditions": _("Treats people with"),
    "licensed_in": _("Licensed in"), "ages": _("Ages"), "company": _("Company"), "present": _("Who is present"),
    "monitored": _("What is monitored"), "how_often": _("How often it is measured"), "room": _("The room"),
    "music": _("Music"), "sitter": _("Somebody of your own"), "length": _("How long a session takes"),
    "integration": _("Integration"), "follow_up": _("Follow-up"), "outcomes": _("Outcomes"),
    "emergency": _("For an emergency"), "rems": _("REMS certified"), "price_low": _("A session costs"),
    "price_high": _("A session, up to"), "price_includes": _("The price includes"), "insurance": _("Paying"),
    "insurance_words": _("About insurance"), "sliding": _("Sliding scale"), "languages": _("Languages"),
    "place": _("Name of this place"), "street": _("Street"), "city": _("Town"), "state": _("State"), "zip": _("ZIP"),
    "direct_phone": _("Telephone here"), "hours": _("Hours"), "closed_on": _("Closed on"), "access": _("Access"),
    "getting_there": _("Getting there"),
}  # fmt: skip

GROUP = {
    "who": _("Who they are"), "begin": _("How to begin"), "care": _("What they offer"), "session": _("What a session here is like"),
    "safety": _("Safety"), "cost": _("Cost"), "access": _("Access and languages"), "where": _("Where and when"),
}  # fmt: skip

CHOICE = {
    "practice.clinic": _("Clinic"), "practice.practice": _("Private practice"), "practice.hospital": _("Hospital"),
    "practice.telehealth": _("Telehealth"),
    "accepting.yes": _("Takes new patients"), "accepting.from": _("From a date"), "accepting.waiting": _("Waiting list"),
    "accepting.no": _("Takes nobody new"),
    "referral.needed": _("A referral is needed"), "referral.helps": _("A referral helps"), "referral.none": _("No referral needed"),
    "routes.iv": _("IV infusion"), "routes.im": _("Intramuscular"), "routes.sc": _("Under the skin"),
    "routes.spravato": _("Spravato"), "routes.lozenge": _("Lozenge"), "routes.nasal": _("Nasal spray, compounded"),
    "settings.clinic": _("In the clinic"), "settings.home": _("At home"), "settings.telehealth": _("Telehealth"),
    "conditions.depression": _("Depression"), "conditions.trd": _("Treatment-resistant depression"),
    "conditions.suicidal": _("Depression with suicidal thoughts"), "conditions.ptsd": _("PTSD"), "conditions.anxiety": _("Anxiety"),
    "conditions.ocd": _("OCD"), "conditions.pain": _("Chronic pain"), "conditions.bipolar": _("Bipolar depression"),
    "conditions.postpartum": _("Postpartum depression"), "conditions.alcohol": _("Alcohol use"), "conditions.grief": _("Grief"),
    "ages.adults": _("Adults"), "ages.adolescents": _("Adolescents"), "ages.older": _("People over 65"),
    "company.throughout": _("Somebody is with you throughout"), "company.nearby": _("Somebody is near and looks in"),
    "company.alone": _("You are alone, with a call button"),
    "present.therapist": _("Therapist in the room"), "present.nurse": _("Nurse"), "present.prescriber": _("Prescriber on site"),
    "present.anaesthesia": _("Anesthesia clinician"), "present.guide": _("Trained guide"),
    "monitored.spo2": _("SpO₂"), "monitored.bp": _("Blood pressure"), "monitored.ecg": _("ECG"), "monitored.co2": _("Breath CO₂"),
    "monitored.sight": _("Watched in person"),
    "room.private": _("Private room"), "room.curtain": _("Behind a curtain"), "room.shared": _("Shared room"), "room.group": _("Group sessions"),
    "music.own": _("Your own music"), "music.offered": _("Music is offered"), "music.quiet": _("Quiet, if you wish"),
    "sitter.may_stay": _("May stay with you"), "sitter.waits": _("Waits outside"), "sitter.needed_home": _("Has to take you home"),
    "sitter.not": _("Not during the session"),
    "integration.included": _("Integration included"), "integration.extra": _("Integration costs extra"),
    "integration.elsewhere": _("Integration elsewhere"), "integration.not": _("No integration"),
    "outcomes.published": _("Publishes outcomes"), "outcomes.asked": _("Outcomes on request"), "outcomes.not": _("Outcomes not shared"),
    "emergency.acls": _("ACLS staff"), "emergency.defibrillator": _("Defibrillator"), "emergency.oxygen": _("Oxygen"),
    "emergency.airway": _("Airway equipment"), "emergency.suction": _("Suction"), "emergency.transfer": _("Agreed way to a hospital"),
    "rems.yes": _("Yes"), "rems.no": _("No"), "sliding.yes": _("Sliding scale"), "sliding.no": _("No sliding scale"),
    "insurance.plans": _("Takes insurance"), "insurance.medicare": _("Medicare"), "insurance.medicaid": _("Medicaid"),
    "insurance.va": _("VA"), "insurance.superbill": _("Gives a superbill"), "insurance.consult": _("The consult only"),
    "access.step_free": _("Step-free"), "access.toilet": _("Accessible toilet"), "access.loop": _("Hearing loop"),
    "access.quiet": _("Quiet, dim waiting room"), "access.interpreter": _("Interpreter"), "access.service_dog": _("Service dogs welcome"),
    "languages.en": "English", "languages.es": "Español", "languages.zh": "中文", "languages.vi": "Tiếng Việt",
    "languages.tl": "Tagalog", "languages.ko": "한국어", "languages.ar": "العربية", "languages.fr": "Français",
    "languages.ru": "Русский", "languages.ht": "Kreyòl", "languages.pt": "Português", "languages.de": "Deutsch",
    "languages.hi": "हिन्दी", "languages.ase": _("American Sign Language"),
    "hours.weekends": _("Weekends"), "hours.evenings": _("Evenings"), "accepting.now": _("Takes new patients"),
    "open.now": _("Open now"), "checked.licence": _("License checked"),
}  # fmt: skip

FACET_GROUP = {
    "routes": _("Treatment"), "settings": _("Where"), "conditions": _("For"), "session": _("The session"),
    "insurance": _("Paying"), "when": _("When"), "access": _("Access"), "languages": _("Languages"), "trust": _("Safety and proof"),
}  # fmt: skip

SOURCE = {
    "steward": _("whoever keeps this listing"), "clinic": _("the clinic’s own settings"), "moderator": _("a moderator"),
    "reader": _("a reader, checked by a moderator"), "register": _("a public register"),
}  # fmt: skip

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))

UNUSABLE = {
    "missing": _("Please fill this in."),
    "npi": _("An NPI has ten digits, and these do not hold together. Look at them again."),
    "long": _("This is too long."), "choice": _("Choose one of those that are offered."), "money": _("Whole dollars, such as 450."),
    "day": _("A day, such as 2026-05-03."), "phone": _("A telephone number with its area code."),
    "email": _("An e-mail address, such as desk@example.org."), "link": _("An address on the web, such as https://example.org."),
    "hours": _("Hours such as 9:00–17:00, each ending after it begins."),
    "dea": _("This looks like a DEA number. We never keep those: somebody else could use it."),
}  # fmt: skip

STATE = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut",
    "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine",
    "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip

# What a moderator looked up, as a tick says it. The keys are those of rules.checking.
CHECKED = {
    "licence": _("License checked"), "npi": _("NPI looked up"), "rems": _("REMS certificate checked"),
    "address": _("Address checked"), "phone": _("Telephone checked"), "insurance": _("Insurance checked"),
    "emergency": _("Emergency equipment checked"),
}  # fmt: skip

# What to ask before choosing. Where a listing has already said it, its answer stands beside the question.
QUESTION = {
    "routes": _("By which route is the medicine given, and why that one for me?"),
    "company": _("Is somebody with me the whole time?"),
    "present": _("Who exactly is in the room, and what are they trained in?"),
    "monitored": _("What do you measure during the session?"),
    "how_often": _("How often do you measure it, and who reads it?"),
    "emergency": _("What do you have on site for an emergency, and who can use it?"),
    "room": _("Do I have a room of my own?"),
    "sitter": _("May somebody of mine stay, and who has to take me home?"),
    "length": _("How long am I there from door to door?"),
    "follow_up": _("What happens in the days after, and who calls whom?"),
    "integration": _("Who helps me to make sense of it, and what does that cost?"),
    "outcomes": _("How do your patients do? How do you measure it?"),
    "price_low": _("What does one session cost in all, and a whole series?"),
    "price_includes": _("What is not in that price?"),
    "insurance": _("What can my insurance pay, and who files the claim?"),
    "sliding": _("Do you have a sliding scale?"),
}  # fmt: skip
ALWAYS_ASK = (
    _("What would make you say that this is not for me?"),
    _("Which of my medicines and conditions do you need to know about?"),
    _("What do we do if it does not help?"),
    _("Whom do I call at night or at a weekend if something feels wrong?"),
)
