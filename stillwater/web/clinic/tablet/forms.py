"""Forms of the clinic's tablets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stillwater.people.models import Site
from stillwater.web.clinic.team.forms import AddRoom

SECONDS = ((60, _("After a minute")), (120, _("After 2 minutes")), (300, _("After 5 minutes")), (600, _("After 10")))


class AddTablet(AddRoom):
    name = forms.CharField(label=_("Name of the tablet"), max_length=80, help_text=_("Where it stands: “Room 2”."))

    def __init__(self, *args: Any, sites: list[Site], **known: Any) -> None:
        super().__init__(*args, sites=sites, **known)
        self.fields["site"].label = _("Where it stands")


class LocksAfter(forms.Form):
    tablets_lock_seconds = forms.TypedChoiceField(
        label=_("A tablet that nobody touches locks itself"), coerce=int, choices=SECONDS,
        help_text=_("What was typed is kept for whoever typed it, and clocks go on."),
    )  # fmt: skip


class Code(forms.Form):
    code = forms.CharField(
        label=_("The code from the clinic’s page"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
