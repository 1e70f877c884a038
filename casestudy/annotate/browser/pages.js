// The text on the screen. Rows are drawn page by page as they come near, so that a long text costs
// no more than a short one; a page far away gives its rows back and keeps its height.

import { clock, firstWhere, h } from "./dom.js";
import { ROW } from "./source.js";

const PAGE_LETTERS = 700;
const PAGE_ROWS = 16;
const MARGIN = 500; // pixels above and below the window that are drawn as well
const MOST_KEPT = 850; // pages that keep their rows: a text of 500,000 letters is kept whole

export class Pages {
  /**
   * @param sheet the element that holds the pages
   * @param scroll the element that scrolls
   * @param hooks functions `light(page)` and `dim(page)`: a page came near, or went away
   */
  constructor(sheet, scroll, hooks) {
    this.sheet = sheet;
    this.scroll = scroll;
    this.hooks = hooks;
    this.pages = [];
    this.near = new Set();
    this.rowOf = new WeakMap();
    this.ahead = [];
    this.idle = 0;
    this.frame = 0;
    this.onScroll = () => this.draw();
    scroll.addEventListener("scroll", this.onScroll, { passive: true });
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(scroll);
    this.width = 0; // of the window, known without asking for a layout
  }

  close() {
    this.resized.disconnect();
    this.scroll.removeEventListener("scroll", this.onScroll);
    cancelIdleCallback(this.idle);
    cancelAnimationFrame(this.frame);
    this.clear();
  }

  clear() {
    this.ahead = [];
    for (const page of this.near) this.hooks.dim(page);
    this.near.clear();
    this.pages = [];
    this.sheet.textContent = "";
  }

  /** Show a source from its beginning. */
  show(source) {
    cancelIdleCallback(this.idle);
    this.clear();
    this.source = source;
    this.width = this.scroll.clientWidth;
    this.measure();
    for (let row = 0; row < source.nRows; ) {
      const first = row;
      let letters = 0;
      while (row < source.nRows && letters < PAGE_LETTERS && row - first < PAGE_ROWS) {
        letters += source.rowEnd(row) - source.rowStart(row);
        row++;
      }
      this.addPage(first, row - 1);
    }
    this.scroll.scrollTop = 0;
    this.draw();
    this.drawAtLeisure();
  }

  addPage(first, last) {
    const el = h("div", { class: "page" });
    const { source } = this;
    const page = { number: this.pages.length, first, last, el, filled: false, nodes: [], heads: [], start: source.rowStart(first), end: source.rowEnd(last), marks: [], bars: null };
    el.style.height = `${this.guess(page)}px`;
    this.pages.push(page);
    this.sheet.append(el);
  }

  /** Letters to a line and pixels to a row, for the height of pages that were never drawn. */
  measure() {
    const style = getComputedStyle(this.sheet);
    const size = parseFloat(style.fontSize) || 16;
    this.lineHeight = parseFloat(style.lineHeight) || size * 1.8;
    const inner = this.sheet.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    this.lettersPerLine = Math.max(10, inner / (size * 0.47));
  }

  guess(page) {
    let lines = 0;
    for (let row = page.first; row <= page.last; row++) {
      lines += Math.ceil((this.source.rowEnd(row) - this.source.rowStart(row)) / this.lettersPerLine) + 0.3;
      if (this.beginsPart(row)) lines += 1.2;
    }
    return Math.round(lines * this.lineHeight);
  }

  resize() {
    if (!this.source || this.scroll.clientWidth === this.width) return;
    this.width = this.scroll.clientWidth;
    this.again();
  }

  /** Lay everything out again, after the width or the letters changed; the same words stay on top. */
  again() {
    if (!this.source || this.pages.length === 0) return;
    const top = this.topRow();
    this.measure();
    for (const page of this.near) this.hooks.dim(page);
    this.near.clear();
    for (const page of this.pages) if (!page.filled) page.el.style.height = `${this.guess(page)}px`;
    this.scrollToRow(top, 0);
    this.draw();
  }

