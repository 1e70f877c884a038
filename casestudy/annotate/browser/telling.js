// What a screen reader hears and the line at the foot shows: what is selected, what is coded there.

import { clock, counted, h, shortened } from "./dom.js";

export class Telling {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.live = h("div", { class: "only-heard", role: "status", "aria-live": "polite" });
    this.shown = h("div", { class: "foot-words", dir: "auto", text: "Waiting for the text …" });
    this.where = h("div", { class: "foot-where quiet" });
    this.timer = 0;
  }

  close() {
    clearTimeout(this.timer);
  }

  /** Say something and show it at the foot. */
  say(text) {
    this.shown.textContent = text;
    this.hear(text);
  }

  /** Say something to a screen reader only; of quick successions the last one counts. */
  hear(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.live.textContent = this.live.textContent === text ? `${text}\u00a0` : text;
    }, 40);
  }

  /** After the selection changed. */
  selection(how) {
    const { desk } = this;
    const { selection, source } = desk;
    if (!source || !source.nRows) return;
    this.where.textContent = this.place(selection.focus);
    if (how === "dragging") return;
    const codes = this.codesAt(selection.start, selection.end);
    const coded = codes ? `Coded here: ${codes}` : "";
    if (selection.isEmpty) {
      const hint = how === "cleared" ? "Nothing selected" : "";
      this.shown.textContent = coded || hint || "Select words, then press the key of a code";
      this.hear(how === "keys" ? [this.around(selection.focus), coded].filter(Boolean).join(". ") : coded || hint);
      return;
    }
    const n = selection.end - selection.start;
    this.shown.textContent = coded || `${counted(n, "character")} selected: press the key of a code, type its name, or Enter`;
    this.hear(`${shortened(selection.text, 200)}. ${coded || "Not coded"}`);
  }

  codesAt(start, end) {
    const found = this.desk.coded.at(start, end);
    return [...new Set(found.map((coding) => this.desk.lookOf(coding).spoken))].join(", ");
  }

  /** The sign or word at the caret, as it is read out when the caret moves. */
  around(point) {
    const { source } = this.desk;
    const row = source.rowAt(source.visible(point));
    const line = source.rowText(row);
    const unit = source.toUnit(row, source.visible(point));
    if (unit >= line.length) return "end of line";
    const word = /^[\p{L}\p{N}\p{M}'’-]+/u.exec(line.slice(unit));
    return word ? word[0] : line.slice(unit, unit + 2).trim() || "blank";
  }

  /** Where in the source a position is. */
  place(point) {
    const { source } = this.desk;
    const row = source.rowAt(source.visible(point));
    const part = source.rowPart(row);
    const time = source.time(part);
    const facts = [
      source.speaker(part),
      Number.isNaN(time) ? "" : clock(time),
      source.heading(part),
      `line ${row + 1} of ${source.nRows}`,
      `${Math.round((100 * point) / Math.max(source.length, 1))} %`,
    ];
    return facts.filter(Boolean).join(" · ");
  }
}
