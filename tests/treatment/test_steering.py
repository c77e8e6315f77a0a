"""Steering the sound: what was asked, what the patient's phone did, and what stands when they come out of turn."""

import random
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stillwater.treatment.rules.entries import Author, Entry, Refused, read
from stillwater.treatment.rules.fold import Settings, fold
from stillwater.treatment.rules.permissions import SETTINGS, may_add
from stillwater.treatment.rules.played import Stretch, played
from stillwater.treatment.rules.steering import DONE, SETTLES, offered, scene_now, scenes_offered, steering, wanted
from stillwater.treatment.rules.summary import say
from tests.treatment.room import (
    ANA,
    CUFF,
    IRIS,
    IV,
    JUNE,
    LIMITS,
    LOZENGE,
    MAYA,
    NOA,
    OSEI,
    PRIYA,
    SAM,
    SESSION,
    RoomTwo,
    at,
)

ASKED = {"what": "asked"}


@pytest.fixture
def room() -> RoomTwo:
    """Ana's sound plays, and the calmer one lies on her phone."""
    found = RoomTwo()
    found.begun()
    found.add("10:51", ANA, "music", what="begun", scene="strings")
    found.add("10:51:05", ANA, "music", what="kept", scene="drone")
    return found


@pytest.fixture
def home() -> RoomTwo:
    found = RoomTwo(LOZENGE)
    found.add("20:00", IRIS, "music", what="begun", scene="strings")
    return found


def test_what_is_asked_waits_until_the_phone_says_what_it_did(room: RoomTwo) -> None:
    asked = room.add("11:00", MAYA, "music", what="asked", want="softer")
    ask = room.state["sound"]["asked"]["level"]
    assert (ask["by"], ask["answer"], wanted(room.state, "level")) == ("Maya Lindqvist", None, "softer")
    assert "level" not in room.state["sound"]["is"]  # S12: asked is not done
    room.add("11:00:03", ANA, "music", what="softer", answers=str(asked.id))
    assert room.state["sound"]["asked"]["level"]["answer"]["what"] == "softer"
    assert room.state["sound"]["is"]["level"]["now"] == "softer"


def test_the_last_word_counts_whichever_arrives_last(room: RoomTwo) -> None:
    room.add("11:01", PRIYA, "music", what="asked", want="louder")
    room.add("11:00", MAYA, "music", recorded="11:05", what="asked", want="softer")
    assert room.state["sound"]["asked"]["level"]["want"] == "louder"


def test_a_touch_on_the_phone_is_newer_than_what_was_asked_before_it(room: RoomTwo) -> None:
    room.add("11:01", ANA, "music", what="louder")
    room.add("11:00", MAYA, "music", recorded="11:05", what="asked", want="softer")
    room.add("11:02", ANA, "music", what="softer")
    assert "level" not in room.state["sound"]["asked"]


def test_an_answer_may_come_before_its_question(room: RoomTwo) -> None:
    """The sitter's phone goes ahead of the patient's by a few seconds."""
    ask = UUID(int=(0x0192 << 112) + 900)
    room.add("11:00:01", ANA, "music", what="softer", answers=str(ask))
    room.entries.append(
        Entry(ask, SESSION, "music", {"what": "asked", "want": "softer"}, at("11:00:04"), at("11:00:05"), MAYA)
    )
    assert room.state["sound"]["asked"]["level"]["answer"]["what"] == "softer"


def test_s14_what_the_patient_paused_goes_on_only_after_somebody_asked(room: RoomTwo) -> None:
    room.add("11:00", ANA, "music", what="paused")
    hasty = room.add("11:01", MAYA, "music", what="asked", want="resume")
    assert "flow" not in room.state["sound"]["asked"]
    assert "Ask first" in room.marks(hasty)
    room.add("11:02", MAYA, "music", what="asked", want="resume", agreed=True)
    assert room.state["sound"]["asked"]["flow"]["agreed"]


def test_s14_off_and_on_again_does_not_lift_the_patients_pause(room: RoomTwo) -> None:
    room.add("11:00", ANA, "music", what="paused")
    off = room.add("11:01", MAYA, "music", what="asked", want="off")
    room.add("11:01:05", ANA, "music", what="off", answers=str(off.id))
    again = room.add("11:02", MAYA, "music", what="asked", want="resume")
    assert "Ask first" in room.marks(again)
    room.add("11:03", ANA, "music", what="resumed")  # her own touch does
    assert room.state["sound"]["held"] is False


def test_s14_a_pause_that_arrives_late_still_holds(room: RoomTwo) -> None:
    again = room.add("11:02", MAYA, "music", what="asked", want="resume")
    room.add("11:00", ANA, "music", recorded="11:10", what="paused")
    assert "Ask first" in room.marks(again)


