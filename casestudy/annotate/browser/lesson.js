// Learning: how one's own coding of a stretch compares with a teacher's, place by place.

import { h, shortened } from "./dom.js";

const SIGNS = { found: "✓", borders: "≈", other: "↔", missed: "○", extra: "+" };
const WORDS = { found: "as the teacher", borders: "other borders", other: "another code", missed: "not seen", extra: "the teacher put nothing" };

export class Lesson {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.teacher = "";
    this.found = [];
    this.at = -1;
    this.facts = h("p", { class: "quiet", role: "status" });
    this.list = h("ol", { class: "places", "aria-label": "Feedback" });
    this.el = h(
      "div",
      { class: "side-part lesson", hidden: true },
      this.facts,
      this.list,
      h("p", { class: "quiet", text: "A teacher's coding can be argued with: a note on the words says why you see it otherwise." }),
      h("div", { class: "row-of-buttons" }, h("button", { type: "button", class: "main", text: "Compare again", onclick: () => this.check() })),
    );
  }

  /** Compare up to where one has come: the caret, or the end of the last own coding. */
  async check() {
    const { desk } = this;
    if (!this.teacher || !desk.acts.isReady()) {
      desk.telling.say("This desk has no teacher: CodingDesk(study, coder=…, teacher=…) has one.");
      return;
    }
    const own = desk.coded.all().filter((coding) => coding.coder === desk.coder);
    const upto = Math.max(desk.selection.end, ...own.map((coding) => coding.end));
    const answer = await desk.acts.do({ kind: "check", upto });
    if (!answer.ok) return;
    Object.assign(this, { found: answer.feedback, at: -1 });
    const { found, borders, other, missed, extra } = answer.counts;
    const all = found + borders + other + missed;
    const said = `${found + borders} of ${all} of the teacher's codes found, ${other} with another code, ${missed} not seen; ${extra} more than the teacher`;
    this.facts.textContent = said;
    this.draw();
    desk.side.openLesson();
    desk.telling.say(`${said}. > goes through them.`);
  }

  draw() {
    this.list.replaceChildren(...this.found.map((one, n) => this.item(one, n)));
  }

  item(one, n) {
    const { desk } = this;
    const instead = one.instead.length ? `; you: ${one.instead.map((code) => desk.nameOf(code)).join(", ")}` : "";
    return h(
      "li",
      { class: n === this.at ? "now" : "" },
      h(
        "button",
        { type: "button", class: "place", onclick: () => this.go(n), "aria-current": n === this.at ? "true" : null },
        h("span", { class: "coding-code" }, h("span", { class: `verdict ${one.verdict}`, "aria-hidden": "true", text: SIGNS[one.verdict] }), h("span", { class: "name", dir: "auto", text: desk.nameOf(one.code) }), h("span", { class: "quiet", text: WORDS[one.verdict] + instead })),
        h("span", { class: "quote", dir: "auto", text: one.start >= 0 ? shortened(desk.source.slice(one.start, one.end), 120) : "the whole source" }),
      ),
    );
  }

  step(direction) {
    const n = this.at + direction;
    if (n < 0 || n >= this.found.length) this.desk.telling.say(direction > 0 ? "That was the last place." : "That was the first place.");
    else this.go(n);
  }

  go(n) {
    const { desk } = this;
    this.at = n;
    this.draw();
    this.list.children[n]?.scrollIntoView({ block: "nearest" });
    const one = this.found[n];
    if (one.start >= 0) {
      desk.selection.set(one.start, one.end, "found");
      desk.pages.reveal(one.start);
      desk.selection.drawCaret();
    }
    desk.telling.say(`${desk.nameOf(one.code)}: ${WORDS[one.verdict]}`);
    desk.focusText();
  }
}
