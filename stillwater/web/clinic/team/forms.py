"""Forms of the team and the clinic."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from stillwater.people.models import Site
from stillwater.people.rules import ROLE_NAMES, Role
from stillwater.web.clinic.team.words import ROLE_WORDS


def _roles() -> list[tuple[str, str]]:
    return [(str(role), format_html("{}<br><small>{}</small>", ROLE_NAMES[role], ROLE_WORDS[role])) for role in Role]


class Roles(forms.Form):
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"), choices=_roles, coerce=Role, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )  # fmt: skip


class Invite(Roles):
    shown_name = forms.CharField(
        label=_("Name, as colleagues and patients read it"), max_length=120, help_text=_("For instance “Dr. Ada Osei”.")
    )
    email = forms.EmailField(label=_("E-mail address"))
    field_order = ("shown_name", "email", "roles")


class ClinicFacts(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    after_hours_name = forms.CharField(
        label=_("Who answers after hours"), max_length=200, required=False,
        help_text=_("Patients and sitters read this name beside the number."),
    )  # fmt: skip
    after_hours_number = forms.CharField(
        label=_("Number after hours"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    watched_words = forms.CharField(
        label=_("Who reads what patients write, and when"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands beside every place where somebody can write to you. For instance “Our nurses read this on weekdays from 8 to 5.”"),
    )  # fmt: skip


class AddRoom(forms.Form):
    name = forms.CharField(label=_("Name of the room"), max_length=80)
    site = forms.ChoiceField(label=_("Site"))

    def __init__(self, *args: Any, sites: list[Site], **known: Any) -> None:
        super().__init__(*args, **known)
        self.sites = {str(site.id): site for site in sites}
        self.fields["site"] = forms.ChoiceField(
            label=_("Site"), choices=[(key, site.name) for key, site in self.sites.items()],
            widget=forms.HiddenInput if len(sites) == 1 else forms.Select,
            initial=next(iter(self.sites), None),
        )  # fmt: skip

    def clean_site(self) -> Site:
        return self.sites[self.cleaned_data["site"]]


class Filter(forms.Form):
    who = forms.CharField(label=_("Who looked"), required=False, max_length=80)
    patient = forms.CharField(label=_("At whose record"), required=False, max_length=80)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
