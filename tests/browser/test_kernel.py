"""The sound that a phone makes itself, in Chromium: the same to the last bit as in the unit tests, and steered while it plays."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from stillwater.soundscape.rules import extended, in_scene, programme_for_protocol
from stillwater.soundscape.rules.sheet import sheet_of
from tests.browser.kernel_page import kernel_page
from tests.soundscape.kernel import steady_score

SHORT = json.loads((Path(__file__).parent.parent / "soundscape/short-score.json").read_text())
WHOLE_SESSION = (Path(__file__).parent / "whole_session.js").read_text().split("*/")[1].strip().rstrip(";")
GAINS = [0.36, 0.35, 0.45, 0.5, 0.35, 0]

AS_FAST_AS_IT_GOES = """async ({ sheet, gains }) => {
  const context = offline(5);
  const engine = window.engine(context);
  if (!(await engine.prepare(sheet)) || !(await engine.play())) return 'not played';
  void context.suspend(2).then(async () => {
    await window.gains(engine, gains);
    await context.go();
  });
  return sum(await context.startRendering());
}"""

LIVE = """async ({ sheet, other }) => {
  const context = new AudioContext({ sampleRate: 48000, latencyHint: 'interactive' });
  const engine = window.engine(context);
  await engine.steer({ bells: false });
  const prepared = await engine.prepare(sheet, 1);
  const before = engine.position();
  const plays = await engine.play();
  const ear = new AnalyserNode(context, { fftSize: 32768 });
  engine.voice().connect(ear);
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const level = () => {
    const heard = new Float32Array(32768);
    ear.getFloatTimeDomainData(heard);
    return 10 * Math.log10(heard.reduce((sum, one) => sum + one * one, 0) / heard.length + 1e-12);
  };
  await wait(5000);
  const usual = level();
  await engine.steer({ softer: true });
  await wait(1000);
  const softer = level();
  const changed = await engine.change(other, 1);
  await wait(1500);
  const position = engine.position();
  const after = level();
  await context.suspend(); // as when the phone rings
  await wait(50);
  const rang = [engine.playing(), [...told]];
  const again = await engine.play();
  await wait(800);
  const risen = level();
  await engine.pause();
  const paused = [engine.playing(), context.state, engine.position()];
  await wait(300);
  const still = engine.position();
  await engine.close();
  return { prepared, before, plays, usual, softer, changed, position, after, rang, again, risen, paused, still };
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with kernel_page() as address:
        context = chromium.new_context()
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda e: problems.append(str(e)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached")
        yield page
        context.close()
        assert not problems


def test_chromium_comes_to_the_same_sum_as_the_unit_tests(page: Page) -> None:
    assert page.evaluate(AS_FAST_AS_IT_GOES, {"sheet": SHORT["sheet"], "gains": GAINS}) == SHORT["sum"]


def test_it_is_steered_changed_and_paused_while_it_plays(page: Page) -> None:
    score = steady_score()
    other = sheet_of(replace(score, seed=2))
    found = page.evaluate(LIVE, {"sheet": sheet_of(score), "other": other})
    assert (found["prepared"], found["plays"], found["changed"], found["again"]) == (True, True, True, True)
    assert found["before"] == 1
    assert found["softer"] == pytest.approx(found["usual"] - 9, abs=1.5)
    assert found["after"] == pytest.approx(found["softer"], abs=1.5)
    assert 8 < found["position"] < 12
    assert found["rang"] == [False, ["stopped"]]
    assert found["risen"] < found["after"] - 6  # out of silence again
    playing, state, position = found["paused"]
    assert (playing, state) == (False, "suspended")
    assert found["still"] == position


SESSION_SECONDS = 90 * 60
# [second, what is told]: what a session can bring.
TOLD: list[list[Any]] = [
    [0, {"what": "play", "frames": 4 * 48_000}],
    [600, {"wish": {"softer": True}}], [900, {"wish": {}}], [1200, {"wish": {"grounding": True}}], [1500, {"wish": {}}],
    [1800, {"wish": {"brighter": True}}], [2100, {"what": "change", "deck": 1, "frames": 12 * 48_000, "power": True}],
    [2700, {"what": "change", "deck": 2, "frames": 12 * 48_000, "power": True}], [3000, {"wish": {"bells": False}}],
    [3300, {"what": "pause", "frames": 72_000}], [3310, {"what": "play", "frames": 4 * 48_000}],
    [3600, {"what": "change", "deck": 3, "frames": 8 * 48_000, "power": False}],
]  # fmt: skip


def test_an_hour_and_a_half_neither_stops_nor_jumps_whatever_is_asked_of_it(page: Page) -> None:
    """A shorter plan made longer in the middle, two scenes, every wish and a pause, on a clock that is counted."""
    planned = programme_for_protocol([("rising", 0, 10, 0.3), ("strongest", 10, 40, 1.0), ("returning", 40, 60, 0.4)],
                                     minutes=60, scene="strings", seed=7)  # fmt: skip
    sheets = [sheet_of(one) for one in (planned, in_scene(planned, "shore"), planned, extended(planned, minutes=40))]
    found = page.evaluate(WHOLE_SESSION, {"sheets": sheets, "told": TOLD, "seconds": SESSION_SECONDS})
    heard = [10 * math.log10(sum(10 ** (each / 10) for each in found["loudness"][n : n + 3]) / 3)
             for n in range(len(found["loudness"]) - 2)]  # fmt: skip
    fades = [(0, 75), (3298, 3325)]  # out of silence at the beginning, and the pause
    playing = [n for n in range(len(heard) - 3) if not any(a * 3 <= n <= b * 3 for a, b in fades)]
    assert min(heard[n] for n in playing) > -40
    assert max(heard[n + 3] - heard[n] for n in playing) < 3
    assert max(heard[n] for n in range(3305 * 3, 3309 * 3)) < -90
    changes = [round(at * 3) for at, _ in TOLD[1:]]
    usual = max(step for n, step in enumerate(found["steps"]) if all(not -2 < n - at < 45 for at in changes))
    assert max(found["steps"]) <= 1.2 * usual
