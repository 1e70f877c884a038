// The keys: what each does, said once for the keyboard and for the page that lists them.

/**
 * A key press as one word: "Mod+ArrowLeft", "Shift+M", "a", "?". Mod is Ctrl or the Mac's command key.
 * Letters say whether Shift was held; other signs are what was typed, on whatever keyboard.
 */
export function keyOf(event) {
  const { key } = event;
  const isTyped = key.length === 1 && event.getModifierState("AltGraph");
  const mod = (event.ctrlKey || event.metaKey) && !isTyped ? "Mod+" : "";
  const alt = event.altKey && !isTyped ? "Alt+" : "";
  if (key.length > 1) return `${mod}${alt}${event.shiftKey ? "Shift+" : ""}${key}`;
  if (key === " ") return `${mod}${alt}${event.shiftKey ? "Shift+" : ""}Space`;
  const digit = /^Digit(\d)$/.exec(event.code || "");
  // the row of digits on keyboards that give signs without Shift, such as the French one
  if (digit && !event.shiftKey && !/\d/.test(key) && !isTyped) return `${mod}${alt}${digit[1]}`;
  if (/\p{L}/u.test(key)) return `${mod}${alt}${event.shiftKey ? "Shift+" : ""}${event.shiftKey ? key.toUpperCase() : key.toLowerCase()}`;
  return `${mod}${alt}${key}`;
}

const STEPS = [
  ["ArrowLeft", "sign", -1],
  ["ArrowRight", "sign", 1],
  ["Mod+ArrowLeft", "word", -1],
  ["Mod+ArrowRight", "word", 1],
  ["Alt+ArrowLeft", "word", -1],
  ["Alt+ArrowRight", "word", 1],
  ["ArrowUp", "sentence", -1],
  ["ArrowDown", "sentence", 1],
  ["Mod+ArrowUp", "part", -1],
  ["Mod+ArrowDown", "part", 1],
  ["Alt+ArrowUp", "part", -1],
  ["Alt+ArrowDown", "part", 1],
  ["Home", "row", -1],
  ["End", "row", 1],
  ["Mod+Home", "text", -1],
  ["Mod+End", "text", 1],
  ["PageUp", "screen", -1],
  ["PageDown", "screen", 1],
];

/** Moves by key: [unit, direction, whether to extend]. */
export const MOVES = new Map();
for (const [key, unit, direction] of STEPS) {
  MOVES.set(key, [unit, direction, false]);
  MOVES.set(key.replace(/[^+]+$/, (last) => `Shift+${last}`), [unit, direction, true]);
}

