// A lifecycle is data: states, commands (who, from, to, form, effect), clocks (limit, and what happens when they lapse). A test
// walks it: no dead state, no wait without a clock, no command without a duty. `defineCaseKind` refuses a broken one at start.
import type { Calendar } from '@renlin/core/calendar/calendar';
import type { Limit } from '@renlin/core/calendar/limit';
import type { Actor } from '../../kernel/actor.ts';
import type { CaseState } from './case.ts';
import type { Opening } from './effects.ts';
import type { FormOf, FormSpec } from './form.ts';

/** What the rules of a kind may ask about the district, all of it in memory. Modules extend it. */
export type World = { calendar: Calendar };

/** Who may give a command: a duty in a relation to the case, the reporter, or the clock. */
export type Who =
  | { by: 'duty'; duty: string; over: 'area' | 'owner-unit' | 'assist-unit' | 'escalated-area' }
  /** Whoever holds the one post that the case is addressed to (`facts.post`). */
  | { by: 'post' }
  | { by: 'reporter' }
  | { by: 'system' };

export type Notice = {
  key: string;
  to: 'owner-unit' | 'area' | 'reporter';
  duty?: string;
  urgency: 'now' | 'later';
  /** For `area`: the holders over this path instead of the case's own. */
  path?: string;
};

/** What a command's effect works with. The draft is a copy; changing it is how a rule decides. */
export type Deciding<W extends World> = {
  world: W;
  /** When it happened (never before the case's last event, never after now). */
  at: number;
  now: number;
  actor: Actor;
  /** The unit under which the actor acts in this command, by the relation that allowed it. */
  actingUnit: string | null;
  startClock(draft: CaseState, name: string, limit: Limit, owner?: string): void;
  stopClock(draft: CaseState, name: string): void;
  notice(notice: Notice): void;
  /** Opens another case at the same place, in the same transaction; gives the id that it will have. */
  open(opening: Omit<Opening, 'id'>): string;
  /** Gives a command of the machine's to another case, in the same transaction; its refusal refuses this command too. */
  tell(caseId: string, name: string, form: Readonly<Record<string, unknown>>): void;
};

export type StateSpec = {
  /** How the screens mark it. */
  shape: 'todo' | 'doing' | 'paused' | 'done';
  /** The clock that must run while the case waits here; a final state has none. */
  clock?: string;
  final?: boolean;
};

export type CommandSpec<W extends World, S extends FormSpec = FormSpec> = {
  /** States in which it may be given; '*' for every state that is not final. */
  from: readonly string[] | '*';
  /** States it may lead to; empty: stays where it is. With exactly one, the case goes there; with more, `apply` chooses (or stays). */
  to: readonly string[];
  /** With one target: it is only entered when `apply` says so. */
  mayStay?: boolean;
  who: readonly Who[];
  form: S;
  /** `commutes`: may be given on an older version (a note, an urge). Default: the version must be current. */
  stale?: 'commutes';
  undoable?: boolean;
  /** The main thing to do in this state, offered first: always, or when the case is so far. */
  primary?: boolean | ((state: CaseState) => boolean);
  danger?: boolean;
  /** Seldom needed: offered behind the others. */
  rare?: boolean;
  /** May be given to many cases at once; then it is undoable, or `takenBackBy` names the command that undoes it. */
  bulk?: boolean;
  /** A command with a form of one `reason`, which undoes what this one did also beyond its own case. */
  takenBackBy?: string;
  /** By the code of a refusal: the machine's command that takes its place, with the same form. The sender is still refused. */
  instead?: Readonly<Record<string, string>>;
  /** Shown to the reporter in the public timeline. */
  public?: boolean | readonly string[];
  /** The same fact is already there: answer `merged`, keep note and photos. */
  mergesWhen?: (state: CaseState, actor: Actor) => boolean;
  /** A further condition; the problem code says why not. Used for offering actions too, so it must be cheap and pure. */
  unless?: (state: CaseState, actor: Actor, world: W, now: number) => string | undefined;
  apply(draft: CaseState, form: FormOf<S>, deciding: Deciding<W>): void;
};

export type ClockSpec = {
  /** What the timer does when the limit passes: give this system command, in the states that have it. */
  onLapse: string;
};

/** Started whenever an open case would be left without a running limit, so that it can't fall silent: it comes again and again. */
export type Watch = { clock: string; limit: Limit; urgent: Limit };

export type CaseKind<W extends World = World> = {
  name: string;
  initial: readonly string[];
  states: Readonly<Record<string, StateSpec>>;
  commands: Readonly<Record<string, CommandSpec<W>>>;
  clocks: Readonly<Record<string, ClockSpec>>;
  /** Needed by every kind that has a state which is not final. */
  watch?: Watch;
  /** Limits that wait while the place is in an emergency whose level says so. A kind without it never waits. */
  ordinary?: readonly string[];
  /** Sets up a new case: state, owner, clocks. */
  file(draft: CaseState, deciding: Deciding<W>): void;
};

