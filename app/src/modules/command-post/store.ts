// SQL of the command post: what lies under an emergency as the board needs it, and the steps of all of it.
import type { Tx } from '../../platform/db/db.ts';
import type { ClosureFacts, NeedFacts, TransferFacts } from '../cases/public.ts';

/** A case under an emergency, without what the board doesn't show: there may be thousands of cards. */
export type Child = {
  id: string;
  kind: string;
  number: string;
  version: number;
  state: string;
  headline: string;
  address: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  lng: number | null;
  lat: number | null;
  urgent: boolean;
  unit: string | null;
  unitName: string | null;
  post: string | null;
  filedAt: number;
  closedAt: number | null;
  dueAt: number | null;
  /** It has gone up because a limit passed. */
  goneUp: boolean;
  need: NeedFacts | null;
  transfer: Pick<TransferFacts, 'people' | 'needHelp'> | null;
  arrived: number | null;
  closure: ClosureFacts | null;
};

const instantOf = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());

export const KINDS = ['action-card', 'relief-need', 'transfer', 'closure'] as const;

export function listChildren(tx: Tx, emergencyId: string): Promise<Child[]> {
  return tx.rows<Child>(
    `select c.id::text, c.kind, c.number, c.version, c.state, c.headline, c.address, c.area_id::text as "areaId", a.name as "areaName",
       c.area_path as "areaPath", c.lng, c.lat, c.urgent, c.owner_unit::text as unit, u.name as "unitName", p.title as post,
       c.filed_at as "filedAt", c.closed_at as "closedAt", c.due_at as "dueAt", c.facts ->> 'escalatedTo' is not null as "goneUp",
       c.facts -> 'need' as need, c.facts -> 'closure' as closure,
       case when c.kind = 'transfer' then jsonb_build_object('people', c.facts -> 'transfer' -> 'people',
         'needHelp', c.facts -> 'transfer' -> 'needHelp') end as transfer,
       (c.facts -> 'transfer' -> 'arrived' ->> 'people')::int as arrived
     from cases c
     join tree_nodes a on a.district_code = c.district_code and a.id = c.area_id
     left join tree_nodes u on u.district_code = c.district_code and u.id = c.owner_unit
     left join org_posts p on p.district_code = c.district_code and p.id = (c.facts ->> 'post')::uuid
     where c.district_code = $1 and c.parent_id = $2 and c.kind = any ($3::text[])
     order by c.filed_at, c.id limit 20000`,
    [tx.scope.district, emergencyId, KINDS],
  );
}

export type StepRow = {
  caseId: string;
  version: number;
  name: string;
  at: number;
  toState: string;
  by: string;
  actorKind: string;
  unitName: string | null;
  words: string | null;
  /** Set when the step gave the case to a unit or took it away. */
  unit: string | null;
  movedUnit: boolean;
  goneUp: boolean | null;
  /** Who were counted where they arrived. */
  people: number | null;
};

/** Every step of an emergency and of what lies under it, in the order of each case. */
export function listSteps(
  tx: Tx,
  emergencyId: string,
  limit: number,
  knownUntil?: number,
): Promise<StepRow[]> {
  return tx.rows<StepRow>(
    `select s.case_id::text as "caseId", s.version, s.name, s.occurred_at as at, s.to_state as "toState", s.actor_label as by,
       s.actor_kind as "actorKind", u.name as "unitName", coalesce(s.form ->> 'note', s.form ->> 'reason', s.form ->> 'review') as words,
       s.changes ->> 'ownerUnit' as unit, s.changes ? 'ownerUnit' as "movedUnit",
       case when s.changes ? 'facts' then s.changes -> 'facts' ->> 'escalatedTo' is not null end as "goneUp",
       case when s.name = 'record-arrival' then (s.form ->> 'people')::int end as people
     from cases c
     join case_steps s on s.district_code = c.district_code and s.case_id = c.id
     left join tree_nodes u on u.district_code = s.district_code and u.id = s.unit_id
     where c.district_code = $1 and (c.id = $2 or c.parent_id = $2 and c.kind = any ($3::text[])) and s.name <> 'suggest-need'
       and ($5::timestamptz is null or s.received_at <= $5)
     order by s.case_id, s.version limit $4`,
    [tx.scope.district, emergencyId, KINDS, limit, instantOf(knownUntil)],
  );
}

