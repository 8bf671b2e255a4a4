import type { CaseRow } from '../../kit/api-types.ts';
import type { Work } from '../copy/read-copy.ts';

const TOP = 3;
const CARDS = ['action-card', 'turn-out'];
const isCard = ({ kind }: CaseRow) => CARDS.includes(kind);

/** Action cards and turns of a call-out before anything; then the three most urgent (the server's own order: late and soon, today, later), and what is left of each group. */
export function splitWork(work: Pick<Work, 'now' | 'today' | 'later' | 'waiting'>): {
  cards: CaseRow[];
  top: CaseRow[];
  groups: { name: 'now' | 'today' | 'later' | 'waiting'; rows: CaseRow[] }[];
} {
  const later = work.later ?? [];
  const all = [...work.now, ...work.today, ...later];
  const cards = all.filter(isCard);
  const top = all.filter((row) => !isCard(row)).slice(0, TOP);
  const shown = new Set([...cards, ...top].map((row) => row.id));
  const rest = (rows: readonly CaseRow[]) => rows.filter((row) => !shown.has(row.id));
  return {
    cards,
    top,
    groups: [
      { name: 'now', rows: rest(work.now) },
      { name: 'today', rows: rest(work.today) },
      { name: 'later', rows: rest(later) },
      { name: 'waiting', rows: rest(work.waiting) },
    ],
  };
}
