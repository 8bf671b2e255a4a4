// SQL of situation reports.
import type { Tx } from '../../platform/db/db.ts';
import type { Loss, ReportKind } from './contract.ts';
import type { FigureCode } from './figures.ts';

export type ReportRow = {
  id: string;
  emergencyId: string;
  areaId: string;
  kind: ReportKind;
  asOf: number;
  figures: { code: FigureCode; value: number }[];
  losses: Loss[];
  words: string;
  nextDue: number | null;
  madeBy: string;
  madeTitle: string;
  signedAt: number | null;
  signedTitle: string | null;
  seq: number | null;
  fileId: string | null;
  sha256: string | null;
};

const REPORT = `select id::text, emergency_id::text as "emergencyId", area_id::text as "areaId", kind, as_of as "asOf", figures, losses, words,
  next_due as "nextDue", made_by::text as "madeBy", made_title as "madeTitle", signed_at as "signedAt", signed_title as "signedTitle", seq,
  file_id::text as "fileId", sha256 from situation_reports where district_code = $1`;

export async function findReport(tx: Tx, id: string): Promise<ReportRow | undefined> {
  const [row] = await tx.rows<ReportRow>(`${REPORT} and id = $2`, [tx.scope.district, id]);
  return row;
}

export function listReports(tx: Tx, emergencyId: string): Promise<ReportRow[]> {
  return tx.rows<ReportRow>(`${REPORT} and emergency_id = $2 order by as_of desc, id desc limit 300`, [
    tx.scope.district,
    emergencyId,
  ]);
}

const time = (at: number) => new Date(at).toISOString();

/** False when this id is there already. */
export async function insertReport(
  tx: Tx,
  one: Omit<ReportRow, 'signedAt' | 'signedTitle' | 'seq' | 'fileId' | 'sha256'>,
): Promise<boolean> {
  const written = await tx.count(
    `insert into situation_reports (district_code, id, emergency_id, area_id, kind, as_of, figures, losses, words, next_due, made_by, made_title)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.emergencyId,
      one.areaId,
      one.kind,
      time(one.asOf),
      JSON.stringify(one.figures),
      JSON.stringify(one.losses),
      one.words,
      one.nextDue === null ? null : time(one.nextDue),
      one.madeBy,
      one.madeTitle,
    ],
  );
  return written === 1;
}

/** False when somebody signed it in the same moment. */
export async function signReport(
  tx: Tx,
  id: string,
  by: { at: number; account: string; title: string; seq: number; fileId: string; sha256: string },
): Promise<boolean> {
  const changed = await tx.count(
    `update situation_reports set signed_at = $3, signed_by = $4, signed_title = $5, seq = $6, file_id = $7, sha256 = $8
     where district_code = $1 and id = $2 and signed_at is null`,
    [tx.scope.district, id, time(by.at), by.account, by.title, by.seq, by.fileId, by.sha256],
  );
  return changed === 1;
}
