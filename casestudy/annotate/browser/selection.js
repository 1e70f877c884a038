// What is selected, and how mouse and keyboard select: by sign, word, sentence, turn.
//
// The browser's own selection is not used: it ends where a page is not drawn, it cannot be held while a
// key is pressed elsewhere, and inside a shadow root no two browsers agree on it.

import { h } from "./dom.js";
import { boxOf } from "./pages.js";
import { graphemeAround, graphemeStep, pieces, withoutBlanks } from "./positions.js";

const AUTOSCROLL = 24; // pixels from the edge at which dragging scrolls

export class Selection {
  /**
   * @param pages the drawn text
   * @param marks marks in the text
   * @param onChange told after each change: what is selected, and how it came about
   */
  constructor(pages, marks, onChange) {
    this.pages = pages;
    this.marks = marks;
    this.onChange = onChange;
    this.anchor = 0;
    this.focus = 0;
    this.grown = [];
    this.caret = h("div", { class: "caret", "aria-hidden": "true", hidden: true });
    this.drag = null;
  }

  get source() {
    return this.pages.source;
  }

  get start() {
    return Math.min(this.anchor, this.focus);
  }

  get end() {
    return Math.max(this.anchor, this.focus);
  }

  get isEmpty() {
    return this.anchor === this.focus;
  }

  get text() {
    return this.source ? this.source.slice(this.start, this.end) : "";
  }

  /** Whether the caret stands in the window. */
  get isSeen() {
    if (this.caret.hidden || !this.caret.isConnected) return false;
    const box = this.caret.getBoundingClientRect();
    const frame = this.pages.scroll.getBoundingClientRect();
    return box.bottom > frame.top && box.top < frame.bottom;
  }

  clear() {
    this.set(this.focus, this.focus, "cleared");
  }

  /** Select from one position to another; the second is where the caret is. */
  set(anchor, focus, how = "set") {
    this.anchor = anchor;
    this.focus = focus;
    this.how = how;
    if (how !== "grown") this.grown = [];
    this.draw();
    this.onChange(how);
  }

  /** Select what lies between two positions: whole signs, without blanks around them. */
  setTrimmed(start, end, how) {
    const [from, to] = this.trimmed(start, end);
    this.set(from, to, how);
  }

  trimmed(start, end) {
    const [from, to] = withoutBlanks(this.source.slice(start, end));
    if (to <= from) return [end, end];
    const { positions } = this.source;
    const unit = positions.toUnits(start);
    return [this.snap(positions.toPoints(unit + from), -1), this.snap(positions.toPoints(unit + to), 1)];
  }

  /** The border between signs at a position, or the nearest one in a direction. */
  snap(point, direction) {
    const row = this.source.rowAt(point);
    const line = this.source.rowText(row);
    const unit = this.source.toUnit(row, point);
    if (unit <= 0 || unit >= line.length) return point;
    const [before, after] = graphemeAround(line, unit);
    return this.source.toPoint(row, direction < 0 ? before : after);
  }

  draw() {
    const { start, end } = this;
    this.marks.span("selected", this.isEmpty ? null : start, end);
    this.drawCaret();
  }

  drawCaret() {
    const place = this.source && this.source.nRows ? this.pages.place(this.source.visible(this.focus)) : null;
    this.caret.hidden = !place;
    if (!place) return;
    const isAfter = !this.isEmpty && this.focus === this.end && place.unit > 0;
    const box = isAfter ? boxOf(place.node, place.unit - 1) : boxOf(place.node, place.unit);
    const origin = place.page.el.getBoundingClientRect();
    const x = isAfter ? (isRightToLeft(place.node) ? box.left : box.right) : isRightToLeft(place.node) && place.unit < place.node.length ? box.right : box.edge;
    this.caret.style.cssText = `left:${x - origin.left}px;top:${box.top - origin.top}px;height:${box.bottom - box.top}px`;
    if (this.caret.parentNode !== place.page.el) place.page.el.append(this.caret);
  }

