// Places to read one after the other: what a search or a query found, in whatever sources it is. The
// places that are ticked can be coded together, as one act.

import { counted, h } from "./dom.js";

const MOST_PLACES = 400; // drawn at once; the keys go through all

export class Reading {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.places = [];
    this.at = -1;
    this.title = "";
    this.list = h("ol", { class: "places", "aria-label": "Places" });
    this.facts = h("p", { class: "quiet" });
    this.all = h("input", { type: "checkbox", checked: true, "aria-label": "All places", onchange: () => this.tickAll(this.all.checked) });
    this.codeButton = h("button", { type: "button", class: "main", text: "Code the ticked places …", onclick: () => this.code() });
    this.el = h("div", { class: "side-part reading-list", hidden: true }, h("label", { class: "tick-all" }, this.all, this.facts), this.list, h("div", { class: "row-of-buttons" }, this.codeButton));
  }

  /** Show a new list. */
  show(title, places, note = "") {
    Object.assign(this, { title, at: -1, note, places: places.map((place) => ({ ...place, isTicked: place.quote !== "" })) });
    this.all.checked = true;
    this.draw();
    this.desk.side.openReading();
  }

  draw() {
    this.list.textContent = "";
    this.places.slice(0, MOST_PLACES).forEach((place, n) => this.list.append(this.item(place, n)));
    if (this.places.length > MOST_PLACES) this.list.append(h("li", { class: "quiet", text: `${this.places.length - MOST_PLACES} more: > goes on to them` }));
    this.tell();
  }

  tell() {
    const ticked = this.places.filter((place) => place.isTicked).length;
    const sources = new Set(this.places.map((place) => place.source)).size;
    this.facts.textContent = `${ticked} of ${counted(this.places.length, "place")} in ${counted(sources, "source")}${this.note}`;
    this.codeButton.disabled = !ticked;
  }

  item(place, n) {
    const label = `${place.title}: ${place.quote || "words gone"}`;
    const tick = h("input", { type: "checkbox", checked: place.isTicked, "aria-label": label, onchange: () => this.tick(n, tick.checked) });
    return h(
      "li",
      { class: n === this.at ? "now" : "" },
      tick,
      h(
        "button",
        { type: "button", class: "place", onclick: () => this.go(n), "aria-current": n === this.at ? "true" : null },
        h("span", { class: "quiet", dir: "auto", text: place.title }),
        h("span", { class: "quote", dir: "auto" }, place.before, h("mark", { text: place.quote || "(words gone)" }), place.after),
      ),
    );
  }

  tick(n, isTicked) {
    this.places[n].isTicked = isTicked;
    this.tell();
  }

  tickAll(isTicked) {
    for (const place of this.places) place.isTicked = isTicked;
    this.draw();
  }

  /** Go to the next place or the one before. */
  step(direction) {
    const n = this.at + direction;
    if (n < 0 || n >= this.places.length) {
      this.desk.telling.say(direction > 0 ? "That was the last place of the list." : "That was the first place of the list.");
      return;
    }
    this.go(n);
  }

  go(n) {
    this.list.children[this.at]?.classList.remove("now");
    this.at = n;
    const line = this.list.children[n];
    line?.classList.add("now");
    line?.scrollIntoView({ block: "nearest" });
    const place = this.places[n];
    this.desk.openSource(place.source, [place.start, place.end]);
  }

  code() {
    const { desk } = this;
    const places = this.places.filter((place) => place.isTicked).map(({ source, start, end, quote }) => ({ source, start, end, quote }));
    desk.palette.open({
      title: `One code on ${counted(places.length, "place")}`,
      choose: async (code) => {
        const answer = await desk.acts.do({ kind: "code_many", code: code.id, places, sha: undefined });
        if (answer.ok) desk.telling.say(`${code.name}: ${answer.said}. Ctrl Z takes all of it back.`);
      },
    });
  }
}
