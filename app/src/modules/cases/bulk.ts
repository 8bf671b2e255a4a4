// One command to many cases: rehearsed first, then given to each in its own transaction, then taken back if need be. What was asked for
// and how each case took it is on record; a run goes on after a crash, because every command has an id that follows from the run.
import type { CaseState } from '../../engines/case/case.ts';
import { derivedId } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem, type ProblemParams, problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { type Scope, scopeOf } from '../../platform/db/db.ts';
import type { BulkCommand } from './bulk-commands.ts';
import * as store from './bulk-store.ts';
import { type Asking, type CasesParts, readerOf } from './service.ts';
import * as caseStore from './store.ts';
import * as views from './views.ts';

/** How long a run may be taken back; a case that moved on since is left as it is, and says so. */
export const UNDO_WINDOW_MS = 30 * 60_000;
const LEASE_MS = 30_000;
const AT_A_TIME = 6;
const RECORD_EVERY = 25;

export type BulkOrder = { name: BulkCommand; form: Record<string, unknown> };
type Item = { id: string; baseVersion: number };

/** What each case would say: carried out and rolled back, so it is the truth of this moment. O(items) transactions. */
export async function previewBulk(
  parts: CasesParts,
  asking: Asking,
  order: BulkOrder & { items: readonly Item[] },
) {
  const states = await parts.db.read(scopeOf(asking.actor), (tx) =>
    caseStore.listByIds(
      tx,
      order.items.map((item) => item.id),
    ),
  );
  const known = new Map(states.map((state) => [state.id, state]));
  const reader = readerOf(parts, asking, await parts.engine.world(asking.actor.district));
  const items = await each(order.items, async (item) => {
    const state = known.get(item.id);
    const heading = { id: item.id, number: state?.number ?? '', headline: state?.headline ?? '' };
    try {
      const { before, after } = await parts.engine.rehearse({ actor: asking.actor }, item.id, {
        commandId: parts.ids.next(),
        name: order.name,
        baseVersion: item.baseVersion,
        occurredAt: parts.now(),
        form: order.form,
      });
      return { ...heading, before: brief(before, reader), after: brief(after, reader), refused: null };
    } catch (error) {
      const before = state ? brief(state, reader) : null;
      return { ...heading, before, after: null, refused: wordsOf(reader, refusalOf(error)) };
    }
  });
  const refused = items.filter((item) => item.refused !== null).length;
  return { items, total: items.length, willGo: items.length - refused, refused };
}

function brief(state: CaseState, reader: views.Reader) {
  const { state: label, holder, clock } = views.rowOf(state, reader, '');
  return { state: label, holder, clock };
}

/** Begins a run; the same id again is the same run. It goes on by itself: ask for its progress. */
export async function startBulk(
  parts: CasesParts,
  asking: Asking,
  order: BulkOrder & { bulkId: string; items: readonly Item[] },
) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.forbidden', {});
  if (new Set(order.items.map((item) => item.id)).size !== order.items.length)
    throw problem('cases.bulk-twice', {}, [{ path: 'items', code: 'bulk-twice' }]);
  const now = parts.now();
  const { bulkId: id, name, form, items } = order;
  await parts.db.tx(scopeOf(actor), async (tx) => {
    const run = { id, accountId: actor.accountId, name, form, createdAt: now, items };
    if (await store.insertRun(tx, { ...run, workedUntil: now + LEASE_MS })) return;
    if (!(await store.findRun(tx, id)))
      throw problem('cases.command-id-reused', {}, [{ path: 'bulkId', code: 'reused' }]);
  });
  work(parts, actor, id);
  return viewBulk(parts, asking, id);
}

