"""Compile the catalogues: every django.po of stillwater/locale becomes the django.mo that the pages read.

New strings are gathered with gettext's own tools, in stillwater/:

    ../.venv/bin/django-admin makemessages -l es -i "*/migrations/*" --no-wrap --no-location

Then translate, run this, and commit both files: whoever installs Stillwater needs no gettext.
"""

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LOCALE = Path(__file__).parents[1] / "stillwater" / "locale"


@dataclass
class Message:
    """One entry: what is said, its plural if it has one, and the translations, one a plural form."""

    said: str = ""
    plural: str = ""
    context: str = ""
    translated: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def messages(po: str) -> Iterator[Message]:
    """The entries of a .po, its header (which says nothing in English) first."""
    for block in po.split("\n\n"):
        found, at = Message(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                found.flags |= {flag.strip() for flag in line[2:].split(",")}
            if not line or line.startswith("#"):
                continue
            word, _, quoted = ("", "", line) if line.startswith('"') else line.partition(" ")
            at, text = word or at, ast.literal_eval(quoted)
            if at.startswith("msgstr"):
                found.translated = (
                    [*found.translated, text] if word else [*found.translated[:-1], found.translated[-1] + text]
                )
            elif at == "msgid":
                found.said += text
            elif at == "msgid_plural":
                found.plural += text
            elif at == "msgctxt":
                found.context += text
        if found.translated:
            yield found


def compiled(po: str) -> bytes:
    """The same as a .mo: sorted, without what is not translated or only guessed."""
    pairs = {}
    for each in messages(po):
        if all(each.translated) and "fuzzy" not in each.flags:
            said = f"{each.said}\0{each.plural}" if each.plural else each.said
            key = f"{each.context}\4{said}" if each.context else said
            kept = (
                re.sub(r"POT-Creation-Date:.*\n", "", "\0".join(each.translated))
                if not key
                else "\0".join(each.translated)
            )
            pairs[key.encode()] = kept.encode()
    keys, start = sorted(pairs), 28 + 16 * len(pairs)
    rows, text = ([], []), b""
    for row, column in zip(rows, (keys, [pairs[key] for key in keys]), strict=True):
        for one in column:
            row += [len(one), start + len(text)]
            text += one + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + struct.pack(f"<{4 * len(keys)}I", *rows[0], *rows[1]) + text


if __name__ == "__main__":
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        source.with_suffix(".mo").write_bytes(compiled(source.read_text()))
        print(
            f"{source.with_suffix('.mo').relative_to(LOCALE)}: {sum(1 for _ in messages(source.read_text()))} strings read"
        )
