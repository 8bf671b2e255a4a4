// Institutions that hold at a place: its own, those of the places above and of those within it, as far as the reader sees.
import { listRecords } from '../../engines/register/store-list.ts';
import type { Tx } from '../../platform/db/db.ts';
import { institutions } from './presets/order.ts';

const MOST = 2000;

export type InstitutionRow = {
  id: string;
  name: string;
  phase: string;
  /** Null where nobody has said which of the five it is. */
  sort: string | null;
  reviewOn: string | null;
};

export async function listInstitutions(tx: Tx, areaPath: string): Promise<InstitutionRow[]> {
  const query = {
    paths: null,
    areaPath: null,
    words: [],
    conditions: [],
    state: 'current',
    asOf: null,
  } as const;
  const rows = await listRecords(tx, institutions, query, { by: 'title', after: null, limit: MOST });
  return rows
    .filter((row) => areaPath.startsWith(row.areaPath) || row.areaPath.startsWith(areaPath))
    .map(({ id, stored }) => ({
      id,
      name: String(stored['name'] ?? ''),
      phase: String(stored['phase'] ?? ''),
      sort: typeof stored['sort'] === 'string' ? stored['sort'] : null,
      reviewOn: typeof stored['reviewOn'] === 'string' ? stored['reviewOn'] : null,
    }));
}
