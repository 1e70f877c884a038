// The coding desk: puts the parts together, hears Python, and does what the keys say.

import { Acts } from "./acts.js";
import { Arrival } from "./arrival.js";
import { hideStill, watchTheme } from "./around.js";
import { Coded } from "./coded.js";
import { Comparison } from "./comparison.js";
import { CodeList } from "./codelist.js";
import { counted, h, icon, iconButton, onDark, shortened } from "./dom.js";
import { Find } from "./find.js";
import { COMMAND_OF, keyOf, MOVES } from "./keys.js";
import { Lesson } from "./lesson.js";
import { Margin } from "./margin.js";
import { Marks } from "./marks.js";
import { Overview } from "./overview.js";
import { Pages } from "./pages.js";
import { Palette } from "./palette.js";
import { Picture, regionOf } from "./picture.js";
import { PeoplePopup } from "./people.js";
import { RatingPopup, ratingSigns, ratingWords } from "./ratings.js";
import { HelpPopup, LookPopup, NotePopup } from "./popups.js";
import { Saving } from "./saving.js";
import { Selection } from "./selection.js";
import { Side } from "./side.js";
import { SourcesPopup } from "./sources.js";
import { SourceText, unpacked } from "./source.js";
import { Telling } from "./telling.js";

const USUAL_LOOK = { size: 17, width: 66, letters: "serif", spacing: "usual", theme: "auto", direction: "auto", after: "stay", suggestions: false };
const LETTERS = {
  serif: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", Georgia, serif',
  sans: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  mono: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace',
};
const NO_ANSWER = 4000; // milliseconds without a word from Python until a person is told

class CodingDesk {
  constructor(model, host) {
    this.model = model;
    this.host = host;
    this.view = Math.random().toString(36).slice(2);
    this.showStill = () => {};
    this.codes = [];
    this.keys = {};
    this.recent = [];
    this.counts = new Map();
    this.coded = new Coded();
    this.chosen = null;
    this.notes = [];
    this.problem = "";
    this.barred = "";
    this.look = { ...USUAL_LOOK };
    this.asked = new Map();
    this.build();
    this.onMessage = (message, buffers) => this.hear(message, buffers || []);
    model.on("msg:custom", this.onMessage);
    this.post({ type: "hello" });
    this.patience = setTimeout(() => this.alarm("Python does not answer. Run the cell again; until then nothing can be coded here."), NO_ANSWER);
  }

  // --- building ---------------------------------------------------------------------------------

  build() {
    const root = this.host.shadowRoot || this.host.attachShadow({ mode: "open" });
    root.textContent = "";
    // JupyterLab takes single letters for commands unless the focused element says it does not want that
    this.host.dataset.lmSuppressShortcuts = "true";
    // a style sheet without an element works before the notebook has put the desk into its page
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    this.telling = new Telling(this);
    this.arrival = new Arrival(this);
    this.saving = new Saving((message) => this.post(message), (state) => this.showSaved(state));
    this.acts = new Acts(this);
    this.hidden = new Set();
    this.sheet = h("div", {
      class: "text", role: "application", tabIndex: 0, "aria-label": "Text", "aria-roledescription": "text to code", "data-lm-suppress-shortcuts": "true",
    });
    this.scroll = h("div", { class: "scroll" }, this.sheet);
    this.strip = h("div", { class: "strip", hidden: true });
    this.pages = new Pages(this.sheet, this.scroll, { light: (page) => this.light(page), dim: (page) => this.dim(page) });
    this.marks = new Marks(root, this.pages);
    this.margin = new Margin(this.pages, { choose: (id) => this.choose(id), openNote: (id) => this.openNote(id), point: (id) => this.point(id) });
    this.selection = new Selection(this.pages, this.marks, (how) => this.selected(how));
    this.overview = new Overview(this);
    this.picture = new Picture(this);
    this.codeList = new CodeList(this);
    this.comparison = new Comparison(this);
    this.lesson = new Lesson(this);
    this.side = new Side(this);
    this.find_ = new Find(this);
    this.palette = new Palette(this);
    this.popups = { note: new NotePopup(this), rating: new RatingPopup(this), look: new LookPopup(this), help: new HelpPopup(this), sources: new SourcesPopup(this), people: new PeoplePopup(this) };
    this.el = this.frame();
    root.append(this.el);
    this.listen();
    this.applyLook();
    this.endTheme = watchTheme(this.host, (isDark) => {
      this.isDarkAround = isDark;
      this.applyLook();
    });
  }

