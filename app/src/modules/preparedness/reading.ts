// What every room of preparedness begins with: who asks, for which place, and a stored document read as strictly as when it came in.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type DocumentContent, draftBody } from './documents.ts';
import type { AreaFact, Asking, PreparednessParts, Staff } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const WRITING = ['intake', 'dispatch', 'command'] as const;

export type Row = store.DocumentRow;

export function staffOf(asking: Asking): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

export async function areaOf(parts: PreparednessParts, district: string, areaId: string): Promise<AreaFact> {
  const area = (await parts.areaChain(district, areaId)).at(-1);
  if (!area) throw problem('preparedness.area-unknown', {}, [{ path: 'areaId', code: 'emergency-area' }]);
  return area;
}

export const mayWrite = (actor: Staff, path: string) => holdsAny(actor, WRITING, path);
export const holdsAny = (actor: Staff, duties: readonly string[], path: string) =>
  duties.some((duty) => holdsDutyOver(actor, duty, path));

/** What stands in a stored document, read as strictly as when it came in. */
export function contentOf(row: Row): DocumentContent {
  const { id, kind, areaId, risk, subject, title, note, reviewOn, content } = row;
  return draftBody.parse({ id, kind, areaId, risk, subject, title, note, reviewOn, content });
}

export async function getDocument(tx: Tx, id: string): Promise<Row> {
  const row = await store.findDocument(tx, id);
  if (!row) throw problem('preparedness.not-found');
  return row;
}