  // --- the keyboard -----------------------------------------------------------------------------

  /** Move the caret by a unit in a direction; `extend` keeps the other end where it is. */
  move(unit, direction, extend) {
    if (!this.source || this.source.nRows === 0) return;
    if (extend) {
      this.set(this.anchor, this.target(unit, direction, this.focus), "keys");
    } else if (unit === "sentence" || unit === "part") {
      this.selectUnit(unit, direction);
    } else if (!this.isEmpty && (unit === "sign" || unit === "word")) {
      const at = direction < 0 ? this.start : this.end;
      this.set(at, at, "keys");
    } else {
      const at = unit === "word" && direction > 0 ? this.nextWord() : this.target(unit, direction, this.focus);
      this.set(at, at, "keys");
    }
    this.pages.reveal(this.source.visible(this.focus));
    this.drawCaret();
  }

  /** The beginning of the next word, where the caret goes; an extended selection ends with its end. */
  nextWord() {
    const { source } = this;
    const row = source.rowAt(source.visible(this.focus));
    const here = source.toUnit(row, source.visible(this.focus));
    const next = pieces(source.rowText(row), "word").find(([start]) => start > here);
    return next ? source.toPoint(row, next[0]) : here < source.toUnit(row, source.rowEnd(row)) ? source.rowEnd(row) : this.nextRow(row, 1, this.focus);
  }

  /** What is to be coded: without blanks at its ends, unless a program selected exactly this. */
  get span() {
    return this.how === "python" ? [this.start, this.end] : this.trimmed(this.start, this.end);
  }

  /** Select the sentence or turn after or before the selected one. */
  selectUnit(unit, direction) {
    const { source } = this;
    const at = source.visible(direction > 0 ? Math.max(this.end - (this.isEmpty ? 0 : 1), 0) : this.start);
    let row = source.rowAt(at);
    const spans = (r) => (unit === "part" ? [this.partSpan(r)] : this.sentences(r));
    const isNew = this.isEmpty && !this.hasMoved;
    this.hasMoved = true;
    let found = isNew ? spans(row).find(([, end]) => end > at) : null;
    while (!found && row >= 0 && row < source.nRows) {
      const candidates = spans(row);
      found =
        direction > 0
          ? candidates.find(([start]) => start > at)
          : candidates.findLast(([start]) => start < this.start);
      const [first, last] = unit === "part" ? source.partRows(row) : [row, row];
      row = direction > 0 ? last + 1 : first - 1;
    }
    if (found) this.set(found[0], found[1], "keys");
  }

  sentences(row) {
    return pieces(this.source.rowText(row), "sentence").map(([start, end]) => [this.source.toPoint(row, start), this.source.toPoint(row, end)]);
  }

  partSpan(row) {
    const [first, last] = this.source.partRows(row);
    return [this.source.rowStart(first), this.source.rowEnd(last)];
  }

  /** Where a step leads from a position. */
  target(unit, direction, point) {
    const { source } = this;
    const at = source.visible(point);
    const row = source.rowAt(at);
    const line = source.rowText(row);
    const here = source.toUnit(row, at);
    if (unit === "text") return direction < 0 ? source.rowStart(0) : source.rowEnd(source.nRows - 1);
    if (unit === "row") return direction < 0 ? source.rowStart(row) : source.rowEnd(row);
    if (unit === "screen") return this.screenAway(direction, at);
    if (unit === "part") return this.edgeOf((r) => [this.partSpan(r)], direction, at, row);
    if (unit === "sentence") return this.edgeOf((r) => this.sentences(r), direction, at, row);
    if (unit === "word") {
      const words = pieces(line, "word");
      const next = direction > 0 ? words.find(([, end]) => end > here)?.[1] : words.findLast(([start]) => start < here)?.[0];
      if (next !== undefined) return source.toPoint(row, next);
    } else if (direction > 0 ? here < line.length : here > 0) {
      return source.toPoint(row, graphemeStep(line, here, direction));
    }
    return this.nextRow(row, direction, at);
  }

