// What the stress test pages read and send, as the server has it.
import type { LossComparison, MeasureRanking, PolicyComparison } from '@renlin/core/simulation/comparisons';
import type { StressResult as CoreResult } from '@renlin/core/simulation/experiment';
import type { Area, Corner, PlanHead, RunHead } from '../planning/planning-types.ts';

export const HAZARDS = [
  'rainstorm',
  'typhoon',
  'earthquake',
  'heat',
  'cold-wave',
  'fire',
  'epidemic',
  'other',
] as const;
export type Hazard = (typeof HAZARDS)[number];
export const UTILITIES = ['power', 'telecom', 'water'] as const;
export type Utility = (typeof UTILITIES)[number];
export const RULES = ['nearest', 'priority', 'batch'] as const;
export const PARTS = ['causes', 'measures', 'policies', 'losses'] as const;
export type Part = (typeof PARTS)[number];
export const RESILIENCES = ['organisation', 'service', 'resource'] as const;
export type Resilience = (typeof RESILIENCES)[number];

/** Shares that are read from records, for the resilience that is never simulated. */
export const RECORDS = [
  'households-in-neighbour-groups',
  'drill-participation',
  'deliberations-with-outcome',
] as const;

type When = { fromHour: number; toHour: number; intensity: number };
export type Zone = When & { name: string; ring: Corner[] };
export type Policy = { rule: (typeof RULES)[number]; reserve: number; forward: boolean };
export type Scenario = {
  hazard: { kind: Hazard; scale: number; whole?: When; zones: Zone[] };
  hours: number;
  startHour: number;
  closures?: { lng: number; lat: number }[];
  lost?: { services?: Utility[]; stocks?: string[]; shelters?: string[] };
  utilities: boolean;
  recalled: boolean;
  people: { perHousehold: number; elderly: number; chronic: number; powered: number };
  records?: Partial<Record<(typeof RECORDS)[number], number>>;
  command: { commanders: number; span: number; decisionMinutes: number };
  policy: Policy;
  estimate?: number;
  runs: number;
  ask: Part[];
  costs?: Record<string, number>;
  emergency?: string;
};

type Placed = { id: string; name: string; lng: number; lat: number };
export type Cell = Placed & { community: string; communityId: string; households: number };
export type Note = { code: string; params: Record<string, string | number> };
export type Model = {
  area: { id: string; name: string };
  outline: Area | null;
  box: [number, number, number, number] | null;
  cells: Cell[];
  outlines: { id: string; geometry: Area }[];
  households: number;
  stocks: (Placed & { items: Record<string, number> })[];
  shelters: (Placed & { capacity: number })[];
  people: Record<'gridWorkers' | 'neighbours' | 'rescue' | 'clinic' | 'counsellor', number>;
  utilities: number;
  notes: Note[];
  streets: 'graph' | 'map';
};

export type StoryEvent = {
  minute: number;
  kind: string;
  cell?: number;
  id?: string;
  need?: string;
  item?: string;
  amount?: number;
  state?: string;
  nearer?: { id: string; reason: string; minutes: number };
  sinceMinute?: number;
};
export type LateNeed = {
  cell: number;
  need: string;
  minute: number;
  waited: number | null;
  reason: string;
  steps: StoryEvent[];
};
export type Story = {
  which: 'typical' | 'worst';
  run: number;
  loss: number;
  hit: [cell: number, strength: number][][];
  waiting: [cell: number, calls: number, late: number][][];
  cutOff: number[][];
  down: number[][];
  events: StoryEvent[];
  eventsLeftOut: number;
  late: LateNeed[];
  reasons: { reason: string; calls: number }[];
};

export type RankedMeasure = MeasureRanking & { code: string; place: string; amount: number };
export type StressResult = Pick<
  CoreResult,
  'resilience' | 'psychological' | 'curves' | 'needs' | 'supplies' | 'shelter' | 'stockouts'
> & {
  kind: 'stress';
  model: string;
  seed: number;
  runs: number;
  stopped: { runs: number; parts: Part[]; before: boolean } | null;
  policy: Policy;
  bought: string[];
  cells: (Cell & { people: number; lateMinutesPerPerson: number })[];
  equity: { total: number; within: number; between: number };
  teams: (Placed & { kind: string; count: number })[];
  stocks: Placed[];
  shelters: (Placed & { capacity: number })[];
  utilities: (Placed & { service: Utility; communityId: string })[];
  notes: Note[];
  streets: { source: 'graph' | 'map' | 'none'; nodes: number; edges: number; closed: number };
  stories: Story[];
  causes: { base: LossComparison['lossAvoided']; items: LossComparison[]; unexplained: number } | null;
  measures: RankedMeasure[] | null;
  policies: PolicyComparison[] | null;
  single: (LossComparison & { kind: string })[] | null;
  singlePoints: {
    skills: { skill: string; group: string }[];
    services: { service: string; facility: string; grids: number; people: number }[];
    items: { item: string; stock: string }[];
    roads: number;
  };
  before:
    | (Pick<CoreResult, 'resilience' | 'curves'> & {
        against: LossComparison;
        bought: Pick<RankedMeasure, 'id' | 'code' | 'place' | 'amount' | 'costYuan'>[];
      })
    | null;
};

export type StressHead = RunHead & { trial: { bought?: string[]; policy?: Policy } | null };
export type StressPlan = Omit<PlanHead, 'runs'> & { input: Scenario; runs: StressHead[] };
export type StressRun = StressHead & {
  kind: 'stress';
  input: Scenario;
  result: StressResult | null;
  failure: { code: string; message: string } | null;
};
export type Comparison = Pick<LossComparison, 'lossAvoided' | 'by'> & {
  paired: boolean;
  runs: number;
  certain: boolean;
};

/** What a click on the map is for. */
export type MapTask = { mode: 'view' } | { mode: 'draw' } | { mode: 'pick' };
