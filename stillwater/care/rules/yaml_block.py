"""Read YAML strictly, remembering lines: whatever is unknown, missing or of the wrong sort is said, not guessed."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from stillwater.care.rules.protocol_types import MARKS, ProtocolError, Sourced
from stillwater.care.rules.words import FALLBACK, Text

_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_LARGEST_FILE = 200_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Faults:
    """What is wrong so far."""

    def __init__(self) -> None:
        self.errors: list[ProtocolError] = []

    def add(self, line: int, reason: str) -> None:
        self.errors.append(ProtocolError(line, reason))

    def in_order(self) -> list[ProtocolError]:
        return sorted(self.errors, key=lambda error: error.line)


def line_of(node: Node) -> int:
    return int(node.start_mark.line) + 1


class Block:
    """A mapping in the file. Each key is asked for by name; `close` reports the ones that nobody asked for."""

    def __init__(self, node: Node, faults: Faults, where: str) -> None:
        self.faults, self.where, self.line = faults, where, line_of(node)
        self.nodes: dict[str, Node] = {}
        self.asked: set[str] = set()
        self.key_lines: dict[str, int] = {}
        if not isinstance(node, MappingNode):
            faults.add(self.line, f"{where}: a list of “name: value” lines is expected here.")
            return
        for key, value in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else "?"
            if name in self.nodes:
                faults.add(line_of(key), f"“{name}” is written twice in {where}.")
            self.nodes[name], self.key_lines[name] = value, line_of(key)

    def close(self) -> None:
        for name in self.nodes.keys() - self.asked:
            near = difflib.get_close_matches(name, self.asked, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            self.faults.add(self.key_lines[name], f"“{name}” is not a known word in {self.where}.{hint}")

    def fault(self, key: str, reason: str) -> None:
        self.faults.add(self.key_lines.get(key, self.line), reason)

    def has(self, key: str) -> bool:
        self.asked.add(key)
        node = self.nodes.get(key)
        return node is not None and not (isinstance(node, ScalarNode) and node.tag.endswith(":null"))

    def _node(self, key: str, needed: bool) -> Node | None:
        if self.has(key):
            return self.nodes[key]
        if needed:
            self.faults.add(self.line, f"“{key}” is missing in {self.where}.")
        return None

    def string(self, key: str, *, needed: bool = True) -> str:
        node = self._node(key, needed)
        if node is None:
            return ""
        if not isinstance(node, ScalarNode) or not str(node.value).strip():
            self.fault(key, f"“{key}” in {self.where} is a line of text.")
            return ""
        return str(node.value).strip()

    def choice(self, key: str, options: Iterable[str], *, default: str = "") -> str:
        value = self.string(key, needed=not default) or default
        if value and value not in (known := tuple(options)):
            self.fault(key, f"“{value}” is not possible for “{key}” in {self.where}; possible: {', '.join(known)}.")
        return value

    def names(self, key: str, options: Iterable[str], *, needed: bool = True) -> tuple[str, ...]:
        """A list of words, each one of `options`."""
        known, found = tuple(options), []
        for node in self._items(key, needed):
            value = str(node.value) if isinstance(node, ScalarNode) else "?"
            if value not in known:
                self.faults.add(line_of(node), f"“{value}” is not possible in “{key}”; possible: {', '.join(known)}.")
            found.append(value)
        return tuple(found)

    def flag(self, key: str) -> bool:
        node = self._node(key, needed=False)
        if node is None:
            return False
        if not (isinstance(node, ScalarNode) and node.value in ("true", "false")):
            self.fault(key, f"“{key}” in {self.where} is true or false.")
            return False
        return bool(node.value == "true")

    def number(self, key: str, *, needed: bool = True) -> float | None:
        node = self._node(key, needed)
        return None if node is None else self._number(node, key)

    def _number(self, node: Node, key: str) -> float | None:
        if isinstance(node, ScalarNode) and node.tag in _NUMBERS:
            try:
                value = float(str(node.value).replace("_", ""))
            except ValueError:
                value = float("nan")
            if abs(value) < 1_000_000:
                return int(value) if value.is_integer() else value
        said = f" “{node.value}”" if isinstance(node, ScalarNode) else ""
        self.faults.add(line_of(node), f"“{key}” in {self.where} is not a number:{said or ' a list'}.")
        return None

    def words(self, key: str, *, needed: bool = True) -> Text:
        node = self._node(key, needed)
        return {} if node is None else self._words(node, key)

    def _words(self, node: Node, key: str) -> Text:
        if not isinstance(node, MappingNode):
            self.faults.add(line_of(node), f"“{key}” in {self.where} needs its language: en: …")
            return {}
        text = {str(k.value): " ".join(str(v.value).split()) for k, v in node.value if isinstance(v, ScalarNode)}
        for language in text:
            if not _LANGUAGE.fullmatch(language):
                hint = "Words with a comma or a colon stand between quotation marks."
                self.faults.add(line_of(node), f"“{language}” is not a language. {hint}")
        if not text.get(FALLBACK):
            self.faults.add(line_of(node), f"“{key}” in {self.where} has no English words.")
        return text

    def word_list(self, key: str, *, needed: bool = True) -> tuple[Text, ...]:
        return tuple(self._words(node, key) for node in self._items(key, needed))

    def blocks(self, key: str, what: str, *, needed: bool = True) -> list["Block"]:
        return [Block(node, self.faults, what) for node in self._items(key, needed)]

    def block(self, key: str, what: str) -> "Block | None":
        node = self._node(key, needed=True)
        return None if node is None else Block(node, self.faults, what)

    def _items(self, key: str, needed: bool) -> list[Node]:
        node = self._node(key, needed)
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self.fault(key, f"“{key}” in {self.where} is a list.")
            return []
        return list(node.value)

    def source(self) -> tuple[str, str]:
        """The source of this block and its mark. A mark of M, from memory, never ships."""
        source, mark = self.string("source"), self.string("mark")
        if mark == "M":
            why = "a number marked M is from memory, nobody has read its source. Write set_by: clinic."
            self.fault("mark", f"{self.where}: {why}")
        elif mark and mark not in MARKS:
            self.fault("mark", f"{self.where}: the mark is R (read in its source) or R2 (read at second hand).")
        return source, mark

    def sourced(self, key: str, *, needed: bool = True) -> Sourced | None:
        """A number with its source, or one that the clinic sets: {value, source, mark} or {set_by: clinic}."""
        node = self._node(key, needed)
        if node is None:
            return None
        if not isinstance(node, MappingNode):
            self._number(node, key)
            self.fault(key, f"“{key}” in {self.where} has no source. Write value, source and mark, or set_by: clinic.")
            return None
        block = Block(node, self.faults, f"“{key}” in {self.where}")
        found = block._set_by_clinic() if block.has("set_by") else Sourced(block.number("value"), *block.source())
        block.close()
        return found

    def _set_by_clinic(self) -> Sourced:
        self.choice("set_by", ["clinic"])
        value, by = self.number("value", needed=False), self.string("by", needed=False)
        if value is not None and not by:
            self.fault("value", f"{self.where}: who in the clinic set this number? Write by: name.")
        return Sourced(value, self.string("source", needed=False) or "set by the clinic", "clinic", by)


def top_block(text: str, faults: Faults) -> Block | None:
    """The outermost block of a file, or None when it cannot be read at all."""
    if len(text) > _LARGEST_FILE:
        faults.add(1, "The file is too long for a protocol.")
        return None
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=_Loader)):
            faults.add(1, "Write each value out; references (*name) are not read here.")
            return None
        node: Any = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "it is not written as YAML"
        faults.add(mark.line + 1 if mark else 1, f"The file cannot be read from here on: {why}.")
        return None
    if node is None:
        faults.add(1, "The file is empty.")
        return None
    return Block(node, faults, "the protocol")
