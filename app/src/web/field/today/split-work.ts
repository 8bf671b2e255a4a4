import type { CaseRow } from '../../kit/api-types.ts';
import type { Work } from '../copy/read-copy.ts';

const TOP = 3;
/** Cards of an emergency, then being asked to turn out: both are answered at once and need no network. */
const CARDS = ['action-card', 'turn-out'];
const isCard = ({ kind }: CaseRow) => CARDS.includes(kind);
const inOrder = (a: CaseRow, b: CaseRow) => CARDS.indexOf(a.kind) - CARDS.indexOf(b.kind);
/** A drill's, or a readiness check's: apart from those that are meant. */
const isPractice = ({ kind }: CaseRow) => kind === 'practice-card';
const isTransfer = ({ kind }: CaseRow) => kind === 'transfer';

/** Action cards before anything; households to be brought away have a list of their own; then the three most urgent (the server's own order: late and soon, today, later), and what is left of each group. */
export function splitWork(work: Pick<Work, 'now' | 'today' | 'later' | 'waiting'>): {
  cards: CaseRow[];
  practice: CaseRow[];
  transfers: CaseRow[];
  top: CaseRow[];
  groups: { name: 'now' | 'today' | 'later' | 'waiting'; rows: CaseRow[] }[];
} {
  const later = work.later ?? [];
  const all = [...work.now, ...work.today, ...later];
  const cards = all.filter(isCard).sort(inOrder);
  const practice = all.filter(isPractice);
  const transfers = all.filter(isTransfer);
  const top = all.filter((row) => !isCard(row) && !isPractice(row) && !isTransfer(row)).slice(0, TOP);
  const shown = new Set([...cards, ...practice, ...transfers, ...top].map((row) => row.id));
  const rest = (rows: readonly CaseRow[]) => rows.filter((row) => !shown.has(row.id));
  return {
    cards,
    practice,
    transfers,
    top,
    groups: [
      { name: 'now', rows: rest(work.now) },
      { name: 'today', rows: rest(work.today) },
      { name: 'later', rows: rest(later) },
      { name: 'waiting', rows: rest(work.waiting) },
    ],
  };
}