  frame() {
    this.title = h("span", { class: "source-title", dir: "auto", text: "…" });
    this.facts = h("span", { class: "source-facts quiet" });
    this.savedMark = h("span", { class: "saved", role: "status" });
    this.banner = h("div", { class: "banner", role: "alert", hidden: true });
    const top = h(
      "header",
      { class: "top" },
      h("button", { type: "button", class: "skip", text: "To the text", onclick: () => this.focusText() }),
      h("button", { type: "button", class: "source-button", "aria-label": "Sources", title: "List of sources (Shift L)", onclick: () => this.openSources() }, icon("list"), this.title),
      this.facts,
      h("span", { class: "spring" }),
      this.savedMark,
      h("span", { class: "tools" },
        iconButton("undo", "Undo", () => this.undo(), "Ctrl Z"),
        iconButton("redo", "Redo", () => this.redo(), "Ctrl Y"),
        iconButton("find", "Find", () => this.find(), "/"),
        (this.pictureButton = iconButton("picture", "Pictures of this source", () => this.picture.toggle(), "Shift P")),
        iconButton("people", "Whose codings", () => this.openPeople(), "Shift O"),
        iconButton("side", "Codings as a list", () => (this.side.isOpen ? this.side.close() : this.openSide()), "Shift C"),
        iconButton("text", "How the text looks", () => this.openLook(), "Shift A"),
        iconButton("full", "Whole screen", () => this.wholeScreen()),
        iconButton("keys", "Keys", () => this.help(), "?"),
      ),
    );
    const reader = h("div", { class: "reader" }, this.find_.el, this.scroll, this.overview.el);
    const foot = h("footer", { class: "foot" }, this.telling.shown, this.telling.where, this.telling.live);
    return h(
      "section",
      { class: "desk", "aria-label": "Coding desk", style: { "--height": `${this.model.get("height") || 680}px` } },
      top,
      this.banner,
      this.strip,
      h("div", { class: "body" }, this.codeList.el, reader, this.picture.el, this.side.el),
      foot,
      this.palette.el,
      ...Object.values(this.popups).map((popup) => popup.el),
    );
  }

  listen() {
    this.selection.listen(this.sheet);
    this.margin.listen(this.sheet);
    this.el.addEventListener("keydown", (event) => this.pressed(event));
    for (const name of ["keyup", "keypress", "copy", "cut", "paste", "contextmenu", "mousedown"]) this.el.addEventListener(name, (event) => event.stopPropagation());
    this.sheet.addEventListener("contextmenu", (event) => {
      if (this.selection.isEmpty) return;
      event.preventDefault();
      this.openPalette("", { left: event.clientX, top: event.clientY, bottom: event.clientY });
    });
    this.sheet.addEventListener("focus", () => this.el.classList.add("reading"));
    this.sheet.addEventListener("blur", () => this.el.classList.remove("reading"));
  }

  close() {
    clearTimeout(this.patience);
    this.post({ type: "bye" });
    this.model.off("msg:custom", this.onMessage);
    for (const timer of [this.restTimer, this.settingsTimer, this.selectTimer]) clearTimeout(timer);
    this.endTheme();
    this.showStill();
    this.saving.close();
    this.arrival.close();
    this.telling.close();
    this.overview.close();
    this.picture.end();
    this.pages.close();
    this.marks.close();
  }

  /** Send a message to Python; false if the connection is gone, as after a restart of the kernel. */
  post(message) {
    try {
      this.model.send({ view: this.view, ...message });
      return true;
    } catch {
      return false;
    }
  }

  /** Ask Python something; the promise has its answer. */
  ask(what, more = {}) {
    const ask = `${this.view}-${this.asked.size}-${Math.random().toString(36).slice(2, 8)}`;
    return new Promise((resolve) => {
      this.asked.set(ask, resolve);
      if (this.post({ type: "ask", ask, what, ...more })) return;
      this.asked.delete(ask);
      resolve({ error: "Python does not answer. Run the cell again." });
    });
  }

  // --- what Python says -------------------------------------------------------------------------

  hear(message, buffers) {
    const heard = {
      init: () => this.begin(message),
      source: () => this.show(message, buffers),
      piece: () => this.more(message, buffers),
      empty: () => this.showEmpty(),
      unopened: () => this.arrival.end(),
      codes: () => this.setCodes(message),
      codings: () => this.update(message),
      saved: () => this.saving.saved(message),
      refused: () => this.saving.refused(message),
      select: () => this.selectFrom(message),
      answer: () => this.answered(message, buffers),
      problem: () => this.setProblem(message.problem),
      barred: () => this.setBarred(message.why),
      say: () => this.telling.say(message.text),
      notes: () => this.setNotes(message.notes),
      questions: () => this.comparison.hear(message),
      reading: () => this.side.reading.show(message.title, message.places),
    }[message.type];
    if (heard) heard();
  }

  begin(message) {
    if (message.view !== this.view) return;
    clearTimeout(this.patience);
    this.alarm("");
    this.showStill();
    this.showStill = hideStill(this.model.get("still"));
    this.coder = message.coder;
    this.lesson.teacher = message.teacher;
    this.el.setAttribute("aria-label", `Coding desk: ${message.study}, coder ${message.coder}`);
    this.look = { ...USUAL_LOOK, ...message.settings.look };
    this.recent = message.settings.recent || [];
    this.settings = message.settings;
    this.setCodes(message);
    this.applyLook();
    this.takeOver(message.key);
  }

  /** Send again what a page or a run before this one left without an answer. */
  async takeOver(key) {
    const left = this.saving.takeOver(key);
    if (!left.length) return;
    this.alarm(`${counted(left.length, "act")} of before had no answer; sending again …`);
    this.saving.again();
    const answers = await Promise.all(left.map((one) => one.answer));
    const refused = answers.filter((answer) => !answer.ok);
    this.alarm(refused.length ? `${refused.length} of ${counted(left.length, "act")} of before could not be saved: ${refused[0].why}` : "");
    if (!refused.length) this.telling.say(`${counted(left.length, "act")} of before, which had no answer, ${left.length === 1 ? "is" : "are"} saved now.`);
  }

