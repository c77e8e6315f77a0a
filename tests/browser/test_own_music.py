"""Iris chooses music of her own: what can be played is measured, put in order and kept; what cannot be is named with its reason."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import own_files
from tests.browser.conftest import PHONE, TABLET, House, Someone
from tests.browser.walk import press
from tests.soundscape.gentle import ebur128

KEPT = """() => new Promise((done) => {
  indexedDB.open('stillwater-own-music').onsuccess = ({ target }) => {
    target.result.transaction('rows').objectStore('rows').getAll().onsuccess = (event) => done(event.target.result);
  };
})"""
FILES_KEPT = KEPT.replace("'rows'", "'files'")
FULL = "() => { navigator.storage.estimate = async () => ({ quota: 1000, usage: 990 }); }"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three that can be played, and one for each way in which a file cannot."""
    made = tmp_path_factory.mktemp("music")
    own_files.as_wav(made / "calm.wav", own_files.chord(45, -30))
    own_files.encoded(made / "song.m4a", "aac", own_files.chord(24, -3, swell=12))
    own_files.encoded(made / "band.opus", "libopus", own_files.chord(24, -1, swell=3))
    own_files.encoded(made / "hour.m4a", "aac", own_files.chord(6, -9), times=125)
    own_files.of_hours(made / "audiobook.m4a", 4)
    own_files.locked(made / "bought.m4a", made / "song.m4a")
    own_files.as_wav(made / "silent.wav", np.zeros((1, 25 * own_files.RATE), dtype=np.float32))
    own_files.as_wav(made / "jingle.wav", own_files.chord(4, -10))
    (made / "broken off.wav").write_bytes((made / "calm.wav").read_bytes()[:4_000_000])
    (made / "corrupt.mp3").write_bytes(np.random.default_rng(7).bytes(60_000))
    (made / "empty.mp3").write_bytes(b"")
    (made / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 200)
    return made


REASONS = {
    "audiobook.m4a": "one file may be 90 minutes at most",
    "bought.m4a": "copy protection (DRM)",
    "silent.wav": "silent from beginning to end",
    "jingle.wav": "shorter than 20 seconds",
    "broken off.wav": "breaks off before its end",
    "corrupt.mp3": "cannot be read",
    "empty.mp3": "the file is empty",
    "picture.png": "not a sound file",
}


@pytest.fixture
def iris(people: Callable[..., Someone]) -> Iterator[Someone]:
    someone = people("Iris", PHONE)
    someone.goes("/library")
    someone.taps("Choose your own music", "link")
    expect(someone.page.locator("sw-own-music")).to_be_visible()
    yield someone
    assert not someone.problems


def choose(page: Page, *paths: Path) -> None:
    expect(page.locator("sw-own-music")).to_be_visible()  # its script is there
    page.locator("[data-choose]").set_input_files(list(paths))
    expect(page.locator("sw-own-music")).to_have_attribute("data-state", "idle", timeout=120_000)


def pieces(page: Page) -> Locator:
    return page.locator("[data-list] > li")


def in_order(page: Page, *names: str) -> None:
    expect(page.locator("[data-list] [data-name]")).to_have_text(list(names))


def heard_by_ffmpeg(path: Path) -> float:
    """The loudness by FFmpeg's own meter."""
    with own_files.av.open(str(path)) as file:
        resampler = own_files.av.AudioResampler(format="flt", layout="stereo", rate=own_files.RATE)
        sound = [
            part.to_ndarray().reshape(-1, 2) for frame in file.decode(audio=0) for part in resampler.resample(frame)
        ]
    return float(ebur128(np.concatenate(sound))["lavfi.r128.I"])


def test_bad_files_are_named_with_their_reason_and_left_out(iris: Someone, files: Path) -> None:
    page = iris.page
    choose(page, files / "song.m4a", *(files / name for name in REASONS))
    expect(page.locator("[data-said]")).to_have_text("Looked at: 9. Can be played: 1.")
    for name, reason in REASONS.items():
        row = pieces(page).filter(has_text=name)
        expect(row).to_contain_text("Left out: ")
        expect(row).to_contain_text(reason)
        expect(row.get_by_role("button")).to_have_count(1)
    assert len(page.evaluate(FILES_KEPT)) == 1, "of what is left out nothing is kept but its name and the reason"
    page.reload()
    expect(pieces(page)).to_have_count(9)
    page.get_by_role("button", name="Remove: corrupt.mp3").click()
    expect(pieces(page)).to_have_count(8)
    page.evaluate(FULL)
    choose(page, files / "band.opus")
    expect(pieces(page).filter(has_text="band.opus")).to_contain_text("there is no room for it")
    choose(page, files / "song.m4a")
    expect(page.locator("[data-said]")).to_have_text("song.m4a is already in the list.")


