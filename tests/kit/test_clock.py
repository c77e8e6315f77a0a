"""The clock, and how the demonstration runs ahead of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stillwater.kit import clock


def test_the_demonstration_can_be_a_night_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_ahead", None)
    file = tmp_path / "clock"
    clock.follow(file)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)  # nothing is written yet: the moment itself
    file.write_text(str(14 * 3600))
    assert timedelta(hours=13.9) < clock.now() - datetime.now(UTC) < timedelta(hours=14.1)
    file.write_text("soon")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
