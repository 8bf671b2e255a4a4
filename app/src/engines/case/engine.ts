// Runs commands on cases: one transaction, one read, one write, answered after commit. What a kind allows is decided in `decide.ts`.
import type { Actor } from '../../kernel/actor.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import { type Db, scopeOf, type Tx } from '../../platform/db/db.ts';
import type { Events } from '../../platform/jobs/events.ts';
import { type CaseState, changesBetween, replay } from './case.ts';
import * as store from './case-store.ts';
import { type Decision, decide, decideFiling } from './decide.ts';
import { type Envelope, heldOf, isOwnEarlier, isRemembered } from './early.ts';
import type { Tell } from './effects.ts';
import { namedByForm } from './form-problems.ts';
import type { StepHooks } from './hooks.ts';
import { type CaseKind, type Notice, permits, type World } from './kind.ts';
import { createNumbers } from './numbers.ts';
import { type Race, unlessLost, untilWon } from './race.ts';
import { systemScope } from './scope.ts';
import { derivedId, lapseCommandId, lapsedClock } from './timing.ts';
import { createWaiting } from './waiting.ts';
import { createWriter, spreading, stepOf, wholeCase } from './write.ts';

export type { Envelope } from './early.ts';

const UNDO_MS = 10_000;
/** The network is allowed this much on top of the ten seconds that the screen shows. */
const UNDO_GRACE_MS = 3_000;

export type Given = {
  outcome: 'accepted' | 'merged' | 'held';
  state: CaseState;
  /** The version that the command made; null when it is held. */
  stepVersion: number | null;
  /** Until when the giver may take it back. */
  undoUntil: number | null;
};

export type EngineParts<W extends World> = {
  db: Db;
  clock: Clock;
  events: Events;
  kinds: ReadonlyMap<string, CaseKind<W>>;
  world(district: string): Promise<W>;
  /** The person of an account for a command that waited, given at `at`: as they are now, or, when their access has ended since, as they were. */
  actorOf(accountId: string, district: string, at: number): Promise<Actor | undefined>;
  hooks: StepHooks<W>;
  /** The words by which a new case is found again. */
  words(state: CaseState): readonly string[];
};

export type Caller = {
  actor: Actor;
  /** A resident who showed a follow code: proves it inside the transaction, and says whether they are a reporter of this case. */
  prove?: (tx: Tx) => Promise<boolean>;
  /** Written in the same transaction when the command is carried out. */
  beside?: (tx: Tx, after: CaseState) => Promise<void>;
  /** The last thing before the commit. */
  last?: (before: CaseState, after: CaseState) => void;
};

/** How long a step may be taken back when it is not the usual ten seconds, and what is written in the same transaction. */
export type UndoOptions = { within?: number; beside?: (tx: Tx, after: CaseState) => Promise<void> };

export type Filing = {
  commandId: string;
  kind: string;
  draft: CaseState;
  /** Kept with the first step. Without an account, a filing sent again is known by it. */
  form: Record<string, unknown>;
  /** Completes the case inside its transaction, before it is written (files). */
  prepare?: ((tx: Tx, draft: CaseState) => Promise<void>) | undefined;
  /** What other cases take in the same transaction: that a new one belongs to them. */
  tells?: readonly Tell[];
  /** Written in the same transaction (reporters, notices). */
  also(tx: Tx, filed: CaseState, notices: readonly Notice[]): Promise<void>;
};

/** By what a filing that is sent again is known. */
export type SameFiling = { id: string; commandId: string; form: Record<string, unknown> };

