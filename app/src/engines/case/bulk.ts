// One command to many cases: rehearsed first, then given to each in its own transaction, then taken back if need be. What was asked for
// and how each case took it is on record; a run goes on after a crash, because every command has an id that follows from the run.
import type { Actor } from '../../kernel/actor.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { Problem, type ProblemParams, problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { type Db, type Scope, scopeOf, type Tx } from '../../platform/db/db.ts';
import * as store from './bulk-store.ts';
import type { CaseState } from './case.ts';
import { listByIds } from './case-store.ts';
import type { CaseEngine } from './engine.ts';
import type { CaseKind, World } from './kind.ts';
import { systemScope } from './scope.ts';
import { derivedId } from './timing.ts';
import './problems.ts';

export type { BulkItem, BulkRun } from './bulk-store.ts';

/** How long a run may be taken back; a case that moved on since is left as it is, and says so. */
export const UNDO_WINDOW_MS = 30 * 60_000;
const LEASE_MS = 30_000;
const AT_A_TIME = 6;
const RECORD_EVERY = 25;

export type Refusal = { code: string; params: ProblemParams | null };
export type BulkOrder = {
  name: string;
  form: Record<string, unknown>;
  items: readonly { id: string; baseVersion: number }[];
};
/** What a case would do, or why not. `before` is missing where the actor does not see the case. */
export type Outlook =
  | { id: string; before: CaseState; after: CaseState }
  | { id: string; before: CaseState | undefined; refused: Refusal };

export type BulkParts<W extends World> = {
  db: Db;
  clock: Clock;
  ids: Ids;
  log: { error(about: object, text: string): void };
  engine: Pick<CaseEngine<W>, 'give' | 'rehearse' | 'undo' | 'kind'>;
  kinds: ReadonlyMap<string, CaseKind<W>>;
  /** The person of an account as they are now, for runs that somebody else finishes. */
  actorOf(accountId: string, district: string, at: number): Promise<Actor | undefined>;
  /** The reason given where a command takes back what a run did. */
  undoReason: string;
};

export type Bulk = {
  /** What each case would say: carried out and rolled back, so it is the truth of this moment. O(items) transactions. */
  preview(actor: Actor, order: BulkOrder): Promise<readonly Outlook[]>;
  /** Begins a run; the same id again is the same run. It goes on by itself: look at its progress. */
  start(actor: Actor, id: string, order: BulkOrder): Promise<void>;
  /** Takes back what is still as the run left it. */
  undo(actor: Actor, id: string): Promise<void>;
  /** The run as it stands, with those of its cases that the actor sees. */
  look(
    actor: Actor,
    id: string,
  ): Promise<{
    run: store.BulkRun;
    items: readonly store.BulkItem[];
    states: ReadonlyMap<string, CaseState>;
  }>;
  /** Finishes runs that a process left behind; gives how many. Safe to run in several processes at once. */
  resume(district: string): Promise<number>;
};

