// Counting what departments asked. Each number is a set of records of the period; what belongs to which is said once, in `CELLS`.
import type { Tx } from '../../platform/db/db.ts';
import type { BurdenCell } from './contract.ts';
import { IN_FORCE } from './store.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type BurdenFilter = {
  /** Instants: the period from its first moment, and before which things count. */
  from: number;
  until: number;
  /** The last day of the period. */
  day: string;
};

const asked = 'r.asked_at >= $4 and r.asked_at < $2';
const REQUESTS = 'admission_requests r';
const ITEMS = `${REQUESTS} join admission_items i on i.district_code = r.district_code and i.request_id = r.id`;
const FINDINGS = 'admission_findings r';

/** What this module keeps itself; generated reports are counted by theirs. */
export type OwnCell = Exclude<BurdenCell, 'generated'>;

type Source = { from: string; where: string; id: string };
const CELLS: Readonly<Record<OwnCell, Source>> = {
  requests: { from: REQUESTS, where: asked, id: 'r.id' },
  urgent: { from: REQUESTS, where: `${asked} and r.urgent`, id: 'r.id' },
  asked: { from: ITEMS, where: `${asked} and i.how = 'ask'`, id: 'r.id' },
  known: { from: ITEMS, where: `${asked} and i.how = 'known'`, id: 'r.id' },
  declined: {
    from: REQUESTS,
    where: `r.state = 'declined' and r.decided_at >= $4 and r.decided_at < $2`,
    id: 'r.id',
  },
  outside: {
    from: FINDINGS,
    where: `r.outcome = 'outside' and r.found_at >= $4 and r.found_at < $2`,
    id: 'r.id',
  },
  'in-force': { from: REQUESTS, where: IN_FORCE, id: 'r.id' },
};

// Every statement binds the same four parameters, whether its cell names them or not.
const BOUND = `r.district_code = $1 and $2::timestamptz is not null and $3::date is not null and $4::timestamptz is not null`;
const values = (tx: Tx, filter: BurdenFilter) => [
  tx.scope.district,
  time(filter.until),
  filter.day,
  time(filter.from),
];

export type BurdenCount = { cell: BurdenCell; unitId: string; n: number };

/** All numbers of all units in one statement. */
export function countBurden(tx: Tx, filter: BurdenFilter): Promise<BurdenCount[]> {
  const parts = Object.entries(CELLS).map(
    ([cell, { from, where }]) =>
      `select '${cell}' as cell, r.unit_id::text as "unitId", count(*)::int as n from ${from} where ${BOUND} and ${where} group by r.unit_id`,
  );
  return tx.rows<BurdenCount>(parts.join(' union all '), values(tx, filter));
}

export type BehindRow = {
  id: string;
  kind: 'request' | 'finding' | 'report';
  title: string;
  label: string | null;
  fact: string | null;
  unitId: string;
  unitName: string;
  state: string;
  areaPath: string | null;
  at: number;
};

/** The records behind a number, the latest first. */
export function listBehind(
  tx: Tx,
  filter: BurdenFilter,
  cell: OwnCell,
  unit: string | undefined,
): Promise<BehindRow[]> {
  const { from, where, id } = CELLS[cell];
  const finding = from === FINDINGS;
  const item = from === ITEMS;
  return tx.rows<BehindRow>(
    `select ${id}::text as id, '${finding ? 'finding' : 'request'}' as kind, r.title, ${item ? 'i.label' : 'null'} as label,
       ${item ? 'i.fact_code' : 'null'} as fact, r.unit_id::text as "unitId", u.name as "unitName",
       ${finding ? 'r.outcome' : 'r.state'} as state, ${finding ? 'null' : 'a.path'} as "areaPath",
       ${finding ? 'r.found_at' : 'r.asked_at'} as at
     from ${from} join tree_nodes u on u.district_code = r.district_code and u.id = r.unit_id
       ${finding ? '' : 'join tree_nodes a on a.district_code = r.district_code and a.id = r.area_id'}
     where ${BOUND} and ${where} and ($5::uuid is null or r.unit_id = $5)
     order by at desc, r.id ${item ? ', i.n' : ''}`,
    [...values(tx, filter), unit ?? null],
  );
}
