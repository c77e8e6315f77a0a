"""Which voice reads."""

from functools import cache
from pathlib import Path

from stillwater.soundscape.engine.kokoro import Kokoro
from stillwater.soundscape.engine.voice import Hibari, NotItsLanguage, Voice


def voice_for(language: str, speaker: Path | None = None) -> Voice:
    """The voice that reads this language; with `speaker`, a speaker of Kokoro. Raises NoVoice; NotItsLanguage: no other voice
    may read it as if it were its own."""
    voice = _kokoro(speaker) if speaker else Hibari()
    if language.split("-")[0] not in voice.languages:
        raise NotItsLanguage(f"no voice here speaks “{language}”; there are {', '.join(sorted(voice.languages))}")
    return voice


@cache
def _kokoro(speaker: Path) -> Kokoro:
    return Kokoro(speaker)