export type CaseEngine<W extends World> = {
  file(actor: Actor, filing: Filing): Promise<{ state: CaseState; replayed: boolean }>;
  /** Keeps the refusal of a filing, so that it stays refused. */
  refuse(actor: Actor, caseId: string, commandId: string, error: Problem): Promise<void>;
  /** Throws the refusal that was kept of this filing, if there is one. */
  refusedBefore(actor: Actor, commandId: string): Promise<void>;
  /** The case of a filing that was carried out before, for whoever sent it. */
  filed(actor: Actor, filing: SameFiling): Promise<CaseState | undefined>;
  give(caller: Caller, caseId: string, envelope: Envelope): Promise<Given>;
  /** What the command would do now: carried out and rolled back. Refuses as the command would, and leaves no trace. */
  rehearse(
    caller: Caller,
    caseId: string,
    envelope: Envelope,
  ): Promise<{ before: CaseState; after: CaseState }>;
  undo(
    actor: Actor,
    caseId: string,
    undo: { commandId: string; undoes: string },
    options?: UndoOptions,
  ): Promise<CaseState>;
  /** Handles the lapses of a district up to now; gives how many. Safe to run in several processes at once. */
  runTimers(district: string, most: number): Promise<number>;
  /** Gives commands that have waited since before an instant for one that never came; gives how many. */
  runOverdueHeld(district: string, before: number): Promise<number>;
  kind(name: string): CaseKind<W>;
  world(district: string): Promise<W>;
  nextNumber(district: string, now: number): Promise<string>;
};

