"""The pages of a serious event and of a death: the clinic's, and the quiet ones of whoever opens the patient's."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from stillwater.demo.people import House
from stillwater.kit.words import forbidden_in
from tests.web.session_room import Beside
from tests.web.test_room import page, record, text_of

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]


def test_s17_a_death_learnt_of_days_later_is_recorded_from_the_patients_page(
    beside: Come, browser_of: BrowserOf, house: House
) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    ana.begun(ago=60 * 24)
    patient = reverse("patient", args=[house.patients["ana"].id])
    serious = reverse("patient_serious", args=[house.patients["ana"].id])
    assert serious in text_of(maya.get(patient))
    there = reverse("room_part", args=[ana.session.pk, "serious"])
    assert maya.get(serious).url == there  # type: ignore[attr-defined]
    said = {"what": "death", "text": "Her brother rang", "observed_date": "2026-11-20", "observed_time": "04:30"}
    assert record(maya, ana.session, "serious", back="serious", **said).url == there  # type: ignore[attr-defined]
    shown = text_of(maya.get(there))
    assert "Death: Her brother rang" in shown
    assert "20 Nov 04:30" in shown
    assert "Speak with the family of Ana" in shown
    assert "The private journal stays shut." in shown
    assert "A death is recorded for 20 November 2026, by Maya Lindqvist." in text_of(maya.get(patient))
    assert "The private journal stays shut." in page(maya, "session_record", ana.session)
    assert not forbidden_in(shown)


def test_what_is_missing_comes_back_beside_its_field(beside: Come, browser_of: BrowserOf) -> None:
    ana, maya = beside("ana"), browser_of("maya")
    answer = record(maya, ana.session, "serious", back="serious", text="a fall", observed_date="2026-11-19")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "a fall" in text_of(answer)


def test_a_therapist_reads_it_and_records_nothing(beside: Come, browser_of: BrowserOf) -> None:
    ana, priya = beside("ana"), browser_of("priya")
    assert "A prescriber or a nurse records it." in page(priya, "room_part", ana.session, "serious")
    assert record(priya, ana.session, "serious", back="serious", what="death", text="x").status_code == 422  # type: ignore[attr-defined]


def test_nobody_of_another_clinic_finds_the_page(beside: Come, browser_of: BrowserOf, house: House) -> None:
    beside("ana")
    assert browser_of("gail").get(reverse("patient_serious", args=[house.patients["ana"].id])).status_code == 404


@pytest.mark.parametrize("name", ["today", "prepare", "morning", "session_now", "wishes"])
def test_s17_the_pages_of_somebody_who_died_are_quiet(name: str, beside: Come, browser_of: BrowserOf) -> None:
    ana = beside("ana")
    ana.add("maya", "serious", what="death", text="at home")
    args = [] if name in ("today", "session_now", "wishes") else [ana.session.pk]
    shown = text_of(browser_of("ana").get(reverse(name, args=args)))
    assert "These pages are quiet now." in shown
    assert "Dr. Osei, on call" in shown
    for cheerful in ("mood", "Your first session", "Good morning", "nearly ready", "How the day will go"):
        assert cheerful not in shown
    assert not forbidden_in(shown)


def test_s17_after_a_serious_event_nobody_is_asked_for_their_mood(beside: Come, browser_of: BrowserOf) -> None:
    ana, hers = beside("ana"), browser_of("ana")
    assert "How is your mood now?" in text_of(hers.get(reverse("today")))
    ana.add("maya", "serious", what="serious_event", text="fainted")
    shown = text_of(hers.get(reverse("today")))
    assert "How is your mood now?" not in shown
    assert "Your team is looking into something that happened." in shown


def test_s17_a_deletion_is_refused_kindly(beside: Come, browser_of: BrowserOf) -> None:
    ana, hers = beside("ana"), browser_of("ana")
    written = hers.post(reverse("journal"), {"text": "My own words."}).url  # type: ignore[attr-defined]
    ana.add("maya", "serious", what="serious_event", text="fainted")
    answer = hers.post(f"{written}/delete")
    assert answer.status_code == 409
    assert "For now nothing can be deleted here." in text_of(answer)
    assert "My own words." in text_of(hers.get(written))


def test_s17_words_written_over_while_it_stands_are_kept_as_a_note_of_their_own(
    beside: Come, browser_of: BrowserOf, clock: datetime
) -> None:
    ana, hers = beside("ana"), browser_of("ana")
    written = hers.post(reverse("journal"), {"text": "My own words."}).url  # type: ignore[attr-defined]
    assert "For now your earlier words stay too." not in text_of(hers.get(written))
    ana.add("maya", "serious", what="serious_event", text="fainted")
    assert "For now your earlier words stay too." in text_of(hers.get(written))
    for text in ("Other", "Other words", "Other words."):  # as a page saves by itself while they are typed
        with time_machine.travel(clock + timedelta(minutes=1), tick=False):
            assert hers.post(written, {"text": text}, headers={"X-Autosave": "1"}).status_code == 204
    assert "Other words." in text_of(hers.get(written))
    journal = json.loads(hers.get(reverse("journal_download")).content)
    assert [note["text"] for note in journal["notes"]] == ["Other words.", "My own words."]
