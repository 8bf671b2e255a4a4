// What the planning workbench reads and sends, as the server has it.
export type Corner = [number, number];
export type Area = { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown };
export type PlanKind = 'grids' | 'coverage' | 'siting' | 'circle';
export type Strength = 'hard' | 'open' | number;
export const BARRIERS = ['water', 'railway', 'metro', 'motorway', 'main-road', 'road'] as const;
export type BarrierKind = (typeof BARRIERS)[number];
export type Group = { name: string; buildings: string[] };

/** What borders are drawn for, with what each counts where nothing else is said. */
export const WEIGHTS = { compactness: 1, borders: 1, balance: 0 } as const;
export type Weight = keyof typeof WEIGHTS;

export type GridsInput = {
  lower: number;
  upper: number;
  target?: number;
  stability: number;
  weights?: Partial<Record<Weight, number>>;
  workBy?: 'households' | 'both';
  asToday?: boolean;
  micro?: number;
  estimate?: number;
  barriers: Partial<Record<BarrierKind, Strength>>;
  lines?: Record<string, Strength>;
  drawn?: { name: string; strength: Strength; line: Corner[] }[];
  exclusive?: Group[];
  villages?: Group[];
};

export type Spot = { id: string; name: string; lng: number; lat: number };
export type PlaceSource = 'assets' | 'pois' | 'buildings' | 'shelters' | 'stocks' | 'venues';
export type PlaceChoice = Partial<Record<PlaceSource, string[]>> & { spots?: Spot[] };
export const WALKERS = ['walk', 'elder', 'wheelchair', 'stretcher', 'vehicle'] as const;
export type Walker = (typeof WALKERS)[number];
type Walking = {
  walker: Walker;
  minutes: number;
  estimate?: number;
  closures?: { lng: number; lat: number }[];
};
export type OpenAt = { day: number; minute: number; unknown: 'open' | 'closed' };
export type CoverageInput = Walking & {
  facilities: PlaceChoice;
  times: number;
  open?: OpenAt;
  lost?: string[];
};
export const QUESTIONS = ['most-covered', 'nearest', 'all-covered', 'worst-first', 'with-capacity'] as const;
export type SitingInput = Walking & {
  question: (typeof QUESTIONS)[number];
  sites: PlaceChoice;
  existing?: PlaceChoice;
  fixed?: string[];
  forbidden?: string[];
  p: number;
  capacity?: number;
  times?: number;
  curve?: number;
  open?: OpenAt;
  lost?: string[];
  effort: 'quick' | 'normal' | 'thorough';
};
export type CircleService = {
  id: string;
  name: string;
  walker: Walker;
  minutes: number;
  times: number;
  places: PlaceChoice;
};
export type CircleInput = {
  services: CircleService[];
  estimate?: number;
  closures?: { lng: number; lat: number }[];
  open?: OpenAt;
  lost?: string[];
};
export type Question =
  | { kind: 'grids'; input: GridsInput }
  | { kind: 'coverage'; input: CoverageInput }
  | { kind: 'siting'; input: SitingInput }
  | { kind: 'circle'; input: CircleInput };

export type BuildingRow = [
  id: string,
  name: string,
  kind: string,
  lng: number,
  lat: number,
  households: number | null,
  grid: string | null,
];
/** A point of interest or a public thing that may serve or be a site. */
export type PlaceRow = [
  id: string,
  name: string,
  source: PlaceSource,
  kind: string,
  lng: number,
  lat: number,
];
export type MapLine = { id: string; name: string | null; kind: BarrierKind; lines: Corner[][] };
export type Ground = {
  area: { id: string; name: string; level: string };
  outline: Area | null;
  box: [number, number, number, number] | null;
  mayPlan: boolean;
  mayAdopt: boolean;
  communities: { id: string; name: string }[];
  grids: { id: string; name: string; posts: number }[];
  households: number;
  withoutHouseholds: number;
  buildings: { rows: BuildingRow[] };
  barriers: MapLine[];
  places: { rows: PlaceRow[] };
  kinds: { source: PlaceSource; kind: string; count: number }[];
  streets: { source: 'graph' | 'map' };
  /** Kept without a point, at an address that the map does not know. */
  unplaced: { name: string; source: PlaceSource }[];
  /** For how many buildings elders, children and disabled people are counted. */
  people: { buildings: number; unmatched: number };
};

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
export type RunHead = {
  id: string;
  planId: string;
  number: number;
  state: RunState;
  seed: number;
  base: string | null;
  corrections: number;
  progress: { phase: string; objective: number | null; bound: number | null } | null;
  resultHash: string | null;
  dataHash: string | null;
  seconds: number | null;
  askedByName: string | null;
  askedAt: number;
  changeId: string | null;
};
export type PlanHead = {
  id: string;
  kind: PlanKind;
  name: string;
  areaId: string;
  areaName: string;
  shared: boolean;
  revision: number;
  createdByName: string | null;
  changedAt: number;
  own: boolean;
  mayEdit: boolean;
  mayAdopt: boolean;
  runs: RunHead[];
};
export type Plan = PlanHead & { input: Question['input'] };

