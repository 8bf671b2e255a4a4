// Who sits at the desk now is told by name of post when a call climbs to it: a duty that many hold is a duty that nobody feels.
import type { Actor } from '../../kernel/actor.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { dutyDesk } from '../roster/public.ts';
import type { CallsParts } from './parts.ts';
import * as store from './store.ts';

/** Gives how many calls somebody was told of. */
export async function tellDesk(parts: CallsParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'call-desk' };
  return parts.db.tx(scopeOf(actor), async (tx) => {
    const calls = await store.listUntold(tx);
    for (const call of calls) {
      await store.insertTold(tx, call, parts.now());
      const shift = await dutyDesk(tx, call.areaPath, parts.now());
      if (!shift) continue;
      await parts.notify.toPosts(tx, [shift.deskPost, shift.leaderPost], {
        key: 'notice.call-duty',
        params: { number: call.number },
        link: '/console/calls',
        urgency: 'now',
      });
    }
    return calls.length;
  });
}

/** Who answers for a place now, as the desk's page shows it; null where nobody is on duty here or above. */
export async function onDuty(parts: CallsParts, tx: Tx, areaPath: string) {
  const shift = await dutyDesk(tx, areaPath, parts.now());
  return shift
    ? { area: shift.areaName, desk: `${shift.deskUnit} ${shift.deskTitle}`, leader: shift.leaderTitle }
    : null;
}