/** Takes back what is still as the run left it. */
export async function undoBulk(parts: CasesParts, asking: Asking, id: string) {
  const { actor } = asking;
  const now = parts.now();
  await parts.db.tx(scopeOf(actor), async (tx) => {
    const run = await store.findRun(tx, id);
    if (!run) throw problem('cases.bulk-not-found', {});
    if (run.state === 'undoing' || run.state === 'undone') return;
    if (run.state === 'running') throw problem('cases.bulk-running', {});
    if (now > (run.finishedAt ?? now) + UNDO_WINDOW_MS)
      throw problem('cases.bulk-too-late', { minutes: UNDO_WINDOW_MS / 60_000 });
    await store.moveRun(tx, id, { from: 'done', to: 'undoing', now, workedUntil: now + LEASE_MS });
  });
  work(parts, actor, id);
  return viewBulk(parts, asking, id);
}

export async function viewBulk(parts: CasesParts, asking: Asking, id: string) {
  const reader = readerOf(parts, asking, await parts.engine.world(asking.actor.district));
  return parts.db.read(scopeOf(asking.actor), async (tx) => {
    const run = await store.findRun(tx, id);
    if (!run) throw problem('cases.bulk-not-found', {});
    const items = await store.listItems(tx, id);
    const states = new Map(
      (
        await caseStore.listByIds(
          tx,
          items.map((item) => item.caseId),
        )
      ).map((state) => [state.id, state]),
    );
    const count = (test: (item: store.BulkItem) => boolean) => items.filter(test).length;
    return {
      id,
      name: run.name,
      label: parts.messages.text(asking.locale, `case.command.${run.name}`),
      state: run.state,
      total: run.total,
      done: count((item) => item.done?.result === 'done'),
      refused: count((item) => item.done?.result === 'refused'),
      undone: count((item) => item.undone?.result === 'done'),
      notUndone: count((item) => item.undone?.result === 'refused'),
      undoUntil: run.state === 'done' ? (run.finishedAt ?? run.createdAt) + UNDO_WINDOW_MS : null,
      items: items.map((item) => ({
        id: item.caseId,
        number: states.get(item.caseId)?.number ?? '',
        headline: states.get(item.caseId)?.headline ?? '',
        result: item.done?.result ?? null,
        refused: item.done?.code ? wordsOf(reader, item.done as Refusal) : null,
        undone: item.undone?.result ?? null,
        notUndone: item.undone?.code ? wordsOf(reader, item.undone as Refusal) : null,
      })),
    };
  });
}

type Refusal = { code: string; params: ProblemParams | null };

function wordsOf(reader: views.Reader, refusal: Refusal) {
  const { code } = refusal;
  return { code, message: reader.messages.text(reader.locale, `problem.${code}`, refusal.params ?? {}) };
}

/** A coded refusal; anything else is a fault of ours, told to the log by whoever catches it. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Problem) return { code: error.code, params: error.params };
  throw error;
}

/** Works at a run in the background; a fault ends this attempt, and the run is taken up again when its lease is over. */
function work(parts: CasesParts, actor: Actor, id: string): void {
  carryOn(parts, actor, id).catch((error: unknown) =>
    parts.log.error({ err: error, bulk: id }, 'bulk run stopped'),
  );
}

/** Runs that a process left behind are finished by another one. */
export async function resumeBulk(parts: CasesParts, district: string): Promise<number> {
  for (let taken = 0; ; taken++) {
    const now = parts.now();
    const run = await parts.db.tx(systemScope(district), (tx) =>
      store.takeAbandoned(tx, now, now + LEASE_MS),
    );
    if (!run) return taken;
    const actor = await parts.actorOf(run.accountId, district);
    if (actor) await carryOn(parts, actor, run.id);
    else await abandon(parts, district, run);
  }
}

