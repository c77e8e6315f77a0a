"""Whoever writes or checks a page, as readers see them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet


@register_snippet
class Contributor(models.Model):
    """An author or a clinical reviewer: the name and what they are, in public. The account is how the review knows them."""

    name = models.CharField(_("name"), max_length=120)
    credentials = models.CharField(
        _("what they are"), max_length=160, blank=True, help_text=_("For instance: nurse, RN")
    )
    about = models.CharField(_("one line about them"), max_length=300, blank=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )

    # Not the account: choosing one would show an editor everybody who has one. `stillwater editor` ties them.
    panels: list[Any] = [FieldPanel("name"), FieldPanel("credentials"), FieldPanel("about")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name
