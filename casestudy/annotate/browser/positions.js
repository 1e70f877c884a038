// Positions. Everything here counts Unicode code points, as Python does; browsers count UTF-16 units.
// This module alone converts, exactly, both ways, for any text.

import { firstWhere } from "./dom.js";

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Code points of a text that comes in pieces, and the UTF-16 units they are. */
export class Positions {
  constructor() {
    this.wide = []; // units at which a code point begins that takes two of them
    this.units = 0;
  }

  /** Add a piece; `wide` names its wide code points where pairs of surrogates may be two points. */
  append(text, wide = null) {
    if (wide === null) {
      for (const found of text.matchAll(PAIR)) this.wide.push(this.units + found.index);
    } else {
      const before = this.points;
      const start = this.wide.length;
      wide.forEach((point, n) => this.wide.push(before + point + start + n));
    }
    this.units += text.length;
  }

  get points() {
    return this.units - this.wide.length;
  }

  toUnits(point) {
    if (this.wide.length === 0) return point;
    return point + firstWhere(this.wide.length, (n) => this.wide[n] - n >= point);
  }

  /** The code point that a unit belongs to; inside a pair, the code point of the pair. */
  toPoints(unit) {
    if (this.wide.length === 0) return unit;
    return unit - firstWhere(this.wide.length, (n) => this.wide[n] >= unit);
  }
}

/** What Python calls a blank; the browser's own idea differs in three signs. */
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Where the words of a text begin and end, blanks around them left out. */
export function withoutBlanks(text) {
  let start = 0;
  let end = text.length;
  while (start < end && BLANK.test(text[start])) start++;
  while (end > start && BLANK.test(text[end - 1])) end--;
  return [start, end];
}

const SEGMENTERS = new Map();

function segmenter(granularity) {
  if (!SEGMENTERS.has(granularity)) SEGMENTERS.set(granularity, new Intl.Segmenter(undefined, { granularity }));
  return SEGMENTERS.get(granularity);
}

/** Words or sentences of a line as [start, end] in units of the line, without blanks around them. */
export function pieces(line, granularity) {
  const found = [];
  for (const { segment, index, isWordLike } of segmenter(granularity).segment(line)) {
    if (granularity === "word" && !isWordLike) continue;
    const [start, end] = withoutBlanks(segment);
    if (end > start) found.push([index + start, index + end]);
  }
  return found;
}

/** Where graphemes begin and end around a unit of a line: the border at or before, at or after. */
export function graphemeAround(line, unit) {
  if (unit <= 0 || unit >= line.length) return [unit, unit];
  const from = plainBefore(line, unit);
  const part = line.slice(from, plainAfter(line, unit));
  for (const { segment, index } of segmenter("grapheme").segment(part)) {
    const start = from + index;
    const end = start + segment.length;
    if (start === unit) return [unit, unit];
    if (start < unit && unit < end) return [start, end];
  }
  return [unit, unit];
}

/** The next border between graphemes in one direction (1 or -1). */
export function graphemeStep(line, unit, direction) {
  if (direction > 0) {
    const part = line.slice(unit, plainAfter(line, unit + 1));
    for (const { segment } of segmenter("grapheme").segment(part)) return unit + segment.length;
    return unit;
  }
  const from = plainBefore(line, unit - 1);
  let last = from;
  for (const { index } of segmenter("grapheme").segment(line.slice(from, unit))) last = from + index;
  return Math.min(last, unit);
}

// Between two ASCII characters there surely is a border, so only the few units up to there are segmented.
function isPlainBorder(line, at) {
  return at <= 0 || at >= line.length || (line.charCodeAt(at - 1) < 128 && line.charCodeAt(at) < 128);
}

function plainBefore(line, unit) {
  let at = unit;
  while (!isPlainBorder(line, at)) at--;
  return Math.max(at, 0);
}

function plainAfter(line, unit) {
  let at = unit;
  while (!isPlainBorder(line, at)) at++;
  return Math.min(at, line.length);
}
