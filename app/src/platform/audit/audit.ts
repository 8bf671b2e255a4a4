// The audit log: written in the transaction of the act it tells of, so neither is there without the other. It names fields, never
// values, and people by account id, never by name.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Db, Scope, Tx } from '../db/db.ts';
import type { MigrationSource } from '../db/migrate.ts';
import type { JobDefinition } from '../jobs/jobs.ts';

export const auditMigrations: MigrationSource = {
  module: 'platform-audit',
  folder: fileURLToPath(new URL('migrations', import.meta.url)),
};

/** Who acts; a request's `Ctx` is one. */
export type AuditWho = {
  actor: Actor;
  now(): number;
  platform: { ids: Ids };
  request?: { ip: string };
};

export type AuditEntry = {
  /** `area.verb`, e.g. `accounts.disable`. */
  action: string;
  object: { type: string; id: string };
  result?: 'done' | 'refused' | 'failed';
  /** Values before and after: only the names of the keys that differ are kept. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  /** The district of the object when the actor belongs to none (sign-in). */
  district?: string;
};

/** Appends one entry, in the caller's transaction. */
export async function audit(tx: Tx, who: AuditWho, entry: AuditEntry): Promise<void> {
  const { actor } = who;
  await tx.count(
    `insert into audit_log (district_code, id, at, actor_kind, actor_account, actor_reason, action, object_type, object_id,
       result, ip, changed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      entry.district ?? actor.district,
      who.platform.ids.next(),
      new Date(who.now()),
      actor.kind,
      actor.kind === 'staff' ? actor.accountId : null,
      actor.kind === 'system' ? actor.reason : null,
      entry.action,
      entry.object.type,
      entry.object.id,
      entry.result ?? 'done',
      who.request?.ip ?? null,
      changedKeys(entry.before, entry.after),
    ],
    'audit-append',
  );
}

function changedKeys(before: Record<string, unknown> = {}, after: Record<string, unknown> = {}): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).sort();
}

export type AuditRow = {
  id: string;
  at: number;
  actor: { kind: string; accountId: string | null; name: string | null };
  action: string;
  objectType: string;
  objectId: string;
  result: string;
  ip: string | null;
  changed: string[];
};

export type AuditFilter = {
  from?: number | undefined;
  to?: number | undefined;
  action?: string | undefined;
  accountId?: string | undefined;
  objectId?: string | undefined;
  after?: { at: number; id: string } | undefined;
  limit: number;
};

/** One page of a district's log, newest first. */
export async function listAudit(tx: Tx, filter: AuditFilter): Promise<AuditRow[]> {
  const rows = await tx.rows<{
    id: string;
    at: number;
    actor_kind: string;
    actor_account: string | null;
    actor_name: string | null;
    action: string;
    object_type: string;
    object_id: string;
    result: string;
    ip: string | null;
    changed: string[];
  }>(
    `select l.id, l.at, l.actor_kind, l.actor_account, a.name as actor_name, l.action, l.object_type, l.object_id, l.result,
       l.ip, l.changed
     from audit_log l left join accounts a on a.id = l.actor_account
     where l.district_code = $1
       and ($2::timestamptz is null or l.at >= $2) and ($3::timestamptz is null or l.at < $3)
       and ($4::text is null or l.action = $4 or l.action like $4 || '.%')
       and ($5::uuid is null or l.actor_account = $5) and ($6::text is null or l.object_id = $6)
       and ($7::timestamptz is null or (l.at, l.id) < ($7, $8::uuid))
     order by l.at desc, l.id desc limit $9`,
    [
      tx.scope.district,
      filter.from === undefined ? null : new Date(filter.from),
      filter.to === undefined ? null : new Date(filter.to),
      filter.action ?? null,
      filter.accountId ?? null,
      filter.objectId ?? null,
      filter.after === undefined ? null : new Date(filter.after.at),
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actor: { kind: row.actor_kind, accountId: row.actor_account, name: row.actor_name },
    action: row.action,
    objectType: row.object_type,
    objectId: row.object_id,
    result: row.result,
    ip: row.ip,
    changed: row.changed,
  }));
}

export const AUDIT_RETENTION_DAYS = 400;
const CHAIN_BATCH = 2_000;

function systemScope(district: string): Scope {
  return { district, reach: 'system', account: '', paths: [], units: [] };
}

async function districtsOf(db: Db): Promise<string[]> {
  return db.read(systemScope('system'), async (tx) => {
    const rows = await tx.rows<{ code: string }>('select code from districts order by code');
    return rows.map((row) => row.code);
  });
}

type Chained = {
  id: string;
  at: number;
  actor_kind: string;
  actor_account: string | null;
  actor_reason: string | null;
  action: string;
  object_type: string;
  object_id: string;
  result: string;
  ip: string | null;
  changed: string[];
};

const CHAINED_COLUMNS =
  'l.id, l.at, l.actor_kind, l.actor_account, l.actor_reason, l.action, l.object_type, l.object_id, l.result, l.ip, l.changed';

function link(algorithm: string, previous: Buffer, district: string, row: Chained): Buffer {
  const words = [
    district,
    row.id,
    new Date(row.at).toISOString(),
    row.actor_kind,
    row.actor_account,
    row.actor_reason,
    row.action,
    row.object_type,
    row.object_id,
    row.result,
    row.ip,
    row.changed,
  ];
  return createHash(algorithm).update(previous).update(JSON.stringify(words)).digest();
}

/** Chains what was appended since the last run. Gives the number of rows chained. Safe to run in several processes. */
export async function chainAudit(db: Db): Promise<number> {
  let total = 0;
  for (const district of await districtsOf(db)) {
    for (;;) {
      const done = await db.tx(systemScope(district), async (tx) => {
        await tx.rows('select pg_advisory_xact_lock(7236201, hashtext($1))', [district]);
        const [head] = await tx.rows<{ seq: string; hash: Buffer }>(
          'select seq, hash from audit_chain where district_code = $1 order by seq desc limit 1',
          [district],
        );
        const rows = await tx.rows<Chained>(
          `select ${CHAINED_COLUMNS} from audit_log l
           where l.district_code = $1
             and not exists (select from audit_chain c where c.district_code = l.district_code and c.audit_id = l.id)
           order by l.at, l.id limit ${CHAIN_BATCH}`,
          [district],
        );
        let seq = Number(head?.seq ?? 0);
        let hash: Buffer = head?.hash ?? Buffer.alloc(32);
        const seqs: number[] = [];
        const ids: string[] = [];
        const hashes: Buffer[] = [];
        for (const row of rows) {
          seq += 1;
          hash = link(ALGORITHM, hash, district, row);
          seqs.push(seq);
          ids.push(row.id);
          hashes.push(hash);
        }
        if (rows.length > 0) {
          await tx.count(
            `insert into audit_chain (district_code, seq, audit_id, algorithm, hash)
             select $1, seq, id, $2, hash from unnest($3::bigint[], $4::uuid[], $5::bytea[]) as one (seq, id, hash)`,
            [district, ALGORITHM, seqs, ids, hashes],
          );
        }
        return rows.length;
      });
      total += done;
      if (done < CHAIN_BATCH) break;
    }
  }
  return total;
}

// SM3 (GB/T 32905) where the runtime's OpenSSL has it; each link names its algorithm.
const ALGORITHM = hasSm3() ? 'sm3' : 'sha256';

function hasSm3(): boolean {
  try {
    createHash('sm3');
    return true;
  } catch {
    return false;
  }
}

export type ChainReport = { district: string; rows: number; brokenAt: number | undefined };

/** Recomputes the chain of a district. `brokenAt` is the first link that no longer fits: a row was changed or removed. */
export async function verifyAudit(db: Db, district: string): Promise<ChainReport> {
  let after = 0;
  let rows = 0;
  let previous: Buffer | undefined = Buffer.alloc(32);
  let seenLog = false;
  for (;;) {
    const page = await db.read(systemScope(district), (tx) =>
      tx.rows<Omit<Chained, 'id'> & { id: string | null; seq: string; hash: Buffer; algorithm: string }>(
        `select c.seq, c.hash, c.algorithm, ${CHAINED_COLUMNS}
         from audit_chain c left join audit_log l on l.district_code = c.district_code and l.id = c.audit_id
         where c.district_code = $1 and c.seq > $2 order by c.seq limit ${CHAIN_BATCH}`,
        [district, after],
      ),
    );
    for (const one of page) {
      const seq = Number(one.seq);
      if (seq !== after + 1) return { district, rows, brokenAt: after + 1 };
      after = seq;
      // Rows at the beginning may have been pruned by age; a hole after that is a removal.
      if (one.id === null) {
        if (seenLog) return { district, rows, brokenAt: seq };
      } else {
        seenLog = true;
        const expected = link(one.algorithm, previous ?? Buffer.alloc(32), district, one as Chained);
        if (!expected.equals(one.hash)) return { district, rows, brokenAt: seq };
        rows += 1;
      }
      previous = one.hash;
    }
    if (page.length < CHAIN_BATCH) return { district, rows, brokenAt: undefined };
  }
}

export type UnchainedReport = { rows: number; lateAt: number | undefined };

/** So much log behind the chain is no longer a matter of the next minute. */
const CHAIN_LATE = '10 minutes';

/**
 * What the job has not chained yet. `lateAt` is the time of the oldest such entry when the log went on for ten minutes after it: then
 * the job is silent. It is measured against the log and not against the clock, because a server that was stopped, or a backup that
 * lay for a year, leaves its last minute unchained and nothing is wrong with that.
 */
export async function unchainedAudit(db: Db, district: string): Promise<UnchainedReport> {
  const [found] = await db.read(systemScope(district), (tx) =>
    tx.rows<{ rows: number; late_at: number | null }>(
      `with open as (
         select count(*)::int as rows, min(l.at) as oldest from audit_log l
         where l.district_code = $1
           and not exists (select from audit_chain c where c.district_code = l.district_code and c.audit_id = l.id))
       select rows, case when exists (
           select from audit_log l where l.district_code = $1 and l.at > oldest + interval '${CHAIN_LATE}')
         then oldest end as late_at
       from open`,
      [district],
    ),
  );
  return { rows: found?.rows ?? 0, lateAt: found?.late_at ?? undefined };
}

/** The jobs of the log: the chain each minute, the retention each night. */
export const auditJobs: readonly JobDefinition[] = [
  {
    name: 'audit-chain',
    everySeconds: 60,
    async run(platform) {
      await chainAudit(platform.db);
    },
  },
  {
    name: 'audit-retention',
    cron: '40 3 * * *',
    async run(platform) {
      await chainAudit(platform.db);
      const before = new Date(platform.clock.now() - AUDIT_RETENTION_DAYS * 86_400_000);
      for (const district of await districtsOf(platform.db)) {
        await platform.db.tx(systemScope(district), (tx) =>
          tx.rows('select audit_prune($1, $2)', [district, before]),
        );
      }
    },
  },
];
