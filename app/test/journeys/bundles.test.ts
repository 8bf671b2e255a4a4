// What the first load of each page weighs, compressed as the server sends it to every browser.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WEB_ROOT } from '../../src/main/server.ts';

/** Kilobytes (of 1,000) of script, with everything that the script needs before it can run. */
const BUDGETS = [
  ['index', 150],
  ['login', 150],
  ['field', 300],
  ['console', 550],
] as const;

/** The scripts that a page names, and all that those import without being asked (`import("…")` waits for a press). */
function firstScripts(page: string): Set<string> {
  const html = readFileSync(join(WEB_ROOT, `${page}.html`), 'utf8');
  const open = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1] as string);
  const found = new Set<string>();
  for (let script = open.pop(); script; script = open.pop()) {
    if (found.has(script)) continue;
    found.add(script);
    const code = readFileSync(join(WEB_ROOT, script), 'utf8');
    for (const match of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      open.push(`assets/${match[1]}`);
  }
  return found;
}

function weight(script: string): number {
  const compressed = join(WEB_ROOT, `${script}.gz`);
  return statSync(existsSync(compressed) ? compressed : join(WEB_ROOT, script)).size;
}

describe('the first load', () => {
  test.each(BUDGETS)('%s stays within %i kB of script', (page, budget) => {
    const scripts = [...firstScripts(page)];
    expect(scripts.length).toBeGreaterThan(0);
    const total = scripts.reduce((sum, script) => sum + weight(script), 0) / 1000;
    // Less than a tenth would mean that the counting is wrong.
    expect(total).toBeGreaterThan(budget / 10);
    expect(total, scripts.join(' ')).toBeLessThanOrEqual(budget);
  });

  test('the map is in none of them', () => {
    for (const [page] of BUDGETS)
      expect(
        [...firstScripts(page)].filter((name) => /maplibre/i.test(name)),
        page,
      ).toEqual([]);
  });

  test('no page carries a script or a style of its own', () => {
    for (const [page] of BUDGETS) {
      const html = readFileSync(join(WEB_ROOT, `${page}.html`), 'utf8');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
      expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
    }
  });
});
