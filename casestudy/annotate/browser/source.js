// One source as it came from Python: its text, its rows, its parts.

import { firstWhere } from "./dom.js";
import { Positions } from "./positions.js";

const READERS = { i4: Int32Array, u2: Uint16Array, u1: Uint8Array, f4: Float32Array, f8: Float64Array };

/** The buffers of a message by name, as texts and arrays. */
export function unpacked(message, buffers) {
  const found = {};
  (message.buffers || []).forEach(([name, kind], n) => {
    const view = buffers[n];
    const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
    if (kind === "utf8") found[name] = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    else if (kind === "utf16") found[name] = fromUnits(new Uint16Array(bytes));
    else found[name] = new READERS[kind](bytes);
  });
  return found;
}

// TextDecoder would replace lone surrogates.
function fromUnits(units) {
  const texts = [];
  for (let at = 0; at < units.length; at += 8192) texts.push(String.fromCharCode(...units.subarray(at, at + 8192)));
  return texts.join("");
}

export const ROW = { words: 0, aside: 1, heading: 2, unshown: 3 };

export class SourceText {
  constructor(message, arrays) {
    Object.assign(this, message.source); // id, title, kind, case, language, sha, length, synthetic, warnings
    this.parts = message.parts;
    this.arrays = arrays;
    this.positions = new Positions();
    this.text = "";
    this.append(arrays.text, arrays.wide || null);
    this.nRows = arrays.row_starts.length;
  }

  append(text, wide) {
    this.positions.append(text, wide);
    this.text += text;
  }

  /** Code points that are here; a long text comes in pieces. */
  get loaded() {
    return this.positions.points;
  }

  slice(start, end) {
    return this.text.slice(this.positions.toUnits(start), this.positions.toUnits(end));
  }

  rowStart(row) {
    return this.arrays.row_starts[row];
  }

  rowEnd(row) {
    return this.arrays.row_ends[row];
  }

  rowKind(row) {
    return this.arrays.row_kinds[row];
  }

  rowPart(row) {
    return this.arrays.row_parts[row];
  }

  rowText(row) {
    return this.slice(this.rowStart(row), this.rowEnd(row));
  }

  /** The row that a position lies in, or the last one before it. */
  rowAt(point) {
    return Math.max(firstWhere(this.nRows, (n) => this.rowStart(n) > point) - 1, 0);
  }

  /** The nearest position that a reader sees: labels between rows are not seen. */
  visible(point) {
    if (this.nRows === 0) return 0;
    const row = this.rowAt(point);
    if (point < this.rowStart(row)) return this.rowStart(row);
    if (point <= this.rowEnd(row)) return point;
    const next = row + 1 < this.nRows ? this.rowStart(row + 1) : point + 1;
    return next - point < point - this.rowEnd(row) ? next : this.rowEnd(row);
  }

  /** Units into a row's text to a position, and back. */
  toPoint(row, unit) {
    return this.positions.toPoints(this.positions.toUnits(this.rowStart(row)) + unit);
  }

  toUnit(row, point) {
    return this.positions.toUnits(point) - this.positions.toUnits(this.rowStart(row));
  }

  /** The first and last row of the part that a row belongs to; a row without a part stands alone. */
  partRows(row) {
    const part = this.rowPart(row);
    let first = row;
    let last = row;
    if (part < 0) return [first, last];
    while (first > 0 && this.rowPart(first - 1) === part) first--;
    while (last + 1 < this.nRows && this.rowPart(last + 1) === part) last++;
    return [first, last];
  }

  speaker(part) {
    return part < 0 ? "" : this.parts.speakers[this.arrays.part_speakers[part]] || "";
  }

  role(part) {
    return part < 0 ? "" : this.parts.roles[this.arrays.part_speakers[part]] || "";
  }

  time(part) {
    return part < 0 ? NaN : this.arrays.part_times[part];
  }

  heading(part) {
    return part < 0 ? "" : this.parts.headings[this.arrays.part_headings[part]] || "";
  }

  level(part) {
    return part < 0 ? 0 : this.arrays.part_levels[part];
  }

  isTurn(part) {
    return part >= 0 && this.arrays.part_kinds[part] === "t";
  }
}
