// What changed for one phone since the answer that it names. The server remembers what each answer left on the phone, computes what
// should be there now by the person's posts as they are now, and sends the difference. A question asked twice is answered twice, each
// answer as good as the other; a cursor that is not this person's and this device's tells nothing and begins anew.
import { civilDate } from '../../kernel/clock.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { caseStamps, FORMS_RELEASE, viewCase, wantedCases } from '../cases/public.ts';
import { differenceOf, type Thing } from './difference.ts';
import type { Asking, SmallThing, SyncParts } from './ports.ts';
import { digest, readerStamp, readSmallThings } from './small-things.ts';
import { type Entries, findSnapshot, saveSnapshot } from './store.ts';

/** How many cases one phone holds: what somebody works with on foot, and small enough for an old phone. */
export const MOST_CASES = 500;
/** How much of it, in bytes: the phone of a grid worker is five years old. */
const MOST_BYTES = 16 * 1024 * 1024;
/** So many of each rule are looked at, to say how many are left out. */
const MOST_LOOKED_AT = 2_000;
const PAGE = 100;
const PAGE_BYTES = 512 * 1024;
/** A phone that did not ask for so long begins anew. */
const KEPT_DAYS = 60;
const CURSOR = /^v1\.([0-9a-f-]{36})$/;

export type ChangesQuestion = { device: string; cursor?: string | undefined; limit?: number | undefined };

export async function changesOf(parts: SyncParts, asking: Asking, question: ChangesQuestion) {
  const scope = scopeOf(asking.actor);
  const now = parts.now();
  const limit = question.limit ?? PAGE;
  const answer = await parts.db.read(scope, async (tx) => {
    const base = await baseOf(tx, question);
    const { things, leftOut, left } = await thingsFor(parts, tx, asking, now);
    const room = { bytes: MOST_BYTES, pageItems: limit, pageBytes: PAGE_BYTES };
    const difference = await differenceOf(base.entries, things, room);
    const counted = countLeftOut([...leftOut, ...difference.leftOut]);
    for (const rule of ['codes', 'records'] as const)
      if (left[rule] > 0) counted.push({ rule, count: left[rule], atLeast: false });
    return { base, ...difference, leftOut: counted };
  });
  const id = parts.ids.next();
  const { base, entries, items, removed, more } = answer;
  const staleOn = civilDate(now + KEPT_DAYS * 86_400_000);
  await parts.db.tx(scope, (tx) =>
    saveSnapshot(tx, { device: question.device, id, entries, staleOn, base: base.id }),
  );
  const words = (key: string, params?: Record<string, unknown>) =>
    parts.messages.text(asking.locale, key, params);
  return {
    cursor: `v1.${id}`,
    reset: base.reset && { code: `sync.${base.reset}`, words: words(`sync.reset.${base.reset}`) },
    items,
    removed,
    more,
    leftOut: answer.leftOut.map(({ rule, count, atLeast }) => ({
      code: rule,
      count,
      atLeast,
      words: words(`sync.left-out.${rule}`, { count: atLeast ? `${count}+` : count }),
    })),
    budget: { cases: MOST_CASES, bytes: MOST_BYTES },
    forms: { release: FORMS_RELEASE },
    at: now,
  };
}

type Base = { id: string | null; entries: Entries; reset: 'cursor-damaged' | 'cursor-unknown' | null };

async function baseOf(tx: Tx, { cursor, device }: ChangesQuestion): Promise<Base> {
  if (cursor === undefined || cursor === '') return { id: null, entries: {}, reset: null };
  const id = CURSOR.exec(cursor)?.[1];
  if (!id || !isUuid(id)) return { id: null, entries: {}, reset: 'cursor-damaged' };
  const found = await findSnapshot(tx, device, id);
  return found
    ? { id, entries: found.entries, reset: null }
    : { id: null, entries: {}, reset: 'cursor-unknown' };
}

/** Everything that should be on the phone now, the most needed first, and what there is no room for. */
async function thingsFor(parts: SyncParts, tx: Tx, asking: Asking, now: number) {
  const wanted = await wantedCases(tx, asking.actor, now, MOST_LOOKED_AT);
  const kept = wanted.cases.slice(0, MOST_CASES);
  const keptIds = new Set(kept.map((one) => one.id));
  const stamps = new Map(
    (
      await caseStamps(
        tx,
        kept.map((one) => one.id),
        now,
      )
    ).map(({ id, stamp }) => [id, stamp]),
  );
  const reader = await readerStamp(parts, asking);
  const beside = await readSmallThings(parts, tx, asking);
  const small: SmallThing[] = [
    {
      id: 'work',
      type: 'work',
      payload: {
        queue: wanted.queue.filter((id) => keptIds.has(id)),
        waiting: wanted.waiting.filter((id) => keptIds.has(id)),
      },
    },
    ...beside.things,
  ];
  const things: Thing[] = [
    ...small.map(({ id, type, payload }) => ({
      id,
      stamp: digest(payload),
      read: async () => ({ type, payload }),
    })),
    ...kept.flatMap(({ id, rule }): Thing[] => {
      const stamp = stamps.get(id);
      if (stamp === undefined) return [];
      return [
        {
          id: `case/${id}`,
          stamp: `${stamp}.${reader}`,
          // As the page of the case shows it to this very person: masking is decided there and nowhere else.
          rule,
          read: async () =>
            viewCase(parts.cases, tx, asking, id).then((payload) => ({ type: 'case', payload }), unlessGone),
        },
      ];
    }),
  ];
  return {
    things,
    leftOut: wanted.cases.slice(MOST_CASES).map((one) => one.rule),
    left: beside.left,
  };
}

function countLeftOut(left: readonly string[]) {
  const counts = new Map<string, number>();
  for (const rule of left) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => ({ rule, count, atLeast: count >= MOST_LOOKED_AT - MOST_CASES }));
}

function unlessGone(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined;
  throw error;
}
