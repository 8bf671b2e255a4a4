// Every move of a supply: receipt, issue and return, reservation, transfer, loans, counts and disposals by two, corrections by reversal.
// What has expired is never issued, reserved, moved or lent; the only way out is a disposal by two people.
import { fromThousandths, toThousandths } from '../../engines/ledger/amount.ts';
import { type Entry, isPosted, move, post, reverse } from '../../engines/ledger/ledger.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import type { Tx } from '../../platform/db/db.ts';
import { issued, onHand, outside, reserved, stockBook } from './book.ts';
import type { CountBody, DisposeBody, LoanBody, MoveBody, ReceiptBody } from './contract.ts';
import type { Asking, Staff, StocksParts } from './parts.ts';
import { countsAt, getLot, keeps, keptPoint, staffOf } from './rights.ts';
import * as store from './store.ts';
import { bookAt } from './store-rules.ts';
import './problems.ts';

/** An agreement that nobody looked at for a year is no stock. */
export const VERIFIED_DAYS = 365;

type Common = {
  id: string;
  kind: string;
  entries: readonly Entry[];
  reason: string;
  about?: string | undefined;
};

function write(parts: StocksParts, tx: Tx, actor: Staff, one: Common, approvedBy?: string) {
  const at = parts.now();
  return post(tx, stockBook, { ...one, by: actor.accountId, approvedBy, occurredAt: at, at });
}

/** Usable today: not expired, and where it lies with somebody else, looked at within a year. */
export function usable(lot: store.LotRow, today: string, checkedSince: string): boolean {
  const fresh = lot.expiresOn === null || lot.expiresOn >= today;
  return fresh && (lot.mode === 'own' || (lot.verifiedOn !== null && lot.verifiedOn >= checkedSince));
}

export function daysBefore(now: number, days: number): string {
  return civilDate(now - days * 86_400_000);
}

function requireFresh(parts: StocksParts, lot: store.LotRow): void {
  const today = civilDate(parts.now());
  if (lot.expiresOn !== null && lot.expiresOn < today)
    throw problem('stocks.expired', { lot: lot.lot, day: lot.expiresOn }, [
      { path: 'lotId', code: 'stock-expired' },
    ]);
}

/** A receipt opens its lot: item, number and dates are written once. */
export async function receive(parts: StocksParts, tx: Tx, asking: Asking, body: ReceiptBody) {
  const actor = staffOf(asking);
  await keptPoint(tx, actor, body.pointId, 'pointId');
  const items = await store.listItems(tx);
  if (!items.some((one) => one.code === body.item))
    throw problem('stocks.item-unknown', { item: body.item }, [{ path: 'item', code: 'stock-item' }]);
  const amount = toThousandths(body.amount, 'amount');
  const today = civilDate(parts.now());
  if (body.expiresOn !== undefined && body.expiresOn < today)
    throw problem('stocks.dates', {}, [{ path: 'expiresOn', code: 'stock-expired-already' }]);
  if (body.mode !== 'own' && (body.verifiedOn === undefined || body.verifiedOn > today))
    throw problem('stocks.dates', {}, [{ path: 'verifiedOn', code: 'stock-verified' }]);
  // The same item, lot number, date and holding are one lot, at however many points it lies.
  const lotId = derivedId(
    `lot/${tx.scope.district}/${JSON.stringify([body.item, body.lot, body.expiresOn ?? null, body.mode, body.supplier])}`,
  );
  await store.insertLot(tx, {
    id: lotId,
    item: body.item,
    lot: body.lot,
    expiresOn: body.expiresOn ?? null,
    mode: body.mode,
    supplier: body.supplier,
    verifiedOn: body.mode === 'own' ? null : (body.verifiedOn ?? null),
    by: actor.accountId,
    at: parts.now(),
  });
  await write(parts, tx, actor, {
    id: body.id,
    kind: 'receipt',
    entries: move(outside('supplier', lotId), onHand(body.pointId, lotId), amount),
    reason: body.reason,
  });
  return { id: body.id, lotId };
}

