"""A channel of three pages, written where a test may change it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from stillwater.channel import shipped

PICTURE = {"motif": "cup", "hour": 9}
SOURCE = {
    "key": "label", "title": "The label", "publisher": "The agency", "address": "https://agency.example/label",
    "supports": "What it says.", "kind": "read",
}  # fmt: skip


def page(slug: str, topic: str = "start", **said: Any) -> dict[str, Any]:
    """A page that is whole; `said` changes it."""
    whole = {
        "slug": slug, "kind": "article", "topic": topic, "title": slug.replace("-", " ").capitalize(), "summary": f"About {slug}.",
        "picture": PICTURE, "steps": ["prepare"], "routes": [], "roles": ["patient"], "see_also": [],
        "body": [{"text": "A nurse stays with you. [#label]"}], "sources": [SOURCE],
    }  # fmt: skip
    return whole | said


class Folder:
    """Shipped files in a folder of their own."""

    def __init__(self, at: Path) -> None:
        self.at = at
        for language in shipped.LANGUAGES:
            (at / language).mkdir(parents=True)
        self.pages: dict[str, dict[str, dict[str, Any]]] = {"en": {}, "es": {}}

    def put(self, *pages: dict[str, Any], language: str = "en") -> None:
        """Add or replace pages, each under its topic; it is a new edition from now on."""
        here = self.pages[language]
        here |= {each["slug"]: each for each in pages}
        for slug, said in here.items():
            self.write(language, slug, said)
        topics = dict.fromkeys(said["topic"] for said in here.values())
        grouped = [
            {
                "slug": topic, "title": topic.capitalize(), "summary": f"All about {topic}.", "picture": PICTURE,
                "pages": [slug for slug, said in here.items() if said["topic"] == topic],
            }
            for topic in topics
        ]  # fmt: skip
        self.write(language, "topics", {"topics": grouped})

    def series(self, *slugs: str) -> None:
        said = {
            "slug": "first",
            "title": "One by one",
            "summary": "In order.",
            "picture": PICTURE,
            "pages": list(slugs),
        }
        self.write("en", "series", {"series": [said]})

    def write(self, language: str, name: str, said: dict[str, Any]) -> None:
        (self.at / language / f"{name}.yaml").write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False))
        self.read_anew()

    @staticmethod
    def read_anew() -> None:
        shipped.issue.cache_clear()
        shipped.edition.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Three pages: one that links to another, one in Spanish that links to one that is not."""
    monkeypatch.setattr(shipped, "FOLDER", tmp_path / "issue")
    found = Folder(tmp_path / "issue")
    linked = [{"text": "First [eat little](eat-little), then come. [#label]"}]
    found.put(page("come-early", see_also=["eat-little"], body=linked), page("eat-little"), page("go-home", "after"))
    found.write("es", "hub", {"title": "El canal", "summary": "En español."})
    found.put(page("come-early", title="Llegue temprano", see_also=["eat-little"], body=linked), language="es")
    found.series("come-early", "eat-little", "go-home")
    yield found
    monkeypatch.undo()
    found.read_anew()
