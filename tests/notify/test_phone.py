"""Text messages by a program of the operator's, and deliveries of which nothing stays."""

import json
import shlex
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stillwater.notify import phone
from stillwater.notify.actions import queue, send_due
from stillwater.notify.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(tmp_path: Path, settings: Any) -> Path:
    """A program that writes down what it gets, and ends as a file beside it says."""
    (tmp_path / "ends").write_text("0")
    source = tmp_path / "send.py"
    source.write_text(
        "import sys, pathlib\nhere = pathlib.Path(__file__).parent\n"
        "(here / 'got').write_bytes(sys.stdin.buffer.read())\nsys.exit(int((here / 'ends').read_text()))\n"
    )
    settings.STILLWATER_PHONE_COMMAND = shlex.join([sys.executable, str(source)])
    return tmp_path


def _message(at: datetime, about: str = "once:claim:1") -> None:
    queue(
        about=about,
        to_address="+13035550142",
        subject="",
        text="It’s 1234 5678; `rm -rf /`",
        due_at=at,
        channel="phone",
    )


def test_the_program_gets_number_and_text_and_nothing_of_it_is_kept(program: Path, at: datetime) -> None:
    _message(at)
    assert send_due(at=at) == 1
    assert json.loads((program / "got").read_text()) == {"number": "+13035550142", "text": "It’s 1234 5678; `rm -rf /`"}
    kept = Delivery.objects.get()
    assert (kept.to_address, kept.text, kept.sent_at) == ("", "", at)


def test_a_program_that_fails_is_tried_again(program: Path, at: datetime) -> None:
    (program / "ends").write_text("1")
    _message(at)
    assert send_due(at=at) == 0
    assert Delivery.objects.get().trouble == "NotSent"
    (program / "ends").write_text("0")
    assert send_due(at=at + timedelta(minutes=3)) == 1


@pytest.mark.parametrize("command", ["", "/nowhere/at/all", "'unclosed"])
def test_without_a_program_that_runs_nothing_is_sent(settings: Any, command: str) -> None:
    settings.STILLWATER_PHONE_COMMAND = command
    assert phone.is_there() == bool(command)
    with pytest.raises(phone.NotSent):
        phone.send("+13035550142", "Hello")


def test_a_slow_program_holds_up_no_letter(program: Path, at: datetime, mailoutbox: list[Any]) -> None:
    for place in range(3):
        _message(at, about=f"once:claim:{place}")
    queue(about="a letter", to_address="ada@lund.example", subject="s", text="t", due_at=at)
    assert send_due(at=at) == 2  # the letter, and one message a turn
    assert len(mailoutbox) == 1


def test_a_letter_that_cannot_be_sent_is_forgotten_when_it_is_given_up(settings: Any, at: datetime) -> None:
    settings.STILLWATER_PHONE_COMMAND = "/bin/false"
    _message(at)
    when = at
    for _ in range(8):
        send_due(at=when)
        when += timedelta(minutes=300)
    kept = Delivery.objects.get()
    assert (kept.given_up_at is not None, kept.text, kept.to_address) == (True, "", "")
