// Whose codings are shown: one's own, those of others, what machines suggest; and the way to compare.

import { counted, h } from "./dom.js";
import { Popup } from "./popups.js";

export class PeoplePopup extends Popup {
  constructor(desk) {
    super(desk, "people", "Whose codings");
    this.list = h("div", {});
    this.body.append(this.list);
  }

  show() {
    const { desk } = this;
    const counts = new Map();
    for (const coding of desk.coded.byId.values()) counts.set(coding.coder, (counts.get(coding.coder) || 0) + 1);
    const others = [...counts.keys()].filter((coder) => coder !== desk.coder).sort();
    const machines = others.filter((coder) => desk.isMachine(coder));
    const people = others.filter((coder) => !machines.includes(coder));
    this.ticked = new Set([...people, ...(counts.has(desk.coder) ? [desk.coder] : [])].filter((coder) => !desk.hidden.has(coder)));
    this.list.replaceChildren(
      desk.blind ? h("p", { text: `What others and machines coded is hidden, because ${desk.blind}.` }) : null,
      ...(desk.blind ? [] : [desk.coder, ...people].map((coder) => this.line(coder, counts.get(coder) || 0))),
      ...(desk.blind || !machines.length ? [] : [this.suggestions(machines, counts)]),
      desk.blind ? null : this.compareButton(people),
    );
    this.open();
  }

  line(coder, n) {
    const { desk } = this;
    const isOwn = coder === desk.coder;
    const tick = h("input", {
      type: "checkbox", checked: !desk.hidden.has(coder), disabled: isOwn,
      onchange: () => {
        if (tick.checked) this.ticked.add(coder);
        else this.ticked.delete(coder);
        desk.hideCoder(coder, !tick.checked);
      },
    });
    return h("label", { class: "field" }, h("span", {}, tick, " ", h("bdi", { text: coder }), isOwn ? " (you)" : ""), h("span", { class: "quiet", text: counted(n, "coding") }));
  }

  suggestions(machines, counts) {
    const { desk } = this;
    const n = machines.reduce((sum, coder) => sum + counts.get(coder), 0);
    const tick = h("input", { type: "checkbox", checked: desk.look.suggestions, onchange: () => desk.showSuggestions(tick.checked) });
    return h("label", { class: "field" }, h("span", {}, tick, ` Suggestions of ${machines.join(", ")}, dashed`), h("span", { class: "quiet", text: counted(n, "suggestion") }));
  }

  compareButton(people) {
    const { desk } = this;
    if (desk.comparison.isOn) return h("div", { class: "row-of-buttons" }, h("button", { type: "button", class: "main", text: "End the comparison", onclick: () => this.compare([]) }));
    if (!people.length) return h("p", { class: "quiet", text: "Nobody else has coded this source." });
    return h("div", { class: "row-of-buttons" }, h("span", { class: "quiet", text: "side by side, to decide together" }), h("button", { type: "button", class: "main", text: "Compare the ticked coders", onclick: () => this.compare([...this.ticked]) }));
  }

  compare(coders) {
    const some = coders.filter((coder) => coder !== "consensus");
    if (coders.length && some.length < 2) {
      this.desk.telling.say("Tick at least two coders to compare them.");
      return;
    }
    this.close();
    this.desk.post({ type: "compare", coders: some });
  }
}
