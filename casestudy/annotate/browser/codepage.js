// A code in full: what it means, when to use it and when not; and the form to change that.

import { h } from "./dom.js";
import { ScaleForm, scaleLines } from "./ratings.js";

export class CodePage {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.el = h("div", { class: "side-part code-page", hidden: true, tabIndex: -1 });
  }

  show(code, facts) {
    this.code = code;
    const shown = this.desk.codeOf(code.id);
    this.el.replaceChildren(
      h("h3", { dir: "auto" }, h("span", { class: "dot", style: { "--c": shown?.colour || "grey" } }), code.name),
      h("p", { class: "quiet", text: [code.id, code.theme !== code.name ? `under ${code.theme}` : "", code.source].filter(Boolean).join(" · ") }),
      code.definition ? h("p", { dir: "auto", text: code.definition }) : h("p", { class: "missing", text: "This code has no definition yet: Edit gives it one." }),
      ...this.entries("Use it when", code.include),
      ...this.entries("Not when", code.exclude),
      ...this.entries("Examples", code.examples),
      ...this.scales(code),
      h("p", { class: "quiet", text: facts }),
      this.keyField(code.id),
      h(
        "div",
        { class: "row-of-buttons" },
        h("button", { type: "button", text: "Note", onclick: () => this.desk.noteAbout(`code:${code.id}`, code.name) }),
        h("button", { type: "button", text: "Merge …", onclick: () => this.merge() }),
        h("button", { type: "button", text: "Retire", onclick: () => this.retire() }),
        h("button", { type: "button", class: "first", text: "Edit", onclick: () => this.edit() }),
      ),
    );
    this.el.focus({ preventScroll: true });
  }

  entries(title, lines) {
    if (!lines.length) return [];
    return [h("h4", { text: title }), h("ul", {}, ...lines.map((line) => h("li", { dir: "auto", text: line })))];
  }

  /** What codings of the code may be rated with, and where that is declared. */
  scales(code) {
    const lines = scaleLines(code.ratings);
    if (!lines.length) return [];
    const isOwn = Object.keys(code.weight).length > 0 || code.stances.length > 0;
    return [...this.entries("Codings may say", lines), isOwn ? "" : h("p", { class: "quiet", text: "As the code above declares it." })];
  }

  /** Which digit gives the code. */
  keyField(id) {
    const field = h(
      "select",
      { "aria-label": "Key of this code", onchange: () => this.desk.setKey(field.value, id) },
      h("option", { value: "", text: "none" }),
      ..."1234567890".split("").map((key) => h("option", { value: key, text: key })),
    );
    field.value = this.desk.keyOfCode(id);
    return h("label", { class: "field" }, h("span", { text: "Key" }), field);
  }

  edit() {
    const { code } = this;
    const area = (label, value, rows) => h("textarea", { rows, "aria-label": label, dir: "auto", value });
    const name = h("input", { type: "text", "aria-label": "Name", dir: "auto", value: code.name });
    const fields = {
      definition: area("Definition", code.definition, 4),
      include: area("Use it when, one a line", code.include.join("\n"), 3),
      exclude: area("Not when, one a line", code.exclude.join("\n"), 3),
      examples: area("Examples, one a line", code.examples.join("\n"), 3),
    };
    const labels = { definition: "Definition", include: "Use it when (one a line)", exclude: "Not when (one a line)", examples: "Examples (one a line)" };
    const scales = new ScaleForm(code);
    const keep = async () => {
      const lines = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);
      const { definition, include, exclude, examples } = fields;
      const act = { kind: "edit_code", code: code.id, name: name.value, definition: definition.value.trim(), include: lines(include), exclude: lines(exclude), examples: lines(examples), ...scales.changes() };
      if (await this.desk.schemeAct(act, `${name.value} is changed in the codebook.`)) this.desk.define(code.id);
    };
    this.el.replaceChildren(
      h("label", { class: "stacked" }, h("span", { text: "Name" }), name),
      ...Object.entries(fields).map(([key, field]) => h("label", { class: "stacked" }, h("span", { text: labels[key] }), field)),
      scales.el,
      h("p", { class: "quiet", text: `The id ${code.id} stays as it is: codings are kept by it.` }),
      h("div", { class: "row-of-buttons" }, h("button", { type: "button", text: "Leave as it was", onclick: () => this.desk.define(code.id) }), h("button", { type: "button", class: "main", text: "Keep", onclick: keep })),
    );
    name.focus();
  }

  /** Another code takes over what this one has: a change of the scheme, no log is rewritten. */
  merge() {
    const { code, desk } = this;
    desk.palette.open({
      title: `Merge ${code.name} into …`,
      choose: (into) =>
        this.confirm(`From now on every coding with ${code.name}, of every coder, counts as ${into.name}. The logs stay as they are; the change is written into the codebook.`, "Merge", async (why) => {
          if (await desk.schemeAct({ kind: "merge_code", code: code.id, into: into.id, why }, `${code.name} is merged into ${into.name}.`)) desk.define(into.id);
        }),
    });
  }

  retire() {
    const { code, desk } = this;
    this.confirm(`${code.name} is offered no more. What is coded with it stays as it is.`, "Retire", async (why) => {
      if (await desk.schemeAct({ kind: "retire_code", code: code.id, why }, `${code.name} is retired.`)) desk.side.openList();
    });
  }

  confirm(words, label, run) {
    const why = h("input", { type: "text", "aria-label": "Why", placeholder: "Why (is kept with the change)", dir: "auto" });
    this.el.replaceChildren(
      h("p", { text: words }),
      why,
      h("div", { class: "row-of-buttons" }, h("button", { type: "button", text: "Leave as it was", onclick: () => this.desk.define(this.code.id) }), h("button", { type: "button", class: "main", text: label, onclick: () => run(why.value.trim()) })),
    );
    why.focus();
  }
}
