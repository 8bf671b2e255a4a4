// What is out with teams: it left a point, it lies with a team until it is back, and it is never less than nothing.
import { fromThousandths, toThousandths } from '../../engines/ledger/amount.ts';
import { move, post } from '../../engines/ledger/ledger.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { onHand, stockBook, withTeam } from './book.ts';
import type { Asking, StocksParts } from './parts.ts';
import { getLot, keptPoint, staffOf } from './rights.ts';
import * as store from './store.ts';
import { listWithTeams as selectWithTeams } from './store-teams.ts';

export type TeamMove = {
  id: string;
  teamId: string;
  pointId: string;
  lotId: string;
  amount: number;
  kind: 'issue' | 'return';
  emergencyId?: string | undefined;
  reason: string;
};

/** Issues a lot to a team or takes it back. Gives what it was, in words, and the unit of the point's keeper. */
export async function moveWithTeam(parts: StocksParts, tx: Tx, asking: Asking, body: TeamMove) {
  const actor = staffOf(asking);
  const point = await keptPoint(tx, actor, body.pointId, 'pointId');
  const lot = await getLot(tx, body.lotId);
  const at = parts.now();
  if (body.kind === 'issue' && lot.expiresOn !== null && lot.expiresOn < civilDate(at))
    throw problem('stocks.expired', { lot: lot.lot, day: lot.expiresOn }, [
      { path: 'lotId', code: 'stock-expired' },
    ]);
  // Everything that was out may be lacking: then nothing comes back and the matter alone is opened.
  const amount = body.amount === 0 && body.kind === 'return' ? 0 : toThousandths(body.amount, 'amount');
  const here = onHand(point.id, lot.id);
  const there = withTeam(body.teamId, lot.id);
  if (amount > 0)
    await post(tx, stockBook, {
      id: body.id,
      kind: `team-${body.kind}`,
      entries: body.kind === 'issue' ? move(here, there, amount) : move(there, here, amount),
      reason: body.reason,
      about: body.emergencyId,
      by: actor.accountId,
      occurredAt: at,
      at,
    });
  const item = (await store.listItems(tx)).find((one) => one.code === lot.item);
  return {
    thing: `${item?.name ?? lot.item} ${lot.lot}`,
    measure: item?.measure ?? '',
    keeperUnit: point.keeperUnitId,
  };
}

/** What is out with teams now, the longest first; of one team or of all. */
export async function listWithTeams(tx: Tx, teamId: string | null) {
  return (await selectWithTeams(tx, teamId)).map((one) => ({
    ...one,
    amount: fromThousandths(one.amount),
  }));
}
