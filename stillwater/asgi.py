"""The web process."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

from stillwater.kit.lanes import Application

django.setup(set_prefix=False)
application = Application()

# What was loaded at the start stays for good: looking through all of it again and again would hold up a page.
gc.collect()
gc.freeze()
