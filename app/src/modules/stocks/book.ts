// The book of supplies: which accounts a stock point has, and what lies outside.
import { type AccountKey, type Book, OUTSIDE } from '../../engines/ledger/ledger.ts';

export const stockBook: Book = {
  name: 'stocks',
  outside: new Set(['supplier', 'issued', 'destroyed', 'missing', 'found']),
  twoPeople: new Set(['dispose', 'count']),
};

export const onHand = (pointId: string, lotId: string): AccountKey => ({
  holder: pointId,
  kind: 'on-hand',
  thing: lotId,
});
export const reserved = (pointId: string, lotId: string): AccountKey => ({
  holder: pointId,
  kind: 'reserved',
  thing: lotId,
});
export const outside = (kind: string, lotId: string): AccountKey => ({ holder: OUTSIDE, kind, thing: lotId });
/** What left a point for a purpose and may come back to it. */
export const issued = (pointId: string, lotId: string): AccountKey => ({
  holder: pointId,
  kind: 'issued',
  thing: lotId,
});
/** What a team has in hand and brings back. */
export const withTeam = (teamId: string, lotId: string): AccountKey => ({
  holder: teamId,
  kind: 'with-team',
  thing: lotId,
});
