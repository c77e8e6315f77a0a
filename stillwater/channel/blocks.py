"""What an article is made of. Looks are the web's: each block names its template there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from stillwater.channel.rules.safe import troubles, troubles_typed
from stillwater.channel.rules.vocabulary import MOTIFS, ROUTES
from stillwater.soundscape.queries import guides

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
MOTIF_CHOICES = [(motif, motif) for motif in MOTIFS]


class _Careful(blocks.CharBlock):
    """A line of text that never carries a script or an address that could run one."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if found := troubles(str(value)):
            raise ValidationError(found)
        return value


class Prose(blocks.RichTextBlock):
    """Paragraphs, headings of level 2 and 3, lists, and links to pages. A claim ends with the mark of its source."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        value = super().value_from_datadict(data, files, prefix)
        value.refused = troubles_typed(data.get(prefix, ""))
        return value

    def clean(self, value: Any) -> Any:
        refused = getattr(value, "refused", [])
        value = super().clean(value)
        if found := refused + troubles(value.source):
            raise ValidationError(found)
        return value


class Lines(blocks.TextBlock):
    """Some lines of plain text, with marks of sources."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if found := troubles(str(value)):
            raise ValidationError(found)
        return value


class Timed(blocks.StructBlock):
    """Any block may end: on the day after `valid_until` it hides itself, and its editor is told."""

    valid_until = blocks.DateBlock(
        required=False,
        label=_("Valid until"),
        help_text=_("On the day after, this part hides itself and you are told."),
    )


def guide_choices() -> list[tuple[str, str]]:
    """The guides of the library."""
    return [(guide.key, guide.title) for guide in guides()]


def _line(label: Any, **more: Any) -> blocks.Block:
    return _Careful(label=label, max_length=300, **more)


class Text(Timed):
    text = Prose(features=FEATURES, label=_("Text"))

    class Meta:
        template, icon, label = "channel/blocks/text.html", "pilcrow", _("Text")


class Quote(Timed):
    words = _line(_("A sentence of this page that deserves to stand large"))

    class Meta:
        template, icon, label = "channel/blocks/quote.html", "openquote", _("Pull quote")


class DoDont(Timed):
    title = _line(_("Title"))
    do = blocks.ListBlock(_line(_("Do")), label=_("Do"))
    dont = blocks.ListBlock(_line(_("Do not")), label=_("Do not"))

    class Meta:
        template, icon, label = "channel/blocks/do_dont.html", "tick", _("Do and do not")


class Steps(Timed):
    title = _line(_("Title"))
    steps = blocks.ListBlock(blocks.StructBlock([("title", _line(_("Step"))), ("text", Lines(label=_("What to do")))]))

    class Meta:
        template, icon, label = "channel/blocks/steps.html", "list-ol", _("Steps")


class Timeline(Timed):
    title = _line(_("Title"))
    caption = _line(_("What it shows, and what it is not"))
    moments = blocks.ListBlock(
        blocks.StructBlock(
            [("when", _line(_("When"))), ("title", _line(_("What"))), ("text", Lines(label=_("In a sentence or two")))]
        )
    )

    class Meta:
        template, icon, label = "channel/blocks/timeline.html", "history", _("Timeline of a session")


class Routes(Timed):
    title = _line(_("Title"))
    caption = _line(_("Caption"))
    columns = blocks.ListBlock(blocks.ChoiceBlock(choices=list(ROUTES.items())), label=_("Routes"))
    rows = blocks.ListBlock(
        blocks.StructBlock(
            [("label", _line(_("What is compared"))), ("cells", blocks.ListBlock(Lines(), label=_("One cell a route")))]
        )
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        wrong = [row["label"] for row in value["rows"] if len(row["cells"]) != len(value["columns"])]
        if wrong:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Each row needs one cell for each route: %s") % ", ".join(wrong)]
            )
        return value

    class Meta:
        template, icon, label = "channel/blocks/routes.html", "table", _("Comparison of routes")


