/**
 * The input of a stress test: a district as counts per grid, no persons, what can happen to it, who and what can respond.
 * Times are hours from the start of the event unless a name says minutes; places are metres on a local plane.
 */
export const NEED_CLASSES = [
  'rescue',
  'medical',
  'medicine',
  'power',
  'care',
  'information',
  'psychological',
] as const;
export type NeedClass = (typeof NEED_CLASSES)[number];

export interface GridInput {
  id: string;
  area: string;
  x: number;
  y: number;
  households: number;
  people: number;
  /** Equity group, say the kind of housing; never a property of persons. */
  group: string;
  /** Households with somebody who is elderly and alone, chronically ill, or living on powered equipment (consent-based counts). */
  elderly: number;
  chronic: number;
  powered: number;
  /** Who is served first when a facility cannot serve all: higher first, then the order of the list. */
  priority: number;
}

/** One degree of damage, from slight to complete. */
export interface DamageStateInput {
  name: string;
  /** Median intensity at which the facility is damaged at least this far. */
  failureMedian: number;
  repairMedianHours: number;
  /** Share of its capacity that is left in this state; a facility without a capacity works fully while the share is above 0. */
  capacityShare: number;
}

export interface FacilityInput {
  id: string;
  service: string;
  x: number;
  y: number;
  /** Ids of the grids it serves; a grid has a service while one of its facilities works. */
  serves: readonly string[];
  /** Services it needs at its own place (the grid nearest to it), with hours of backup. */
  dependsOn: readonly string[];
  backupHours: number;
  /** People it can serve at a time; null = all it reaches. Beyond it, grids of lower priority go without. */
  capacity: number | null;
  /** Degrees of damage, least first; empty = the one of `failureMedian`, which stops it altogether. */
  damageStates: readonly DamageStateInput[];
  /** Median flood intensity at which it fails, with log standard deviation; 0 = never by the hazard. */
  failureMedian: number;
  failureSigma: number;
  repairMedianHours: number;
  repairSigma: number;
  /** A failed pump floods these grids after some hours with this intensity. */
  floods?: { grids: readonly string[]; afterHours: number; intensity: number };
}

export interface ResponderInput {
  id: string;
  x: number;
  y: number;
  count: number;
  skills: readonly NeedClass[];
  /** Hours of the day, [from, to); from > to wraps midnight; equal = round the clock. */
  shiftFrom: number;
  shiftTo: number;
  metresPerMinute: number;
  /** Mutual aid: not there before this hour. */
  arrivesAt: number;
}

export interface StockInput {
  id: string;
  x: number;
  y: number;
  items: Readonly<Record<string, number>>;
  /** Lots that come later: agreement stocks after their lead time, or neighbours' help. */
  arrivals: readonly { item: string; amount: number; atHour: number; expiresAtHour?: number }[];
  /** Parts of `items` that run out of date within the horizon; what runs out first is given first. */
  expiries: readonly { item: string; amount: number; atHour: number }[];
}

export interface ShelterInput {
  id: string;
  x: number;
  y: number;
  capacity: number;
}

export interface HazardInput {
  kind: 'rainstorm' | 'fire' | 'cold-wave' | 'epidemic' | 'earthquake' | 'other';
  /** Intensity (0…1) inside a polygon from one hour to another; overlapping parts take the highest. */
  footprints: readonly {
    polygon: readonly (readonly [number, number])[];
    fromHour: number;
    toHour: number;
    intensity: number;
  }[];
  /** Intensity on a raster, frame by frame: how a hazard moves and grows. Row 0 is the southernmost, values row by row from the west. */
  rasters: readonly {
    west: number;
    south: number;
    cellMetres: number;
    columns: number;
    rows: number;
    frames: readonly { fromHour: number; toHour: number; values: readonly number[] }[];
  }[];
  /** Multiplies every intensity (the result is cut at 1): the same rain, once as strong or twice. */
  scale: number;
  displacementMedian: number;
  displacementSigma: number;
  /** Median hours until people go home after the hazard has left their grid. */
  returnMedianHours: number;
  /** Streets inside a footprint of at least this intensity are closed. */
  closesRoadsAt: number;
  /** Facilities that are lost at the start whatever the footprint (and repaired in their time). */
  lost: readonly string[];
  /** Streets, by number, that are closed all the time. */
  lostRoads: readonly number[];
  /** Stock points and shelters that are lost altogether. */
  lostStocks?: readonly string[];
  lostShelters?: readonly string[];
  /** How many of each group of responders are lost: on the roster, but they never come. */
  lostPeople?: Readonly<Record<string, number>>;
}

export interface PolicyInput {
  rule: 'nearest' | 'priority' | 'batch';
  /** Share of responders kept for vulnerable households. */
  reserve: number;
  batchMinutes: number;
}

export interface CommandInput {
  /** Commanders per area and tasks that each can direct at a time. */
  commanders: number;
  span: number;
  decisionMinutes: number;
}

export interface MeasureInput {
  id: string;
  label: string;
  costYuan: number;
  changes: readonly { path: string; add?: number; set?: number; multiply?: number }[];
}

export interface StressInput {
  name: string;
  units: { length: 'm' };
  bounds: readonly [number, number, number, number];
  horizonHours: number;
  /** Hour of the day at which the event starts. */
  startHour: number;
  grids: readonly GridInput[];
  roads: {
    nodes: readonly (readonly [number, number])[];
    edges: readonly (readonly [number, number])[];
  } | null;
  facilities: readonly FacilityInput[];
  responders: readonly ResponderInput[];
  stocks: readonly StockInput[];
  shelters: readonly ShelterInput[];
  hazard: HazardInput;
  policy: PolicyInput;
  command: CommandInput;
  measures: readonly MeasureInput[];
  /** Psychological resilience is read from records (shares 0…1, ids of the four-resiliences preset); null = none given. */
  records: Readonly<Record<string, number>> | null;
}
