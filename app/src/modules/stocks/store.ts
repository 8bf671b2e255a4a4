// SQL of supplies. Balances come from the ledger's accounts; a line is one lot at one point.
import type { Tx } from '../../platform/db/db.ts';
import type { PresetItem } from './preset-items.ts';

const time = (ms: number) => new Date(ms).toISOString();

export async function installItems(tx: Tx, items: readonly PresetItem[]): Promise<void> {
  await tx.count(
    `insert into stock_items (district_code, code, class, name, measure, per_person_day, need_source, per_thousand, least_source)
     select $1, code, class, name, measure, "perPersonDay", "needSource", "perThousand", "leastSource" from jsonb_to_recordset($2::jsonb)
       as r (code text, class text, name text, measure text, "perPersonDay" numeric, "needSource" text, "perThousand" numeric,
         "leastSource" text) on conflict do nothing`,
    [tx.scope.district, JSON.stringify(items)],
  );
}

export type ItemRow = PresetItem & { goalDays: number | null };
export function listItems(tx: Tx): Promise<ItemRow[]> {
  return tx.rows<ItemRow>(
    `select code, class, name, measure, per_person_day::float8 as "perPersonDay", need_source as "needSource",
       per_thousand::float8 as "perThousand", least_source as "leastSource", goal_days as "goalDays"
     from stock_items where district_code = $1 order by class, code`,
    [tx.scope.district],
  );
}

export type PointRow = {
  id: string;
  name: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  address: string;
  lng: number | null;
  lat: number | null;
  keeperPost: string;
  keeperTitle: string;
  keeperUnit: string;
  keeperUnitId: string;
  opening: string;
  shared: boolean;
  closedAt: number | null;
};

const POINT = `select p.id::text, p.name, p.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath", p.address, p.lng, p.lat,
  p.keeper_post::text as "keeperPost", k.title as "keeperTitle", u.name as "keeperUnit", u.id::text as "keeperUnitId", p.opening, p.shared, p.closed_at as "closedAt"
from stock_points p
join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
join org_posts k on k.district_code = p.district_code and k.id = p.keeper_post
join tree_nodes u on u.district_code = k.district_code and u.id = k.unit_id
where p.district_code = $1`;

export function listPoints(tx: Tx): Promise<PointRow[]> {
  return tx.rows<PointRow>(`${POINT} and p.closed_at is null order by a.path, p.name, p.id`, [
    tx.scope.district,
  ]);
}

export async function findPoint(tx: Tx, id: string): Promise<PointRow | undefined> {
  const [row] = await tx.rows<PointRow>(`${POINT} and p.id = $2`, [tx.scope.district, id]);
  return row;
}

