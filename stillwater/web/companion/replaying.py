"""The sound of a session, once more: what played when, and its files where they still are."""

import json
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from stillwater.treatment import queries
from stillwater.treatment.models import Session
from stillwater.treatment.queries.played import played_in
from stillwater.web.companion import clinic_music, scenes
from stillwater.web.shared.sounding import kernel_files
from stillwater.web.shared.speaking import spoken_in
from stillwater.web.shared.steering import played_words, scene_name

OVER = ("left", "closed", "transferred")


def heard_again(session: Session) -> dict[str, Any]:
    """What played, in words; each sound that was heard, with what is in it, who speaks in it and its file if that is still
    there."""
    stretches = played_in(session) if session.stage in OVER else []
    heard = {one.scene for one in stretches if one.what == "playing"}
    sound = queries.sound_of(session)
    both = [(sound, "full"), (sound.calmer, "calmer-full")] if sound else []
    again = [
        (
            scene_name(one.scene),
            scenes.SAID.get(one.scene) or clinic_music.played(one),
            reverse("session_sound", args=[session.pk, which]),
            spoken_in(one),
        )
        for one, which in both
        if one and one.scene in heard and _lies_here(session, which)
    ]
    told = played_words(stretches, mine=True)
    return {"session": session, "over": session.stage in OVER, "played": told, "again": again}


def _lies_here(session: Session, which: str) -> bool:
    path = queries.sound_file(session, which)
    return path is not None and path.exists()


def for_maker(session: Session, sound: queries.Sound | None) -> dict[str, str]:
    """What the player needs where the phone makes the sound itself: where the scores lie, which there are, and its code."""
    if sound is None or sound.music:  # the clinic's music is a file, and no phone makes it
        return {}
    others = " ".join(scene for scene in sound.others if scene != sound.scene)
    scores = reverse("session_score", args=[session.pk, "-"]).removesuffix("-")
    library = reverse("library")
    return {"score": scores, "scenes": others, "voices": library, "made": static("js/sound/made.js"), **kernel_files()}


def for_player(session: Session, sound: queries.Sound | None) -> str:
    """The calmer sound as the session screen's player fetches it, behind the planned one; empty where there is none."""
    calmer = sound.calmer if sound else None
    if calmer is None or not calmer.is_ready:
        return ""
    at = {which: reverse("session_sound", args=[session.pk, f"calmer-{which}"]) for which in calmer.files}
    facts = {
        "scene": calmer.scene, "src": at["full"], "softSrc": at["soft"], "bytes": calmer.files["full"].bytes,
        "softBytes": calmer.files["soft"].bytes, "rest": [round(second, 3) for second in calmer.rest or ()],
    }  # fmt: skip
    return json.dumps(facts)
