// Flags and findings. Who flagged stands in a table of its own that only they can read (see the migration): no statement here joins it
// for anybody else.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type FlagRow = {
  id: string;
  unitId: string | null;
  unitName: string | null;
  words: string;
  channel: string;
  flaggedOn: string;
  findingId: string | null;
  /** File ids: they say when a photo was taken up, so they stay inside. */
  photos: string[];
};
export type FindingRow = {
  id: string;
  unitId: string;
  unitName: string;
  outcome: 'outside' | 'listed' | 'no-request';
  title: string;
  words: string;
  requestId: string | null;
  foundAt: number;
};

const FLAG = `select f.id::text, f.unit_id::text as "unitId", u.name as "unitName", f.words, f.channel, f.flagged_on::text as "flaggedOn",
    f.finding_id::text as "findingId",
    array(select p.file_id::text from admission_flag_files p where p.district_code = f.district_code and p.flag_id = f.id
      order by p.file_id) as photos
  from admission_flags f left join tree_nodes u on u.district_code = f.district_code and u.id = f.unit_id
  where f.district_code = $1`;

/** False when the id was used before. In the scope of who flags. */
export async function insertFlag(
  tx: Tx,
  flag: { id: string; unitId: string | null; words: string; channel: string; flaggedOn: string },
  photos: readonly string[],
  keepUntil: number,
): Promise<boolean> {
  const written = await tx.count(
    `insert into admission_flags (district_code, id, unit_id, words, channel, flagged_on) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [tx.scope.district, flag.id, flag.unitId, flag.words, flag.channel, flag.flaggedOn],
  );
  if (written === 0) return false;
  await tx.count(
    'insert into admission_flag_senders (district_code, flag_id, account_id, keep_until) values ($1, $2, $3, $4)',
    [tx.scope.district, flag.id, tx.scope.account, time(keepUntil)],
  );
  if (photos.length > 0)
    await tx.count(
      'insert into admission_flag_files (district_code, flag_id, file_id) select $1, $2, unnest($3::uuid[])',
      [tx.scope.district, flag.id, photos],
    );
  return true;
}

/** Is the flag the caller's own? Row-level security shows a sender to nobody else. */
export async function isOwnFlag(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.rows('select from admission_flag_senders where district_code = $1 and flag_id = $2', [
    tx.scope.district,
    id,
  ]);
  return rows.length > 0;
}

/** The caller's own flags, the latest first. */
export function listOwnFlags(tx: Tx, limit: number): Promise<FlagRow[]> {
  return tx.rows<FlagRow>(
    `${FLAG} and exists (select from admission_flag_senders s where s.district_code = f.district_code and s.flag_id = f.id)
     order by f.flagged_on desc, f.id desc limit $2`,
    [tx.scope.district, limit],
  );
}

/** In the scope of the machine, after the service has checked who asks: `exceptUnits` are never told of flags about themselves. */
export function listFlags(
  tx: Tx,
  open: boolean,
  exceptUnits: readonly string[],
  limit: number,
): Promise<FlagRow[]> {
  return tx.rows<FlagRow>(
    `${FLAG} and (f.finding_id is null) = $2 and (f.unit_id is null or not f.unit_id = any ($3::uuid[]))
     order by f.flagged_on desc, f.unit_id, f.words, f.channel limit $4`,
    [tx.scope.district, open, exceptUnits, limit],
  );
}

export async function findFlag(tx: Tx, id: string, lock = false): Promise<FlagRow | undefined> {
  const [row] = await tx.rows<FlagRow>(`${FLAG} and f.id = $2${lock ? ' for update of f' : ''}`, [
    tx.scope.district,
    id,
  ]);
  return row;
}

export async function setFinding(tx: Tx, flagId: string, findingId: string): Promise<void> {
  await tx.count('update admission_flags set finding_id = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    flagId,
    findingId,
  ]);
}

const FINDING = `select f.id::text, f.unit_id::text as "unitId", u.name as "unitName", f.outcome, f.title, f.words,
    f.request_id::text as "requestId", f.found_at as "foundAt"
  from admission_findings f join tree_nodes u on u.district_code = f.district_code and u.id = f.unit_id where f.district_code = $1`;

export async function findFinding(tx: Tx, id: string): Promise<FindingRow | undefined> {
  const [row] = await tx.rows<FindingRow>(`${FINDING} and f.id = $2`, [tx.scope.district, id]);
  return row;
}

export function listFindings(tx: Tx, unitId: string | undefined, limit: number): Promise<FindingRow[]> {
  return tx.rows<FindingRow>(
    `${FINDING} and ($2::uuid is null or f.unit_id = $2) order by f.found_at desc, f.id limit $3`,
    [tx.scope.district, unitId ?? null, limit],
  );
}

export function listFindingsById(tx: Tx, ids: readonly string[]): Promise<FindingRow[]> {
  return tx.rows<FindingRow>(`${FINDING} and f.id = any ($2::uuid[])`, [tx.scope.district, ids]);
}

export async function insertFinding(
  tx: Tx,
  one: Omit<FindingRow, 'unitName'> & { foundBy: string },
): Promise<boolean> {
  const written = await tx.count(
    `insert into admission_findings (district_code, id, unit_id, outcome, title, words, request_id, found_at, found_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.unitId,
      one.outcome,
      one.title,
      one.words,
      one.requestId,
      time(one.foundAt),
      one.foundBy,
    ],
  );
  return written === 1;
}

/** Forgets who flagged, once the day has come that was said. Gives how many. */
export function forgetSenders(tx: Tx): Promise<number> {
  return tx.count('delete from admission_flag_senders where district_code = $1', [tx.scope.district]);
}