export async function insertPoint(
  tx: Tx,
  point: {
    id: string;
    name: string;
    areaId: string;
    address: string;
    lng: number | null;
    lat: number | null;
    keeperPost: string;
    opening: string;
    shared: boolean;
    at: number;
  },
): Promise<void> {
  await tx.count(
    `insert into stock_points (district_code, id, name, area_id, address, lng, lat, keeper_post, opening, shared, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      tx.scope.district,
      point.id,
      point.name,
      point.areaId,
      point.address,
      point.lng,
      point.lat,
      point.keeperPost,
      point.opening,
      point.shared,
      time(point.at),
    ],
  );
}

export type LotRow = {
  id: string;
  item: string;
  lot: string;
  expiresOn: string | null;
  mode: 'own' | 'agreed' | 'capacity' | 'household';
  supplier: string;
  verifiedOn: string | null;
};

const LOT = `select l.id::text, l.item_code as item, l.lot, l.expires_on::text as "expiresOn", l.mode, l.supplier,
  greatest(l.verified_on, (select max(v.verified_on) from stock_verifications v
    where v.district_code = l.district_code and v.lot_id = l.id))::text as "verifiedOn" from stock_lots l where l.district_code = $1`;

export async function findLot(tx: Tx, id: string): Promise<LotRow | undefined> {
  const [row] = await tx.rows<LotRow>(`${LOT} and l.id = $2`, [tx.scope.district, id]);
  return row;
}

export async function insertLot(
  tx: Tx,
  lot: Omit<LotRow, 'verifiedOn'> & { verifiedOn: string | null; by: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into stock_lots (district_code, id, item_code, lot, expires_on, mode, supplier, verified_on, made_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      tx.scope.district,
      lot.id,
      lot.item,
      lot.lot,
      lot.expiresOn,
      lot.mode,
      lot.supplier,
      lot.verifiedOn,
      lot.by,
      time(lot.at),
    ],
  );
}

export async function insertVerification(
  tx: Tx,
  one: { id: string; lotId: string; verifiedOn: string; by: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into stock_verifications (district_code, id, lot_id, verified_on, account_id, at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [tx.scope.district, one.id, one.lotId, one.verifiedOn, one.by, time(one.at)],
  );
}

export type Line = LotRow & {
  pointId: string;
  pointName: string;
  areaPath: string;
  areaName: string;
  shared: boolean;
  lng: number | null;
  lat: number | null;
  itemName: string;
  class: string;
  measure: string;
  onHand: number;
  reserved: number;
};

/** What lies where, in thousandths: one line for each lot at each point that holds any of it, what expires first on top. */
export function listLines(
  tx: Tx,
  filter: {
    within?: string | undefined;
    item?: string | undefined;
    expiresBefore?: string | undefined;
    points?: readonly string[] | undefined;
    limit: number;
  },
): Promise<Line[]> {
  return tx.rows<Line>(
    `select l.id::text, l.item_code as item, l.lot, l.expires_on::text as "expiresOn", l.mode, l.supplier,
       greatest(l.verified_on, (select max(v.verified_on) from stock_verifications v
         where v.district_code = l.district_code and v.lot_id = l.id))::text as "verifiedOn",
       p.id::text as "pointId", p.name as "pointName", a.path as "areaPath", a.name as "areaName", p.shared, p.lng, p.lat,
       i.name as "itemName", i.class, i.measure,
       coalesce(h.balance, 0)::float8 as "onHand", coalesce(r.balance, 0)::float8 as reserved
     from ledger_accounts h
     join stock_points p on p.district_code = h.district_code and p.id = h.holder_id
     join stock_lots l on l.district_code = h.district_code and l.id = h.thing::uuid
     join stock_items i on i.district_code = l.district_code and i.code = l.item_code
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     left join ledger_accounts r on r.district_code = h.district_code and r.book = h.book and r.holder_id = h.holder_id
       and r.thing = h.thing and r.kind = 'reserved'
     where h.district_code = $1 and h.book = 'stocks' and h.kind = 'on-hand' and (h.balance > 0 or r.balance > 0)
       and ($2::text is null or (a.path >= $2 and a.path < $2 || '~')) and ($3::text is null or l.item_code = $3)
       and ($4::date is null or l.expires_on <= $4) and ($6::uuid[] is null or h.holder_id = any ($6::uuid[]))
     order by l.expires_on nulls last, a.path, p.name, l.id limit $5`,
    [
      tx.scope.district,
      filter.within ?? null,
      filter.item ?? null,
      filter.expiresBefore ?? null,
      filter.limit,
      filter.points ?? null,
    ],
  );
}

export type Movement = {
  id: string;
  lotId: string;
  lot: string;
  itemName: string;
  measure: string;
  kind: string;
  reason: string;
  reverses: string | null;
  reversed: boolean;
  amount: number;
  account: string;
  occurredAt: number;
  postedAt: number;
  twoPeople: boolean;
};

/** What moved at a point, the newest first. */
export function listMovements(
  tx: Tx,
  pointId: string,
  lotId: string | undefined,
  limit: number,
): Promise<Movement[]> {
  return tx.rows<Movement>(
    `select p.id::text, a.thing as "lotId", l.lot, i.name as "itemName", i.measure,
       p.kind, p.reason, p.reverses::text, e.amount::float8 as amount, a.kind as account,
       exists (select from ledger_postings r where r.district_code = p.district_code and r.reverses = p.id) as reversed,
       p.occurred_at as "occurredAt", p.posted_at as "postedAt", p.approved_by is not null as "twoPeople"
     from ledger_entries e
     join ledger_accounts a on a.district_code = e.district_code and a.id = e.account_id
     join ledger_postings p on p.district_code = e.district_code and p.id = e.posting_id
     join stock_lots l on l.district_code = a.district_code and l.id = a.thing::uuid
     join stock_items i on i.district_code = l.district_code and i.code = l.item_code
     where e.district_code = $1 and a.book = 'stocks' and a.holder_id = $2 and ($3::text is null or a.thing = $3)
     order by p.posted_at desc, p.id desc, e.seq limit $4`,
    [tx.scope.district, pointId, lotId ?? null, limit],
  );
}

export type Proposal = {
  id: string;
  kind: 'dispose' | 'count';
  pointId: string;
  lotId: string;
  amount: number;
  reason: string;
  proposedBy: string;
  proposedAt: number;
  decidedAt: number | null;
  accepted: boolean | null;
};

const PROPOSAL = `select id::text, kind, point_id::text as "pointId", lot_id::text as "lotId", amount::float8 as amount, reason,
  proposed_by::text as "proposedBy", proposed_at as "proposedAt", decided_at as "decidedAt", accepted
  from stock_proposals where district_code = $1`;

export async function findProposal(tx: Tx, id: string): Promise<Proposal | undefined> {
  const [row] = await tx.rows<Proposal>(`${PROPOSAL} and id = $2 for update`, [tx.scope.district, id]);
  return row;
}

export type OpenProposal = Proposal &
  Pick<PointRow, 'areaPath' | 'keeperPost'> & {
    pointName: string;
    itemName: string;
    measure: string;
    lot: string;
  };

/** What waits for a second person, with the words of what it is about. */
export function listProposals(tx: Tx): Promise<OpenProposal[]> {
  return tx.rows<OpenProposal>(
    `select o.*, p.name as "pointName", a.path as "areaPath", p.keeper_post::text as "keeperPost", l.lot, i.name as "itemName", i.measure
     from (${PROPOSAL} and decided_at is null) o
     join stock_points p on p.district_code = $1 and p.id = o."pointId"::uuid
     join tree_nodes a on a.district_code = $1 and a.id = p.area_id
     join stock_lots l on l.district_code = $1 and l.id = o."lotId"::uuid
     join stock_items i on i.district_code = $1 and i.code = l.item_code
     order by o."proposedAt" limit 200`,
    [tx.scope.district],
  );
}

export async function insertProposal(tx: Tx, one: Omit<Proposal, 'decidedAt' | 'accepted'>): Promise<void> {
  await tx.count(
    `insert into stock_proposals (district_code, id, kind, point_id, lot_id, amount, reason, proposed_by, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.kind,
      one.pointId,
      one.lotId,
      one.amount,
      one.reason,
      one.proposedBy,
      time(one.proposedAt),
    ],
  );
}

