// What is around the desk: whether the page is dark, found from the page itself since each notebook says it
// in another way; and the still picture that the notebook keeps below the desk.

/** Tells `onChange(isDark)` now and whenever the page's look changes; returns what ends it. */
export function watchTheme(host, onChange) {
  const tell = () => onChange(isDarkAround(host));
  const observer = new MutationObserver(tell);
  for (const one of [document.documentElement, document.body]) {
    observer.observe(one, { attributes: true, attributeFilter: ["class", "style", "data-jp-theme-light", "data-theme", "theme"] });
  }
  tell();
  return () => observer.disconnect();
}

function isDarkAround(host) {
  for (let el = host.parentNode; el; el = el.parentNode || el.host) {
    if (!(el instanceof Element)) continue;
    const light = brightness(getComputedStyle(el).backgroundColor);
    if (light !== null) return light < 110;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches && getComputedStyle(document.documentElement).colorScheme.includes("dark");
}

/** 0 to 255, or null for a colour that lets through what is behind it. */
function brightness(colour) {
  const numbers = colour.match(/[\d.]+/g)?.map(Number);
  if (!numbers || numbers.length < 3 || (numbers.length > 3 && numbers[3] < 0.5)) return null;
  const scale = colour.startsWith("color(") ? 255 : 1;
  return (0.299 * numbers[0] + 0.587 * numbers[1] + 0.114 * numbers[2]) * scale;
}

/** Hide the still picture of a desk, with Jupyter's empty line around it; returns what shows it again. */
export function hideStill(name) {
  const sheet = new CSSStyleSheet();
  const still = `[data-still="${CSS.escape(name || "none")}"]`;
  sheet.replaceSync(`.jp-OutputArea-child:has(${still}), ${still} { display: none !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet));
}