def test_a_pause_that_the_room_asked_for_is_the_rooms_to_end(room: RoomTwo) -> None:
    pause = room.add("11:00", MAYA, "music", what="asked", want="pause")
    room.add("11:00:06", ANA, "music", what="paused", answers=str(pause.id))
    room.add("11:05", PRIYA, "music", what="asked", want="resume")
    assert room.state["sound"]["asked"]["flow"]["want"] == "resume"


def test_s14_at_home_nobody_far_away_says_that_the_patient_agreed(home: RoomTwo) -> None:
    home.add("20:30", IRIS, "music", what="paused")
    far = home.add("20:31", OSEI, "music", what="asked", want="resume", agreed=True)
    assert "Only somebody beside them can ask" in home.marks(far)
    home.add("20:32", JUNE, "music", what="asked", want="resume", agreed=True)
    assert home.state["sound"]["asked"]["flow"]["by"] == "June Tan"
    assert "resume" not in offered(
        {**home.state, "sound": {**home.state["sound"], "asked": {}}}, beside=False, rests=True
    )


def test_nobody_but_the_patients_phone_says_that_it_did_something(room: RoomTwo) -> None:
    asked = room.add("11:00", MAYA, "music", what="asked", want="off")
    feigned = room.add("11:00:02", MAYA, "music", what="off", answers=str(asked.id))
    assert "only the patient's phone" in room.marks(feigned)
    assert room.state["sound"]["is"]["flow"]["now"] == "playing"


def test_only_what_the_phone_can_do_is_offered(room: RoomTwo) -> None:
    assert offered(room.state, beside=True, rests=True) == ("softer", "pause", "calmer", "off", "longer")
    assert offered(room.state, beside=True, rests=False) == ("softer", "pause", "calmer", "off")
    room.add("11:00", MAYA, "music", what="asked", want="calmer")
    room.add("11:01", MAYA, "music", what="asked", want="off")
    room.add("11:02", MAYA, "music", what="asked", want="softer")
    assert offered(room.state, beside=True, rests=False) == ("louder", "resume", "planned")
    room.add("11:10", ANA, "music", what="ended")
    assert offered(room.state, beside=True, rests=True) == ()
    assert offered(RoomTwo().state, beside=True, rests=True) == ()


