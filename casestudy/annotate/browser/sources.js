// The list of sources: how far each is coded, and the way to open it.

import { counted, h } from "./dom.js";
import { Popup } from "./popups.js";

const KINDS = { interview: "interview", website: "web page", answer: "answer", document: "document" };

export class SourcesPopup extends Popup {
  constructor(desk) {
    super(desk, "sources", "Sources");
    this.listed = [];
    this.filter = h("input", { type: "search", class: "filter", placeholder: "Only sources with …", "aria-label": "Only sources with these letters", oninput: () => this.draw(), onkeydown: (event) => this.typed(event) });
    this.state = h(
      "select",
      { "aria-label": "Which sources", onchange: () => this.draw() },
      h("option", { value: "all", text: "all" }),
      h("option", { value: "new", text: "not coded yet" }),
      h("option", { value: "begun", text: "coded" }),
    );
    this.list = h("ul", { class: "source-list", onkeydown: (event) => this.walk(event) });
    this.progress = h("p", { class: "quiet" });
    this.body.append(h("div", { class: "row-of-fields" }, this.filter, this.state), this.progress, this.list);
  }

  async show() {
    this.open(this.filter);
    const listed = await this.desk.ask("sources");
    if (listed.error) this.progress.textContent = listed.error;
    else this.listed = listed;
    this.draw();
  }

  get shown() {
    const letters = this.filter.value.trim().toLowerCase();
    const isWanted = { all: () => true, new: (one) => !one.n_codings, begun: (one) => one.n_codings > 0 }[this.state.value];
    return this.listed.filter((one) => isWanted(one) && `${one.id} ${one.title} ${one.case} ${one.kind}`.toLowerCase().includes(letters));
  }

  draw() {
    const begun = this.listed.filter((one) => one.n_codings).length;
    this.progress.textContent = this.listed.length ? `${begun} of ${counted(this.listed.length, "source")} coded by you` : "The study has no sources yet: bring some in with casestudy import FILE.";
    this.list.textContent = "";
    const most = Math.max(...this.listed.map((one) => one.n_codings / Math.max(one.size, 1)), 0);
    for (const one of this.shown.slice(0, 500)) this.list.append(this.item(one, most));
  }

  item(one, most) {
    const isOpen = one.id === this.desk.source?.id;
    const facts = [one.case, KINDS[one.kind] || one.kind, one.provenance === "synthetic" ? "synthetic" : ""].filter(Boolean).join(" · ");
    const share = most ? one.n_codings / Math.max(one.size, 1) / most : 0;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: isOpen ? "source-line open" : "source-line", "aria-current": isOpen ? "true" : null, onclick: () => this.choose(one.id) },
        h("span", { class: "name", dir: "auto", text: one.title || one.id }),
        h("span", { class: "quiet", text: facts }),
        h("span", { class: "meter", style: { "--share": share }, "aria-hidden": "true" }),
        h("span", { class: "count", text: one.n_codings ? counted(one.n_codings, "coding") : "new" }),
      ),
    );
  }

  choose(id) {
    this.close();
    this.desk.openSource(id);
  }

  typed(event) {
    if (event.key === "Enter" && this.shown.length) this.choose(this.shown[0].id);
    else if (event.key === "ArrowDown") this.list.querySelector("button")?.focus();
    else return;
    event.preventDefault();
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.indexOf(event.target) + step;
    (at < 0 ? this.filter : buttons[Math.min(at, buttons.length - 1)]).focus();
    event.preventDefault();
  }
}
