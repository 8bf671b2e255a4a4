// SQL of what there should be, of dates that come near, and of who has heard of them.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type Rule = {
  perPersonDay: number | null;
  needSource: string;
  perThousand: number | null;
  leastSource: string | null;
  goalDays: number | null;
};

/** False when there is no such item. */
export async function writeRule(tx: Tx, code: string, rule: Rule): Promise<boolean> {
  const written = await tx.count(
    `update stock_items set per_person_day = $3, need_source = $4, per_thousand = $5, least_source = $6, goal_days = $7
     where district_code = $1 and code = $2`,
    [
      tx.scope.district,
      code,
      rule.perPersonDay,
      rule.needSource,
      rule.perThousand,
      rule.leastSource,
      rule.goalDays,
    ],
  );
  return written === 1;
}

export async function findAlertDays(tx: Tx): Promise<number[] | undefined> {
  const [row] = await tx.rows<{ days: number[] }>(
    'select alert_days as days from stock_settings where district_code = $1',
    [tx.scope.district],
  );
  return row?.days;
}

export async function writeAlertDays(
  tx: Tx,
  days: readonly number[],
  who: { by: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into stock_settings (district_code, alert_days, set_by, set_at) values ($1, $2, $3, $4)
     on conflict (district_code) do update set alert_days = excluded.alert_days, set_by = excluded.set_by, set_at = excluded.set_at`,
    [tx.scope.district, days, who.by, time(who.at)],
  );
}

export type Dated = {
  pointId: string;
  pointName: string;
  keeperPost: string;
  lotId: string;
  lot: string;
  itemName: string;
  expiresOn: string;
  /** Thresholds that were told. */
  told: number[];
};

/** Lots that lie somewhere and whose date is not after a day, with what was told of them. */
export function listDated(tx: Tx, until: string, limit: number): Promise<Dated[]> {
  return tx.rows<Dated>(
    `select p.id::text as "pointId", p.name as "pointName", p.keeper_post::text as "keeperPost", l.id::text as "lotId", l.lot,
       i.name as "itemName", l.expires_on::text as "expiresOn",
       coalesce((select array_agg(s.days) from stock_alerts s
         where s.district_code = l.district_code and s.point_id = p.id and s.lot_id = l.id), '{}') as told
     from ledger_accounts h
     join stock_points p on p.district_code = h.district_code and p.id = h.holder_id and p.closed_at is null
     join stock_lots l on l.district_code = h.district_code and l.id = h.thing::uuid
     join stock_items i on i.district_code = l.district_code and i.code = l.item_code
     where h.district_code = $1 and h.book = 'stocks' and h.kind = 'on-hand' and h.balance > 0 and l.expires_on <= $2::date
     order by l.expires_on, p.id, l.id limit $3`,
    [tx.scope.district, until, limit],
  );
}

/** Those that are new: what another process told in the same moment is not told again. */
export async function insertAlerts(
  tx: Tx,
  one: { pointId: string; lotId: string; days: readonly number[]; at: number },
): Promise<number> {
  return tx.count(
    `insert into stock_alerts (district_code, point_id, lot_id, days, at)
     select $1, $2, $3, d, $5 from unnest($4::int[]) as d on conflict do nothing`,
    [tx.scope.district, one.pointId, one.lotId, one.days, time(one.at)],
  );
}

/** What the book said at an instant: a count is held against what lay there then, however late it arrives. */
export async function bookAt(tx: Tx, pointId: string, lotId: string, at: number): Promise<number> {
  const [row] = await tx.rows<{ amount: number }>(
    `select coalesce(sum(e.amount), 0)::float8 as amount from ledger_accounts a
     join ledger_entries e on e.district_code = a.district_code and e.account_id = a.id
     join ledger_postings p on p.district_code = e.district_code and p.id = e.posting_id
     where a.district_code = $1 and a.book = 'stocks' and a.holder_id = $2 and a.thing = $3::text
       and a.kind in ('on-hand', 'reserved') and p.occurred_at <= $4`,
    [tx.scope.district, pointId, lotId, time(at)],
  );
  return row?.amount ?? 0;
}
