// What a person does to codings. Each act is shown at once as not yet saved, sent, and becomes saved when
// Python has it on the disk; a refused one is taken back, with the reason.

import { newId, shortened } from "./dom.js";
import { allowsRatings, ratingWords } from "./ratings.js";

const RECENT = 12;

export class Acts {
  /** @param desk the desk */
  constructor(desk) {
    this.desk = desk;
    this.given = new Map(); // codings that wait for the id that the log gives them, and the promise of it
  }

  /** Send an act on the open source; `confirm` and `takeBack` settle what was shown before the answer. */
  async do(act, hooks = {}) {
    const { desk } = this;
    const { id: source, sha } = desk.source;
    const answer = await desk.saving.do({ source, sha, ...act }, hooks);
    if (!answer.ok) desk.trouble(answer.why);
    return answer;
  }

  /** Whether anything can be coded now; if not, it is said why. */
  isReady() {
    const { desk } = this;
    const why = desk.problem || desk.barred;
    if (desk.source && !why) return true;
    desk.telling.say(why ? `Not coded: ${why}` : "Nothing is open.");
    return false;
  }

  // --- giving codes -----------------------------------------------------------------------------

  /** Put a code on what is selected. */
  async give(code) {
    const { desk } = this;
    if (!this.isReady()) return;
    const { selection } = desk;
    if (selection.isEmpty) {
      desk.telling.say(`Select words first, then ${desk.nameOf(code)} can be put on them.`);
      return;
    }
    const [start, end] = selection.span;
    if (start >= end) {
      desk.telling.say("Only blanks are selected; a coding needs words.");
      return;
    }
    const same = desk.coded.between(start, end).find((one) => one.coder === desk.coder && one.code === code && one.start === start && one.end === end);
    if (same) {
      desk.telling.say(`${desk.nameOf(code)} stands on these words already; Delete takes it away.`);
      return;
    }
    await this.codeSpan(code, start, end);
  }

  async codeSpan(code, start, end) {
    const { desk } = this;
    const local = `local-${newId()}`;
    const words = desk.source.slice(start, end);
    desk.coded.put({ id: local, start, end, code, coder: desk.coder, origin: "human", created: "", state: "waiting" });
    desk.shownAgain(start, end);
    desk.remember(code, RECENT);
    const hint = allowsRatings(desk.codeOf(code)) ? " Shift W gives a weight or stance." : "";
    desk.telling.say(`${desk.nameOf(code)}: “${shortened(words, 80)}”${hint}`);
    if (desk.look.after === "next") desk.selection.move("sentence", 1, false);
    const asked = this.do(
      { kind: "code", codes: [code], start, end, quote: words },
      {
        confirm: ({ codings }) => desk.confirm(local, codings[0]),
        takeBack: () => {
          desk.coded.remove(local);
          desk.shownAgain(start, end);
        },
      },
    );
    return this.idOf(local, asked);
  }

  /** The id that the log gives a coding that is shown under one of its own; null if it was refused. */
  async idOf(local, asked) {
    const id = asked.then((answer) => (answer.ok ? answer.codings[0] : null));
    this.given.set(local, id);
    await id;
    setTimeout(() => this.given.delete(local), 60_000);
    return id;
  }

  /** Put a code on the rectangle that is selected on a picture. */
  async giveRegion(code) {
    const { desk } = this;
    if (!this.isReady()) return;
    const region = desk.picture.regionText;
    const same = desk.coded.others.find((one) => one.coder === desk.coder && one.code === code && one.region === region);
    if (same) {
      desk.telling.say(`${desk.nameOf(code)} stands on this region already; Delete takes it away.`);
      return;
    }
    const local = `local-${newId()}`;
    desk.coded.put({ id: local, start: -1, end: -1, region, code, coder: desk.coder, origin: "human", created: "", state: "waiting" });
    desk.shownAgain(0, 0);
    desk.remember(code, RECENT);
    desk.telling.say(`${desk.nameOf(code)} on a region`);
    const asked = this.do(
      { kind: "code", codes: [code], region },
      {
        confirm: ({ codings }) => {
          desk.confirm(local, codings[0]);
          desk.shownAgain(0, 0);
        },
        takeBack: () => {
          desk.coded.remove(local);
          desk.shownAgain(0, 0);
        },
      },
    );
    await this.idOf(local, asked);
  }

