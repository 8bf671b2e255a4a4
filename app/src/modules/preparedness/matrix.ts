// Is there an institution for every sort in every phase? What is missing or past its review shows as a cell, not as a percentage.
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type InstitutionRow, listInstitutions } from '../registers/public.ts';
import type { Asking, PreparednessParts } from './parts.ts';
import { areaOf, staffOf } from './reading.ts';

const SORTS = ['survey', 'inspect', 'train', 'respond', 'dispose'] as const;
const PHASES = ['prevent', 'respond', 'recover'] as const;
type Phase = (typeof PHASES)[number];
/** The register knows finer phases: what is prepared and done every day is prevention (日常预防). */
const phaseOf = (phase: string): Phase => PHASES.find((one) => one === phase) ?? 'prevent';

export async function viewMatrix(parts: PreparednessParts, tx: Tx, asking: Asking, areaId: string) {
  const area = await areaOf(parts, staffOf(asking).district, areaId);
  const rows = await listInstitutions(tx, area.path);
  const today = civilDate(parts.now());
  const cell = (items: readonly InstitutionRow[]) => ({
    items: items.map(({ id, name, reviewOn }) => ({ id, name, reviewOn })),
    overdue: items.filter((one) => one.reviewOn !== null && one.reviewOn < today).length,
  });
  return {
    area: { id: area.id, name: area.name },
    phases: PHASES,
    rows: SORTS.map((sort) => ({
      sort,
      cells: PHASES.map((phase) => ({
        phase,
        ...cell(rows.filter((one) => one.sort === sort && phaseOf(one.phase) === phase)),
      })),
    })),
    unsorted: rows.filter((one) => one.sort === null).length,
  };
}
