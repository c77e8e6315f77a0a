"""One-touch records: what the button says and what it records, with and without a script."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Tap:
    """`dom_id` stays the same when the part round it is renewed, so that "recorded, 11:24" and "Undo" survive."""

    dom_id: str
    kind: str
    words: str
    data: dict[str, Any] = field(default_factory=dict)
    cls: str = "btn"
    icon: str = ""
    undo: bool = True
    once: bool = False
    then: str = ""

    @property
    def json(self) -> str:
        return json.dumps(self.data, ensure_ascii=False)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The same as hidden fields of a plain form."""
        return [
            (name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in self.data.items()
        ]
