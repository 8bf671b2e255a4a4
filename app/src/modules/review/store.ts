// SQL of reviews.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

export async function findEmergency(tx: Tx, id: string): Promise<CaseState | undefined> {
  const [row] = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'emergency' and c.id = $2`,
    [tx.scope.district, id],
  );
  return row && caseOfRow(row);
}

export type Step = { name: string; at: number; toState: string };

/** What happened to an emergency, in the order in which it did. */
export function listSteps(tx: Tx, id: string): Promise<Step[]> {
  return tx.rows<Step>(
    `select name, (extract(epoch from occurred_at) * 1000)::float8 as at, to_state as "toState" from case_steps
     where district_code = $1 and case_id = $2 and outcome = 'accepted' order by version limit 2000`,
    [tx.scope.district, id],
  );
}

export type BacklogRow = {
  id: string;
  number: string;
  headline: string;
  state: string;
  source: string;
  areaName: string;
  unitName: string | null;
  dueAt: number | null;
  filedAt: number;
  closedAt: number | null;
  parentId: string | null;
  parentKind: string | null;
  parentTitle: string | null;
};

/** What is to be improved in a place, or under one case; open ones first by their day. */
export function listImprovements(
  tx: Tx,
  asked: { within?: string; parent?: string; open?: boolean | undefined; limit: number },
): Promise<BacklogRow[]> {
  return tx.rows<BacklogRow>(
    `select c.id::text, c.number, c.headline, c.state, c.facts -> 'improvement' ->> 'source' as source, a.name as "areaName",
       u.name as "unitName", c.due_at as "dueAt", c.filed_at as "filedAt", c.closed_at as "closedAt", c.parent_id::text as "parentId",
       p.kind as "parentKind", p.headline as "parentTitle"
     from cases c
     join tree_nodes a on a.district_code = c.district_code and a.id = c.area_id
     left join tree_nodes u on u.district_code = c.district_code and u.id = c.owner_unit
     left join cases p on p.district_code = c.district_code and p.id = c.parent_id
     where c.district_code = $1 and c.kind = 'improvement' and ($2::text is null or starts_with(c.area_path, $2))
       and ($3::uuid is null or c.parent_id = $3) and ($4::boolean is null or (c.closed_at is null) = $4)
     order by c.closed_at nulls first, c.due_at, c.filed_at desc, c.id limit $5`,
    [tx.scope.district, asked.within ?? null, asked.parent ?? null, asked.open ?? null, asked.limit],
  );
}