export type GridView = {
  code: string;
  kind: 'standard' | 'exclusive' | 'village';
  community: string;
  households: number;
  buildings: number;
  cases: number;
  radius: number;
  inBand: boolean;
  continues: { id: string; name: string } | null;
};
export type GridFigures = {
  grids: number;
  standard: number;
  inBand: number;
  least: number;
  most: number;
  imbalance: number;
  radius: number;
  roundness: number;
  households: number;
  changed: number;
  changedShare: number;
  movedCases: number;
  /** Missing in answers of before. */
  casesMost?: number;
  casesImbalance?: number;
  withoutStaff: number;
  postsToMove: number;
};
export type Issue = {
  code: string;
  reason: string;
  households: number;
  building: string | null;
  barrier: { id: string; name: string } | null;
  relaxed: { lower: number; upper: number };
};
export type MicroView = { code: string; grid: string; households: number; buildings: number };
export type GridsResult = {
  kind: 'grids';
  buildings: string[];
  gridOf: number[];
  grids: GridView[];
  figures: GridFigures;
  today: GridFigures | null;
  issues: Issue[];
  ends: { id: string; name: string; posts: number }[];
  withoutHouseholds: number;
  outlines: (Area | null)[];
  micro?: { groups: MicroView[]; microOf: number[]; outlines: (Area | null)[] } | null;
};
/** Null: too few to be told. */
export type PeopleShown = { group: string; covered: number | null; total: number | null };
export type CoverageResult = {
  kind: 'coverage';
  buildings: string[];
  seconds: number[];
  uncovered: number[];
  cutOff: number[];
  withoutStreet: number[];
  groups: { group: string; covered: number; total: number }[];
  /** Missing in answers of before. */
  people?: PeopleShown[];
  households: { covered: number; total: number };
  facilities: (Spot & {
    onStreet: boolean;
    /** Missing in answers of before. */
    open?: 'any' | 'open' | 'closed' | 'unknown' | 'lost';
    households: number;
  })[];
  missedClosures: number[];
  reach: Area;
  streets: { source: 'graph' | 'map' };
};
export type SiteState = 'open' | 'existing' | 'closed' | 'forbidden' | 'no-street';
export type SitingResult = {
  kind: 'siting';
  status: 'solved' | 'infeasible';
  proof: {
    objective: number | null;
    bound: number | null;
    gap: number | null;
    proven: boolean;
    seed: number;
    work: number;
    stoppedBy: string;
  };
  open: string[];
  sites: (Spot & { state: SiteState; households: number; buildings: number })[];
  buildings: string[];
  siteOf: number[];
  seconds: number[];
  uncovered: number[];
  withoutStreet: number[];
  households: { covered: number; total: number; meanSeconds: number; worstSeconds: number };
  curve: { p: number; covered: number; bound: number; proven: boolean }[];
  infeasible: {
    reason: string;
    buildings: string[];
    nearest: { p?: number; minutes?: number; capacity?: number };
  } | null;
};
export type CircleServiceResult = Omit<CoverageResult, 'kind' | 'buildings'> & {
  id: string;
  name: string;
  walker: Walker;
  minutes: number;
  times: number;
  unplaced: string[];
};
export type CircleResult = {
  kind: 'circle';
  buildings: string[];
  services: CircleServiceResult[];
  /** Bit i: service i is lacking. */
  lacking: number[];
  uncovered: number[];
  cutOff: number[];
  withoutStreet: number[];
  households: { covered: number; total: number };
  groups: { group: string; covered: number; total: number }[];
  people: PeopleShown[];
};
export type Result = GridsResult | CoverageResult | SitingResult | CircleResult;
export type Run = RunHead & {
  kind: PlanKind;
  result: Result | null;
  failure: { code: string; message: string } | null;
};
export type Correction =
  | { kind: 'move'; building: string; to: string }
  | { kind: 'split'; grid: string }
  | { kind: 'merge'; grid: string; into: string }
  | { kind: 'balance'; grids: string[]; by: 'households' | 'cases' };

/** What a click on the map is for. */
export type MapTask =
  | { mode: 'view' }
  | { mode: 'line' }
  | { mode: 'pick'; done(point: { lng: number; lat: number }): void };
