import { CUTS } from './need-rules.ts';
import { EVENT } from './replication-kinds.ts';
import type { RunContext } from './run-context.ts';

/** Stands in the place of a service number when closed streets are the reason. */
export const BY_STREETS = 63;
/** A code tells which service is gone; together with the number of a rule in CUTS it travels with the event. */
export const CODES = 64;

/** A grid lost a service (or its streets): each need that this raises is looked at again when people stop getting by without. */
export function announceCut(run: RunContext, grid: number, service: string, code: number, now: number): void {
  CUTS.forEach((cut, c) => {
    if (cut.services.includes(service))
      run.push(now + cut.toleranceHours * 60, EVENT.CUT_TOLD, grid, c * CODES + code);
  });
}
