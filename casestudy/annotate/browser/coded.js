// The codings of a source: by id, by place, and side by side in lanes.

import { firstWhere } from "./dom.js";

export class Coded {
  constructor() {
    this.byId = new Map();
    this.placed = []; // on words, by start, the longer one first
    this.others = []; // on the whole source or on a region
    this.ends = []; // the furthest end of any coding up to each
    this.nLanes = 0;
    this.isStale = true;
    this.isShown = () => true; // which codings are shown at all
  }

  /** What Python sent: arrays with one entry a coding. */
  static from(head, arrays) {
    const coded = new Coded();
    const ids = arrays.ids ? arrays.ids.split("\n") : [];
    const times = arrays.times ? arrays.times.split("\n") : [];
    ids.forEach((id, n) => {
      coded.byId.set(id, {
        id,
        start: arrays.starts[n],
        end: arrays.ends[n],
        code: head.codes[arrays.codes[n]],
        coder: head.coders[arrays.coders[n]],
        origin: head.origins[arrays.origins[n]],
        created: times[n],
        memo: head.memos[n] || "",
        region: head.regions[n] || "",
        confidence: head.confidences[n] ?? null,
        lost: n in head.lost,
        quote: head.lost[n] || "",
        lane: 0,
        state: "saved",
      });
    });
    return coded;
  }

  put(coding) {
    const known = this.byId.get(coding.id);
    this.byId.set(coding.id, { memo: "", region: "", confidence: null, lost: false, lane: 0, state: "saved", ...known, ...coding });
    this.isStale = true;
  }

  /** A coding that was waiting is saved, under the id that the log gave it. */
  confirm(old, id) {
    const coding = this.byId.get(old);
    if (!coding) return;
    this.byId.delete(old);
    // the list of changes may have come before the answer
    const known = old !== id && this.byId.get(id);
    if (known) {
      this.isStale = true;
      return;
    }
    Object.assign(coding, { id, state: "saved", created: coding.created || new Date().toISOString() });
    this.byId.set(id, coding);
  }

  remove(id) {
    this.isStale = this.byId.delete(id) || this.isStale;
  }

  get(id) {
    return this.byId.get(id);
  }

  get size() {
    return this.byId.size;
  }

  /** Codings that touch words between two positions. */
  between(start, end) {
    this.settle();
    const found = [];
    for (let n = firstWhere(this.ends.length, (k) => this.ends[k] > start); n < this.placed.length; n++) {
      const coding = this.placed[n];
      if (coding.start >= end) break;
      if (coding.end > start) found.push(coding);
    }
    return found;
  }

  /** Codings at a position or on a selection, the innermost first. */
  at(start, end) {
    let found = this.between(start, Math.max(end, start + 1));
    // a caret behind the last sign of a coding is still at it
    if (!found.length && start === end) found = this.between(start - 1, start);
    return found.sort((a, b) => a.end - a.start - (b.end - b.start) || (a.id < b.id ? 1 : -1));
  }

  /** All codings on words, by place. */
  all() {
    this.settle();
    return this.placed;
  }

  settle() {
    if (!this.isStale) return;
    this.isStale = false;
    const all = [...this.byId.values()].filter(this.isShown);
    this.placed = all.filter((coding) => coding.start >= 0 && !coding.lost);
    this.others = all.filter((coding) => coding.start < 0 || coding.lost);
    this.placed.sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
    let furthest = -1;
    this.ends = this.placed.map((coding) => (furthest = Math.max(furthest, coding.end)));
    this.lay();
  }

  /** Give each coding the first lane that is free where it begins. */
  lay() {
    const free = [];
    for (const coding of this.placed) {
      let lane = 0;
      while (lane < free.length && free[lane] > coding.start) lane++;
      free[lane] = coding.end;
      coding.lane = lane;
    }
    this.nLanes = free.length;
  }
}