export type ShelterEvent = {
  shelterId: string;
  name: string;
  lng: number | null;
  lat: number | null;
  capacity: number;
  kind: 'open' | 'close' | 'in' | 'out' | 'count';
  people: number;
  at: number;
};

/** What happened at the doors of shelters of a place between two moments, in order; a shelter that was open before begins with its opening. */
export function listShelterEvents(
  tx: Tx,
  query: { within: string; from: number; to: number; knownUntil?: number },
): Promise<ShelterEvent[]> {
  const instants = [new Date(query.from).toISOString(), new Date(query.to).toISOString()];
  return tx.rows<ShelterEvent>(
    `select e."shelterId", e.name, e.lng, e.lat, e.capacity, e.kind, e.people, e.at from (
       select s.id::text as "shelterId", s.name, s.lng, s.lat, s.capacity, v.kind, v.people, v.at, v.entered
       from shelters s
       join tree_nodes a on a.district_code = s.district_code and a.id = s.area_id and a.path >= $2 and a.path < $2 || '~'
       join shelter_openings o on o.district_code = s.district_code and o.shelter_id = s.id
         and o.opened_at <= $4::timestamptz and (o.closed_at is null or o.closed_at >= $3::timestamptz)
       cross join lateral (
         select 'open' as kind, 0 as people, o.opened_at as at, o.opened_at as entered
         union all select 'close', 0, o.closed_at, o.closed_at where o.closed_at is not null
         union all select c.kind, c.people, c.counted_at, c.entered_at from shelter_counts c
           where c.district_code = o.district_code and c.opening_id = o.id) v
       where s.district_code = $1) e
     where e.at <= $4::timestamptz and ($5::timestamptz is null or e.entered <= $5) order by e."shelterId", e.at, e.entered limit 5000`,
    [tx.scope.district, query.within, ...instants, instantOf(query.knownUntil)],
  );
}

export type StockEvent = {
  id: string;
  kind: string;
  reason: string;
  at: number;
  itemName: string;
  measure: string;
  pointId: string;
  pointName: string;
  /** In thousandths. */
  amount: number;
};

/** What was set aside or given out for an emergency. */
export function listStockEvents(tx: Tx, emergencyId: string): Promise<StockEvent[]> {
  return tx.rows<StockEvent>(
    `select t.id::text, t.kind, t.reason, t.occurred_at as at, i.name as "itemName", i.measure, p.id::text as "pointId",
       p.name as "pointName", sum(e.amount) filter (where e.amount > 0)::float8 as amount
     from ledger_postings t
     join ledger_entries e on e.district_code = t.district_code and e.posting_id = t.id
     join ledger_accounts a on a.district_code = e.district_code and a.id = e.account_id
     join stock_points p on p.district_code = a.district_code and p.id = a.holder_id
     join stock_lots l on l.district_code = a.district_code and l.id = a.thing::uuid
     join stock_items i on i.district_code = l.district_code and i.code = l.item_code
     where t.district_code = $1 and t.book = 'stocks' and t.about = $2
     group by t.id, t.kind, t.reason, t.occurred_at, i.name, i.measure, p.id, p.name
     having sum(e.amount) filter (where e.amount > 0) is not null order by t.occurred_at limit 1000`,
    [tx.scope.district, emergencyId],
  );
}

export type WarningEvent = {
  id: string;
  event: string;
  headline: string;
  issuer: string;
  colour: string | null;
  at: number;
};

export function listWarningsOf(tx: Tx, ids: readonly string[]): Promise<WarningEvent[]> {
  return tx.rows<WarningEvent>(
    `select id::text, event, headline, issuer, colour, sent_at as at from warnings
     where district_code = $1 and id = any ($2::uuid[]) order by sent_at`,
    [tx.scope.district, ids],
  );
}