export function createCaseEngine<W extends World>(parts: EngineParts<W>): CaseEngine<W> {
  const { db, clock } = parts;
  const numbers = createNumbers(db);
  const writer = createWriter<W>({ ...parts, kind });
  const { runHeld, runOverdueHeld } = createWaiting({
    ...parts,
    give: async (actor, caseId, envelope) => {
      await give({ actor }, caseId, envelope).catch(ignoreProblem);
    },
  });

  function kind(name: string): CaseKind<W> {
    const found = parts.kinds.get(name);
    if (!found) throw problem('cases.unknown-kind', { kind: name }, [{ path: 'kind', code: 'unknown-kind' }]);
    return found;
  }

  async function file(actor: Actor, filing: Filing) {
    const world = await parts.world(filing.draft.district);
    const now = clock.now();
    const { after, notices } = decideFiling(kind(filing.kind), filing.draft, actor, world, now);
    const firstStep = () =>
      stepOf({
        commandId: filing.commandId,
        name: 'file',
        outcome: 'accepted',
        fromState: '',
        after,
        changes: wholeCase(after),
        form: filing.form,
        actor,
        unitId: null,
        label: actor.kind === 'staff' ? (actor.posts[0]?.title ?? '') : actor.kind,
        occurredAt: filing.draft.occurredAt,
        receivedAt: now,
      });
    let first: unknown;
    const write = (race: Race) =>
      db.tx(scopeOf(actor), async (tx) => {
        await filing.prepare?.(tx, after);
        const step = firstStep();
        const inserted = store.insertCase(tx, after, step, parts.words(after));
        // Waited for only together with the commit. Whatever fails after it fails because of it.
        inserted.catch((cause: unknown) => {
          first = cause;
        });
        parts.hooks.kept?.(tx, { before: undefined, after, step });
        await filing.also(tx, after, notices).catch(async (error: unknown) => {
          // A filing sent again fails at its first statement, and every later one only says that the transaction is over.
          await inserted;
          throw error;
        });
        void writer.publish(tx, after, 'file');
        if (filing.tells?.length) {
          // A filing sent again ends here, before it reaches another case.
          await inserted;
          const { commandId, tells } = filing;
          await writer.spread(tx, {
            source: after,
            effects: tells,
            cause: { stepName: 'file', permission: { unitId: null, label: '' }, at: now },
            commandId,
            actor,
            world,
            now,
            race,
          });
        }
      });
    try {
      await untilWon(write);
      return { state: after, replayed: false };
    } catch (error) {
      const { draft, commandId, form } = filing;
      const same = { id: draft.id, commandId, form };
      if (isDuplicate(first ?? error)) return { state: await filedBefore(actor, same), replayed: true };
      // The second sending of a filing finds its photos attached: by itself, before.
      const before = error instanceof Problem && (await filed(actor, same));
      if (before) return { state: before, replayed: true };
      throw error;
    }
  }

  /** The same filing arrived before: give its case again, but only to whoever filed it. */
  async function filedBefore(actor: Actor, filing: SameFiling): Promise<CaseState> {
    const loaded = await db.read(systemScope(actor.district), (tx) =>
      store.findCase(tx, filing.id, filing.commandId),
    );
    const mine = loaded?.replayed?.version === 1 && loaded.replayed.caseId === filing.id;
    // Ids of cases are public: somebody without an account must send what only the first sender can know.
    const proved = actor.kind === 'staff' || (await isFirstForm(actor, filing));
    const same = loaded?.state.filedBy === (actor.kind === 'staff' ? actor.accountId : null);
    if (!loaded || !mine || !same || !proved)
      throw problem('cases.command-id-reused', {}, [{ path: 'commandId', code: 'reused' }]);
    return loaded.state;
  }

  /** The case of this very filing, when it arrived before and was carried out. */
  function filed(actor: Actor, filing: SameFiling): Promise<CaseState | undefined> {
    return filedBefore(actor, filing).catch(ignoreProblem);
  }

  async function isFirstForm(actor: Actor, filing: SameFiling): Promise<boolean> {
    const [first] = await db.read(systemScope(actor.district), (tx) => store.listSteps(tx, filing.id));
    return JSON.stringify(first?.form) === JSON.stringify(filing.form);
  }

  async function give(caller: Caller, caseId: string, envelope: Envelope): Promise<Given> {
    const world = await parts.world(caller.actor.district);
    const result = await untilWon((race) => giveOnce(caller, caseId, envelope, world, race)).catch(
      async (error: unknown) => {
        const given = await givenBefore(caller.actor, caseId, envelope.commandId, error);
        if (given) return { given, waiting: false };
        await rememberRefusal(caller.actor, caseId, envelope, error);
        await giveInstead(caller.actor, caseId, envelope, error);
        throw error;
      },
    );
    if (result.waiting) await runHeld(caller.actor.district, caseId);
    return result.given;
  }

  /**
   * The same command, sent again by somebody who gave the case away with it and no longer sees it: the answer is the case as that
   * command left it. Nothing when it was not theirs, or the error was another one.
   */
  async function givenBefore(
    actor: Actor,
    caseId: string,
    commandId: string,
    error: unknown,
  ): Promise<Given | undefined> {
    if (!(error instanceof Problem) || error.code !== 'cases.not-found' || actor.kind !== 'staff')
      return undefined;
    return db.read(systemScope(actor.district), async (tx) => {
      const loaded = await store.findCase(tx, caseId, commandId);
      const { state, replayed } = loaded ?? {};
      if (!state || replayed?.caseId !== caseId) return undefined;
      const steps = (await store.listSteps(tx, caseId)).slice(0, replayed.version);
      if (steps.at(-1)?.accountId !== actor.accountId) return undefined;
      return {
        outcome: replayed.outcome,
        state: replay(state, steps),
        stepVersion: replayed.version,
        undoUntil: null,
      };
    });
  }

  async function giveOnce(caller: Caller, caseId: string, envelope: Envelope, world: W, race: Race) {
    const { actor } = caller;
    return db.tx(scopeOf(actor), async (tx) => {
      const isReporter = caller.prove ? await caller.prove(tx) : false;
      const loaded = await store.findCase(tx, caseId, envelope.commandId);
      if (!loaded) throw problem('cases.not-found', {});
      const { state, replayed, rejected } = loaded;
      if (rejected) throw problem(rejected.code, rejected.params);
      if (replayed) {
        // The id of the filing is the case's own and no command's.
        if (replayed.caseId !== caseId || replayed.version === 1)
          throw problem('cases.command-id-reused', {}, [{ path: 'commandId', code: 'reused' }]);
        return {
          given: { outcome: replayed.outcome, state, stepVersion: replayed.version, undoUntil: null },
          waiting: false,
        };
      }
      const lifecycle = kind(state.kind);
      const tooEarly = envelope.baseVersion > state.version;
      if (tooEarly || (await store.lacksSteps(tx, caseId, envelope.follows ?? []))) {
        if (!permits(lifecycle, envelope.name, actor, isReporter))
          throw problem('auth.forbidden', { command: envelope.name });
        // Only an account can be asked again later; a resident is told at once what the case is like now.
        if (actor.kind !== 'staff')
          throw problem('cases.version-conflict', {
            current: state.version,
            state: state.state,
            changes: [],
          });
        await store.holdCommand(tx, caseId, heldOf(envelope, actor), clock.now());
        return {
          given: { outcome: 'held' as const, state, stepVersion: null, undoUntil: null },
          waiting: false,
        };
      }
      if (envelope.baseVersion < state.version) await refuseStale(tx, lifecycle, state, envelope, actor);
      const now = clock.now();
      const { commandId, name } = envelope;
      const decision = await preparedForm(tx, state, envelope, actor)
        .then((form) => {
          const wanted = { name, form, occurredAt: envelope.occurredAt, actor, isReporter };
          return decide(lifecycle, state, wanted, world, now);
        })
        .catch((error: unknown) => {
          throw namedByForm(error, name, lifecycle.commands[name]?.form);
        });
      // A phone's clock may be a year ahead: nothing is written down that has not happened yet.
      const occurredAt = Math.min(envelope.occurredAt, now);
      const carrying = { before: state, decision, commandId, occurredAt, actor, world, now, race };
      await writer.write(tx, carrying);
      await caller.beside?.(tx, decision.after);
      await writer.spread(tx, spreading(carrying));
      caller.last?.(state, decision.after);
      const undoable =
        decision.outcome === 'accepted' &&
        lifecycle.commands[envelope.name]?.undoable &&
        actor.kind === 'staff';
      const given: Given = {
        outcome: decision.outcome,
        state: decision.after,
        stepVersion: decision.after.version,
        undoUntil: undoable ? now + UNDO_MS : null,
      };
      return { given, waiting: loaded.held };
    });
  }

  async function preparedForm(tx: Tx, state: CaseState, { name, form }: Envelope, actor: Actor) {
    return parts.hooks.prepare ? await parts.hooks.prepare(tx, state, name, form, actor) : form;
  }

  async function rehearse(caller: Caller, caseId: string, envelope: Envelope) {
    const world = await parts.world(caller.actor.district);
    const last = (before: CaseState, after: CaseState) => {
      throw new Rehearsed(before, after);
    };
    try {
      const { given } = await giveOnce({ ...caller, last }, caseId, envelope, world, { lost: false });
      // Held for later, or carried out before: nothing changes now.
      return { before: given.state, after: given.state };
    } catch (error) {
      if (error instanceof Rehearsed) return { before: error.before, after: error.after };
      throw error;
    }
  }

  /** A command on an older version goes on when nothing that matters happened since, and says what did otherwise. */
  async function refuseStale(
    tx: Tx,
    lifecycle: CaseKind<W>,
    state: CaseState,
    envelope: Envelope,
    actor: Actor,
  ) {
    const spec = lifecycle.commands[envelope.name];
    if (!spec || spec.stale === 'commutes' || spec.mergesWhen?.(state, actor)) return;
    const since = await store.listSteps(tx, state.id, envelope.baseVersion);
    const matters = since.filter(
      (step) =>
        step.name !== 'also' &&
        !isOwnEarlier(step, envelope, actor) &&
        lifecycle.commands[step.name]?.stale !== 'commutes' &&
        // A limit that passed while somebody was writing is no reason to write it again.
        !(step.actorKind === 'system' && step.fromState === step.toState),
    );
    if (matters.length === 0) return;
    throw problem('cases.version-conflict', {
      current: state.version,
      state: state.state,
      changes: matters.map((step) => ({
        version: step.version,
        name: step.name,
        by: step.actorLabel,
        at: step.receivedAt,
        toState: step.toState,
      })),
    });
  }

  /** What a refusal sets off: said in the lifecycle, done by the machine, once however often the refused command is sent. */
  async function giveInstead(actor: Actor, caseId: string, envelope: Envelope, refusal: unknown) {
    if (actor.kind !== 'staff' || !(refusal instanceof Problem)) return;
    if (![...parts.kinds.values()].some((one) => one.commands[envelope.name]?.instead?.[refusal.code]))
      return;
    const loaded = await db.read(scopeOf(actor), (tx) => store.findCase(tx, caseId, envelope.commandId));
    const name = loaded && kind(loaded.state.kind).commands[envelope.name]?.instead?.[refusal.code];
    if (!name) return;
    const machine: Actor = {
      kind: 'system',
      district: actor.district,
      reason: `instead of ${envelope.name}`,
    };
    await give({ actor: machine }, caseId, {
      ...envelope,
      commandId: derivedId(`${envelope.commandId}/instead`),
      name,
      baseVersion: loaded.state.version,
      occurredAt: clock.now(),
      // Somebody else set it off in the same moment: it is done, which is all that was wanted.
    }).catch(ignoreProblem);
  }

  /**
   * A refused command stays refused, also when it arrives once more after the reason has gone: its sender has been told. A conflict is
   * none, nor is a form that was filled in wrong, nor a case that nobody knows.
   */
  async function rememberRefusal(
    actor: Actor,
    caseId: string,
    envelope: Envelope,
    error: unknown,
  ): Promise<void> {
    if (!(error instanceof Problem) || !isRemembered(error, actor)) return;
    if (error.code === 'cases.not-found') {
      const known = await db.read(systemScope(actor.district), (tx) => store.listByIds(tx, [caseId]));
      if (known.length === 0) return;
    }
    await refuse(actor, caseId, envelope.commandId, error);
  }

  function refuse(actor: Actor, caseId: string, commandId: string, error: Problem): Promise<void> {
    const { code, status, params } = error;
    const accountId = actor.kind === 'staff' ? actor.accountId : null;
    return db.tx(scopeOf(actor), (tx) =>
      store.recordRejection(tx, { commandId, caseId, accountId, code, status, params }, clock.now()),
    );
  }

  /** The refusal of a filing, kept and thrown again: who may file some kinds changes from day to day. */
  async function refusedBefore(actor: Actor, commandId: string): Promise<void> {
    if (actor.kind !== 'staff') return;
    const found = await db.read(scopeOf(actor), (tx) => store.findRejection(tx, commandId, actor.accountId));
    if (found) throw problem(found.code, found.params);
  }

  async function undo(
    actor: Actor,
    caseId: string,
    wish: { commandId: string; undoes: string },
    { within = UNDO_MS + UNDO_GRACE_MS, beside }: UndoOptions = {},
  ): Promise<CaseState> {
    const giver = await db.read(systemScope(actor.district), (tx) =>
      store.findGiver(tx, caseId, wish.undoes),
    );
    const result = await unlessLost((race) =>
      db.tx(scopeOf(actor), async (tx) => {
        // The case may have left the giver's sight with the very command that is taken back.
        if (actor.kind === 'staff' && giver === actor.accountId) await store.openCase(tx, caseId);
        const loaded = await store.findCase(tx, caseId, wish.commandId);
        if (!loaded) throw problem('cases.not-found', {});
        const { state } = loaded;
        if (loaded.replayed) return { after: state, waiting: false };
        const steps = await store.listSteps(tx, caseId);
        const last = steps.at(-1);
        if (last?.commandId !== wish.undoes)
          throw problem('cases.undo-not-possible', { current: state.version });
        if (actor.kind !== 'staff' || last.accountId !== actor.accountId)
          throw problem('cases.undo-not-yours', {});
        if (!kind(state.kind).commands[last.name]?.undoable)
          throw problem('cases.undo-not-possible', { current: state.version });
        const now = clock.now();
        if (now - last.receivedAt > within) throw problem('cases.undo-too-late', { seconds: UNDO_MS / 1000 });
        const previous = replay(state, steps.slice(0, -1));
        const after: CaseState = {
          ...previous,
          areaPath: state.areaPath,
          version: state.version + 1,
          lastAt: state.lastAt,
        };
        const decision: Decision = {
          after,
          changes: changesBetween(state, after),
          permission: { unitId: last.unitId, label: last.actorLabel },
          outcome: 'accepted',
          stepName: 'undo',
          form: { undoes: wish.undoes },
          notices: [],
          effects: [],
          at: now,
        };
        const { commandId } = wish;
        writer.save(tx, { before: state, decision, commandId, occurredAt: now, actor, now, race });
        await beside?.(tx, after);
        return { after, waiting: loaded.held };
      }),
    );
    if (result === 'lost') throw problem('cases.undo-not-possible', {});
    if (result.waiting) await runHeld(actor.district, caseId);
    return result.after;
  }

  async function runTimers(district: string, most: number): Promise<number> {
    const actor: Actor = { kind: 'system', district, reason: 'timer' };
    const world = await parts.world(district);
    const ids = await db.read(scopeOf(actor), (tx) => store.listTimed(tx, clock.now(), most));
    let handled = 0;
    for (const id of ids) {
      if (await lapse(actor, id, world)) handled += 1;
    }
    return handled;
  }

  async function lapse(actor: Actor, caseId: string, world: W): Promise<boolean> {
    const result = await unlessLost((race) =>
      db.tx(scopeOf(actor), async (tx) => {
        const now = clock.now();
        const probe = await store.findCase(tx, caseId, caseId);
        const lapsed = probe && lapsedClock(probe.state, now);
        if (!probe || !lapsed) return undefined;
        const lifecycle = kind(probe.state.kind);
        const name = lifecycle.clocks[lapsed.name]?.onLapse ?? '';
        const commandId = lapseCommandId(caseId, lapsed.name, lapsed.at);
        // The watch counts from when it was noticed: after a standstill it does not catch up round by round.
        const occurredAt = lapsed.name === lifecycle.watch?.clock ? now : lapsed.at;
        const given = { name, form: { clock: lapsed.name }, occurredAt, actor, isReporter: false, lapsed };
        const decision = decide(lifecycle, probe.state, given, world, now);
        const carrying = { before: probe.state, decision, commandId, occurredAt, actor, world, now, race };
        await writer.write(tx, carrying);
        await writer.spread(tx, spreading(carrying));
        return { waiting: probe.held };
      }),
    );
    if (result === 'lost' || result === undefined) return false;
    if (result.waiting) await runHeld(actor.district, caseId);
    return true;
  }

  return {
    file,
    filed,
    refuse,
    refusedBefore,
    give,
    rehearse,
    undo,
    runTimers,
    runOverdueHeld,
    kind,
    world: parts.world,
    nextNumber: numbers,
  };
}

/** Ends a rehearsal: the transaction is rolled back, and this is what it would have left. */
class Rehearsed extends Error {
  readonly before: CaseState;
  readonly after: CaseState;
  constructor(before: CaseState, after: CaseState) {
    super('rehearsed');
    this.before = before;
    this.after = after;
  }
}

function isDuplicate(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return (
    code === '23505' &&
    (constraint === 'cases__pk' || constraint === 'case_steps__command' || constraint === 'case_steps__pk')
  );
}

function ignoreProblem(error: unknown): undefined {
  // The refusal was recorded; the sender gets it when asking again.
  if (error instanceof Problem) return undefined;
  throw error;
}
