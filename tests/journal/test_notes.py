"""Private words: sealed with a key of their own, gone when deleted, nobody else's to open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django_scopes import scopes_disabled

from stillwater.audit.queries import about_person, broken, words
from stillwater.demo.people import House
from stillwater.journal import actions, queries
from stillwater.journal.models import Note, Recording
from stillwater.journal.rules import LONGEST_NOTE
from stillwater.kit import files
from stillwater.kit.ids import new_id
from stillwater.kit.keys import Unreadable, unseal
from stillwater.people.access import NOBODY, Access, NotYours
from stillwater.people.keyring import key_of
from stillwater.treatment.models import Session

pytestmark = pytest.mark.django_db
Inside = Callable[[Access], Access]
KITCHEN = "My father's kitchen, and it was light."


def test_what_ana_writes_is_sealed_and_opens_for_her(as_ana: Access, inside: Inside, at: datetime) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="reflection", text=KITCHEN, mood="good", at=at)
    with scopes_disabled():
        assert b"kitchen" not in bytes(Note.objects.get(id=note.id).sealed)
    view = queries.note_for(as_ana, note.id)
    assert (view.text, view.mood, view.made_at) == (KITCHEN, "good", at)


def test_a_seal_opens_at_its_own_place_alone(as_ana: Access, inside: Inside, at: datetime) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)
    assert queries.place_of(note) == f"{note.person_id}|note|{note.id}|body"
    with pytest.raises(Unreadable):
        unseal(key_of(note.id), note.sealed, place=f"{note.person_id}|note|{uuid4()}|body")


def test_nobody_else_opens_changes_or_deletes_it(as_ana: Access, house: House, at: datetime) -> None:
    with as_ana.inside():
        note = actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)
    for name in ("osei", "maya", "priya", "ruth", "renner", "wren"):
        access = house.access(name)
        with access.inside():
            assert queries.notes_of(access) == []
            for forbidden in (
                lambda a=access: queries.note_for(a, note.id),
                lambda a=access: actions.write(a, kind="reflection", text="Mine now", note=note, at=at),
                lambda a=access: actions.delete(a, note, at=at),
                lambda a=access: actions.add_recording(a, note, pieces=[b"x"], media_type="audio/webm", at=at),
            ):
                with pytest.raises(NotYours):
                    forbidden()
    with pytest.raises(NotYours):
        queries.notes_of(NOBODY)


def test_s21_a_deleted_note_leaves_a_tombstone_without_words_key_or_file(
    as_ana: Access, inside: Inside, at: datetime
) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)
    voice = actions.add_recording(as_ana, note, pieces=[b"voice"], media_type="audio/webm", at=at)
    before = bytes(Note.objects.get(id=note.id).sealed)
    actions.delete(as_ana, note, at=at + timedelta(minutes=1))
    with scopes_disabled():
        tomb = Note.objects.get(id=note.id)
        assert (bytes(tomb.sealed), tomb.deleted_at) == (b"", at + timedelta(minutes=1))
        assert Recording.objects.get(id=voice.id).deleted_at is not None
    assert not files.path_of(voice.id).exists()
    with pytest.raises(Unreadable):  # what a backup still holds is silent
        unseal(key_of(note.id), before, place=queries.place_of(note))
    assert queries.notes_of(as_ana) == []


def test_s21_a_deleted_note_is_not_revived_by_a_page_that_was_still_open(
    as_ana: Access, inside: Inside, at: datetime
) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)
    actions.delete(as_ana, note, at=at)
    for late in (
        lambda: actions.write(as_ana, kind="reflection", text="Still typing", note=note, at=at),
        lambda: actions.write(as_ana, kind="reflection", text="Still typing", note_id=note.id, at=at),
        lambda: actions.add_recording(as_ana, note, pieces=[b"voice"], media_type="audio/webm", at=at),
        lambda: actions.share(as_ana, note, as_ana.records[0], at=at),
    ):
        with pytest.raises(NotYours):
            late()
    with pytest.raises(Unreadable):
        key_of(note.id)


def test_s21_new_words_keep_nothing_of_the_old_but_the_mood(as_ana: Access, inside: Inside, at: datetime) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="check_in", text="Bad night", mood="low", at=at)
    old = bytes(Note.objects.get(id=note.id).sealed)
    actions.write(as_ana, kind="check_in", text="A night", note=note, at=at + timedelta(hours=1))
    view = queries.note_for(as_ana, note.id)
    assert (view.text, view.mood, view.changed_at) == ("A night", "low", at + timedelta(hours=1))
    assert bytes(Note.objects.get(id=note.id).sealed) != old
    actions.write(as_ana, kind="check_in", text="A night", mood="", note=note, at=at)
    assert queries.note_for(as_ana, note.id).mood == ""


def test_a_note_sent_twice_by_a_device_is_one_note(as_ana: Access, inside: Inside, at: datetime) -> None:
    inside(as_ana)
    chosen = new_id()
    for text in ("First", "First, and more"):
        actions.write(as_ana, kind="reflection", text=text, note_id=chosen, at=at)
    assert [view.text for view in queries.notes_of(as_ana)] == ["First, and more"]


def test_an_id_that_is_anothers_overwrites_nothing(as_ana: Access, as_ruth: Access, at: datetime) -> None:
    with as_ana.inside():
        note = actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)
        voice = actions.add_recording(as_ana, note, pieces=[b"her voice"], media_type="audio/webm", at=at)
    with as_ruth.inside():
        with pytest.raises(NotYours):
            actions.write(as_ruth, kind="reflection", text="Over it", note_id=note.id, at=at)
        own = actions.write(as_ruth, kind="reflection", text="Mine", at=at)
        with pytest.raises(NotYours):
            actions.add_recording(
                as_ruth, own, pieces=[b"over it"], media_type="audio/webm", recording_id=voice.id, at=at
            )
    with as_ana.inside():
        assert queries.note_for(as_ana, note.id).text == KITCHEN
        assert b"".join(queries.recording_range(as_ana, voice.id, 0)) == b"her voice"


def test_a_recording_is_read_in_ranges_and_kept_once(as_ana: Access, inside: Inside, at: datetime) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="reflection", text="", at=at)
    chosen, content = new_id(), bytes(range(256)) * 1024  # four chunks
    sent = {"pieces": [content[:100_000], content[100_000:]], "media_type": "audio/webm", "recording_id": chosen}
    first = actions.add_recording(as_ana, note, **sent, seconds=31, at=at)  # type: ignore[arg-type]
    assert actions.add_recording(as_ana, note, **sent, at=at) == first  # type: ignore[arg-type]
    assert b"".join(queries.recording_range(as_ana, chosen, 65_000, 70_000)) == content[65_000:70_000]
    assert content[:64] not in files.path_of(chosen).read_bytes()
    assert [one.seconds for one in queries.note_for(as_ana, note.id).recordings] == [31]


def test_nobody_else_hears_a_recording(as_ana: Access, house: House, at: datetime) -> None:
    with as_ana.inside():
        note = actions.write(as_ana, kind="reflection", text="", at=at)
        voice = actions.add_recording(as_ana, note, pieces=[b"voice"], media_type="audio/webm", at=at)
    for name in ("osei", "priya", "ruth", "renner"):
        access = house.access(name)
        with access.inside(), pytest.raises(NotYours):
            queries.recording_range(access, voice.id, 0)


def test_a_note_belongs_to_ones_own_session(
    session_of: Callable[..., Session], as_ana: Access, as_ruth: Access, as_maya: Access, at: datetime
) -> None:
    session = session_of("ana")
    with as_ana.inside():
        actions.write(as_ana, kind="intention", text="To meet what is here", session=session, at=at)
        actions.write(as_ana, kind="intention", text="Another day", at=at + timedelta(hours=1))
        found = queries.latest_intention(as_ana, session)
        assert found is not None
        assert found.text == "To meet what is here"
    for access in (as_ruth, as_maya):
        with access.inside():
            with pytest.raises(NotYours):
                actions.write(access, kind="intention", text="Not mine", session=session, at=at)
            assert queries.latest_intention(access, session) is None


def test_a_text_longer_than_a_note_is_refused_and_nothing_is_lost(as_ana: Access, inside: Inside, at: datetime) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)
    with pytest.raises(actions.TooLong):
        actions.write(as_ana, kind="reflection", text="x" * (LONGEST_NOTE + 1), note=note, at=at)
    assert queries.note_for(as_ana, note.id).text == KITCHEN


def test_the_log_says_that_a_note_was_written_and_never_what(as_ana: Access, inside: Inside, at: datetime) -> None:
    inside(as_ana)
    note = actions.write(as_ana, kind="reflection", text=KITCHEN, at=at)
    actions.delete(as_ana, note, at=at)
    assert as_ana.person is not None
    told = [words(event) for event in about_person(as_ana.person.id, [])[:2]]
    assert told == ["Ana Marlow deleted a private reflection", "Ana Marlow created a private reflection"]
    assert broken() is None
