"""The forms of a listing, made from the table of its fields."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stillwater.directory.rules.fields import FIELDS, Field, Kind, Unusable, cleaned
from stillwater.web.public.find.facts import clock
from stillwater.web.public.find.words import CHOICE, DAYS, FIELD, STATE, UNUSABLE

HELP = {
    "hours": _("Such as 9:00-17:00, or 8:00-12:00, 13:00-18:00. Empty: closed."), "closed_on": _("Days such as 2026-12-25, with a space between."),
    "who_answers": _("“The front desk, on weekdays”, “I do, within two days”."), "price_low": _("The lowest that one whole session costs, in dollars."),
    "price_high": _("The most that one session costs."), "staff": _("One a line, with what they are. No DEA numbers."),
    "what_follows": _("What happens after somebody writes or calls, and how soon."), "licensed_in": _("The states in which you may treat people."),
}  # fmt: skip


class ListingForm(forms.Form):
    """Some fields of a listing or of one address. `says` afterwards: what is kept, by key."""

    says: dict[str, Any]

    def __init__(self, fields: Sequence[Field], facts: Mapping[str, Mapping[str, Any]], data: Any = None) -> None:
        super().__init__(data, initial=_initial(fields, facts))
        self.shown = fields
        for field in fields:
            self.fields |= _inputs(field)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        self.says = {}
        for field in self.shown:
            try:
                self.says[field.key] = cleaned(field.key, _raw(field, found))
            except Unusable as wrong:
                where = f"{field.key}_0" if field.kind is Kind.HOURS else field.key
                self.add_error(where, str(UNUSABLE[wrong.why]))
        return found


def fields_of(group: str, *, at: bool = False) -> tuple[Field, ...]:
    """The fields of one group, in their order; those of an address are a group together."""
    return tuple(field for field in FIELDS if field.at == at and (at or field.group == group))


def _inputs(field: Field) -> dict[str, forms.Field]:
    label, help_text = FIELD[field.key], HELP.get(field.key, "")
    if field.kind is Kind.HOURS:
        return {
            f"{field.key}_{number}": forms.CharField(label=day, required=False, max_length=80, help_text=help_text if not number else "")
            for number, day in enumerate(DAYS)
        }  # fmt: skip
    return {field.key: _input(field, {"label": label, "help_text": help_text, "required": False})}


def _input(field: Field, usual: dict[str, Any]) -> forms.Field:
    names: dict[str, Any] = {
        choice: CHOICE.get(f"{field.key}.{choice}", STATE.get(choice, choice)) for choice in field.choices
    }
    match field.kind:
        case Kind.ONE | Kind.YES_NO:
            given: dict[str, Any] = names or {"yes": _("Yes"), "no": _("No")}
            return forms.ChoiceField(choices=[("", _("Not said")), *given.items()], **usual)
        case Kind.SOME | Kind.STATES:
            given = names or STATE
            return forms.MultipleChoiceField(choices=list(given.items()), widget=forms.CheckboxSelectMultiple, **usual)
        case Kind.LINES:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=field.most, **usual)
        case Kind.DAY:
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **usual)
        case Kind.MONEY:
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}), **usual)
    kinds = {Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.LINK: "url"}
    return forms.CharField(widget=forms.TextInput(attrs={"inputmode": kinds.get(field.kind, "text")}), **usual)


def _initial(fields: Sequence[Field], facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        value = facts.get(field.key, {}).get("value")
        if field.kind is Kind.HOURS:
            for number, spans in enumerate(value or []):
                found[f"{field.key}_{number}"] = ", ".join(f"{clock(a)}-{clock(b)}" for a, b in spans)
        elif value is not None:
            found[field.key] = " ".join(value) if field.kind is Kind.DAYS else value
    return found


def _raw(field: Field, found: Mapping[str, Any]) -> Any:
    if field.kind is not Kind.HOURS:
        return found.get(field.key)
    week = [_spans(field.key, str(found.get(f"{field.key}_{number}", ""))) for number in range(7)]
    return week if any(week) else None


def _spans(key: str, text: str) -> list[list[int]]:
    """The hours of a day: 9-17, 9:00 – 12:30, 13:00-18:00. Raises Unusable."""
    spans = []
    for part in (each.strip() for each in text.split(",") if each.strip()):
        read = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–]\s*(\d{1,2})(?:[:.](\d\d))?", part)
        if read is None or int(read[2] or 0) > 59 or int(read[4] or 0) > 59:
            raise Unusable(key, "hours")
        spans.append([int(read[1]) * 60 + int(read[2] or 0), int(read[3]) * 60 + int(read[4] or 0)])
    return spans
