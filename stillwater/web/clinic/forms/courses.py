"""Forms about a course: its protocol, its order, its sessions."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stillwater.care.models import ProtocolVersion
from stillwater.people.models import Member, Room, Site

SERIES = [("induction", _("Induction: the first series")), ("maintenance", _("Maintenance"))]


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Offer a field only what the asker's clinic has."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class CourseForm(forms.Form):
    """Why, by which protocol, by whom."""

    protocol = forms.ChoiceField(label=_("Protocol"))
    prescriber = forms.ChoiceField(label=_("Prescriber"))
    indication = forms.CharField(
        label=_("Indication"), max_length=200, help_text=_("In words, as the prescriber puts it.")
    )
    indication_code = forms.CharField(label=_("ICD-10-CM code"), max_length=12, required=False)
    series = forms.ChoiceField(label=_("Series"), choices=SERIES, widget=forms.RadioSelect)
    planned_sessions = forms.IntegerField(label=_("Planned sessions"), min_value=1, max_value=99, required=False)

    def __init__(self, *args: Any, protocols: list[ProtocolVersion], prescribers: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.protocols = {str(one.pk): one for one in protocols}
        self.prescribers = {str(one.pk): one for one in prescribers}
        _offer(self, "protocol", [("", ""), *((key, str(one)) for key, one in self.protocols.items())])
        _offer(self, "prescriber", [("", ""), *((key, one.shown_name) for key, one in self.prescribers.items())])

    def clean_protocol(self) -> ProtocolVersion:
        return self.protocols[self.cleaned_data["protocol"]]

    def clean_prescriber(self) -> Member:
        return self.prescribers[self.cleaned_data["prescriber"]]


class EndForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class OrderForm(forms.Form):
    """What the prescriber orders, word for word. Nothing in it is worked out."""

    text = forms.CharField(
        label=_("The order, word for word"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is shown exactly so to whoever gives the dose."),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("Amount, as written above"), max_digits=8, decimal_places=2, required=False,
        help_text=_("Only to mark a dose that differs from it."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit"), max_length=12, required=False)
    pharmacy_label = forms.CharField(
        label=_("Pharmacy label, as printed"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    sitter_words = forms.CharField(
        label=_("Your words and limits for the sitter"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A sitter sees your words, never a verdict of this program."),
    )  # fmt: skip
    prescriber_phone = forms.CharField(label=_("Number to reach you"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("amount") is not None and not found.get("unit"):
            self.add_error("unit", _("An amount needs its unit."))
        return found


class PlaceForm(forms.Form):
    """Room and watcher; the choices are the clinic's own."""

    room = forms.ChoiceField(label=_("Room"), required=False)
    watcher = forms.ChoiceField(label=_("Who watches"), required=False)

    def __init__(self, *args: Any, rooms: list[Room], watchers: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {str(one.pk): one for one in rooms}
        self.watchers = {str(one.pk): one for one in watchers}
        _offer(self, "room", [("", _("Not yet")), *((key, str(one)) for key, one in self.rooms.items())])
        _offer(self, "watcher", [("", _("Not yet")), *((key, one.shown_name) for key, one in self.watchers.items())])

    def clean_room(self) -> Room | None:
        return self.rooms.get(self.cleaned_data["room"])

    def clean_watcher(self) -> Member | None:
        return self.watchers.get(self.cleaned_data["watcher"])


class TimeForm(forms.Form):
    """When a session is, on the clock of the place where it happens."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    arrive = forms.TimeField(label=_("Arrive"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    start = forms.TimeField(label=_("Dose planned"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("arrive") and found.get("start") and found["arrive"] > found["start"]:
            self.add_error("arrive", _("Arriving comes before the dose."))
        return found

    def times(self, zone: tzinfo) -> dict[str, datetime]:
        """The two moments, on the clock of that zone."""
        day, data = self.cleaned_data["date"], self.cleaned_data
        return {
            "starts_at": datetime.combine(day, data["start"], zone),
            "arrive_at": datetime.combine(day, data["arrive"], zone),
        }  # fmt: skip


class SessionForm(TimeForm, PlaceForm):
    """A session of a course. Clinic or home is the protocol's to say."""

    field_order = ("site", "date", "arrive", "start", "room", "watcher")
    site = forms.ChoiceField(label=_("Site"))

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = {str(one.pk): one for one in sites}
        _offer(self, "site", [(key, f"{one.name} ({one.time_zone})") for key, one in self.sites.items()])

    def facts(self) -> dict[str, Any]:
        """What the plan is made of, its times on the clock of the site."""
        site = self.cleaned_data["site"]
        place = {name: self.cleaned_data[name] for name in ("room", "watcher")}
        return {"site": site, **place, **self.times(site.zone)}

    def clean_site(self) -> Site:
        return self.sites[self.cleaned_data["site"]]


def usual_times(at: datetime, zone: tzinfo) -> dict[str, Any]:
    """A day to begin with: tomorrow, where the session is. The times stay empty: nobody's hour is assumed."""
    return {"date": at.astimezone(zone).date() + timedelta(days=1)}


class EnrolmentForm(forms.Form):
    """A place in the safety programme of a medicine, as a member states it (S4)."""

    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("site", _("This site")), ("patient", _("This patient"))], widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("Number in the programme"), max_length=60)
