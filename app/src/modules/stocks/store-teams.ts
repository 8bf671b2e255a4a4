// SQL of what is out with teams.
import type { Tx } from '../../platform/db/db.ts';

export type WithTeam = {
  teamId: string;
  lotId: string;
  lot: string;
  itemName: string;
  measure: string;
  amount: number;
  /** When the first of what is still out went there. */
  since: number;
  pointId: string;
  pointName: string;
};

/** Lots that lie with teams, with the point from which the last of them came. */
export function listWithTeams(tx: Tx, teamId: string | null): Promise<WithTeam[]> {
  return tx.rows<WithTeam>(
    `select h.holder_id::text as "teamId", l.id::text as "lotId", l.lot, i.name as "itemName", i.measure, h.balance::float8 as amount,
       s.since, s.point::text as "pointId", p.name as "pointName"
     from ledger_accounts h
     join stock_lots l on l.district_code = h.district_code and l.id = h.thing::uuid
     join stock_items i on i.district_code = l.district_code and i.code = l.item_code
     join lateral (
       select min(t.occurred_at) as since, (array_agg(o.holder_id order by t.occurred_at desc))[1] as point
       from ledger_entries e
       join ledger_postings t on t.district_code = e.district_code and t.id = e.posting_id
       join ledger_entries f on f.district_code = e.district_code and f.posting_id = e.posting_id and f.account_id <> e.account_id
       join ledger_accounts o on o.district_code = f.district_code and o.id = f.account_id and o.kind = 'on-hand'
       where e.district_code = h.district_code and e.account_id = h.id and e.amount > 0
     ) s on true
     join stock_points p on p.district_code = h.district_code and p.id = s.point
     where h.district_code = $1 and h.book = 'stocks' and h.kind = 'with-team' and h.balance > 0 and ($2::uuid is null or h.holder_id = $2)
     order by s.since, i.name limit 500`,
    [tx.scope.district, teamId],
  );
}
