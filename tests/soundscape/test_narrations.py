"""A guide in the voice of somebody of the clinic: line by line, sealed, put together as any other, and removed for good."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from stillwater.audit.queries import of_clinic, words
from stillwater.demo.people import House
from stillwater.kit import files
from stillwater.kit.ids import new_id
from stillwater.kit.keys import Unreadable
from stillwater.people.access import Access, NotYours
from stillwater.soundscape import queries, tasks
from stillwater.soundscape.actions import narrations as actions
from stillwater.soundscape.engine import taken
from stillwater.soundscape.engine.voice import RATE
from stillwater.soundscape.models import Narration, NarrationFile, RenderedFile, Take
from stillwater.soundscape.queries import narrations
from stillwater.soundscape.rules.guides import Guide, read
from stillwater.soundscape.rules.narrating import lines_of, missing, plans, script_of
from tests.soundscape.reading_aloud import NINE, SCRIPT, hum, hurried, keep, own, window

__all__ = ["window"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
Inside = Callable[[Access], Access]


def _read_all(access: Access, house: House, guide: Guide, folder: Path, *loud: float) -> Narration:
    for number, level in enumerate(loud, 1):
        keep(access, house, guide, number, hum(folder, level))
    return own(access)


def _together(narration: Narration) -> None:
    tasks.put_together.call(str(narration.clinic_id), str(narration.id))


def _heard(access: Access, narration: Narration, eyes: str, kind: str) -> bytes:
    with access.inside():
        file = narrations.file_of_narration(narration, eyes, kind)
        return b"".join(narrations.piece_of(narration.id, file.id))


def test_every_line_of_both_versions_is_read_once(window: Guide) -> None:
    lines = lines_of(window)
    assert [(line.text, line.only) for line in lines] == [
        ("You can stop at any time.", ""), ("You might picture a window.", "closed"), ("You might look at a window.", "open"),
        ("That is all.", ""),
    ]  # fmt: skip
    assert missing(window, {line.key for line in lines[1:]}) == lines[:1]
    for guide in queries.guides():
        spoken = {part.text for plan in plans(guide).values() for part in plan.parts if part.kind == "say"}
        assert {line.text for line in lines_of(guide)} == spoken


def test_lines_are_put_together_at_one_loudness_with_the_same_rests_and_captions(
    window: Guide, house: House, as_priya: Access, tmp_path: Path, folder: Path
) -> None:
    narration = _read_all(as_priya, house, window, tmp_path, 0.02, 0.5, 0.1, 0.3)
    assert narration.asked_at == NINE, "with the last line"
    _together(narration)
    narration = own(as_priya)
    assert narration.made_script == script_of(window)
    said = _heard(as_priya, narration, "closed", RenderedFile.CAPTIONS).decode()
    assert said.count("You can stop at any time.") == 2
    assert "picture a window" in said
    assert "look at a window" not in said
    sound = tmp_path / "whole.m4a"
    sound.write_bytes(_heard(as_priya, narration, "closed", RenderedFile.USUAL))
    with av.open(str(sound)) as file:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
    assert len(heard) / RATE == pytest.approx(4 * (1.375 + 0.75) + 4 * 2, abs=1.5)
    starts = [60 * int(minute) + float(second) for minute, second in re.findall(r"00:(\d\d):(\S+) -->", said)]
    first, second = (np.abs(heard[round((at + 0.5) * RATE) : round((at + 0.9) * RATE)]).max() for at in starts[:2])
    assert 20 * abs(np.log10(first / second)) < 2, "one was 28 dB under the other"
    assert not [path for path in folder.rglob("*") if path.is_file() and path.name != ".one-at-a-time"]


def test_what_is_cut_away_is_what_is_not_said(tmp_path: Path) -> None:
    clip = taken.said(taken.decoded(hum(tmp_path, 0.3, seconds=1, quiet=2)))
    assert len(clip) / RATE == pytest.approx(1.375, abs=0.1)
    with pytest.raises(taken.NotHeard):
        taken.Taken({"a": hum(tmp_path, 0.0)}).render("a")
    with pytest.raises(taken.NotHeard):
        taken.Taken({"a": b"no sound at all"}).render("a")


def test_a_line_that_is_a_list_of_other_files_opens_none_of_them(tmp_path: Path) -> None:
    other = tmp_path / "other.wav"
    other.write_bytes(hum(tmp_path, 0.3))
    for script in (f"ffconcat version 1.0\nfile '{other}'\n", f"#EXTM3U\n#EXTINF:2,\nfile://{other}\n#EXT-X-ENDLIST\n"):
        with pytest.raises(taken.NotHeard):
            taken.Taken({"a": script.encode()}).render("a")


def test_s22_what_is_recorded_lies_sealed_and_sent_twice_is_kept_once(
    window: Guide, house: House, as_priya: Access, tmp_path: Path
) -> None:
    sent, sound = new_id(), hum(tmp_path, 0.3)
    first = keep(as_priya, house, window, 1, sound, sent_id=sent)
    assert keep(as_priya, house, window, 1, sound, sent_id=sent).id == first.id
    assert sound[200:260] not in files.path_of(first.id).read_bytes()
    with as_priya.inside():
        assert b"".join(narrations.piece_of(first.narration_id, first.id)) == sound
    second = keep(as_priya, house, window, 1, sound)
    assert not files.path_of(first.id).exists()
    with as_priya.inside():
        assert Take.objects.get().id == second.id
    told = [words(event) for event in of_clinic(house.clinic.id)]
    assert told[0] == "Priya Raman changed line 1 of Priya Raman’s reading of “The window”"
    assert told[2] == "Priya Raman created Priya Raman’s reading of “The window”"


def test_a_line_that_the_guide_does_not_have_is_not_kept(
    window: Guide, house: House, inside: Inside, as_priya: Access
) -> None:
    inside(as_priya)
    with pytest.raises(actions.NotALine):
        actions.keep_take(
            as_priya,
            house.clinic.id,
            window,
            line="0" * 64,
            sent_id=new_id(),
            pieces=[b"x"],
            media_type="audio/mp4",
            at=NINE,
        )
    assert not Narration.objects.exists()


def test_a_line_in_which_nothing_is_heard_is_named_and_what_was_there_stays(
    window: Guide, house: House, as_priya: Access, tmp_path: Path
) -> None:
    narration = _read_all(as_priya, house, window, tmp_path, 0.3, 0.3, 0.3, 0.3)
    _together(narration)
    before = own(as_priya).made_at
    keep(as_priya, house, window, 2, hum(tmp_path, 0.0), at=NINE + timedelta(minutes=1))
    _together(narration)
    now = own(as_priya)
    assert (now.error, now.made_at) == ("You might picture a window.", before)
    assert _heard(as_priya, now, "closed", RenderedFile.USUAL)


def test_only_who_reads_offers_it_and_only_once_it_is_whole(
    window: Guide, house: House, as_priya: Access, as_osei: Access, tmp_path: Path
) -> None:
    keep(as_priya, house, window, 1, hum(tmp_path, 0.3))
    with as_priya.inside():
        with pytest.raises(actions.NotWhole):
            actions.put_together(as_priya, house.clinic.id, window, at=NINE)
        with pytest.raises(actions.NotWhole):
            actions.offer(as_priya, own(as_priya), on=True, at=NINE)
    with as_osei.inside(), pytest.raises(NotYours):
        actions.offer(as_osei, own(as_priya), on=True, at=NINE)


def test_it_is_offered_to_the_patients_of_that_clinic_alone_while_it_fits_its_script(
    window: Guide, house: House, as_priya: Access, as_ana: Access, as_kit: Access, as_wren: Access, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    narration = _read_all(as_priya, house, window, tmp_path, 0.3, 0.3, 0.3, 0.3)
    _together(narration)
    with as_ana.inside():
        assert narrations.offered_to(as_ana) == []
    with as_priya.inside():
        actions.offer(as_priya, narration, on=True, at=NINE)
    with as_ana.inside():
        assert narrations.offered_for(as_ana, narration.id, "the-window").reader_name == "Priya Raman"
    for stranger in (as_kit, as_wren):
        with stranger.inside(), pytest.raises(NotYours):
            narrations.offered_for(stranger, narration.id, "the-window")
    changed = hurried(read(SCRIPT.replace("That is all.", "That is all for now.")))
    monkeypatch.setattr(queries, "guides", lambda: (changed,))
    with as_ana.inside():
        assert narrations.offered_to(as_ana) == []


@pytest.mark.parametrize("who", ["priya", "osei"])
def test_removed_by_who_read_it_or_by_an_owner_it_is_gone_with_its_key(
    window: Guide, house: House, as_priya: Access, tmp_path: Path, who: str
) -> None:
    narration = _read_all(as_priya, house, window, tmp_path, 0.3, 0.3, 0.3, 0.3)
    _together(narration)
    with as_priya.inside():
        held = [*Take.objects.values_list("id", flat=True), *NarrationFile.objects.values_list("id", flat=True)]
    assert len(held) == 8
    access = house.access(who)
    with access.inside():
        actions.remove(access, narration, at=NINE)
        assert not Take.objects.exists()
        assert not NarrationFile.objects.exists()
        with pytest.raises(Unreadable):
            next(narrations.piece_of(narration.id, held[0]))
    assert not [file for file in held if files.path_of(file).exists()]
    _together(narration)  # a worker that comes too late finds nothing to do
    keep(as_priya, house, window, 1, hum(tmp_path, 0.3))  # and it can be begun anew
    assert own(as_priya).id != narration.id


def test_nobody_else_removes_it_or_hears_a_line(
    window: Guide, house: House, as_priya: Access, as_theo: Access, as_gail: Access, as_osei: Access, tmp_path: Path
) -> None:
    take = keep(as_priya, house, window, 1, hum(tmp_path, 0.3))
    narration = own(as_priya)
    for access in (as_theo, as_gail):
        with access.inside(), pytest.raises(NotYours):
            actions.remove(access, narration, at=NINE)
    for access in (as_theo, as_gail, as_osei):
        with access.inside(), pytest.raises(NotYours):
            narrations.take_for(access, take.id)
    with as_priya.inside():
        assert narrations.take_for(as_priya, take.id) == take
