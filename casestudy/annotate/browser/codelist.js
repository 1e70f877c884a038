// The codes at the side: a tree to read, to click, and to walk through with the arrow keys.

import { h } from "./dom.js";

export class CodeList {
  /**
   * @param desk the desk: `codes`, `counts`, `keyOfCode`, `giveCode(id)`, `define(id)`
   */
  constructor(desk) {
    this.desk = desk;
    this.open = new Set();
    this.tree = h("div", { class: "tree", role: "tree", "aria-label": "Codes", onkeydown: (event) => this.pressed(event) });
    this.el = h("aside", { class: "codes", "aria-label": "Codebook" }, h("div", { class: "panel-head" }, h("span", { text: "Codes" })), this.tree);
    this.lines = [];
    this.current = 0;
  }

  draw() {
    this.tree.textContent = "";
    this.lines = [];
    const { codes } = this.desk;
    const hasChildren = new Set(codes.map((code) => code.parent));
    const isOpen = (code) => !code.parent || (this.open.has(code.parent) && isOpen(this.desk.codeOf(code.parent)));
    for (const code of codes) if (!code.ended && isOpen(code)) this.lines.push(this.line(code, hasChildren.has(code.id)));
    if (!this.lines.length) this.tree.append(h("p", { class: "quiet pad", text: "No codes yet. Select words and press Enter to make one." }));
    this.tree.append(...this.lines);
    this.current = Math.min(this.current, Math.max(this.lines.length - 1, 0));
    this.lines.forEach((line, n) => (line.tabIndex = n === this.current ? 0 : -1));
  }

  line(code, isParent) {
    const isOpen = this.open.has(code.id);
    const key = this.desk.keyOfCode(code.id);
    const twist = h("span", { class: "twist", "aria-hidden": "true", text: isParent ? (isOpen ? "▾" : "▸") : "" });
    const line = h(
      "div",
      {
        class: "code-line", role: "treeitem", tabIndex: -1, "aria-level": code.level + 1, "aria-expanded": isParent ? String(isOpen) : null,
        "aria-keyshortcuts": key || null, style: { "--level": code.level }, data: { code: code.id }, title: code.name,
      },
      twist,
      h("span", { class: "dot", style: { "--c": code.colour } }),
      h("span", { class: "name", dir: "auto", text: code.name }),
      h("span", { class: "count", text: this.count(code.id) }),
      key ? h("kbd", { text: key }) : null,
    );
    line.addEventListener("pointerdown", (event) => event.preventDefault());
    line.addEventListener("click", (event) => {
      if (event.target === twist && isParent) this.toggle(code.id);
      else this.desk.giveCode(code.id);
    });
    return line;
  }

  count(id) {
    const n = this.desk.counts.get(id) || 0;
    return n ? String(n) : "";
  }

  /** Only the numbers changed. */
  recount() {
    for (const line of this.lines) line.querySelector(".count").textContent = this.count(line.dataset.code);
  }

  /** Which codes stand where the caret is. */
  markHere(ids) {
    for (const line of this.lines) line.classList.toggle("here", ids.has(line.dataset.code));
  }

  toggle(id) {
    if (!this.open.delete(id)) this.open.add(id);
    this.draw();
  }

  pressed(event) {
    const at = this.lines.findIndex((line) => line === event.target);
    if (at < 0) return;
    const { code } = this.lines[at].dataset;
    const isClosed = this.lines[at].getAttribute("aria-expanded") === "false";
    const isOpened = this.lines[at].getAttribute("aria-expanded") === "true";
    if (event.key === "ArrowDown") this.go(at + 1);
    else if (event.key === "ArrowUp") this.go(at - 1);
    else if (event.key === "Home") this.go(0);
    else if (event.key === "End") this.go(this.lines.length - 1);
    else if (event.key === "ArrowRight" && isClosed) this.toggleAt(at, code);
    else if (event.key === "ArrowLeft" && isOpened) this.toggleAt(at, code);
    else if (event.key === "ArrowLeft") this.go(this.lines.findIndex((line) => line.dataset.code === this.desk.codeOf(code).parent));
    else if (event.key === "Enter" || event.key === " ") this.desk.giveCode(code);
    else if (event.key === "D" && event.shiftKey) this.desk.define(code);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  toggleAt(at, code) {
    this.toggle(code);
    this.go(at);
  }

  go(at) {
    if (at < 0 || at >= this.lines.length) return;
    this.lines[this.current].tabIndex = -1;
    this.current = at;
    this.lines[at].tabIndex = 0;
    this.lines[at].focus();
  }
}
