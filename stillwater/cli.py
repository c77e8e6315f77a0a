"""The command line: `stillwater serve`, `stillwater backup`, `stillwater keys new`, …"""

import os
import sys
from pathlib import Path

DEMO_DATA = "data/demo"


def main() -> None:
    """Run one of the management commands under the product's name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillwater.settings")
    if "--demo" in sys.argv:
        demonstration()
    from django.core.management import execute_from_command_line

    asked = sys.argv[1:]
    if asked and not asked[0].startswith("-"):
        asked[0] = asked[0].replace("-", "_")  # a command is a module, and is typed as `invite-own`
    execute_from_command_line(["stillwater", *asked])


def demonstration() -> None:
    """A data folder and keys of its own, so that the demonstration never touches anything real."""
    os.environ["STILLWATER_DEMO"] = "1"
    data = Path(os.environ.setdefault("STILLWATER_DATA", DEMO_DATA))
    data.mkdir(parents=True, exist_ok=True)
    os.environ.pop("DATABASE_URL", None)
    kept = data / "demo-keys"
    if not kept.exists():
        import secrets

        from stillwater.kit.keys import new_master

        kept.touch(mode=0o600)
        kept.write_text(f"{secrets.token_urlsafe(32)}\n{new_master()}\n")
    secret, keys = kept.read_text().split()
    os.environ["STILLWATER_SECRET"], os.environ["STILLWATER_KEYS"] = secret, keys


if __name__ == "__main__":
    main()