  topRow() {
    const page = this.pages[this.pageAtTop()];
    if (!page?.filled) return page ? page.first : 0;
    const top = this.scroll.getBoundingClientRect().top;
    const row = page.nodes.findIndex((node) => node.parentNode.getBoundingClientRect().bottom > top);
    return page.first + Math.max(row, 0);
  }

  pageAtTop() {
    return this.firstBelow(this.scroll.scrollTop);
  }

  /** Draw what is in the window and near it, and let go of what is far away. */
  draw() {
    if (this.pages.length === 0) return;
    const top = this.scroll.scrollTop;
    const bottom = top + this.scroll.clientHeight;
    this.bring(this.pagesBetween(top, bottom));
    const near = this.pagesBetween(top - MARGIN, bottom + MARGIN);
    for (const page of this.near) {
      if (near.includes(page)) continue;
      this.hooks.dim(page);
      this.near.delete(page);
    }
    this.ahead = near.filter((page) => !this.near.has(page));
    cancelAnimationFrame(this.frame);
    if (this.ahead.length) this.frame = requestAnimationFrame(() => this.drawAhead());
    this.letGo();
  }

  /** Pages of which some part lies between two heights; those that had to be drawn for it are. */
  pagesBetween(top, bottom) {
    const found = [];
    for (let n = this.firstBelow(top); n < this.pages.length; n++) {
      if (this.pages[n].el.offsetTop > bottom) break;
      found.push(this.pages[n]);
    }
    return found;
  }

  firstBelow(top) {
    const n = firstWhere(this.pages.length, (k) => this.pages[k].el.offsetTop + this.pages[k].el.offsetHeight > top);
    return Math.min(n, this.pages.length - 1);
  }

  /** Fill pages and mark what is coded in them. */
  bring(pages) {
    for (const page of pages) this.fill(page);
    for (const page of pages) {
      if (!page.filled || this.near.has(page)) continue;
      this.near.add(page);
      this.hooks.light(page);
    }
  }

  /** One page a frame of those that are not seen yet, so that scrolling stays smooth. */
  drawAhead() {
    const page = this.ahead.shift();
    if (page) this.bring([page]);
    if (this.ahead.length) this.frame = requestAnimationFrame(() => this.drawAhead());
  }

  redraw(pages = this.near) {
    for (const page of pages) {
      this.hooks.dim(page);
      this.hooks.light(page);
    }
  }

  fill(page) {
    const { source } = this;
    if (page.filled || source.rowEnd(page.last) > source.loaded) return;
    const made = document.createDocumentFragment();
    for (let row = page.first; row <= page.last; row++) {
      if (this.beginsPart(row)) made.append(this.head(row));
      made.append(this.row(page, row));
    }
    page.el.append(made);
    page.el.style.height = "";
    page.filled = true;
  }

  row(page, row) {
    const { source } = this;
    const part = source.rowPart(row);
    const kind = source.rowKind(row);
    const names = ["row"];
    if (kind === ROW.aside) names.push("aside");
    if (kind === ROW.unshown) names.push("unshown");
    if (kind === ROW.heading) names.push("heading", `level${source.level(part)}`);
    if (source.role(part) === "interviewer") names.push("asks");
    const text = source.rowText(row);
    if (/^\s|\s\s|[\t\v\f\r]/.test(text)) names.push("spaced");
    const node = document.createTextNode(text);
    const el = h("div", { class: names.join(" "), dir: "auto", data: { n: row + 1 } });
    el.append(node);
    page.nodes.push(node);
    this.rowOf.set(node, row);
    return el;
  }

  beginsPart(row) {
    const part = this.source.rowPart(row);
    return this.source.isTurn(part) && (row === 0 || this.source.rowPart(row - 1) !== part);
  }

  head(row) {
    const part = this.source.rowPart(row);
    const time = this.source.time(part);
    const role = this.source.role(part) === "interviewer" ? " asks" : "";
    return h(
      "div",
      { class: `head${role}` },
      h("span", { class: "who", dir: "auto", text: this.source.speaker(part) || "Speaker unknown" }),
      Number.isNaN(time) ? null : h("span", { class: "when", text: clock(time) }),
    );
  }

