import type { CaseRow } from '../../kit/api-types.ts';
import type { Work } from '../copy/read-copy.ts';

const TOP = 3;

/** The three most urgent first (the server's own order: late and soon, today, later), and what is left of each group. */
export function splitWork(work: Pick<Work, 'now' | 'today' | 'later' | 'waiting'>): {
  top: CaseRow[];
  groups: { name: 'now' | 'today' | 'later' | 'waiting'; rows: CaseRow[] }[];
} {
  const later = work.later ?? [];
  const top = [...work.now, ...work.today, ...later].slice(0, TOP);
  const shown = new Set(top.map((row) => row.id));
  const rest = (rows: readonly CaseRow[]) => rows.filter((row) => !shown.has(row.id));
  return {
    top,
    groups: [
      { name: 'now', rows: rest(work.now) },
      { name: 'today', rows: rest(work.today) },
      { name: 'later', rows: rest(later) },
      { name: 'waiting', rows: rest(work.waiting) },
    ],
  };
}