  show(message, buffers) {
    const began = performance.now();
    const arrays = unpacked(message, buffers);
    const isSame = this.source?.id === message.source.id;
    const top = isSame ? this.pages.topRow() : 0;
    this.source = new SourceText(message, arrays);
    this.coded = Coded.from(message.codings, arrays);
    this.coded.isShown = (coding) => this.isShown(coding);
    this.blind = message.blind || "";
    this.barred = message.barred || "";
    this.comparison.begin(message.compared || []);
    this.coded.columns = this.comparison.order;
    this.showStrip();
    this.chosen = null;
    this.problem = "";
    this.notes = message.notes || [];
    this.picture.begin(message.pictures || {});
    this.pictureButton.hidden = !this.picture.hasPictures;
    this.alarm("");
    this.title.textContent = this.source.title || this.source.id;
    this.facts.textContent = [this.source.case, this.source.synthetic ? "synthetic" : ""].filter(Boolean).join(" · ");
    this.sheet.setAttribute("aria-label", `Text of ${this.source.title || this.source.id}. Arrow keys select sentences, question mark lists the keys.`);
    if (this.source.language) this.sheet.lang = this.source.language;
    else this.sheet.removeAttribute("lang");
    this.selection.anchor = this.selection.focus = this.source.visible(0);
    this.selection.hasMoved = false;
    this.marks.spans.clear();
    this.recount();
    this.fitMargin();
    this.marks.prepare(this.coded.all(), (coding) => this.lookOf(coding));
    this.pages.show(this.source);
    this.sheet.prepend(this.comparison.columns);
    if (isSame) this.pages.scrollToRow(Math.min(top, this.source.nRows - 1), 0);
    this.side.update();
    this.selection.drawCaret();
    this.telling.where.textContent = this.source.nRows ? this.telling.place(0) : "";
    this.telling.shown.textContent = this.source.nRows ? "Select words, then press the key of a code" : "This source has no words.";
    this.askForMore();
    this.arrival.came(this.source);
    this.goTo();
    requestAnimationFrame(() => {
      this.overview.draw();
      this.host.dataset.drawn = String(Number(this.host.dataset.drawn || 0) + 1);
      this.host.dataset.work = (performance.now() - began).toFixed(1);
    });
  }

  askForMore() {
    if (this.source.loaded < this.source.length) this.post({ type: "piece", start: this.source.loaded });
  }

  more(message, buffers) {
    if (message.source !== this.source?.id || message.start !== this.source.loaded) return;
    const arrays = unpacked(message, buffers);
    this.source.append(arrays.text, arrays.wide || null);
    this.pages.more();
    // Jupyter drops what comes faster than it allows
    setTimeout(() => this.askForMore(), 350);
  }

  showEmpty() {
    this.arrival.end();
    this.title.textContent = "No sources yet";
    this.telling.say("The study has no sources yet: bring some in with casestudy import FILE.");
    this.host.dataset.drawn = "1";
  }

  setCodes(message) {
    this.codes = message.codes;
    this.keys = message.keys;
    this.byCode = new Map(this.codes.map((code, number) => [code.id, { ...code, number, onDark: onDark(code.colour) }]));
    this.marks.forget();
    this.recount();
    this.codeList.draw();
    this.pages.redraw();
  }

  /** Codings that others, or this desk, changed. */
  update(message) {
    if (message.source !== this.source?.id) return;
    let [start, end] = [Infinity, -1];
    const touch = (coding) => {
      if (!coding) return;
      start = Math.min(start, coding.start);
      end = Math.max(end, coding.end);
    };
    let isRegion = false;
    for (const id of message.gone) {
      isRegion ||= Boolean(this.coded.get(id)?.region);
      touch(this.coded.get(id));
      this.coded.remove(id);
    }
    for (const coding of message.put) {
      const known = this.coded.get(coding.id);
      if (known && known.state === "saved" && this.isSame(known, coding)) continue;
      isRegion ||= Boolean(coding.region);
      touch(known);
      touch(coding);
      this.coded.put({ ...coding, state: "saved" });
    }
    if (this.chosen && !this.coded.get(this.chosen)) this.chosen = null;
    if (start <= end || isRegion) this.shownAgain(start, end);
  }

  isSame(known, coding) {
    return ["start", "end", "region", "code", "memo", "origin", "lost", "weight", "stance"].every((name) => known[name] === coding[name]);
  }

  /** What was waiting under one id is saved. */
  confirm(old, id) {
    this.coded.confirm(old, id);
    this.margin.confirm(old, id);
    this.marks.unmark(old);
    if (this.chosen === old) this.chosen = id;
  }

  selectFrom(message) {
    if (!this.source) return;
    const [start, end] = message.at || [this.selection.focus, this.selection.focus];
    this.selection.set(start, end, "python");
    if (message.at) this.pages.reveal(start);
    this.selection.drawCaret();
  }

  answered(message, buffers) {
    const value = message.buffers ? unpacked(message, buffers).value : message.value;
    this.asked.get(message.ask)?.(value);
    this.asked.delete(message.ask);
  }

  setProblem(problem) {
    this.problem = problem;
    this.alarm(`${problem.replace(/\.?$/, ".")} Nothing can be coded until it is mended; what was saved is safe.`);
  }

