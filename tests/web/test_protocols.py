"""Protocols: read, adopted, refused with every fault and its line."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.models import ProtocolVersion
from stillwater.care.queries import shipped_protocols
from stillwater.demo.courses import IV
from stillwater.demo.people import House
from stillwater.web.clinic.presenters.protocol import readable
from tests.treatment.room import adopted, shipped

BrowserOf = Callable[..., Client]
TEXTS = {slug: text for slug, _, text in shipped_protocols()}


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def test_a_protocol_is_readable_with_its_sources_and_says_what_the_clinic_must_set() -> None:
    page = readable(shipped("iv-infusion-clinic"))
    observations = next(section for section in page.sections if section.key == "observations")
    assert [(line.title, line.unset) for line in observations.lines] == [
        ("BP, pulse, SpO2", False), ("BP, pulse, SpO2", False), ("Breathing and sedation", True), ("Look in", True),
    ]  # fmt: skip
    assert observations.lines[0].words == "every 10 min, from 0 min to 40 min"
    assert "684 infusions" in observations.lines[0].source
    assert "What is looked at, and how often: Look in" in page.unset
    assert not readable(adopted("iv-infusion-clinic")).unset


def test_no_number_of_a_protocol_is_shown_without_its_source_or_who_set_it() -> None:
    for name in TEXTS:
        for protocol in (shipped(name), adopted(name)):
            for section in readable(protocol).sections:
                for line in section.lines:
                    if section.key in ("observations", "limits", "follow_up") and re.search(r"\d", line.words):
                        assert line.source or line.note, (name, section.key, line)


def test_a_text_that_nobody_reviewed_says_so() -> None:
    danger = next(section for section in readable(shipped("lozenge-home")).sections if section.key == "danger")
    assert {line.note for line in danger.lines} == {"Not yet reviewed by a clinician."}


@pytest.mark.django_db
def test_the_list_shows_what_is_adopted_and_what_ships(
    protocols: dict[str, ProtocolVersion], browser_of: BrowserOf, clock: datetime
) -> None:
    shown = text_of(browser_of("maya").get(reverse("protocols")))
    assert "Version 1, adopted" in shown
    assert "Look and adopt" not in shown
    assert "Look and adopt" in text_of(browser_of("osei").get(reverse("protocols")))


def test_a_version_is_shown_and_its_file_is_the_one_that_was_adopted(
    protocols: dict[str, ProtocolVersion], browser_of: BrowserOf, clock: datetime
) -> None:
    row, maya = protocols[IV], browser_of("maya")
    assert "Set by Dr. Ada Osei." in text_of(maya.get(reverse("protocol", args=[row.pk])))
    file = maya.get(reverse("protocol_file", args=[row.pk]))
    assert file.content.decode() == row.text
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_refused_file_shows_every_fault_with_its_line_and_keeps_what_was_typed(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    wrong = TEXTS[IV].replace("setting: clinic", "setting: garden").replace("    to: 10\n", "    too: 10\n", 1)
    answer = browser_of("osei").post(reverse("protocol_add"), {"text": wrong})
    shown = text_of(answer)
    assert answer.status_code == 422
    line = wrong.splitlines().index("setting: garden") + 1
    assert f"Line {line}</b> “garden” is not possible" in shown
    assert "“too” is not a known word" in shown
    assert "setting: garden" in shown.split("<textarea")[1].split("</textarea>")[0]
    with scopes_disabled():
        assert not ProtocolVersion.objects.exists()


def test_a_file_is_adopted_in_the_name_of_whoever_adopts_it(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    osei = browser_of("osei")
    file = SimpleUploadedFile("iv.yaml", TEXTS[IV].encode())
    answer = osei.post(reverse("protocol_add"), {"file": file})
    shown = text_of(osei.get(answer.headers["Location"]))
    assert "Version 1, adopted 20 Nov 2026 by Dr. Ada Osei" in shown
    assert "the clinic’s to set" in shown


def test_an_empty_form_asks_for_a_protocol(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    answer = browser_of("osei").post(reverse("protocol_add"), {"text": " "})
    assert answer.status_code == 422
    assert "Paste a protocol, or choose a file." in text_of(answer)


def test_a_shipped_protocol_or_an_adopted_version_is_where_a_new_one_begins(
    protocols: dict[str, ProtocolVersion], browser_of: BrowserOf, clock: datetime
) -> None:
    osei = browser_of("osei")
    assert "key: lozenge-home" in text_of(osei.get(reverse("protocol_add"), {"shipped": "lozenge-home"}))
    assert "Dr. Ada Osei" in text_of(osei.get(reverse("protocol_add"), {"version": str(protocols[IV].pk)}))
    assert osei.get(reverse("protocol_add"), {"version": "cellar"}).status_code == 404


def test_only_a_prescriber_adopts_and_another_clinic_sees_nothing(
    protocols: dict[str, ProtocolVersion], browser_of: BrowserOf, clock: datetime
) -> None:
    assert browser_of("maya").get(reverse("protocol_add")).status_code == 404
    for name in ("protocol", "protocol_file"):
        assert browser_of("gail").get(reverse(name, args=[protocols[IV].pk])).status_code == 404
    assert browser_of("sam").get(reverse("protocols")).status_code == 404


def test_first_steps_speak_of_the_patient_and_of_no_blank(
    house: House, protocols: dict[str, ProtocolVersion], browser_of: Callable[..., Client], clock: datetime
) -> None:
    page = browser_of("maya").get(reverse("protocol", args=[protocols[IV].pk])).content.decode()
    assert "{patient}" not in page
    assert "the patient" in page
