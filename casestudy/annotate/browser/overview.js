// The whole source at a glance: a narrow strip that shows where what is coded; a click goes there.

import { h } from "./dom.js";

const WIDTH = 14;

export class Overview {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.el = h("div", { class: "overview", title: "The whole source: click to go there", onclick: (event) => this.go(event) }, this.canvas);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.el);
  }

  close() {
    this.resized.disconnect();
  }

  draw() {
    const { source, coded, find_ } = this.desk;
    const height = this.el.clientHeight;
    if (!source || !height) return;
    const scale = globalThis.devicePixelRatio || 1;
    this.canvas.width = WIDTH * scale;
    this.canvas.height = height * scale;
    const ink = this.canvas.getContext("2d");
    ink.scale(scale, scale);
    const whole = Math.max(source.length, 1);
    const nColumns = Math.min(Math.max(coded.nLanes, 1), 4);
    const column = WIDTH / nColumns;
    for (const coding of coded.all()) {
      const top = (coding.start / whole) * height;
      ink.fillStyle = this.desk.codeOf(coding.code)?.colour || "#8a8a8a";
      ink.fillRect((coding.lane % nColumns) * column, top, column - 0.5, Math.max(((coding.end - coding.start) / whole) * height, 1.5));
    }
    ink.fillStyle = getComputedStyle(this.el).color;
    for (const [start] of find_.found) ink.fillRect(0, (start / whole) * height, WIDTH, 1.5);
  }

  go(event) {
    const { source, pages } = this.desk;
    if (!source || !source.nRows) return;
    const box = this.el.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    pages.scrollToRow(source.rowAt(Math.floor(share * source.length)));
    pages.draw();
  }
}