def test_own_pieces_are_measured_put_in_order_and_there_again_without_a_network(
    iris: Someone, house: House, files: Path
) -> None:
    page, sent = iris.page, list[str]()
    page.context.on("request", lambda asked: sent.append(asked.url) if asked.method != "GET" else None)
    choose(page, files / "band.opus", files / "calm.wav", files / "song.m4a")
    expect(pieces(page).filter(has_text="calm.wav")).to_contain_text("0:45, very quiet as it was recorded; turned up")
    expect(pieces(page).filter(has_text="band.opus")).to_contain_text("very loud as it was recorded; turned down")
    for row in page.evaluate(KEPT):
        assert row["loudness"] == pytest.approx(heard_by_ffmpeg(files / row["name"]), abs=0.2), row
    in_order(page, "band.opus", "calm.wav", "song.m4a")
    page.get_by_role("button", name="Later: band.opus").press("Enter")
    in_order(page, "calm.wav", "band.opus", "song.m4a")
    expect(page.get_by_role("button", name="Later: band.opus")).to_be_focused()
    expect(page.get_by_role("button", name="Earlier: calm.wav")).to_be_disabled()
    page.get_by_role("button", name="Put into a gentle order").click()
    expect(page.locator("[data-said]")).to_contain_text("the fullest in the middle")
    in_order(page, "calm.wav", "song.m4a", "band.opus")

    page.get_by_role("button", name="Remove: band.opus").click()
    expect(page.locator("[data-total]")).to_contain_text(re.compile("1 min; your session’s sound is"))
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    in_order(page, "calm.wav", "song.m4a", "band.opus")

    row = pieces(page).filter(has_text="song.m4a")
    row.get_by_role("button", name="Listen: song.m4a").click()
    expect(row.get_by_role("button", name="Stop")).to_be_visible()
    row.get_by_role("button", name="Stop").click()
    page.get_by_text("Play my own music in my next session").click()
    expect(page.locator("[data-said]")).to_contain_text("begins with your own music")
    assert page.evaluate("localStorage.getItem('stillwater-sound-path')") == "own"

    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.match('/library/own-music').then(Boolean)")
    iris.context.set_offline(True)
    page.reload()
    expect(pieces(page)).to_have_count(3)
    in_order(page, "calm.wav", "song.m4a", "band.opus")
    expect(page.locator("[data-use]")).to_be_checked()
    expect(page.locator("[data-room]")).to_contain_text("Your music takes 9 MB")
    choose(page, files / "jingle.wav")
    expect(pieces(page).filter(has_text="jingle.wav")).to_contain_text("shorter than 20 seconds")
    iris.context.set_offline(False)

    assert not sent, "nothing is uploaded"
    assert not [url for url in iris.asked if any(name in url for name in ("band", "calm", "song"))]
    assert not [url for url in iris.asked if not url.startswith((house.url, "data:", "blob:"))]


def test_a_long_file_is_measured_a_minute_at_a_time(iris: Someone, files: Path) -> None:
    page = iris.page
    choose(page, files / "hour.m4a")
    expect(pieces(page)).to_contain_text("12:3")
    [row] = page.evaluate(KEPT)
    assert row["loudness"] == pytest.approx(heard_by_ffmpeg(files / "hour.m4a"), abs=0.3)
    page.get_by_role("button", name="Remove: hour.m4a").click()
    assert page.evaluate("localStorage.getItem('stillwater-sound-path')") in (None, "file")
    page.reload()
    page.wait_for_function(f"({FILES_KEPT})().then((files) => files.length === 0)")  # it can no longer be brought back
    expect(pieces(page)).to_have_count(0)


def test_anas_session_begins_with_her_own_music_is_steered_and_goes_on_with_the_planned_sound(
    people: Callable[..., Someone], files: Path
) -> None:
    ana, maya = people("Ana", PHONE), people("Maya", TABLET)
    phone = ana.goes("/library/own-music")
    choose(phone, files / "song.m4a")
    session = ana.goes("/session").url.rstrip("/").split("/")[-1]
    ana.goes(f"/session/{session}/ready")
    phone.get_by_text("How this phone plays the sound").first.click()
    phone.get_by_label("Your own music").check()
    ana.goes(f"/session/{session}")
    phone.locator("[data-player-begin]").click()
    expect(phone.locator("sw-player")).to_have_attribute("data-sound", "playing")

    maya.goes("/board")
    room = maya.page
    room.locator("aside.day, .rooms").get_by_role("link", name=re.compile("Ana")).first.click()
    press(room, "Sound", "link", exact=True)
    steer = room.locator("#steer")
    expect(steer).to_contain_text("plays their own music.")
    press(steer, "Pause")
    expect(phone.locator("sw-player")).to_have_attribute("data-sound", "paused")
    expect(steer).to_contain_text("Paused on Ana’s phone")
    press(steer, "Play again")
    expect(phone.locator("sw-player")).to_have_attribute("data-sound", "playing")
    phone.wait_for_function("() => document.querySelector('sw-player').pair.scene() === 'strings'", timeout=60_000)
    expect(steer).to_contain_text("plays Slow strings.")
    began, now = phone.evaluate(
        "() => { const { pair } = document.querySelector('sw-player'); const at = pair.position();"
        " return new Promise((done) => setTimeout(() => done([at, pair.position()]), 1500)); }"
    )
    assert began > 10, "at its place, not from its beginning"
    assert now > began + 0.5
    played = steer.locator("#played")
    played.locator("summary").click()
    expect(played).to_contain_text("Their own music")
    assert not [url for url in ana.asked if "song" in url]
    assert not ana.problems


def test_signing_out_takes_own_music_along(iris: Someone, files: Path) -> None:
    page = iris.page
    choose(page, files / "song.m4a")
    page.get_by_text("Play my own music in my next session").click()
    iris.goes("/account/logout/")
    page.locator("[data-sign-out] button").first.click()
    page.wait_for_url(lambda url: "logout" not in url)
    left = page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert "stillwater-own-music" not in left
    assert page.evaluate("localStorage.getItem('stillwater-sound-path')") != "own"