export function createBulk<W extends World>(parts: BulkParts<W>): Bulk {
  const { db, clock, engine } = parts;

  async function preview(actor: Actor, { name, form, items }: BulkOrder) {
    refuseUnknown(name);
    const known = await statesOf(
      scopeOf(actor),
      items.map((item) => item.id),
    );
    return each(items, async ({ id, baseVersion }): Promise<Outlook> => {
      const before = known.get(id);
      try {
        if (before) refuseUnlessForMany(before, name);
        const commandId = parts.ids.next();
        const envelope = { commandId, name, baseVersion, occurredAt: clock.now(), form };
        return { id, ...(await engine.rehearse({ actor }, id, envelope)) };
      } catch (error) {
        return { id, before, refused: refusalOf(error) };
      }
    });
  }

  async function start(actor: Actor, id: string, { name, form, items }: BulkOrder): Promise<void> {
    if (actor.kind !== 'staff') throw problem('auth.forbidden', {});
    refuseUnknown(name);
    if (new Set(items.map((item) => item.id)).size !== items.length)
      throw problem('cases.bulk-twice', {}, [{ path: 'items', code: 'bulk-twice' }]);
    const now = clock.now();
    await db.tx(scopeOf(actor), async (tx) => {
      const run = { id, accountId: actor.accountId, name, form, createdAt: now, items };
      if (await store.insertRun(tx, { ...run, workedUntil: now + LEASE_MS })) return;
      if (!(await store.findRun(tx, id)))
        throw problem('cases.command-id-reused', {}, [{ path: 'bulkId', code: 'reused' }]);
    });
    work(actor, id);
  }

  async function undo(actor: Actor, id: string): Promise<void> {
    const now = clock.now();
    await db.tx(scopeOf(actor), async (tx) => {
      const run = await store.findRun(tx, id);
      if (!run) throw problem('cases.bulk-not-found', {});
      if (run.state === 'undoing' || run.state === 'undone') return;
      if (run.state === 'running') throw problem('cases.bulk-running', {});
      if (now > (run.finishedAt ?? now) + UNDO_WINDOW_MS)
        throw problem('cases.bulk-too-late', { minutes: UNDO_WINDOW_MS / 60_000 });
      await store.moveRun(tx, id, { from: 'done', to: 'undoing', now, workedUntil: now + LEASE_MS });
    });
    work(actor, id);
  }

  async function look(actor: Actor, id: string) {
    const { run, items } = await db.read(scopeOf(actor), (tx) => runWithItems(tx, id));
    if (!run) throw problem('cases.bulk-not-found', {});
    const states = await statesOf(
      scopeOf(actor),
      items.map((item) => item.caseId),
    );
    return { run, items, states };
  }

  async function statesOf(scope: Scope, ids: readonly string[]) {
    const states = await db.read(scope, (tx) => listByIds(tx, ids));
    return new Map(states.map((state) => [state.id, state]));
  }

  /** Works at a run in the background; a fault ends this attempt, and the run is taken up again when its lease is over. */
  function work(actor: Actor, id: string): void {
    carryOn(actor, id).catch((error: unknown) =>
      parts.log.error({ err: error, bulk: id }, 'bulk run stopped'),
    );
  }

  async function resume(district: string): Promise<number> {
    for (let taken = 0; ; taken++) {
      const now = clock.now();
      const run = await db.tx(systemScope(district), (tx) => store.takeAbandoned(tx, now, now + LEASE_MS));
      if (!run) return taken;
      const actor = await parts.actorOf(run.accountId, district, now);
      if (actor) await carryOn(actor, run.id);
      else await abandon(district, run);
    }
  }

  async function carryOn(actor: Actor, id: string): Promise<void> {
    const own = systemScope(actor.district);
    const { run, items } = await db.read(own, (tx) => runWithItems(tx, id));
    if (run?.state !== 'running' && run?.state !== 'undoing') return;
    const { state } = run;
    const left = leftOf(state, items);
    const ids = left.map((item) => item.caseId);
    // Taken back by the machine's own sight: a case may have left the actor's with the very command that is taken back.
    const known = await statesOf(state === 'running' ? scopeOf(actor) : own, ids);
    const one = (item: store.BulkItem) =>
      (state === 'running' ? giveOne : undoOne)(actor, run, item, known.get(item.caseId));
    let outcomes: (store.Outcome & { caseId: string })[] = [];
    const record = async () => {
      const batch = outcomes;
      outcomes = [];
      if (batch.length > 0)
        await db.tx(own, (tx) => store.recordOutcomes(tx, id, state, batch, clock.now() + LEASE_MS));
    };
    await each(left, async (item) => {
      // Awaited before the list is named: while it waits, another one may take the list away to be written.
      const outcome = await outcomeOf(() => one(item));
      outcomes.push({ caseId: item.caseId, ...outcome });
      if (outcomes.length >= RECORD_EVERY) await record();
    });
    await record();
    await db.tx(own, (tx) => end(tx, id, state));
  }

  async function giveOne(
    actor: Actor,
    run: store.BulkRun,
    item: store.BulkItem,
    known: CaseState | undefined,
  ) {
    if (known) refuseUnlessForMany(known, run.name);
    const { name, form, createdAt } = run;
    const { caseId, baseVersion } = item;
    const envelope = { commandId: commandOf(run, caseId), name, baseVersion, occurredAt: createdAt, form };
    await engine.give({ actor, beside: recordIn(actor, name) }, caseId, envelope);
  }

  async function undoOne(
    actor: Actor,
    run: store.BulkRun,
    { caseId }: store.BulkItem,
    state: CaseState | undefined,
  ) {
    const commandId = derivedId(`${run.id}/${caseId}/undo`);
    const back = state && engine.kind(state.kind).commands[run.name]?.takenBackBy;
    if (!back) {
      const undoes = { commandId, undoes: commandOf(run, caseId) };
      await engine.undo(actor, caseId, undoes, {
        within: 2 * UNDO_WINDOW_MS,
        beside: recordIn(actor, 'undo'),
      });
      return;
    }
    await engine.give({ actor, beside: recordIn(actor, back) }, caseId, {
      commandId,
      name: back,
      baseVersion: state.version,
      occurredAt: clock.now(),
      form: { reason: parts.undoReason },
    });
  }

  function refuseUnknown(name: string): void {
    const kinds = [...parts.kinds.values()];
    if (!kinds.some((kind) => kind.commands[name]?.bulk))
      throw problem('cases.not-for-many', {}, [{ path: 'name', code: 'not-for-many' }]);
  }

  function refuseUnlessForMany(state: CaseState, name: string): void {
    if (!engine.kind(state.kind).commands[name]?.bulk) throw problem('cases.not-for-many', {});
  }

  /** One audit entry for each case, in the transaction of its step. */
  function recordIn(actor: Actor, name: string) {
    return (tx: Tx, after: CaseState) =>
      audit(
        tx,
        { actor, now: clock.now, platform: { ids: parts.ids } },
        { action: `cases.bulk-${name}`, object: { type: 'case', id: after.id } },
      );
  }

  /** Whoever asked for it is no longer there: what is left is refused, not forgotten. */
  async function abandon(district: string, { id }: store.BulkRun): Promise<void> {
    await db.tx(systemScope(district), async (tx) => {
      const { run, items } = await runWithItems(tx, id);
      if (run?.state !== 'running' && run?.state !== 'undoing') return;
      const refused = { result: 'refused' as const, code: 'auth.forbidden', params: {} };
      const outcomes = leftOf(run.state, items).map(({ caseId }) => ({ caseId, ...refused }));
      await store.recordOutcomes(tx, id, run.state, outcomes, clock.now());
      await end(tx, id, run.state);
    });
  }

  function end(tx: Tx, id: string, from: Working) {
    const now = clock.now();
    return store.moveRun(tx, id, { from, to: from === 'running' ? 'done' : 'undone', now, workedUntil: now });
  }

  return { preview, start, undo, look, resume };
}

type Working = 'running' | 'undoing';

const commandOf = (run: store.BulkRun, caseId: string) => derivedId(`${run.id}/${caseId}`);

async function runWithItems(tx: Tx, id: string) {
  return { run: await store.findRun(tx, id), items: await store.listItems(tx, id) };
}

function leftOf(state: Working, items: readonly store.BulkItem[]) {
  return state === 'running'
    ? items.filter((item) => item.done === null)
    : items.filter((item) => item.done?.result === 'done' && item.undone === null);
}

async function outcomeOf(act: () => Promise<void>): Promise<store.Outcome> {
  try {
    await act();
    return { result: 'done', code: null, params: null };
  } catch (error) {
    return { result: 'refused', ...refusalOf(error) };
  }
}

/** A coded refusal; anything else is a fault of ours, told to the log by whoever catches it. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Problem) return { code: error.code, params: error.params };
  throw error;
}

/** A few at a time, in order, so that a long run leaves connections for everybody else. */
async function each<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await act(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, items.length) }, worker));
  return results;
}
