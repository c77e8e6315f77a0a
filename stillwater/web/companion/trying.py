"""To hear half a minute of a scene or a guide before anything depends on it (S14). Nothing is noted about who tried what."""

from collections.abc import Iterable

from django.http import HttpResponseBase, JsonResponse

from stillwater.soundscape import queries
from stillwater.soundscape.actions import Plan, ask_for
from stillwater.soundscape.rules import SCENES, NothingLeft, Programme, trial_listen
from stillwater.web.shared.http import NotHere, Request
from stillwater.web.shared.ranges import ranged, reader

SEED = 1  # the same half minute for everybody: it is rendered once


def of_scene(scene: str, never: Iterable[str]) -> Programme:
    """A scene's trial without what must never play. Raises NotHere where nothing is left of it."""
    if scene not in SCENES:
        raise NotHere
    try:
        return trial_listen(scene, never, seed=SEED)
    except NothingLeft as why:
        raise NotHere from why


def answer(request: Request, plan: Plan) -> HttpResponseBase:
    """The sound, whole or a range. Posted: whether it is there, or whether it could not be made; `begin` asks for it."""
    if request.method == "POST":
        rendering = ask_for(plan=plan, at=request.at, soon=True) if "begin" in request.POST else None
        rendering = rendering or queries.rendering_for(plan.hash)
        ready = rendering is not None and queries.is_whole(rendering)
        return JsonResponse({"ready": ready, "failed": rendering is None or bool(rendering.error and not ready)})
    found = queries.file_of(plan.hash)
    if found is None or not (path := queries.path_of(found)).is_file():
        raise NotHere
    return ranged(request, size=path.stat().st_size, read=reader(path), media_type="audio/mp4")
