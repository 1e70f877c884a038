// Finding words: in this source at once, in the whole study by asking Python.

import { counted, h, iconButton } from "./dom.js";

const MOST_MARKED = 5000;

export class Find {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.found = [];
    this.at = -1;
    this.input = h("input", { type: "search", placeholder: "Find words", "aria-label": "Find words in this source", oninput: () => this.search(), onkeydown: (event) => this.pressed(event) });
    this.count = h("span", { class: "quiet find-count", role: "status" });
    this.el = h(
      "div",
      { class: "find", role: "search", hidden: true },
      this.input,
      this.count,
      iconButton("before", "Place before", () => this.step(-1), "Shift Enter"),
      iconButton("after", "Next place", () => this.step(1), "Enter"),
      h("button", { type: "button", class: "plain", text: "in all sources", onclick: () => this.desk.findEverywhere(this.input.value) }),
      iconButton("close", "Close", () => this.close(), "Esc"),
    );
  }

  open() {
    this.el.hidden = false;
    if (!this.desk.selection.isEmpty && this.desk.selection.text.length < 80) this.input.value = this.desk.selection.text;
    this.input.focus();
    this.input.select();
    this.search();
  }

  close() {
    if (this.el.hidden) return;
    this.el.hidden = true;
    this.found = [];
    this.desk.drawHits();
    this.desk.focusText();
  }

  /** Find what is typed, letters large or small. */
  search() {
    const { source } = this.desk;
    const wanted = this.input.value;
    this.found = [];
    if (wanted && source) {
      const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu");
      for (const match of source.text.matchAll(pattern)) {
        const start = source.positions.toPoints(match.index);
        this.found.push([start, source.positions.toPoints(match.index + match[0].length)]);
        if (this.found.length >= MOST_MARKED) break;
      }
    }
    const here = this.desk.selection.start;
    this.at = this.found.length ? Math.max(this.found.findIndex(([start]) => start >= here), 0) : -1;
    this.show(false);
  }

  step(direction) {
    if (!this.found.length) return;
    this.at = (this.at + direction + this.found.length) % this.found.length;
    this.show(true);
  }

  show(isMove) {
    this.desk.drawHits();
    const n = this.found.length;
    this.count.textContent = !this.input.value ? "" : n ? `${this.at + 1} of ${n >= MOST_MARKED ? "more than " : ""}${counted(n, "place")}` : "not found";
    if (isMove && n) {
      const [start, end] = this.found[this.at];
      this.desk.selection.set(start, end, "found");
      this.desk.pages.reveal(start);
      this.desk.selection.drawCaret();
    }
  }

  pressed(event) {
    if (event.key === "Enter") this.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
