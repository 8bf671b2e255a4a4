// SQL of the ledger.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

type PostingRow = {
  book: string;
  kind: string;
  digest: string;
  reverses: string | null;
  about: string | null;
};

export async function findPosting(tx: Tx, id: string): Promise<PostingRow | undefined> {
  const [row] = await tx.rows<PostingRow>(
    `select book, kind, digest, reverses::text, about::text from ledger_postings where district_code = $1 and id = $2`,
    [tx.scope.district, id],
  );
  return row;
}

export async function findReversal(tx: Tx, id: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ id: string }>(
    'select id::text from ledger_postings where district_code = $1 and reverses = $2',
    [tx.scope.district, id],
  );
  return row?.id;
}

/** Opens what is not there yet, with nothing in it. */
export async function openAccounts(
  tx: Tx,
  book: string,
  accounts: readonly { id: string; holder: string; kind: string; thing: string; floor: number | null }[],
): Promise<void> {
  // In one order everywhere: two processes that open the same accounts must not wait for each other in a circle.
  const sorted = [...accounts].sort((a, b) => (a.id < b.id ? -1 : 1));
  await tx.count(
    `insert into ledger_accounts (district_code, id, book, holder_id, kind, thing, balance, floor)
     select $1, id, $2, holder, kind, thing, 0, floor
     from jsonb_to_recordset($3::jsonb) as r (id uuid, holder uuid, kind text, thing text, floor bigint)
     on conflict do nothing`,
    [tx.scope.district, book, JSON.stringify(sorted)],
  );
}

export async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.rows<{ id: string; balance: number }>(
    `select id::text, balance::float8 as balance from ledger_accounts where district_code = $1 and id = any ($2::uuid[])
     order by id for update`,
    [tx.scope.district, ids],
  );
  return new Map(rows.map((row) => [row.id, row.balance]));
}

export async function insertPosting(
  tx: Tx,
  posting: {
    id: string;
    book: string;
    kind: string;
    digest: string;
    reason: string;
    reverses?: string | undefined;
    about?: string | undefined;
    by: string | null;
    approvedBy?: string | undefined;
    occurredAt: number;
    at: number;
  },
): Promise<void> {
  await tx.count(
    `insert into ledger_postings (district_code, id, book, kind, digest, reason, reverses, about, account_id, approved_by,
       occurred_at, posted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.scope.district,
      posting.id,
      posting.book,
      posting.kind,
      posting.digest,
      posting.reason,
      posting.reverses ?? null,
      posting.about ?? null,
      posting.by,
      posting.approvedBy ?? null,
      time(posting.occurredAt),
      time(posting.at),
    ],
  );
}

export async function insertEntries(
  tx: Tx,
  posting: string,
  entries: readonly { account: string; amount: number }[],
): Promise<void> {
  await tx.count(
    `insert into ledger_entries (district_code, posting_id, seq, account_id, amount)
     select $1, $2, seq, account, amount from unnest($3::uuid[], $4::bigint[]) with ordinality as e (account, amount, seq)`,
    [tx.scope.district, posting, entries.map((one) => one.account), entries.map((one) => one.amount)],
  );
}

export async function addBalances(tx: Tx, changes: readonly (readonly [string, number])[]): Promise<void> {
  await tx.count(
    `update ledger_accounts a set balance = a.balance + c.change from unnest($2::uuid[], $3::bigint[]) as c (id, change)
     where a.district_code = $1 and a.id = c.id`,
    [tx.scope.district, changes.map(([id]) => id), changes.map(([, change]) => change)],
  );
}

export function listEntries(
  tx: Tx,
  posting: string,
): Promise<{ holder: string; kind: string; thing: string; amount: number }[]> {
  return tx.rows(
    `select a.holder_id::text as holder, a.kind, a.thing, e.amount::float8 as amount from ledger_entries e
     join ledger_accounts a on a.district_code = e.district_code and a.id = e.account_id
     where e.district_code = $1 and e.posting_id = $2 order by e.seq`,
    [tx.scope.district, posting],
  );
}

export async function checkBooks(tx: Tx) {
  const wrong = await tx.rows<{ id: string; balance: number; sum: number }>(
    `select a.id::text, a.balance::float8 as balance, coalesce(sum(e.amount), 0)::float8 as sum from ledger_accounts a
     left join ledger_entries e on e.district_code = a.district_code and e.account_id = a.id
     where a.district_code = $1 group by a.id, a.balance having a.balance <> coalesce(sum(e.amount), 0) limit 20`,
    [tx.scope.district],
  );
  const open = await tx.rows<{ id: string; thing: string; sum: number }>(
    `select e.posting_id::text as id, a.thing, sum(e.amount)::float8 as sum from ledger_entries e
     join ledger_accounts a on a.district_code = e.district_code and a.id = e.account_id
     where e.district_code = $1 group by e.posting_id, a.thing having sum(e.amount) <> 0 limit 20`,
    [tx.scope.district],
  );
  const [counted] = await tx.rows<{ n: number }>(
    'select count(*)::int as n from ledger_accounts where district_code = $1',
    [tx.scope.district],
  );
  return { accounts: counted?.n ?? 0, wrong, open };
}
