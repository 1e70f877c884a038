// Between asking for a source and having it. Keys pressed meanwhile would go to an empty desk, or to the
// source that is about to leave it. They are not kept for words that nobody has read: it is told that they
// did nothing, and again when the text is there.

import { COMMAND_OF, MOVES } from "./keys.js";

const ANYTIME = new Set(["help", "openLook", "openSources"]);
const OPENS_WITHIN = 4000; // milliseconds until another source may be asked for

export class Arrival {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.isDue = true; // a new desk awaits its first source
    this.name = "";
    this.patience = OPENS_WITHIN;
    this.timer = 0;
  }

  close() {
    clearTimeout(this.timer);
  }

  /** Ask for a source; what is shown stays until it comes. */
  ask(source) {
    const { telling } = this.desk;
    if (!this.desk.post({ type: "open", source })) {
      telling.say("Python does not answer. Run the cell again.");
      return;
    }
    this.isDue = true;
    this.name = source;
    telling.say("Opening …");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.end();
      telling.say(`Python has not opened ${source} yet.`);
    }, this.patience);
  }

  /** Whether a key is for a text that is not there yet; then that is told. */
  refuses(key) {
    if (!this.isDue || !this.isForText(key)) return false;
    this.desk.telling.say(`${this.name || "The text"} is not open yet, so that key did nothing. Press it again when the text is shown.`);
    return true;
  }

  isForText(key) {
    return MOVES.has(key) || (COMMAND_OF.has(key) && !ANYTIME.has(COMMAND_OF.get(key))) || /^[\p{L}\p{N}]$/u.test(key);
  }

  /** A source is shown, or none comes. */
  end() {
    clearTimeout(this.timer);
    this.isDue = false;
  }

  /** A source is shown; one who reads hears that it is there. */
  came(source) {
    const wasDue = this.isDue;
    this.end();
    if (wasDue && this.desk.el.matches(":focus-within")) this.desk.telling.hear(`${source.title || source.id} is open.`);
  }
}
