// What a new scenario begins with, for each hazard, and what an emergency of the past becomes.
import type { Risk } from '../../../kernel/emergency.ts';
import type { Corner } from '../planning/planning-types.ts';
import type { Hazard, Scenario, Utility } from './stress-types.ts';

type Start = { hours: number; fromHour: number; toHour: number; intensity: number; lost?: Scenario['lost'] };

const STARTS: Record<Hazard, Start> = {
  rainstorm: { hours: 72, fromHour: 2, toHour: 26, intensity: 0.7 },
  typhoon: { hours: 72, fromHour: 3, toHour: 20, intensity: 0.6, lost: { services: ['power'] } },
  earthquake: { hours: 96, fromHour: 0, toHour: 1, intensity: 0.7 },
  heat: { hours: 96, fromHour: 0, toHour: 72, intensity: 0.5, lost: { services: ['power'] } },
  'cold-wave': { hours: 72, fromHour: 0, toHour: 48, intensity: 0.5, lost: { services: ['power'] } },
  fire: { hours: 24, fromHour: 0, toHour: 6, intensity: 0.6 },
  epidemic: { hours: 168, fromHour: 0, toHour: 168, intensity: 0.5 },
  other: { hours: 48, fromHour: 1, toHour: 12, intensity: 0.6 },
};

/** Persons in an average family household: 2.62 (第七次全国人口普查公报（第二号）, 2021). The shares are ours. */
const PEOPLE: Scenario['people'] = { perHousehold: 2.62, elderly: 0.06, chronic: 0.04, powered: 0.002 };

export function newScenario(kind: Hazard): Scenario {
  const { hours, fromHour, toHour, intensity, lost } = STARTS[kind];
  return {
    hazard: { kind, scale: 1, whole: { fromHour, toHour, intensity }, zones: [] },
    hours,
    startHour: 18,
    ...(lost ? { lost } : {}),
    utilities: true,
    recalled: true,
    people: { ...PEOPLE },
    command: { commanders: 2, span: 7, decisionMinutes: 5 },
    policy: { rule: 'priority', reserve: 0, forward: false },
    runs: 20,
    ask: ['causes', 'measures', 'policies'],
  };
}

/** Another hazard keeps the places that were drawn and the people; its hours and what it takes down are its own. */
export function changeHazard(scenario: Scenario, kind: Hazard): Scenario {
  const fresh = newScenario(kind);
  const { lost: _, ...rest } = scenario;
  const { whole, zones } = scenario.hazard;
  return {
    ...rest,
    hours: fresh.hours,
    ...(fresh.lost || scenario.lost
      ? { lost: { ...scenario.lost, services: fresh.lost?.services ?? [] } }
      : {}),
    hazard: {
      kind,
      scale: scenario.hazard.scale,
      ...(whole && fresh.hazard.whole ? { whole: fresh.hazard.whole } : {}),
      zones: zones.map((zone) => ({ ...zone, ...(fresh.hazard.whole ?? {}) })),
    },
  };
}

/** One more place that is hit, when and as strongly as the last. Whoever names a place means that place, no longer the whole area. */
export function withZone(scenario: Scenario, ring: Corner[], name: string): Scenario {
  const { whole, ...rest } = scenario.hazard;
  const { fromHour, toHour, intensity } = rest.zones.at(-1) ??
    whole ??
    newScenario(rest.kind).hazard.whole ?? { fromHour: 1, toHour: 12, intensity: 0.7 };
  const zone = { name: name.slice(0, 40), ring, fromHour, toHour, intensity };
  return { ...scenario, hazard: { ...rest, zones: [...rest.zones, zone] } };
}

const OF_RISK: Partial<Record<Risk, Hazard>> = {
  rainstorm: 'rainstorm',
  flood: 'rainstorm',
  typhoon: 'typhoon',
  heat: 'heat',
  cold: 'cold-wave',
  earthquake: 'earthquake',
  fire: 'fire',
  gas: 'fire',
  epidemic: 'epidemic',
};

/** Cuts are no water in the street: what is down is said, and the hazard itself moves nobody. */
const CUT = {
  lost: { services: ['power', 'water'] as Utility[] },
  intensity: 0.05,
};

const HOUR = 3_600_000;
const MOST_HOURS = 168;

function withCut(scenario: Scenario, risk: Risk): Scenario {
  const { whole, ...hazard } = scenario.hazard;
  if (risk !== 'power' || !whole) return scenario;
  return {
    ...scenario,
    lost: CUT.lost,
    hazard: { ...hazard, whole: { ...whole, intensity: CUT.intensity } },
  };
}

/** An emergency as a scenario: its risk, the hour at which it began, and how long it went on, over its whole area. */
export function scenarioOf(emergency: {
  id: string;
  risk: Risk;
  startedAt: number;
  endedAt: number | null;
  hourOfDay: number;
}): Scenario {
  const scenario = withCut(newScenario(OF_RISK[emergency.risk] ?? 'other'), emergency.risk);
  const lasted =
    emergency.endedAt === null
      ? undefined
      : Math.max(1, Math.min(MOST_HOURS - 6, Math.round((emergency.endedAt - emergency.startedAt) / HOUR)));
  const whole = scenario.hazard.whole;
  return {
    ...scenario,
    startHour: emergency.hourOfDay,
    emergency: emergency.id,
    ...(lasted === undefined || !whole
      ? {}
      : {
          // People come home after the hazard: what follows it is looked at too.
          hours: Math.min(MOST_HOURS, Math.max(24, lasted + 24)),
          hazard: {
            ...scenario.hazard,
            whole: { ...whole, fromHour: 0, toHour: lasted },
          },
        }),
  };
}
