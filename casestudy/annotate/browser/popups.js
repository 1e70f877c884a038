// Small windows inside the desk: a note, how the text looks, the keys, a question.

import { h, iconButton } from "./dom.js";
import { COMMANDS } from "./keys.js";

/** A window with a head and a way to close it; Escape closes it and the text has the focus again. */
export class Popup {
  constructor(desk, name, label, body) {
    this.desk = desk;
    this.title = h("h2", { text: label });
    this.body = body || h("div", { class: "popup-body" });
    this.el = h(
      "div",
      { class: `popup ${name}`, role: "dialog", "aria-label": label, hidden: true, tabIndex: -1, onkeydown: (event) => this.pressed(event) },
      h("div", { class: "panel-head" }, this.title, iconButton("close", "Close", () => this.close(), "Esc")),
      this.body,
    );
  }

  get isOpen() {
    return !this.el.hidden;
  }

  name(label) {
    this.title.textContent = label;
    this.el.setAttribute("aria-label", label);
  }

  open(first = null) {
    this.desk.closePopups(this);
    this.el.hidden = false;
    (first || this.el.querySelector("input, textarea, select, [tabindex='0'], button.first") || this.el).focus({ preventScroll: true });
  }

  close(isBack = true) {
    if (!this.isOpen) return;
    this.el.hidden = true;
    if (isBack) this.desk.focusText();
  }

  pressed(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }
}

/** A note to write: on a coding, a source, a code, a case. */
export class NotePopup extends Popup {
  constructor(desk) {
    super(desk, "note", "Note");
    this.about = h("select", { "aria-label": "What the note is about", onchange: () => this.turn(Number(this.about.value)) });
    this.others = h("div", { class: "others" });
    this.field = h("textarea", { rows: 5, "aria-label": "Note", dir: "auto", onkeydown: (event) => this.typed(event) });
    const keep = h("button", { type: "button", class: "main", text: "Keep note", onclick: () => this.keep() });
    this.words = h("p", { class: "about", dir: "auto" });
    this.body.append(h("label", { class: "field" }, h("span", { text: "About" }), this.about), this.words, this.others, this.field, h("div", { class: "row-of-buttons" }, h("span", { class: "quiet", text: "Ctrl Enter keeps it" }), keep));
  }

  /**
   * Ask for a note about one of some things, each with a `label`, `words`, the `text` that it has, notes of
   * `others`, and `keep(text)`; `load()`, if it has one, brings the last two first.
   */
  async ask(things) {
    this.things = things;
    this.about.replaceChildren(...things.map((thing, n) => h("option", { value: n, text: thing.label })));
    this.open(this.field);
    await this.turn(0);
  }

  async turn(n) {
    const thing = this.things[n];
    this.about.value = n;
    this.words.textContent = thing.words || "";
    this.words.hidden = !thing.words;
    if (thing.load) Object.assign(thing, await thing.load());
    if (this.things[Number(this.about.value)] !== thing) return;
    this.others.replaceChildren(
      ...(thing.others || []).map((other) => h("blockquote", { dir: "auto" }, h("span", { class: "by", text: other.author || "unsigned" }), " ", other.text)),
    );
    this.field.value = thing.text || "";
    this.onKeep = thing.keep;
    this.field.focus();
  }

  typed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      this.keep();
    }
  }

  keep() {
    const text = this.field.value;
    this.close();
    this.onKeep(text);
  }
}

/** How the text looks: size, width, letters, light or dark. */
export class LookPopup extends Popup {
  constructor(desk) {
    super(desk, "look", "How the text looks");
    this.fields = [
      this.range("size", "Size of the letters", 12, 30, 1),
      this.range("width", "Width of a line", 30, 110, 2),
      this.choice("letters", "Letters", [["serif", "with serifs"], ["sans", "without serifs"], ["mono", "one width"]]),
      this.choice("spacing", "Lines", [["tight", "close"], ["usual", "usual"], ["wide", "wide apart"]]),
      this.choice("theme", "Colours", [["auto", "as around"], ["light", "light"], ["dark", "dark"]]),
      this.choice("direction", "Direction", [["auto", "as the words are"], ["ltr", "left to right"], ["rtl", "right to left"]]),
      this.choice("after", "After coding", [["stay", "stay on the passage"], ["next", "go to the next sentence"]]),
    ];
    this.body.append(...this.fields);
  }

  range(name, label, least, most, step) {
    const field = h("input", { type: "range", min: least, max: most, step, "aria-label": label, oninput: () => this.desk.setLook(name, Number(field.value)) });
    this.fill = { ...this.fill, [name]: (value) => (field.value = value) };
    return h("label", { class: "field" }, h("span", { text: label }), field);
  }

  choice(name, label, options) {
    const field = h("select", { "aria-label": label, onchange: () => this.desk.setLook(name, field.value) }, ...options.map(([value, text]) => h("option", { value, text })));
    this.fill = { ...this.fill, [name]: (value) => (field.value = value) };
    return h("label", { class: "field" }, h("span", { text: label }), field);
  }

  show() {
    for (const [name, fill] of Object.entries(this.fill)) fill(this.desk.look[name]);
    this.open();
  }
}

/** The keys, as a page. */
export class HelpPopup extends Popup {
  constructor(desk) {
    super(desk, "help", "Keys");
    const groups = [...new Set(COMMANDS.map((command) => command.group))];
    this.body.append(
      h("p", { class: "quiet", text: "These keys work while the text has the focus; the notebook's own keys rest meanwhile. Tab leaves the text." }),
      h("div", { class: "key-groups" }, ...groups.map((group) => this.group(group))),
    );
    this.body.tabIndex = 0;
    this.body.setAttribute("role", "region");
    this.body.setAttribute("aria-label", "List of keys");
  }

  group(group) {
    const lines = COMMANDS.filter((command) => command.group === group);
    return h("section", {}, h("h3", { text: group }), h("dl", {}, ...lines.flatMap((line) => [h("dt", {}, h("kbd", { text: line.shown })), h("dd", { text: line.words })])));
  }
}
