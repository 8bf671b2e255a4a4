import type { Tx } from '../../platform/db/db.ts';

/** What people wrote, under the category with which it was closed. `source` tells reporters apart and says nothing else of them. */
export type ClosedText = { text: string; label: string; source: string };

/** The newest closed cases that residents and staff reported. For a machine that counts words: no text of it is shown to anybody. */
export function closedTexts(tx: Tx, most: number): Promise<ClosedText[]> {
  return tx.rows<ClosedText>(
    `select c.text, c.category as label, coalesce(encode(r.phone_tail_hash, 'hex'), c.filed_by::text, c.id::text) as source
     from cases c
     left join lateral (
       select phone_tail_hash from case_reporters
       where district_code = c.district_code and case_id = c.id order by joined_at, id limit 1
     ) r on true
     where c.district_code = $1 and c.closed_at is not null and c.category <> ''
       and c.kind in ('incident', 'request', 'hazard', 'trifle')
     order by c.closed_at desc, c.id desc limit $2`,
    [tx.scope.district, most],
  );
}
