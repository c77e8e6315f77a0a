"""The forms about listings: what is asked, what is judged, what was checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stillwater.directory.rules.claiming import Way
from stillwater.directory.rules.fields import BY_KEY, Kind, Unusable
from stillwater.directory.rules.requests import SAYS, WHY
from stillwater.web.public.claims import words

LINES = forms.Textarea(attrs={"rows": 4})
EMAIL_HELP = _("For the answer alone. Once that is sent, the address is not kept.")


class Words(forms.Form):
    """A form whose faults the directory names."""

    def fault(self, trouble: Unusable) -> None:
        """Say what is wrong beside the field that it is wrong with."""
        said = words.UNUSABLE.get(trouble.why, words.UNUSABLE["missing"])
        self.add_error(trouble.key if trouble.key in self.fields else None, str(said))


class Begin(forms.Form):
    """One way to prove that a listing is one's own."""

    way = forms.ChoiceField(choices=[(way, way) for way in Way])
    address = forms.CharField(required=False, max_length=254)
    words = forms.CharField(required=False, max_length=2000)


class Asking(Words):
    """Who asks, as a role; where an answer goes."""

    role = forms.ChoiceField(label=_("Who are you?"), choices=list(words.ASKERS.items()), widget=forms.RadioSelect)
    email = forms.CharField(
        label=_("Your e-mail address"), required=False, max_length=254, help_text=EMAIL_HELP,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class Correction(Asking):
    field = forms.ChoiceField(label=_("What is wrong?"), choices=[("", _("Choose")), *words.FIELDS.items()])
    says = forms.CharField(label=_("What should it say?"), max_length=SAYS, widget=LINES)
    why = forms.CharField(
        label=_("How do you know?"), required=False, max_length=WHY, widget=LINES,
        help_text=_("“I telephoned on Monday” is enough. Leave out your name and anything about your health."),
    )  # fmt: skip
    field_order = ("field", "says", "why", "role", "email")


class Report(Asking):
    says = forms.CharField(
        label=_("What is it about?"), max_length=SAYS, widget=LINES,
        help_text=_("What you saw or were told, and when. Leave out your name and anything about your health."),
    )  # fmt: skip
    field_order = ("says", "role", "email")


class Removal(Asking):
    why = forms.CharField(
        label=_("Why?"), required=False, max_length=WHY, widget=LINES,
        help_text=_("You need not give a reason. Not wishing to be listed is one."),
    )  # fmt: skip
    field_order = ("role", "why", "email")


class OwnRemoval(forms.Form):
    sure = forms.BooleanField(label=_("Yes: remove it, and what it says. I know that this cannot be taken back."))


def _decision(yes: Any, no: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Your decision"), choices=[("yes", yes), ("no", no)], widget=forms.RadioSelect)


class Judgement(forms.Form):
    decision = _decision(_("It is theirs"), _("It is not shown to be theirs"))
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=LINES, help_text=_("What you looked at. Other moderators read it; nobody else does.")
    )  # fmt: skip


class Answer(Words):
    """What a moderator decides of a request; fields are left out that have nothing to do with it."""

    decision = _decision(_("Grant it"), _("Decline it"))
    value = forms.CharField(label=_("What the listing says from now on"), required=False, max_length=1200, widget=LINES)
    location = forms.TypedChoiceField(label=_("At which address?"), required=False)
    hides = forms.BooleanField(label=_("Hide the listing, if this is granted"), required=False)
    answer = forms.CharField(
        label=_("The answer"), max_length=500, widget=LINES,
        help_text=_("It goes to whoever asked, if they left an address. Name nobody in it."),
    )  # fmt: skip

    def __init__(self, *args: Any, asked: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        field = BY_KEY.get(asked.field)
        if field is None or asked.kind != "correction":
            del self.fields["value"]
        else:
            self._ask_for_value(asked, field)
        places = [each for each in asked.listing.locations.all() if each.closed_at is None]
        if field is None or not field.at or len(places) < 2:
            del self.fields["location"]
        else:
            self.fields["location"].choices = [(str(each.id), _line(each)) for each in places]  # type: ignore[attr-defined]
        if asked.kind != "report":
            del self.fields["hides"]

    def _ask_for_value(self, asked: Any, field: Any) -> None:
        value = self.fields["value"]
        value.initial = asked.says if field.kind in (Kind.WORDS, Kind.LINES, Kind.PHONE, Kind.EMAIL, Kind.LINK) else ""
        choices = ", ".join(field.choices) or ("yes, no" if field.kind is Kind.YES_NO else "")
        value.help_text = (
            _("One or more of these: %s") % choices if choices else _("Left empty, the listing says nothing about it.")
        )

    def fault(self, trouble: Unusable) -> None:
        key = trouble.key if trouble.key in self.fields else "value" if "value" in self.fields else ""
        super().fault(Unusable(key, trouble.why))


class Checked(Words):
    """One check that a moderator made."""

    listing = forms.SlugField(
        label=_("Listing"), max_length=120, help_text=_("The last part of its address: cedar-house")
    )
    what = forms.ChoiceField(label=_("What did you check?"), choices=[("", _("Choose")), *words.CHECKS.items()])
    found = forms.CharField(
        label=_("What did you find?"), max_length=200, help_text=_("“Active, nothing on record.” No DEA number.")
    )
    looked_in = forms.CharField(
        label=_("Where did you look?"), max_length=200, help_text=_("“Colorado Division of Professions, public look-up”")
    )  # fmt: skip
    address = forms.CharField(
        label=_("Its address"), required=False, max_length=300,
        help_text=_("Needed for a licence, an NPI and REMS: so that anybody can look for themselves."),
    )  # fmt: skip
    location = forms.IntegerField(
        label=_("Which of its addresses?"), required=False, min_value=1, max_value=200,
        help_text=_("1 for the first. Only where it has several, for an address and for equipment."),
    )  # fmt: skip
    on = forms.DateField(label=_("When?"), widget=forms.DateInput(attrs={"type": "date"}))
    by_words = forms.CharField(
        label=_("Who are you, as the page says it?"), max_length=120, initial=_("A moderator of this directory")
    )


def _line(place: Any) -> str:
    said = [str(place.facts.get(key, {}).get("value", "")) for key in ("place", "street", "city", "state")]
    return ", ".join(filter(None, said))
