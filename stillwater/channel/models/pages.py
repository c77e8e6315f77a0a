"""The pages: a hub, topics and what stands under them, series, and the glossary."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PreviewableMixin
from wagtail.search import index

from stillwater.channel import blocks
from stillwater.channel.addresses import address_of
from stillwater.channel.forms import ArticleForm, told
from stillwater.channel.rules.checklist import Lack, lacks
from stillwater.channel.rules.vocabulary import KINDS, MOTIFS
from stillwater.channel.texts import draft_of, speech_of

PICTURE = [FieldPanel("motif"), FieldPanel("hour")]
SHOWN_AS: list[tuple[str, Any]] = [("", _("Phone, by day")), ("night", _("Night")), ("print", _("Print"))]


class Drawn(models.Model):
    """A page with a picture of ours: the sun's path, the horizon, and a motif."""

    summary = models.CharField(_("summary"), max_length=200, help_text=_("Stands on cards and in search."))
    motif = models.CharField(_("drawing"), max_length=16, choices=[(m, m) for m in MOTIFS], default="horizon")
    hour = models.PositiveSmallIntegerField(_("where the sun stands, by the hour"), default=12)

    class Meta:
        abstract = True


class Addressed(Page):
    """A page whose address is the channel's own: the language, what it is, its slug."""

    place = ""  # the name of its address

    class Meta:
        abstract = True

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Site, our own address and the path: never Wagtail's own serving, whose address is nowhere."""
        found = super().get_url_parts(request)
        if found is None:
            return None
        language = self.locale.language_code
        slug = self.slug if self.place in ("article", "topic", "series") else ""
        return found[0], settings.STILLWATER_URL, address_of(self.place, language, slug)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return SHOWN_AS if self.place == "article" else PreviewableMixin.DEFAULT_PREVIEW_MODES


class Hub(Drawn, Addressed):
    """Where the channel begins, in one language."""

    place = "hub"
    content_panels = [*Page.content_panels, FieldPanel("summary"), MultiFieldPanel(PICTURE, _("Picture"))]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["channel.Topic", "channel.Series", "channel.Glossary"]


class Topic(Drawn, Addressed):
    """A subject; its articles and questions stand under it."""

    place = "topic"
    content_panels = [*Page.content_panels, FieldPanel("summary"), MultiFieldPanel(PICTURE, _("Picture"))]
    parent_page_types = ["channel.Hub"]
    subpage_types = ["channel.Article"]


class Series(Drawn, Addressed):
    """Some pages to be read one after another."""

    place = "series"
    parts = StreamField(
        [("page", PageChooserBlock("channel.Article"))], blank=True, verbose_name=_("pages, in their order")
    )
    content_panels = [
        *Page.content_panels, FieldPanel("summary"), FieldPanel("parts"), MultiFieldPanel(PICTURE, _("Picture")),
    ]  # fmt: skip
    parent_page_types = ["channel.Hub"]
    subpage_types: list[str] = []


class Glossary(Drawn, Addressed):
    """Words and what they mean."""

    place = "glossary"
    terms = StreamField([("term", blocks.Term())], blank=True, verbose_name=_("words"))
    sources = StreamField([("source", blocks.Source())], blank=True, verbose_name=_("sources"))
    content_panels = [
        *Page.content_panels, FieldPanel("summary"), FieldPanel("terms"), FieldPanel("sources"),
        MultiFieldPanel(PICTURE, _("Picture")),
    ]  # fmt: skip
    parent_page_types = ["channel.Hub"]
    subpage_types: list[str] = []


class Article(Drawn, Addressed):
    """An article, or a question with its short answer. Each claim has a source, each page a reviewer and a date."""

    place = "article"
    kind = models.CharField(_("kind"), max_length=10, choices=list(KINDS.items()), default="article")
    answer = models.TextField(_("short answer"), blank=True, help_text=_("For a question: at most sixty words."))
    steps = models.JSONField(_("steps of the path"), default=list, blank=True)
    routes = models.JSONField(_("routes"), default=list, blank=True, help_text=_("None means every route."))
    roles = models.JSONField(_("who it is for"), default=list, blank=True)
    body = StreamField(blocks.Body(), blank=True, verbose_name=_("body"))
    sources = StreamField([("source", blocks.Source())], blank=True, verbose_name=_("sources"))
    related = StreamField([("page", PageChooserBlock("channel.Article"))], blank=True, verbose_name=_("see also"))
    changes = StreamField([("change", blocks.Change())], blank=True, verbose_name=_("what changed, for readers"))
    authors = ParentalManyToManyField("channel.Contributor", blank=True, related_name="+", verbose_name=_("authors"))
    reviewer = models.ForeignKey(
        "channel.Contributor", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    reviewed_date = models.DateField(_("reviewed on"), null=True, blank=True)
    reviewed_text = models.CharField(max_length=64, editable=False, blank=True)  # `digest_of` what the reviewer read
    review_due_date = models.DateField(_("review due"), null=True, blank=True)
    spoken = models.TextField(editable=False, blank=True)  # the whole text without marks, for search and reading aloud
    edition = models.CharField(
        max_length=64, editable=False, blank=True
    )  # of the page that we ship; empty: somebody's own

    base_form_class = ArticleForm
    parent_page_types = ["channel.Topic"]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=4), index.SearchField("spoken"), index.SearchField("answer", boost=2),
        index.FilterField("kind"),
    ]  # fmt: skip
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels, FieldPanel("kind"), FieldPanel("summary"), FieldPanel("answer"), FieldPanel("body"),
                    FieldPanel("sources"), FieldPanel("changes"),
                ],
                heading=_("Page"),
            ),
            ObjectList(
                [
                    FieldPanel("steps"), FieldPanel("routes"), FieldPanel("roles"), FieldPanel("related"),
                    FieldPanel("authors"), MultiFieldPanel(PICTURE, _("Picture")),
                ],
                heading=_("Where it stands"),
            ),
            ObjectList(
                [
                    FieldPanel("reviewer", read_only=True), FieldPanel("reviewed_date", read_only=True),
                    FieldPanel("review_due_date"),
                ],
                heading=_("Review"),
            ),
            ObjectList([*Page.promote_panels, *Page.settings_panels], heading=_("Address and dates")),
        ]
    )  # fmt: skip

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.spoken = speech_of(self)
        super().full_clean(*args, **kwargs)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """However an editor's page comes to be published (a form, an approval, many at once), it has all that a page needs. Those
        that ship have no reviewer yet and say so. Raises ValidationError."""
        today = timezone.localdate()  # Wagtail calls this; nobody hands it the time
        if not revision.content["edition"] and (found := revision.as_object().lacks(today)):
            raise ValidationError([told(lack) for lack in found])
        super().publish(revision, *args, **kwargs)

    def lacks(self, today: date) -> list[Lack]:
        """What keeps it from being published."""
        return lacks(draft_of(self), today)
