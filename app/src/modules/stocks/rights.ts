// Who may move what: the keeper of a point, and those who take in or dispatch over its place. Everybody on the staff may look.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Asking, Staff } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const KEEPING = ['intake', 'dispatch', 'command'] as const;

export function staffOf(asking: Asking): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

export function keeps(actor: Staff, point: Pick<store.PointRow, 'areaPath' | 'keeperPost'>): boolean {
  return (
    actor.posts.some((post) => post.postId === point.keeperPost) ||
    KEEPING.some((duty) => holdsDutyOver(actor, duty, point.areaPath))
  );
}

/** The open point, when this person may move what lies there. */
export async function keptPoint(tx: Tx, actor: Staff, id: string, path: string): Promise<store.PointRow> {
  const point = await store.findPoint(tx, id);
  if (!point) throw problem('stocks.point-unknown', {}, [{ path, code: 'stock-point' }]);
  if (point.closedAt !== null) throw problem('stocks.point-closed', { point: point.name });
  if (!keeps(actor, point)) throw problem('stocks.not-yours', { point: point.name });
  return point;
}

export async function getLot(tx: Tx, id: string): Promise<store.LotRow> {
  const lot = await store.findLot(tx, id);
  if (!lot) throw problem('stocks.lot-unknown', {}, [{ path: 'lotId', code: 'stock-lot' }]);
  return lot;
}

/** Who may write down what they saw on the shelf: whoever keeps it, and whoever reports in its place. A difference still takes two. */
export function countsAt(actor: Staff, point: Pick<store.PointRow, 'areaPath' | 'keeperPost'>): boolean {
  return (
    keeps(actor, point) ||
    actor.posts.some(
      (post) =>
        post.duties.includes('report') &&
        (post.areaPath.startsWith(point.areaPath) || point.areaPath.startsWith(post.areaPath)),
    )
  );
}

const ASKING = ['report', 'handle', ...KEEPING];

/** The post for whose place somebody asks a point for something. */
export function asksFor(actor: Staff): Staff['posts'][number] | undefined {
  return actor.posts.find((post) => ASKING.some((duty) => post.duties.includes(duty)));
}
