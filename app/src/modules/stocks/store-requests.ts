// SQL of what somebody asks a stock point for.
import type { Tx } from '../../platform/db/db.ts';
import type { PointRow } from './store.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type RequestState = 'asked' | 'granted' | 'refused' | 'handed-over' | 'withdrawn' | 'lapsed';
export type RequestRow = {
  id: string;
  pointId: string;
  item: string;
  amount: number;
  areaId: string;
  reason: string;
  emergencyId: string | null;
  state: RequestState;
  askedBy: string;
  askedPost: string;
  occurredAt: number;
  askedAt: number;
  answeredAt: number | null;
  note: string;
  endedAt: number | null;
};

const REQUEST = `select id::text, point_id::text as "pointId", item_code as item, amount::float8 as amount, area_id::text as "areaId",
  reason, emergency_id::text as "emergencyId", state, asked_by::text as "askedBy", asked_post::text as "askedPost",
  occurred_at as "occurredAt", asked_at as "askedAt", answered_at as "answeredAt", note, ended_at as "endedAt"
  from stock_requests where district_code = $1`;

export async function findRequest(tx: Tx, id: string, lock = false): Promise<RequestRow | undefined> {
  const [row] = await tx.rows<RequestRow>(`${REQUEST} and id = $2 ${lock ? 'for update' : ''}`, [
    tx.scope.district,
    id,
  ]);
  return row;
}

export async function insertRequest(
  tx: Tx,
  one: Pick<
    RequestRow,
    | 'id'
    | 'pointId'
    | 'item'
    | 'amount'
    | 'areaId'
    | 'reason'
    | 'emergencyId'
    | 'askedBy'
    | 'askedPost'
    | 'occurredAt'
    | 'askedAt'
  >,
): Promise<boolean> {
  const written = await tx.count(
    `insert into stock_requests (district_code, id, point_id, item_code, amount, area_id, reason, emergency_id, state, asked_by,
       asked_post, occurred_at, asked_at, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $10, $11, $12, '') on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.pointId,
      one.item,
      one.amount,
      one.areaId,
      one.reason,
      one.emergencyId,
      one.askedBy,
      one.askedPost,
      time(one.occurredAt),
      time(one.askedAt),
    ],
  );
  return written === 1;
}

export async function answerRequest(
  tx: Tx,
  id: string,
  answer: { state: RequestState; by: string; note: string; at: number },
): Promise<void> {
  await tx.count(
    `update stock_requests set state = $3, answered_by = $4, answered_at = $5, note = $6,
       ended_at = case when $3 = 'granted' then null else $5::timestamptz end
     where district_code = $1 and id = $2`,
    [tx.scope.district, id, answer.state, answer.by, time(answer.at), answer.note],
  );
}

export async function endRequest(tx: Tx, id: string, state: RequestState, at: number): Promise<void> {
  await tx.count('update stock_requests set state = $3, ended_at = $4 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    state,
    time(at),
  ]);
}

export type OpenRequest = RequestRow &
  Pick<PointRow, 'areaPath' | 'keeperPost'> & {
    pointName: string;
    itemName: string;
    measure: string;
    forArea: string;
  };

/** What waits to be answered or fetched, the oldest first. */
export function listOpenRequests(tx: Tx): Promise<OpenRequest[]> {
  return tx.rows<OpenRequest>(
    `select o.*, p.name as "pointName", a.path as "areaPath", p.keeper_post::text as "keeperPost", i.name as "itemName", i.measure,
       f.name as "forArea"
     from (${REQUEST} and state in ('asked', 'granted')) o
     join stock_points p on p.district_code = $1 and p.id = o."pointId"::uuid
     join tree_nodes a on a.district_code = $1 and a.id = p.area_id
     join tree_nodes f on f.district_code = $1 and f.id = o."areaId"::uuid
     join stock_items i on i.district_code = $1 and i.code = o.item
     order by o."askedAt", o.id limit 300`,
    [tx.scope.district],
  );
}

/** Asked before an instant, still unanswered, and nobody above was told: marked as told in the same moment. */
export function takeUnanswered(
  tx: Tx,
  before: number,
  now: number,
): Promise<{ id: string; pointName: string; areaPath: string }[]> {
  return tx.rows(
    `update stock_requests r set told_at = $3 from stock_points p, tree_nodes a
     where r.district_code = $1 and r.state = 'asked' and r.told_at is null and r.asked_at < $2
       and p.district_code = r.district_code and p.id = r.point_id and a.district_code = p.district_code and a.id = p.area_id
     returning r.id::text, p.name as "pointName", a.path as "areaPath"`,
    [tx.scope.district, time(before), time(now)],
  );
}

export function listUnfetched(tx: Tx, before: number): Promise<RequestRow[]> {
  return tx.rows<RequestRow>(
    `${REQUEST} and state = 'granted' and answered_at < $2 order by answered_at limit 200 for update skip locked`,
    [tx.scope.district, time(before)],
  );
}

export type ReservedOf = { lotId: string; amount: number };

/** What was set aside for a request and not moved since: by lot. */
export function listReservedFor(tx: Tx, postingId: string): Promise<ReservedOf[]> {
  return tx.rows<ReservedOf>(
    `select a.thing as "lotId", e.amount::float8 as amount from ledger_entries e
     join ledger_accounts a on a.district_code = e.district_code and a.id = e.account_id
     where e.district_code = $1 and e.posting_id = $2 and a.kind = 'reserved' and e.amount > 0 order by e.seq`,
    [tx.scope.district, postingId],
  );
}
