"""The desk in a frame as some hosts have it: sandboxed, of no origin, under a strict policy.

An imitation of what VS Code and Colab do around a widget, not those programs: the module comes from
a blob, nothing is evaluated, and the frame may neither store anything nor reach its parent.
"""

from __future__ import annotations

from casestudy.annotate.assets import browser_module

from .browsing import BRIDGE, DeskPage
from .plain_bench import PlainBench

POLICY = "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'"
FRAME = """([module, policy]) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.style.cssText = 'width: 1100px; height: 700px';
    frame.srcdoc = `<!doctype html><head><meta http-equiv="Content-Security-Policy"
        content="${policy}"></head><body class="vscode-dark" style="background: #111">
        <main id="main"></main><script>
        addEventListener('message', (event) => {
            const blob = new Blob([event.data], { type: 'text/javascript' });
            import(URL.createObjectURL(blob));
        });<\\/script></body>`;
    return new Promise((done) => {
        frame.onload = () => done(frame.contentWindow.postMessage(module, '*'));
        document.body.append(frame);
    });
}"""
STORAGE = "(() => { try { return sessionStorage.length; } catch (error) { return error.name; } })()"


def test_the_desk_codes_in_a_sandboxed_frame(page: DeskPage) -> None:
    bench = PlainBench("We trust them.\nThe end.")
    page.mount(bench)  # answers to the name `desk`, in the page and then in the frame
    page.page.evaluate("desks.desk.end()")
    page.page.evaluate(FRAME, [browser_module() + BRIDGE, POLICY])
    page.until(lambda: len(page.page.frames) == 2)
    frame = page.page.frames[-1]
    page.until(lambda: frame.evaluate("typeof mount") == "function")
    assert frame.evaluate(f"[origin, {STORAGE}]") == ["null", "SecurityError"]

    frame.evaluate("mount('desk', 600)")
    page.until(lambda: bool(frame.evaluate("desks.desk.el.dataset.drawn")))
    assert frame.locator("section.desk.dark").count() == 1
    frame.locator(".text").focus()
    page.press("ArrowDown", "1")
    frame.wait_for_selector(".saved.done")
    assert [act["codes"] for act in bench.acts] == [["c0"]]
    assert frame.locator(".bar").count() == 1
