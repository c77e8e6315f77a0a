"""The page on which an entry of another person is hidden and entered where it belongs."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from stillwater.treatment.models import Session
from tests.web.session_room import Beside
from tests.web.test_room import page, text_of

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]


def test_s05_maya_says_whose_it_was_and_it_stands_there(
    beside: Come, browser_of: BrowserOf, session_of: Callable[..., Session]
) -> None:
    ana, ruth, maya = beside("ana"), session_of("ruth"), browser_of("maya")
    reading = ana.read(5, sys=188, dia=102)
    address = reverse("entry_correct", args=[ana.session.pk, reading])
    assert "Ruth Bellamy, record CH-1987, Room 2" in text_of(maya.get(address))
    said = {"how": "wrong_person", "reason": "wrong tablet"}
    nothing_chosen = maya.post(address, said)
    assert nothing_chosen.status_code == 422
    assert "Choose the session, or that it is not known yet." in text_of(nothing_chosen)
    assert maya.post(address, {**said, "belongs_to": str(ruth.pk)}).status_code == 302
    assert "BP 188/102" in page(maya, "room", ruth)
    assert "Re-entered by Maya Lindqvist from another session" in page(maya, "room", ruth)
    assert not re.search(r"\b188\b", text_of(browser_of("ana").get(reverse("my_record"))))
    assert "188/102" in text_of(browser_of("ruth").get(reverse("my_record")))
    assert "The value stands where it belongs." in text_of(maya.get(address))


def test_s05_what_is_not_known_yet_stays_a_task_and_is_placed_from_the_same_page(
    beside: Come, browser_of: BrowserOf, session_of: Callable[..., Session]
) -> None:
    ana, ruth, maya = beside("ana"), session_of("ruth"), browser_of("maya")
    reading = ana.read(5, pulse=131)
    address = reverse("entry_correct", args=[ana.session.pk, reading])
    said = {"how": "wrong_person", "reason": "not hers", "belongs_to": "not_known"}
    assert maya.post(address, said).status_code == 302
    tasks = text_of(maya.get(reverse("board")))
    assert "Enter the hidden value where it belongs" in tasks
    assert "Privacy incident" in tasks
    assert maya.post(address, {"belongs_to": str(ruth.pk)}).status_code == 302
    assert "Pulse 131" in page(maya, "room", ruth)
    assert "Enter the hidden value where it belongs" not in text_of(maya.get(reverse("board")))


def test_a_place_that_was_not_offered_is_refused(
    beside: Come, browser_of: BrowserOf, session_of: Callable[..., Session]
) -> None:
    ana, _, maya = beside("ana"), session_of("ruth"), browser_of("maya")
    reading = ana.read(5, pulse=131)
    address = reverse("entry_correct", args=[ana.session.pk, reading])
    said = {"how": "wrong_person", "reason": "not hers", "belongs_to": str(ana.session.pk)}
    assert maya.post(address, said).status_code == 422
    assert "<s>Pulse 131</s>" not in page(maya, "room", ana.session)
