// Writes what was decided, in the caller's transaction: the step with the case as it stands after it, what the module keeps beside
// it, and then the other cases that the command opened or told something. All of it is there, or none.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Events } from '../../platform/jobs/events.ts';
import { type CaseChanges, type CaseState, type CaseStep, newCase } from './case.ts';
import * as store from './case-store.ts';
import { type Decision, decide, decideFiling } from './decide.ts';
import type { Effect, Opening, Tell } from './effects.ts';
import type { StepHooks } from './hooks.ts';
import type { CaseKind, World } from './kind.ts';
import { caseNumber } from './numbers.ts';
import type { Race } from './race.ts';
import { derivedId } from './timing.ts';

/** A decided command on its way to disk. */
export type Carrying<W extends World> = {
  before: CaseState;
  decision: Decision;
  commandId: string;
  occurredAt: number;
  actor: Actor;
  world: W;
  now: number;
  race: Race;
};

/** What a step does to other cases, and in whose name. */
export type Spreading<W extends World> = {
  /** The case that the step was of, as it stands after it: those it opens begin there. */
  source: CaseState;
  effects: readonly Effect[];
  cause: Pick<Decision, 'stepName' | 'permission' | 'at'>;
  commandId: string;
  actor: Actor;
  world: W;
  now: number;
  race: Race;
};

export function spreading<W extends World>(carrying: Carrying<W>): Spreading<W> {
  const { decision, commandId, actor, world, now, race } = carrying;
  const { effects } = decision;
  return { source: decision.after, effects, cause: decision, commandId, actor, world, now, race };
}

export type WriterParts<W extends World> = {
  events: Events;
  hooks: StepHooks<W>;
  words(state: CaseState): readonly string[];
  kind(name: string): CaseKind<W>;
};

/** A case that tells one that tells one that tells one: more is a circle. */
const DEEPEST = 4;

export type Writer<W extends World> = ReturnType<typeof createWriter<W>>;

export function createWriter<W extends World>(parts: WriterParts<W>) {
  function save(tx: Tx, carrying: Omit<Carrying<W>, 'world'>): void {
    const { before, decision, commandId, occurredAt, actor, now, race } = carrying;
    const step = stepOf({
      commandId,
      name: decision.stepName,
      outcome: decision.outcome,
      fromState: before.state,
      after: decision.after,
      changes: decision.changes,
      form: decision.form,
      actor,
      unitId: decision.permission.unitId,
      label: decision.permission.label,
      occurredAt,
      receivedAt: now,
    });
    // Whoever gives a case away no longer sees it, and row-level security would refuse what one can't see afterwards.
    if (actor.kind === 'staff' && ownersOf(before) !== ownersOf(decision.after))
      void store.openCase(tx, before.id).catch(() => undefined);
    // Not waited for: it leaves with the commit, and its failure undoes everything that was written beside it.
    store.saveStep(tx, decision.after, before.version, step).catch((error: unknown) => {
      if (store.isLostRace(error)) race.lost = true;
    });
    parts.hooks.kept?.(tx, { before, after: decision.after, step });
    void publish(tx, decision.after, decision.stepName);
  }

  /** The step and what the module keeps beside it. The effects on other cases come last: see `spread`. */
  async function write(tx: Tx, carrying: Carrying<W>): Promise<void> {
    save(tx, carrying);
    const { before, decision, actor, world } = carrying;
    await parts.hooks.after?.(tx, { before, decision, actor, world });
  }

  /** Carries out the effects on other cases. From here on the transaction is open to those, no longer to the first one. */
  async function spread(tx: Tx, work: Spreading<W>, depth = 0): Promise<void> {
    const { effects } = work;
    if (effects.length === 0) return;
    if (depth >= DEEPEST) throw new Error(`effects of ${work.cause.stepName} run in a circle`);
    const numbers = await numbersFor(tx, effects, work.now);
    for (const effect of effects) {
      if ('open' in effect) await open(tx, work, effect.open, numbers.shift() as string);
      else await tell(tx, work, effect, depth);
    }
  }

  async function numbersFor(tx: Tx, effects: readonly Effect[], now: number): Promise<string[]> {
    const count = effects.filter((effect) => 'open' in effect).length;
    if (count === 0) return [];
    if (count > store.NUMBER_BLOCK) throw new Error(`${count} cases opened by one command`);
    const first = await store.nextNumberBlock(tx);
    return Array.from({ length: count }, (_, index) => caseNumber(now, first + index));
  }

  async function open(tx: Tx, work: Spreading<W>, opening: Opening, number: string): Promise<void> {
    const { source, cause, actor, world, now } = work;
    const { after, notices } = decideFiling(
      parts.kind(opening.kind),
      draftOf(source, opening, number, actor, now),
      actor,
      world,
      now,
    );
    const step = stepOf({
      commandId: opening.id,
      name: 'file',
      outcome: 'accepted',
      fromState: '',
      after,
      changes: wholeCase(after),
      form: {},
      actor,
      unitId: cause.permission.unitId,
      label: cause.permission.label,
      occurredAt: cause.at,
      receivedAt: now,
    });
    await store.insertCase(tx, after, step, parts.words(after));
    parts.hooks.kept?.(tx, { before: undefined, after, step });
    void publish(tx, after, 'file');
    await parts.hooks.opened?.(tx, { opened: after, notices, from: source, actor });
  }

  /** The other case takes a command of the machine's, with the name of whoever caused it. */
  async function tell(tx: Tx, work: Spreading<W>, effect: Tell, depth: number): Promise<void> {
    const { actor, world, now, race, cause } = work;
    const commandId = derivedId(`${work.commandId}/${effect.tell}/${effect.name}`);
    void store.openCase(tx, effect.tell).catch(() => undefined);
    const loaded = await store.findCase(tx, effect.tell, commandId);
    if (!loaded) throw problem('cases.other-not-found', {});
    if (loaded.replayed) return;
    const machine: Actor = { kind: 'system', district: actor.district, reason: cause.stepName };
    const told = decide(
      parts.kind(loaded.state.kind),
      loaded.state,
      {
        name: effect.name,
        form: effect.form,
        occurredAt: cause.at,
        actor: machine,
        isReporter: false,
      },
      world,
      now,
    );
    const next: Carrying<W> = {
      before: loaded.state,
      decision: { ...told, permission: cause.permission },
      commandId,
      occurredAt: cause.at,
      actor,
      world,
      now,
      race,
    };
    await write(tx, next);
    await spread(tx, spreading(next), depth + 1);
  }

  function publish(tx: Tx, state: CaseState, name: string): Promise<void> {
    const units = state.ownerUnit ? [state.ownerUnit, ...state.assistUnits] : state.assistUnits;
    const published = parts.events.publish(tx, {
      topic: 'case.changed',
      areaPath: state.areaPath,
      units,
      data: { id: state.id, version: state.version, state: state.state, name },
    });
    published.catch(() => undefined);
    return published;
  }

  return { save, write, spread, publish };
}

