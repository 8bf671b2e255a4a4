// Applications for 不计入 and their decisions.
import { instant } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

export type Exclusion = {
  id: string;
  case_id: string;
  area_path: string;
  grounds: string;
  words: string;
  evidence: string[];
  unit_id: string;
  account_id: string;
  asked_at: number;
  due_at: number;
  reminded_at: number | null;
  state: 'asked' | 'granted' | 'refused';
  decided_by: string | null;
  decided_unit: string | null;
  decided_at: number | null;
  decision_words: string | null;
  decision_id: string | null;
};
const COLUMNS = `x.id, x.case_id, x.area_path, x.grounds, x.words, x.evidence, x.unit_id, x.account_id, x.asked_at, x.due_at, x.reminded_at,
  x.state, x.decided_by, x.decided_unit, x.decided_at, x.decision_words, x.decision_id`;

export type NewExclusion = {
  id: string;
  caseId: string;
  areaPath: string;
  grounds: string;
  words: string;
  evidence: readonly string[];
  unitId: string;
  accountId: string;
  askedAt: number;
  dueAt: number;
};

/** False when the id was used before. */
export async function insertExclusion(tx: Tx, one: NewExclusion): Promise<boolean> {
  const written = await tx.count(
    `insert into exclusions (district_code, id, case_id, area_path, grounds, words, evidence, unit_id, account_id, asked_at, due_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'asked') on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.caseId,
      one.areaPath,
      one.grounds,
      one.words,
      one.evidence,
      one.unitId,
      one.accountId,
      instant(one.askedAt),
      instant(one.dueAt),
    ],
  );
  return written === 1;
}

export async function findExclusion(tx: Tx, id: string, lock: boolean): Promise<Exclusion | undefined> {
  const [row] = await tx.rows<Exclusion>(
    `select ${COLUMNS} from exclusions x where x.district_code = $1 and x.id = $2${lock ? ' for update' : ''}`,
    [tx.scope.district, id],
  );
  return row;
}

export async function listExclusionsOf(tx: Tx, caseId: string): Promise<Exclusion[]> {
  return tx.rows<Exclusion>(
    `select ${COLUMNS} from exclusions x where x.district_code = $1 and x.case_id = $2 order by x.asked_at, x.id`,
    [tx.scope.district, caseId],
  );
}

export type ListedExclusion = Exclusion & { number: string; headline: string };

/** Applications whose case the caller may see: open ones by their deadline, decided ones by the latest decision. */
export async function listExclusions(tx: Tx, open: boolean, limit: number): Promise<ListedExclusion[]> {
  return tx.rows<ListedExclusion>(
    `select ${COLUMNS}, c.number, c.headline from exclusions x
     join cases c on c.district_code = x.district_code and c.id = x.case_id
     where x.district_code = $1 and (x.state = 'asked') = $2
     order by case when $2 then x.due_at end, x.decided_at desc, x.id limit $3`,
    [tx.scope.district, open, limit],
  );
}

export async function decideExclusion(
  tx: Tx,
  id: string,
  decision: {
    state: 'granted' | 'refused';
    by: string;
    unit: string;
    at: number;
    words: string;
    commandId: string;
  },
): Promise<void> {
  await tx.rows(
    `update exclusions set state = $3, decided_by = $4, decided_unit = $5, decided_at = $6, decision_words = $7, decision_id = $8
     where district_code = $1 and id = $2`,
    [
      tx.scope.district,
      id,
      decision.state,
      decision.by,
      decision.unit,
      instant(decision.at),
      decision.words,
      decision.commandId,
    ],
  );
}

/** Applications that waited past their deadline and of which nobody was reminded; marks them. */
export async function takeLate(tx: Tx, now: number): Promise<(Exclusion & { number: string })[]> {
  return tx.rows<Exclusion & { number: string }>(
    `update exclusions x set reminded_at = $2 from cases c
     where x.district_code = $1 and x.state = 'asked' and x.due_at < $2 and x.reminded_at is null
       and c.district_code = x.district_code and c.id = x.case_id returning ${COLUMNS}, c.number`,
    [tx.scope.district, instant(now)],
  );
}