/** Declares one command; only to give its form type to `apply`. */
export function command<W extends World, const S extends FormSpec>(spec: CommandSpec<W, S>): CommandSpec<W> {
  return spec as unknown as CommandSpec<W>;
}

/** Checks a lifecycle and gives it back. Throws with every fault found: it runs at start, so a broken one never serves. */
export function defineCaseKind<W extends World>(kind: CaseKind<W>): CaseKind<W> {
  const faults = lifecycleFaults(kind);
  if (faults.length > 0) throw new Error(`case kind ${kind.name}:\n  ${faults.join('\n  ')}`);
  return kind;
}

/** The faults of a lifecycle in words; empty when it is sound. O(states · commands). */
export function lifecycleFaults<W extends World>(kind: CaseKind<W>): string[] {
  const faults: string[] = [];
  const names = new Set(Object.keys(kind.states));
  const known = (state: string, where: string) => {
    if (!names.has(state)) faults.push(`${where}: unknown state ${state}`);
  };
  for (const state of kind.initial) known(state, 'initial');
  for (const [name, spec] of Object.entries(kind.commands)) {
    for (const state of spec.from === '*' ? [] : spec.from) known(state, name);
    for (const state of spec.to) known(state, name);
    if (spec.who.length === 0) faults.push(`${name}: nobody may give it`);
    for (const other of Object.values(spec.instead ?? {}))
      if (!kind.commands[other]?.who.some((who) => who.by === 'system'))
        faults.push(`${name}: the machine may not give ${other} instead`);
    const back = spec.takenBackBy;
    if (back && !kind.commands[back]?.form['reason']) faults.push(`${name}: ${back} asks for no reason`);
    if (spec.bulk && !spec.undoable && !back)
      faults.push(`${name}: given to many, and nothing takes it back`);
  }
  for (const [name, clock] of Object.entries(kind.clocks)) {
    if (!kind.commands[clock.onLapse]?.who.some((who) => who.by === 'system')) {
      faults.push(`clock ${name}: lapses into ${clock.onLapse}, which is no system command`);
    }
  }
  if (kind.watch && !kind.clocks[kind.watch.clock]) faults.push(`watch: unknown clock ${kind.watch.clock}`);
  for (const name of kind.ordinary ?? [])
    if (!kind.clocks[name]) faults.push(`ordinary: unknown clock ${name}`);
  for (const [name, state] of Object.entries(kind.states)) {
    if (!state.final && !kind.watch) faults.push(`${name}: nobody watches over it when its clock has lapsed`);
    const exits = exitsOf(kind, name);
    if (!state.final && exits.length === 0) faults.push(`${name}: no way out`);
    if (!state.final && !state.clock) faults.push(`${name}: waits without a clock`);
    if (state.clock && !kind.clocks[state.clock]) faults.push(`${name}: unknown clock ${state.clock}`);
    if (state.clock) {
      const lapse = kind.clocks[state.clock]?.onLapse;
      const spec = lapse ? kind.commands[lapse] : undefined;
      if (spec && spec.from !== '*' && !spec.from.includes(name)) {
        faults.push(`${name}: its clock lapses into ${lapse}, which is not possible here`);
      }
    }
  }
  const reached = new Set<string>();
  const visit = (state: string) => {
    if (reached.has(state)) return;
    reached.add(state);
    for (const next of exitsOf(kind, state)) visit(next);
  };
  for (const state of kind.initial) visit(state);
  for (const name of names) if (!reached.has(name)) faults.push(`${name}: cannot be reached`);
  const canEnd = new Set([...names].filter((name) => kind.states[name]?.final));
  for (let grew = true; grew; ) {
    grew = false;
    for (const name of names) {
      if (!canEnd.has(name) && exitsOf(kind, name).some((next) => canEnd.has(next))) {
        canEnd.add(name);
        grew = true;
      }
    }
  }
  for (const name of names) if (!canEnd.has(name)) faults.push(`${name}: can never end`);
  return faults;
}

/** The states that a case may enter from this one. */
export function exitsOf<W extends World>(kind: CaseKind<W>, state: string): string[] {
  const next = new Set<string>();
  for (const spec of Object.values(kind.commands)) {
    if (!allowsFrom(kind, spec, state)) continue;
    for (const to of spec.to) if (to !== state) next.add(to);
  }
  return [...next];
}

export function allowsFrom<W extends World>(kind: CaseKind<W>, spec: CommandSpec<W>, state: string): boolean {
  return spec.from === '*' ? !kind.states[state]?.final : spec.from.includes(state);
}

/** Could this actor ever give this command to some case? For commands that wait for an earlier one. */
export function permits<W extends World>(
  kind: CaseKind<W>,
  name: string,
  actor: Actor,
  isReporter: boolean,
): boolean {
  const who = kind.commands[name]?.who ?? [];
  return who.some((one) =>
    one.by === 'reporter'
      ? isReporter
      : one.by === 'duty'
        ? actor.kind === 'staff' && actor.posts.some((post) => post.duties.includes(one.duty))
        : one.by === 'post'
          ? actor.kind === 'staff' && actor.posts.length > 0
          : actor.kind === 'system',
  );
}
