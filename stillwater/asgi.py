"""The web process."""

import gc
import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

from stillwater.kit.clock import now
from stillwater.kit.lanes import Application

django.setup(set_prefix=False)
application = Application()

# What was loaded at the start stays for good: looking through all of it again and again would hold up a page.
gc.collect()
gc.freeze()


def _read_ahead() -> None:
    from stillwater.directory.queries.searching import read_ahead  # its models are there only now

    read_ahead(now())


threading.Thread(target=_read_ahead, name="directory", daemon=True).start()