class Figure(Timed):
    """A photograph or drawing of one's own; or one that is drawn here: the arc, the horizon, and a motif."""

    image = ImageChooserBlock(required=False, label=_("Picture"))
    motif = blocks.ChoiceBlock(choices=MOTIF_CHOICES, required=False, label=_("Or drawn here"))
    hour = blocks.IntegerBlock(min_value=0, max_value=23, default=12, label=_("Where the sun stands, by the hour"))
    alt = _line(_("What it shows, for whoever cannot see it"), required=False)
    caption = _line(_("Caption"), required=False)

    class Meta:
        template, icon, label = "channel/blocks/figure.html", "image", _("Figure")


class Guide(Timed):
    key = blocks.ChoiceBlock(choices=guide_choices, label=_("Guide"))
    why = _line(_("When somebody might listen to it"))

    class Meta:
        template, icon, label = "channel/blocks/guide.html", "media", _("Guide to listen to")


class Callout(Timed):
    tone = blocks.ChoiceBlock(choices=[("note", _("A note")), ("care", _("Watch for this"))], default="note")
    title = _line(_("Title"))
    text = Prose(features=["bold", "italic", "ol", "ul", "link"], label=_("Text"))
    # What calls for help is shown untranslated until somebody named has reviewed its translation (S24).
    language = blocks.ChoiceBlock(
        choices=[("en", "English")], required=False, label=_("In another language than the page")
    )

    class Meta:
        template, icon, label = "channel/blocks/callout.html", "warning", _("Call-out")


class Crisis(Timed):
    words = Lines(label=_("A sentence before the numbers, which are added here"))

    class Meta:
        template, icon, label = "channel/blocks/crisis.html", "help", _("Crisis numbers")


class Ask(Timed):
    title = _line(_("Title"))
    who = _line(_("Whom to ask"))
    questions = blocks.ListBlock(_line(_("Question")))

    class Meta:
        template, icon, label = "channel/blocks/ask.html", "clipboard-list", _("Questions to ask")


class Source(blocks.StructBlock):
    """A source as readers see it: what it is, who published it, where, and what it supports here."""

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9][a-z0-9-]*$", label=_("Mark"), max_length=60,
        error_messages={"invalid": _("Small letters, digits and hyphens, for instance fda-2023")},
    )  # fmt: skip
    title = _line(_("Title"))
    publisher = _line(_("Publisher"))
    address = blocks.URLBlock(label=_("Address"), max_length=500)
    supports = _line(_("What it supports on this page"))
    kind = blocks.ChoiceBlock(
        choices=[("read", _("Read in the source")), ("second-hand", _("Read in a secondary source"))], default="read"
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not str(value["address"]).startswith(("https://", "http://")):
            raise blocks.StructBlockValidationError({"address": ValidationError(_("An address begins with https://"))})
        return value

    class Meta:
        icon, label = "link", _("Source")


class Change(blocks.StructBlock):
    """One line of the change log that readers see."""

    date = blocks.DateBlock(label=_("Date"))
    words = _line(_("What changed"))

    class Meta:
        icon, label = "history", _("Change")


class Term(blocks.StructBlock):
    """A word of the glossary."""

    term = _line(_("Word"))
    slug = blocks.RegexBlock(regex=r"^[a-z0-9-]+$", label=_("Its place on the page"))
    says = Lines(label=_("What it means"))
    see = blocks.ListBlock(blocks.CharBlock(max_length=80), label=_("Pages about it"), required=False, default=[])

    class Meta:
        icon, label = "openquote", _("Word")


class Body(blocks.StreamBlock):
    text = Text()
    quote = Quote()
    do_dont = DoDont()
    steps = Steps()
    timeline = Timeline()
    routes = Routes()
    figure = Figure()
    guide = Guide()
    callout = Callout()
    crisis = Crisis()
    ask = Ask()
