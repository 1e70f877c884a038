// Weight and stance: what a code lets a coding say besides that it is there, in words and as fields.

import { h } from "./dom.js";
import { Popup } from "./popups.js";

/** Whether a code lets its codings have a weight or a stance. */
export function allowsRatings(code) {
  return Boolean(code && (code.weight || code.stances));
}

function isOnScale(weight, scale) {
  return Boolean(scale) && Number.isInteger(weight) && weight >= scale.low && weight <= scale.high;
}

function labelled(weight, scale) {
  const label = scale?.labels?.[weight];
  return label ? `${weight} (${label})` : String(weight);
}

/** The weight and stance of a coding in words; what its code does not allow is said to be not counted. */
export function ratingWords(rating, code) {
  const { weight, stance } = rating;
  const words = [];
  if (weight !== null && weight !== undefined) words.push(`weight ${labelled(weight, code?.weight)}${isOnScale(weight, code?.weight) ? "" : ", not counted"}`);
  if (stance) {
    const side = code?.stances?.find((one) => one.id === stance);
    words.push(side ? side.name : `stance ${stance}, not counted`);
  }
  return words.join(", ");
}

/** The same as short as it can be said beside a name: numbers and words, with ? where it is not counted. */
export function ratingSigns(rating, code) {
  const { weight, stance } = rating;
  const signs = [];
  if (weight !== null && weight !== undefined) signs.push(`${weight}${isOnScale(weight, code?.weight) ? "" : "?"}`);
  if (stance) signs.push(`${stance}${code?.stances?.some((one) => one.id === stance) ? "" : "?"}`);
  return signs.join(" ");
}

/** What a code allows, a line for the weights and one for the stances. */
export function scaleLines({ weight, stances }) {
  const lines = [];
  if (weight) {
    const labels = Object.entries(weight.labels || {}).map(([value, name]) => `${value} ${name}`);
    const start = weight.default === undefined ? "" : `begins at ${weight.default}`;
    lines.push([`Weight ${weight.low} to ${weight.high}`, weight.means, ...labels, start].filter(Boolean).join(", "));
  }
  if (stances) lines.push(`Stance: ${stances.map(({ id, name }) => (name && name !== id ? `${id} (${name})` : id)).join(", ")}`);
  return lines;
}

/** Fields for a weight and a stance, as far as a code allows them. */
export class RatingFields {
  /**
   * @param code what it allows: `weight`, `stances`
   * @param rating what is given now: `weight`, `stance`
   */
  constructor(code, rating) {
    this.code = code;
    this.before = { weight: rating.weight ?? null, stance: rating.stance || "" };
    const parts = [];
    if (code.weight) parts.push(this.weightField(code.weight));
    if (code.stances) parts.push(this.stanceField(code.stances));
    this.el = h("div", { class: "rating-fields", onkeydown: (event) => this.pressed(event) }, ...parts);
  }

  weightField(scale) {
    const { weight } = this.before;
    this.weight = h("input", {
      type: "number", min: scale.low, max: scale.high, step: 1, "aria-label": `Weight, ${scale.low} to ${scale.high}${scale.means ? `, ${scale.means}` : ""}`,
      placeholder: scale.default === undefined ? "none" : `none (${scale.default})`, value: weight === null ? "" : String(weight), oninput: () => this.tell(),
    });
    this.label = h("output", { class: "quiet" });
    this.tell();
    const words = `Weight ${scale.low} to ${scale.high}${scale.means ? `, ${scale.means}` : ""}`;
    return h("label", { class: "field" }, h("span", { text: words }), h("span", { class: "row-of-fields" }, this.label, this.weight));
  }

  stanceField(sides) {
    const name = `stance-${Math.random().toString(36).slice(2)}`;
    this.sides = [{ id: "", name: "none" }, ...sides].map((side) => ({ ...side, input: h("input", { type: "radio", name, value: side.id, checked: side.id === this.before.stance }) }));
    return h("fieldset", {}, h("legend", { text: "Stance" }), ...this.sides.map((side) => h("label", {}, side.input, " ", h("bdi", { text: side.name }))));
  }

  /** The label of the number that is typed. */
  tell() {
    this.label.textContent = this.code.weight.labels?.[this.weight.value] || "";
  }

  focus() {
    const first = this.weight || this.sides.find((side) => side.input.checked)?.input || this.sides[0].input;
    first.focus({ preventScroll: true });
    this.weight?.select();
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
    const isUsed = (event.target === this.weight && event.key in arrows && this.step(arrows[event.key])) || (/^\p{L}$/u.test(event.key) && this.letter(event.key.toLowerCase()));
    if (isUsed) event.preventDefault();
  }

  /** A larger or smaller weight; with none given, the first step is to where the scale begins. */
  step(by) {
    const { low, high, default: start } = this.code.weight;
    const large = Math.abs(by) > 1 ? Math.max(Math.round((high - low) / 10), 1) * Math.sign(by) : by;
    const now = this.weight.value === "" ? null : Number(this.weight.value);
    this.weight.value = String(now === null ? start ?? (by > 0 ? low : high) : Math.min(Math.max(now + large, low), high));
    this.tell();
    return true;
  }