  resizeRegion(coding, region) {
    this.desk.telling.say(`${this.desk.nameOf(coding.code)} now stands on the selected region.`);
    return this.change(coding, { region }, { kind: "resize", coding: coding.id, region });
  }

  // --- changing codings -------------------------------------------------------------------------

  /** The own coding that an act is about: the chosen one, else the innermost at the caret. */
  target() {
    const { desk } = this;
    const chosen = desk.coded.get(desk.chosen);
    if (chosen && chosen.coder === desk.coder) return chosen;
    if (desk.isOnPicture) {
      const { regionText } = desk.picture;
      const here = desk.coded.others.findLast((one) => one.coder === desk.coder && one.region === regionText);
      if (here) return here;
    }
    const { start, end } = desk.selection;
    const own = desk.coded.at(start, end).find((coding) => coding.coder === desk.coder && coding.state === "saved");
    if (!own) desk.telling.say("No coding of yours is here. Choose one with , and . or click its bar.");
    return own || null;
  }

  /** Show a change at once, send it, and take it back if it is refused. */
  async change(coding, changes, act) {
    const { desk } = this;
    if (!this.isReady()) return false;
    const before = { ...coding };
    desk.coded.put({ ...coding, ...changes, state: "waiting" });
    desk.shownAgain(Math.min(coding.start, changes.start ?? coding.start), Math.max(coding.end, changes.end ?? coding.end));
    const answer = await this.do(act, {
      confirm: () => desk.confirm(coding.id, coding.id),
      takeBack: () => {
        desk.coded.put(before);
        desk.shownAgain(0, Infinity);
      },
    });
    if (answer.said) desk.telling.say(answer.said);
    return answer.ok;
  }

  /** The own coding that a weight or stance is about: the chosen one, else the innermost that allows one. */
  rated() {
    const { desk } = this;
    const isMine = (coding) => coding.coder === desk.coder && !desk.isSuggestion(coding);
    const allows = (coding) => isMine(coding) && allowsRatings(desk.codeOf(coding.code));
    const chosen = desk.coded.get(desk.chosen);
    const region = desk.isOnPicture ? desk.picture.regionText : null;
    const { start, end } = desk.selection;
    const here = region ? desk.coded.others.filter((one) => one.region === region).reverse() : desk.coded.at(start, end);
    const found = chosen && isMine(chosen) ? chosen : here.find(allows) || here.find(isMine);
    if (!found) desk.telling.say("No coding of yours is here. Choose one with , and . or click its bar.");
    else if (!allows(found)) desk.telling.say(`${desk.nameOf(found.code)} has no weights and no stances; its definition (Shift D) can declare them.`);
    return found && allows(found) ? found : null;
  }

  /** Give a coding another weight or stance, or none. */
  async rate(coding, changed) {
    const { desk } = this;
    // what was just coded may still wait for its id
    const id = coding.id.startsWith("local-") ? await this.given.get(coding.id) : coding.id;
    const now = id && desk.coded.get(id);
    if (!now) {
      desk.telling.say("The coding is gone; nothing was kept.");
      return false;
    }
    const words = ratingWords({ ...now, ...changed }, desk.codeOf(now.code)) || "no weight, no stance";
    desk.telling.say(`${desk.nameOf(now.code)}: ${words}.`);
    return this.change(now, changed, { kind: "rate", coding: id, ...changed });
  }

  recode(coding, code) {
    const { desk } = this;
    desk.remember(code, RECENT);
    desk.telling.say(`${desk.nameOf(coding.code)} is now ${desk.nameOf(code)}.`);
    return this.change(coding, { code }, { kind: "recode", codings: [coding.id], code });
  }

  resize(coding, start, end) {
    const { desk } = this;
    if (coding.start === start && coding.end === end) return null;
    desk.telling.say(`${desk.nameOf(coding.code)} now reaches over “${shortened(desk.source.slice(start, end), 80)}”.`);
    return this.change(coding, { start, end }, { kind: "resize", coding: coding.id, start, end });
  }

  note(coding, memo) {
    if (memo === coding.memo) return null;
    this.desk.telling.say(memo ? "The note is kept." : "The note is empty now.");
    return this.change(coding, { memo }, { kind: "note", coding: coding.id, memo });
  }