def test_a_phone_that_makes_its_sound_can_be_asked_for_more_and_its_file_cannot(room: RoomTwo) -> None:
    left = ("strings", "shore", "bowls")
    assert scenes_offered(room.state, "strings", left) == ()
    room.add("10:52", ANA, "music", what="path", path="made")
    tones = ("grounding", "brighter")
    assert offered(room.state, beside=True, rests=False, rings=True) == (
        "softer", "pause", "calmer", *tones, "no_bells", "off",
    )  # fmt: skip
    assert "no_voice" in offered(room.state, beside=True, rests=False, speaks=True)
    assert scenes_offered(room.state, "strings", left) == ("shore", "bowls")
    ask = room.add("11:00", MAYA, "music", what="asked", want="scene", scene="shore")
    assert scene_now(room.state, "strings") == "shore"
    assert scenes_offered(room.state, "strings", left) == ("bowls",)
    assert "planned" in offered(room.state, beside=True, rests=False)
    room.add("11:00:12", ANA, "music", what="scene", scene="shore", answers=str(ask.id))
    room.add("11:01", ANA, "music", what="grounding", scene="shore", answers=str(ask.id))
    assert "brighter" in offered(room.state, beside=True, rests=False)
    room.add("11:02", ANA, "music", what="path", path="file")
    room.add("11:02:01", ANA, "music", what="planned", scene="strings")
    assert offered(room.state, beside=True, rests=False, rings=True) == ("softer", "pause", "calmer", "off")
    assert "tone" not in room.state["sound"]["is"]
    assert [(one.scene, one.how) for one in played(room.entries, room.state)] == [
        ("strings", ()), ("shore", ()), ("shore", ("grounding",)), ("shore", ()), ("strings", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS)
def test_whoever_is_there_may_ask_and_the_patient_just_touches(setting: str) -> None:
    everybody = (OSEI, MAYA, PRIYA, SAM, NOA, ANA, JUNE, CUFF)
    may = {author.name for author in everybody if may_add(author, "music", setting, ASKED)}
    team = {"Dr. Ada Osei", "Maya Lindqvist", "Priya Raman", "Noa Berg"}
    assert may == {"clinic": team, "home": team | {"June Tan"}, "own": {"June Tan"}}[setting]
    assert may_add(ANA, "music", setting, {"what": "paused"})


@pytest.mark.parametrize(
    "data",
    [
        {"what": "asked"},
        {"what": "paused", "want": "pause"},
        {"what": "asked", "want": "bells off"},
        {"what": "asked", "want": "scene"},
        {"what": "path"},
        {"what": "begun", "path": "made"},
    ],
)
def test_an_ask_says_what_for_and_nothing_else_does(data: dict[str, str]) -> None:
    wire = {"id": str(UUID(int=1)), "kind": "music", "observed_at": "2026-11-20T11:00:00Z", "data": data}
    with pytest.raises(Refused):
        read(wire)


def test_every_ask_and_every_deed_has_its_words(room: RoomTwo) -> None:
    found = [room.add("11:00", MAYA, "music", what="asked", want=want, scene="shore") for want in SETTLES]
    found += [room.add("11:00", ANA, "music", what="path", path=path) for path in ("file", "made")]
    found += [room.add("11:00", ANA, "music", what=what) for what in DONE]
    assert all(say(entry, room.state) for entry in found)
    agreed = room.add("11:01", MAYA, "music", what="asked", want="resume", agreed=True)
    assert say(agreed, room.state) == "Asked of the phone: play the sound again, the patient was asked and said yes"
    calmer = room.add("11:01", ANA, "music", what="calmer", scene="drone", answers=str(agreed.id))
    assert say(calmer, room.state) == "Sound changed to the calmer one, Warm drone, as asked"
    touch = room.add("11:01", ANA, "music", what="not_done", why="touch", answers=str(agreed.id))
    assert say(touch, room.state).endswith("it needs a touch on the phone")


def test_what_played_when(room: RoomTwo) -> None:
    soft = room.add("11:00", MAYA, "music", what="asked", want="softer")
    room.add("11:00:04", ANA, "music", what="softer", scene="strings", answers=str(soft.id))
    room.add("11:10", ANA, "music", what="paused", scene="strings")
    room.add("11:12", ANA, "music", what="louder", scene="strings")  # while it is silent
    room.add("11:15", ANA, "music", what="resumed", scene="strings")
    calm = room.add("11:20", PRIYA, "music", what="asked", want="calmer")
    room.add("11:20:05", ANA, "music", what="calmer", scene="drone", answers=str(calm.id))
    room.add("11:25", PRIYA, "music", what="asked", want="off")  # never heard
    room.move("12:00", "left")  # nobody has decided: they are still here, and it still plays
    room.move("12:30", "recovering")
    room.add("12:40", OSEI, "decision", about="leave", choice="may_leave")
    room.move("13:00", "left")
    assert played(room.entries, room.state) == [
        Stretch(at("10:51"), at("11:00:04"), "playing", "strings"),
        Stretch(at("11:00:04"), at("11:10"), "playing", "strings", ("softer",), asked_by="Maya Lindqvist"),
        Stretch(at("11:10"), at("11:15"), "paused"),
        Stretch(at("11:15"), at("11:20:05"), "playing", "strings"),
        Stretch(at("11:20:05"), at("13:00"), "playing", "drone", asked_by="Priya Raman"),
    ]


IDS = [UUID(int=(0x0192 << 112) + n) for n in range(12)]
names = st.sampled_from([str(each) for each in IDS])
data = st.one_of(
    st.fixed_dictionaries(
        {
            "what": st.just("asked"),
            "want": st.sampled_from(sorted(SETTLES)),
            "scene": st.sampled_from(["shore", "drone"]),
        },
        optional={"agreed": st.booleans()},
    ),
    st.fixed_dictionaries({"what": st.sampled_from([*sorted(DONE), "kept", "not_done"])}, optional={"answers": names}),
    st.fixed_dictionaries({"what": st.just("path"), "path": st.sampled_from(["file", "made"])}),
)
authors = st.sampled_from([MAYA, PRIYA, JUNE, ANA, ANA])


@st.composite
def asks(draw: st.DrawFn) -> list[Entry]:
    """Asks, touches and answers in any mixture, some with a wrong clock."""
    found = []
    for entry_id in draw(st.lists(st.sampled_from(IDS), unique=True, max_size=12)):
        observed = at("11:00") + timedelta(seconds=draw(st.integers(0, 20)))
        recorded = at("11:30") + timedelta(seconds=draw(st.integers(0, 5)))
        author: Author = draw(authors)
        found.append(Entry(entry_id, SESSION, "music", draw(data), observed, recorded, author))
    return found


@given(asks(), st.sampled_from([IV, LOZENGE]), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_any_order_and_any_duplication_give_the_same_steering(entries, protocol, rng: random.Random) -> None:  # type: ignore[no-untyped-def]
    chosen = Settings(SESSION, protocol, LIMITS)
    arrived = entries + rng.choices(entries, k=6) if entries else []
    rng.shuffle(arrived)
    state = fold(entries, chosen)
    assert steering(fold(arrived, chosen)) == steering(state)
    assert played(arrived, state) == played(entries, state)


@given(asks(), st.sampled_from([IV, LOZENGE]))
@settings(max_examples=200, deadline=None)
def test_s14_no_ask_to_play_stands_over_the_patients_pause_unless_they_agreed(entries, protocol) -> None:  # type: ignore[no-untyped-def]
    state = fold(entries, Settings(SESSION, protocol, LIMITS))
    sound, ask = state["sound"], state["sound"]["asked"].get("flow")
    if sound["held"] and ask and ask["want"] == "resume" and sound["is"]["flow"]["at"] < ask["at"]:
        assert ask["agreed"]
