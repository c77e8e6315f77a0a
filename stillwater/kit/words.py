"""Words that never stand on a screen (S25), in one list. The tests read every template, protocol and catalogue with it."""

import re

# "Safe" by itself is allowed, in questions and in crisis text; "you are safe" is a promise that only a person present can keep.
FORBIDDEN_ON_SCREEN = (
    "you are safe",
    "you're safe",
    "you are fine",
    "you're fine",
    "nothing to worry about",
    "let go",
    "surrender",
    "trip",
    "tripping",
    "journey",
    "failed",
    "no-show",
    "no show",
    "non-compliant",
    "noncompliant",
    "committed suicide",
    "commit suicide",
    "all clear",
    "no risk",
    "alert triggered",
    "calm down",
    "well done",
    "safe to leave",
    "safe to drive",
)

_FORBIDDEN = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, FORBIDDEN_ON_SCREEN)) + r")(?![\w-])", re.I)
_ADDRESSES = r"(?:href|src|class|id|name|for|d|data-[\w-]+)=\"[^\"]*\""
_NOT_SHOWN = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->|\{\{.*?\}\}|" + _ADDRESSES, re.S)
_TAG = re.compile(r"\{%.*?%\}", re.S)
_QUOTED = re.compile(r"([\"'])(.*?)\1", re.S)


def forbidden_in(text: str) -> list[str]:
    """The forbidden words in a text that somebody will read, as they stand there."""
    plain = re.sub(r"\s+", " ", text.replace("’", "'"))
    return [found.group(1) for found in _FORBIDDEN.finditer(plain)]


def forbidden_in_template(source: str) -> list[str]:
    """The same in a template: its text and the strings in its tags, not its comments, variables or addresses."""
    shown = _NOT_SHOWN.sub(" ", source)
    quoted = " . ".join(text for tag in _TAG.findall(shown) for _, text in _QUOTED.findall(tag))
    return forbidden_in(_TAG.sub(" ", shown)) + forbidden_in(quoted)
