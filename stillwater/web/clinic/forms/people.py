"""Forms about a patient."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from stillwater.people.models import Patient

FACTS = (
    "name", "called", "pronouns", "sex_for_forms", "born_date", "record_number", "phone", "email", "time_zone",
    "allergies", "medicines",
)  # fmt: skip


class PatientForm(forms.Form):
    """Who somebody is. The name they use, pronouns, and sex for a form are kept apart (S26)."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    called = forms.CharField(label=_("Name they use"), max_length=80, required=False)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    sex_for_forms = forms.CharField(
        label=_("Sex, where a form asks"), max_length=20, required=False, help_text=_("Only for forms that demand it.")
    )
    born_date = forms.DateField(
        label=_("Born"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    record_number = forms.CharField(label=_("Record number"), max_length=40)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone at home"), choices=[(zone, zone) for zone in sorted(available_timezones())],
        help_text=_("For sessions at home."),
    )  # fmt: skip
    allergies = forms.CharField(
        label=_("Allergies"), max_length=500, required=False,
        help_text=_("Write “none known” when they were asked and have none. Empty means: not asked yet."),
    )  # fmt: skip
    medicines = forms.CharField(
        label=_("Medicines they take"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    @classmethod
    def of(cls, patient: Patient) -> "PatientForm":
        return cls(initial={name: getattr(patient, name) for name in FACTS})

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class InviteForm(forms.Form):
    """The address to which an invitation to an account goes."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("They get a link that works once, for 14 days."))


class SupportForm(forms.Form):
    """Who sits, or who drives home."""

    task = forms.ChoiceField(
        label=_("What they do"),
        choices=[("sits", _("Sits at home")), ("drives", _("Drives home"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Full name"), max_length=200)
    called = forms.CharField(label=_("Name they use"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class PassForm(forms.Form):
    """A sitter's way in: a link and a code to photograph, no account."""

    name = forms.CharField(label=_("Full name of the sitter"), max_length=200)
    called = forms.CharField(label=_("Name they use"), max_length=80, required=False)
    relation = forms.CharField(label=_("Who they are to the patient"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
