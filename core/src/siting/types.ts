/**
 * Shared vocabulary of the siting solvers. Clients (buildings, households, tracts) are numbered 0 … n−1, candidate sites 0 … m−1.
 * Costs are whatever the caller minimises (seconds on foot, metres, weighted or not); covering problems take neighbour lists.
 */

/** What limits and observes a run. Core has no clock: time is only known through `now`. */
export type SitingControl = {
  /** Seed of every random choice; default 1. */
  readonly seed?: number;
  /**
   * Ceiling on work units (elementary inner-loop steps, counted the same on every machine). A run stopped by time or cancel
   * reports the units it used; repeating it with that figure as budget gives the same answer bit for bit.
   */
  readonly workBudget?: number;
  /** Milliseconds from any origin; needed for `timeLimitSeconds` and for `seconds` in the answer. */
  readonly now?: () => number;
  readonly timeLimitSeconds?: number;
  /** Polled between steps; true ends the run with the best answer so far and its bound. */
  readonly shouldStop?: () => boolean;
  readonly onProgress?: (progress: SitingProgress) => void;
};

export type SitingProgress = {
  readonly phase: string;
  readonly objective: number;
  readonly bound: number;
  readonly work: number;
};

export type StopReason = 'proof' | 'budget' | 'time' | 'cancel' | 'search-end';

export type WorkReport = {
  /** Units used; pass as `workBudget` to repeat the run exactly. */
  readonly used: number;
  readonly budget: number | null;
  readonly stoppedBy: StopReason;
};

/** Why no answer exists, and the closest question that has one. Slugs are stable; texts are the caller's business. */
export type Infeasible = {
  readonly reason:
    | 'p-too-small'
    | 'p-too-large'
    | 'fixed-exceeds-p'
    | 'unreachable-clients'
    | 'capacity-too-small'
    | 'radius-too-small';
  /** Clients concerned (unreachable or uncovered), at most 1,000 of them. */
  readonly clients: readonly number[];
  /** The nearest p, radius (in the caller's cost units) or total capacity that is feasible, where one exists. */
  readonly nearest: { readonly p?: number; readonly radius?: number; readonly capacity?: number };
};

export type SitingAnswer = {
  readonly status: 'solved' | 'infeasible';
  /** Value of `sites`; +Infinity (minimise) or −Infinity (maximise) when no feasible answer is known. */
  readonly objective: number;
  /** Proven limit: no solution is better than this. */
  readonly bound: number;
  /** |objective − bound| / max(1e−9, |objective|); Infinity without a solution. */
  readonly gap: number;
  readonly proven: boolean;
  /** Open sites, ascending, fixed and existing ones included. */
  readonly sites: readonly number[];
  /** Site of each client, −1 where it has none. */
  readonly assignment: readonly number[];
  readonly seconds: number;
  readonly seed: number;
  readonly work: WorkReport;
  readonly infeasible?: Infeasible;
};

/** Dense costs, row-major by client: `cost[i * sites + j]`. +Infinity forbids the pair. */
export type CostMatrix = {
  readonly clients: number;
  readonly sites: number;
  readonly cost: Float64Array;
};

/** Sites decided beforehand. A site may not be in two lists. */
export type SitePolicy = {
  /** Must be opened and counts towards p. */
  readonly fixed?: readonly number[];
  /** Must stay closed. */
  readonly forbidden?: readonly number[];
  /** Stands already: open, free of charge, does not count towards p. */
  readonly existing?: readonly number[];
};
