// What the planner of grids is given and what it answers.
import type { GridIssue } from '@renlin/core/districting/grids';
import type { GridWeights } from '@renlin/core/districting/polish';
import type { Area, Point } from '@renlin/core/geometry/types';

export type TaskBuilding = {
  id: string;
  lng: number;
  lat: number;
  households: number;
  /** Index of its community in the task. */
  community: number;
  /** Area id of the grid it lies in today. */
  existing?: string;
  /** Name of the 专属网格 it belongs to. */
  exclusive?: string;
  village?: string;
  /** Area id of the micro-grid it lies in today. */
  micro?: string;
  /** Corners of the house. */
  corners: readonly Point[];
};

export type TaskBarrier = { id: string; name: string; line: readonly Point[]; weight: number };

export type GridsTask = {
  kind: 'grids';
  buildings: readonly TaskBuilding[];
  communities: readonly { id: string; name: string; outline?: Area }[];
  barriers: readonly TaskBarrier[];
  lower: number;
  upper: number;
  target?: number;
  stability: number;
  /** The grids of today as they are, to be corrected by hand alone. */
  asToday?: boolean;
  /** What borders are drawn for, against each other. */
  weights?: Partial<GridWeights>;
  /** Balanced in what the grids have to do: households, or these and the open cases half and half. */
  workBy?: 'households' | 'both';
  /** Households of a micro-grid, where grids are divided into them. */
  micro?: number;
  /** Grids of today with the number of filled posts in each. */
  today: readonly { id: string; name: string; posts: number }[];
  cases: readonly { lng: number; lat: number; grid: string }[];
  /** Open cases of each building, as they were when the run was asked. */
  work: readonly number[];
  /** A plan to correct, instead of a new one. */
  base?: { gridOf: readonly number[]; codes: readonly string[] };
  corrections: readonly Correction[];
};

export type GridView = {
  code: string;
  kind: 'standard' | 'exclusive' | 'village';
  community: string;
  communityId: string;
  households: number;
  buildings: number;
  /** Open cases that lie in it. */
  cases: number;
  /** Root of the mean squared distance to its middle, metres. */
  radius: number;
  /** 4π·area/perimeter²: 1 is a circle. */
  roundness: number;
  areaM2: number;
  inBand: boolean;
  /** The grid of today that it continues. */
  continues: { id: string; name: string } | null;
};

export type GridFigures = {
  grids: number;
  standard: number;
  inBand: number;
  least: number;
  most: number;
  /** Standard deviation of the households of standard grids over their mean. */
  imbalance: number;
  radius: number;
  roundness: number;
  households: number;
  buildings: number;
  /** Households whose grid is another than today. */
  changed: number;
  changedShare: number;
  /** Open cases that would lie in another grid. */
  movedCases: number;
  /** Open cases of the standard grid with most, and how uneven they are: standard deviation over mean. */
  casesMost: number;
  casesImbalance: number;
  /** New grids that nobody is posted to, and grids of today that end while somebody is. */
  withoutStaff: number;
  postsToMove: number;
};

export type GridsResult = {
  kind: 'grids';
  buildings: string[];
  gridOf: number[];
  grids: GridView[];
  figures: GridFigures;
  /** The same of the grids of today, where every building lies in one. */
  today: GridFigures | null;
  issues: {
    code: string;
    reason: GridIssue['reason'] | 'by-hand';
    households: number;
    building: string | null;
    barrier: { id: string; name: string } | null;
    relaxed: { lower: number; upper: number };
  }[];
  ends: { id: string; name: string; posts: number }[];
  withoutHouseholds: number;
  outlines: (Area | null)[];
  micro: MicroResult | null;
};

/** What somebody changes by hand. */
export type Correction =
  | { kind: 'move'; building: string; to: string }
  | { kind: 'split'; grid: string }
  | { kind: 'merge'; grid: string; into: string }
  /** Neighbouring grids share households, or open cases, as evenly as the band and the lines allow. */
  | { kind: 'balance'; grids: readonly string[]; by: 'households' | 'cases' };

export type MicroView = {
  /** Code of its grid and a number from 01 on. */
  code: string;
  grid: string;
  households: number;
  buildings: number;
  /** The micro-grid of today that it continues, by area id. */
  continues: string | null;
};

export type MicroResult = {
  households: number;
  groups: MicroView[];
  microOf: number[];
  outlines: (Area | null)[];
};
