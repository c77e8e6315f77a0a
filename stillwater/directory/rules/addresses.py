"""Reading an address that somebody wrote on one line."""

import re

from stillwater.directory.rules.fields import STATES


def parts_of(line: str) -> dict[str, str]:
    """What can be told for certain of "12 Cedar Street, Denver, CO 80203": a street always, the others where they are written so."""
    pieces = [piece.strip() for piece in " ".join(line.split()).split(",") if piece.strip()]
    found: dict[str, str] = {}
    if pieces and (end := re.fullmatch(r"([A-Z]{2})(?: (\d{5})(?:-\d{4})?)?", pieces[-1])) and end[1] in STATES:
        found["state"] = end[1]
        found |= {"zip": end[2]} if end[2] else {}
        pieces.pop()
    if len(pieces) > 1:
        found["city"] = pieces.pop()
    if pieces:
        found["street"] = ", ".join(pieces)
    return found
