// The page as it stands: its serialised tree, and for each element its path in that tree and its box.
//
// Runs once, in a world of its own beside the page's scripts, as the last thing before the page is
// closed, and in one piece, so that tree and boxes belong together. Paths are those of the tree that
// an HTML5 parser makes of the text, which can differ from the live one (a script may put a
// paragraph into a paragraph): each element is marked, the marked text is parsed, and the marks
// tell which is which. Open shadow roots are written as <template shadowrootmode>.
(maxElements) => {
  const MARK = "data-casestudy-box";
  const roots = [];
  const elements = [];

  const children = (node) => [...node.children];

  // every element below a node, shadow trees first, with the piece of the page that it may show in
  const walk = (start) => {
    const stack = [{ node: start, clip: null, placed: null }];
    while (stack.length && elements.length < maxElements) {
      const { node, clip, placed } = stack.pop();
      const style = getComputedStyle(node);
      const base = style.position === "fixed" ? null : style.position === "absolute" ? placed : clip;
      const rect = boxOf(node);
      elements.push({ node, rect, clip: base });
      const own = clips(style) ? meet(base, rect) : base;
      const inner = { clip: own, placed: style.position === "static" ? placed : own };
      const below = children(node).map((child) => ({ node: child, ...inner }));
      if (node.shadowRoot) {
        roots.push(node.shadowRoot);
        below.unshift(...children(node.shadowRoot).map((child) => ({ node: child, ...inner })));
      }
      stack.push(...below.reverse());
    }
  };

  const clips = (style) =>
    /hidden|clip/.test(style.overflowX) || /hidden|clip/.test(style.overflowY);

  const boxOf = (node) => {
    let rect = node.getBoundingClientRect();
    if (!(rect.width && rect.height) && node.firstChild) {
      const range = document.createRange(); // an element without a box of its own may hold text
      range.selectNodeContents(node);
      const inner = range.getBoundingClientRect();
      if (inner.width && inner.height) rect = inner;
    }
    return { x: rect.x + scrollX, y: rect.y + scrollY, width: rect.width, height: rect.height };
  };

  const meet = (a, b) => {
    if (!a) return b;
    const x = Math.max(a.x, b.x), y = Math.max(a.y, b.y);
    const right = Math.min(a.x + a.width, b.x + b.width);
    const bottom = Math.min(a.y + a.height, b.y + b.height);
    return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
  };

  const isShown = ({ node, rect, clip }) => {
    const seen = clip ? meet(clip, rect) : rect;
    const onPage = seen.x + seen.width > 0 && seen.y + seen.height > 0;
    const flags = { opacityProperty: true, visibilityProperty: true };
    const boxless = getComputedStyle(node).display === "contents";
    return seen.width > 0 && seen.height > 0 && onPage && (boxless || node.checkVisibility(flags));
  };

  const serialised = () => {
    const root = document.documentElement;
    const shell = root.cloneNode(false).outerHTML;
    const end = shell.lastIndexOf("</");
    const inner = root.getHTML({ serializableShadowRoots: true, shadowRoots: roots });
    const type = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "";
    return `${type}${type ? "\n" : ""}${shell.slice(0, end)}${inner}${shell.slice(end)}`;
  };

  // path of each marked element in a tree that was parsed from the marked text
  const paths = (text) => {
    const tree = new DOMParser().parseFromString(text, "text/html");
    const found = new Map();
    const stack = [{ node: tree.documentElement, path: "/html[1]" }];
    while (stack.length) {
      const { node, path } = stack.pop();
      const mark = node.getAttribute(MARK);
      if (mark !== null && !found.has(+mark)) found.set(+mark, path);
      const counts = {};
      const inside = node.localName === "template" && node.content ? node.content : node;
      for (const child of inside.children) {
        const name = child.localName;
        counts[name] = (counts[name] || 0) + 1;
        stack.push({ node: child, path: `${path}/${name}[${counts[name]}]` });
      }
    }
    return found;
  };

  if (document.body) walk(document.body);
  const html = serialised();
  const boxes = elements.map((one) => ({ ...one.rect, visible: isShown(one) }));
  const frames = [...document.querySelectorAll("iframe, frame")];
  const numbers = new Map(elements.map((one, number) => [one.node, number]));
  elements.forEach((one, number) => one.node.setAttribute(MARK, number));
  const found = paths(serialised());
  elements.forEach((one) => one.node.removeAttribute(MARK));
  const tenth = (value) => Math.round(value * 10) / 10;
  const rows = [];
  boxes.forEach((box, number) => {
    const xpath = found.get(number);
    if (xpath !== undefined) {
      rows.push([xpath, tenth(box.x), tenth(box.y), tenth(box.width), tenth(box.height), box.visible]);
    }
  });
  return {
    html,
    rows,
    unaligned: boxes.length - rows.length,
    isCut: elements.length >= maxElements,
    frames: frames.map((frame) => found.get(numbers.get(frame)) || ""),
    title: document.title,
    hasPassword: Boolean(document.querySelector("input[type=password]")),
  };
}