export async function moveStock(parts: StocksParts, tx: Tx, asking: Asking, body: MoveBody) {
  const actor = staffOf(asking);
  const point = await keptPoint(tx, actor, body.pointId, 'pointId');
  const lot = await getLot(tx, body.lotId);
  const amount = toThousandths(body.amount, 'amount');
  if (body.kind !== 'return' && body.kind !== 'release') requireFresh(parts, lot);
  const here = onHand(point.id, lot.id);
  const entries = await entriesOf(tx, body, { here, lotId: lot.id, pointId: point.id, amount });
  await write(parts, tx, actor, {
    id: body.id,
    kind: body.kind,
    entries,
    reason: body.reason,
    about: body.emergencyId,
  });
  return { id: body.id };
}

async function entriesOf(
  tx: Tx,
  body: MoveBody,
  {
    here,
    lotId,
    pointId,
    amount,
  }: { here: ReturnType<typeof onHand>; lotId: string; pointId: string; amount: number },
): Promise<Entry[]> {
  switch (body.kind) {
    case 'issue':
      return move(here, issued(pointId, lotId), amount);
    case 'return':
      return move(issued(pointId, lotId), here, amount);
    case 'reserve':
      return move(here, reserved(pointId, lotId), amount);
    case 'release':
      return move(reserved(pointId, lotId), here, amount);
    case 'transfer': {
      const to = body.toPoint === undefined ? undefined : await store.findPoint(tx, body.toPoint);
      if (!to || to.closedAt !== null || to.id === pointId)
        throw problem('stocks.point-unknown', {}, [{ path: 'toPoint', code: 'stock-point' }]);
      return move(here, onHand(to.id, lotId), amount);
    }
  }
}

/** What was seen at a count. Equal: only that it was counted. Otherwise a second person says so too, and the difference is posted. */
export async function count(parts: StocksParts, tx: Tx, asking: Asking, body: CountBody) {
  const actor = staffOf(asking);
  const point = await store.findPoint(tx, body.pointId);
  if (!point) throw problem('stocks.point-unknown', {}, [{ path: 'pointId', code: 'stock-point' }]);
  if (!countsAt(actor, point)) throw problem('stocks.not-yours', { point: point.name });
  const lot = await getLot(tx, body.lotId);
  const known = await store.findProposal(tx, body.id);
  if (known) return { id: body.id, difference: fromThousandths(known.amount), waits: true };
  const seen = body.seen === 0 ? 0 : toThousandths(body.seen, 'seen');
  const now = parts.now();
  const at = Math.min(body.occurredAt ?? now, now);
  const difference = seen - (await bookAt(tx, point.id, lot.id, at));
  await store.insertCount(tx, {
    id: body.id,
    pointId: point.id,
    lotId: lot.id,
    difference,
    by: actor.accountId,
    at,
  });
  if (difference === 0) return { id: body.id, difference: 0, waits: false };
  await store.insertProposal(tx, {
    id: body.id,
    kind: 'count',
    pointId: point.id,
    lotId: lot.id,
    amount: difference,
    reason: body.reason,
    proposedBy: actor.accountId,
    proposedAt: at,
  });
  return { id: body.id, difference: fromThousandths(difference), waits: true };
}

export async function dispose(parts: StocksParts, tx: Tx, asking: Asking, body: DisposeBody) {
  const actor = staffOf(asking);
  const point = await keptPoint(tx, actor, body.pointId, 'pointId');
  const lot = await getLot(tx, body.lotId);
  await store.insertProposal(tx, {
    id: body.id,
    kind: 'dispose',
    pointId: point.id,
    lotId: lot.id,
    amount: toThousandths(body.amount, 'amount'),
    reason: body.reason,
    proposedBy: actor.accountId,
    proposedAt: parts.now(),
  });
  return { id: body.id, waits: true };
}

/** The second person's word. */
export async function decide(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { accepted: boolean; note: string },
) {
  const actor = staffOf(asking);
  const one = await store.findProposal(tx, id);
  if (!one) throw problem('stocks.proposal-unknown', {});
  await keptPoint(tx, actor, one.pointId, 'pointId');
  if (one.proposedBy === actor.accountId) throw problem('ledger.same-person', {});
  if (one.accepted !== null) {
    if (one.accepted === body.accepted) return { id, accepted: body.accepted };
    throw problem('stocks.decided-already', {});
  }
  if (body.accepted) {
    const here = onHand(one.pointId, one.lotId);
    const entries =
      one.kind === 'dispose'
        ? move(here, outside('destroyed', one.lotId), one.amount)
        : one.amount < 0
          ? move(here, outside('missing', one.lotId), -one.amount)
          : move(outside('found', one.lotId), here, one.amount);
    const at = parts.now();
    await post(tx, stockBook, {
      id: derivedId(`stock-proposal/${id}`),
      kind: one.kind,
      entries,
      reason: body.note === '' ? one.reason : `${one.reason} · ${body.note}`,
      by: one.proposedBy,
      approvedBy: actor.accountId,
      occurredAt: one.proposedAt,
      at,
    });
  }
  await store.decideProposal(tx, id, actor.accountId, body.accepted, parts.now());
  return { id, accepted: body.accepted };
}

