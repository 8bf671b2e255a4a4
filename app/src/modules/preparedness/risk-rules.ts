// What a risk list must hold to.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { RiskItem, RisksContent } from './documents.ts';
import * as store from './store.ts';
import './problems.ts';

/** The units that keep the risks in hand, each once. */
export function ownersOf(content: RisksContent): string[] {
  return [...new Set(content.risks.map((one) => one.ownerUnit))];
}

/** Codes once, owners that exist, and a chain that only leads onward within the list. */
export async function checkRisks(tx: Tx, content: RisksContent): Promise<void> {
  const { risks } = content;
  const known = new Set((await store.listUnits(tx, ownersOf(content))).map((one) => one.id));
  const byCode = new Map(risks.map((one) => [one.code, one]));
  const wrong: { path: string; code: string }[] = [];
  const seen = new Set<string>();
  for (const [index, one] of risks.entries()) {
    const fault = (part: string, code: string) =>
      wrong.push({ path: `content/risks/${index}/${part}`, code });
    if (seen.has(one.code)) fault('code', 'prep-task-twice');
    seen.add(one.code);
    if (!known.has(one.ownerUnit)) fault('ownerUnit', 'prep-risk-owner');
    if (one.leadsTo.some((code) => code === one.code || !byCode.has(code)))
      fault('leadsTo', 'prep-risk-chain');
    else if (comesBack(one, byCode)) fault('leadsTo', 'prep-risk-circle');
  }
  if (wrong.length > 0) throw problem('preparedness.content', { n: wrong.length }, wrong);
}

/** O(risks + links). */
function comesBack(from: RiskItem, byCode: ReadonlyMap<string, RiskItem>): boolean {
  const open = [...from.leadsTo];
  const seen = new Set<string>();
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (code === from.code) return true;
    if (seen.has(code)) continue;
    seen.add(code);
    open.push(...(byCode.get(code)?.leadsTo ?? []));
  }
  return false;
}
