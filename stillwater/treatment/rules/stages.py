"""The stages of a session, and which may follow which."""

from enum import StrEnum


class Stage(StrEnum):
    PLANNED = "planned"
    ARRIVED = "arrived"
    READY = "ready"
    UNDER_WAY = "under_way"
    RECOVERING = "recovering"
    LEFT = "left"
    CLOSED = "closed"
    CALLED_OFF = "called_off"
    TRANSFERRED = "transferred"


STAGE_NAMES = {
    Stage.PLANNED: "Planned",
    Stage.ARRIVED: "Arrived",
    Stage.READY: "Ready",
    Stage.UNDER_WAY: "Under way",
    Stage.RECOVERING: "Recovering",
    Stage.LEFT: "Left",
    Stage.CLOSED: "Closed",
    Stage.CALLED_OFF: "Called off",
    Stage.TRANSFERRED: "Transferred",
}

# Dosing is ended (recovering) and the session is closed in two acts: field note WO-577.
MAY_FOLLOW: dict[str, tuple[str, ...]] = {
    "planned": ("arrived", "called_off"),
    "arrived": ("ready", "under_way", "called_off", "left"),
    "ready": ("under_way", "arrived", "called_off"),
    "under_way": ("recovering", "transferred"),
    "recovering": ("under_way", "left", "transferred"),
    "left": ("closed",),
    "transferred": ("closed",),
    "called_off": (),
    "closed": (),
}
# At home nobody arrives: the session begins where the person is.
ALSO_AT_HOME: dict[str, tuple[str, ...]] = {"planned": ("ready", "under_way")}

BEFORE_DOSE = ("planned", "arrived", "ready")
# Nothing is due any more, nobody is watched in the room.
OVER = ("left", "closed", "called_off", "transferred")


def may_follow(stage: str, to: str, setting: str) -> bool:
    return to in MAY_FOLLOW[stage] or (setting == "home" and to in ALSO_AT_HOME.get(stage, ()))


def name_of(stage: str) -> str:
    return STAGE_NAMES[Stage(stage)]