/** Between communities: it lies with the borrower and is owed. */
export async function lend(parts: StocksParts, tx: Tx, asking: Asking, body: LoanBody) {
  const actor = staffOf(asking);
  const from = await keptPoint(tx, actor, body.fromPoint, 'fromPoint');
  const to = await store.findPoint(tx, body.toPoint);
  if (!to || to.closedAt !== null)
    throw problem('stocks.point-unknown', {}, [{ path: 'toPoint', code: 'stock-point' }]);
  if (to.id === from.id)
    throw problem('stocks.loan-same-point', {}, [{ path: 'toPoint', code: 'stock-same-point' }]);
  const lot = await getLot(tx, body.lotId);
  requireFresh(parts, lot);
  if (body.dueOn < civilDate(parts.now()))
    throw problem('stocks.dates', {}, [{ path: 'dueOn', code: 'stock-due' }]);
  const amount = toThousandths(body.amount, 'amount');
  await write(parts, tx, actor, {
    id: body.id,
    kind: 'loan',
    entries: move(onHand(from.id, lot.id), onHand(to.id, lot.id), amount),
    reason: body.reason,
    about: body.id,
  });
  await store.insertLoan(tx, {
    id: body.id,
    fromPoint: from.id,
    toPoint: to.id,
    lotId: lot.id,
    amount,
    dueOn: body.dueOn,
    lentAt: parts.now(),
    by: actor.accountId,
  });
  return { id: body.id };
}

export async function giveBack(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  loanId: string,
  body: { id: string; amount: number; reason: string },
) {
  const actor = staffOf(asking);
  const loan = await store.findLoan(tx, loanId);
  if (!loan) throw problem('stocks.loan-unknown', {});
  await keptPoint(tx, actor, loan.toPoint, 'toPoint');
  const amount = toThousandths(body.amount, 'amount');
  // Sent again it was counted already: only a return that is new may be too much.
  if (!(await isPosted(tx, body.id)) && loan.returned + amount > loan.amount)
    throw problem('stocks.loan-too-much', { owed: fromThousandths(loan.amount - loan.returned) }, [
      { path: 'amount', code: 'stock-owed' },
    ]);
  const fresh = await write(parts, tx, actor, {
    id: body.id,
    kind: 'loan-return',
    entries: move(onHand(loan.toPoint, loan.lotId), onHand(loan.fromPoint, loan.lotId), amount),
    reason: body.reason,
    about: loan.id,
  });
  if (fresh) await store.addReturned(tx, loan.id, amount);
  return { id: body.id };
}

/** Takes a wrong receipt or move back; what waits for two people is proposed anew. */
export async function correct(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  postingId: string,
  body: { id: string; reason: string },
) {
  const actor = staffOf(asking);
  const points = await store.listPointsOfPosting(tx, postingId);
  if (points.length === 0) throw problem('ledger.posting-unknown', {});
  for (const point of points) await keptPoint(tx, actor, point, 'pointId');
  const at = parts.now();
  await reverse(tx, stockBook, {
    id: body.id,
    reverses: postingId,
    reason: body.reason,
    by: actor.accountId,
    occurredAt: at,
    at,
  });
  return { id: body.id };
}

export async function verify(
  parts: StocksParts,
  tx: Tx,
  asking: Asking,
  lotId: string,
  body: { id: string; verifiedOn: string },
) {
  const actor = staffOf(asking);
  const lot = await getLot(tx, lotId);
  const points = await store.listPointsOfLot(tx, lot.id);
  if (!points.some((one) => keeps(actor, one)))
    throw problem('stocks.not-yours', { point: points.map((one) => one.name).join('、') });
  if (body.verifiedOn > civilDate(parts.now()))
    throw problem('stocks.dates', {}, [{ path: 'verifiedOn', code: 'stock-verified' }]);
  await store.insertVerification(tx, { ...body, lotId: lot.id, by: actor.accountId, at: parts.now() });
  return { id: body.id };
}
