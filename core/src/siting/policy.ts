import { CLOSED, OPEN } from './rows.ts';
import type { SitePolicy } from './types.ts';

/** State per site (FREE, CLOSED, OPEN) from the lists; throws RangeError on a site out of range or in two lists. */
export function openStates(sites: number, policy: SitePolicy): Uint8Array {
  const state = new Uint8Array(sites);
  const seen = new Uint8Array(sites);
  const lists: readonly (readonly [string, readonly number[] | undefined, number])[] = [
    ['fixed', policy.fixed, OPEN],
    ['forbidden', policy.forbidden, CLOSED],
    ['existing', policy.existing, OPEN],
  ];
  for (const [name, list, value] of lists) {
    for (const j of list ?? []) {
      if (!Number.isInteger(j) || j < 0 || j >= sites) {
        throw new RangeError(`${name}: site ${j} does not exist (0 … ${sites - 1})`);
      }
      if (seen[j] === 1) throw new RangeError(`${name}: site ${j} is listed twice or in two lists`);
      seen[j] = 1;
      state[j] = value;
    }
  }
  return state;
}
