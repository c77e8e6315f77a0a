"""A correction: a new entry that names the old one, with the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from stillwater.treatment.rules.kinds import KINDS, label

HOW = [
    ("replaced", gettext_lazy("Put right: another value, or another time")),
    ("struck", gettext_lazy("Struck out: it should not stand at all")),
    ("wrong_person", gettext_lazy("Was another person’s: hide it from this patient’s copy")),
]
NOT_TYPED = (
    "source",
    "confirms",
    "repeat_of",
    "entry",
    "call",
    "scale_version",
    "danger",
    "about",
    "key",
    "check",
    "of",
    "data",
)


NOT_KNOWN = "not_known"
WHERE = gettext_lazy("If it was another person’s: where does it belong?")
ENTERED_THERE = gettext_lazy("The same value is entered there at its observed time, as a new entry in your name.")


def _place_field(places: list[tuple[str, str]], *, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=WHERE, help_text=ENTERED_THERE, choices=places, widget=forms.RadioSelect, required=required
    )


class PlaceForm(forms.Form):
    """Where a value that was hidden as another person's belongs, once that is known."""

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["belongs_to"] = _place_field(places, required=True)


class CorrectionForm(forms.Form):
    """Fields for what the entry says, empty of nothing: they hold the old values, to be changed."""

    how = forms.ChoiceField(label=gettext_lazy("What is wrong"), choices=HOW, widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000)
    observed_time = forms.TimeField(
        label=gettext_lazy("Observed at, if the time was wrong"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, kind: str, data: dict[str, Any], may_hide: bool, places: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.data_before = kind, data
        if not may_hide:
            self.fields["how"].choices = HOW[:2]  # type: ignore[attr-defined]
        elif places:
            not_known = (NOT_KNOWN, gettext("Not known yet: a task stays open until somebody knows"))
            self.fields["belongs_to"] = _place_field([*places, not_known], required=False)
        for name, field in KINDS[kind].items():
            if (
                name not in NOT_TYPED
                and field.type in ("number", "whole", "text", "choice")
                and (name in data or field.type == "number")
            ):
                self.fields[f"new_{name}"] = _field(name, field.type, field.options, data.get(name))

        values = [name for name in self.fields if name.startswith("new_")]
        self.order_fields(["how", "belongs_to", *values, "observed_time", "reason"])

    def corrected(self) -> dict[str, Any]:
        """What the entry says when the form is followed: the old data with what was changed."""
        found = {**self.data_before}
        for name in self.fields:
            if name.startswith("new_"):
                value = self.cleaned_data[name]
                found.pop(name[4:], None)
                if value not in (None, ""):
                    found[name[4:]] = value
        return found

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("how") == "replaced" and not self.errors:
            same = {k: str(v) for k, v in self.corrected().items()} == {k: str(v) for k, v in self.data_before.items()}
            if same and not found.get("observed_time"):
                self.add_error("how", gettext("Nothing is different yet: change a value or the time."))
        if found.get("how") == "wrong_person" and "belongs_to" in self.fields and not found.get("belongs_to"):
            self.add_error("belongs_to", gettext("Choose the session, or that it is not known yet."))
        return found


def _field(name: str, kind: str, options: tuple[str, ...], value: Any) -> forms.Field:
    """Numbers stay text here: what is no number is refused by the one door, in its words."""
    title = label(name).strip("“”").replace("_", " ")
    title = title[:1].upper() + title[1:]
    if kind == "choice":
        choices = [(option, option.replace("_", " ")) for option in options]
        return forms.ChoiceField(label=title, choices=choices, initial=value, required=False)
    return forms.CharField(label=title, initial="" if value is None else value, required=False, max_length=4000)
