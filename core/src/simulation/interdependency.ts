import { exp } from './portable-math.ts';

/**
 * Interdependent services: components supply and need resources, links carry them between places, and a component whose
 * needs are not met supplies nothing (or less). One step finds the **greatest fixed point**: start as if all needs were
 * met, distribute by priority, lower the supplies of those left short, repeat until nothing changes. Supplies only fall,
 * so it ends; circular needs (power ↔ telecoms ↔ cooling) black out together exactly when nothing outside them can feed them.
 *
 * After N. Blagojević et al., "Quantifying disaster resilience of a community with interdependent civil infrastructure
 * systems" (2022); the three-locality case of that work is the witness in the tests.
 */
export type Relation = 'constant' | 'linear' | 'binary';

export interface ServiceComponent {
  id: string;
  place: string;
  /** Amount per resource when undamaged, and how functionality and unmet needs act on it. */
  supply?: Readonly<Record<string, { amount: number; functionality: Relation; unmet: Relation }>>;
  demand?: Readonly<
    Record<
      string,
      {
        amount: number;
        functionality: Relation;
        /** Post-event surge: amount·factor·exp(−decay·(step − 1)), never below the amount. */
        surge?: { factor: number; decay: number };
      }
    >
  >;
  /** Steps of work that a full repair takes once it starts. */
  repairSteps?: number;
  /** How damage lowers functionality: straight, or all or nothing. */
  damage?: 'linear' | 'binary';
}

export interface ServiceLink {
  from: string;
  to: string;
  capacity: number;
  repairSteps?: number;
}

export interface ServiceSystem {
  resources: readonly {
    id: string;
    /** Component ids in the order in which their demand is served; those not listed come last in declared order. */
    priority?: readonly string[];
    /** Whether the resource needs a working link to reach another place. */
    carried: boolean;
  }[];
  components: readonly ServiceComponent[];
  links: readonly ServiceLink[];
}

export interface ResourceBalance {
  supply: number;
  demand: number;
  consumption: number;
}

export interface ServiceStep {
  resources: Record<string, ResourceBalance>;
  /** Met share of the worst need per component id (1 without needs). */
  met: Record<string, number>;
  /** For each component left short: the resource that fell short first in the propagation and in which round. */
  causes: { component: string; resource: string; met: number; round: number }[];
  rounds: number;
}

/** Damage in [0, 1] by component id or `from→to` of a link; what is not named is whole. */
export type Damage = Readonly<Record<string, number>>;

export function linkKey(from: string, to: string): string {
  return `${from}→${to}`;
}

function related(relation: Relation, value: number): number {
  if (relation === 'constant') return 1;
  if (relation === 'linear') return value;
  return value >= 1 - 1e-9 ? 1 : 0;
}

function checkSystem(system: ServiceSystem): void {
  const ids = new Set<string>();
  const places = new Set(system.components.map((c) => c.place));
  system.components.forEach((component, i) => {
    if (ids.has(component.id)) throw new RangeError(`components[${i}].id "${component.id}" is used twice`);
    ids.add(component.id);
    for (const side of ['supply', 'demand'] as const) {
      for (const [resource, entry] of Object.entries(component[side] ?? {})) {
        if (!system.resources.some((r) => r.id === resource)) {
          throw new RangeError(`components[${i}].${side}.${resource} is not among the resources`);
        }
        if (!(entry.amount >= 0) || entry.amount === Number.POSITIVE_INFINITY) {
          throw new RangeError(
            `components[${i}].${side}.${resource}.amount must be finite and ≥ 0, got ${entry.amount}`,
          );
        }
      }
    }
  });
  system.links.forEach((link, i) => {
    for (const end of ['from', 'to'] as const) {
      if (!places.has(link[end]))
        throw new RangeError(`links[${i}].${end} "${link[end]}" is not a place of any component`);
    }
    if (!(link.capacity >= 0)) throw new RangeError(`links[${i}].capacity must be ≥ 0, got ${link.capacity}`);
  });
}

/**
 * Balances every resource for one step. `step` counts from 1 at the event (0 = before it, no surge).
 * `propagate: false` makes one pass in the order of `resources`: a shortage acts on the resources after it, not back.
 * Cost O(rounds · resources · components²); rounds ≤ components + 1.
 */
