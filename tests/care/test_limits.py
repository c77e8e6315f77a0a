"""Limits are somebody's: set, or declined, by name."""

import pytest

from stillwater.care.rules.limits import Limit, in_force, limit_from, missing_limits
from tests.treatment.room import shipped

ESKETAMINE = shipped("esketamine-clinic")


def test_s03_what_nobody_has_set_or_declined_is_missing() -> None:
    assert len(missing_limits([])) == 12
    settled = [Limit("sys", "hold", over=150, by="Dr. Osei"), Limit("sys", "urgent", declined_by="Dr. Osei")]
    missing = missing_limits(settled)
    assert ("sys", "hold") not in missing
    assert ("sys", "urgent") not in missing
    assert ("sedation", "urgent") in missing


def test_a_course_can_set_or_decline_what_the_protocol_ships() -> None:
    mine = (Limit("sys", "prompt", over=150, by="Dr. Osei"), Limit("dia", "prompt", declined_by="Dr. Osei"))
    assert [limit.over for limit in in_force(mine, ESKETAMINE.limits)] == [150]
    assert [limit.over for limit in in_force((), ESKETAMINE.limits)] == [140, 90]


def test_a_limit_needs_a_name_and_a_number() -> None:
    assert limit_from({"measure": "sys", "level": "hold", "over": "150", "by": "Dr. Osei"}).over == 150
    assert limit_from({"measure": "sys", "level": "hold", "declined_by": "Dr. Osei"}).is_declined
    for broken in (
        {"measure": "luck", "level": "hold", "over": 1, "by": "x"},
        {"measure": "sys", "level": "grave", "over": 1, "by": "x"},
        {"measure": "sys", "level": "hold", "by": "x"},
        {"measure": "sys", "level": "hold", "over": 150},
        {"measure": "sys", "level": "hold", "over": "15O", "by": "x"},
    ):
        with pytest.raises(ValueError, match=r"\w"):
            limit_from(broken)