  async remove(coding) {
    const { desk } = this;
    if (!this.isReady()) return;
    desk.coded.remove(coding.id);
    if (desk.chosen === coding.id) desk.chosen = null;
    desk.shownAgain(coding.start, coding.end);
    desk.telling.say(`${desk.nameOf(coding.code)} taken away. Ctrl Z brings it back.`);
    const takeBack = () => {
      desk.coded.put(coding);
      desk.shownAgain(coding.start, coding.end);
    };
    await this.do({ kind: "delete", codings: [coding.id] }, { takeBack });
  }

  /** Join a coding with those of the same code and coder that it touches. */
  async join(coding) {
    const { desk } = this;
    const near = desk.coded.between(Math.max(coding.start - 2, 0), coding.end + 2).filter((one) => one.code === coding.code && one.coder === coding.coder && one.state === "saved");
    if (near.length < 2) {
      desk.telling.say(`No other coding with ${desk.nameOf(coding.code)} touches this one.`);
      return;
    }
    const start = Math.min(...near.map((one) => one.start));
    const end = Math.max(...near.map((one) => one.end));
    const memo = near.map((one) => one.memo).filter(Boolean).join("\n");
    const codings = [coding.id, ...near.map((one) => one.id).filter((id) => id !== coding.id)];
    const answer = await this.do({ kind: "join", codings, start, end, memo: memo === coding.memo ? "" : memo });
    if (answer.ok) desk.telling.say(`${near.length} codings with ${desk.nameOf(coding.code)} are one now.${answer.said ? ` Of what was given, ${answer.said}.` : ""}`);
  }

  /** Split a coding in two at a position. */
  async split(coding, at) {
    const { desk } = this;
    if (at <= coding.start || at >= coding.end) {
      desk.telling.say("Put the caret inside the coding, where it shall be split.");
      return;
    }
    const first = desk.selection.trimmed(coding.start, at);
    const second = desk.selection.trimmed(at, coding.end);
    if (first[0] >= first[1] || second[0] >= second[1]) {
      desk.telling.say("One of the two parts would have no words.");
      return;
    }
    const answer = await this.do({ kind: "split", coding: coding.id, code: coding.code, first, second });
    if (answer.ok) desk.telling.say(`${desk.nameOf(coding.code)} is two codings now.`);
  }

  // --- suggestions ------------------------------------------------------------------------------

  /** The suggestion that is chosen or stands at the caret. */
  suggestion() {
    const { desk } = this;
    const chosen = desk.coded.get(desk.chosen);
    if (chosen && desk.isSuggestion(chosen)) return chosen;
    const found = desk.coded.at(desk.selection.start, desk.selection.end).find((coding) => desk.isSuggestion(coding));
    if (!found) desk.telling.say(desk.look.suggestions ? "No suggestion is here." : "Suggestions are not shown; Shift O shows them.");
    return found || null;
  }

  /** Code what was suggested, there or over other words; the suggestion is then decided. */
  async accept(suggestion, start = suggestion.start, end = suggestion.end, code = suggestion.code) {
    const { desk } = this;
    desk.coded.remove(suggestion.id);
    const place = start >= 0 ? { start, end } : { region: suggestion.region };
    const answer = await this.do({ kind: "accept", about: [suggestion.id], code, ...place }, { takeBack: () => desk.coded.put(suggestion) });
    if (answer.ok) desk.telling.say(`${desk.nameOf(code)}: taken over.`);
  }

  async reject(suggestion) {
    const { desk } = this;
    desk.coded.remove(suggestion.id);
    desk.shownAgain(suggestion.start, suggestion.end);
    const answer = await this.do({ kind: "reject", about: [suggestion.id] }, { takeBack: () => desk.coded.put(suggestion) });
    if (answer.ok) desk.telling.say(`${desk.nameOf(suggestion.code)}: not taken over.`);
  }

  async undo(kind) {
    const { desk } = this;
    if (desk.comparison.isOn) {
      if (kind === "undo") desk.comparison.undo();
      return;
    }
    if (!this.isReady()) return;
    const answer = await this.do({ kind });
    if (answer.ok) desk.telling.say(kind === "undo" ? `Undone: ${answer.said}.` : "Done again.");
  }
}
