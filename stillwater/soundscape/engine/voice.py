"""A voice that reads a line aloud. Which one it is, and in which version, is part of every clip's name."""

from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # the pages ask for a voice's name and version; numpy is for whoever renders
    import numpy as np
    from numpy.typing import NDArray

    Clip = NDArray[np.float32]  # mono, within -1 and 1

RATE = 24_000
SPEED = 0.85  # of the voice's own pace: slow, and still even (measured: 147 words a minute with its rests)


class NotItsLanguage(ValueError):
    """The voice does not speak the language of the text."""


class NoVoice(ValueError):
    """The voice that was chosen is not here."""


class Voice(Protocol):
    """What a voice has to be. The same text gives the same clip, to the bit, on one machine."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def rate(self) -> int:
        """Frames a second."""
        ...

    def render(self, text: str) -> "Clip":
        """The text as sound, at the pace of a guide."""
        ...


class Hibari:
    """hibari-tts: a small network with its own pronunciation, wholly inside its package: nothing is fetched."""

    name = f"hibari-heart-{SPEED}"
    rate = RATE
    languages = frozenset({"en"})

    @property
    def version(self) -> str:
        return version("hibari-tts")

    @cached_property
    def _speaker(self) -> Any:
        from hibari import Hibari as Speaker  # half a second and a hundred megabytes: only where something is rendered

        return Speaker(voice="heart", threads=1)

    def render(self, text: str) -> "Clip":
        """The text as sound; the seed fixes the noise in it."""
        clip: Clip = self._speaker(text, speed=SPEED, seed=1)
        return clip
