"""Budgets and bans, over every file."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parent.parent
LINES = {".py": 300, ".html": 120, ".js": 150}
VIEW_LINES = 15


def _files(*endings: str, under: str = "stillwater") -> Iterator[Path]:
    for path in sorted((HOUSE / under).rglob("*")):
        if path.suffix in endings and not {"migrations", "vendor", "__pycache__"} & set(path.parts):
            yield path


def test_no_file_has_grown_two_subjects() -> None:
    too_long = {}
    for path in _files(*LINES):
        lines = len(path.read_text().splitlines())
        if lines > LINES[path.suffix]:
            too_long[str(path.relative_to(HOUSE))] = lines
    assert not too_long


def test_a_view_is_translation_only() -> None:
    too_long = {}
    for path in _files(".py", under="stillwater/web"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_view(node):
                first = node.body[0]
                told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                begin = node.body[1 if told and len(node.body) > 1 else 0].lineno
                lines = (node.end_lineno or begin) - begin + 1
                if lines > VIEW_LINES:
                    too_long[f"{path.relative_to(HOUSE)}:{node.name}"] = lines
    assert not too_long


def _is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(d, ast.Call) and getattr(d.func, "id", "") == "door" for d in node.decorator_list)


def test_pages_ask_the_rooms_below_and_never_the_tables() -> None:
    found = [str(p.relative_to(HOUSE)) for p in _files(".py", under="stillwater/web") if ".objects" in p.read_text()]
    assert not found


def test_nobody_writes_raw_sql_or_trusts_a_string_as_html() -> None:
    banned = re.compile(r"\.raw\(|\.extra\(|mark_safe|\|safe\b|autoescape off|execute\(f[\"']")
    allowed = {"stillwater/live/actions.py", "stillwater/kit/triggers.py", "stillwater/kit/rls.py"}
    found = [
        f"{path.relative_to(HOUSE)}: {match.group()}"
        for path in _files(".py", ".html")
        if str(path.relative_to(HOUSE)) not in allowed
        for match in banned.finditer(path.read_text())
    ]
    assert not found


def test_no_page_runs_or_styles_itself() -> None:
    """The content security policy would refuse it; here it is found sooner."""
    inline = re.compile(
        r"<script(?![^>]*\b(?:src=|type=\"application/json\"))|\son\w+=\"|\sstyle=\"|<style|hx-on", re.I
    )
    found = [
        f"{path.relative_to(HOUSE)}: {match.group()}"
        for path in _files(".html")
        for match in inline.finditer(path.read_text())
    ]
    assert not found


def test_the_clock_is_read_at_the_edge() -> None:
    reading = re.compile(r"timezone\.now\(|datetime\.now\(|\bnow\(\)|time\.time\(")
    rooms = ("rules", "models", "queries", "actions")
    found = []
    for path in _files(".py"):
        parts = path.relative_to(HOUSE / "stillwater").with_suffix("").parts
        if parts[0] not in ("web", "commands", "kit") and any(room in parts for room in rooms):
            found += [f"{path.relative_to(HOUSE)}: {m.group()}" for m in reading.finditer(path.read_text())]
    assert not found


def test_no_lock_file_carries_an_address() -> None:
    for name in ("package-lock.json", "requirements/base.txt", "requirements/dev.txt"):
        path = HOUSE / name
        if path.exists():
            assert "resolved" not in path.read_text(), name
            fetched = [line for line in path.read_text().splitlines() if "http" in line and '"url": ' not in line]
            assert not [line for line in fetched if "://" in line], name


def test_no_signals_between_packages() -> None:
    found = [str(p.relative_to(HOUSE)) for p in _files(".py") if "django.db.models.signals" in p.read_text()]
    assert not found


def test_everything_tracked_is_needed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    assert not re.search(r"\.(pyc|sqlite3|log|m4a)$", tracked, re.M)


def test_the_ways_past_the_scopes_are_few_and_known() -> None:
    """`scopes_disabled()` opens row-level security too. A look-up by a secret or by an id that
    may be another clinic's, the sweeper, migrations; no view."""
    known = {
        "journal/actions.py", "treatment/actions/sweeping.py", "treatment/actions/recording.py", "people/access.py",
        "people/queries.py", "people/actions/own.py",
        "demo/people.py", "commands/management/commands/migrate.py", "kit/rls.py",
    }  # fmt: skip
    found = {str(p.relative_to(HOUSE / "stillwater")) for p in _files(".py") if "scopes_disabled()" in p.read_text()}
    assert found <= known
