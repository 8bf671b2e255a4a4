// The ledger: what a module moves, as balanced postings. O(entries) statements' rows, three round trips.
//
// Accounts are locked in the order of their ids before anything is written, so that two postings over the same accounts wait for each other
// and never for a circle. The floor is a constraint of the table: no way around it, from whichever process.
import { createHash } from 'node:crypto';
import { problem } from '../../kernel/problem.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import type { Tx } from '../../platform/db/db.ts';
import { fromThousandths } from './amount.ts';
import * as store from './store.ts';
import './problems.ts';

/** Names an account: it is opened when it is first used. */
export type AccountKey = { holder: string; kind: string; thing: string };

/** What a module says of its accounts. */
export type Book = {
  name: string;
  /** Kinds of account that lie outside (supplier, used up, destroyed): their balance may be anything. */
  outside: ReadonlySet<string>;
  /** Kinds of posting that need a second person. */
  twoPeople: ReadonlySet<string>;
};

export type Entry = { account: AccountKey; amount: number };

export type Posting = {
  /** The command's own id. */
  id: string;
  kind: string;
  entries: readonly Entry[];
  reason: string;
  about?: string | undefined;
  reverses?: string | undefined;
  /** Who posts, and who else approved. */
  by: string | null;
  approvedBy?: string | undefined;
  occurredAt: number;
  at: number;
};

/** The holder of what lies outside a book. */
export const OUTSIDE = '00000000-0000-0000-0000-000000000000';

/** Two entries: so much of a thing from one account to another. */
export function move(from: AccountKey, to: AccountKey, amount: number): Entry[] {
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
}

/**
 * Writes a posting; the same one sent again is the same (`false`: it was there). Throws `ledger.not-enough` (nothing is written),
 * `ledger.id-reused`, `ledger.same-person`. A posting that does not sum to zero for each thing is a bug of the caller.
 */
export async function post(tx: Tx, book: Book, posting: Posting): Promise<boolean> {
  requireBalanced(posting.entries);
  if (book.twoPeople.has(posting.kind) && (!posting.approvedBy || posting.approvedBy === posting.by))
    throw problem('ledger.same-person', {});
  const digest = digestOf(book, posting);
  const before = await store.findPosting(tx, posting.id);
  if (before) {
    if (before.digest !== digest) throw problem('ledger.id-reused', {});
    return false;
  }
  const keys = new Map(posting.entries.map(({ account }) => [idOf(book, account), account]));
  await store.openAccounts(
    tx,
    book.name,
    [...keys].map(([id, key]) => ({ id, ...key, floor: book.outside.has(key.kind) ? null : 0 })),
  );
  const balances = await store.lockAccounts(tx, [...keys.keys()]);
  // Waited for the accounts: the same posting may have come through in the meantime.
  if (await store.findPosting(tx, posting.id)) return post(tx, book, posting);
  const changes = sums(posting.entries.map(({ account, amount }) => [idOf(book, account), amount]));
  for (const [id, change] of changes) {
    const have = balances.get(id) ?? 0;
    const key = keys.get(id) as AccountKey;
    if (!book.outside.has(key.kind) && have + change < 0)
      throw problem('ledger.not-enough', {
        have: fromThousandths(have),
        want: fromThousandths(-change),
        thing: key.thing,
      });
  }
  await store.insertPosting(tx, { ...posting, book: book.name, digest });
  await store.insertEntries(
    tx,
    posting.id,
    posting.entries.map(({ account, amount }) => ({ account: idOf(book, account), amount })),
  );
  await store.addBalances(tx, [...changes]);
  return true;
}

/** Whether a posting of this id was written: a command sent again needs no second look at what it left behind. */
export async function isPosted(tx: Tx, id: string): Promise<boolean> {
  return (await store.findPosting(tx, id)) !== undefined;
}

/** Takes a posting back by its mirror. A reversal is not reversed, and a posting only once. */
export async function reverse(
  tx: Tx,
  book: Book,
  undo: Pick<Posting, 'id' | 'reason' | 'by' | 'approvedBy' | 'occurredAt' | 'at'> & { reverses: string },
): Promise<boolean> {
  const first = await store.findPosting(tx, undo.reverses);
  if (!first || first.book !== book.name) throw problem('ledger.posting-unknown', {});
  if (first.reverses !== null) throw problem('ledger.reversal-final', {});
  const known = await store.findReversal(tx, undo.reverses);
  if (known !== undefined && known !== undo.id) throw problem('ledger.reversed-already', {});
  const entries = await store.listEntries(tx, undo.reverses);
  return post(tx, book, {
    ...undo,
    kind: first.kind,
    about: first.about ?? undefined,
    entries: entries.map(({ holder, kind, thing, amount }) => ({
      account: { holder, kind, thing },
      amount: -amount,
    })),
  });
}

/** Faults of the books: balances that are not the sum of their entries, postings that do not sum to zero. Empty when sound. */
export async function checkLedger(tx: Tx): Promise<{ looked: number; faults: string[] }> {
  const { accounts, wrong, open } = await store.checkBooks(tx);
  return {
    looked: accounts,
    faults: [
      ...wrong.map((one) => `${one.id}: ${one.balance} ≠ ${one.sum}`),
      ...open.map((one) => `${one.id}: ${one.thing} ${one.sum}`),
    ],
  };
}

const idOf = (book: Book, { holder, kind, thing }: AccountKey) =>
  derivedId(`ledger/${book.name}/${holder}/${kind}/${thing}`);

function sums(pairs: readonly (readonly [string, number])[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const [key, amount] of pairs) total.set(key, (total.get(key) ?? 0) + amount);
  return total;
}

function requireBalanced(entries: readonly Entry[]): void {
  if (entries.length < 2) throw new Error('a posting has two entries at least');
  if (entries.some(({ amount }) => !Number.isSafeInteger(amount) || amount === 0))
    throw new Error('amounts are whole thousandths and not zero');
  for (const [thing, sum] of sums(entries.map(({ account, amount }) => [account.thing, amount])))
    if (sum !== 0) throw new Error(`posting of ${thing} sums to ${sum}`);
}

function digestOf(book: Book, { kind, entries, about, reverses }: Posting): string {
  const told = [book.name, kind, about ?? null, reverses ?? null];
  const moved = entries.map(({ account, amount }) => [account.holder, account.kind, account.thing, amount]);
  return createHash('sha256')
    .update(JSON.stringify([told, moved]))
    .digest('base64url');
}
