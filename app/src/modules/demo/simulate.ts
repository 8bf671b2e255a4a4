// Ninety days of a town's cases, lived through by the real rules: every step is decided as it would have been at its time, late ones
// lapse and escalate, and whatever has not happened by "now" is still open.
import type { Random } from '@renlin/core/random';
import { bigrams } from '@renlin/core/text/tokens';
import { type CaseState, type CaseStep, newCase } from '../../engines/case/case.ts';
import { decide, decideFiling } from '../../engines/case/decide.ts';
import type { WholeCase } from '../../engines/case/mass-store.ts';
import { caseNumber } from '../../engines/case/numbers.ts';
import { lapseCommandId, lapsedClock } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { civilDate, startOfCivilDate } from '../../kernel/clock.ts';
import { Problem } from '../../kernel/problem.ts';
import { type CasesWorld, caseKinds } from '../cases/public.ts';
import { type Category, leadOf } from '../catalogue/public.ts';
import { sampleText } from './texts.ts';

export type Spot = {
  areaId: string;
  areaPath: string;
  lng: number;
  lat: number;
  address: string;
  assetKind: string | null;
};

export type Cast = {
  /** Somebody who may take these duties over a place, or in a unit. */
  over(duty: string, areaPath: string, notUnits: readonly string[]): Actor | undefined;
  inUnit(unitId: string): Actor | undefined;
};

