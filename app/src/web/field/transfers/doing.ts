// What can be said of a household with one tap, and what this phone has said already.
import type { CaseRow } from '../../kit/api-types.ts';
import { type Item, isFinal } from '../../sync/item.ts';

export type Said =
  | 'notify-household'
  | 'record-arrival'
  | 'record-refusal'
  | 'record-out-of-reach'
  | 'record-return';

/** The states as they follow one another, so that what waits on the phone shows as done. */
const LEADS: Readonly<Record<Said, string>> = {
  'notify-household': 'notified',
  'record-arrival': 'sheltered',
  'record-refusal': 'refused',
  'record-out-of-reach': 'out-of-reach',
  'record-return': 'returned',
};

const FROM: Readonly<Record<Said, readonly string[]>> = {
  'notify-household': ['to-notify', 'refused', 'out-of-reach'],
  'record-arrival': ['to-notify', 'notified', 'refused', 'out-of-reach'],
  'record-refusal': ['to-notify', 'notified', 'out-of-reach'],
  'record-out-of-reach': ['to-notify', 'notified', 'refused'],
  'record-return': ['sheltered', 'refused', 'notified'],
};

const isSaid = (name: unknown): name is Said => typeof name === 'string' && name in LEADS;

/** The state as whoever holds this phone knows it: the server's, and on top what was said here and has not arrived. */
export function knownState(row: CaseRow, items: readonly Item[]): { state: string; waiting: boolean } {
  let state = row.state.code;
  let waiting = false;
  for (const item of items) {
    const name = (item.body as { name?: unknown }).name;
    if (item.caseId !== row.id || isFinal(item) || !isSaid(name)) continue;
    state = LEADS[name];
    waiting = true;
  }
  return { state, waiting };
}

/** Nobody goes back before the release, and nothing can be said of a household that is home. */
export function sayable(state: string, released: boolean): Said[] {
  return (Object.keys(FROM) as Said[]).filter(
    (name) => FROM[name].includes(state) && (name !== 'record-return' || released),
  );
}

/** Refused and lost first, then those who do not know yet; whoever arrived last. */
const ORDER = ['refused', 'out-of-reach', 'to-notify', 'notified', 'sheltered', 'returned'];

export type Door = { row: CaseRow; state: string; waiting: boolean };

export function doorsOf(rows: readonly CaseRow[], items: readonly Item[]): Door[] {
  return rows
    .filter((row) => row.transfer?.mine)
    .map((row) => ({ row, ...knownState(row, items) }))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
        (a.row.transfer?.leaveBy ?? Number.MAX_SAFE_INTEGER) -
          (b.row.transfer?.leaveBy ?? Number.MAX_SAFE_INTEGER) ||
        a.row.headline.localeCompare(b.row.headline, 'zh-CN', { numeric: true }),
    );
}

export const isAway = (door: Door): boolean => ['sheltered', 'returned'].includes(door.state);
