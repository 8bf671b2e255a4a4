// The same documents for people: what a program reads as JSON, as a plain page with its links.
import { escapeMarkup } from '../../platform/http/escape.ts';

export type Link = { href: string; rel: string; type: string; title: string };

const MOST_DEPTH = 6;

/** A page that shows a document and lets one follow its links. */
export function htmlPage(title: string, links: readonly Link[], document: unknown): string {
  const items = links
    .map(
      (link) =>
        `<li>${escapeMarkup(link.rel)}: <a href="${escapeMarkup(link.href)}">${escapeMarkup(link.title)}</a></li>`,
    )
    .join('');
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeMarkup(title)}</title></head>` +
    `<body><h1>${escapeMarkup(title)}</h1><ul>${items}</ul>${shown(document, 0)}</body></html>`
  );
}

function shown(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return escapeMarkup(String(value ?? ''));
  if (depth >= MOST_DEPTH) return escapeMarkup(JSON.stringify(value));
  if (Array.isArray(value)) {
    const plain = value.every((one) => typeof one !== 'object');
    if (plain) return escapeMarkup(value.join(', '));
    return `<ol>${value.map((one) => `<li>${shown(one, depth + 1)}</li>`).join('')}</ol>`;
  }
  const rows = Object.entries(value)
    .filter(([name]) => name !== 'links')
    .map(([name, one]) => `<dt>${escapeMarkup(name)}</dt><dd>${shown(one, depth + 1)}</dd>`);
  return `<dl>${rows.join('')}</dl>`;
}