  letGo() {
    const filled = this.pages.filter((page) => page.filled);
    if (filled.length <= MOST_KEPT) return;
    const here = this.pageAtTop();
    filled.sort((a, b) => Math.abs(b.number - here) - Math.abs(a.number - here));
    for (const page of filled.slice(0, filled.length - MOST_KEPT)) {
      if (this.near.has(page)) continue;
      page.el.style.height = `${page.el.offsetHeight}px`;
      page.el.textContent = "";
      page.nodes = [];
      page.filled = false;
    }
  }

  /** Draw the rest of a text that is not too long while nothing else is to do. */
  drawAtLeisure() {
    if (this.pages.length > MOST_KEPT) return;
    const step = (deadline) => {
      while (deadline.timeRemaining() > 4) {
        const next = this.pages.find((page) => !page.filled);
        if (!next) return;
        this.fill(next);
        if (!next.filled) return;
      }
      this.idle = requestIdleCallback(step);
    };
    this.idle = requestIdleCallback(step);
  }

  /** A further piece of the text came: pages that waited for it can be drawn. */
  more() {
    this.draw();
    this.drawAtLeisure();
  }

  pageOf(row) {
    return this.pages[Math.max(firstWhere(this.pages.length, (n) => this.pages[n].first > row) - 1, 0)];
  }

  /** The text node and the unit in it for a position; nothing if its page is not drawn. */
  place(point) {
    if (!this.pages.length) return null;
    const row = this.source.rowAt(point);
    const page = this.pageOf(row);
    if (!page || !page.filled) return null;
    const node = page.nodes[row - page.first];
    const unit = Math.min(Math.max(this.source.toUnit(row, point), 0), node.length);
    return { node, unit, page, row };
  }

  /** The position at a place of the document, or null. */
  pointAt(node, unit) {
    const row = this.rowOf.get(node);
    return row === undefined ? null : this.source.toPoint(row, unit);
  }

  /** Bring a row into the window; `share` of the window lies above it. */
  scrollToRow(row, share = 0.3) {
    const page = this.pages.length ? this.pageOf(Math.max(row, 0)) : null;
    if (!page) return;
    this.fill(page);
    if (!page.filled) {
      this.scroll.scrollTop = page.el.offsetTop;
      return;
    }
    const box = page.nodes[row - page.first].parentNode.getBoundingClientRect();
    const frame = this.scroll.getBoundingClientRect();
    this.scroll.scrollTop += box.top - frame.top - frame.height * share;
  }

  /** Bring a position into the window unless it is there. */
  reveal(point) {
    if (!this.pages.length) return;
    const row = this.source.rowAt(point);
    this.fill(this.pageOf(row));
    const place = this.place(point);
    if (!place) {
      this.scrollToRow(row);
      return;
    }
    const box = boxOf(place.node, place.unit);
    const frame = this.scroll.getBoundingClientRect();
    const room = Math.min(60, frame.height / 5);
    if (box.top < frame.top + room || box.bottom > frame.bottom - room) {
      this.scroll.scrollTop += box.top - frame.top - frame.height * 0.35;
    }
    this.draw();
  }
}

const MEASURE = { range: null };

/** The box of the sign at a unit of a text node; at its end, the right edge of the last one. */
export function boxOf(node, unit) {
  const range = (MEASURE.range ??= document.createRange());
  const at = Math.min(unit, Math.max(node.length - 1, 0));
  range.setStart(node, at);
  range.setEnd(node, Math.min(at + 1, node.length));
  const boxes = range.getClientRects();
  const box = boxes[boxes.length - 1] || node.parentNode.getBoundingClientRect();
  range.detach();
  if (unit < node.length) return { left: box.left, right: box.right, top: box.top, bottom: box.bottom, edge: box.left };
  return { left: box.left, right: box.right, top: box.top, bottom: box.bottom, edge: box.right };
}
