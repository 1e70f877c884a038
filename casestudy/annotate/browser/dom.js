// Making elements. Words are always set as text: nothing of a study is ever parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) made.style.setProperty(key, one);
    else if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else if (["value", "checked", "disabled", "hidden", "tabIndex"].includes(name)) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const ICONS = {
  list: "M3 4h10M3 8h10M3 12h10",
  before: "M10 3 5 8l5 5",
  after: "m6 3 5 5-5 5",
  find: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  text: "M3 13 7 3l4 10M4.3 10h5.4M12 7.5c1.6-1 3-.2 3 1.2V13m0-3c-1.8 0-3 .5-3 1.7 0 1.6 2.2 1.6 3 .3",
  keys: "M1.5 4.5h13v7h-13zM4 7h.01M6.6 7h.01M9.3 7h.01M12 7h.01M5 9.5h6",
  note: "M3 2.5h10v8l-3 3H3zM10 13.5v-3h3M5.5 5.5h5M5.5 8h5",
  close: "m4 4 8 8M12 4l-8 8",
  side: "M2 3h12v10H2zM10 3v10",
  full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  check: "m3 8.5 3.5 3.5L13 4.5",
  undo: "M6.5 3 3 6.5 6.5 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "M9.5 3 13 6.5 9.5 10M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9",
  weight: "M8 2.5v11M4.5 13.5h7M3 4.5h10M3 4.5 1.2 9.5h3.6zM13 4.5l-1.8 5h3.6z",
  trash: "M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5 5 13.5h6l.5-9",
  swap: "M3 5.5h9L9.5 3M13 10.5H4L6.5 13",
  people: "M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3.3a2.4 2.4 0 0 1 0 4.5M12 9.8c1.6.4 2.6 1.7 2.6 3.7",
  plus: "M8 3v10M3 8h10",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  picture: "M2 3h12v10H2zM2 11l3.5-3.5 3 3L11 8l3 3M6 6h.01",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with a picture and a name; `keys` are shown with the name. */
export function iconButton(name, label, run, keys = "") {
  const title = keys ? `${label} (${keys})` : label;
  return h("button", { type: "button", class: "tool", "aria-label": label, title, onclick: run }, icon(name));
}

/** An id that sorts by time and is made once, as the log has them (a ULID). */
export function newId() {
  const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let time = Date.now();
  let head = "";
  for (let i = 0; i < 10; i++) {
    head = digits[time % 32] + head;
    time = Math.floor(time / 32);
  }
  const random = crypto.getRandomValues(new Uint8Array(16));
  return head + Array.from(random, (byte) => digits[byte & 31]).join("");
}

/** The first position in 0..n for which `isBeyond` holds; n if there is none. */
export function firstWhere(n, isBeyond) {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeyond(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A colour as it is seen on dark ground: mixed with white. */
export function onDark(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `#${parts.map((part) => Math.round(part + (255 - part) * 0.3).toString(16).padStart(2, "0")).join("")}`;
}

export function shortened(text, most) {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain.length <= most) return plain;
  return plain.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "") + "…";
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

export function counted(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
