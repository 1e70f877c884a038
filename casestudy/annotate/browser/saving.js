// What was done and is not yet known to be on the disk. Nothing is called saved before Python said so.
//
// Acts that were not confirmed are kept in the browser's session, so that a reload of the page or a new
// run of the cell sends them again. They are positions and codes; an act that was logged is not done twice.

import { newId } from "./dom.js";

const PATIENCE = 3000; // milliseconds until a person is told

export class Saving {
  /**
   * @param post sends a message to Python
   * @param onChange told when the state changed: `{waiting, late, last}`
   */
  constructor(post, onChange) {
    this.post = post;
    this.onChange = onChange;
    this.waiting = new Map();
    this.last = null;
    this.key = "";
    this.timer = 0;
  }

  close() {
    clearTimeout(this.timer);
  }

  /**
   * Do an act: send it, and remember what to do here when it is saved or refused.
   * @returns a promise of what Python answered
   */
  do(act, { confirm = () => {}, takeBack = () => {} } = {}) {
    const whole = { id: newId(), ...act };
    return new Promise((resolve) => {
      this.waiting.set(whole.id, { act: whole, confirm, takeBack, resolve, since: performance.now() });
      this.keep();
      this.post({ type: "do", act: whole });
      this.tell();
    });
  }

  saved(message) {
    const one = this.waiting.get(message.act);
    if (!one) return null;
    this.waiting.delete(message.act);
    this.last = new Date();
    this.keep();
    one.confirm(message);
    this.tell();
    one.resolve({ ok: true, ...message });
    return one.act;
  }

  refused(message) {
    const one = this.waiting.get(message.act);
    if (!one) return;
    this.waiting.delete(message.act);
    this.keep();
    one.takeBack();
    this.tell();
    one.resolve({ ok: false, why: message.why });
  }

  /** Send again what was never answered. */
  again() {
    for (const one of this.waiting.values()) {
      one.since = performance.now();
      this.post({ type: "do", act: one.act });
    }
    this.tell();
  }

  /** Take over the acts that a page or a run of the cell before this one left unconfirmed. */
  takeOver(key) {
    const prefix = `coding-desk:${key}:`;
    const first = !this.key;
    this.key ||= prefix + newId();
    if (!first) return [];
    const left = [];
    try {
      for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(prefix))) {
        left.push(...JSON.parse(sessionStorage.getItem(name)));
        sessionStorage.removeItem(name);
      }
    } catch {
      return [];
    }
    return left.map((act) => {
      const answer = new Promise((resolve) => {
        this.waiting.set(act.id, { act, confirm() {}, takeBack() {}, resolve, since: performance.now() });
      });
      return { act, answer };
    });
  }

  keep() {
    if (!this.key) return;
    try {
      const acts = [...this.waiting.values()].map((one) => one.act);
      if (acts.length) sessionStorage.setItem(this.key, JSON.stringify(acts));
      else sessionStorage.removeItem(this.key);
    } catch {
      // without session storage, unconfirmed acts live as long as the page
    }
  }

  /** Whether anything has waited too long to be called on its way. */
  get late() {
    const now = performance.now();
    return [...this.waiting.values()].filter((one) => now - one.since >= PATIENCE);
  }

  tell() {
    clearTimeout(this.timer);
    const late = this.late.length;
    this.onChange({ waiting: this.waiting.size, late, last: this.last });
    if (this.waiting.size > late) this.timer = setTimeout(() => this.tell(), PATIENCE);
  }
}
