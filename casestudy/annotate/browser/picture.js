// Pictures of a source: looked at in bands that come as they are needed, coded by rectangles drawn with
// the mouse or the keyboard, and linked with the blocks of the page that lie beneath.

import { h, iconButton, shortened } from "./dom.js";

const BAND = 1024; // rows of pixels that come at once
const STEP = 10;
const LEAST = 4; // pixels a side of a rectangle

export class Picture {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.pictures = {};
    this.name = "";
    this.region = null;
    this.zoom = 1;
    this.urls = [];
    this.choice = h("select", { "aria-label": "Picture", onchange: () => this.open(this.choice.value) });
    this.board = h("div", { class: "board" });
    this.scroll = h(
      "div",
      { class: "picture-scroll", role: "application", tabIndex: 0, "aria-label": "Picture", "aria-roledescription": "picture to code", "data-lm-suppress-shortcuts": "true" },
      this.board,
    );
    this.el = h(
      "div",
      { class: "picture", hidden: true },
      h("div", { class: "picture-head" }, this.choice, h("span", { class: "spring" }), h("button", { type: "button", class: "plain", text: "−", "aria-label": "Smaller", onclick: () => this.scale(this.zoom / 1.25) }), h("button", { type: "button", class: "plain", text: "fit", onclick: () => this.scale(1) }), h("button", { type: "button", class: "plain", text: "+", "aria-label": "Larger", onclick: () => this.scale(this.zoom * 1.25) }), iconButton("close", "Close the picture", () => this.close())),
      this.scroll,
    );
    this.scroll.addEventListener("scroll", () => this.load(), { passive: true });
    this.scroll.addEventListener("pointerdown", (event) => this.down(event));
    this.scroll.addEventListener("pointermove", (event) => this.moved(event));
    this.scroll.addEventListener("pointerup", (event) => this.up(event));
    this.scroll.addEventListener("dragstart", (event) => event.preventDefault());
    this.resized = new ResizeObserver(() => this.lay());
    this.resized.observe(this.scroll);
  }

  end() {
    this.resized.disconnect();
    this.forget();
  }

  forget() {
    for (const url of this.urls) URL.revokeObjectURL(url);
    this.urls = [];
  }

  get isOpen() {
    return !this.el.hidden;
  }

  get hasPictures() {
    return Object.keys(this.pictures).length > 0;
  }

  /** The desk shows another source. */
  begin(pictures) {
    this.pictures = pictures;
    this.region = null;
    const names = Object.keys(pictures);
    this.choice.replaceChildren(...names.map((name) => h("option", { value: name, text: name })));
    if (!names.length) this.el.hidden = true;
    else if (this.isOpen) this.open(names[0]);
    else this.name = "";
  }

  toggle() {
    if (this.isOpen) this.close();
    else if (this.hasPictures) this.open(this.name || Object.keys(this.pictures)[0]);
    else this.desk.telling.say("This source has no pictures.");
  }

  open(name) {
    const wasSeen = this.desk.selection.isSeen;
    this.el.hidden = false;
    if (name !== this.name || !this.board.children.length) {
      this.name = name;
      this.choice.value = name;
      [this.width, this.height] = this.pictures[name];
      this.region = null;
      this.build();
    }
    this.scroll.setAttribute("aria-label", `Picture ${name}, ${this.width} by ${this.height} pixels. Up and down go from block to block; digits code.`);
    this.desk.laidOut(wasSeen);
    this.lay();
    this.draw();
    this.scroll.focus({ preventScroll: true });
  }

  close() {
    const wasSeen = this.desk.selection.isSeen;
    this.el.hidden = true;
    this.desk.laidOut(wasSeen);
    this.desk.focusText();
  }

  // --- the picture ------------------------------------------------------------------------------

  build() {
    this.forget();
    this.bands = [];
    this.marks = h("div", { class: "marks" });
    this.board.replaceChildren();
    for (let top = 0; top < this.height; top += BAND) {
      const img = h("img", { alt: "", class: "band", draggable: "false" });
      this.bands.push({ top, height: Math.min(BAND, this.height - top), img, state: "new" });
      this.board.append(img);
    }
    this.board.append(this.marks);
  }

  get factor() {
    return (Math.max(this.scroll.clientWidth - 2, 50) / this.width) * this.zoom;
  }

  scale(zoom) {
    const middle = (this.scroll.scrollTop + this.scroll.clientHeight / 2) / this.factor;
    this.zoom = Math.min(Math.max(zoom, 0.25), 8);
    this.lay();
    this.scroll.scrollTop = middle * this.factor - this.scroll.clientHeight / 2;
    this.load();
  }

  lay() {
    if (!this.isOpen || !this.bands) return;
    const { factor } = this;
    this.board.style.cssText = `width:${this.width * factor}px;height:${this.height * factor}px`;
    for (const band of this.bands) band.img.style.cssText = `top:${band.top * factor}px;width:${this.width * factor}px;height:${band.height * factor}px`;
    this.draw();
    this.load();
  }

  /** Ask for the bands that are seen, one after the other. */
  async load() {
    if (this.isLoading || !this.isOpen) return;
    const { factor } = this;
    const top = this.scroll.scrollTop / factor;
    const bottom = top + this.scroll.clientHeight / factor;
    const next = this.bands.find((band) => band.state === "new" && band.top < bottom && band.top + band.height > top);
    if (!next) return;
    this.isLoading = true;
    next.state = "asked";
    const source = this.desk.source.id;
    const answer = await this.desk.ask("band", { source, picture: this.name, top: next.top, height: next.height });
    this.isLoading = false;
    if (answer instanceof ArrayBuffer) {
      const url = URL.createObjectURL(new Blob([answer], { type: "image/webp" }));
      this.urls.push(url);
      next.img.src = url;
      next.state = "shown";
    } else {
      this.desk.telling.say(answer?.error || "The picture cannot be shown.");
      return;
    }
    this.load();
  }

  // --- what is marked on it ---------------------------------------------------------------------

  /** Draw the regions that are coded, the one selected, and the block of the words selected. */
  draw() {
    if (!this.isOpen || !this.marks) return;
    const { desk } = this;
    const coded = desk.coded.others.filter((coding) => coding.region.startsWith(`${this.name}#`) && desk.coded.isShown(coding));
    const nOn = new Map(); // the names of several codes on one region stand above one another
    const marks = coded.map((coding) => {
      const n = nOn.get(coding.region) || 0;
      nOn.set(coding.region, n + 1);
      return this.mark(coding, n);
    });
    this.marks.replaceChildren(...marks);
    const block = this.blockBox(this.blockOfSelection());
    if (block) this.marks.append(this.box(block, "block-mark"));
    if (this.region) this.marks.append(this.box(this.region, "region-now"));
  }

  box({ x, y, width, height }, name) {
    const { factor } = this;
    const el = h("div", { class: name });
    el.style.cssText = `left:${x * factor}px;top:${y * factor}px;width:${width * factor}px;height:${height * factor}px`;
    return el;
  }

  mark(coding, above) {
    const look = this.desk.lookOf(coding);
    const el = this.box(regionOf(coding.region), `region ${look.style}${look.isChosen ? " chosen" : ""}${coding.state === "saved" ? "" : " unsaved"}`);
    el.style.setProperty("--c", look.colour);
    el.title = look.title;
    el.append(h("span", { class: "region-name", dir: "auto", text: look.name, style: { "--above": `${above * 16}px` } }));
    el.dataset.coding = coding.id;
    return el;
  }

  // --- blocks of the page -----------------------------------------------------------------------

  /** Parts of the page that have a place on the picture, by place. */
  get blocks() {
    const boxes = this.desk.source?.arrays.part_boxes;
    if (!boxes || this.name !== Object.keys(this.pictures)[0]) return [];
    if (this.blocksOf !== boxes) {
      this.blocksOf = boxes;
      this.known = [];
      for (let part = 0; part * 4 < boxes.length; part++) if (!Number.isNaN(boxes[part * 4])) this.known.push(part);
      this.known.sort((a, b) => boxes[a * 4 + 1] - boxes[b * 4 + 1] || boxes[a * 4] - boxes[b * 4]);
    }
    return this.known;
  }

  blockBox(part) {
    const boxes = this.desk.source?.arrays.part_boxes;
    if (part === null || part < 0 || !boxes || Number.isNaN(boxes[part * 4])) return null;
    const [x, y, width, height] = boxes.subarray(part * 4, part * 4 + 4);
    return this.clipped({ x, y, width, height });
  }

  blockOfSelection() {
    const { source, selection } = this.desk;
    return source?.nRows && !selection.isEmpty ? source.rowPart(source.rowAt(source.visible(selection.start))) : null;
  }

  /** The words that lie beneath a region: from the first block that it covers by half to the last. */
  beneath(region) {
    const { arrays } = this.desk.source;
    const covered = this.blocks.filter((part) => {
      const box = this.blockBox(part);
      return box && overlap(box, region) >= 0.5 * box.width * box.height;
    });
    const starts = covered.map((part) => arrays.part_starts[part]);
    const ends = covered.map((part) => arrays.part_ends[part]);
    return covered.length ? [Math.min(...starts), Math.max(...ends)] : null;
  }

  // --- selecting --------------------------------------------------------------------------------

  clipped({ x, y, width, height }) {
    const left = Math.min(Math.max(Math.round(x), 0), this.width - LEAST);
    const top = Math.min(Math.max(Math.round(y), 0), this.height - LEAST);
    return { x: left, y: top, width: Math.max(Math.min(Math.round(width), this.width - left), LEAST), height: Math.max(Math.min(Math.round(height), this.height - top), LEAST) };
  }

  select(region, isTold = true) {
    this.region = region && this.clipped(region);
    this.draw();
    const words = this.region && this.beneath(this.region);
    this.desk.marks.span("under-pointer", words ? words[0] : null, words ? words[1] : null);
    if (words && isTold) this.desk.pages.reveal(words[0]);
    if (!isTold) return;
    if (!this.region) {
      this.desk.telling.say("No region selected");
      return;
    }
    const { x, y, width, height } = this.region;
    const beneath = words ? `: ${shortened(this.desk.source.slice(...words), 120)}` : "";
    this.desk.telling.say(`Region ${width} by ${height} pixels at ${x}, ${y}${beneath}`);
  }

  get regionText() {
    const { x, y, width, height } = this.region;
    return `${this.name}#xywh=${x},${y},${width},${height}`;
  }

  pointOf(event) {
    const box = this.board.getBoundingClientRect();
    return [(event.clientX - box.left) / this.factor, (event.clientY - box.top) / this.factor];
  }

  down(event) {
    if (event.button !== 0) return;
    this.scroll.focus({ preventScroll: true });
    const [x, y] = this.pointOf(event);
    if (x < 0 || y < 0 || x > this.width || y > this.height) return;
    this.origin = { x, y, id: event.target.closest("[data-coding]")?.dataset.coding || "" };
    this.scroll.setPointerCapture(event.pointerId);
  }

  moved(event) {
    if (!this.origin) return;
    const [x, y] = this.pointOf(event);
    const { x: fromX, y: fromY } = this.origin;
    if (Math.hypot(x - fromX, y - fromY) * this.factor < 5 && !this.isDrawing) return;
    this.isDrawing = true;
    this.select({ x: Math.min(x, fromX), y: Math.min(y, fromY), width: Math.abs(x - fromX), height: Math.abs(y - fromY) }, false);
  }

  up(event) {
    if (!this.origin) return;
    const { id, x, y } = this.origin;
    this.origin = null;
    this.scroll.releasePointerCapture(event.pointerId);
    if (this.isDrawing) {
      this.isDrawing = false;
      this.select(this.region);
    } else if (id) {
      this.desk.choose(id);
    } else {
      this.select(this.smallestBlockAt(x, y));
    }
  }

  smallestBlockAt(x, y) {
    const found = this.blocks.map((part) => this.blockBox(part)).filter((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
    return found.sort((a, b) => a.width * a.height - b.width * b.height)[0] || null;
  }

  /** Do what a key says while the picture has the focus; whether it said anything. */
  runKey(key) {
    const arrow = /^(?:(Mod|Alt|Shift)\+)?Arrow(Up|Down|Left|Right)$/.exec(key);
    if (!arrow) return key === "Escape" ? (this.select(null), true) : false;
    const [, how, way] = arrow;
    const dx = { Left: -1, Right: 1 }[way] || 0;
    const dy = { Up: -1, Down: 1 }[way] || 0;
    if (!how && this.blocks.length && dy) this.stepBlock(dy);
    else this.shift(how, dx, dy);
    this.reveal();
    return true;
  }

  stepBlock(direction) {
    const { blocks } = this;
    const y = this.region ? this.region.y : -1;
    const x = this.region ? this.region.x : -1;
    const after = (part) => {
      const box = this.blockBox(part);
      return box.y > y || (box.y === y && box.x > x);
    };
    const before = (part) => {
      const box = this.blockBox(part);
      return box.y < y || (box.y === y && box.x < x);
    };
    const next = direction > 0 ? blocks.find(after) : blocks.findLast(before);
    if (next === undefined) this.desk.telling.say(direction > 0 ? "That was the last block." : "That was the first block.");
    else this.select(this.blockBox(next));
  }

  /** Move the rectangle, by one pixel with Alt, or its lower right corner with Shift. */
  shift(how, dx, dy) {
    const top = this.scroll.scrollTop / this.factor;
    const region = this.region || { x: this.width / 4, y: top + 20, width: this.width / 2, height: 80 };
    const by = how === "Alt" ? 1 : STEP;
    const moved = how === "Shift" ? { ...region, width: region.width + dx * by, height: region.height + dy * by } : { ...region, x: region.x + dx * by, y: region.y + dy * by };
    this.select(this.region ? moved : region);
  }

  reveal(region = this.region) {
    if (!region) return;
    const { factor, scroll } = this;
    const top = region.y * factor;
    if (top < scroll.scrollTop || top + region.height * factor > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top - scroll.clientHeight / 4;
  }
}

export function regionOf(text) {
  const [x, y, width, height] = text.split("#xywh=")[1].split(",").map(Number);
  return { x, y, width, height };
}

function overlap(a, b) {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(across, 0) * Math.max(down, 0);
}
