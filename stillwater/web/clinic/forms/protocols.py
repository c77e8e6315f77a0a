"""A protocol comes in as a file or as text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 200_000


class ProtocolForm(forms.Form):
    """What was typed stays in the form, whatever is wrong with it."""

    text = forms.CharField(
        label=_("The protocol, as YAML"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "code"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("A file takes the place of the text above.")
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        file = found.get("file")
        if file is not None and file.size > LARGEST:
            self.add_error("file", _("The file is too large for a protocol."))
        elif file is not None:
            found["text"] = file.read().decode("utf-8", "replace")
        if not (found.get("text") or "").strip():
            self.add_error("text", _("Paste a protocol, or choose a file."))
        return found