  /** Whether the study can be written changed while it was open. */
  setBarred(why) {
    this.barred = why;
    this.showStrip();
    this.telling.say(why ? `Nothing can be coded now: ${why}` : "The study can be coded again.");
  }

  // --- what is shown ----------------------------------------------------------------------------

  isShown(coding) {
    if (this.comparison.isOn) return this.comparison.order.includes(coding.coder);
    if (this.isSuggestion(coding)) return this.look.suggestions;
    return coding.coder === this.coder || !this.hidden.has(coding.coder);
  }

  isSuggestion(coding) {
    return coding.origin.startsWith("rule:") || coding.origin.startsWith("model:");
  }

  isMachine(coder) {
    const own = [...this.coded.byId.values()].filter((coding) => coding.coder === coder);
    return own.length > 0 && own.every((coding) => this.isSuggestion(coding));
  }

  hideCoder(coder, isHidden) {
    if (isHidden) this.hidden.add(coder);
    else this.hidden.delete(coder);
    this.coded.isStale = true;
    this.shownAgain(-Infinity, Infinity);
  }

  showSuggestions(isShown) {
    this.setLook("suggestions", isShown);
    this.coded.isStale = true;
    this.shownAgain(-Infinity, Infinity);
  }

  /** The line under the head that says in what way the desk is used now. */
  showStrip() {
    const { comparison } = this;
    const { teacher } = this.lesson;
    this.strip.hidden = !this.barred && !comparison.isOn && !this.blind && !teacher;
    if (this.barred) {
      this.strip.replaceChildren(h("span", { text: `Only to read: ${this.barred}.` }));
    } else if (comparison.isOn) {
      this.strip.replaceChildren(
        h("span", { text: `Comparing ${comparison.coders.join(" and ")}. Decisions are kept as the coder ${comparison.consensus || "consensus"}. + adopts what is selected, − rejects, > goes on.` }),
        h("button", { type: "button", class: "plain", text: "Questions", onclick: () => this.side.openQuestions() }),
        h("button", { type: "button", class: "plain", text: "End", onclick: () => this.post({ type: "compare", coders: [] }) }),
      );
    } else if (teacher) {
      this.strip.replaceChildren(
        h("span", { text: `You learn from ${teacher}: code a stretch, then compare. Until then the teacher's codings are hidden.` }),
        h("button", { type: "button", class: "plain", text: "Compare (Shift K)", onclick: () => this.lesson.check() }),
      );
    } else {
      this.strip.replaceChildren(h("span", { text: `You code blind: what others and machines coded is hidden, because ${this.blind}.` }));
    }
  }

  codeOf(id) {
    return this.byCode?.get(id);
  }

  nameOf(id) {
    return this.codeOf(id)?.name || `${id} (not in the codebook)`;
  }

  keyOfCode(id) {
    return Object.keys(this.keys).find((key) => this.keys[key] === id) || "";
  }

  /** How a coding looks and what it is called. */
  lookOf(coding) {
    const code = this.codeOf(coding.code);
    const isOwn = coding.coder === this.coder;
    const isSuggested = this.isSuggestion(coding);
    const name = this.nameOf(coding.code);
    const kind = isSuggested ? "suggested" : "";
    const rated = ratingWords(coding, code);
    return {
      number: code ? code.number : "none",
      colour: code ? code.colour : "#8a8a8a",
      shown: code ? (this.isDark ? code.onDark : code.colour) : "#8a8a8a",
      style: isSuggested ? "dashed" : isOwn || this.comparison.isOn ? "solid" : "dotted",
      ground: this.comparison.isOn ? coding.coder === this.comparison.coders[0] : isOwn && !isSuggested,
      name,
      kind,
      rated,
      signs: ratingSigns(coding, code),
      who: isOwn ? "" : coding.coder,
      spoken: [name, isOwn ? "" : `by ${coding.coder}`, kind, rated, coding.memo ? "with a note" : ""].filter(Boolean).join(" "),
      title: [name, rated, isOwn ? "" : coding.coder, coding.memo].filter(Boolean).join("\n"),
      isChosen: coding.id === this.chosen,
    };
  }

  light(page) {
    const codings = this.coded.between(page.start, page.end);
    const lookOf = (coding) => this.lookOf(coding);
    const notes = this.notes.filter((memo) => memo.start < page.end && memo.end > page.start);
    this.marks.light(page, codings, lookOf);
    for (const memo of notes) this.marks.add(page, this.marks.known.get("noted"), memo.start, memo.end);
    this.drawHitsOn(page);
    this.margin.light(page, codings, lookOf, notes);
  }

  dim(page) {
    this.marks.dim(page);
    this.margin.dim(page);
  }

