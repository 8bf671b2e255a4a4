import type { PassedOver } from './passed-over.ts';
import { log, normalCdf } from './portable-math.ts';

/** What an ideal world takes away, for attribution: `facilities:<service>` keeps that service's facilities whole. */
export type Ideal = 'roads' | 'responders' | 'command' | 'stocks' | 'shelters' | `facilities:${string}`;

export interface StoryEntry {
  minute: number;
  kind:
    | 'grid-hit'
    | 'grid-cut-off'
    | 'grid-reachable'
    | 'facility-failed'
    | 'facility-damaged'
    | 'facility-no-input'
    | 'facility-back'
    | 'flooded-by-pump'
    | 'call'
    | 'assigned'
    | 'no-responder'
    | 'span-full'
    | 'no-stock'
    | 'late'
    | 'arrived'
    | 'stock-empty'
    | 'shelter-full'
    | 'stock-arrived'
    | 'stock-expired';
  grid?: string;
  household?: number;
  need?: string;
  item?: string;
  facility?: string;
  stock?: string;
  responder?: string;
  /** Minutes travelled or waited, or amount, by kind. */
  amount?: number;
  /** For `facility-failed` and `facility-damaged`: the degree of damage. */
  state?: string;
  /** For `assigned`: who was nearer, and why that was not possible. */
  nearer?: PassedOver;
  /** For `no-stock`: since which minute the nearest stock has been empty. */
  sinceMinute?: number;
}

export interface ReplicationResult {
  /** Minutes of the samples. */
  minutes: Float64Array;
  /** Functionality 0…1 by name: organisation, service, resource, response, and `service:<id>` per service. */
  curves: Record<string, Float64Array>;
  needs: Record<
    string,
    { arisen: number; inTime: number; late: number; neverReached: number; meanMinutes: number }
  >;
  /** `expired`: thrown away because its date had passed. */
  supplies: Record<string, { needed: number; given: number; expired: number }>;
  shelter: { displaced: number; sheltered: number };
  stockouts: { stock: string; item: string; minute: number }[];
  /** Minutes beyond the target, summed over the calls of each grid (open calls count to the end). */
  lateMinutes: Float64Array;
  events: number;
  story: StoryEntry[];
}

export const SAMPLE_MINUTES = 15;
/** Samples in the window over which shares are taken: six hours. */
export const WINDOW = 24;
export const SUPPLY_MINUTES = 360;
/** Arrival of help in the ideal world without a shortage of responders. */
export const ROUTINE_MINUTES = 12;

/** Event kinds of a replication. */
export const EVENT = {
  HAZARD: 0,
  FACILITY_FAILS: 1,
  FACILITY_REPAIRED: 2,
  BACKUP_ENDS: 3,
  PUMP_FLOODS: 4,
  CUT_TOLD: 5,
  CALL: 6,
  DECIDED: 7,
  ARRIVES: 8,
  FINISHED: 9,
  DUE: 10,
  SHIFT: 11,
  SUPPLY: 12,
  LOT_ARRIVES: 13,
  LOT_EXPIRES: 14,
  STREETS: 15,
  BATCH: 16,
  SAMPLE: 17,
  RETURN: 18,
} as const;

/** Purposes of keyed draws: one number per kind of chance, so that no two share a key. */
export const DRAW = {
  HOUSE: 1,
  FRAGILE: 2,
  REPAIR: 3,
  NEED: 4,
  DELAY: 5,
  WORK: 6,
  FLAG: 7,
  STAFF: 8,
  RETURN: 9,
} as const;

/** Share damaged or displaced at an intensity: lognormal fragility; 0 at no intensity or when the median is 0 (never). */
export function fragility(intensity: number, median: number, sigma: number): number {
  return intensity <= 0 || median <= 0 ? 0 : normalCdf(log(intensity / median) / sigma);
}
