"""Small pages of an invented shop on which parsers of HTML differ, and what a browser made of them.

`python -m tests.ingest.shop_pages` asks Chromium anew and writes `shop_trees.json`: for each page,
the words of each text with the path of its element. Scripts are off, as they are for a reader.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

TREES = Path(__file__).parent / "shop_trees.json"
SHELL = (
    '<!DOCTYPE html><html lang="en"><head><title>Shop</title><style>p{color:red}</style>'
    '<script>var a="<p>no</p>";</script></head><body><header><nav><ul><li><a href="/">Home</a>'
    '<li><a href="/c">Catalogue</a></ul></nav></header><main><h1>Pump P-20</h1>%s</main>'
    '<footer><p>Contact us: <a href="tel:1">+358 1</a></p></footer></body></html>'
)
MADE = tomllib.loads((Path(__file__).parent / "shop_pages.toml").read_text("utf-8"))
PAGES: dict[str, str] = {
    **{name: SHELL % page for name, page in MADE["in_shell"].items()},
    **MADE["whole"],
}

SILENT = "script style base link meta title param source track desc"
"""Elements whose text is none of the page's."""
TREE = r"""(silent) => {
  const found = [], drop = new Set(silent.split(' '));
  const step = (above, element) => {
    let number = 1;
    for (let at = element.previousElementSibling; at; at = at.previousElementSibling)
      number += at.localName === element.localName;
    const isPlain = element.namespaceURI === 'http://www.w3.org/1999/xhtml';
    const name = isPlain ? element.localName : `*[local-name()='${element.localName}']`;
    return `${above}/${name}[${number}]`;
  };
  const resolve = (path, element) => {
    const root = element.ownerDocument;
    if (element.getRootNode() !== root || root !== document) return;
    const at = root.evaluate(path, root, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null);
    if (at.singleNodeValue !== element) throw new Error(`${path} leads elsewhere`);
  };
  const walk = (node, path) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (child.data.trim()) found.push([path, child.data]);
        continue;
      }
      if (child.nodeType !== Node.ELEMENT_NODE || drop.has(child.localName)) continue;
      const below = step(path, child);
      resolve(below, child);
      if (child.localName === 'input' && /^(submit|button|reset)$/i.test(child.type)) {
        if (child.getAttribute('value')) found.push([path, child.getAttribute('value')]);
      } else if (child.localName === 'template') walk(child.content, below);
      else if (child.localName === 'iframe' && child.hasAttribute('srcdoc')) {
        walk(child.contentDocument.documentElement, below + '/html[1]');
      } else {
        if (child.shadowRoot) walk(child.shadowRoot, below + '/template[1]');
        walk(child, below);
      }
    }
  };
  walk(document.documentElement, '/html[1]');
  return found;
}"""


def record(program: str) -> dict[str, list[list[str]]]:
    """The texts of each page in the tree that Chromium makes."""
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(java_script_enabled=False)
        for name, html in PAGES.items():
            page = context.new_page()
            page.set_content(html)
            found[name] = page.evaluate(TREE, SILENT)
            page.close()
        browser.close()
    return found


if __name__ == "__main__":
    trees = record(sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium")
    TREES.write_text(json.dumps(trees, ensure_ascii=False, indent=0) + "\n", "utf-8")
