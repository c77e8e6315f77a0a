"""The companion's pages as the patient opens them: today, prepare, the session, home, the morning after, the journal."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.care.models import Consent, Preparation, SupportPerson
from stillwater.demo.courses import LOZENGE
from stillwater.demo.people import House
from stillwater.journal.models import Note, Recording, Share
from stillwater.kit.ids import new_id
from stillwater.people.models import SupportPass
from stillwater.treatment.models import Session
from tests.web.session_room import Beside

BrowserOf = Callable[..., Client]
Come = Callable[..., Beside]
Plan = Callable[..., Session]


async def _whole(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


# Today and prepare


def test_today_shows_one_thing_to_do_and_says_how_many_more(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session_of("ana", starts_at=clock + timedelta(days=1))
    shown = text_of(browser_of("ana").get(reverse("today")))
    assert "Tomorrow is your first session, Ana." in shown
    assert shown.count('class="next"') == 1
    assert "Name who takes you home" in shown
    assert "more, one thing at a time" in shown
    assert "Nothing to eat" not in shown


def test_today_without_a_plan_says_so_and_offers_the_journal(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    shown = text_of(browser_of("ana").get(reverse("today")))
    assert "Nothing is planned, Ana." in shown
    assert reverse("journal") in shown


def test_what_has_a_page_of_its_own_leads_there(session_of: Plan, browser_of: BrowserOf, clock: datetime) -> None:
    session = session_of("ana")
    shown = text_of(browser_of("ana").get(reverse("prepare", args=[session.pk])))
    for page in (
        reverse("consents"),
        reverse("intention", args=[session.pk]),
        reverse("support", args=[session.pk, "drives"]),
    ):
        assert f'class="tick" href="{page}"' in shown


def test_a_thing_is_done_with_one_touch_and_not_after_all_with_another(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana"), browser_of("ana")
    page = text_of(ana.get(reverse("prepare", args=[session.pk])))
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    for done in ("1", "0"):
        ana.post(reverse("tick", args=[session.pk]), {"key": key[1], "done": done})
        with scopes_disabled():
            row = Preparation.objects.get(appointment_id=session.pk, key=key[1])
        assert (row.done_at is not None) == (done == "1")


def test_what_is_not_on_the_plan_is_not_there(session_of: Plan, browser_of: BrowserOf, clock: datetime) -> None:
    session, ana = session_of("ana"), browser_of("ana")
    for key in ("consent", "medicines", "drives", "nothing"):
        assert ana.post(reverse("tick", args=[session.pk]), {"key": key, "done": "1"}).status_code == 404


def test_an_intention_is_kept_and_left_empty_it_is_an_answer_too(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana"), browser_of("ana")
    page = reverse("intention", args=[session.pk])
    assert ana.post(page, {"text": " "}, headers={"X-Autosave": "1"}).status_code == 204
    with scopes_disabled():
        assert not Preparation.objects.filter(appointment_id=session.pk, key="intention").exists()
    ana.post(page, {"text": ""})
    with scopes_disabled():
        assert Preparation.objects.get(appointment_id=session.pk, key="intention").done_at
    ana.post(page, {"text": "To be kind to what comes"})
    with scopes_disabled():
        assert Note.objects.filter(session=session, kind="intention").count() == 1  # the same note, written on
        assert Preparation.objects.get(appointment_id=session.pk, key="intention").done_at
    assert "To be kind to what comes" in text_of(ana.get(page))


def test_words_that_are_too_long_come_back_whole(session_of: Plan, browser_of: BrowserOf, clock: datetime) -> None:
    session, ana = session_of("ana"), browser_of("ana")
    long = "word " * 20_000
    for page in (reverse("intention", args=[session.pk]), reverse("reflect", args=[session.pk]), reverse("journal")):
        answer = ana.post(page, {"text": long})
        assert answer.status_code == 422
        assert long.strip() in answer.content.decode()


def test_who_drives_is_named_then_previewed_then_given_a_pass(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana"), browser_of("ana")
    page = reverse("support", args=[session.pk, "drives"])
    missing = ana.post(page, {"name": "", "phone": "303"})
    assert missing.status_code == 422
    assert 'value="303"' in text_of(missing)
    named = ana.post(page, {"name": "Dan Marlow", "phone": "+1 303 555 0111"})
    shown = text_of(ana.get(named.headers["Location"]))
    assert "What Dan sees" in shown
    assert "your diagnosis, answers to questionnaires, readings" in shown
    given = text_of(ana.post(named.headers["Location"]))
    link = re.search(r"(/with/[\w-]+/)", given)
    assert link
    assert '<svg class="qr"' in given
    opened = Client().get(link[1])
    assert opened.headers["Location"].startswith("/sitting/")


def test_s23_taking_somebody_off_ends_their_pass_and_tells_nobody(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana", LOZENGE), browser_of("ana")
    named = ana.post(reverse("support", args=[session.pk, "sits"]), {"name": "June Tan"})
    ana.post(named.headers["Location"])
    with scopes_disabled():
        person = SupportPerson.objects.get(appointment_id=session.pk)
    ana.post(reverse("support_remove", args=[session.pk, person.pk]))
    with scopes_disabled():
        assert SupportPass.objects.get(patient_id=session.patient_id).revoked_at is not None
    assert "Name who sits with you" in text_of(ana.get(reverse("prepare", args=[session.pk])))


# Consents


def test_s11_a_consent_is_a_question_of_its_own_and_is_taken_back(
    session_of: Plan, browser_of: BrowserOf, clock: datetime
) -> None:
    session, ana = session_of("ana"), browser_of("ana")
    ana.post(reverse("consent_answer", args=["contact"]), {"record": session.patient_id, "answer": "yes"})
    with scopes_disabled():
        kept = Consent.objects.filter(patient_id=session.patient_id, kind="contact").latest("answered_at")
        others = Consent.objects.filter(patient_id=session.patient_id).exclude(kind="contact").count()
    assert kept.answered_at == clock
    ana.post(reverse("consent_withdraw", args=[kept.pk]))
    with scopes_disabled():
        assert Consent.objects.get(pk=kept.pk).withdrawn_at == clock
        assert Consent.objects.filter(patient_id=session.patient_id).exclude(kind="contact").count() == others


# The session


def test_the_way_to_the_session_leads_to_where_it_is(beside: Come, browser_of: BrowserOf, clock: datetime) -> None:
    ana, bed = browser_of("ana"), beside("ana")
    session = bed.session

    def leads() -> str:
        return ana.get(reverse("session_now")).headers["Location"]

    assert leads() == reverse("preflight", args=[session.pk])
    bed.made_ready()
    bed.begun()
    assert leads() == reverse("session_screen", args=[session.pk])
    bed.add("maya", "dose", event="ended")
    bed.add("maya", "moved", to="recovering")
    assert leads() == reverse("going_home", args=[session.pk])
    with time_machine.travel(clock + timedelta(days=1), tick=False):
        assert browser_of("ana").get(reverse("session_now")).headers["Location"] == reverse(
            "morning", args=[session.pk]
        )


def test_s09_the_screen_says_who_is_there_only_after_a_look_in(
    beside: Come, browser_of: BrowserOf, clock: datetime
) -> None:
    bed, ana = beside("ana"), browser_of("ana")
    bed.made_ready()
    bed.begun()
    screen = text_of(ana.get(reverse("session_screen", args=[bed.session.pk])))
    assert "you are safe" not in screen.lower()
    assert '"look_in_fresh_minutes"' in screen
    for never in ("sys", "128/78", "Penicillin"):
        assert f'"{never}"' not in screen  # nothing measured is on the patient's screen (S10)


def test_s12_the_session_screen_has_a_quiet_place_that_says_it_is_cut_off(
    beside: Come, browser_of: BrowserOf, clock: datetime
) -> None:
    """Outside the mask, outside what a view hides, and no live region: nothing is read aloud into a session."""
    screen = text_of(browser_of("ana").get(reverse("session_screen", args=[beside("ana").session.pk])))
    line = "<sw-cut-off><span data-since></span> <span data-goes-on></span></sw-cut-off>"
    before, after = screen.split(line)
    for part in ("<section", "<div"):
        assert before.split("<sw-session", 1)[1].count(part) == before.count(part.replace("<", "</"))
    assert "data-mask hidden" in after


def test_s06_without_sound_the_way_to_the_session_stays_open(
    beside: Come, browser_of: BrowserOf, clock: datetime
) -> None:
    bed, ana = beside("ana"), browser_of("ana")
    with scopes_disabled():
        Session.objects.filter(pk=bed.session.pk).update(sound_hash="")
    shown = text_of(ana.get(reverse("preflight", args=[bed.session.pk])))
    assert "It can begin without: a room speaker, or silence." in shown
    assert reverse("session_screen", args=[bed.session.pk]) in shown


def test_s15_the_morning_after_unlocks_nothing(beside: Come, browser_of: BrowserOf, clock: datetime) -> None:
    bed = beside("ana")
    bed.made_ready()
    bed.begun()
    with time_machine.travel(clock + timedelta(days=1), tick=False):
        shown = text_of(browser_of("ana").get(reverse("morning", args=[bed.session.pk])))
    assert "Still foggy: do not drive." in shown
    assert "Nothing on this page can tell you that you may." in shown


# The journal


def test_a_voice_note_sent_twice_is_kept_once(session_of: Plan, browser_of: BrowserOf, clock: datetime) -> None:
    session, ana, note_id = session_of("ana"), browser_of("ana"), str(new_id())

    def send(media: str = "audio/webm") -> int:
        audio = SimpleUploadedFile("note.webm", b"\x1aE\xdf\xa3" + b"voice" * 100, content_type=media)
        return ana.post(f"{reverse('voice')}?session={session.pk}", {"id": note_id, "audio": audio}).status_code

    assert [send(), send(), send("text/html")] == [201, 409, 422]
    with scopes_disabled():
        kept = Recording.objects.get(pk=note_id)
    played = ana.get(reverse("recording", args=[kept.pk]), headers={"Range": "bytes=4-8"})
    assert (played.status_code, asyncio.run(_whole(played.streaming_content))) == (206, b"voice")


def test_one_note_is_shared_with_one_clinic_and_no_other_note_is(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    ana = browser_of("ana")
    for words in ("The first", "The second"):
        ana.post(reverse("journal"), {"text": words})
    with scopes_disabled():
        first, second = Note.objects.order_by("made_at", "id")
    place = [first.pk, house.patients["ana"].pk]
    ana.post(reverse("note_share", args=place))
    with scopes_disabled():
        assert [s.note_id for s in Share.objects.filter(ended_at=None)] == [first.pk]
    ana.post(reverse("note_share", args=place), {"stop": "1"})
    with scopes_disabled():
        assert not Share.objects.filter(ended_at=None).exists()
    assert ana.post(reverse("note_share", args=[second.pk, house.patients["ruth"].pk])).status_code == 404


def test_s21_a_deleted_note_is_gone_from_the_journal(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    ana = browser_of("ana")
    ana.post(reverse("journal"), {"text": "Not for keeping"})
    with scopes_disabled():
        note = Note.objects.get()
    ana.post(reverse("note_delete", args=[note.pk]))
    assert "Not for keeping" not in text_of(ana.get(reverse("journal")))
    assert ana.get(reverse("note", args=[note.pk])).status_code == 404


def test_the_journal_is_downloaded_whole(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    ana = browser_of("ana")
    ana.post(reverse("journal"), {"text": "Kitchen light"})
    ana.post(reverse("check_in"), {"mood": "middling"})
    notes = ana.get(reverse("journal_download")).json()["notes"]
    assert {(n["kind"], n["text"], n["mood"]) for n in notes} == {
        ("reflection", "Kitchen light", ""), ("check_in", "", "middling"),
    }  # fmt: skip


def test_the_record_is_taken_along_as_a_file(beside: Come, browser_of: BrowserOf, clock: datetime) -> None:
    bed, ana = beside("ana"), browser_of("ana")
    bed.made_ready()
    file = ana.get(reverse("my_record"), {"as": "file"}).json()
    kinds = {entry["kind"] for session in file["sessions"] for entry in session["entries"]}
    assert {"moved", "reading", "check"} <= kinds


# Help


def test_s16_help_stands_on_its_own_page_for_anybody(house: House, browser_of: BrowserOf, clock: datetime) -> None:
    for asker in (Client(), browser_of("ana"), browser_of("maya")):
        shown = text_of(asker.get(reverse("help_now")))
        assert 'href="tel:911"' in shown
        assert 'href="tel:988"' in shown
