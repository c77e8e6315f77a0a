"""What a session sounds like, decided before any sound exists. Pure Python: no Django, no numpy."""

from stillwater.soundscape.rules.loudness import Forecast, forecast
from stillwater.soundscape.rules.planner import (
    CLOSING_SECONDS,
    LEAST_MINUTES,
    REST_SECONDS,
    compose,
    extended,
    in_scene,
    plain_phases,
    programme_for_protocol,
    session_phases,
    shared_ticks,
    trial_listen,
)
from stillwater.soundscape.rules.programme import (
    RATE,
    TICK_FRAMES,
    TICKS_A_SECOND,
    Event,
    Phase,
    Programme,
    Strand,
    Table,
)
from stillwater.soundscape.rules.scenes import NEVER_WORDS, SCENES, NothingLeft
from stillwater.soundscape.rules.tastes import TASTES, Tastes, may_sound, sounds_in, taste_list

__all__ = [
    "CLOSING_SECONDS",
    "LEAST_MINUTES",
    "NEVER_WORDS",
    "RATE",
    "REST_SECONDS",
    "SCENES",
    "TASTES",
    "TICKS_A_SECOND",
    "TICK_FRAMES",
    "Event",
    "Forecast",
    "NothingLeft",
    "Phase",
    "Programme",
    "Strand",
    "Table",
    "Tastes",
    "compose",
    "extended",
    "forecast",
    "in_scene",
    "may_sound",
    "plain_phases",
    "programme_for_protocol",
    "session_phases",
    "shared_ticks",
    "sounds_in",
    "taste_list",
    "trial_listen",
]
