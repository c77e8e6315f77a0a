"""What a page needs whose sound is made on the device: leave to run the kernel, and where its files lie."""

from csp.decorators import csp_update
from django.templatetags.static import static

# Around a view, outermost: its page may compile WebAssembly, and no other may.
may_run_kernel = csp_update({"script-src": ["'wasm-unsafe-eval'"]})


def kernel_files() -> dict[str, str]:
    """The addresses that a page passes in data- attributes: of the engine, which it imports, and what the engine needs."""
    worklet = "js/sound/worklet"
    return {
        "engine": static(f"{worklet}/engine.js"),
        "processor": static(f"{worklet}/processor.js"),
        "builder": static(f"{worklet}/builder.js"),
        "kernel": static("sound/kernel.wasm"),
    }
