"""The sound that a phone makes itself, in Chromium: how fast, how soon it plays, how soon it hears, and what it costs.

The score is that of bench/sound.py: three minutes of water without rain, 29 mono layers. "x real time" is seconds of sound per
second by the clock, the worklet, its blocks of 128 frames and Chromium's own work included, and `by_cpu` per second of CPU of
all of Chromium; `alone` is the kernel by itself in the same browser. `sound.steer_p99` is the time from posting a message to the answer that the kernel has it, the way back
included; `quantum_p99` to the answer of the quantum from which it is heard: a browser asks for several quanta at once, for more
of them with the larger buffers of "playback" (which the product uses) than with "interactive". `sound.kernel_cpu` is what all of
Chromium spends while it plays, above what it spends when it does not.
"""

import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import tests.environment  # noqa: F401  (before settings are read)
from bench._figures import figure, percentile, say
from stillwater.soundscape.rules import compose, plain_phases
from stillwater.soundscape.rules.sheet import sheet_of
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.kernel_page import kernel_page
from tests.serving import descendants

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
MESSAGES = int(os.environ.get("BENCH_MESSAGES", "600"))
LISTEN_SECONDS = 15.0

PREPARE = """async (sheet) => {
  window.rendering = offline(sheet.ticks / 3);
  const engine = window.engine(window.rendering);
  const began = performance.now();
  if (!(await engine.prepare(sheet))) throw new Error('not prepared');
  const ready = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 2500)); // the tables that are not needed at first
  await engine.play();
  return ready;
}"""

RENDER = """async () => {
  const began = performance.now();
  await window.rendering.startRendering();
  return performance.now() - began;
}"""

ALONE = """async (sheet) => {
  const { Deck } = await import('/js/sound/worklet/deck.js');
  const { numbersOf } = await import('/js/sound/worklet/pack.js');
  const wasm = await (await fetch('/sound/kernel.wasm')).arrayBuffer();
  const numbers = numbersOf(sheet);
  const module = await WebAssembly.compile(wasm);
  const [builder, deck] = [new Deck(module, numbers), new Deck(module, numbers)];
  deck.keep();
  const began = performance.now();
  for (let table = 0; table < sheet.tables.length; table++) {
    const { data, height } = builder.build(table);
    deck.take({ table, at: 0, data: data.slice().buffer, height, last: true });
  }
  const built = performance.now() - began;
  const took = [];
  for (let round = 0; round < 5; round++) {
    deck.kernel.seek(0);
    deck.kernel.fade(1, 0, 0);
    const before = performance.now();
    for (let quantum = 0; quantum < sheet.ticks * 125; quantum++) deck.next();
    took.push(performance.now() - before);
  }
  return { built, took };
}"""

BEGIN = """async ({ sheet, hint }) => {
  window.sounding = new AudioContext({ sampleRate: 48000, latencyHint: hint });
  window.live = window.engine(window.sounding);
  if (!(await window.live.prepare(sheet, 60)) || !(await window.live.play())) throw new Error('not played');
  return window.sounding.outputLatency * 1000;
}"""

STEER = """async (count) => {
  const { port } = window.live.voice();
  const took = { done: [], applied: [] };
  for (let n = 0; n < count; n++) {
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 40));
    const began = performance.now();
    await new Promise((resolve) => {
      const hear = ({ data }) => {
        for (const what of ['done', 'applied']) if (data[what] === `bench ${n}`) took[what].push(performance.now() - began);
        if (data.applied !== `bench ${n}`) return;
        port.removeEventListener('message', hear);
        resolve();
      };
      port.addEventListener('message', hear);
      port.postMessage({ what: 'steer', id: `bench ${n}`, gains: [n % 2 ? 1 : 0.36, 1, 1, 1, 1, 1], voice: 1 });
    });
  }
  return took;
}"""


def _spent() -> float:
    """CPU seconds of every process that this one started, and theirs."""
    ticks = 0
    for pid in descendants(os.getpid()):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _share(seconds: float) -> float:
    before, began = _spent(), time.perf_counter()
    time.sleep(seconds)
    return 100 * (_spent() - before) / (time.perf_counter() - began)


def _speed(page: Any, sheet: dict[str, Any]) -> None:
    seconds = sheet["ticks"] / 3
    ready, by_clock, by_cpu = list[float](), list[float](), list[float]()
    for _ in range(ROUNDS + 1):
        ready.append(page.evaluate(PREPARE, sheet) / 1000)
        before = _spent()
        by_clock.append(seconds * 1000 / page.evaluate(RENDER))
        by_cpu.append(seconds / (_spent() - before))
    by_clock, by_cpu = by_clock[1:], by_cpu[1:]  # the first is rendered by code that was compiled in haste
    alone = page.evaluate(ALONE, sheet)
    rates = [seconds * 1000 / took for took in alone["took"]]
    say(f"x real time by round: {[round(rate) for rate in by_clock]}; alone {[round(rate) for rate in rates]}")
    figure("sound.kernel", statistics.median(by_clock), "x real time", best=round(max(by_clock), 1), target=300,
           by_cpu=round(statistics.median(by_cpu), 1), alone=round(statistics.median(rates), 1))  # fmt: skip
    figure("sound.kernel_ready", statistics.median(ready), "s", all_tables_s=round(alone["built"] / 1000, 2),
           tables=len(sheet["tables"]))  # fmt: skip


def _live(page: Any, sheet: dict[str, Any]) -> None:
    idle = _share(LISTEN_SECONDS)
    late: dict[str, dict[str, list[float]]] = {}
    cpu: dict[str, float] = {}
    for hint in ("interactive", "playback"):
        latency = page.evaluate(BEGIN, {"sheet": sheet, "hint": hint})
        time.sleep(3)
        cpu[hint] = _share(LISTEN_SECONDS) - idle
        late[hint] = page.evaluate(STEER, MESSAGES)
        say(f"{hint}: output latency {latency:.0f} ms")
        page.evaluate("window.live.close()")
    figure("sound.kernel_cpu", cpu["playback"], "% of a core", idle=round(idle, 2), target=5,
           interactive=round(cpu["interactive"], 2))  # fmt: skip
    reached = late["playback"]["done"] + late["interactive"]["done"]
    quantum = {f"{hint}_quantum_p99": round(percentile(took["applied"], 0.99), 2) for hint, took in late.items()}
    figure("sound.steer_p99", percentile(reached, 0.99), "ms", target=5, messages=len(reached),
           p50=round(statistics.median(reached), 2), max=round(max(reached), 2), **quantum)  # fmt: skip


def main() -> None:
    from playwright.sync_api import sync_playwright

    sheet = sheet_of(compose(phases=plain_phases(165), scene="water", never=["rain"], seed=1, closing_seconds=15))
    with kernel_page() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached")
        _speed(page, sheet)
        _live(page, sheet)
        browser.close()


if __name__ == "__main__":
    main()
