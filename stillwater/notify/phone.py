"""Messages to a telephone, by a program of the operator's: it gets {"number": …, "text": …} as JSON on its standard input and ends
with 0 when the message is on its way. No telephone company is built in.
"""

import json
import shlex
import subprocess

from django.conf import settings

SECONDS = 8  # the same process raises missed checks: it must not wait long


class NotSent(OSError):
    """The program is not set, cannot be run, took too long, or ended with something else than 0."""


def is_there() -> bool:
    """Whether this place can send to a telephone at all."""
    return bool(settings.STILLWATER_PHONE_COMMAND)


def send(number: str, text: str) -> None:
    """Hand one message over. Raises NotSent."""
    if not is_there():
        raise NotSent
    given = json.dumps({"number": number, "text": text}).encode()
    try:
        done = subprocess.run(
            shlex.split(settings.STILLWATER_PHONE_COMMAND), input=given, timeout=SECONDS, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError) as why:
        raise NotSent from why
    if done.returncode:
        raise NotSent
