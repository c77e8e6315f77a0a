"""What the pages about claims, corrections and checks call things, and why something was not taken."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stillwater.directory.queries.log import Entry, Part
from stillwater.directory.rules.fields import BY_KEY, Kind

FIELDS = {
    "name": _("Name"), "practice": _("Kind of practice"), "about": _("What it says of itself"), "staff": _("Who works there"),
    "website": _("Website"), "email": _("E-mail address"), "phone": _("Telephone"), "npi": _("NPI"), "how_to_book": _("How to book"),
    "booking": _("Link for booking"), "who_answers": _("Who answers"), "what_follows": _("What follows"),
    "accepting": _("Whether it takes new patients"), "accepting_from": _("New patients from when"),
    "referral": _("Whether a referral is needed"), "routes": _("Routes of treatment"), "settings": _("In the clinic, at home or by telehealth"),
    "conditions": _("Conditions"), "licensed_in": _("States in which it is licensed"), "ages": _("Ages"),
    "company": _("Whether somebody stays with you"), "present": _("Who is present"), "monitored": _("What is monitored"),
    "how_often": _("How often it is monitored"), "room": _("The room"), "music": _("Music"), "sitter": _("Whether a sitter may stay"),
    "length": _("How long a session takes"), "integration": _("Integration"), "follow_up": _("Follow-up"),
    "outcomes": _("Whether it publishes outcomes"), "emergency": _("Emergency equipment"), "rems": _("REMS certification, as it says"),
    "price_low": _("Price from"), "price_high": _("Price to"), "price_includes": _("What the price includes"),
    "insurance": _("Insurance"), "insurance_words": _("More about insurance"), "sliding": _("Sliding scale"),
    "languages": _("Languages"), "place": _("Name of the place"), "street": _("Street"), "city": _("Town"), "state": _("State"),
    "zip": _("ZIP code"), "direct_phone": _("Telephone of this place"), "hours": _("Hours"), "closed_on": _("Days on which it is closed"),
    "access": _("Accessibility"), "getting_there": _("Getting there"),
}  # fmt: skip

CHECKS = {
    "licence": _("Licence"), "npi": _("Entry in the register of providers (NPI)"), "rems": _("REMS certification"),
    "address": _("Address"), "phone": _("Telephone"), "insurance": _("Malpractice insurance"), "emergency": _("Emergency equipment"),
}  # fmt: skip

ROLES = {
    "steward": _("whoever keeps the listing"), "clinic": _("the clinic’s own settings"), "moderator": _("a moderator"),
    "reader": _("a reader"), "register": _("a public register"),
}  # fmt: skip
ASKERS = {
    "patient": _("A patient, or somebody looking for care"), "provider": _("The clinician or clinic that is listed"),
    "staff": _("Somebody who works there"), "other": _("Somebody else"),
}  # fmt: skip

_CHANGES = {
    "listed": _("A listing was begun"), "confirmed": _("What it says was confirmed"), "hidden": _("It was hidden"),
    "shown": _("It is shown"), "removed": _("A listing was removed, and what it said with it"),
    "claimed": _("Somebody proved that they keep it"), "place_closed": _("An address was closed"),
}  # fmt: skip

REFUSED = {
    "removed": _("This listing was removed. Nobody can claim it."),
    "already": _("You keep this listing already."),
    "not_offered": _("This way is not open for this listing."),
    "not_theirs": _("A code goes only to the address that stands on the listing, or to one at exactly its website’s domain."),
    "too_many": _("That was asked for too often today. Try again tomorrow, or ask the moderators then."),
    "long": _("That is too long."),
    "dea": _("That holds a DEA number. Such a number is never kept here: leave it out."),
    "over": _("This is over. Begin anew if you like."),
    "expired": _("This code is too old. Ask for a new one."),
    "tries": _("There were too many tries. Begin anew."),
    "wrong": _("This is not the code. Look once more at the newest message."),
    "contested": _("Somebody else claims or keeps this listing too. No code settles that: two moderators decide."),
    "no_code": _("No code was sent for this claim."),
    "own": _("This is your own claim. Others decide it."),
    "party": _("You keep or claim this listing yourself. Others decide."),
    "judged": _("You have said what you think of this claim. It takes a second person."),
    "no_reason": _("Say why, in a sentence or two."),
}  # fmt: skip
LOOKED = {
    "not_there": _("We looked, and the line was not there. A name server may take some hours."),
    "no_name": _("We looked, and found no such name or record yet."),
    "private": _("The domain leads to an address that is not on the open network. We do not look there."),
    "no_answer": _("We looked, and got no answer."),
    "slow": _("We looked, and the answer took too long."),
    "large": _("We looked, and the file is too large. It holds one line."),
    "elsewhere": _("The file leads to another website. We do not follow it there."),
    "no_file": _("We looked, and there was no such file."),
}  # fmt: skip
NOT_OPEN = {
    "no_email": _("The listing shows no e-mail address of its own, and no website."),
    "no_phone": _("The listing shows no telephone number of its own, or one with an extension."),
    "no_adapter": _("Whoever runs this server has set up no way to send messages to a telephone."),
    "no_website": _("The listing shows no website of its own."),
    "shared_host": _("Its website is at a host that many share, so the domain says nothing about who keeps it."),
    "no_entry": _("The register of providers has no entry with a telephone for the NPI of this listing, or it bears none."),
}  # fmt: skip
UNUSABLE = {
    "missing": _("Please fill this in."), "long": _("That is too long."), "choice": _("Choose one of these."),
    "dea": REFUSED["dea"], "email": _("This is not an e-mail address."), "link": _("This is not the address of a page."),
    "phone": _("This is not a telephone number."), "money": _("Whole dollars, like 350."),
    "day": _("A day like 2026-11-20, on which the check is still good today."), "hours": _("Hours cannot be typed here: ask whoever keeps the listing."),
    "party": REFUSED["party"],
}  # fmt: skip
TOO_MANY = {
    "listing": _("Much was asked about this listing today, and moderators are looking at it. Try again tomorrow."),
    "sender": _("You have asked a lot today. Try again tomorrow."),
}


def of_entry(entry: Entry) -> str:
    """One change in a sentence or two. A value is told where it is a number, a day or a yes or no."""
    said = [_of_part(part) for part in entry.parts if part.kind != "changed" or _tells(part)]
    fields = [
        str(FIELDS.get(part.field) or gettext("something"))
        for part in entry.parts
        if part.kind == "changed" and not _tells(part)
    ]
    return ". ".join([*said, gettext("Changed: %s") % ", ".join(fields)] if fields else said)


def _of_part(part: Part) -> str:
    if part.kind in ("verified", "unverified"):
        told = gettext("Checked: %s") if part.kind == "verified" else gettext("A check was withdrawn: %s")
        return told % CHECKS.get(part.field, part.field)
    if part.kind != "changed":
        return str(_CHANGES.get(part.kind, part.kind))
    field, before, after = FIELDS[part.field], _plain(part.field, part.before), _plain(part.field, part.after)
    if not before:
        return gettext("%(field)s: %(after)s") % {"field": field, "after": after}
    return gettext("%(field)s: %(after)s, before that %(before)s") % {"field": field, "after": after, "before": before}


def _tells(part: Part) -> bool:
    """Whether the line may say what it is now."""
    return part.field in FIELDS and bool(_plain(part.field, part.after))


def _plain(key: str, value: object) -> str:
    kind = BY_KEY[key].kind
    if value is None or kind not in (Kind.MONEY, Kind.DAY, Kind.YES_NO):
        return ""
    if kind is Kind.YES_NO:
        return gettext("yes") if value == "yes" else gettext("no")
    return f"${value:,}" if kind is Kind.MONEY else str(value)
