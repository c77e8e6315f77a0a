"""A page as a browser finds it: headings, links, ids, pictures, and what it loads."""

from html.parser import HTMLParser

LOADS = {  # where a browser goes by itself
    "script": ("src",), "img": ("src", "srcset"), "source": ("src", "srcset"), "audio": ("src",), "video": ("src", "poster"),
    "track": ("src",), "iframe": ("src",), "embed": ("src",), "object": ("data",), "use": ("href",), "image": ("href",),
    "input": ("src",),
}  # fmt: skip
LOADING_LINKS = {"stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "icon", "manifest"}


class Page(HTMLParser):
    """`Page(html)`. `headings` are (level, words); `linked_data` the texts of JSON-LD."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loaded: list[str] = []
        self.undescribed: list[str] = []
        self.linked_data: list[str] = []
        self.cards: list[str] = []
        self._in = ""
        self.language = ""
        self.feed(text)
        self.words = " ".join(text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = said.get("lang", "")
        if "id" in said:
            self.ids.append(said["id"])
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag == "meta" and said.get("property") == "og:image":
            self.cards.append(said["content"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append((int(tag[1]), ""))
            self._in = tag
        if tag == "script" and said.get("type") == "application/ld+json":
            self.linked_data.append("")
            self._in = tag
        self._note(tag, said)

    def _note(self, tag: str, said: dict[str, str]) -> None:
        self.loaded += [said[name] for name in LOADS.get(tag, ()) if said.get(name)]
        if tag == "link" and LOADING_LINKS & set(said.get("rel", "").split()):
            self.loaded.append(said.get("href", ""))
        if tag == "img" and not said.get("alt") and said.get("aria-hidden") != "true":
            self.undescribed.append(f"img {said.get('src')}")
        if tag == "svg" and said.get("aria-hidden") != "true" and not said.get("aria-label"):
            self.undescribed.append(f"svg {said.get('class')}")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in:
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.linked_data[-1] += data
        elif self._in:
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    def skipping(self) -> list[str]:
        """What is wrong with the order of its headings."""
        levels = [level for level, _ in self.headings]
        found = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of level 1"]
        for (before, _), (level, words) in zip([(0, ""), *self.headings], self.headings, strict=False):
            if level > before + 1:
                found.append(f"{words.strip()!r} skips from level {before} to {level}")
        return found
