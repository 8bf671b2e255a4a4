// What a worker gets of a stress test and what it gives back.
import type { LossComparison, MeasureRanking, PolicyComparison } from '@renlin/core/simulation/comparisons';
import type { StressResult as CoreResult } from '@renlin/core/simulation/experiment';
import type { SinglePoints } from '@renlin/core/simulation/redundancy';
import type { StressInput } from '@renlin/core/simulation/scenario';
import type { ResponderInput, StockInput } from '@renlin/core/simulation/scenario-kinds';
import type { StressPart, StressPolicy, StressQuestion, Utility } from '../stress/contract.ts';
import type { Spot, StreetInput } from './streets.ts';

/** A grid, or what of a community lies in none. */
export type StressCell = Spot & {
  id: string;
  name: string;
  communityId: string;
  community: string;
  households: number;
};

type Placed = Spot & { id: string; name: string };
export type StressTeam = Placed &
  Pick<ResponderInput, 'count' | 'skills' | 'shiftFrom' | 'shiftTo' | 'metresPerMinute'> & {
    kind: 'grid-worker' | 'neighbours' | 'rescue' | 'clinic' | 'counsellor' | 'squad';
  };
export type StressStock = Placed & Pick<StockInput, 'items' | 'arrivals'>;
export type StressShelter = Placed & { capacity: number };
export type StressUtility = Placed & { service: Utility; communityId: string };

/** Something that could be bought. `place` is where, in the words of the district. */
export type StressMeasure = {
  id: string;
  code: 'commander' | 'rescue' | 'neighbours' | 'water' | 'food' | 'medicine' | 'shelter' | 'backup';
  place: string;
  amount: number;
  costYuan: number;
  changes: { path: string; add: number }[];
};

/** What the model rests on besides records: a code that the screens put into words. */
export type StressNote = { code: string; params: Record<string, string | number> };

/** Only so much is computed: what a stopped run had got to, so that asked again it gives the same. */
export type StressLimit = { runs: number; parts: StressPart[]; before: boolean };

export type StressTask = {
  kind: 'stress';
  name: string;
  streets: StreetInput | undefined;
  cells: readonly StressCell[];
  /** Where the households of the cells live: longitude, latitude, households, number of the cell. */
  houses: readonly (readonly [number, number, number, number])[];
  teams: readonly StressTeam[];
  stocks: readonly StressStock[];
  shelters: readonly StressShelter[];
  utilities: readonly StressUtility[];
  measures: readonly StressMeasure[];
  notes: readonly StressNote[];
  question: StressQuestion;
  policy: StressPolicy;
  bought: readonly string[];
  seed: number;
  limit?: StressLimit;
};

export type StoryEvent = {
  minute: number;
  kind: string;
  cell?: number;
  /** Of a facility, a stock point or a team. */
  id?: string;
  need?: string;
  item?: string;
  amount?: number;
  state?: string;
  /** Who was nearer and why they did not go. */
  nearer?: { id: string; reason: string; minutes: number };
  sinceMinute?: number;
};

export const lateReasons = ['supplies', 'people', 'command', 'streets', 'queue', 'distance'] as const;
export type LateReason = (typeof lateReasons)[number];

/** One need that was met late or never, from the call on. */
export type LateNeed = {
  cell: number;
  need: string;
  minute: number;
  /** Minutes until somebody was there; null when nobody came within the hours looked at. */
  waited: number | null;
  reason: LateReason;
  steps: StoryEvent[];
};

export type StressStory = {
  which: 'typical' | 'worst';
  run: number;
  loss: number;
  /** Hour by hour: cells under the hazard, with its strength in hundredths. */
  hit: [cell: number, strength: number][][];
  /** Hour by hour: cells with people who wait, how many calls, how many of them late. */
  waiting: [cell: number, calls: number, late: number][][];
  /** Hour by hour: cells that closed streets part from the rest. */
  cutOff: number[][];
  /** Hour by hour: utilities that do not work, by number. */
  down: number[][];
  events: StoryEvent[];
  eventsLeftOut: number;
  late: LateNeed[];
  reasons: { reason: LateReason; calls: number }[];
};

type Kept = Pick<
  CoreResult,
  'resilience' | 'psychological' | 'curves' | 'needs' | 'supplies' | 'shelter' | 'stockouts'
>;

export type StressResult = Kept & {
  kind: 'stress';
  model: string;
  seed: number;
  runs: number;
  /** What was computed before somebody stopped it; null when everything was. */
  stopped: StressLimit | null;
  policy: StressPolicy;
  bought: string[];
  cells: (StressCell & { people: number; lateMinutesPerPerson: number })[];
  equity: { total: number; within: number; between: number };
  /** Per replication: loss of organisation, service, resource, in percent-hours. */
  losses: [number, number, number][];
  teams: Pick<StressTeam, 'id' | 'name' | 'kind' | 'lng' | 'lat' | 'count'>[];
  stocks: Placed[];
  shelters: StressShelter[];
  utilities: StressUtility[];
  notes: StressNote[];
  streets: { source: 'graph' | 'map' | 'none'; nodes: number; edges: number; closed: number };
  eventsPerRun: number;
  stories: StressStory[];
  causes: { base: LossComparison['lossAvoided']; items: LossComparison[]; unexplained: number } | null;
  measures: (MeasureRanking & Pick<StressMeasure, 'code' | 'place' | 'amount'>)[] | null;
  policies: PolicyComparison[] | null;
  single: (LossComparison & { kind: string })[] | null;
  singlePoints: Omit<SinglePoints, 'roads'> & { roads: number };
  /** The same without the measures that were bought, run by run on the same draws. */
  before: (Pick<Kept, 'resilience' | 'curves'> & { against: LossComparison; bought: StressMeasure[] }) | null;
  /** The whole input, so that anyone can run it again: `renlin stress --input`. */
  input: StressInput;
};
