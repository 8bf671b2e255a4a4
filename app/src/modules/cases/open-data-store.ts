// The SQL of what everybody may see of cases: those about public things, and the steps of theirs that are public. The caller names the
// categories; there is no way past them.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Box } from './store.ts';

/** The categories and kinds that are public; everything below asks for them. */
export type PublicLimits = { categories: readonly string[]; kinds: readonly string[] };

export type PublicFilter = {
  filedFrom?: number | undefined;
  filedTo?: number | undefined;
  changedFrom?: number | undefined;
  changedTo?: number | undefined;
  open?: boolean | undefined;
  numbers?: readonly string[] | undefined;
  ids?: readonly string[] | undefined;
  /** With a place in any of these boxes. */
  boxes?: readonly Box[] | undefined;
};

const date = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());

const WHERE = `c.district_code = $1 and c.category = any ($2::text[]) and c.kind = any ($3::text[])
  and ($4::timestamptz is null or c.filed_at >= $4) and ($5::timestamptz is null or c.filed_at <= $5)
  and ($6::timestamptz is null or c.last_at >= $6) and ($7::timestamptz is null or c.last_at <= $7)
  and ($8::boolean is null or (c.closed_at is null) = $8)
  and ($9::text[] is null or c.number = any ($9)) and ($10::uuid[] is null or c.id = any ($10))
  and ($11::float8[] is null or exists (
    select from unnest($11::float8[], $12::float8[], $13::float8[], $14::float8[]) as b (west, south, east, north)
    where c.lng between b.west and b.east and c.lat between b.south and b.north))`;

function valuesOf(tx: Tx, limits: PublicLimits, filter: PublicFilter): unknown[] {
  const side = (name: keyof Box) => filter.boxes?.map((box) => box[name]) ?? null;
  return [
    tx.scope.district,
    limits.categories,
    limits.kinds,
    date(filter.filedFrom),
    date(filter.filedTo),
    date(filter.changedFrom),
    date(filter.changedTo),
    filter.open ?? null,
    filter.numbers ?? null,
    filter.ids ?? null,
    side('west'),
    side('south'),
    side('east'),
    side('north'),
  ];
}

/** The newest first. */
export async function listPublic(
  tx: Tx,
  limits: PublicLimits,
  filter: PublicFilter,
  page: { limit: number; offset: number },
): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where ${WHERE} order by c.filed_at desc, c.id desc limit $15 offset $16`,
    [...valuesOf(tx, limits, filter), page.limit, page.offset],
  );
  return rows.map(caseOfRow);
}

/** Those to which a file is attached. */
export async function listPublicWithFile(tx: Tx, limits: PublicLimits, fileId: string): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from case_files f join cases c on c.district_code = f.district_code and c.id = f.case_id
     where f.district_code = $1 and f.file_id = $4 and c.category = any ($2::text[]) and c.kind = any ($3::text[])`,
    [tx.scope.district, limits.categories, limits.kinds, fileId],
  );
  return rows.map(caseOfRow);
}

/** Those with a place, by id, after an id. */
export async function listPublicPlaced(
  tx: Tx,
  limits: PublicLimits,
  filter: PublicFilter,
  page: { limit: number; after: string | undefined },
): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where ${WHERE} and c.lng is not null and ($15::uuid is null or c.id > $15)
     order by c.id limit $16`,
    [...valuesOf(tx, limits, filter), page.after ?? null, page.limit],
  );
  return rows.map(caseOfRow);
}

export async function countPublicPlaced(tx: Tx, limits: PublicLimits, filter: PublicFilter): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from cases c where ${WHERE} and c.lng is not null`,
    valuesOf(tx, limits, filter),
  );
  return row?.n ?? 0;
}

export type PublicStep = {
  caseId: string;
  number: string;
  kind: string;
  version: number;
  name: string;
  toState: string;
  receivedAt: number;
};

/** Steps of public cases in a span of time, the oldest first, but not those that were taken back. */
export function listPublicSteps(
  tx: Tx,
  limits: PublicLimits,
  names: readonly string[],
  filter: { from: number; to: number; numbers?: readonly string[] | undefined },
  page: { limit: number; offset: number },
): Promise<PublicStep[]> {
  return tx.rows<PublicStep>(
    `select s.case_id as "caseId", c.number, c.kind, s.version, s.name, s.to_state as "toState", s.received_at as "receivedAt"
     from case_steps s join cases c on c.district_code = s.district_code and c.id = s.case_id
     where s.district_code = $1 and c.category = any ($2::text[]) and c.kind = any ($3::text[]) and s.name = any ($4::text[])
       and s.received_at >= $5 and s.received_at <= $6 and ($7::text[] is null or c.number = any ($7))
       and not exists (select from case_steps u where u.district_code = s.district_code and u.case_id = s.case_id
         and u.name = 'undo' and u.form ->> 'undoes' = s.command_id::text)
     order by s.received_at, s.case_id, s.version limit $8 offset $9`,
    [
      tx.scope.district,
      limits.categories,
      limits.kinds,
      names,
      date(filter.from),
      date(filter.to),
      filter.numbers ?? null,
      page.limit,
      page.offset,
    ],
  );
}
