"""What a page needs whose sound is made on the device: leave to run the kernel, and where its files lie."""

from collections.abc import Callable
from typing import TypeVar, cast

from csp.decorators import csp_update
from django.http import HttpResponseBase
from django.templatetags.static import static

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def may_run_kernel(view: View) -> View:
    """Around a view, outermost: its page may compile WebAssembly, and no other may."""
    return cast(View, csp_update({"script-src": ["'wasm-unsafe-eval'"]})(view))


def kernel_files() -> dict[str, str]:
    """The addresses that a page passes in data- attributes: of the engine, which it imports, and what the engine needs."""
    worklet = "js/sound/worklet"
    return {
        "engine": static(f"{worklet}/engine.js"),
        "processor": static(f"{worklet}/processor.js"),
        "builder": static(f"{worklet}/builder.js"),
        "kernel": static("sound/kernel.wasm"),
    }