  nextRow(row, direction, otherwise) {
    const next = row + direction;
    if (next < 0 || next >= this.source.nRows) return otherwise;
    return direction > 0 ? this.source.rowStart(next) : this.source.rowEnd(next);
  }

  /** The next end, or the start before, of spans that follow one another row by row. */
  edgeOf(spans, direction, at, row) {
    const { source } = this;
    for (let r = row; r >= 0 && r < source.nRows; r += direction) {
      const found = direction > 0 ? spans(r).find(([, end]) => end > at)?.[1] : spans(r).findLast(([start]) => start < at)?.[0];
      if (found !== undefined) return found;
    }
    return at;
  }

  screenAway(direction, at) {
    this.pages.scroll.scrollTop += direction * this.pages.scroll.clientHeight * 0.9;
    this.pages.draw();
    const row = Math.max(this.pages.topRow(), 0);
    const isAtEnd = direction > 0 && this.pages.scroll.scrollTop + this.pages.scroll.clientHeight >= this.pages.scroll.scrollHeight - 1;
    if (isAtEnd) return Math.max(at, this.source.rowEnd(this.source.nRows - 1));
    return this.source.rowStart(Math.min(row + 1, this.source.nRows - 1));
  }

  /** Grow the selection: word, sentence, row, turn, everything; or shrink it back. */
  grow() {
    const { source, start, end } = this;
    if (!source || source.nRows === 0) return;
    const row = source.rowAt(source.visible(start));
    const steps = [
      ...pieces(source.rowText(row), "word").map(([a, b]) => [source.toPoint(row, a), source.toPoint(row, b)]),
      ...this.sentences(row),
      [source.rowStart(row), source.rowEnd(row)],
      this.partSpan(row),
      [source.rowStart(0), source.rowEnd(source.nRows - 1)],
    ];
    const wider = steps.find(([a, b]) => a <= start && b >= end && b - a > end - start);
    if (!wider) return;
    this.grown.push([this.anchor, this.focus]);
    this.set(wider[0], wider[1], "grown");
  }

  shrink() {
    const last = this.grown.pop();
    if (last) this.set(last[0], last[1], "grown");
  }

  swapEnds() {
    this.set(this.focus, this.anchor, "swapped");
    this.pages.reveal(this.focus);
  }

  // --- the mouse --------------------------------------------------------------------------------

  /** Follow the pointer on the text; the text itself gets all of its moves, also from outside. */
  listen(text) {
    text.addEventListener("pointerdown", (event) => this.down(event, text));
    text.addEventListener("pointermove", (event) => this.moved(event));
    text.addEventListener("pointerup", (event) => this.up(event, text));
    text.addEventListener("pointercancel", () => this.stop());
    text.addEventListener("mousedown", (event) => event.preventDefault());
  }

  down(event, text) {
    if (event.button !== 0 || event.target.closest(".bars")) return;
    text.focus({ preventScroll: true });
    const at = this.pointUnder(event.clientX, event.clientY);
    if (at === null) return;
    this.hasMoved = true;
    const clicks = this.clicksAt(event);
    const span = this.unitAround(at, clicks);
    this.drag = { clicks, origin: event.shiftKey ? [this.anchor, this.anchor] : span, x: event.clientX, y: event.clientY };
    this.extendTo(at);
    text.setPointerCapture(event.pointerId);
  }

  clicksAt(event) {
    const last = this.lastDown;
    const isSame = last && event.timeStamp - last.time < 400 && Math.hypot(event.clientX - last.x, event.clientY - last.y) < 6;
    this.lastDown = { time: event.timeStamp, x: event.clientX, y: event.clientY, clicks: isSame ? Math.min(last.clicks + 1, 4) : 1 };
    return this.lastDown.clicks;
  }

