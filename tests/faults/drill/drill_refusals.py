"""Run with an installation's environment: try to restore each of the files named, under other keys. Prints what was said."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")

import django

django.setup()

from django.core.management import CommandError, call_command
from django.test import override_settings

told = []
for file, changed in json.loads(sys.argv[1]):
    try:
        with override_settings(**changed):
            call_command("restore", file)
        told.append("")
    except CommandError as why:
        told.append(str(why))
print(json.dumps(told))
