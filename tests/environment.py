"""The environment of every test, set before settings are read. Database files in WAL mode, never memory."""

import gc
import os
import tempfile
from pathlib import Path

# What a test makes is soon gone; looking for it after every 700 objects costs a twentieth.
gc.set_threshold(100_000, 50, 100)
_data = Path(os.environ.get("STILLWATER_TEST_DATA") or tempfile.mkdtemp(prefix="stillwater-test-"))
os.environ["STILLWATER_TESTING"] = "1"
os.environ["STILLWATER_DATA"] = str(_data)
os.environ.setdefault("STILLWATER_SECRET", "a secret of the tests alone")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")
if "STILLWATER_KEYS" not in os.environ:
    from stillwater.kit.keys import new_master

    os.environ["STILLWATER_KEYS"] = new_master()
