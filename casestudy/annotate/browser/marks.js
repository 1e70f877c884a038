// Codings in the text: a soft ground and an underline in the code's colour, drawn by the browser's
// highlight registry. No element is put into the text, so nothing moves and nothing can break it.

const IN_TEXT = 3; // lanes shown in the text; the margin shows all
const OFFSETS = [3, 6.5, 10];

let nDesks = 0;

export class Marks {
  /**
   * @param root the shadow root that the style goes into
   * @param pages the drawn text
   */
  constructor(root, pages) {
    this.prefix = `coding-desk-${++nDesks}-${Math.random().toString(36).slice(2, 6)}-`;
    this.pages = pages;
    this.style = new CSSStyleSheet();
    this.root = root;
    root.adoptedStyleSheets.push(this.style);
    this.known = new Map();
    this.spans = new Map();
    this.rule("selected", "background-color: var(--selected-ground); color: var(--selected-ink)", 90);
    this.rule("hit", "background-color: var(--hit-ground); color: var(--ink)", 80);
    this.rule("hit-now", "background-color: var(--hit-now-ground); color: var(--hit-now-ink)", 85);
    this.rule("under-pointer", "background-color: var(--pointed-ground)", 70);
    this.rule("noted", "text-decoration: underline dotted var(--accent) 2px; text-underline-offset: 13px", 60);
    this.rule("unsaved", "text-decoration: underline wavy var(--alarm) 2px; text-underline-offset: 13px", 95);
  }

  close() {
    for (const name of this.known.keys()) CSS.highlights.delete(this.prefix + name);
    this.root.adoptedStyleSheets = this.root.adoptedStyleSheets.filter((sheet) => sheet !== this.style);
  }

  /** A kind of mark, made when it is first needed. */
  rule(name, declarations, priority) {
    if (!this.known.has(name)) {
      const highlight = new Highlight();
      highlight.priority = priority;
      CSS.highlights.set(this.prefix + name, highlight);
      this.style.insertRule(`::highlight(${this.prefix}${name}) { ${declarations} }`);
      this.known.set(name, highlight);
    }
    return this.known.get(name);
  }

  /** Forget the kinds made for codes, when the codes changed. */
  forget() {
    for (const name of [...this.known.keys()].filter((name) => name.startsWith("code-"))) {
      CSS.highlights.delete(this.prefix + name);
      this.known.delete(name);
    }
  }

  /** Make the kinds of mark that some codings need, all at once: each new one costs a look at every style. */
  prepare(codings, lookOf) {
    const seen = new Set();
    for (const coding of codings) {
      if (coding.lane >= IN_TEXT) continue;
      const key = `${coding.code} ${coding.lane} ${coding.coder} ${coding.origin}`;
      if (seen.has(key)) continue;
      seen.add(key);
      this.ofCoding(lookOf(coding), coding.lane);
    }
  }

  ofCoding(look, lane) {
    const { colour, style, ground } = look;
    const name = `code-${look.number}-${style}-${lane}`;
    if (this.known.has(name)) return this.known.get(name);
    const line = `light-dark(${colour}, color-mix(in oklab, ${colour} 72%, white))`;
    const tint = `light-dark(color-mix(in oklab, ${colour} 15%, transparent), color-mix(in oklab, ${colour} 26%, transparent))`;
    const under = `text-decoration: underline ${style} ${line} 2px; text-underline-offset: ${OFFSETS[lane]}px; text-decoration-skip-ink: none`;
    return this.rule(name, ground ? `${under}; background-color: ${tint}` : under, lane);
  }

  /** Mark codings on a page. `lookOf(coding)` says how each looks. */
  light(page, codings, lookOf) {
    for (const coding of codings) {
      if (coding.lane < IN_TEXT) this.add(page, this.ofCoding(lookOf(coding), coding.lane), coding.start, coding.end);
      if (coding.state !== "saved") this.add(page, this.known.get("unsaved"), coding.start, coding.end, coding.id);
    }
    for (const [name, [start, end]] of this.spans) this.add(page, this.known.get(name), start, end, name);
  }

  dim(page) {
    for (const { highlight, range } of page.marks) highlight.delete(range);
    page.marks = [];
  }

  /** Mark one span as selected, or under the pointer; null takes the mark away. */
  span(name, start, end) {
    this.unmark(name);
    if (start === null || end <= start) {
      this.spans.delete(name);
      return;
    }
    this.spans.set(name, [start, end]);
    for (const page of this.pages.near) this.add(page, this.known.get(name), start, end, name);
  }

  /** Take the marks of a name away. */
  unmark(name) {
    for (const page of this.pages.near) {
      for (const mark of page.marks) if (mark.name === name) mark.highlight.delete(mark.range);
      page.marks = page.marks.filter((mark) => mark.name !== name);
    }
  }

  /** A range for each row of a page that a span touches: heads between rows stay unmarked. */
  add(page, highlight, start, end, name = "") {
    const { source } = this.pages;
    if (end <= page.start || start >= page.end) return;
    const first = Math.max(source.rowAt(Math.max(start, page.start)), page.first);
    for (let row = first; row <= page.last && source.rowStart(row) < end; row++) {
      const from = Math.max(start, source.rowStart(row));
      const to = Math.min(end, source.rowEnd(row));
      if (to <= from) continue;
      const node = page.nodes[row - page.first];
      const range = new StaticRange({
        startContainer: node,
        startOffset: source.toUnit(row, from),
        endContainer: node,
        endOffset: source.toUnit(row, to),
      });
      highlight.add(range);
      page.marks.push({ highlight, range, name });
    }
  }
}
