"""The separate consents and their texts, in plain words. Each stands alone: yes to one is not yes to another (S11).

A text that changes gets a new version; an answer keeps the version that it answered. English only until a named person
has reviewed the words in another language (S24). No Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

TREATMENT, TOUCH, SHARING, CONTACT, OUTCOMES, SITTER = "treatment", "touch", "sharing", "contact", "outcomes", "sitter"
KINDS = (TREATMENT, TOUCH, SHARING, CONTACT, OUTCOMES, SITTER)
OF_A_CLINIC = (SHARING, CONTACT, OUTCOMES)  # where there is no care team, nobody asks for these
NOT_REVIEWED = "Not yet reviewed by a clinician."


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement of fact in a text was read."""

    says: str
    address: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One question, what it says before it asks, and where its facts come from."""

    kind: str
    version: str
    title: str
    text: tuple[str, ...]
    question: str
    sources: tuple[Source, ...] = ()
    reviewed_by: str | None = None  # a clinician who signed the words; nobody yet

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_by is not None


_FDA_2023 = Source(
    "FDA alert of 10 October 2023: ketamine is not approved for any psychiatric disorder; compounded ketamine",
    "http://www.drugs.com/fda-alerts/1411-0.html",
)
_FDA_2023_HOME = Source(
    "The same alert: misuse, psychiatric events, blood pressure, slowed breathing, bladder; a case at home",
    "https://simhcottumwa.org/fda-warns-of-dangers-of-compounded-ketamine-for-psychiatric-use-2",
)
_FDA_2022_NASAL = Source(
    "FDA alert of February 2022 on compounded ketamine nasal spray",
    "https://www.fda.gov/drugs/human-drug-compounding/"
    "fda-alerts-health-care-professionals-potential-risks-associated-compounded-ketamine-nasal-spray",
)
_ESKETAMINE_LABEL = Source("Esketamine label of March 2026", "https://prescriberpoint.com/therapies/spravato-d81a6a7")
_ESKETAMINE_REMS = Source(
    "FDA REMS 386: in a certified place, at least two hours, never for home",
    "https://www.accessdata.fda.gov/scripts/cder/rems/index.cfm?event=IndvRemsDetails.page&REMS=386",
)
_DRIVING = Source(
    "Esketamine label on driving, taken over for ketamine as the stricter rule",
    "http://www.120ty.net/bencandy.php?aid=58243&fid=134&page=21",
)

_KETAMINE = (
    "Ketamine is approved in the United States as an anesthetic, given into a vein or a muscle. It is not approved for "
    "depression, anxiety, PTSD or any other mental health condition. Using it for these is called off-label. Your "
    "prescriber may do that; ask why, what else there is, and what happens if you do nothing."
)
_COMPOUNDED = (
    "What you get is made by a compounding pharmacy. FDA has not checked compounded medicines for how well they work, "
    "what harm they do, or how well they are made."
)
_RISKS = (
    "It can make you sleepy, dizzy or sick, and change how you see, hear and feel your body for a while. It can raise "
    "your blood pressure, slow your breathing, bring up strong feelings, hurt your bladder when used often, and be "
    "misused. Mood can turn darker."
)
_AFTER = (
    "You do not drive, use machines or sign anything that matters before the next day, and then only after a night's "
    "sleep."
)
_STOP = (
    "You can say stop at any time, before, during and after, without giving a reason. We then give no more of the "
    "medicine and go on looking after you until a clinician has decided that you may leave."
)
_STOP_HOME = (
    "You can say stop at any time, before, during and after, without giving a reason. You then take no more of the "
    "medicine, and your sitter stays with you."
)
_AT_HOME = (
    "At home no clinician watches you. FDA warns that taking it where nobody trained watches for sleepiness, "
    "dissociation and changes in vital signs may put you at risk of serious harm. A sober adult sitter stays with you "
    "until the next morning. A sitter does not replace a clinician."
)
_IN_CLINIC = "In the clinic your care team watches you and measures how you are, from before the dose until you leave."
_ESKETAMINE = (
    "Esketamine nasal spray (Spravato) is approved for some adults with depression, as its label says. For anything "
    "else it is off-label. Ask which one is true for you.",
    "It is given only in a certified place, where you stay for at least two hours after the last spray and until a "
    "clinician has decided. You never take it home. You and the place are enrolled in a safety program.",
    "Its label warns of sleepiness, dissociation, slowed breathing, misuse, and suicidal thoughts and behavior. It "
    "also raises blood pressure.",
)
_VEIN = "You get it slowly through a needle in a vein. It can be stopped at once."
_MUSCLE = "You get it as a shot into a muscle. Once given it cannot be taken out again."
_SKIN = "You get it as a shot under the skin. Once given it cannot be taken out again."
_SPRAY = (
    "This nasal spray is made by a compounding pharmacy. FDA warned in 2022 that how much comes out with each spray is "
    "often unknown."
)
_ASK = "Do you agree to this treatment?"

_WHOLE_KETAMINE = (_FDA_2023, _FDA_2023_HOME, _DRIVING)
_IN_A_CLINIC = (_IN_CLINIC, _RISKS, _AFTER, _STOP)
_HOME = (_COMPOUNDED, _AT_HOME, _RISKS, _AFTER, _STOP_HOME)

# route: the paragraphs that say what it is, and their sources.
_TREATMENTS: dict[str, tuple[tuple[str, ...], tuple[Source, ...]]] = {
    "": ((_KETAMINE, _RISKS, _AFTER, _STOP), _WHOLE_KETAMINE),
    "iv": ((_KETAMINE, _VEIN, *_IN_A_CLINIC), _WHOLE_KETAMINE),
    "im": ((_KETAMINE, _MUSCLE, *_IN_A_CLINIC), _WHOLE_KETAMINE),
    "sc": ((_KETAMINE, _SKIN, *_IN_A_CLINIC), _WHOLE_KETAMINE),
    "intranasal_esketamine": (
        (*_ESKETAMINE, _AFTER, _STOP),
        (_ESKETAMINE_LABEL, _ESKETAMINE_REMS, _DRIVING),
    ),
    "intranasal_racemic": (
        (_KETAMINE, _COMPOUNDED, _SPRAY, _RISKS, _AFTER, _STOP),
        (*_WHOLE_KETAMINE, _FDA_2022_NASAL),
    ),
    "lozenge": ((_KETAMINE, *_HOME), _WHOLE_KETAMINE),
    "tablet": ((_KETAMINE, *_HOME), _WHOLE_KETAMINE),
}
_VERSION = "1"

_OTHERS = {
    TOUCH: ConsentText(
        TOUCH,
        "touch-1",
        "Touch",
        (
            "Some people want a hand to hold when it gets hard, others do not. Unless you say yes here, nobody touches "
            "you except to give care or to keep you from falling.",
            "Yes means: a hand on your hand or shoulder, when you ask for it or agree to it then. A no on the day "
            "counts, whatever you said before.",
        ),
        "May somebody touch your hand or shoulder, if you also agree on the day?",
    ),
    SHARING: ConsentText(
        SHARING,
        "sharing-1",
        "Sharing your record with others who treat you",
        (
            "Your care team keeps a record of your treatment here. With your yes, it may send that record to others who "
            "treat you, such as your own doctor. You can ask who got what, and when.",
            "What you write in your journal is not part of it. You share that yourself, one entry at a time.",
        ),
        "May your care team share your treatment record with others who treat you?",
    ),
    CONTACT: ConsentText(
        CONTACT,
        "contact-1",
        "Messages and calls between visits",
        (
            "With your yes, your care team may call you or send you messages between visits: reminders, and how you "
            "are. Messages use neutral words, so that somebody who sees your screen learns nothing.",
            "Messages are not read at every hour. In danger call 911; in a crisis call or text 988.",
        ),
        "May your care team call and message you between visits?",
        (Source("988 Lifeline: call or text at any hour", "https://988lifeline.org/get-help/what-to-expect"),),
    ),
    OUTCOMES: ConsentText(
        OUTCOMES,
        "outcomes-1",
        "Using your answers to learn",
        (
            "Your answers about how you are help your care team to care for you. With your yes, the clinic may also "
            "look at them together with those of other patients, without names, to learn how its care works.",
            "Your treatment does not depend on this. A no changes nothing.",
        ),
        "May the clinic use your answers, without your name, to learn?",
    ),
    SITTER: ConsentText(
        SITTER,
        "sitter-1",
        "A person who sits with you",
        (
            "A sitter is an adult whom you choose. They see when your session began, what to watch for, what you asked "
            "for, your prescriber's words for them, and whom to call. They can record how you are.",
            "They never see your scores, your diagnosis or your journal. You see beforehand exactly what they will see, "
            "and you can choose somebody else at any time. They are not told why.",
        ),
        "May the person you name see this and sit with you?",
    ),
}


def _treatment(route: str) -> ConsentText:
    known = route if route in _TREATMENTS else ""
    text, sources = _TREATMENTS[known]
    version = f"{TREATMENT}-{known or 'any'}-{_VERSION}"
    return ConsentText(TREATMENT, version, "Treatment", text, _ASK, sources)


def texts_for(route: str = "") -> Mapping[str, ConsentText]:
    """The text of each kind, in the order in which they are asked; the treatment's is that of the route."""
    return MappingProxyType({TREATMENT: _treatment(route), **_OTHERS})


def covers(version: str, route: str) -> bool:
    """Whether an answer to this version of the treatment's text was about treatment by this route."""
    return version.startswith(f"{TREATMENT}-{route}-")


def text_of_version(version: str) -> ConsentText | None:
    """The text that an answer answered, if it is still the one in use."""
    current = (*(_treatment(route) for route in _TREATMENTS), *_OTHERS.values())
    return next((text for text in current if text.version == version), None)
