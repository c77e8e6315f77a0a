"""Words that never stand on a screen (S25), in one list: words that hurt or mislead, promises, verdicts.

The tests read every template, protocol, catalogue and article with it; the channel refuses to publish a page that bears one.
"""

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
    # Promises, and verdicts that only a named clinician gives.
    "cure",
    "cures",
    "cured",
    "miracle",
    "breakthrough",
    "proven",
    "guarantee",
    "guaranteed",
    "risk-free",
    "side-effect free",
    "you will feel better",
    "when you feel ready",
    "fit to drive",
    "clear to drive",
    "cleared to leave",
    "improves results",
    "improve results",
    "better results",
    "life-changing",
    "game-changer",
)

# The same in Spanish, not reviewed by a clinician who speaks it. Words with a harmless everyday sense are left out: viaje, seguro,
# probado, alta, curar, rendirse ("do not give up").
FORBIDDEN_IN_SPANISH = (
    "está a salvo",
    "no se preocupe",
    "no hay nada de qué preocuparse",
    "déjese llevar",
    "entréguese",
    "viaje psicodélico",
    "mal viaje",
    "paciente incumplidor",
    "no cumplidor",
    "cometió suicidio",
    "cometer suicidio",
    "bien hecho",
    "cálmese",
    "tranquilícese",
    "no hay riesgo",
    "no hay ningún riesgo",
    "sin riesgos",
    "libre de riesgos",
    "sin efectos secundarios",
    "apto para manejar",
    "apta para manejar",
    "puede manejar sin peligro",
    "puede irse sin peligro",
    "cuando se sienta listo",
    "cuando se sienta lista",
    "cura",
    "milagro",
    "milagrosa",
    "revolucionario",
    "eficacia comprobada",
    "científicamente comprobado",
    "garantizado",
    "garantizada",
    "garantiza",
    "se sentirá mejor",
    "mejora los resultados",
    "mejores resultados",
    "le cambiará la vida",
)

_FORBIDDEN = re.compile(
    r"(?<![\w-])(" + "|".join(map(re.escape, FORBIDDEN_ON_SCREEN + FORBIDDEN_IN_SPANISH)) + r")(?![\w-])", re.I
)
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