  moved(event) {
    if (!this.drag) return;
    Object.assign(this.drag, { x: event.clientX, y: event.clientY });
    const at = this.pointUnder(event.clientX, event.clientY);
    if (at !== null) this.extendTo(at);
    this.autoscroll();
  }

  up(event, text) {
    if (!this.drag) return;
    this.stop();
    text.releasePointerCapture(event.pointerId);
    if (!this.isEmpty) {
      const [from, to] = this.trimmed(this.start, this.end);
      const isBackward = this.focus < this.anchor;
      this.set(isBackward ? to : from, isBackward ? from : to, "pointer");
    } else {
      this.onChange("pointer");
    }
  }

  stop() {
    this.drag = null;
    cancelAnimationFrame(this.scrolling);
  }

  /** From where the drag began to a position, in whole words or sentences after several clicks. */
  extendTo(at) {
    const { origin, clicks } = this.drag;
    const [start, end] = clicks > 1 ? this.unitAround(at, clicks) : [at, at];
    if (start < origin[0]) this.set(origin[1], start, "dragging");
    else this.set(origin[0], Math.max(end, origin[1]), "dragging");
  }

  /** One click: the place; two: the word; three: the sentence; four: the turn. */
  unitAround(at, clicks) {
    if (clicks === 1) return [at, at];
    const row = this.source.rowAt(at);
    if (clicks === 4) return this.partSpan(row);
    const here = this.source.toUnit(row, at);
    const found = pieces(this.source.rowText(row), clicks === 2 ? "word" : "sentence").find(([start, end]) => start <= here && here <= end);
    return found ? [this.source.toPoint(row, found[0]), this.source.toPoint(row, found[1])] : [at, at];
  }

  autoscroll() {
    cancelAnimationFrame(this.scrolling);
    const frame = this.pages.scroll.getBoundingClientRect();
    const above = frame.top + AUTOSCROLL - this.drag.y;
    const below = this.drag.y - (frame.bottom - AUTOSCROLL);
    if (above <= 0 && below <= 0) return;
    this.scrolling = requestAnimationFrame(() => {
      if (!this.drag) return;
      this.pages.scroll.scrollTop += below > 0 ? Math.min(below, 40) : -Math.min(above, 40);
      const y = Math.min(Math.max(this.drag.y, frame.top + 2), frame.bottom - 2);
      const at = this.pointUnder(this.drag.x, y);
      if (at !== null) this.extendTo(at);
      this.autoscroll();
    });
  }

  /** The position under a place of the window, or the nearest one in the row beside it. */
  pointUnder(x, y) {
    const root = this.pages.sheet.getRootNode();
    const place = caretAt(x, y, root);
    const point = place ? this.pages.pointAt(place.node, place.unit) : null;
    if (point !== null) return this.snap(point, -1);
    return this.nearestRowPoint(x, y);
  }

  nearestRowPoint(x, y) {
    let best = null;
    let least = Infinity;
    for (const page of this.pages.near) {
      for (const node of page.nodes) {
        const box = node.parentNode.getBoundingClientRect();
        const away = y < box.top ? box.top - y : y > box.bottom ? y - box.bottom : 0;
        if (away < least) [best, least] = [{ node, box }, away];
      }
    }
    if (!best) return null;
    const inside = Math.min(Math.max(y, best.box.top + 2), best.box.bottom - 4);
    const across = Math.min(Math.max(x, best.box.left + 1), best.box.right - 1);
    const place = caretAt(across, inside, this.pages.sheet.getRootNode());
    const point = place ? this.pages.pointAt(place.node, place.unit) : null;
    if (point !== null) return this.snap(point, -1);
    return this.pages.pointAt(best.node, y < best.box.top ? 0 : best.node.length);
  }
}

function caretAt(x, y, root) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y, { shadowRoots: [root] });
    return found && { node: found.offsetNode, unit: found.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, unit: range.startOffset };
}

function isRightToLeft(node) {
  return getComputedStyle(node.parentNode).direction === "rtl";
}
