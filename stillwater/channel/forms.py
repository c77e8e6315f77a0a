"""The editor's form: tags as boxes to tick, and a checklist that blocks publishing but never a draft."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from stillwater.channel.rules import checklist
from stillwater.channel.rules.vocabulary import ROLES, ROUTES, STEPS
from stillwater.channel.texts import draft_of, said_in
from stillwater.kit.clock import now


def _boxes(choices: dict[str, str], label: Any) -> forms.MultipleChoiceField:
    shown = [(key, gettext(words)) for key, words in choices.items()]
    return forms.MultipleChoiceField(choices=shown, required=False, widget=forms.CheckboxSelectMultiple, label=label)


def told(lack: checklist.Lack) -> str:
    """One line of the checklist, in an editor's words."""
    words = gettext(checklist.WORDS[lack.key])
    return words % lack.about if "%s" in words else words


class ArticleForm(WagtailAdminPageForm):
    """Publishing and submitting are held back by the checklist; a draft is kept as it stands."""

    steps = _boxes(STEPS, _("Steps of the path"))
    routes = _boxes(ROUTES, _("Routes"))
    roles = _boxes(ROLES, _("Who it is for"))

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.errors and self._goes_on():
            for lack in self._lacks(cleaned, publishing="action-publish" in self.data):
                self.add_error(None, told(lack))
        return cleaned

    @cached_property
    def changed_data(self) -> list[str]:
        """Wagtail takes each date and number in a block for changed: whoever only approves would have to be approved again."""
        return [name for name in super().changed_data if not self._says_the_same(name)]

    def _says_the_same(self, name: str) -> bool:
        before, after = self.initial.get(name), getattr(self, "cleaned_data", {}).get(name)
        if not (isinstance(before, StreamValue) and isinstance(after, StreamValue)):
            return False
        return bool(said_in(before) == said_in(after))

    def save(self, commit: bool = True) -> Any:
        """From now on the page is its editor's: no later edition of ours writes over it."""
        self.instance.edition = ""
        return super().save(commit)

    def _goes_on(self) -> bool:
        """Whether the page is to leave its draft, or its place in the workflow, forwards."""
        approving = "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
        return approving or any(f"action-{act}" in self.data for act in ("publish", "submit", "restart-workflow"))

    def _lacks(self, cleaned: dict[str, Any], *, publishing: bool) -> list[checklist.Lack]:
        """The page as the form would leave it, against the checklist."""
        page = self.instance
        for name in ("title", "summary", "kind", "answer", "body", "sources"):
            if name in cleaned:
                setattr(page, name, cleaned[name])
        draft = draft_of(page)
        return checklist.lacks(draft, now().date()) if publishing else checklist.content_lacks(draft)
