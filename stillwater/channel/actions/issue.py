"""Lay out the pages that come with the program. What an editor has changed or deleted is left as they left it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from stillwater.channel import shipped
from stillwater.channel.actions.editors import prepare_groups
from stillwater.channel.models import Article, Glossary, Hub, Issue, Series, Topic
from stillwater.channel.queries import shelf
from stillwater.channel.texts import speech_of

HUBS = {
    "en": (
        "The Ketamine Channel",
        "Plain answers about ketamine therapy, with their sources, for whoever is about to begin.",
    )
}
GLOSSARY = {
    "slug": "words", "title": "Words, plainly", "summary": "What the words mean.", "picture": {"motif": "book", "hour": 10},
}  # fmt: skip
Progress = Callable[[int, int], None]


@transaction.atomic
def lay_out(*, at: datetime, progress: Progress = lambda done, of: None) -> int:
    """Put what is new on the channel, published, each page marked as not yet reviewed. Returns how many pages were written."""
    prepare_groups()
    if Issue.objects.filter(edition=shipped.edition()).exists():
        return 0
    known = {name for pages in Issue.objects.values_list("pages", flat=True) for name in pages}
    here = [language for language in shipped.LANGUAGES if shipped.articles(language)]
    whole, done, written, names = sum(len(shipped.articles(language)) for language in here), 0, 0, []
    for language in here:
        hub = _hub(language)
        pages = _placed(hub, language, known)
        for slug, said in shipped.articles(language).items():
            names.append(f"{language}/{slug}")
            if slug in pages:
                written += _write(pages[slug], said, pages)
            done += 1
            progress(done, whole)
        _surround(hub, language, pages, known)
        names += [f"{language}/{each['slug']}" for each in [*shipped.topics(language), *_series(language)]]
        names += [f"{language}/glossary"] if "glossary" in shipped.issue()[language] else []
    Issue.objects.create(edition=shipped.edition(), pages=sorted(known | set(names)), loaded_at=at)
    shelf.forget()
    return written


def _hub(language: str) -> Hub:
    """The hub of a language; in English it takes the place of Wagtail's welcome page."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    found = Hub.objects.filter(locale=locale).first()
    if found:
        return found
    said = shipped.issue()[language].get("hub")
    title, summary = (said["title"], said["summary"]) if said else HUBS[language]
    hub = Hub(title=title, slug=f"channel-{language}", summary=summary, motif="horizon", hour=7, locale=locale)
    _translates(hub, Hub.objects.filter(locale__language_code="en").first())
    Page.get_first_root_node().add_child(instance=hub)
    hub.save_revision().publish()
    if language == "en":
        site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
        welcome = site.root_page if site.pk else None
        site.root_page, site.site_name = hub, "Stillwater"
        site.save()
        if welcome and welcome.pk != hub.pk and not welcome.get_children().exists() and welcome.specific_class is Page:
            welcome.delete()
    return hub


def _placed(hub: Hub, language: str, known: set[str]) -> dict[str, Article]:
    """Every page of the issue that is there or may be made, under its topic, still without its text."""
    here: dict[str, Article] = {page.slug: page for page in Article.objects.descendant_of(hub)}
    files, english = (
        shipped.articles(language),
        {page.slug: page for page in Article.objects.filter(locale__language_code="en")},
    )
    for said in shipped.topics(language):
        topic = _under(hub, Topic, said, known)
        for slug in said["pages"]:
            if slug in here or topic is None or f"{language}/{slug}" in known:
                continue
            page = Article(
                title=files[slug]["title"], slug=slug, summary=files[slug]["summary"], locale=hub.locale, live=False
            )
            _translates(page, english.get(slug) if language != "en" else None)
            here[slug] = topic.add_child(instance=page)
    return here


def _write(page: Article, said: dict[str, Any], pages: dict[str, Article]) -> bool:
    """Fill and publish a page that nobody has changed since it was laid out last."""
    if page.latest_revision_id and (not page.live or not page.latest_revision.content["edition"]):
        return False
    english = Article.objects.filter(locale__language_code="en").values_list("slug", "pk")
    ids = dict(english) | {slug: each.pk for slug, each in pages.items()}  # what is not translated is linked in English
    page.title, page.summary, page.kind, page.answer = (
        said["title"],
        said["summary"],
        said["kind"],
        said.get("answer", ""),
    )
    page.motif, page.hour = said["picture"]["motif"], said["picture"]["hour"]
    page.steps, page.routes, page.roles = said["steps"], said["routes"], said["roles"]
    page.answer = " ".join(page.answer.split())
    page.body = _as_json(page, "body", shipped.stream(said["body"], ids.get))
    page.sources = _as_json(page, "sources", [{"type": "source", "value": each} for each in said["sources"]])
    page.related = _as_json(page, "related", [{"type": "page", "value": ids[s]} for s in said["see_also"] if s in ids])
    page.spoken, page.edition = speech_of(page), shipped.edition()
    page.save_revision(clean=False).publish()
    return True


def _surround(hub: Hub, language: str, pages: dict[str, Article], known: set[str]) -> None:
    """The series and the glossary."""
    for said in _series(language):
        parts = [{"type": "page", "value": pages[slug].pk} for slug in said["pages"] if slug in pages]
        _under(hub, Series, said, known, parts=parts)
    if words := shipped.issue()[language].get("glossary"):
        _under(
            hub, Glossary, GLOSSARY, known, named="glossary",
            terms=[{"type": "term", "value": {**term, "see": term.get("see") or []}} for term in words["terms"]],
            sources=[{"type": "source", "value": each} for each in words["sources"]],
        )  # fmt: skip


def _series(language: str) -> list[dict[str, Any]]:
    return list(shipped.issue()[language].get("series", {}).get("series", []))


def _under(hub: Hub, model: type[Any], said: dict[str, Any], known: set[str], named: str = "", **streams: Any) -> Any:
    """The topic, series or glossary of this slug: made if it never was there, written anew if nobody changed it, left if somebody
    did; None if an editor deleted it."""
    found = model.objects.child_of(hub).filter(slug=said["slug"]).first()
    if found is None and f"{hub.locale.language_code}/{named or said['slug']}" in known:
        return None
    if found is not None and not _is_ours(found):
        return found
    page = found or model(slug=said["slug"], locale=hub.locale)
    page.title, page.summary = said["title"], said["summary"]
    page.motif, page.hour = said["picture"]["motif"], said["picture"]["hour"]
    for name, parts in streams.items():
        setattr(page, name, _as_json(page, name, parts))
    if found is None:
        if hub.locale.language_code != "en":
            _translates(page, model.objects.filter(slug=said["slug"], locale__language_code="en").first())
        hub.add_child(instance=page)
    page.save_revision(clean=False).publish()
    return page


def _is_ours(page: Any) -> bool:
    """Whether nobody has changed it, or taken it down, since it was laid out."""
    return page.live and page.latest_revision.user_id is None


def _translates(page: Any, original: Any) -> None:
    if original is not None:
        page.translation_key = original.translation_key


def _as_json(page: Any, name: str, value: list[dict[str, Any]]) -> Any:
    return page._meta.get_field(name).stream_block.to_python(value)