async function carryOn(parts: CasesParts, actor: Actor, id: string): Promise<void> {
  const own = systemScope(actor.district);
  const { run, items } = await parts.db.read(own, async (tx) => ({
    run: await store.findRun(tx, id),
    items: await store.listItems(tx, id),
  }));
  if (run?.state !== 'running' && run?.state !== 'undoing') return;
  const { state } = run;
  const open =
    state === 'running'
      ? items.filter((item) => item.done === null)
      : items.filter((item) => item.done?.result === 'done' && item.undone === null);
  const one = state === 'running' ? giveOne : undoOne;
  let outcomes: (store.Outcome & { caseId: string })[] = [];
  const record = async () => {
    const batch = outcomes;
    outcomes = [];
    if (batch.length > 0)
      await parts.db.tx(own, (tx) => store.recordOutcomes(tx, id, state, batch, parts.now() + LEASE_MS));
  };
  await each(open, async (item) => {
    // Awaited before the list is named: while it waits, another one may take the list away to be written.
    const outcome = await one(parts, actor, run, item);
    outcomes.push({ caseId: item.caseId, ...outcome });
    if (outcomes.length >= RECORD_EVERY) await record();
  });
  await record();
  const now = parts.now();
  const to = state === 'running' ? 'done' : 'undone';
  await parts.db.tx(own, (tx) => store.moveRun(tx, id, { from: state, to, now, workedUntil: now }));
}

const commandOf = (run: store.BulkRun, item: store.BulkItem) => derivedId(`${run.id}/${item.caseId}`);
const undoOf = (run: store.BulkRun, item: store.BulkItem) => derivedId(`${run.id}/${item.caseId}/undo`);

function giveOne(parts: CasesParts, actor: Actor, run: store.BulkRun, item: store.BulkItem) {
  return outcomeOf(() =>
    parts.engine.give({ actor, beside: recordIn(parts, actor, run.name) }, item.caseId, {
      commandId: commandOf(run, item),
      name: run.name,
      baseVersion: item.baseVersion,
      occurredAt: run.createdAt,
      form: run.form,
    }),
  );
}

function undoOne(parts: CasesParts, actor: Actor, run: store.BulkRun, item: store.BulkItem) {
  return outcomeOf(async () => {
    const undoes = commandOf(run, item);
    const commandId = undoOf(run, item);
    if (run.name !== 'merge')
      return parts.engine.undo(
        actor,
        item.caseId,
        { commandId, undoes },
        { within: 2 * UNDO_WINDOW_MS, beside: recordIn(parts, actor, 'undo') },
      );
    const state = await parts.db.read(systemScope(actor.district), async (tx) =>
      (await caseStore.listByIds(tx, [item.caseId])).at(0),
    );
    return parts.engine.give({ actor, beside: recordIn(parts, actor, 'unmerge') }, item.caseId, {
      commandId,
      name: 'unmerge',
      baseVersion: state?.version ?? item.baseVersion,
      occurredAt: parts.now(),
      form: { reason: parts.messages.text('zh-CN', 'case.bulk.undone') },
    });
  });
}

/** One audit entry for each case, in the transaction of its step. */
function recordIn(parts: CasesParts, actor: Actor, name: string) {
  return (tx: Parameters<typeof audit>[0], after: CaseState) =>
    audit(
      tx,
      { actor, now: parts.now, platform: { ids: parts.ids } },
      { action: `cases.bulk-${name}`, object: { type: 'case', id: after.id } },
    );
}

async function outcomeOf(act: () => Promise<unknown>): Promise<store.Outcome> {
  try {
    await act();
    return { result: 'done', code: null, params: null };
  } catch (error) {
    return { result: 'refused', ...refusalOf(error) };
  }
}

/** Whoever asked for it is no longer there: what is left is refused, not forgotten. */
async function abandon(parts: CasesParts, district: string, run: store.BulkRun): Promise<void> {
  if (run.state !== 'running' && run.state !== 'undoing') return;
  const { state } = run;
  await parts.db.tx(systemScope(district), async (tx) => {
    const items = await store.listItems(tx, run.id);
    const left = items.filter((item) => (state === 'running' ? item.done : item.undone) === null);
    const outcomes = left.map(({ caseId }) => ({
      caseId,
      result: 'refused' as const,
      code: 'auth.forbidden',
      params: {},
    }));
    const now = parts.now();
    await store.recordOutcomes(tx, run.id, state, outcomes, now);
    const to = state === 'running' ? 'done' : 'undone';
    await store.moveRun(tx, run.id, { from: state, to, now, workedUntil: now });
  });
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

function systemScope(district: string): Scope {
  return scopeOf({ kind: 'system', district, reason: 'bulk' });
}
