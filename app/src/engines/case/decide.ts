// The pure heart: given a case, a command and who gives it, what happens. No database, no clock reads; the same function serves the
// server, the list of offered actions, the model tests and (later) the phone.
import { startClock, stopClock } from '@renlin/core/calendar/clock';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { invalidInput } from '../../platform/http/invalid-input.ts';
import { type CaseChanges, type CaseState, changesBetween, copyOf } from './case.ts';
import type { Effect } from './effects.ts';
import { formSchema } from './form.ts';
import {
  allowsFrom,
  type CaseKind,
  type CommandSpec,
  type Deciding,
  type Notice,
  type Who,
  type World,
} from './kind.ts';
import { derivedId, markLapsed, timerOf } from './timing.ts';
import './problems.ts';

export type Permission = { unitId: string | null; label: string };

/** Under which post the actor may give the command to this case, or undefined. */
export function permissionFor<W extends World>(
  spec: CommandSpec<W>,
  state: CaseState,
  actor: Actor,
  isReporter: boolean,
): Permission | undefined {
  for (const who of spec.who) {
    const permission = matches(who, state, actor, isReporter);
    if (permission) return permission;
  }
  return undefined;
}

function matches(who: Who, state: CaseState, actor: Actor, isReporter: boolean): Permission | undefined {
  switch (who.by) {
    case 'system':
      return actor.kind === 'system' ? { unitId: null, label: actor.reason } : undefined;
    case 'reporter':
      return isReporter ? { unitId: null, label: 'reporter' } : undefined;
    case 'duty':
      return actor.kind === 'staff' ? postFor(who, state, actor) : undefined;
    case 'post': {
      const mine = actor.kind === 'staff' && actor.posts.find((post) => post.postId === state.facts['post']);
      return mine ? { unitId: mine.unitId, label: mine.title } : undefined;
    }
  }
}

function postFor(
  who: Extract<Who, { by: 'duty' }>,
  state: CaseState,
  actor: Extract<Actor, { kind: 'staff' }>,
): Permission | undefined {
  for (const post of actor.posts) {
    if (!post.duties.includes(who.duty)) continue;
    // The unit that a complaint is about never acts on it, whatever duties its people hold.
    if (state.subjectUnit !== null && post.unitId === state.subjectUnit) continue;
    const holds =
      who.over === 'area'
        ? state.areaPath.startsWith(post.areaPath)
        : who.over === 'owner-unit'
          ? post.unitId === state.ownerUnit
          : who.over === 'assist-unit'
            ? state.assistUnits.includes(post.unitId)
            : typeof state.facts['escalatedTo'] === 'string' && post.areaPath === state.facts['escalatedTo'];
    if (holds) return { unitId: post.unitId, label: post.title };
  }
  return undefined;
}

export type Decision = {
  after: CaseState;
  changes: CaseChanges;
  permission: Permission;
  outcome: 'accepted' | 'merged';
  /** The name stored in the step: the command's own, or `also` for a merged one. */
  stepName: string;
  form: Record<string, unknown>;
  notices: readonly Notice[];
  /** What it does to other cases. */
  effects: readonly Effect[];
  at: number;
};

export type Given = {
  name: string;
  form: unknown;
  occurredAt: number;
  actor: Actor;
  /** True when the caller proved to be one of the reporters. */
  isReporter: boolean;
  /** The limit whose passing this system command answers. */
  lapsed?: { name: string; at: number };
};

const schemas = new WeakMap<object, ReturnType<typeof formSchema>>();

/** The values of a command's form; a refusal names the fields by their path. */
export function readForm<W extends World>(spec: CommandSpec<W>, form: unknown): Record<string, unknown> {
  let schema = schemas.get(spec);
  if (!schema) {
    schema = formSchema(spec.form);
    schemas.set(spec, schema);
  }
  const parsed = schema.safeParse(form ?? {});
  if (parsed.success) return parsed.data;
  // Read again with what was sent, which tells a value of the wrong type from one that is missing.
  const again = schema.safeParse(form ?? {}, { reportInput: true });
  const refused = invalidInput(again.error ?? parsed.error, '');
  throw problem(
    refused.code,
    refused.params,
    refused.fields.map((one) => ({ ...one, path: `form/${one.path}` })),
  );
}

/** Decides a command. Throws a problem when it is refused; never changes its input. */
export function decide<W extends World>(
  kind: CaseKind<W>,
  before: CaseState,
  given: Given,
  world: W,
  now: number,
): Decision {
  const spec = kind.commands[given.name];
  if (!spec) throw problem('cases.unknown-command', { name: given.name, kind: kind.name });
  const permission = permissionFor(spec, before, given.actor, given.isReporter);
  if (!permission) throw problem('auth.forbidden', { command: given.name });
  const form = readForm(spec, given.form);
  const at = instantOf(given.occurredAt, before, now);
  if (spec.mergesWhen?.(before, given.actor) && !allowsFrom(kind, spec, before.state)) {
    return settle(
      before,
      copyOf(before),
      at,
      { permission, form, outcome: 'merged', stepName: 'also' },
      nothingBeside(),
    );
  }
  if (!allowsFrom(kind, spec, before.state)) {
    throw problem('cases.not-possible', { command: given.name, state: before.state });
  }
  const refusal = spec.unless?.(before, given.actor, world, now);
  if (refusal) throw problem(refusal, { command: given.name, state: before.state });
  const draft = copyOf(before);
  const beside = nothingBeside();
  const work = tools(before, world, at, now, given.actor, permission, beside);
  spec.apply(draft, form as never, work);
  if (draft.state === before.state && spec.to.length === 1 && !spec.mayStay)
    draft.state = spec.to[0] as string;
  if (draft.state !== before.state && !spec.to.includes(draft.state)) {
    throw new Error(`${kind.name}.${given.name} led to ${draft.state}, which it does not declare`);
  }
  // Ten seconds later the other cases may have moved on: what reaches them is taken back by a command of its own.
  if (beside.effects.length > 0 && spec.undoable)
    throw new Error(`${kind.name}.${given.name} reaches other cases and can't be undone`);
  if (given.lapsed) markLapsed(draft, given.lapsed.name, given.lapsed.at);
  keepWatch(kind, draft, work);
  return settle(before, draft, at, { permission, form, outcome: 'accepted', stepName: given.name }, beside);
}

