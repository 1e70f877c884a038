// Coders side by side, and what they have to decide together: one question after the other, each decided
// with a reason, in the log of the consensus coder.

import { counted, h, shortened } from "./dom.js";
import { allowsRatings, RatingFields, ratingWords } from "./ratings.js";

const KIND_WORDS = {
  unanimous: "all agree",
  borders: "borders differ",
  majority: "most put it",
  split: "half put it",
  minority: "few put it",
  alone: "only one saw the source",
};

export class Comparison {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.questions = [];
    this.coders = [];
    this.at = -1;
    this.which = h("select", { "aria-label": "Which questions", onchange: () => this.draw() }, h("option", { value: "open", text: "open" }), h("option", { value: "apart", text: "open, coders differ" }), h("option", { value: "all", text: "all" }));
    this.facts = h("span", { class: "quiet", role: "status" });
    this.list = h("ol", { class: "places", "aria-label": "Questions" });
    this.reason = h("input", { type: "text", class: "filter", placeholder: "Why it is decided so", "aria-label": "Reason of the decision", dir: "auto", onkeydown: (event) => this.typed(event) });
    this.detail = h("div", { class: "question", tabIndex: -1 });
    this.el = h("div", { class: "side-part questions", hidden: true }, h("div", { class: "row-of-fields" }, this.which, this.facts), this.list, this.detail);
    this.columns = h("div", { class: "columns", "aria-hidden": "true", hidden: true });
  }

  get isOn() {
    return this.coders.length > 0;
  }

  get question() {
    return this.questions[this.at] || null;
  }

  /** What Python says is to be decided. */
  hear(message) {
    if (message.source !== this.desk.source?.id) return;
    const current = this.question?.id;
    Object.assign(this, { questions: message.questions, consensus: message.consensus });
    this.at = this.questions.findIndex((one) => one.id === current);
    this.draw();
    if (!this.isSeen) this.desk.side.openQuestions();
    this.isSeen = true;
  }

  /** The source says who is compared; nobody ends it. */
  begin(coders) {
    if (coders.join() !== this.coders.join()) this.isSeen = false;
    this.coders = coders;
    if (!coders.length) this.questions = [];
    this.columns.hidden = !coders.length;
  }

  /** Coders in the order of their columns, the consensus last. */
  get order() {
    return this.isOn ? [...this.coders, this.consensus || "consensus"] : [];
  }

  drawColumns(slots, lane) {
    this.columns.replaceChildren(
      ...this.order.map((coder, n) => h("span", { class: "column", dir: "auto", title: coder, text: coder, style: { left: `${slots[n] * lane}px`, width: `${((slots[n + 1] ?? slots[n] + 4) - slots[n]) * lane - 4}px` } })),
    );
  }

  shown() {
    const isWanted = {
      open: (one) => one.outcome === "open",
      apart: (one) => one.outcome === "open" && (one.kind !== "unanimous" || one.differing.length > 0),
      all: () => true,
    }[this.which.value];
    return this.questions.map((one, n) => [one, n]).filter(([one]) => isWanted(one));
  }

  draw() {
    const decided = this.questions.filter((one) => one.outcome !== "open").length;
    this.facts.textContent = `${decided} of ${counted(this.questions.length, "question")} decided`;
    this.list.replaceChildren(...this.shown().slice(0, 300).map(([one, n]) => this.item(one, n)));
    if (!this.list.children.length) this.list.append(h("li", { class: "quiet pad", text: this.questions.length ? "Nothing is left to decide here." : "These coders put no code in this source." }));
    this.drawDetail();
  }

  item(question, n) {
    const { desk } = this;
    const outcome = question.outcome === "open" ? this.kindWords(question) : question.outcome;
    return h(
      "li",
      { class: n === this.at ? "now" : "" },
      h(
        "button",
        { type: "button", class: "place", onclick: () => this.go(n), "aria-current": n === this.at ? "true" : null },
        h("span", { class: "coding-code" }, h("span", { class: "dot", style: { "--c": desk.codeOf(question.code)?.colour || "grey" } }), h("span", { class: "name", dir: "auto", text: desk.nameOf(question.code) }), h("span", { class: `quiet ${question.outcome}`, text: outcome })),
        h("span", { class: "quote", dir: "auto", text: this.words(question) }),
      ),
    );
  }

  /** Whether they agree that the code is there, and in weight and stance. */
  kindWords({ kind, differing }) {
    return [KIND_WORDS[kind], ...differing.map((name) => `${name} differs`)].join(", ");
  }

  words(question) {
    if (question.regions.length) return `region of ${question.regions[0].split("#")[0]}`;
    if (question.start < 0) return "the whole source";
    return shortened(this.desk.source.slice(question.start, question.end), 120);
  }

  step(direction) {
    const all = this.shown().map(([, n]) => n);
    const next = direction > 0 ? all.find((n) => n > this.at) : all.findLast((n) => n < this.at);
    if (next === undefined) this.desk.telling.say(direction > 0 ? "That was the last question." : "That was the first question.");
    else this.go(next);
  }

  go(n) {
    const { desk } = this;
    this.at = n;
    const { question } = this;
    this.draw();
    this.list.querySelector(".now")?.scrollIntoView({ block: "nearest" });
    if (question.start >= 0) {
      desk.selection.set(question.start, question.end, "found");
      desk.pages.reveal(question.start);
      desk.selection.drawCaret();
    }
    const silent = question.silent.length ? `, not ${question.silent.join(", ")}` : "";
    const who = question.coders.map((coder) => [coder, this.rated(question, coder)].filter(Boolean).join(" ")).join(", ");
    desk.telling.say(`${desk.nameOf(question.code)}: ${this.kindWords(question)}; put by ${who}${silent}`);
    desk.focusText();
  }

  /** What a coder said of a place besides the code, in words. */
  rated(question, coder) {
    const words = ratingWords(question.ratings[coder] || {}, this.desk.codeOf(question.code));
    return words ? `(${words})` : "";
  }

  /** Fields for the weight and stance to adopt; they begin with what all gave. */
  ratingFields(question) {
    const code = this.desk.codeOf(question.code);
    this.fields = allowsRatings(code) ? new RatingFields(code, question.agreed) : null;
    return this.fields ? this.fields.el : "";
  }

  drawDetail() {
    const { question, desk } = this;
    this.detail.hidden = !question;
    if (!question) return;
    const lines = [...question.coders, ...question.silent].map((coder) => {
      const span = question.spans[coder];
      const words = !span ? "did not put it" : span[0] < 0 ? "put it here" : shortened(desk.source.slice(span[0], span[1]), 90);
      return h("li", {}, h("bdi", { class: "by", text: coder }), ` ${this.rated(question, coder)} `, h("span", { class: span ? "" : "quiet", dir: "auto", text: words }));
    });
    const differ = new Set(Object.values(question.spans).map(String)).size > 1;
    const [low, high] = question.shared;
    this.detail.replaceChildren(
      h("ul", {}, ...lines),
      question.rivals.length ? h("p", { class: "quiet", text: `Others put here: ${question.rivals.map((code) => desk.nameOf(code)).join(", ")}` }) : "",
      question.reason ? h("p", { class: "quiet", dir: "auto", text: `Decided because: ${question.reason}` }) : "",
      differ && low < high ? h("div", { class: "row-of-buttons" }, h("button", { type: "button", text: "Select what all coded", onclick: () => this.select(low, high) }), h("button", { type: "button", text: "Select all coded", onclick: () => this.select(question.start, question.end) })) : "",
      this.ratingFields(question),
      this.reason,
      h(
        "div",
        { class: "row-of-buttons" },
        h("button", { type: "button", title: "Minus", text: "Reject −", onclick: () => this.decide("reject") }),
        h("button", { type: "button", text: "Other code …", onclick: () => this.another() }),
        h("button", { type: "button", class: "main", title: "Plus", text: "Adopt +", onclick: () => this.decide("adopt") }),
      ),
    );
  }

  select(start, end) {
    this.desk.selection.set(start, end, "found");
    this.desk.focusText();
  }

  another() {
    this.desk.palette.open({ title: "Adopt another code", choose: (code) => this.decide("adopt", code.id) });
  }

  typed(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    this.decide(this.wanted || "adopt", this.wantedCode);
  }

  /** Decide the question at hand; what is selected is where the code is adopted. */
  async decide(outcome, code = "") {
    const { desk, question } = this;
    if (!question) {
      desk.telling.say("No question is at hand; > goes to the first.");
      return;
    }
    const reason = this.reason.value.trim();
    if (!reason) {
      Object.assign(this, { wanted: outcome, wantedCode: code });
      this.reason.focus();
      desk.telling.say("A decision needs a reason: write it and press Enter.");
      return;
    }
    this.wanted = this.wantedCode = "";
    const at = question.start >= 0 && !desk.selection.isEmpty ? desk.selection.span : null;
    const next = this.shown().map(([one]) => one).find((one) => one.start >= question.start && one.id !== question.id && one.outcome === "open");
    const isSame = outcome === "adopt" && (!code || code === question.code);
    const { fault, ...rating } = (isSame && this.fields?.changes()) || {};
    if (fault) {
      this.fields.focus();
      desk.telling.say(fault);
      return;
    }
    const act = { kind: "decide", outcome, question: question.id, reason, code, at: outcome === "adopt" ? at : null, coders: this.coders, consensus: this.consensus, ...rating };
    const answer = await desk.acts.do(act);
    if (!answer.ok) return;
    desk.telling.say(`${desk.nameOf(code || question.code)} ${answer.said}.`);
    const n = this.questions.findIndex((one) => one.id === next?.id);
    if (n >= 0) this.go(n);
    else desk.focusText();
  }

  async undo() {
    const { desk } = this;
    const answer = await desk.acts.do({ kind: "decide", outcome: "undo", consensus: this.consensus, coders: this.coders });
    if (answer.ok) desk.telling.say("The last decision is taken back.");
  }
}
