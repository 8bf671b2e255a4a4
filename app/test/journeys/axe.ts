// The rules of axe-core on a page: the WCAG levels A and AA, and what axe calls best practice.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { InPage, Stage, Visit, VisitOptions } from './stage.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] };
type Axe = {
  run(context: unknown, options: unknown): Promise<{ violations: Violation[]; passes: unknown[] }>;
};

/** Every fault on the page as it stands, minor ones too; empty when all is well. */
export async function axeFaults({ page }: Visit): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const { violations, passed } = await page.evaluate(async () => {
    const { axe, document } = globalThis as InPage as { axe: Axe; document: unknown };
    const found = await axe.run(document, {
      runOnly: {
        type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      },
      resultTypes: ['violations'],
    });
    return { violations: found.violations, passed: found.passes.length };
  });
  // A page on which nothing was looked at proves nothing.
  if (passed < 5) throw new Error(`axe found ${passed} rules to pass on ${page.url()}`);
  return violations.map((one) => {
    const nodes = one.nodes
      .slice(0, 4)
      .map((node) => `${node.html.slice(0, 160)} (${node.failureSummary ?? ''})`);
    return `${new URL(page.url()).pathname} ${one.id} (${one.impact}): ${nodes.join(' | ')}`;
  });
}

/** Visits pages one after the other and gives every fault with its page. */
export async function sweep(
  stage: Stage,
  options: VisitOptions,
  paths: readonly string[],
  prefix: string,
): Promise<string[]> {
  const visit = await stage.visit(options);
  const found: string[] = [];
  for (const path of paths) {
    await visit.open(`${prefix}${path}` || '/');
    found.push(...(await axeFaults(visit)));
    const name = path.replaceAll(/[^a-z-]+/g, '-');
    await visit.shot(`page-${prefix.slice(1) || 'portal'}${name}-${options.size ?? 'desk'}`);
  }
  await visit.context.close();
  return [...found, ...visit.faults];
}
