"""Limits: every measure at every level is set with its source, or declined by name (S3)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stillwater.care.rules.limits import NEEDED_LEVELS, NEEDED_MEASURES, Limit
from stillwater.treatment.rules.summary import number

MEASURE_NAMES = {
    "sys": _("Systolic, mmHg"), "dia": _("Diastolic, mmHg"), "pulse": _("Pulse a minute"), "spo2": _("SpO2, %"),
    "resp": _("Breaths a minute"), "sedation": _("Sedation, MOAA/S 0 to 5"),
}  # fmt: skip
LEVEL_NAMES = {"hold": _("Hold"), "urgent": _("Urgent")}
PAIRS = [(measure, level) for measure in NEEDED_MEASURES for level in NEEDED_LEVELS]


@dataclass(frozen=True)
class LimitRow:
    """One measure at one level, with its fields; `missing` while it is neither set nor declined."""

    measure: str
    level: str
    over: BoundField
    under: BoundField
    declined: BoundField
    source: BoundField
    missing: bool


def _plain(value: float | None) -> str:
    """150, not 150.0."""
    return "" if value is None else number(value)


class LimitsForm(forms.Form):
    """One row a measure and level. No number is offered: the numbers are the prescriber's."""

    source = forms.CharField(
        label=_("Source, for every row that names none of its own"), required=False, max_length=300,
        help_text=_("Where these numbers come from: your judgement for this patient, a guideline, a label."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure, level in PAIRS:
            name = f"{measure}_{level}"
            for side in ("over", "under"):
                self.fields[f"{name}_{side}"] = forms.DecimalField(
                    required=False,
                    max_digits=6,
                    decimal_places=1,
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                )
            self.fields[f"{name}_declined"] = forms.BooleanField(required=False)
            self.fields[f"{name}_source"] = forms.CharField(required=False, max_length=300)

    @classmethod
    def of(cls, limits: tuple[Limit, ...]) -> "LimitsForm":
        """As they stand now."""
        return cls(initial=cls.as_initial(limits))

    @staticmethod
    def as_initial(limits: tuple[Limit, ...]) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for limit in limits:
            name = f"{limit.measure}_{limit.level}"
            initial |= {
                f"{name}_over": _plain(limit.over), f"{name}_under": _plain(limit.under),
                f"{name}_declined": limit.is_declined,
                f"{name}_source": limit.source,
            }  # fmt: skip
        return initial

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for measure, level in PAIRS:
            name = f"{measure}_{level}"
            numbers = [found.get(f"{name}_{side}") for side in ("over", "under")]
            is_set = any(each is not None for each in numbers)
            wrong = any(f"{name}_{side}" in self.errors for side in ("over", "under"))
            if is_set and found.get(f"{name}_declined"):
                self.add_error(f"{name}_declined", gettext("Set it or decline it, not both."))
            elif is_set and not (found.get(f"{name}_source") or found.get("source")):
                self.add_error(f"{name}_source", gettext("Where does this number come from?"))
            elif not is_set and not found.get(f"{name}_declined") and not wrong:
                self.add_error(f"{name}_over", gettext("Set a number, or decline it by name."))
        return found

    def limits(self, by: str) -> list[dict[str, Any]]:
        """As they are stored, in the name of whoever sets them."""
        made: list[dict[str, Any]] = []
        for measure, level in PAIRS:
            name, data = f"{measure}_{level}", self.cleaned_data
            if data[f"{name}_declined"]:
                made.append({"measure": measure, "level": level, "declined_by": by})
                continue
            numbers = {
                side: float(data[f"{name}_{side}"]) for side in ("over", "under") if data[f"{name}_{side}"] is not None
            }
            made.append(
                {
                    "measure": measure,
                    "level": level,
                    **numbers,
                    "by": by,
                    "source": data[f"{name}_source"] or data["source"],
                }
            )
        return made

    def rows(self) -> list[tuple[str, list[LimitRow]]]:
        """The rows by measure, as the page shows them."""
        found: dict[str, list[LimitRow]] = {}
        for measure, level in PAIRS:
            name = f"{measure}_{level}"
            fields = {part: self[f"{name}_{part}"] for part in ("over", "under", "declined", "source")}
            missing = not any(fields[part].value() not in (None, "", False) for part in ("over", "under", "declined"))
            found.setdefault(str(MEASURE_NAMES[measure]), []).append(
                LimitRow(measure, str(LEVEL_NAMES[level]), missing=missing, **fields)
            )
        return list(found.items())

    @property
    def missing(self) -> list[str]:
        """What is still neither set nor declined, in words."""
        return [f"{title} ({row.level})" for title, rows in self.rows() for row in rows if row.missing]
