"""A page that plays the kernel and nothing else, with the content security policy that such a page gets."""

import contextlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings

STATIC = Path(__file__).parent.parent.parent / "stillwater/web/static"
ADDRESSES = {
    "processor": "/js/sound/worklet/processor.js",
    "builder": "/js/sound/worklet/builder.js",
    "kernel": "/sound/kernel.wasm",
}
PAGE = (
    b'<!doctype html><title>kernel</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'
)
SCRIPT = f"""
import {{ makeEngine }} from '/js/sound/worklet/engine.js';
const addresses = {json.dumps(ADDRESSES)};
window.told = [];
const tell = Object.fromEntries(['stopped', 'broken', 'ended'].map((what) => [what, () => window.told.push(what)]));
window.engine = (context) => makeEngine(addresses, tell, context);
/** As long as is asked, as fast as it goes. The engine has nothing to resume, and takes no halt for a phone call. */
window.offline = (seconds) => {{
  const context = new OfflineAudioContext(2, seconds * 48000, 48000);
  context.go = context.resume.bind(context);
  context.resume = async () => {{}};
  context.addEventListener = () => {{}};
  return context;
}};
/** Steer by gains; resolves when the kernel has them. */
window.gains = (engine, gains) => new Promise((resolve) => {{
  const {{ port }} = engine.voice();
  port.addEventListener('message', ({{ data }}) => data.done === 'gains' && resolve());
  port.postMessage({{ what: 'steer', id: 'gains', gains, voice: 1 }});
}});
window.sum = async (sound) => {{
  const [left, right] = [sound.getChannelData(0), sound.getChannelData(1)];
  const turns = new Float32Array(2 * left.length);
  for (let at = 0; at < left.length; at += 128) {{
    turns.set(left.subarray(at, at + 128), 2 * at);
    turns.set(right.subarray(at, at + 128), 2 * at + 128);
  }}
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', turns));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}};
document.documentElement.dataset.ready = '';
"""


class _Page(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        own = {"/": (PAGE, "text/html"), "/page.js": (SCRIPT.encode(), "text/javascript")}.get(self.path)
        if own is None:
            return super().do_GET()
        body, kind = own
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self.policy())
        self.end_headers()
        self.wfile.write(body)

    def policy(self) -> str:
        directives: dict[str, Any] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        more = {**directives, "script-src": [*directives["script-src"], "'wasm-unsafe-eval'"]}
        return "; ".join(f"{name} {' '.join(sources)}" for name, sources in more.items())

    def log_message(self, *words: Any) -> None:
        pass


@contextlib.contextmanager
def kernel_page() -> Iterator[str]:
    """The address of the page, while it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Page, directory=str(STATIC))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