export async function decideProposal(
  tx: Tx,
  id: string,
  by: string,
  accepted: boolean,
  at: number,
): Promise<void> {
  await tx.count(
    `update stock_proposals set decided_by = $3, decided_at = $4, accepted = $5 where district_code = $1 and id = $2`,
    [tx.scope.district, id, by, time(at), accepted],
  );
}

export type Loan = {
  id: string;
  fromPoint: string;
  toPoint: string;
  lotId: string;
  amount: number;
  returned: number;
  dueOn: string;
  lentAt: number;
};

const LOAN = `select id::text, from_point::text as "fromPoint", to_point::text as "toPoint", lot_id::text as "lotId", amount::float8 as amount,
  returned::float8 as returned, due_on::text as "dueOn", lent_at as "lentAt" from stock_loans where district_code = $1`;

export async function findLoan(tx: Tx, id: string): Promise<Loan | undefined> {
  const [row] = await tx.rows<Loan>(`${LOAN} and id = $2 for update`, [tx.scope.district, id]);
  return row;
}

export type OpenLoan = Loan &
  Pick<PointRow, 'areaPath' | 'keeperPost'> & {
    fromName: string;
    toName: string;
    itemName: string;
    measure: string;
    lot: string;
  };

/** What is lent and not yet back; the place and keeper are the borrower's, who gives it back. */
export function listLoans(tx: Tx): Promise<OpenLoan[]> {
  return tx.rows<OpenLoan>(
    `select o.*, f.name as "fromName", b.name as "toName", a.path as "areaPath", b.keeper_post::text as "keeperPost",
       l.lot, i.name as "itemName", i.measure
     from (${LOAN} and returned < amount) o
     join stock_points f on f.district_code = $1 and f.id = o."fromPoint"::uuid
     join stock_points b on b.district_code = $1 and b.id = o."toPoint"::uuid
     join tree_nodes a on a.district_code = $1 and a.id = b.area_id
     join stock_lots l on l.district_code = $1 and l.id = o."lotId"::uuid
     join stock_items i on i.district_code = $1 and i.code = l.item_code
     order by o."dueOn", o.id limit 500`,
    [tx.scope.district],
  );
}