/** Every command: its keys, the words that explain it, and the method of the desk that does it. */
export const COMMANDS = [
  { group: "Select", shown: "← →", words: "by one sign; with Ctrl or Alt by a word" },
  { group: "Select", shown: "↑ ↓", words: "the sentence before or after; with Ctrl or Alt the turn or block" },
  { group: "Select", shown: "Shift + any of these", words: "extends the selection" },
  { group: "Select", shown: "Home End, Page Up Page Down", words: "line, screen; with Ctrl the whole text" },
  { group: "Select", keys: ["Space"], shown: "Space", words: "wider: word, sentence, line, turn, everything", run: "grow" },
  { group: "Select", keys: ["Shift+Space"], shown: "Shift Space", words: "narrower again", run: "shrink" },
  { group: "Select", keys: [";"], shown: ";", words: "go to the other end of the selection", run: "swapEnds" },
  { group: "Select", keys: ["Mod+a"], shown: "Ctrl A", words: "everything", run: "selectAll" },
  { group: "Select", keys: ["Escape"], shown: "Esc", words: "nothing", run: "escape" },

  { group: "Code", shown: "1 … 9 0", words: "the code that has this digit" },
  { group: "Code", shown: "letters", words: "find a code by a few letters of its name, then Enter" },
  { group: "Code", keys: ["Enter"], shown: "Enter", words: "all codes, the last used first", run: "openPalette" },
  { group: "Code", keys: ['"', "Shift+V"], shown: '"', words: "a new code named by the selected words", run: "inVivo" },
  { group: "Code", keys: ["Shift+N"], shown: "Shift N", words: "note: on the coding, the words, the source, the case, the code", run: "note" },
  { group: "Code", keys: ["Shift+D"], shown: "Shift D", words: "definition of the code here", run: "define" },

  { group: "Change", keys: [",", "["], shown: ",", words: "choose the coding before", run: "previousCoding" },
  { group: "Change", keys: [".", "]"], shown: ".", words: "choose the coding after", run: "nextCoding" },
  { group: "Change", keys: ["Shift+W"], shown: "Shift W", words: "its weight and stance: type the number or use the arrows, a letter for the stance, Enter", run: "rate" },
  { group: "Change", keys: ["Shift+R"], shown: "Shift R", words: "give it another code", run: "recode" },
  { group: "Change", keys: ["="], shown: "=", words: "make it fit what is selected now", run: "fit" },
  { group: "Change", keys: ["Shift+J"], shown: "Shift J", words: "join it with its neighbours of the same code", run: "join" },
  { group: "Change", keys: ["Shift+S"], shown: "Shift S", words: "split it at the caret", run: "split" },
  { group: "Change", keys: ["Delete", "Backspace"], shown: "Del", words: "take it away", run: "remove" },
  { group: "Change", keys: ["Mod+z"], shown: "Ctrl Z", words: "undo", run: "undo" },
  { group: "Change", keys: ["Mod+Shift+Z", "Mod+y"], shown: "Ctrl Y", words: "redo", run: "redo" },

  { group: "Picture", shown: "↑ ↓", words: "the block before or after" },
  { group: "Picture", shown: "Ctrl arrows, Alt arrows", words: "move the rectangle by ten pixels, by one" },
  { group: "Picture", shown: "Shift arrows", words: "make it larger or smaller" },

  { group: "Judge", keys: ["+"], shown: "+", words: "accept the suggestion here; when comparing, adopt the code", run: "accept" },
  { group: "Judge", keys: ["-", "−"], shown: "−", words: "reject it", run: "reject" },
  { group: "Judge", keys: ["Shift+K"], shown: "Shift K", words: "compare with the teacher, where there is one", run: "check" },
  { group: "Judge", keys: ["Shift+O"], shown: "Shift O", words: "whose codings are shown; compare coders", run: "openPeople" },

  { group: "Go", keys: [">"], shown: ">", words: "next place of the list at hand", run: "nextPlace" },
  { group: "Go", keys: ["<"], shown: "<", words: "place before", run: "previousPlace" },
  { group: "Go", keys: ["/", "Mod+f"], shown: "/", words: "find words", run: "find" },
  { group: "Go", keys: ["Mod+g"], shown: "Ctrl G", words: "next place found", run: "findNext" },
  { group: "Go", keys: ["Shift+L"], shown: "Shift L", words: "list of sources", run: "openSources" },
  { group: "Go", keys: ["Alt+PageDown"], shown: "Alt Page Down", words: "next source", run: "nextSource" },
  { group: "Go", keys: ["Alt+PageUp"], shown: "Alt Page Up", words: "source before", run: "previousSource" },
  { group: "Go", keys: ["Shift+C"], shown: "Shift C", words: "codings of this source, as a list", run: "openSide" },
  { group: "Go", keys: ["Shift+P"], shown: "Shift P", words: "pictures of this source", run: "openPicture" },
  { group: "Go", keys: ["Shift+A"], shown: "Shift A", words: "how the text looks", run: "openLook" },
  { group: "Go", keys: ["Mod+c"], shown: "Ctrl C", words: "copy the selected words with their place", run: "copy" },
  { group: "Go", keys: ["?"], shown: "?", words: "these keys", run: "help" },
];

export const COMMAND_OF = new Map(COMMANDS.flatMap((command) => (command.keys || []).map((key) => [key, command.run])));
