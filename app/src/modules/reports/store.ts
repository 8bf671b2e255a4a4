// Forms in their versions, and what was generated from them.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type Bound = { ref: string; fact: string };
export type TemplateRow = {
  id: string;
  version: number;
  title: string;
  format: 'xlsx' | 'docx';
  unitId: string;
  unitName: string;
  forUnitId: string | null;
  forUnitName: string | null;
  fileId: string;
  cells: Bound[];
  madeBy: string;
  madeAt: number;
};
const TEMPLATE = `t.id::text, t.version, t.title, t.format, t.unit_id::text as "unitId", u.name as "unitName",
  t.for_unit_id::text as "forUnitId", f.name as "forUnitName", t.file_id::text as "fileId", t.cells, t.made_by::text as "madeBy",
  t.made_at as "madeAt" from report_templates t
  join tree_nodes u on u.district_code = t.district_code and u.id = t.unit_id
  left join tree_nodes f on f.district_code = t.district_code and f.id = t.for_unit_id where t.district_code = $1`;

/** The latest version of each form. */
export function listTemplates(tx: Tx): Promise<TemplateRow[]> {
  return tx.rows<TemplateRow>(
    `select * from (select distinct on (t.id) ${TEMPLATE} order by t.id, t.version desc) as latest order by title, id limit 500`,
    [tx.scope.district],
  );
}

/** One version, or the latest. */
export async function findTemplate(tx: Tx, id: string, version?: number): Promise<TemplateRow | undefined> {
  const [row] = await tx.rows<TemplateRow>(
    `select ${TEMPLATE} and t.id = $2 and ($3::int is null or t.version = $3) order by t.version desc limit 1`,
    [tx.scope.district, id, version ?? null],
  );
  return row;
}

export async function insertTemplate(
  tx: Tx,
  one: Omit<TemplateRow, 'unitName' | 'forUnitName'>,
): Promise<boolean> {
  const written = await tx.count(
    `insert into report_templates (district_code, id, version, title, format, unit_id, for_unit_id, file_id, cells, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.version,
      one.title,
      one.format,
      one.unitId,
      one.forUnitId,
      one.fileId,
      JSON.stringify(one.cells),
      one.madeBy,
      time(one.madeAt),
    ],
  );
  return written === 1;
}

/** `value` is null where there is none, and `why` says so. */
export type RunCell = Bound & { value: number | null; why: string | null };
export type RunRow = {
  id: string;
  templateId: string;
  templateVersion: number;
  title: string;
  format: 'xlsx' | 'docx';
  unitId: string;
  unitName: string;
  forUnitId: string | null;
  forUnitName: string | null;
  areaId: string;
  areaName: string;
  areaKey: string;
  areaPath: string;
  from: string;
  to: string;
  knownUntil: number;
  madeBy: string;
  madeAt: number;
  cells: RunCell[];
  signedAt: number | null;
  signedTitle: string | null;
  fileId: string | null;
  sha256: string | null;
};
const RUN = `select r.id::text, r.template_id::text as "templateId", r.template_version as "templateVersion", t.title, t.format,
    r.unit_id::text as "unitId", u.name as "unitName", r.for_unit_id::text as "forUnitId", f.name as "forUnitName",
    r.area_id::text as "areaId", a.name as "areaName", a.key as "areaKey", a.path as "areaPath", r.period_from::text as "from",
    r.period_to::text as "to", r.known_until as "knownUntil", r.made_by::text as "madeBy", r.made_at as "madeAt", r.cells,
    r.signed_at as "signedAt", r.signed_title as "signedTitle", r.file_id::text as "fileId", r.sha256
  from report_runs r
  join report_templates t on t.district_code = r.district_code and t.id = r.template_id and t.version = r.template_version
  join tree_nodes u on u.district_code = r.district_code and u.id = r.unit_id
  left join tree_nodes f on f.district_code = r.district_code and f.id = r.for_unit_id
  join tree_nodes a on a.district_code = r.district_code and a.id = r.area_id
  where r.district_code = $1`;

export function listRuns(tx: Tx, limit: number): Promise<RunRow[]> {
  return tx.rows<RunRow>(`${RUN} order by r.made_at desc, r.id limit $2`, [tx.scope.district, limit]);
}

export async function findRun(tx: Tx, id: string): Promise<RunRow | undefined> {
  const [row] = await tx.rows<RunRow>(`${RUN} and r.id = $2`, [tx.scope.district, id]);
  return row;
}

export type NewRun = Pick<
  RunRow,
  | 'id'
  | 'templateId'
  | 'templateVersion'
  | 'unitId'
  | 'forUnitId'
  | 'areaId'
  | 'from'
  | 'to'
  | 'knownUntil'
  | 'madeBy'
  | 'madeAt'
  | 'cells'
>;

export async function insertRun(tx: Tx, one: NewRun): Promise<boolean> {
  const written = await tx.count(
    `insert into report_runs (district_code, id, template_id, template_version, unit_id, for_unit_id, area_id, period_from, period_to,
       known_until, made_by, made_at, cells)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.templateId,
      one.templateVersion,
      one.unitId,
      one.forUnitId,
      one.areaId,
      one.from,
      one.to,
      time(one.knownUntil),
      one.madeBy,
      time(one.madeAt),
      JSON.stringify(one.cells),
    ],
  );
  return written === 1;
}

/** False when it was signed already: a signed row is not there to be changed. */
export async function signRun(
  tx: Tx,
  id: string,
  signature: { at: number; by: string; title: string; fileId: string; sha256: string },
): Promise<boolean> {
  const signed = await tx.count(
    `update report_runs set signed_at = $3, signed_by = $4, signed_title = $5, file_id = $6, sha256 = $7
     where district_code = $1 and id = $2 and signed_at is null`,
    [
      tx.scope.district,
      id,
      time(signature.at),
      signature.by,
      signature.title,
      signature.fileId,
      signature.sha256,
    ],
  );
  return signed === 1;
}

type Made = { from: number; until: number };
const MADE = 'r.district_code = $1 and r.for_unit_id is not null and r.made_at >= $2 and r.made_at < $3';

/** How many reports were generated for each unit instead of being asked for. */
export function countMade(tx: Tx, { from, until }: Made): Promise<{ unitId: string; n: number }[]> {
  return tx.rows(
    `select r.for_unit_id::text as "unitId", count(*)::int as n from report_runs r where ${MADE} group by 1`,
    [tx.scope.district, time(from), time(until)],
  );
}

export type MadeRow = { id: string; title: string; unitId: string; unitName: string; at: number };
export function listMade(tx: Tx, { from, until }: Made, unit: string | undefined): Promise<MadeRow[]> {
  return tx.rows<MadeRow>(
    `select r.id::text, t.title, r.for_unit_id::text as "unitId", u.name as "unitName", r.made_at as at from report_runs r
     join report_templates t on t.district_code = r.district_code and t.id = r.template_id and t.version = r.template_version
     join tree_nodes u on u.district_code = r.district_code and u.id = r.for_unit_id
     where ${MADE} and ($4::uuid is null or r.for_unit_id = $4) order by r.made_at desc, r.id`,
    [tx.scope.district, time(from), time(until), unit ?? null],
  );
}
