import type { SitingControl, SitingProgress, StopReason, WorkReport } from './types.ts';

/**
 * Counts work in machine-independent units and decides when a run ends.
 * Each `stop()` adds one unit, so that no two decisions happen at the same count: a run cut by time at count u, repeated with
 * budget u, ends at the very same decision.
 */
export type Meter = {
  spend(units: number): void;
  /** True once the run must end; stays true. */
  stop(): boolean;
  readonly used: number;
  readonly stopped: StopReason | null;
  seconds(): number;
  progress(phase: string, objective: number, bound: number): void;
  report(proven: boolean): WorkReport;
};

export function createMeter(control: SitingControl): Meter {
  const budget = control.workBudget ?? Number.POSITIVE_INFINITY;
  const started = control.now?.() ?? 0;
  const deadline =
    control.now !== undefined && control.timeLimitSeconds !== undefined
      ? started + control.timeLimitSeconds * 1000
      : Number.POSITIVE_INFINITY;
  let used = 0;
  let stopped: StopReason | null = null;
  return {
    spend(units) {
      // Steps that unwind after the decision to stop do not count: the report must name the decision.
      if (stopped === null) used += units;
    },
    stop() {
      if (stopped !== null) return true;
      used++;
      if (used >= budget) stopped = 'budget';
      else if (deadline !== Number.POSITIVE_INFINITY && control.now!() >= deadline) stopped = 'time';
      else if (control.shouldStop?.() === true) stopped = 'cancel';
      return stopped !== null;
    },
    get used() {
      return used;
    },
    get stopped() {
      return stopped;
    },
    seconds() {
      return control.now === undefined ? 0 : (control.now() - started) / 1000;
    },
    progress(phase, objective, bound) {
      if (control.onProgress === undefined) return;
      const progress: SitingProgress = { phase, objective, bound, work: used };
      control.onProgress(progress);
    },
    report(proven) {
      return {
        used,
        budget: control.workBudget ?? null,
        stoppedBy: stopped ?? (proven ? 'proof' : 'search-end'),
      };
    },
  };
}

/** Relative distance between a value and its bound. */
export function gapOf(objective: number, bound: number): number {
  if (!Number.isFinite(objective)) return Number.POSITIVE_INFINITY;
  if (!Number.isFinite(bound)) return Number.POSITIVE_INFINITY;
  return Math.abs(objective - bound) / Math.max(1e-9, Math.abs(objective));
}

/** Throws RangeError unless `value` is an integer in [low, high]; `name` is the input field to blame. */
export function requireInteger(value: number, low: number, high: number, name: string): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${name} must be an integer in ${low} … ${high}, got ${value}`);
  }
}