export function balanceServices(
  system: ServiceSystem,
  damage: Damage,
  step: number,
  options: { propagate: boolean } = { propagate: true },
): ServiceStep {
  checkSystem(system);
  const n = system.components.length;
  const order = new Map(system.components.map((c, i) => [c.id, i]));
  const working = system.components.map((c) => {
    const level = 1 - (damage[c.id] ?? 0);
    return c.damage === 'binary' ? related('binary', level) : level;
  });
  const width = widestPaths(system, damage);
  const demand = system.components.map((c, i) =>
    Object.fromEntries(
      Object.entries(c.demand ?? {}).map(([resource, need]) => {
        let amount = need.amount * related(need.functionality, working[i]);
        if (need.surge && step >= 1) {
          amount = Math.max(
            need.amount,
            need.amount * need.surge.factor * exp(-need.surge.decay * (step - 1)),
          );
        }
        return [resource, amount];
      }),
    ),
  );
  const queues = new Map(
    system.resources.map((resource) => {
      const first = (resource.priority ?? []).map((id) => {
        const at = order.get(id);
        if (at === undefined)
          throw new RangeError(`priority of ${resource.id} names "${id}", which is no component`);
        return at;
      });
      const rest = system.components.map((_, i) => i).filter((i) => !first.includes(i));
      return [resource.id, [...first, ...rest]];
    }),
  );

  const met = new Float64Array(n).fill(1);
  const causes = new Map<number, ServiceStep['causes'][number]>();
  const balances: Record<string, ResourceBalance> = {};
  let rounds = 0;
  for (let changed = true; changed && rounds <= n + 1; ) {
    changed = false;
    rounds++;
    for (const resource of system.resources) {
      const queue = queues.get(resource.id)!;
      const stock = new Float64Array(n);
      let supply = 0;
      for (let i = 0; i < n; i++) {
        const offer = system.components[i].supply?.[resource.id];
        if (!offer) continue;
        stock[i] = offer.amount * related(offer.functionality, working[i]) * related(offer.unmet, met[i]);
        supply += stock[i];
      }
      let wanted = 0;
      let consumed = 0;
      for (const i of queue) {
        const need = demand[i][resource.id] ?? 0;
        if (need === 0) continue;
        wanted += need;
        let left = need;
        // a component's own supply first, then suppliers in the order of priority
        for (const s of [i, ...queue.filter((q) => q !== i)]) {
          if (left <= 0) break;
          if (stock[s] <= 0) continue;
          const reach = resource.carried
            ? width(system.components[s].place, system.components[i].place)
            : Number.POSITIVE_INFINITY;
          if (reach <= need && reach !== Number.POSITIVE_INFINITY) continue;
          const given = Math.min(left, stock[s]);
          stock[s] -= given;
          left -= given;
        }
        consumed += left <= 1e-12 ? need : need - left;
        const share = left <= 1e-12 ? 1 : 1 - left / need;
        // services count as met or not: a partly fed consumer is short, and its part is reported as met
        if (share < met[i]) {
          if (!causes.has(i))
            causes.set(i, {
              component: system.components[i].id,
              resource: resource.id,
              met: share,
              round: rounds,
            });
          met[i] = share;
          changed = true;
        }
      }
      balances[resource.id] = { supply, demand: wanted, consumption: consumed };
    }
    if (!options.propagate) break;
  }
  return {
    resources: balances,
    met: Object.fromEntries(system.components.map((c, i) => [c.id, met[i]])),
    causes: [...causes.values()],
    rounds,
  };
}

/** Widest-path capacity between places over undamaged link capacity (a link's capacity shrinks with its damage). */
function widestPaths(system: ServiceSystem, damage: Damage): (from: string, to: string) => number {
  const places = [...new Set(system.components.map((c) => c.place))];
  const at = new Map(places.map((p, i) => [p, i]));
  const n = places.length;
  const width = new Float64Array(n * n);
  for (let i = 0; i < n; i++) width[i * n + i] = Number.POSITIVE_INFINITY;
  for (const link of system.links) {
    const i = at.get(link.from)! * n + at.get(link.to)!;
    width[i] = Math.max(width[i], link.capacity * (1 - (damage[linkKey(link.from, link.to)] ?? 0)));
  }
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const through = Math.min(width[i * n + k], width[k * n + j]);
        if (through > width[i * n + j]) width[i * n + j] = through;
      }
    }
  }
  return (from, to) => width[at.get(from)! * n + at.get(to)!];
}

export interface ServiceRecovery {
  steps: ServiceStep[];
  /** Σ over steps of demand − consumption (Re-CoDeS lack of resilience), by resource. */
  unmet: Record<string, number>;
  /** First step from which consumption/demand stays above the goal; null if the run ends before. */
  goalMetAt: Record<string, number | null>;
}

/**
 * Runs the system from the step before the event (0) to `lastStep`, repairing from step 2 on at 1/repairSteps a step.
 * `repair: false` keeps the damage (to measure the loss of a number of steps without recovery).
 */
export function recoverServices(
  system: ServiceSystem,
  damage: Damage,
  lastStep: number,
  goals: Readonly<Record<string, number>>,
  options: { repair: boolean } = { repair: true },
): ServiceRecovery {
  const steps: ServiceStep[] = [balanceServices(system, {}, 0)];
  const repairs = new Map<string, number>();
  for (const c of system.components) repairs.set(c.id, c.repairSteps ?? Number.POSITIVE_INFINITY);
  for (const l of system.links) repairs.set(linkKey(l.from, l.to), l.repairSteps ?? Number.POSITIVE_INFINITY);
  for (const [key, level] of Object.entries(damage)) {
    if (!repairs.has(key)) throw new RangeError(`damage.${key} names neither a component nor a link`);
    if (!(level >= 0 && level <= 1)) throw new RangeError(`damage.${key} must be in [0, 1], got ${level}`);
  }
  for (let step = 1; step <= lastStep; step++) {
    const done = options.repair ? Math.max(0, step - 2) : 0;
    const now = Object.fromEntries(
      Object.entries(damage).map(([key, level]) => [key, level * Math.max(0, 1 - done / repairs.get(key)!)]),
    );
    steps.push(balanceServices(system, now, step));
  }
  const unmet: Record<string, number> = {};
  const goalMetAt: Record<string, number | null> = {};
  for (const { id } of system.resources) {
    unmet[id] = 0;
    goalMetAt[id] = 0;
    steps.forEach((state, step) => {
      const b = state.resources[id];
      if (step >= 1) unmet[id] += b.demand - b.consumption;
      const share = b.demand === 0 ? 1 : b.consumption / b.demand;
      if (share < (goals[id] ?? 0.95)) goalMetAt[id] = step === steps.length - 1 ? null : step + 1;
    });
  }
  return { steps, unmet, goalMetAt };
}
