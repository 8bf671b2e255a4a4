// Random lives of one kind of case, decided in memory: whatever anybody does whenever, moves follow a table written by hand, nobody waits
// without a clock, replaying the steps gives the same case, and every state and command is reached (or the test says which is not).
import fc from 'fast-check';
import { expect } from 'vitest';
import { type CaseState, changesBetween, newCase, replay } from '../src/engines/case/case.ts';
import { decide, decideFiling, offeredCommands } from '../src/engines/case/decide.ts';
import type { FieldSpec } from '../src/engines/case/form.ts';
import type { CaseKind } from '../src/engines/case/kind.ts';
import { lapsedClock, timerOf } from '../src/engines/case/timing.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { Problem } from '../src/kernel/problem.ts';
import type { CasesWorld } from '../src/modules/cases/public.ts';
import { MINUTE, PRODUCT_NOW, personKeys, type TestProduct } from './product.ts';

/** command → state before → states that it may leave. */
export type Moves = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export const staying = (...states: string[]) => Object.fromEntries(states.map((state) => [state, [state]]));

export type Lives = {
  kind: CaseKind<CasesWorld>;
  moves: Moves;
  /** The facts of a new case. */
  facts(p: TestProduct, seed: number): Readonly<Record<string, unknown>>;
  /** Where it lies and who holds it; default: grid g1, its committee. */
  draft?(p: TestProduct): Partial<Pick<CaseState, 'areaId' | 'areaPath' | 'ownerUnit' | 'parentId'>>;
  /** A value of a field of its own; undefined: by the type. */
  value?(p: TestProduct, field: string, spec: FieldSpec, salt: number, now: number): unknown;
  /** System commands that another case gives, with their forms. */
  told?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What must hold after every step. */
  holds?(state: CaseState, before: CaseState | undefined, command: string, actor: Actor): void;
  /** Commands that a case alone never takes. */
  unreached?: readonly string[];
  /** Whoever reported it acts too. */
  reporter?: true;
  runs?: number;
};

const turn = fc.record({
  who: fc.nat(1000),
  command: fc.nat(1000),
  value: fc.nat(100_000),
  minutes: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }) },
    { weight: 1, arbitrary: fc.integer({ min: 30, max: 20 * 1440 }) },
  ),
});

const machine: Actor = { kind: 'system', district: 'demo', reason: 'timer' };

