// Codings beside the text: a bar for each in its lane, and the names of the codes where they begin.

import { h } from "./dom.js";
import { boxOf } from "./pages.js";

const LANE = 7;
const WIDE_LANE = 13; // where each coder has a column with a name
const TAG_HEIGHT = 17;
const AWAY = 40; // pixels that a name may stand below the beginning of a short coding

export class Margin {
  /**
   * @param pages the drawn text
   * @param hooks `choose(id)`, `point(id or null)`: a coding was clicked, or is under the pointer
   */
  constructor(pages, hooks) {
    this.pages = pages;
    this.hooks = hooks;
    this.nLanes = 8;
    this.lane = LANE;
  }

  /** How many lanes there is room for; further ones share the last. */
  fit(width, nNeeded, isWide = false) {
    this.isWide = isWide;
    this.lane = isWide ? WIDE_LANE : LANE;
    this.nLanes = Math.max(2, isWide ? nNeeded : Math.min(nNeeded, Math.floor(width / LANE)));
    this.pages.sheet.style.setProperty("--lanes", `${this.nLanes * this.lane}px`);
  }

  /** Draw the bars and names of a page. `lookOf(coding)` says how each looks. */
  light(page, codings, lookOf, notes = []) {
    const top = page.el.getBoundingClientRect().top;
    const known = new Map();
    const height = (point, isEnd) => {
      const key = isEnd ? -point - 1 : point;
      if (!known.has(key)) known.set(key, this.heightOf(page, point, isEnd) - top);
      return known.get(key);
    };
    const drawn = codings.map((coding) => ({
      coding,
      top: coding.start > page.start ? height(coding.start, false) : this.firstTop(page) - top,
      bottom: coding.end <= page.end ? height(coding.end, true) : null,
      begins: coding.start >= page.start,
    }));
    const full = page.el.offsetHeight;
    const bars = h("div", { class: "bars", "aria-hidden": "true" });
    let free = 0;
    const named = new Set();
    for (const one of drawn) {
      const look = lookOf(one.coding);
      const bottom = one.bottom ?? full;
      bars.append(this.bar(one, bottom, look));
      const at = Math.max(one.top, free);
      const said = `${look.name} ${look.signs} ${Math.round(one.top)}`;
      const isSaid = this.isWide && named.has(said); // the columns say whose it is
      named.add(said);
      if (one.begins && !isSaid && at - one.top <= Math.max(bottom - one.top - TAG_HEIGHT, AWAY)) {
        free = at + TAG_HEIGHT;
        bars.append(this.tag(one, at, look));
      }
    }
    for (const memo of notes) {
      if (memo.start >= page.start) bars.append(this.noteTag(memo, Math.max(height(memo.start, false), 0)));
    }
    page.bars = bars;
    page.el.append(bars);
  }

  /** A note on a passage: a pencil beside it. */
  noteTag(memo, top) {
    const tag = h("div", { class: "pencil", title: `${memo.author || "unsigned"}: ${memo.text}`, text: "✎", data: { note: memo.id } });
    tag.style.top = `${top}px`;
    return tag;
  }

  /** What was waiting under one id is saved, under another or the same. */
  confirm(old, id) {
    for (const page of this.pages.near) {
      for (const el of page.bars?.querySelectorAll(`[data-coding="${CSS.escape(old)}"]`) || []) {
        el.dataset.coding = id;
        el.classList.remove("unsaved");
      }
    }
  }

  dim(page) {
    page.bars?.remove();
    page.bars = null;
  }

  firstTop(page) {
    return page.nodes[0].parentNode.getBoundingClientRect().top;
  }

  /** Pixels of the upper edge of a coding's first sign, or the lower edge of its last. */
  heightOf(page, point, isEnd) {
    const place = this.pages.place(isEnd ? point - 1 : point);
    if (!place || place.page !== page) return page.el.getBoundingClientRect()[isEnd ? "bottom" : "top"];
    const box = boxOf(place.node, place.unit);
    return isEnd ? box.bottom : box.top;
  }

  bar({ coding, top, begins, bottom: end }, bottom, look) {
    const lane = Math.min(coding.slot, this.nLanes - 1);
    const names = ["bar", look.style];
    if (begins) names.push("begins");
    if (end !== null) names.push("ends");
    if (look.isChosen) names.push("chosen");
    if (coding.state !== "saved") names.push("unsaved");
    const bar = h("div", { class: names.join(" "), title: look.title, data: { coding: coding.id } });
    bar.style.cssText = `top:${top}px;height:${Math.max(bottom - top, 6)}px;left:${lane * this.lane}px;--c:${look.shown}`;
    return bar;
  }

  tag({ coding }, top, look) {
    const names = look.isChosen ? "tag chosen" : "tag";
    const tag = h("div", { class: names, title: look.title, data: { coding: coding.id } });
    tag.style.cssText = `top:${top}px;--c:${look.shown}`;
    tag.append(h("span", { class: "dot" }), h("span", { class: "name", dir: "auto", text: look.name }));
    if (look.signs) tag.append(h("span", { class: "signs", text: look.signs }));
    if (look.who && !this.isWide) tag.append(h("span", { class: "by", text: look.who }));
    if (coding.memo) tag.append(h("span", { class: "noted", text: "✎" }));
    return tag;
  }

  /** Clicks and moves over bars and names, told once for the whole sheet. */
  listen(sheet) {
    const idOf = (event) => event.target.closest?.("[data-coding]")?.dataset.coding || null;
    sheet.addEventListener("click", (event) => {
      const id = idOf(event);
      const note = event.target.closest?.("[data-note]")?.dataset.note;
      if (id) this.hooks.choose(id);
      else if (note) this.hooks.openNote(note);
    });
    let last = null;
    sheet.addEventListener("pointerover", (event) => {
      const id = idOf(event);
      if (id !== last) this.hooks.point(id);
      last = id;
    });
    sheet.addEventListener("pointerleave", () => {
      if (last !== null) this.hooks.point(null);
      last = null;
    });
  }
}
