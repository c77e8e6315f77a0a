"""The web process."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()

# What was loaded at the start stays for good: looking through all of it again and again would hold up a page.
gc.collect()
gc.freeze()