export type Simulation = {
  random: Random;
  world: CasesWorld;
  cast: Cast;
  now: number;
  days: number;
  perDay: number;
  district: string;
  spots: { assets: readonly Spot[]; buildings: readonly Spot[] };
  /** Areas of the demo's own people: half of the last days' cases happen there, so that each of them has something to do. */
  stages: readonly string[];
  /** Makes the id of a moment; ids sort by time. */
  idAt(at: number): string;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Life = { state: CaseState; steps: CaseStep[]; at: number };

export function simulateCases(simulation: Simulation): WholeCase[] {
  const { random, now, days, perDay } = simulation;
  const cases: WholeCase[] = [];
  const today = startOfCivilDate(civilDate(now));
  let running = 1;
  for (let back = days; back >= 0; back--) {
    const dayStart = today - back * DAY;
    const today10 = Math.round(perDay * random.range(0.7, 1.3));
    const times = Array.from({ length: today10 }, () => dayStart + hourOfReport(random)).sort(
      (a, b) => a - b,
    );
    for (const at of times) {
      if (at >= now) continue;
      const life = fileOne(simulation, at, running++);
      if (life) cases.push(finishLife(simulation, life));
    }
  }
  return cases;
}

/** Reports come between half past six and ten at night, most of them in the morning and after work. */
function hourOfReport(random: Random): number {
  const peak = random.next() < 0.55 ? 9.5 : 18;
  return Math.round(Math.min(22.5, Math.max(6.5, random.normal(peak, 2.4))) * HOUR);
}

function pickCategory(simulation: Simulation): Category | undefined {
  const leaves = [...simulation.world.catalogue.categories.values()].filter((one) => one.parent !== null);
  const weight = (one: Category) => WEIGHTS[one.code] ?? 1;
  let left = simulation.random.next() * leaves.reduce((sum, one) => sum + weight(one), 0);
  for (const leaf of leaves) {
    left -= weight(leaf);
    if (left <= 0) return leaf;
  }
  return leaves[0];
}

const WEIGHTS: Record<string, number> = {
  'appearance.litter': 9,
  'appearance.hallway': 6,
  'street-order.parking': 6,
  'street-order.stall': 5,
  'street-order.ebike': 5,
  'utility.streetlight': 5,
  'utility.manhole': 4,
  'living.property-service': 6,
  'living.noise-neighbour': 3,
  'living.consult': 4,
  'living.heating': 3,
  'safety.fire-lane': 3,
  'appearance.smoke': 2,
};

function fileOne(simulation: Simulation, at: number, running: number): Life | undefined {
  const { random, world, cast, district } = simulation;
  const category = pickCategory(simulation);
  if (!category) return undefined;
  const thing = category.group === 'component';
  const spots = thing ? matchingAssets(simulation, category.code) : simulation.spots.buildings;
  const spot = random.pick(onStage(simulation, spots, at) as Spot[]);
  const kind = category.group === 'request' ? 'request' : category.group === 'hazard' ? 'hazard' : 'incident';
  const worker = cast.over('report', spot.areaPath, []);
  const byWorker = kind !== 'request' && random.next() < 0.62;
  const trifle =
    byWorker &&
    random.next() < 0.14 &&
    world.catalogue.items.some((i) => i.list === 'grid' && i.categories.includes(category.code));
  const actor: Actor = byWorker && worker ? worker : { kind: 'public', district };
  const text = sampleText(random, category.code, category.label['zh-CN'], spot.address);
  const id = simulation.idAt(at);
  const reporters = actor.kind === 'public' ? 1 : 0;
  const draft = newCase({
    id,
    district,
    number: caseNumber(at, running),
    kind: trifle ? 'trifle' : kind,
    category: category.code,
    headline: text.length > 40 ? `${text.slice(0, 39)}…` : text,
    text,
    channel:
      actor.kind === 'public'
        ? random.next() < 0.35
          ? 'phone'
          : random.next() < 0.2
            ? 'qr'
            : 'portal'
        : 'patrol',
    areaId: spot.areaId,
    areaPath: spot.areaPath,
    lng: round(spot.lng + random.range(-0.00015, 0.00015)),
    lat: round(spot.lat + random.range(-0.00012, 0.00012)),
    address: spot.address,
    filedBy: actor.kind === 'staff' ? actor.accountId : null,
    occurredAt: at - random.int(40) * MINUTE,
    filedAt: at,
    joined: reporters,
    facts: { reporters, trusted: false },
  });
  const lifecycle = caseKinds.get(draft.kind);
  if (!lifecycle) return undefined;
  const { after } = decideFiling(lifecycle, draft, actor, world, at);
  const { id: _1, district: _2, number: _3, kind: _4, version: _5, ...changes } = after;
  const step = stepOf(
    after,
    'file',
    '',
    changes,
    actor,
    null,
    actor.kind === 'staff' ? (actor.posts[0]?.title ?? '') : actor.kind,
    at,
    {},
    id,
  );
  return { state: after, steps: [step], at };
}

const STAGE_DAYS = 4;

function onStage(simulation: Simulation, spots: readonly Spot[], at: number): readonly Spot[] {
  const { random, stages, now } = simulation;
  if (stages.length === 0 || at < now - STAGE_DAYS * DAY || random.next() < 0.5) return spots;
  const path = random.pick([...stages]);
  const found = spots.filter((spot) => spot.areaPath.startsWith(path));
  return found.length > 0 ? found : spots;
}

function matchingAssets(simulation: Simulation, category: string): readonly Spot[] {
  const wanted = ASSETS[category];
  const found = wanted ? simulation.spots.assets.filter((spot) => wanted.includes(spot.assetKind ?? '')) : [];
  return found.length > 0 ? found : simulation.spots.assets;
}

const ASSETS: Record<string, readonly string[]> = {
  'utility.manhole': ['manhole-rain', 'manhole-sewage', 'manhole-power'],
  'utility.streetlight': ['streetlight'],
  'utility.hydrant': ['hydrant'],
  'utility.sewer': ['manhole-sewage'],
  'sanitation.bin': ['bin'],
  'traffic.sign': ['sign'],
};

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function stepOf(
  after: CaseState,
  name: string,
  fromState: string,
  changes: CaseStep['changes'],
  actor: Actor,
  unitId: string | null,
  label: string,
  at: number,
  form: Record<string, unknown>,
  commandId: string,
): CaseStep {
  return {
    version: after.version,
    commandId,
    name,
    outcome: 'accepted',
    fromState,
    toState: after.state,
    actorKind: actor.kind,
    accountId: actor.kind === 'staff' ? actor.accountId : null,
    unitId,
    actorLabel: label,
    occurredAt: at,
    receivedAt: at,
    form,
    changes,
  };
}

/** Gives a command at an instant, after the lapses before it. False when the rules refuse it or "now" came first. */
function give(
  simulation: Simulation,
  life: Life,
  name: string,
  actor: Actor | undefined,
  when: number,
  form: Record<string, unknown>,
  isReporter = false,
): boolean {
  const at = Math.round(when);
  runLapses(simulation, life, Math.min(at, simulation.now));
  if (at >= simulation.now || !actor || life.state.closedAt !== null) return false;
  const lifecycle = caseKinds.get(life.state.kind);
  if (!lifecycle) return false;
  try {
    const decision = decide(
      lifecycle,
      life.state,
      { name, form, occurredAt: at, actor, isReporter },
      simulation.world,
      at,
    );
    const step = stepOf(
      decision.after,
      decision.stepName,
      life.state.state,
      decision.changes,
      actor,
      decision.permission.unitId,
      decision.permission.label,
      at,
      decision.form,
      simulation.idAt(at),
    );
    life.steps.push(step);
    life.state = decision.after;
    life.at = at;
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

function runLapses(simulation: Simulation, life: Life, until: number): void {
  const system: Actor = { kind: 'system', district: simulation.district, reason: 'timer' };
  const lifecycle = caseKinds.get(life.state.kind);
  for (let turn = 0; lifecycle && turn < 120 && life.state.closedAt === null; turn++) {
    const lapsed = lapsedClock(life.state, until);
    if (!lapsed) return;
    const before = life.state;
    const form = { clock: lapsed.name };
    const decision = decide(
      lifecycle,
      before,
      { name: 'lapse', form, occurredAt: lapsed.at, actor: system, isReporter: false, lapsed },
      simulation.world,
      until,
    );
    life.steps.push(
      stepOf(
        decision.after,
        'lapse',
        before.state,
        decision.changes,
        system,
        null,
        'timer',
        decision.at,
        form,
        lapseCommandId(before.id, lapsed.name, lapsed.at),
      ),
    );
    life.state = decision.after;
  }
}

/** Staff act in office hours: an instant at night or on a day of rest moves to the next opening. */
function atWork(simulation: Simulation, at: number): number {
  return simulation.world.calendar.addWorkingMs(at, MINUTE);
}

function finishLife(simulation: Simulation, life: Life): WholeCase {
  if (life.state.kind !== 'trifle') liveThrough(simulation, life);
  runLapses(simulation, life, simulation.now);
  const { state } = life;
  return { state, steps: life.steps, words: bigrams(`${state.headline} ${state.text} ${state.address}`) };
}

function liveThrough(simulation: Simulation, life: Life): void {
  const { random, world, cast } = simulation;
  const path = life.state.areaPath;
  const slow = random.next() < 0.06;
  const later = (minutes: number) => atWork(simulation, life.at + minutes * MINUTE * (slow ? 6 : 1));
  const dispatcher = () => cast.over('dispatch', path, []);
  if (random.next() < 0.03) {
    give(simulation, life, 'decline', dispatcher(), later(random.range(10, 80)), {
      reason: 'private',
      whereTo: '可向社区人民调解委员会申请调解，电话见网格公示牌',
    });
    return;
  }
  if (!give(simulation, life, 'accept', dispatcher(), later(random.range(5, 70)), {})) return;
  const route = life.state.facts['routing'] as { owner: string | null } | undefined;
  const owner = route?.owner;
  if (
    !owner ||
    !give(simulation, life, 'dispatch', dispatcher(), later(random.range(3, 50)), { unit: owner })
  )
    return;
  // No list names anybody: the district's command centre rules while the caretaker works.
  if (life.state.facts['ruling'])
    give(simulation, life, 'rule', cast.over('rule', path, [owner]), later(random.range(60, 300)), {
      lead: owner,
      basis: '区有关部门职责分工',
      note: '经研判，由该单位牵头办理，并建议写入清单。',
    });
  const handler = cast.inUnit(owner);
  if (random.next() < 0.04) {
    // By the first item that makes it another department's, as the rule of returns asks.
    const [other] = world.catalogue.items.flatMap(({ code }) => {
      const lead = leadOf(world.catalogue, code, path);
      return lead?.kind === 'department' && lead.id !== owner ? [{ item: code, unit: lead.id }] : [];
    });
    if (other) {
      give(simulation, life, 'return', handler, later(random.range(20, 120)), {
        item: other.item,
        proposedUnit: other.unit,
        reason: '经现场查看，设施产权不在我单位，建议由该单位办理。',
      });
      give(simulation, life, 'dispatch', dispatcher(), later(random.range(10, 60)), { unit: owner });
    }
  }
  if (!give(simulation, life, 'sign', handler, later(random.range(5, 150)), {})) return;
  const dueIn =
    Math.max(
      1,
      (life.state.clocks.find((clock) => clock.name === 'handle' && clock.state !== 'stopped')?.due ??
        life.at) - life.at,
    ) / MINUTE;
  if (random.next() < 0.03) {
    give(simulation, life, 'pause', handler, later(dueIn * 0.2), {
      reason: random.pick(['owners-vote', 'maintenance-fund', 'material']),
      note: '需等待，恢复后继续计时。',
    });
    if (!give(simulation, life, 'resume', handler, life.at + random.range(1, 8) * DAY, {})) return;
  } else if (random.next() < 0.04) {
    if (
      give(simulation, life, 'request-extension', handler, later(dueIn * 0.3), {
        limit: { n: 15, unit: 'work-day' },
        reason: '需采购配件，预计两周内到货。',
      })
    ) {
      give(
        simulation,
        life,
        'decide-extension',
        cast.over('approve-extension', path, [owner]),
        later(random.range(20, 200)),
        { decision: 'granted' },
      );
    }
  }
  if (random.next() < 0.05)
    give(simulation, life, 'urge', dispatcher(), later(dueIn * 0.3), { note: '请尽快处置。' });
  const share = random.next() < 0.9 ? random.range(0.15, 0.85) : random.range(0.9, 1.8);
  if (
    !give(simulation, life, 'finish', handler, atWork(simulation, life.at + dueIn * share * MINUTE), {
      result: random.pick(RESULTS),
      ...causeOf(life),
    })
  )
    return;
  const verifier = cast.over('verify', path, [owner]);
  const fails = random.next() < 0.05;
  if (
    !give(simulation, life, 'verify', verifier, later(random.range(20, 200)), {
      result: fails ? 'fail' : 'pass',
      note: fails ? '现场仍有残留，请继续处置。' : '现场核实，已恢复。',
    })
  )
    return;
  if (fails) {
    if (
      !give(simulation, life, 'finish', handler, later(random.range(60, 500)), {
        result: '已返工，现场清理完毕。',
      })
    )
      return;
    if (!give(simulation, life, 'verify', verifier, later(random.range(20, 200)), { result: 'pass' })) return;
  }
  if (life.state.state !== 'confirming' || random.next() < 0.4) return;
  const reporter: Actor = { kind: 'public', district: simulation.district };
  const fixed = random.next() < 0.93;
  const rating = fixed ? random.pick([5, 5, 5, 4, 4, 3]) : random.pick([1, 2]);
  give(
    simulation,
    life,
    'confirm',
    reporter,
    life.at + random.range(0.5, 60) * HOUR,
    { fixed: fixed ? 'yes' : 'no', rating },
    true,
  );
  if (
    !fixed &&
    give(simulation, life, 'finish', handler, later(random.range(120, 700)), { result: '已再次处置并回访。' })
  ) {
    give(simulation, life, 'verify', verifier, later(random.range(30, 200)), { result: 'pass' });
  }
}

const CAUSES = ['blocked', 'worn', 'not-maintained', 'nobody-responsible'];

/** Why a hazard arose, in three of four, and when somebody looks again, in every second. Drawn from its time: the rest of the town stays. */
function causeOf({ state, at }: Life): { cause?: string; inspectAt?: number } {
  if (state.kind !== 'hazard') return {};
  const minute = Math.floor(at / MINUTE);
  return {
    ...(minute % 4 === 0 ? {} : { cause: CAUSES[minute % CAUSES.length] as string }),
    ...(minute % 2 === 0 ? { inspectAt: at + 45 * 24 * 60 * MINUTE } : {}),
  };
}

const RESULTS = [
  '已派人到场处置完毕，现场恢复正常。',
  '已清理完毕，并与周边商户约定不再堆放。',
  '已维修并试用，恢复正常使用。',
  '已劝导当事人自行清理，现场通畅。',
  '已联系权属单位修复，设施完好。',
];
