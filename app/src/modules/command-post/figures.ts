// The figures of a situation report, from the steps that were known at a moment. Counted again later they come out the same: steps are only
// ever added, and what was received afterwards is left out.
import { isVital } from './board.ts';
import type { Child, ShelterEvent, StepRow } from './store.ts';
import { shelterTracks, tracksOf } from './story.ts';

export const figureCodes = [
  'cards-sent',
  'cards-answered',
  'cards-silent',
  'cards-cannot',
  'needs-all',
  'needs-vital',
  'needs-open',
  'needs-moving',
  'needs-met',
  'transfers-listed',
  'transfers-untold',
  'transfers-astray',
  'people-arrived',
  'shelters-open',
  'shelters-inside',
  'closures',
  'gone-up',
] as const;
export type FigureCode = (typeof figureCodes)[number];
export type Figure = { code: FigureCode; value: number; ids: string[] };

const CARDS_ANSWERED = ['card-answered', 'card-done'];
const MOVING = ['need-matched', 'need-under-way', 'need-delivered'];
const ASTRAY = ['refused', 'out-of-reach'];
const OVER = [
  'need-closed',
  'need-struck',
  'returned',
  'transfer-struck',
  'closure-lifted',
  'card-done',
  'card-recalled',
  'card-cannot',
];

/** O(steps). `steps` and `doors` hold only what was received by then. */
export function figuresOf(
  children: readonly Child[],
  steps: readonly StepRow[],
  doors: readonly ShelterEvent[],
): Figure[] {
  const states = new Map<string, { state: string; goneUp: boolean }>();
  for (const { id, moments } of tracksOf(children, steps)) {
    const last = moments.at(-1);
    if (last) states.set(id, { state: last[1], goneUp: last[3] });
  }
  const arrived = new Map<string, number>();
  for (const { caseId, name, people } of steps)
    if (name === 'record-arrival' && people !== null) arrived.set(caseId, people);
  const there = children.filter((one) => states.has(one.id));
  const stateOf = (one: Child) => states.get(one.id)?.state ?? '';
  const of = (kind: string, test: (state: string, one: Child) => boolean) =>
    there.filter((one) => one.kind === kind && test(stateOf(one), one)).map((one) => one.id);
  const cards = (test: (state: string) => boolean) => of('action-card', test);
  const needs = (test: (state: string, one: Child) => boolean) => of('relief-need', test);
  const transfers = (test: (state: string) => boolean) => of('transfer', test);
  const counted = (code: FigureCode, ids: string[]): Figure => ({ code, value: ids.length, ids });
  const open = shelterTracks(doors).flatMap(({ id, moments }) => {
    const inside = moments.at(-1)?.[1] ?? null;
    return inside === null ? [] : [{ id, inside }];
  });
  return [
    counted(
      'cards-sent',
      cards(() => true),
    ),
    counted(
      'cards-answered',
      cards((state) => CARDS_ANSWERED.includes(state)),
    ),
    counted(
      'cards-silent',
      cards((state) => state === 'card-sent'),
    ),
    counted(
      'cards-cannot',
      cards((state) => state === 'card-cannot'),
    ),
    counted(
      'needs-all',
      needs(() => true),
    ),
    counted(
      'needs-vital',
      needs((_state, one) => isVital(one)),
    ),
    counted(
      'needs-open',
      needs((state) => state === 'need-open'),
    ),
    counted(
      'needs-moving',
      needs((state) => MOVING.includes(state)),
    ),
    counted(
      'needs-met',
      needs((state) => state === 'need-closed'),
    ),
    counted(
      'transfers-listed',
      transfers((state) => state !== 'transfer-struck'),
    ),
    counted(
      'transfers-untold',
      transfers((state) => state === 'to-notify'),
    ),
    counted(
      'transfers-astray',
      transfers((state) => ASTRAY.includes(state)),
    ),
    {
      code: 'people-arrived',
      value: [...arrived.values()].reduce((sum, n) => sum + n, 0),
      ids: [...arrived.keys()],
    },
    { code: 'shelters-open', value: open.length, ids: [] },
    { code: 'shelters-inside', value: open.reduce((sum, one) => sum + one.inside, 0), ids: [] },
    counted(
      'closures',
      of('closure', (state) => state === 'closure-in-force'),
    ),
    counted(
      'gone-up',
      there
        .filter((one) => states.get(one.id)?.goneUp === true && !OVER.includes(stateOf(one)))
        .map((one) => one.id),
    ),
  ];
}
