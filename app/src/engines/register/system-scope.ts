import type { Scope } from '../../platform/db/db.ts';

/** The reach of the machine itself within one district. */
export function systemScope(district: string): Scope {
  return { district, reach: 'system', account: '', paths: [], units: [] };
}