export async function insertLoan(tx: Tx, loan: Omit<Loan, 'returned'> & { by: string }): Promise<void> {
  await tx.count(
    `insert into stock_loans (district_code, id, from_point, to_point, lot_id, amount, returned, due_on, lent_by, lent_at)
     values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9) on conflict do nothing`,
    [
      tx.scope.district,
      loan.id,
      loan.fromPoint,
      loan.toPoint,
      loan.lotId,
      loan.amount,
      loan.dueOn,
      loan.by,
      time(loan.lentAt),
    ],
  );
}

export async function addReturned(tx: Tx, id: string, amount: number): Promise<void> {
  await tx.count('update stock_loans set returned = returned + $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    amount,
  ]);
}

/** The points whose accounts a posting touched. */
export async function listPointsOfPosting(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select distinct p.id::text from ledger_entries e
     join ledger_accounts a on a.district_code = e.district_code and a.id = e.account_id
     join stock_points p on p.district_code = a.district_code and p.id = a.holder_id
     where e.district_code = $1 and e.posting_id = $2 and a.book = 'stocks'`,
    [tx.scope.district, id],
  );
  return rows.map((row) => row.id);
}

/** Where a lot lies. */
export async function listPointsOfLot(
  tx: Tx,
  lotId: string,
): Promise<Pick<PointRow, 'areaPath' | 'keeperPost' | 'name'>[]> {
  return tx.rows<Pick<PointRow, 'areaPath' | 'keeperPost' | 'name'>>(
    `select p.name, a.path as "areaPath", p.keeper_post::text as "keeperPost"
     from ledger_accounts h
     join stock_points p on p.district_code = h.district_code and p.id = h.holder_id
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     where h.district_code = $1 and h.book = 'stocks' and h.kind = 'on-hand' and h.thing = $2::text order by p.name`,
    [tx.scope.district, lotId],
  );
}

export type ForEmergency = {
  pointId: string;
  pointName: string;
  lotId: string;
  lot: string;
  itemName: string;
  measure: string;
  reserved: number;
  issued: number;
};

/** What was set aside and given out for one emergency: what came back or was released is taken off. */
export function listForEmergency(tx: Tx, emergencyId: string): Promise<ForEmergency[]> {
  return tx.rows<ForEmergency>(
    `select p.id::text as "pointId", p.name as "pointName", l.id::text as "lotId", l.lot, i.name as "itemName", i.measure,
       coalesce(sum(e.amount) filter (where a.kind = 'reserved'), 0)::float8 as reserved,
       coalesce(sum(e.amount) filter (where a.kind = 'issued'), 0)::float8 as issued
     from ledger_postings t
     join ledger_entries e on e.district_code = t.district_code and e.posting_id = t.id
     join ledger_accounts a on a.district_code = e.district_code and a.id = e.account_id
     join stock_points p on p.district_code = a.district_code and p.id = a.holder_id
     join stock_lots l on l.district_code = a.district_code and l.id = a.thing::uuid
     join stock_items i on i.district_code = l.district_code and i.code = l.item_code
     where t.district_code = $1 and t.book = 'stocks' and t.about = $2 and a.kind in ('reserved', 'issued')
     group by p.id, p.name, l.id, l.lot, i.name, i.measure having sum(e.amount) <> 0 order by i.name, p.name, l.lot limit 500`,
    [tx.scope.district, emergencyId],
  );
}

/** A count, whatever it found: the day on which a point was last looked at. */
export async function insertCount(
  tx: Tx,
  one: { id: string; pointId: string; lotId: string; difference: number; by: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into stock_counts (district_code, id, point_id, lot_id, difference, counted_by, counted_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.pointId,
      one.lotId,
      one.difference,
      one.by,
      new Date(one.at).toISOString(),
    ],
  );
}