/** An open case always waits for a limit: when the last one has lapsed, or was stopped, the watch begins (again). */
function keepWatch<W extends World>(kind: CaseKind<W>, draft: CaseState, work: Deciding<W>): void {
  const { watch } = kind;
  if (!watch || kind.states[draft.state]?.final || timerOf(draft) !== null) return;
  work.stopClock(draft, watch.clock);
  work.startClock(draft, watch.clock, draft.urgent ? watch.urgent : watch.limit);
}

function settle(
  before: CaseState,
  draft: CaseState,
  at: number,
  rest: Pick<Decision, 'permission' | 'form' | 'outcome' | 'stepName'>,
  beside: Beside,
): Decision {
  draft.version = before.version + 1;
  draft.lastAt = at;
  return { ...rest, after: draft, changes: changesBetween(before, draft), ...beside, at };
}

/** The instant a command counts from: never before the case's last event, never after now. Both given times are kept in the step. */
function instantOf(occurredAt: number, before: CaseState, now: number): number {
  return Math.min(Math.max(occurredAt, before.lastAt), Math.max(now, before.lastAt));
}

/** Sets up a new case of a kind; the first step carries all of it. */
export function decideFiling<W extends World>(
  kind: CaseKind<W>,
  draft: CaseState,
  actor: Actor,
  world: W,
  now: number,
): { after: CaseState; notices: readonly Notice[] } {
  const beside = nothingBeside();
  kind.file(draft, tools(draft, world, now, now, actor, { unitId: null, label: '' }, beside));
  if (beside.effects.length > 0) throw new Error(`filing ${kind.name} reaches other cases`);
  if (!kind.initial.includes(draft.state)) throw new Error(`${kind.name} filed into ${draft.state}`);
  draft.version = 1;
  return { after: draft, notices: beside.notices };
}

type Beside = { notices: Notice[]; effects: Effect[] };

function nothingBeside(): Beside {
  return { notices: [], effects: [] };
}

function tools<W extends World>(
  before: CaseState,
  world: W,
  at: number,
  now: number,
  actor: Actor,
  permission: Permission,
  beside: Beside,
): Deciding<W> {
  return {
    world,
    at,
    now,
    actor,
    actingUnit: permission.unitId,
    startClock(draft, name, limit, owner) {
      draft.clocks.push(startClock(world.calendar, { name, limit, at, ...(owner ? { owner } : {}) }));
    },
    stopClock(draft, name) {
      changeClock(draft, name, (clock) => stopClock(clock, world.calendar, at));
    },
    notice(notice) {
      beside.notices.push(notice);
    },
    open(opening) {
      const id = derivedId(`${before.id}/${before.version + 1}/${beside.effects.length}`);
      beside.effects.push({ open: { ...opening, id } });
      return id;
    },
    tell(caseId, name, form) {
      beside.effects.push({ tell: caseId, name, form });
    },
  };
}

/** Replaces the live clock of this name (the last one that is not stopped), if there is one. */
export function changeClock(
  draft: CaseState,
  name: string,
  change: (clock: CaseState['clocks'][number]) => CaseState['clocks'][number],
): boolean {
  for (let index = draft.clocks.length - 1; index >= 0; index--) {
    const clock = draft.clocks[index];
    if (clock && clock.name === name && clock.state !== 'stopped') {
      draft.clocks[index] = change(clock);
      return true;
    }
  }
  return false;
}

export function liveClock(state: CaseState, name: string): CaseState['clocks'][number] | undefined {
  return state.clocks.findLast((clock) => clock.name === name && clock.state !== 'stopped');
}

/** A command that may be given now; `primary`: it is the main thing to do. */
export type Offered<W extends World> = { name: string; spec: CommandSpec<W>; primary: boolean };

/** The commands this actor may give now, in the order of the declaration, primary ones first. O(commands · posts). */
export function offeredCommands<W extends World>(
  kind: CaseKind<W>,
  state: CaseState,
  actor: Actor,
  isReporter: boolean,
  world: W,
  now: number,
): Offered<W>[] {
  const offered: Offered<W>[] = [];
  for (const [name, spec] of Object.entries(kind.commands)) {
    if (!allowsFrom(kind, spec, state.state)) continue;
    if (!permissionFor(spec, state, actor, isReporter)) continue;
    if (spec.unless?.(state, actor, world, now)) continue;
    const primary = typeof spec.primary === 'function' ? spec.primary(state) : (spec.primary ?? false);
    offered.push({ name, spec, primary });
  }
  return offered.sort((a, b) => Number(b.primary) - Number(a.primary));
}
