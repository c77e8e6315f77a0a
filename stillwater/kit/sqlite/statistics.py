"""What SQLite knows of its tables. Without it the planner reads every session of a clinic to find those of one patient."""

from django.db import connection, transaction

# Look at every table, also those that this connection has not asked for (0x10000), and analyse the ones that have grown.
_OPTIMIZE = "PRAGMA optimize=0x10002"


def refresh() -> None:
    """Bring the statistics up to date, at a bounded cost. PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OPTIMIZE)
