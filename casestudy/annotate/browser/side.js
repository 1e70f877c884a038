// The side: every coding of the source as a list, a code in full, or places to read. What the margin shows
// with colours stands here in words.

import { CodePage } from "./codepage.js";
import { counted, h, iconButton, shortened } from "./dom.js";
import { allowsRatings } from "./ratings.js";
import { Reading } from "./reading.js";

const MOST_LISTED = 300;

export class Side {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.heading = h("h2", { text: "Codings" });
    this.filter = h("input", { type: "search", class: "filter", placeholder: "Only codings with …", "aria-label": "Only codings with these letters", oninput: () => this.drawList() });
    this.list = h("ul", { class: "codings", "aria-label": "Codings of this source" });
    this.listPart = h("div", { class: "side-part" }, this.filter, this.list);
    this.page = new CodePage(desk);
    this.reading = new Reading(desk);
    this.parts = [this.listPart, this.page.el, this.reading.el, desk.comparison.el, desk.lesson.el];
    this.el = h(
      "aside",
      { class: "side", "aria-label": "Codings and definitions", hidden: true, onkeydown: (event) => this.pressed(event) },
      h("div", { class: "panel-head" }, this.heading, iconButton("close", "Close", () => this.close(), "Esc")),
      ...this.parts,
    );
  }

  get isOpen() {
    return !this.el.hidden;
  }

  close() {
    const wasSeen = this.desk.selection.isSeen;
    this.el.hidden = true;
    this.desk.laidOut(wasSeen);
    this.desk.focusText();
  }

  pressed(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  reveal(part) {
    const wasClosed = !this.isOpen;
    const wasSeen = this.desk.selection.isSeen;
    this.el.hidden = false;
    for (const one of this.parts) one.hidden = one !== part;
    if (wasClosed) this.desk.laidOut(wasSeen);
  }

  showCode(code, facts) {
    this.heading.textContent = "Code";
    this.reveal(this.page.el);
    this.page.show(code, facts);
  }

  openQuestions() {
    this.heading.textContent = "To decide together";
    this.reveal(this.desk.comparison.el);
  }

  openLesson() {
    this.heading.textContent = "You and the teacher";
    this.reveal(this.desk.lesson.el);
  }

  openReading() {
    this.heading.textContent = this.reading.title;
    this.reveal(this.reading.el);
  }

  // --- the list ---------------------------------------------------------------------------------

  openList() {
    this.reveal(this.listPart);
    this.drawList();
    (this.list.querySelector(".chosen button") || this.list.querySelector("button") || this.filter).focus();
  }

  /** Draw the list again if it is seen. */
  update() {
    if (this.isOpen && !this.listPart.hidden) this.drawList();
  }

  drawList() {
    const { desk } = this;
    const letters = this.filter.value.trim().toLowerCase();
    const all = [...desk.coded.all(), ...desk.coded.others.filter(desk.coded.isShown)];
    const found = letters ? all.filter((coding) => this.wordsOf(coding).toLowerCase().includes(letters)) : all;
    const chosen = found.findIndex((coding) => coding.id === desk.chosen);
    const from = Math.max(Math.min(chosen - MOST_LISTED / 2, found.length - MOST_LISTED), 0);
    this.heading.textContent = letters ? `${found.length} of ${counted(all.length, "coding")}` : counted(all.length, "coding");
    this.list.textContent = "";
    if (from > 0) this.list.append(h("li", { class: "quiet", text: `${from} before` }));
    for (const coding of found.slice(from, from + MOST_LISTED)) this.list.append(this.item(coding));
    const rest = found.length - from - MOST_LISTED;
    if (rest > 0) this.list.append(h("li", { class: "quiet", text: `${rest} more: type letters to find them` }));
    if (!found.length) this.list.append(h("li", { class: "quiet", text: letters ? "None has these letters." : "Nothing is coded here yet." }));
  }

  wordsOf(coding) {
    const { desk } = this;
    return `${desk.nameOf(coding.code)} ${desk.lookOf(coding).rated} ${coding.coder} ${coding.memo} ${this.quoteOf(coding)}`;
  }

  quoteOf(coding) {
    if (coding.lost) return `lost by an edit: ${coding.quote}`;
    if (coding.region) return `region of ${coding.region.split("#")[0]}`;
    if (coding.start < 0) return "the whole source";
    return this.desk.source.slice(coding.start, Math.min(coding.end, coding.start + 400));
  }

  item(coding) {
    const { desk } = this;
    const look = desk.lookOf(coding);
    const line = coding.start >= 0 && !coding.lost ? `line ${desk.source.rowAt(coding.start) + 1}` : "";
    const facts = [coding.coder === desk.coder ? "" : coding.coder, look.kind, look.rated, line].filter(Boolean).join(" · ");
    const main = h(
      "button",
      { type: "button", class: "coding", onclick: () => desk.choose(coding.id), "aria-current": coding.id === desk.chosen ? "true" : null },
      h("span", { class: "coding-code" }, h("span", { class: "dot", style: { "--c": look.colour } }), h("span", { class: "name", dir: "auto", text: look.name }), h("span", { class: "quiet", text: facts })),
      h("span", { class: "quote", dir: "auto", text: shortened(this.quoteOf(coding), 160) }),
      coding.memo ? h("span", { class: "memo", dir: "auto", text: coding.memo }) : null,
    );
    const isOwn = coding.coder === desk.coder;
    const name = `${look.name}, ${shortened(this.quoteOf(coding), 40)}`;
    const buttons = isOwn
      ? h(
          "span",
          { class: "coding-tools" },
          allowsRatings(desk.codeOf(coding.code)) ? iconButton("weight", `Weight and stance of ${name}`, () => desk.rateOne(coding.id)) : null,
          iconButton("note", `Note on ${name}`, () => desk.noteOn(coding.id)),
          iconButton("swap", `Another code for ${name}`, () => desk.recodeOne(coding.id)),
          iconButton("trash", `Take away ${name}`, () => desk.removeOne(coding.id)),
        )
      : null;
    return h("li", { class: coding.id === desk.chosen ? "chosen" : "" }, main, buttons);
  }
}
