// A few letters find a code: a list that narrows while one types.

import { h } from "./dom.js";

const MOST_OPTIONS = 60;

/**
 * How well a name fits what was typed; 0 if not at all. The beginning of the name is best, then the
 * beginning of a word, then letters in a row, then letters in order.
 */
export function fitness(name, typed) {
  const text = name.toLowerCase();
  const wanted = typed.toLowerCase();
  if (!wanted) return 1;
  const at = text.indexOf(wanted);
  if (at === 0) return 100 - Math.min(text.length, 50) / 10;
  if (at > 0) return (/[\p{L}\p{N}]/u.test(text[at - 1]) ? 60 : 80) - Math.min(at, 50) / 10;
  const words = wanted.split(/\s+/);
  if (words.length > 1 && words.every((word) => text.includes(word))) return 50;
  let from = 0;
  let gaps = 0;
  for (const letter of wanted.replace(/\s/g, "")) {
    const next = text.indexOf(letter, from);
    if (next < 0) return 0;
    gaps += next - from;
    from = next + 1;
  }
  return gaps > wanted.length * 4 ? 0 : Math.max(30 - gaps, 1);
}

export class Palette {
  /**
   * @param desk the desk: `codes`, `recent`, `keyOfCode`, `focusText()`, `say(text)`
   */
  constructor(desk) {
    this.desk = desk;
    this.input = h("input", {
      type: "text", class: "palette-input", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list",
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", oninput: () => this.show(), onkeydown: (event) => this.pressed(event),
    });
    this.title = h("div", { class: "palette-title", id: "palette-title" });
    this.list = h("div", { class: "palette-list", role: "listbox", id: "palette-list", "aria-label": "Codes" });
    this.hint = h("div", { class: "palette-hint" });
    this.el = h("div", { class: "palette popup", role: "dialog", "aria-labelledby": "palette-title", hidden: true }, this.title, this.input, this.list, this.hint);
    this.el.addEventListener("focusout", (event) => {
      if (!this.el.contains(event.relatedTarget)) this.close(false);
    });
  }

  get isOpen() {
    return !this.el.hidden;
  }

  /** Open with a title and letters typed already; `choose(code)` is told the choice, `create(name)` a new name. */
  open({ title, typed = "", choose, create = null, at = null }) {
    Object.assign(this, { choose, create });
    this.title.textContent = title;
    this.input.setAttribute("aria-label", title);
    this.el.hidden = false;
    this.input.value = typed;
    this.show();
    this.place(at);
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(typed.length, typed.length);
  }

  close(isBack = true) {
    if (!this.isOpen) return;
    this.el.hidden = true;
    if (isBack) this.desk.focusText();
  }

  /** Beside a place of the window, inside the desk. */
  place(at) {
    const frame = this.el.offsetParent.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.el;
    let left = (frame.width - width) / 2;
    let top = 70;
    if (at) {
      left = Math.min(Math.max(at.left - frame.left - 20, 8), frame.width - width - 8);
      top = at.bottom - frame.top + 10;
      if (top + height > frame.height - 8) top = Math.max(at.top - frame.top - height - 10, 8);
    }
    this.el.style.left = `${left}px`;
    this.el.style.top = `${top}px`;
  }

  show() {
    const typed = this.input.value.trim();
    const found = this.ranked(typed);
    this.options = found.slice(0, MOST_OPTIONS).map((code) => ({ code }));
    const isKnown = found.some((code) => code.name.toLowerCase() === typed.toLowerCase());
    if (this.create && typed && !isKnown) this.options.push({ name: typed });
    this.chosen = 0;
    this.draw(found.length);
  }

  ranked(typed) {
    const usable = this.desk.codes.filter((code) => !code.ended);
    if (!typed) {
      const recent = this.desk.recent.map((id) => usable.find((code) => code.id === id)).filter(Boolean);
      return [...recent, ...usable.filter((code) => !recent.includes(code))];
    }
    return usable
      .map((code) => [Math.max(...[code.name, ...code.names].map((name) => fitness(name, typed)), fitness(code.id, typed) * 0.9), code])
      .filter(([fit]) => fit > 0)
      .sort((a, b) => b[0] - a[0] || a[1].level - b[1].level)
      .map(([, code]) => code);
  }

  draw(nFound) {
    this.list.textContent = "";
    this.options.forEach((option, n) => this.list.append(this.line(option, n)));
    if (!this.options.length) this.list.append(h("div", { class: "palette-none", text: this.desk.codes.length ? "No code has these letters." : "The codebook has no codes yet. Type a name to make one." }));
    const more = nFound > MOST_OPTIONS ? ` · ${nFound - MOST_OPTIONS} more: type on` : "";
    this.hint.textContent = (this.create ? "Enter gives the code · Shift Enter makes a new one · Esc" : "Enter chooses · Esc") + more;
    this.mark();
  }

  line({ code, name }, n) {
    const props = { class: "palette-line", role: "option", id: `palette-${n}`, "aria-selected": "false" };
    const line = code
      ? h("div", props, h("span", { class: "dot", style: { "--c": code.colour } }), h("span", { class: "name", dir: "auto", text: code.name }), this.above(code), this.key(code))
      : h("div", { ...props, class: "palette-line new" }, h("span", { class: "plus", text: "+" }), h("span", { class: "name", dir: "auto", text: `New code “${name}”` }));
    line.addEventListener("pointerdown", (event) => event.preventDefault());
    line.addEventListener("click", () => this.take(n));
    return line;
  }

  above(code) {
    const parent = code.parent && this.desk.codeOf(code.parent);
    return parent ? h("span", { class: "above", dir: "auto", text: parent.name }) : null;
  }

  key(code) {
    const key = this.desk.keyOfCode(code.id);
    return key ? h("kbd", { text: key }) : null;
  }

  mark() {
    [...this.list.children].forEach((line, n) => line.setAttribute?.("aria-selected", String(n === this.chosen)));
    const line = this.list.children[this.chosen];
    if (!line || !this.options.length) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) {
      const n = this.options.length;
      const next = this.chosen + steps[event.key];
      this.chosen = Math.abs(steps[event.key]) === 1 ? (next + n) % (n || 1) : Math.min(Math.max(next, 0), n - 1);
      this.mark();
    } else if (event.key === "Enter" && event.shiftKey && this.create && this.input.value.trim()) {
      this.finish(() => this.create(this.input.value.trim()));
    } else if (event.key === "Enter") {
      this.take(this.chosen);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  take(n) {
    const option = this.options[n];
    if (!option) return;
    this.finish(() => (option.code ? this.choose(option.code) : this.create(option.name)));
  }

  finish(run) {
    this.close();
    run();
  }
}
