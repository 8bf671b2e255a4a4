// SQL of where warnings are fetched from.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type SourceRow = {
  id: string;
  name: string;
  url: string;
  everyMinutes: number;
  enabled: boolean;
  nextAt: number;
  fetchedAt: number | null;
  outcome: string | null;
  failingSince: number | null;
};

const SOURCE = `select id::text, name, url, every_minutes as "everyMinutes", enabled, next_at as "nextAt", fetched_at as "fetchedAt", outcome,
  failing_since as "failingSince" from warning_sources where district_code = $1`;

export function listSources(tx: Tx): Promise<SourceRow[]> {
  return tx.rows<SourceRow>(`${SOURCE} order by name, id`, [tx.scope.district]);
}

/** False when the address is entered already. */
export async function insertSource(
  tx: Tx,
  one: Pick<SourceRow, 'id' | 'name' | 'url' | 'everyMinutes'> & { by: string; at: number },
): Promise<boolean> {
  const written = await tx.count(
    `insert into warning_sources (district_code, id, name, url, every_minutes, enabled, added_by, added_at, next_at)
     values ($1, $2, $3, $4, $5, true, $6, $7, $7) on conflict do nothing`,
    [tx.scope.district, one.id, one.name, one.url, one.everyMinutes, one.by, time(one.at)],
  );
  return written === 1;
}

export function switchSource(tx: Tx, id: string, on: boolean, now: number): Promise<number> {
  return tx.count(
    'update warning_sources set enabled = $3, next_at = $4, failing_since = null where district_code = $1 and id = $2',
    [tx.scope.district, id, on, time(now)],
  );
}

export function deleteSource(tx: Tx, id: string): Promise<number> {
  return tx.count('delete from warning_sources where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
  ]);
}

/** Takes what is due, and puts it off: another process does not fetch it at the same time. */
export function claimDue(tx: Tx, now: number): Promise<SourceRow[]> {
  return tx.rows<SourceRow>(
    `update warning_sources s set next_at = $2::timestamptz + make_interval(mins => s.every_minutes)
     from (select district_code, id from warning_sources where district_code = $1 and enabled and next_at <= $2
           order by next_at limit 20 for update skip locked) d
     where s.district_code = d.district_code and s.id = d.id
     returning s.id::text, s.name, s.url, s.every_minutes as "everyMinutes", s.enabled, s.next_at as "nextAt",
       s.fetched_at as "fetchedAt", s.outcome, s.failing_since as "failingSince"`,
    [tx.scope.district, time(now)],
  );
}

export async function noteFetch(
  tx: Tx,
  id: string,
  one: { at: number; outcome: string; failed: boolean },
): Promise<void> {
  await tx.count(
    `update warning_sources set fetched_at = $3, outcome = $4,
       failing_since = case when $5 then coalesce(failing_since, $3) end where district_code = $1 and id = $2`,
    [tx.scope.district, id, time(one.at), one.outcome, one.failed],
  );
}

export async function listFetched(tx: Tx, sourceId: string, links: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ link: string }>(
    'select link from warning_fetched where district_code = $1 and source_id = $2 and link = any ($3::text[])',
    [tx.scope.district, sourceId, links],
  );
  return rows.map((one) => one.link);
}

export async function insertFetched(tx: Tx, sourceId: string, link: string, at: number): Promise<void> {
  await tx.count(
    'insert into warning_fetched (district_code, source_id, link, at) values ($1, $2, $3, $4) on conflict do nothing',
    [tx.scope.district, sourceId, link, time(at)],
  );
}