  /** Codings between two positions changed: show them as they are now. */
  shownAgain(start, end) {
    this.coded.settle();
    this.fitMargin();
    const touched = [...this.pages.near].filter((page) => page.start < end && page.end > start);
    this.pages.redraw(touched);
    this.picture.draw();
    this.markHere();
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => {
      this.recount();
      this.side.update();
      this.overview.draw();
    }, 50);
  }

  fitMargin() {
    const width = this.pages.width || 600;
    const lanes = this.margin.nLanes;
    this.margin.fit(width > 560 ? 84 : 42, Math.max(this.coded.nLanes, 3), this.comparison.isOn);
    if (this.comparison.isOn) this.comparison.drawColumns(this.coded.slots, this.margin.lane);
    if (lanes !== this.margin.nLanes && this.pages.near.size) this.pages.redraw();
  }

  recount() {
    this.counts = new Map();
    for (const coding of this.coded.byId.values()) {
      if (coding.coder === this.coder) this.counts.set(coding.code, (this.counts.get(coding.code) || 0) + 1);
    }
    this.codeList.recount();
  }

  markHere() {
    const { start, end } = this.selection;
    this.codeList.markHere(new Set(this.coded.at(start, end).map((coding) => coding.code)));
  }

  drawHits() {
    this.marks.unmark("hits");
    for (const page of this.pages.near) this.drawHitsOn(page);
    this.overview.draw();
  }

  drawHitsOn(page) {
    const { found, at } = this.find_;
    found.forEach(([start, end], n) => {
      if (end > page.start && start < page.end) this.marks.add(page, this.marks.known.get(n === at ? "hit-now" : "hit"), start, end, "hits");
    });
  }

  applyLook() {
    const { look, el } = this;
    el.style.setProperty("--text-size", `${look.size}px`);
    el.style.setProperty("--text-width", `${look.width}ch`);
    el.style.setProperty("--text-letters", LETTERS[look.letters]);
    el.style.setProperty("--text-lines", { tight: 1.6, usual: 1.85, wide: 2.3 }[look.spacing]);
    const isDark = look.theme === "dark" || (look.theme === "auto" && Boolean(this.isDarkAround));
    el.classList.toggle("dark", isDark);
    const isOther = isDark !== Boolean(this.isDark);
    this.isDark = isDark;
    if (isOther) this.pages.redraw();
    this.sheet.dir = look.direction === "auto" ? "" : look.direction;
    this.sheet.classList.toggle("forced", look.direction !== "auto");
  }

  setLook(name, value) {
    this.look[name] = value;
    this.applyLook();
    this.keepSettings();
    this.pages.again();
    this.selection.drawCaret();
  }

  keepSettings() {
    clearTimeout(this.settingsTimer);
    this.settings = { ...this.settings, look: this.look, recent: this.recent };
    this.settingsTimer = setTimeout(() => this.post({ type: "settings", settings: this.settings }), 400);
  }

  /** After something at the side opened or closed: what was selected in the window stays there. */
  laidOut(wasSeen) {
    this.pages.resize();
    this.fitMargin();
    if (wasSeen) this.pages.reveal(this.selection.start);
    this.selection.drawCaret();
  }

  alarm(text) {
    this.banner.hidden = !text;
    this.banner.textContent = text;
  }

  /** An act was refused. */
  trouble(why) {
    this.alarm(`Not saved: ${why}`);
    this.telling.hear(`Not saved: ${why}`);
  }

  showSaved({ waiting, late, last }) {
    const time = last ? last.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" }) : "";
    this.savedMark.className = `saved ${late ? "late" : waiting ? "waiting" : last ? "done" : ""}`;
    this.savedMark.textContent = late ? `${late} not saved` : waiting ? "saving …" : time ? `saved ${time}` : "";
    this.host.dataset.waiting = String(waiting);
    if (late) this.showLate(late);
    else if (this.wasLate) this.alarm("");
    this.wasLate = late > 0;
  }

  showLate(late) {
    this.alarm(`Python has not confirmed ${counted(late, "act")} yet: ${late === 1 ? "it is" : "they are"} not saved. The kernel may be busy, or gone. All that is called saved is safe. `);
    this.banner.append(h("button", { type: "button", text: "Send again", onclick: () => this.saving.again() }));
  }

  // --- the keyboard -----------------------------------------------------------------------------

  pressed(event) {
    const key = keyOf(event);
    const [target] = event.composedPath();
    const isInText = target === this.sheet || target === this.picture.scroll;
    const isPlain = !key.startsWith("Mod+") && !key.startsWith("Alt+");
    // nothing that is typed here is for the notebook; its own keys with Ctrl or Alt pass, if not used here
    if (isPlain) event.stopPropagation();
    if (!isInText || event.isComposing) return;
    if (this.arrival.refuses(key) || (target === this.picture.scroll && this.picture.runKey(key)) || this.runKey(key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** Do what a key says; whether it said anything. */
  runKey(key) {
    if (MOVES.has(key)) {
      const [unit, direction, isExtending] = MOVES.get(key);
      this.selection.move(unit, this.visualDirection(unit, direction), isExtending);
    } else if (COMMAND_OF.has(key)) {
      this[COMMAND_OF.get(key)]();
    } else if (key in this.keys) {
      this.giveCode(this.keys[key]);
    } else if (/^\p{L}$/u.test(key)) {
      this.openPalette(key);
    } else {
      return false;
    }
    return true;
  }

  /** Left is forward where the line runs from right to left. */
  visualDirection(unit, direction) {
    if (unit !== "sign" && unit !== "word") return direction;
    const place = this.source && this.pages.place(this.source.visible(this.selection.focus));
    const isRtl = place && getComputedStyle(place.node.parentNode).direction === "rtl";
    return isRtl ? -direction : direction;
  }

  /** Give the focus back to where one was coding. */
  focusText() {
    if (this.isOnPicture) this.picture.scroll.focus({ preventScroll: true });
    else this.sheet.focus({ preventScroll: true });
  }

  closePopups(except = null) {
    for (const popup of Object.values(this.popups)) if (popup !== except) popup.close(false);
    this.palette.close(false);
  }

  // --- commands ---------------------------------------------------------------------------------

  grow() {
    this.selection.grow();
  }

  shrink() {
    this.selection.shrink();
  }

  swapEnds() {
    this.selection.swapEnds();
  }

  selectAll() {
    if (this.source?.nRows) this.selection.set(this.source.rowStart(0), this.source.rowEnd(this.source.nRows - 1), "keys");
  }

  escape() {
    this.chosen = null;
    this.pages.redraw();
    this.selection.clear();
  }

  /** Whether a code that is given goes to the region of a picture. */
  get isOnPicture() {
    return this.picture.isOpen && this.picture.region !== null;
  }

  giveCode(id) {
    if (this.isOnPicture) this.acts.giveRegion(id);
    else if (this.selection.isEmpty) this.define(id);
    else if (this.comparison.isOn) this.comparison.decide("adopt", id);
    else this.acts.give(id);
  }

  accept() {
    if (this.comparison.isOn) {
      this.comparison.decide("adopt");
      return;
    }
    const found = this.acts.isReady() && this.acts.suggestion();
    if (found) this.acts.accept(found);
  }

  reject() {
    if (this.comparison.isOn) {
      this.comparison.decide("reject");
      return;
    }
    const found = this.acts.isReady() && this.acts.suggestion();
    if (found) this.acts.reject(found);
  }

  check() {
    this.lesson.check();
  }

  openPeople() {
    this.popups.people.show();
  }

  openPalette(typed = "", at = null) {
    const isLookedUp = this.barred && this.selection.isEmpty && !this.isOnPicture;
    if (!isLookedUp && !this.acts.isReady()) return;
    const words = this.selection.isEmpty ? "Look up a code" : "Code the selected words";
    const title = this.isOnPicture ? "Code the selected region" : words;
    this.palette.open({ title, typed, at: at || this.boxOfSelection(), choose: (code) => this.giveCode(code.id), create: (name) => this.newCode(name) });
  }

  boxOfSelection() {
    if (this.isOnPicture) return this.picture.marks.querySelector(".region-now").getBoundingClientRect();
    const { caret } = this.selection;
    return caret.hidden ? null : caret.getBoundingClientRect();
  }

  remember(code, most) {
    this.recent = [code, ...this.recent.filter((one) => one !== code)].slice(0, most);
    this.keepSettings();
  }

  inVivo() {
    if (this.selection.isEmpty) this.telling.say("Select the words that shall name the new code.");
    else this.newCode(this.selection.text.replace(/\s+/g, " ").slice(0, 80));
  }

  /** Make a code, written "parent > name" or by its name alone, and give it to what is selected. */
  async newCode(typed) {
    const [name, above] = typed.split(">").map((one) => one.trim()).reverse();
    const parent = above ? this.codes.find((code) => code.name.toLowerCase() === above.toLowerCase()) : null;
    if (above && !parent) {
      this.telling.say(`No code is called ${above}.`);
      return;
    }
    const answer = await this.schemeAct({ kind: "new_code", name, parent: parent?.id || "" }, `${name} is a code now; Shift D gives it a definition.`);
    if (!answer) return;
    if (!this.codeOf(answer.code)) this.setCodes({ codes: [...this.codes, { id: answer.code, name, names: [], parent: parent?.id || "", level: parent ? parent.level + 1 : 0, colour: parent?.colour || "#8a8a8a", ended: "" }], keys: this.keys });
    if (!this.selection.isEmpty) this.acts.give(answer.code);
  }

  /** Change the codebook; the answer, or null if it was refused. */
  async schemeAct(act, said) {
    const answer = await this.saving.do({ source: this.source?.id || "", ...act });
    if (!answer.ok) {
      this.trouble(answer.why);
      return null;
    }
    this.telling.say(answer.said ? `${said} ${answer.said}` : said);
    return answer;
  }

  setKey(key, id) {
    const chosen = { ...this.settings.keys };
    for (const [one, code] of Object.entries(this.keys)) if (code === id) chosen[one] = "";
    if (key) chosen[key] = id;
    this.settings = { ...this.settings, keys: chosen };
    for (const [one, code] of Object.entries(chosen)) {
      if (code) this.keys[one] = code;
      else delete this.keys[one];
    }
    this.codeList.draw();
    this.keepSettings();
  }

  async define(id = null) {
    const code = id || this.coded.get(this.chosen)?.code || this.coded.at(this.selection.start, this.selection.end)[0]?.code;
    if (!code) {
      this.openPalette();
      return;
    }
    const found = await this.ask("code", { code });
    if (found.error) this.telling.say(found.error);
    else this.side.showCode(found, `${counted(this.counts.get(code) || 0, "coding")} of yours in this source`);
  }

  /** Choose a coding: its words are selected, and acts are about it. */
  choose(id) {
    const coding = this.coded.get(id);
    if (!coding) return;
    this.chosen = id;
    this.pages.redraw();
    if (coding.region) this.chooseRegion(coding);
    if (coding.start >= 0 && !coding.lost) {
      this.pages.reveal(coding.start);
      this.selection.set(coding.start, coding.end, "chosen");
      this.selection.drawCaret();
    }
    this.side.update();
    this.telling.say(`${this.lookOf(coding).spoken}${coding.memo ? `: ${coding.memo}` : ""}`);
  }

  chooseRegion(coding) {
    const [name] = coding.region.split("#");
    if (!(name in this.picture.pictures)) return;
    if (!this.picture.isOpen || this.picture.name !== name) this.picture.open(name);
    this.picture.select(regionOf(coding.region), false);
    this.picture.reveal();
  }

  openPicture() {
    this.picture.toggle();
  }

  point(id) {
    const coding = id && this.coded.get(id);
    this.marks.span("under-pointer", coding ? coding.start : null, coding ? coding.end : null);
  }

  stepCoding(direction) {
    const all = this.coded.all();
    if (!all.length) {
      this.telling.say("Nothing is coded here yet.");
      return;
    }
    const now = all.findIndex((coding) => coding.id === this.chosen);
    const { focus } = this.selection;
    const beside = direction > 0 ? all.find((coding) => coding.start >= focus) : all.findLast((coding) => coding.start < focus);
    const next = now >= 0 ? all[now + direction] : beside;
    this.choose((next || all.at(direction > 0 ? 0 : -1)).id);
    if (!next) this.telling.say(`From the ${direction > 0 ? "beginning" : "end"} again: ${this.telling.shown.textContent}`);
  }

  previousCoding() {
    this.stepCoding(-1);
  }

  nextCoding() {
    this.stepCoding(1);
  }

  // --- notes ------------------------------------------------------------------------------------

  note() {
    if (!this.acts.isReady()) return;
    const { source, selection } = this;
    const { start, end } = selection;
    const chosen = this.coded.get(this.chosen);
    const at = chosen ? [chosen, ...this.coded.at(start, end)] : this.coded.at(start, end);
    const things = [...new Set(at)].filter((coding) => coding.coder === this.coder && coding.state === "saved").map((coding) => this.codingThing(coding));
    if (!selection.isEmpty) {
      things.push(this.passageThing(...selection.span));
    }
    things.push(this.thing(`source:${source.id}`, `this source, ${source.title || source.id}`));
    if (source.case) things.push(this.thing(`case:${source.case}`, `the case ${source.case}`));
    for (const code of new Set(at.map((coding) => coding.code))) things.push(this.thing(`code:${code}`, `the code ${this.nameOf(code)}`));
    this.popups.note.ask(things);
  }

  noteOn(id) {
    this.popups.note.ask([this.codingThing(this.coded.get(id))]);
  }

  noteAbout(about, label) {
    this.popups.note.ask([this.thing(about, label)]);
  }

  codingThing(coding) {
    const words = coding.start >= 0 ? shortened(this.source.slice(coding.start, coding.end), 120) : "";
    return { label: `the coding ${this.nameOf(coding.code)}`, words, text: coding.memo, keep: (memo) => this.acts.note(coding, memo) };
  }

  /** Something that memos can be about; one's own last note on it is changed, those of others are read. */
  thing(about, label) {
    const thing = { label };
    thing.load = async () => {
      const found = await this.ask("notes", { about: [about] });
      if (found.error) {
        this.telling.say(found.error);
        return {};
      }
      const own = found.filter((memo) => memo.author === this.coder).at(-1);
      return { text: own?.text || "", others: found.filter((memo) => memo !== own), note: own?.id || "" };
    };
    thing.keep = (text) => this.keepNote({ about, text, note: thing.note });
    return thing;
  }

  /** The words from one position to another; one's own note on them is changed. */
  passageThing(start, end) {
    const here = this.notes.filter((memo) => memo.start === start && memo.end === end);
    const own = here.filter((memo) => memo.author === this.coder).at(-1);
    return {
      label: "these words",
      words: shortened(this.source.slice(start, end), 120),
      text: own?.text || "",
      others: here.filter((memo) => memo !== own),
      keep: (text) => this.keepNote({ about: `source:${this.source.id}`, text, note: own?.id, start, end, sha: this.source.sha }),
    };
  }

  async keepNote(note) {
    if (!note.text.trim() && !note.note) return;
    const answer = await this.saving.do({ kind: "memo", source: this.source?.id || "", ...note });
    if (answer.ok) this.telling.say("The note is kept.");
    else this.trouble(answer.why);
  }

  setNotes(notes) {
    this.notes = notes;
    this.pages.redraw();
  }

  openNote(id) {
    const memo = this.notes.find((one) => one.id === id);
    this.selection.set(memo.start, memo.end, "chosen");
    this.popups.note.ask([this.passageThing(memo.start, memo.end)]);
  }

  /** Weight and stance of the coding at hand. */
  rate() {
    const coding = this.acts.isReady() && this.acts.rated();
    if (!coding) return;
    const words = coding.start >= 0 && !coding.lost ? shortened(this.source.slice(coding.start, coding.end), 120) : "";
    this.popups.rating.show(coding, this.codeOf(coding.code), words);
  }

  rateOne(id) {
    this.choose(id);
    this.rate();
  }

  recode() {
    const chosen = this.coded.get(this.chosen);
    if (chosen && this.isSuggestion(chosen)) {
      this.palette.open({ title: `Another code in place of ${this.nameOf(chosen.code)}`, at: this.boxOfSelection(), choose: (code) => this.acts.accept(chosen, chosen.start, chosen.end, code.id) });
      return;
    }
    const coding = this.acts.target();
    if (coding) this.recodeOne(coding.id);
  }

  recodeOne(id) {
    const coding = this.coded.get(id);
    this.palette.open({ title: `Another code in place of ${this.nameOf(coding.code)}`, at: this.boxOfSelection(), choose: (code) => this.acts.recode(coding, code.id) });
  }

  fit() {
    const chosen = this.coded.get(this.chosen);
    if (chosen?.region && chosen.coder === this.coder && this.isOnPicture) {
      this.acts.resizeRegion(chosen, this.picture.regionText);
      return;
    }
    if (chosen && this.isSuggestion(chosen) && !this.selection.isEmpty) {
      this.acts.accept(chosen, ...this.selection.span);
      return;
    }
    const coding = this.acts.target();
    if (coding && !this.selection.isEmpty) this.acts.resize(coding, ...this.selection.span);
  }

  join() {
    const coding = this.acts.target();
    if (coding) this.acts.join(coding);
  }

  split() {
    const coding = this.acts.target();
    if (coding) this.acts.split(coding, this.selection.focus);
  }

  remove() {
    const coding = this.acts.target();
    if (coding) this.acts.remove(coding);
  }

  removeOne(id) {
    this.acts.remove(this.coded.get(id));
  }

  undo() {
    this.acts.undo("undo");
  }

  redo() {
    this.acts.undo("redo");
  }

  find() {
    this.find_.open();
  }

  findNext() {
    this.find_.step(1);
  }

  async findEverywhere(words) {
    if (!words.trim()) return;
    this.telling.say("Searching all sources …");
    const found = await this.ask("places", { words });
    if (found.error) {
      this.telling.say(found.error);
      return;
    }
    this.find_.close();
    this.side.reading.show(`“${words.trim()}”`, found.places, found.is_cut ? " (the first ones)" : "");
    this.telling.say(`${counted(found.places.length, "place")} found; > goes to the first.`);
  }

  /** The list at hand: questions to decide while comparing, else places to read. */
  get listAtHand() {
    if (this.comparison.isOn) return this.comparison;
    return this.lesson.found.length && !this.lesson.el.hidden ? this.lesson : this.side.reading;
  }

  nextPlace() {
    this.listAtHand.step(1);
  }

  previousPlace() {
    this.listAtHand.step(-1);
  }

  openSources() {
    this.popups.sources.show();
  }

  /** Open a source, and select a place in it. */
  openSource(id, place = null) {
    this.focusText();
    this.wanted = place;
    if (id === this.source?.id) {
      this.goTo();
      return;
    }
    this.arrival.ask(id);
  }

  goTo() {
    if (!this.wanted || !this.source.nRows) return;
    const [start, end] = this.wanted;
    this.wanted = null;
    this.selection.set(start, end, "found");
    this.pages.reveal(start);
    this.selection.drawCaret();
  }

  async stepSource(direction) {
    const listed = await this.ask("sources");
    if (listed.error) return;
    const next = listed.findIndex((one) => one.id === this.source?.id) + direction;
    if (listed[next]) this.openSource(listed[next].id);
    else this.telling.say(direction > 0 ? "This is the last source." : "This is the first source.");
  }

  nextSource() {
    this.stepSource(1);
  }

  previousSource() {
    this.stepSource(-1);
  }

  openSide() {
    this.side.openList();
  }

  openLook() {
    this.popups.look.show();
  }

  help() {
    this.popups.help.open();
  }

  async copy() {
    if (this.selection.isEmpty) return;
    const place = `(${this.source.title || this.source.id}, ${this.telling.place(this.selection.start)})`;
    try {
      await navigator.clipboard.writeText(`“${this.selection.text}” ${place}`);
      this.telling.say("Copied with its place.");
    } catch {
      this.telling.say("This browser does not let a page copy.");
    }
  }

  wholeScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.el.requestFullscreen?.();
  }

  selected(how) {
    if (this.chosen && how !== "chosen" && how !== "swapped" && how !== "keys" && how !== "dragging" && how !== "pointer" && how !== "grown") this.chosen = null;
    this.telling.selection(how);
    if (how === "dragging") return;
    this.markHere();
    if (this.picture.isOpen) {
      this.picture.region = null;
      this.picture.draw();
      this.picture.reveal(this.picture.blockBox(this.picture.blockOfSelection()));
    }
    clearTimeout(this.selectTimer);
    if (how === "python") return;
    const { source, selection } = this;
    this.selectTimer = setTimeout(() => {
      this.post({ type: "select", source: source.id, at: selection.isEmpty ? null : [selection.start, selection.end] });
    }, 80);
  }
}

function render({ model, el }) {
  if (typeof Highlight === "undefined" || !CSS.highlights) {
    el.textContent = "This browser is too old for the coding desk: it needs the CSS Custom Highlight API (Chrome and Edge 105, Safari 17.2, Firefox 140, or newer).";
    return undefined;
  }
  const desk = new CodingDesk(model, el);
  el.codingDesk = desk;
  return () => {
    desk.close();
    delete el.codingDesk;
  };
}

export default { render };
