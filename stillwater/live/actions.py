"""Tell whoever watches, and hold a lease."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from stillwater.live.models import Lease, Topic

CHANNEL = "stillwater_live"


def tell(topic_id: UUID, *, scope_id: UUID, version: int, closed_at: datetime | None = None) -> None:
    """Say that a topic has a new version, inside the transaction that made it: whoever reads sees both or neither."""
    Topic.objects.bulk_create(
        [Topic(id=topic_id, scope_id=scope_id, version=version, closed_at=closed_at)],
        update_conflicts=True, unique_fields=["id"], update_fields=["version", "closed_at"],
    )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def hold(name: str, *, holder: UUID, at: datetime, seconds: int) -> bool:
    """Take or renew a lease; False while somebody else holds it."""
    until = at + timedelta(seconds=seconds)
    with transaction.atomic():
        Lease.objects.bulk_create([Lease(name=name, holder=holder, until_at=until)], ignore_conflicts=True)
        mine_or_over = Q(holder=holder) | Q(until_at__lt=at)
        return bool(Lease.objects.filter(mine_or_over, name=name).update(holder=holder, until_at=until))
