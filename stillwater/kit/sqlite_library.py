"""SQLite from a wheel instead of the system's.

The system's library here may carry the corruption bug of 3.7.0 to 3.51.2 (two connections that write and checkpoint at
one instant), so the newer one takes its place before Django looks for it.
"""

import sys

LEAST_VERSION = (3, 51, 3)


def install() -> None:
    """Make `import sqlite3` mean pysqlite3 for this process."""
    import pysqlite3
    from pysqlite3 import dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def too_old(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may corrupt a database under two writers."""
    return version < LEAST_VERSION
