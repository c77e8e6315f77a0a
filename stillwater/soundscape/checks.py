"""What is looked at before anything is served."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from stillwater.soundscape.engine.voice import NoVoice
from stillwater.soundscape.engine.voices import voice_for


@register("stillwater", deploy=True)
def the_voice_is_here(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A voice that is chosen and missing would leave every guide silent."""
    try:
        voice_for("en", settings.STILLWATER_VOICE)
    except NoVoice as why:
        return [
            Error(
                f"STILLWATER_VOICE: {why}.",
                "Leave it unset for the voice that comes with Stillwater.",
                id="soundscape.E001",
            )
        ]
    return []
