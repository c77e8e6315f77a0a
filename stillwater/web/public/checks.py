"""What is looked at before anything is served."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

from stillwater.web.public.streets import wrong_with


@checks.register()
def streets_can_be_read(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A wrong address would be noticed only by whoever looks at the map."""
    why = wrong_with(settings.MAP_PMTILES_URL)
    return (
        [checks.Error(why, "Correct it, or unset it: the map then shows no streets.", id="public.E001")] if why else []
    )