/** Walks; throws as assertions. O(runs · turns · people · commands). */
export async function walkLives(p: TestProduct, lives: Lives): Promise<void> {
  const { kind } = lives;
  const world = await p.product.cases.engine.world('demo');
  const people: Actor[] = [];
  for (const person of personKeys) people.push(await p.actorOf(person));
  if (lives.reporter) people.push({ kind: 'public', district: 'demo' });
  const visited = new Set<string>();
  const accepted = new Set<string>();
  fc.assert(
    fc.property(fc.nat(10_000), fc.array(turn, { minLength: 8, maxLength: 40 }), (seed, turns) => {
      let now = PRODUCT_NOW;
      let state = begin(p, lives, seed, world);
      const identity = { id: state.id, district: 'demo', number: state.number, kind: kind.name };
      const steps = [{ version: 1, changes: changesBetween({ ...identity } as CaseState, state) }];
      sound(state, undefined, '', machine);

      function sound(after: CaseState, before: CaseState | undefined, command: string, actor: Actor): void {
        const spec = kind.states[after.state];
        expect(spec, after.state).toBeDefined();
        const live = after.clocks.filter((one) => one.state !== 'stopped');
        expect(new Set(live.map((one) => one.name)).size, 'two clocks of one name run').toBe(live.length);
        expect(timerOf(after) === null, `a clock in ${after.state}`).toBe(spec?.final === true);
        expect(after.closedAt === null).toBe(spec?.final !== true);
        lives.holds?.(after, before, command, actor);
        visited.add(after.state);
      }
      function take(
        name: string,
        form: unknown,
        actor: Actor,
        at: number,
        lapsed?: { name: string; at: number },
      ) {
        const before = state;
        const isReporter = actor.kind === 'public';
        const given = { name, form, occurredAt: at, actor, isReporter, ...(lapsed ? { lapsed } : {}) };
        const decision = decide(kind, before, given, world, now);
        const { after } = decision;
        expect(
          lives.moves[name]?.[before.state] ?? [],
          `${name}: ${before.state} → ${after.state}`,
        ).toContain(after.state);
        steps.push({ version: after.version, changes: decision.changes });
        state = after;
        accepted.add(name);
        sound(after, before, name, actor);
      }
      for (const one of turns) {
        now += one.minutes * MINUTE;
        for (let rounds = 0; ; rounds++) {
          const lapsed = lapsedClock(state, now);
          if (!lapsed) break;
          expect(rounds, `lapses without end in ${state.state}`).toBeLessThan(40);
          take(
            'lapse',
            { clock: lapsed.name },
            machine,
            lapsed.name === kind.watch?.clock ? now : lapsed.at,
            lapsed,
          );
        }
        const offers = people.flatMap((actor) =>
          offeredCommands(kind, state, actor, actor.kind === 'public', world, now).map(({ name, spec }) => ({
            actor,
            name,
            spec,
          })),
        );
        const told = Object.keys(lives.told ?? {}).filter((name) => lives.moves[name]?.[state.state]);
        const names = [...new Set([...offers.map((offer) => offer.name), ...told])].sort();
        const name = names[one.command % Math.max(1, names.length)];
        if (name === undefined) break;
        const able = offers.filter((offer) => offer.name === name);
        const chosen = able[one.who % Math.max(1, able.length)];
        const form = chosen
          ? formOf(
              chosen.spec.form,
              one.value,
              (field, spec, salt) => lives.value?.(p, field, spec, salt, now),
              now,
            )
          : { ...lives.told?.[name] };
        try {
          take(name, form, chosen?.actor ?? machine, now);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
      }
      expect(replay(identity, steps)).toEqual(state);
    }),
    { numRuns: lives.runs ?? 150, seed: 20_260_715, endOnFailure: true },
  );
  expect(
    Object.keys(kind.states).filter((one) => !visited.has(one)),
    'states never reached',
  ).toEqual([]);
  const missed = Object.keys(kind.commands).filter(
    (one) => !accepted.has(one) && !lives.unreached?.includes(one),
  );
  expect(missed, 'commands never accepted').toEqual([]);
}

function begin(p: TestProduct, lives: Lives, seed: number, world: CasesWorld): CaseState {
  const draft = newCase({
    id: `00000000-0000-7000-8000-${String(seed).padStart(12, '0')}`,
    district: 'demo',
    number: '260715-00000011',
    kind: lives.kind.name,
    category: '',
    headline: '测试',
    text: '测试',
    channel: 'office',
    areaId: p.district.areas.g1,
    areaPath: p.district.paths.g1,
    lng: null,
    lat: null,
    address: '',
    filedBy: null,
    filedAt: PRODUCT_NOW,
    ownerUnit: p.district.units['committee1'] as string,
    facts: lives.facts(p, seed),
    ...lives.draft?.(p),
  });
  return decideFiling(lives.kind, draft, machine, world, PRODUCT_NOW).after;
}

function formOf(
  specs: Readonly<Record<string, FieldSpec>>,
  value: number,
  own: (field: string, spec: FieldSpec, salt: number) => unknown,
  now: number,
): Record<string, unknown> {
  const form: Record<string, unknown> = {};
  let salt = value;
  for (const [field, spec] of Object.entries(specs)) {
    salt = (salt * 31 + 7) % 1_000_003;
    if (spec.required || salt % 3 === 0) form[field] = own(field, spec, salt) ?? byType(spec, salt, now);
  }
  return form;
}

function byType(spec: FieldSpec, salt: number, now: number): unknown {
  switch (spec.type) {
    case 'choice':
      return spec.options?.[salt % spec.options.length];
    case 'choices':
      return spec.options?.slice(0, 1 + (salt % spec.options.length));
    case 'boolean':
      return salt % 2 === 0;
    case 'integer':
      return (spec.min ?? 0) + (salt % 5);
    case 'datetime':
      return now + ((salt % 3000) - 100) * MINUTE;
    case 'photos':
      return [];
    default:
      return `说明文字写得够长一点 ${salt}`.padEnd(spec.min ?? 0, '字').slice(0, spec.max ?? 60);
  }
}
