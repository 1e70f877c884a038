// The codings of a source: by id, by place, and side by side in lanes.

import { firstWhere } from "./dom.js";

const MOST_IN_COLUMN = 3; // lanes of one coder when several are compared

function layInLanes(codings) {
  const free = [];
  for (const coding of codings) {
    let lane = 0;
    while (lane < free.length && free[lane] > coding.start) lane++;
    free[lane] = coding.end;
    coding.lane = lane;
  }
  return free.length;
}

/** By place, the longer one first. */
function inOrder(a, b) {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1);
}

export class Coded {
  constructor() {
    this.byId = new Map();
    this.placed = []; // on words, by start, the longer one first
    this.others = []; // on the whole source or on a region
    this.ends = []; // the furthest end of any coding up to each
    this.nLanes = 0;
    this.isStale = true;
    this.isShown = () => true; // which codings are shown at all
    this.columns = []; // coders that are compared, in the order of their columns
    this.slots = [];
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
        weight: head.weights[n] ?? null,
        stance: head.stances[n] || "",
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
    const made = { memo: "", region: "", confidence: null, weight: null, stance: "", lost: false, lane: 0, state: "saved", ...known, ...coding };
    this.byId.set(coding.id, made);
    if (!this.takeOut(known) || !this.isPlaced(made) || !this.isShown(made)) this.isStale = true;
    else this.insert(made, known);
  }

  isPlaced(coding) {
    return coding.start >= 0 && !coding.lost;
  }

  /** Take one coding out of those in order; whether they are still in order without a new look at all. */
  takeOut(coding) {
    if (this.isStale || this.columns.length) return false;
    if (!coding) return true;
    const n = this.placed.indexOf(coding);
    if (n < 0) return false;
    this.placed.splice(n, 1);
    this.ends.splice(n, 1);
    this.spreadEnds(n);
    return true;
  }

  /** Put one coding among those in order, in a lane that is free there; the others stay where they are. */
  insert(coding, known = null) {
    const isWhereItWas = known && known.start === coding.start && known.end === coding.end;
    if (!isWhereItWas) {
      const taken = new Set(this.between(coding.start, coding.end).map((one) => one.lane));
      coding.lane = 0;
      while (taken.has(coding.lane)) coding.lane++;
    }
    coding.slot = coding.lane;
    this.nLanes = Math.max(this.nLanes, coding.lane + 1);
    const n = firstWhere(this.placed.length, (k) => inOrder(this.placed[k], coding) > 0);
    this.placed.splice(n, 0, coding);
    this.ends.splice(n, 0, 0);
    this.spreadEnds(n);
  }

  spreadEnds(from) {
    let furthest = from > 0 ? this.ends[from - 1] : -1;
    for (let n = from; n < this.placed.length; n++) this.ends[n] = furthest = Math.max(furthest, this.placed[n].end);
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
    const known = this.byId.get(id);
    if (!known) return;
    this.byId.delete(id);
    if (!this.takeOut(known)) this.isStale = true;
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
    this.placed = all.filter((coding) => this.isPlaced(coding));
    this.others = all.filter((coding) => !this.isPlaced(coding));
    this.placed.sort(inOrder);
    this.ends = [];
    this.spreadEnds(0);
    this.lay();
  }

  /** Give each coding the first lane that is free where it begins; coders compared have lanes of their own. */
  lay() {
    if (this.columns.length) {
      this.layColumns();
      return;
    }
    this.nLanes = layInLanes(this.placed);
    for (const coding of this.placed) coding.slot = coding.lane;
  }

  layColumns() {
    this.slots = [];
    let slot = 0;
    this.columns.forEach((coder, n) => {
      const own = this.placed.filter((coding) => coding.coder === coder);
      const width = Math.min(Math.max(layInLanes(own), 1), MOST_IN_COLUMN);
      for (const coding of own) {
        coding.slot = slot + Math.min(coding.lane, width - 1);
        coding.lane = n;
      }
      this.slots.push(slot);
      slot += Math.max(width, 2) + 1;
    });
    this.nLanes = slot;
  }
}