/** A case opened by another one begins at the same place, with nobody's words but those it was given. */
function draftOf(source: CaseState, opening: Opening, number: string, actor: Actor, now: number): CaseState {
  return newCase({
    id: opening.id,
    district: source.district,
    number,
    kind: opening.kind,
    category: opening.category,
    headline: opening.headline,
    text: opening.text,
    channel: source.channel,
    areaId: source.areaId,
    areaPath: source.areaPath,
    lng: source.lng,
    lat: source.lat,
    address: source.address,
    urgent: opening.urgent ?? source.urgent,
    ownerUnit: opening.ownerUnit ?? null,
    subjectUnit: source.subjectUnit,
    filedBy: actor.kind === 'staff' ? actor.accountId : null,
    filedAt: now,
    joined: opening.joined ?? 0,
    parentId: opening.under ? source.id : null,
    facts: opening.facts,
  });
}

type StepParts = {
  commandId: string;
  name: string;
  outcome: 'accepted' | 'merged';
  fromState: string;
  after: CaseState;
  changes: CaseChanges;
  form: Record<string, unknown>;
  actor: Actor;
  unitId: string | null;
  label: string;
  occurredAt: number;
  receivedAt: number;
};

export function stepOf(parts: StepParts): CaseStep {
  const { after, actor } = parts;
  return {
    version: after.version,
    commandId: parts.commandId,
    name: parts.name,
    outcome: parts.outcome,
    fromState: parts.fromState,
    toState: after.state,
    actorKind: actor.kind,
    accountId: actor.kind === 'staff' ? actor.accountId : null,
    unitId: parts.unitId,
    actorLabel: parts.label,
    occurredAt: parts.occurredAt,
    receivedAt: parts.receivedAt,
    form: parts.form,
    changes: parts.changes,
  };
}

export function wholeCase(state: CaseState): CaseChanges {
  const { id: _id, district: _district, number: _number, kind: _kind, version: _version, ...changes } = state;
  return changes;
}

function ownersOf(state: CaseState): string {
  return [state.ownerUnit, ...state.assistUnits].join();
}