  /** The next stance whose word or name begins with a letter. */
  letter(typed) {
    if (!this.sides) return true; // no letter is a part of a number
    const at = this.sides.findIndex((side) => side.input.checked);
    const begins = (side) => [side.id, side.name].some((word) => word.toLowerCase().startsWith(typed));
    const next = [...this.sides.slice(at + 1), ...this.sides.slice(0, at + 1)].find(begins);
    if (next) {
      next.input.checked = true;
      this.onStance?.(next.name);
    }
    return true;
  }

  /** What was changed: `weight` and `stance`, only where they differ from before. Why not, as `fault`. */
  changes() {
    const changed = {};
    const { weight: scale } = this.code;
    if (this.weight) {
      const isBad = this.weight.validity.badInput;
      const value = this.weight.value === "" ? null : Number(this.weight.value);
      if (isBad || (value !== null && value !== this.before.weight && !isOnScale(value, scale))) return { fault: `The weight is a whole number from ${scale.low} to ${scale.high}.` };
      if (value !== this.before.weight) changed.weight = value;
    }
    const side = this.sides?.find((one) => one.input.checked);
    if (side && side.id !== this.before.stance) changed.stance = side.id;
    return changed;
  }
}

/** A line as what stands before and after its first "=". */
function pair(line) {
  const at = line.indexOf("=");
  return at < 0 ? [line.trim()] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

/** A form for the weights and stances that a code declares itself; what is left empty the code above declares. */
export class ScaleForm {
  /** @param code a code in full: its own `weight` and `stances`, and `ratings`, what its codings may have */
  constructor(code) {
    this.code = code;
    const { weight } = code;
    const number = (label, value) => h("input", { type: "text", inputmode: "numeric", size: 6, "aria-label": `Weight ${label}`, value: value ?? "" });
    this.low = number("from", weight.low);
    this.high = number("to", weight.high);
    this.start = number("begins at", weight.default);
    this.means = h("input", { type: "text", "aria-label": "What the weight says", dir: "auto", value: weight.means || "" });
    this.labels = h("textarea", { rows: 2, "aria-label": "Labels of weights, one a line", dir: "auto", value: Object.entries(weight.labels || {}).map(([value, name]) => `${value} = ${name}`).join("\n") });
    this.stances = h("textarea", { rows: 2, "aria-label": "Stances, one a line", dir: "auto", value: code.stances.map((one) => (one.id ? `${one.id} = ${one.name}` : one)).join("\n") });
    const words = (label, field) => h("label", { class: "stacked" }, h("span", { text: label }), field);
    this.el = h(
      "details",
      { open: Boolean(scaleLines(code.ratings).length) },
      h("summary", { text: "Weight and stance" }),
      h("p", { class: "quiet", text: "Left empty, codings have what the code above declares." }),
      h("div", { class: "row-of-fields" }, words("Weight from", this.low), words("to", this.high), words("begins at", this.start)),
      words("What the weight says", this.means),
      words("Labels (one a line: 0 = hardly)", this.labels),
      words("Stances (one a line: against = speaks against it)", this.stances),
    );
    this.before = JSON.stringify(this.told());
  }

  told() {
    const whole = (field) => (/^[+-]?\d+$/.test(field.value.trim()) ? Number(field.value) : field.value.trim());
    const pairs = (field) => field.value.split("\n").filter((line) => line.trim()).map(pair);
    const weight = Object.fromEntries(Object.entries({ low: whole(this.low), high: whole(this.high), default: whole(this.start), means: this.means.value.trim() }).filter(([, value]) => value !== ""));
    const labels = Object.fromEntries(pairs(this.labels).map(([value, name]) => [value, name || ""]));
    if (Object.keys(labels).length) weight.labels = labels;
    const stances = pairs(this.stances).map(([id, name]) => (name ? { id, name } : id));
    return { weight, stances };
  }

  /** What the act says of them: nothing where nothing was changed. */
  changes() {
    const told = this.told();
    return JSON.stringify(told) === this.before ? {} : told;
  }
}

/** Weight and stance of one coding. */
export class RatingPopup extends Popup {
  constructor(desk) {
    super(desk, "rating", "Weight and stance");
    this.words = h("p", { class: "about", dir: "auto" });
    this.place = h("div", {});
    this.fault = h("p", { class: "missing", role: "alert" });
    const keep = h("button", { type: "button", class: "main", text: "Keep", onclick: () => this.keep() });
    this.body.append(this.words, this.place, this.fault, h("div", { class: "row-of-buttons" }, h("span", { class: "quiet", text: "Enter keeps, Esc leaves, an empty field takes the weight away" }), keep));
  }

  show(coding, code, words) {
    this.coding = coding;
    this.name(`Weight and stance of ${code.name}`);
    this.words.textContent = words;
    this.words.hidden = !words;
    this.fault.textContent = "";
    this.fields = new RatingFields(code, coding);
    this.fields.onStance = (name) => this.desk.telling.hear(name);
    this.place.replaceChildren(this.fields.el);
    this.open(this.place);
    this.fields.focus();
  }

  pressed(event) {
    if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault();
      event.stopPropagation();
      this.keep();
    } else {
      super.pressed(event);
    }
  }

  keep() {
    const { fault, ...changed } = this.fields.changes();
    if (fault) {
      this.fault.textContent = fault;
      this.fields.focus();
      return;
    }
    this.close();
    if (Object.keys(changed).length) this.desk.acts.rate(this.coding, changed);
  }
}
