// The style sink of the component libraries: the same four functions that they call to write `<style>` elements, kept in
// constructed style sheets instead, which a strict Content-Security-Policy allows without a nonce.

type Option = {
  prepend?: boolean | 'queue';
  priority?: number;
  attachTo?: (Element & { adoptedStyleSheets?: CSSStyleSheet[] }) | ShadowRoot | null;
  mark?: string;
};

type Entry = { key: string; css: string; sheet: CSSStyleSheet; rank: number; order: number };

/** What callers get back in place of an element: they only tag it. */
type StyleHandle = { setAttribute(name: string, value: string): void };

const entries = new Map<string, Entry>();
const handle: StyleHandle = { setAttribute: () => undefined };
let sequence = 0;

function rankOf(option: Option): number {
  if (option.prepend === 'queue') return option.priority ?? 0;
  return option.prepend ? -1_000_000 : 1_000_000;
}

/** In a layer, so that the rules of our own pages win without fighting over specificity. */
function layered(css: string): string {
  return `@layer components {\n${css}\n}`;
}

function publish(): void {
  const sorted = [...entries.values()].sort((a, b) => a.rank - b.rank || a.order - b.order);
  document.adoptedStyleSheets = sorted.map((entry) => entry.sheet);
}

/** Adds or replaces the sheet of a key. Sheets sort by priority, then by arrival. O(n log n) in sheets when one is new. */
export function updateCSS(css: string, key: string, option: Option = {}): StyleHandle {
  const name = `${option.mark ?? ''}|${key}`;
  const known = entries.get(name);
  if (known) {
    if (known.css !== css) {
      known.css = css;
      known.sheet.replaceSync(layered(css));
    }
    return handle;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(layered(css));
  sequence += 1;
  entries.set(name, { key, css, sheet, rank: rankOf(option), order: sequence });
  publish();
  return { ...handle };
}

export function injectCSS(css: string, option: Option = {}): StyleHandle {
  sequence += 1;
  return updateCSS(css, `injected-${sequence}`, option);
}

export function removeCSS(key: string, option: Option = {}): void {
  if (entries.delete(`${option.mark ?? ''}|${key}`)) publish();
}

export function clearContainerCache(): void {
  entries.clear();
  publish();
}
