// What people look at: points, what lies there, what waits for a second person, what is lent.
import { fromThousandths } from '../../engines/ledger/amount.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import type { PointBody } from './contract.ts';
import { daysBefore, usable, VERIFIED_DAYS } from './moving.ts';
import type { Asking, StocksParts } from './parts.ts';
import { presetItems } from './preset-items.ts';
import { keeps, staffOf } from './rights.ts';
import * as store from './store.ts';
import { listOpenRequests } from './store-requests.ts';
import './problems.ts';

const MOST_LINES = 1000;
const MOST_MOVES = 200;

export async function listItems(tx: Tx) {
  return { items: await store.listItems(tx) };
}

/** The items a district begins with; those that are there stay as they are. */
function installItems(tx: Tx): Promise<void> {
  return store.installItems(tx, presetItems);
}

export async function addPoint(parts: StocksParts, tx: Tx, asking: Asking, body: PointBody) {
  const actor = staffOf(asking);
  const area = (await parts.areaChain(actor.district, body.areaId)).at(-1);
  if (!area) throw problem('stocks.point-unknown', {}, [{ path: 'areaId', code: 'stock-area' }]);
  if (!keeps(actor, { areaPath: area.path, keeperPost: '' }))
    throw problem('stocks.not-yours', { point: area.name });
  const [keeper] = await selectPosts(tx, civilDate(parts.now()), { ids: [body.keeperPost] });
  if (!keeper) throw problem('stocks.keeper-unknown', {}, [{ path: 'keeperPost', code: 'stock-keeper' }]);
  await installItems(tx);
  const { point, ...rest } = body;
  await store.insertPoint(tx, { ...rest, lng: point?.lng ?? null, lat: point?.lat ?? null, at: parts.now() });
  return viewPoint(parts, tx, asking, body.id, undefined);
}

export async function listPoints(tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const items = await store.listPoints(tx);
  return { items: items.map((one) => ({ ...one, mine: keeps(actor, one) })) };
}

function lineView(line: store.Line, today: string, since: string) {
  return {
    ...line,
    onHand: fromThousandths(line.onHand),
    reserved: fromThousandths(line.reserved),
    expired: line.expiresOn !== null && line.expiresOn < today,
    unverified: line.mode !== 'own' && (line.verifiedOn === null || line.verifiedOn < since),
    counts: usable(line, today, since),
  };
}

export async function listLines(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  query: { areaId?: string | undefined; item?: string | undefined; expiring?: number | undefined },
) {
  const actor = staffOf(asking);
  const area =
    query.areaId === undefined ? undefined : (await parts.areaChain(actor.district, query.areaId)).at(-1);
  if (query.areaId !== undefined && !area)
    throw problem('stocks.point-unknown', {}, [{ path: 'areaId', code: 'stock-area' }]);
  const now = parts.now();
  const lines = await store.listLines(tx, {
    within: area?.path,
    item: query.item,
    expiresBefore: query.expiring === undefined ? undefined : civilDate(now + query.expiring * 86_400_000),
    limit: MOST_LINES,
  });
  const since = daysBefore(now, VERIFIED_DAYS);
  return {
    items: lines.map((line) => lineView(line, civilDate(now), since)),
    more: lines.length === MOST_LINES,
  };
}

export async function viewPoint(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  id: string,
  lotId: string | undefined,
) {
  const actor = staffOf(asking);
  const point = await store.findPoint(tx, id);
  if (!point) throw problem('stocks.point-unknown', {});
  const now = parts.now();
  const since = daysBefore(now, VERIFIED_DAYS);
  const lines = await store.listLines(tx, { points: [id], limit: 20_000 });
  const movements = await store.listMovements(tx, id, lotId, MOST_MOVES);
  return {
    ...point,
    mine: keeps(actor, point),
    lines: lines.map((line) => lineView(line, civilDate(now), since)),
    movements: movements.map((one) => ({ ...one, amount: fromThousandths(one.amount) })),
  };
}

/** What waits for a second person, and what is lent and not yet back. */
export async function listOpen(parts: StocksParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const today = civilDate(parts.now());
  const proposals = await store.listProposals(tx);
  const loans = await store.listLoans(tx);
  const asked = await listOpenRequests(tx);
  return {
    requests: asked.map(({ askedBy, askedPost, ...one }) => {
      const mine = askedBy === actor.accountId || actor.posts.some((post) => post.postId === askedPost);
      const kept = keeps(actor, one);
      return {
        ...one,
        amount: fromThousandths(one.amount),
        mine,
        answers: one.state === 'asked' && kept && askedBy !== actor.accountId,
        handsOver: one.state === 'granted' && kept,
      };
    }),
    proposals: proposals.map((one) => ({
      ...one,
      amount: fromThousandths(one.amount),
      mine: one.proposedBy === actor.accountId,
      decides: one.proposedBy !== actor.accountId && keeps(actor, one),
    })),
    loans: loans.map((one) => ({
      ...one,
      amount: fromThousandths(one.amount),
      returned: fromThousandths(one.returned),
      late: one.dueOn < today,
      mine: keeps(actor, one),
    })),
  };
}

/** What is set aside for one emergency, and what went out for it. */
export async function listForEmergency(tx: Tx, asking: Asking, emergencyId: string) {
  staffOf(asking);
  const items = await store.listForEmergency(tx, emergencyId);
  return {
    items: items.map((one) => ({
      ...one,
      reserved: fromThousandths(one.reserved),
      issued: fromThousandths(one.issued),
    })),
  };
}

const PHONE_POINTS = 20;
const PHONE_LINES = 500;

/** Points at, above and below the places of a phone, with what lies there: enough to count and to ask without a network. */
export async function phonePoints(parts: StocksParts, tx: Tx, paths: readonly string[]) {
  const near = (await store.listPoints(tx))
    .filter((one) => paths.some((path) => path.startsWith(one.areaPath) || one.areaPath.startsWith(path)))
    .slice(0, PHONE_POINTS);
  if (near.length === 0) return [];
  const now = parts.now();
  const since = daysBefore(now, VERIFIED_DAYS);
  const lines = await store.listLines(tx, { points: near.map((one) => one.id), limit: PHONE_LINES });
  const items = await store.listItems(tx);
  return near.map((point) => ({
    id: point.id,
    name: point.name,
    address: point.address,
    opening: point.opening,
    keeper: `${point.keeperUnit} ${point.keeperTitle}`,
    lines: lines
      .filter((line) => line.pointId === point.id)
      .map((line) => {
        const { id, lot, itemName, measure, expiresOn, expired, unverified } = lineView(
          line,
          civilDate(now),
          since,
        );
        return { id, item: line.item, lot, itemName, measure, expiresOn, expired, unverified };
      }),
    items: items.map(({ code, name, measure }) => ({ code, name, measure })),
  }));
}
