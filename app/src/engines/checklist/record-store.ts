// SQL of checklists answered about something: kept with their version, never written again.
import type { Tx } from '../../platform/db/db.ts';
import type { Answers, Finding } from './checklist.ts';

export type ChecklistRecord = {
  id: string;
  about: string;
  code: string;
  version: number;
  answers: Answers;
  findings: readonly Finding[];
  accountId: string;
  postTitle: string;
  at: number;
};

/** False when it was there before. */
export async function insertRecord(tx: Tx, one: ChecklistRecord): Promise<boolean> {
  const written = await tx.count(
    `insert into checklist_records (district_code, id, about, code, version, answers, findings, account_id, post_title, at)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.about,
      one.code,
      one.version,
      JSON.stringify(one.answers),
      JSON.stringify(one.findings),
      one.accountId,
      one.postTitle,
      new Date(one.at).toISOString(),
    ],
  );
  return written === 1;
}

/** What was answered about something, the newest first. */
export function listRecords(tx: Tx, about: string): Promise<Omit<ChecklistRecord, 'accountId'>[]> {
  return tx.rows(
    `select id::text, about::text, code, version, answers, findings, post_title as "postTitle", at from checklist_records
     where district_code = $1 and about = $2 order by at desc, id limit 200`,
    [tx.scope.district, about],
  );
}
