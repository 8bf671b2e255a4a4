// 调用申请: a place asks a point for so much of a thing, also from a phone that had no network; the keeper sets it aside in the ledger or says
// why not; it is handed over, or goes back to the shelf. Asking and answering are two people. What is granted is taken from what expires
// first, and never from what has expired or was not looked at.
import { fromThousandths, toThousandths } from '../../engines/ledger/amount.ts';
import { type Entry, move, post } from '../../engines/ledger/ledger.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import type { Tx } from '../../platform/db/db.ts';
import { issued, onHand, reserved, stockBook } from './book.ts';
import type { AskBody } from './contract.ts';
import { daysBefore, usable, VERIFIED_DAYS } from './moving.ts';
import type { Asking, Staff, StocksParts } from './parts.ts';
import { asksFor, keptPoint, staffOf } from './rights.ts';
import * as store from './store.ts';
import * as requests from './store-requests.ts';
import './problems.ts';

const reservePosting = (id: string) => derivedId(`stock-request/${id}/reserve`);

export async function ask(parts: StocksParts, tx: Tx, asking: Asking, body: AskBody) {
  const actor = staffOf(asking);
  const known = await requests.findRequest(tx, body.id);
  if (known) return { id: known.id, state: known.state };
  const point = await store.findPoint(tx, body.pointId);
  if (!point || point.closedAt !== null)
    throw problem('stocks.point-unknown', {}, [{ path: 'pointId', code: 'stock-point' }]);
  const home = asksFor(actor);
  if (!home) throw problem('stocks.not-asking');
  const items = await store.listItems(tx);
  const item = items.find((one) => one.code === body.item);
  if (!item)
    throw problem('stocks.item-unknown', { item: body.item }, [{ path: 'item', code: 'stock-item' }]);
  const now = parts.now();
  await requests.insertRequest(tx, {
    id: body.id,
    pointId: point.id,
    item: item.code,
    amount: toThousandths(body.amount, 'amount'),
    areaId: home.areaId,
    reason: body.reason,
    emergencyId: body.emergencyId ?? null,
    askedBy: actor.accountId,
    askedPost: home.postId,
    occurredAt: Math.min(body.occurredAt ?? now, now),
    askedAt: now,
  });
  await parts.notify.toPosts(tx, [point.keeperPost], {
    key: 'notice.stock-asked',
    params: { item: item.name, n: body.amount, measure: item.measure, point: point.name },
    link: '/console/stocks',
    urgency: 'now',
  });
  return { id: body.id, state: 'asked' as const };
}

/** The open request, locked, when this person keeps its point. */
async function keptRequest(tx: Tx, actor: Staff, id: string): Promise<requests.RequestRow> {
  const one = await requests.findRequest(tx, id, true);
  if (!one) throw problem('stocks.request-unknown');
  await keptPoint(tx, actor, one.pointId, 'pointId');
  return one;
}

export async function answer(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { granted: boolean; note: string },
) {
  const actor = staffOf(asking);
  const one = await keptRequest(tx, actor, id);
  const state = body.granted ? ('granted' as const) : ('refused' as const);
  if (one.askedBy === actor.accountId) throw problem('ledger.same-person');
  if (one.state === state) return { id, state };
  if (one.state !== 'asked') throw problem('stocks.request-over');
  if (!body.granted && body.note.length < 2)
    throw problem('stocks.refusal-reason', {}, [{ path: 'note', code: 'stock-reason' }]);
  const at = parts.now();
  if (body.granted)
    await post(tx, stockBook, {
      id: reservePosting(id),
      kind: 'reserve',
      entries: await setAside(parts, tx, one),
      reason: one.reason,
      about: one.emergencyId ?? undefined,
      by: actor.accountId,
      occurredAt: at,
      at,
    });
  await requests.answerRequest(tx, id, { state, by: actor.accountId, note: body.note, at });
  const point = await store.findPoint(tx, one.pointId);
  await parts.notify.toPosts(tx, [one.askedPost], {
    key: `notice.stock-${state}`,
    params: { point: point?.name ?? '' },
    link: '/console/stocks',
    urgency: 'now',
  });
  return { id, state };
}

/** From what expires first on; throws `ledger.not-enough` with what there is. */
async function setAside(parts: StocksParts, tx: Tx, one: requests.RequestRow): Promise<Entry[]> {
  const today = civilDate(parts.now());
  const since = daysBefore(parts.now(), VERIFIED_DAYS);
  const lines = (await store.listLines(tx, { item: one.item, points: [one.pointId], limit: 20_000 })).filter(
    (line) => usable(line, today, since),
  );
  const entries: Entry[] = [];
  let left = one.amount;
  for (const line of lines) {
    const take = Math.min(left, line.onHand);
    if (take > 0) entries.push(...move(onHand(one.pointId, line.id), reserved(one.pointId, line.id), take));
    left -= Math.max(0, take);
    if (left === 0) return entries;
  }
  throw problem('ledger.not-enough', {
    have: fromThousandths(one.amount - left),
    want: fromThousandths(one.amount),
  });
}

/** What was set aside leaves the shelf, or goes back to it. */
async function moveReserved(
  parts: StocksParts,
  tx: Tx,
  one: requests.RequestRow,
  kind: 'issue' | 'release',
  by: string | null,
): Promise<void> {
  const at = parts.now();
  const to = kind === 'issue' ? issued : onHand;
  const entries = (await requests.listReservedFor(tx, reservePosting(one.id))).flatMap(({ lotId, amount }) =>
    move(reserved(one.pointId, lotId), to(one.pointId, lotId), amount),
  );
  await post(tx, stockBook, {
    id: derivedId(`stock-request/${one.id}/${kind}`),
    kind,
    entries,
    reason: one.reason,
    about: one.emergencyId ?? undefined,
    by,
    occurredAt: at,
    at,
  });
}

export async function handOver(parts: StocksParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const one = await keptRequest(tx, actor, id);
  if (one.state === 'handed-over') return { id, state: one.state };
  if (one.state !== 'granted') throw problem('stocks.request-over');
  await moveReserved(parts, tx, one, 'issue', actor.accountId);
  await requests.endRequest(tx, id, 'handed-over', parts.now());
  return { id, state: 'handed-over' as const };
}

export async function withdraw(parts: StocksParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const one = await requests.findRequest(tx, id, true);
  if (!one) throw problem('stocks.request-unknown');
  if (one.askedBy !== actor.accountId && !actor.posts.some((held) => held.postId === one.askedPost))
    throw problem('stocks.request-not-yours');
  if (one.state === 'withdrawn') return { id, state: one.state };
  if (one.state !== 'asked' && one.state !== 'granted') throw problem('stocks.request-over');
  if (one.state === 'granted') await moveReserved(parts, tx, one, 'release', actor.accountId);
  await requests.endRequest(tx, id, 'withdrawn', parts.now());
  return { id, state: 'withdrawn' as const };
}

/** Nobody fetched it: it goes back to the shelf, and who asked is told. */
export async function releaseUnfetched(parts: StocksParts, tx: Tx, before: number): Promise<number> {
  const late = await requests.listUnfetched(tx, before);
  for (const one of late) {
    await moveReserved(parts, tx, one, 'release', null);
    await requests.endRequest(tx, one.id, 'lapsed', parts.now());
    const point = await store.findPoint(tx, one.pointId);
    await parts.notify.toPosts(tx, [one.askedPost], {
      key: 'notice.stock-lapsed',
      params: { point: point?.name ?? '' },
      link: '/console/stocks',
      urgency: 'later',
    });
  }
  return late.length;
}
