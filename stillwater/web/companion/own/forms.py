"""Forms of somebody on their own. Everything in them is copied from paper; no amount is ever filled in beforehand."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stillwater.care.queries import home_protocol
from stillwater.care.rules.limits import Limit
from stillwater.care.rules.own import ROUTES, NotAtHome
from stillwater.web.shared.limits import LimitsForm

TO_GET_READY = timedelta(minutes=30)
_PHONE = {"type": "tel", "autocomplete": "off"}


class PrescriberForm(forms.Form):
    """Who prescribes, and how to reach them."""

    prescriber_name = forms.CharField(
        label=_("Your prescriber’s name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As it stands on the prescription."),
    )  # fmt: skip
    prescriber_phone = forms.CharField(
        label=_("The number to reach them"), max_length=40, widget=forms.TextInput(attrs=_PHONE),
        help_text=_("You and your sitter see it during a session."),
    )  # fmt: skip


class OrderForm(PrescriberForm):
    """The prescription and the label, word for word."""

    route = forms.ChoiceField(label=_("How you take it"), help_text=_("As the prescription says."))
    text = forms.CharField(
        label=_("The prescription, word for word"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy it from the paper, not from memory. Nothing is worked out from it."),
    )  # fmt: skip
    pharmacy_label = forms.CharField(
        label=_("The pharmacy label, as printed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy every line of the label on the box or bottle."),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("The amount in the prescription"), required=False, max_digits=8, decimal_places=2, min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
        help_text=_("Only the number that stands there. If what is taken differs from it, the record says so."),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Its unit"), required=False, max_length=12, help_text=_("As it stands there: mg, for instance."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "class": "short"}),
    )  # fmt: skip
    sitter_words = forms.CharField(
        label=_("What your prescriber wrote for your sitter"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Your sitter reads exactly these words."),
    )  # fmt: skip
    indication = forms.CharField(label=_("What it is for, as your prescriber puts it"), max_length=200)
    field_order = (
        "prescriber_name", "prescriber_phone", "indication", "route", "text", "pharmacy_label", "amount", "unit",
        "sitter_words",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        route = self.fields["route"]
        if isinstance(route, forms.ChoiceField):
            route.choices = [("", _("Choose one")), *((key, gettext(words)) for key, words in ROUTES.items())]

    def clean_route(self) -> str:
        """S4: what has no plan at home is refused, with the reason."""
        route = str(self.cleaned_data["route"])
        try:
            home_protocol(route)
        except NotAtHome as why:
            raise forms.ValidationError(str(why)) from why
        return route

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("amount") is not None and not found.get("unit"):
            self.add_error("unit", _("An amount needs its unit."))
        return found


class OwnLimitsForm(LimitsForm):
    """The prescriber's limits as they wrote them: each set, or declined by the prescriber's name (S3)."""

    def __init__(self, *args: Any, prescriber: str, limits: tuple[Limit, ...] = (), **kwargs: Any) -> None:
        source = next((limit.source for limit in limits if limit.source), "")
        initial = {"source": source or gettext("As written by %(name)s") % {"name": prescriber}}
        super().__init__(*args, initial=self.as_initial(limits) | initial, **kwargs)
        self.fields["source"].label = _("Where they stand")
        self.fields["source"].help_text = _("A letter, the prescription, a message, and its date.")
        self.fields["source"].required = True


class TimesForm(forms.Form):
    """Three times that no source gives: the prescriber says them."""

    food = forms.DecimalField(label=_("Hours without food before"), min_value=0, max_value=24, decimal_places=2)
    bp_now = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    time_since_dose = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    labels = {
        "food": (
            _("How many hours before do you stop eating?"),
            _("Nought, if your prescriber says that you may eat."),
        ),
        "bp_now": (
            _("How many minutes old may the blood pressure be when you begin?"),
            _("A session begins with a reading. You need a cuff at home."),
        ),
        "time_since_dose": (
            _("How many minutes after the last dose, at the earliest, is the session over?"),
            _("Your sitter sees it beside the other signs that it has worn off."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, words) in self.labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, words
            field.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})

    @classmethod
    def of(cls, minutes: dict[str, float]) -> "TimesForm":
        """As they were copied before."""
        shown = {key: f"{value / 60 if key == 'food' else value:g}" for key, value in minutes.items()}
        return cls(initial=shown)

    def minutes(self) -> dict[str, float]:
        data = self.cleaned_data
        return {key: float(data[key]) * (60 if key == "food" else 1) for key in self.labels}


class AfterHoursForm(forms.Form):
    """Whom to call when the prescriber's office is closed."""

    name = forms.CharField(
        label=_("Who answers"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("A name, a service, the doctor on call."),
    )  # fmt: skip
    number = forms.CharField(label=_("The number"), max_length=40, widget=forms.TextInput(attrs=_PHONE))


class WhenForm(forms.Form):
    """The day and the hour of a session of one's own, on one's own clock."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(
        label=_("When you take the medicine"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Getting ready begins half an hour before."),
    )  # fmt: skip

    def __init__(self, *args: Any, zone: tzinfo, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.at = zone, at

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("date") and found.get("start") and self.times()["starts_at"] <= self.at:
            self.add_error("start", _("This time has passed."))
        return found

    def times(self) -> dict[str, datetime]:
        starts = datetime.combine(self.cleaned_data["date"], self.cleaned_data["start"], self.zone)
        return {"starts_at": starts, "arrive_at": starts - TO_GET_READY}


class PressureForm(forms.Form):
    """A blood pressure as the cuff shows it."""

    sys = forms.IntegerField(label=_("The upper number"))
    dia = forms.IntegerField(label=_("The lower number"))
    pulse = forms.IntegerField(label=_("Pulse"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})

    def reading(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if value is not None} | {"source": "person"}


class ToldForm(forms.Form):
    """What the prescriber said about a reading over their limit (S3): theirs to decide, yours to write down."""

    told = forms.CharField(label=_("Whom did you reach?"), max_length=200)
    said = forms.CharField(label=_("What did they say?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    choice = forms.ChoiceField(
        label=_("What did they decide?"), widget=forms.RadioSelect,
        choices=[("go_on", _("Go on")), ("hold", _("Not now")), ("stop_dosing", _("Not today"))],
    )  # fmt: skip


class ClosingForm(forms.Form):
    """The record is read and closed by the person themselves."""

    more = forms.CharField(
        label=_("What is wrong or missing in it"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("It is added to the record. Nothing in it is changed."),
    )  # fmt: skip
    read = forms.BooleanField(label=_("I have read it, and this is how it was, as far as I know."))
