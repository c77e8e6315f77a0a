"""Read what is open now."""

from uuid import UUID

from stillwater.live.models import Topic


def open_versions() -> dict[UUID, tuple[UUID, int]]:
    """Every open topic: id to (scope, version). Whole, so that nothing can be skipped; a clinic has tens of them."""
    rows = Topic.objects.filter(closed_at__isnull=True).values_list("id", "scope_id", "version")
    return {topic: (scope, version) for topic, scope, version in rows}
