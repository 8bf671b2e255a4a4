// No sequence of postings loses or invents a unit, whoever draws at the same moment; what is outside gives and takes without end.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { Problem } from '../../kernel/problem.ts';
import { migrationSources } from '../../main/migrations.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { fromThousandths, toThousandths } from './amount.ts';
import {
  type AccountKey,
  type Book,
  checkLedger,
  move,
  OUTSIDE,
  type Posting,
  post,
  reverse,
} from './ledger.ts';

const book: Book = {
  name: 'test',
  outside: new Set(['supplier', 'used']),
  twoPeople: new Set(['destroy']),
};
const place = (n: number) => derivedId(`place ${n}`);
const outside = (kind: string, thing: string): AccountKey => ({ holder: OUTSIDE, kind, thing });
const shelf = (n: number, thing: string): AccountKey => ({ holder: place(n), kind: 'shelf', thing });
const people = [derivedId('anna'), derivedId('boris')] as const;

let database: TestDatabase;
let made = 0;
beforeAll(async () => {
  database = await testDatabase(migrationSources);
});
afterAll(() => database.drop());

const posting = (changes: Partial<Posting> & Pick<Posting, 'entries'>): Posting => ({
  id: derivedId(`posting ${made++}`),
  kind: 'move',
  reason: '测试',
  by: people[0],
  occurredAt: 1_784_080_800_000,
  at: 1_784_080_800_000,
  ...changes,
});
const give = (one: Posting) => database.system((tx) => post(tx, book, one));
const codeOf = (error: unknown) => (error instanceof Problem ? error.code : String(error));
async function balance(key: AccountKey): Promise<number> {
  const [row] = await database.owner<{ balance: string }>(
    'select balance from ledger_accounts where holder_id = $1 and kind = $2 and thing = $3',
    [key.holder, key.kind, key.thing],
  );
  return Number(row?.balance ?? 0);
}
const sound = () => database.system(checkLedger);

it('moves, refuses what is not there, and takes back once', async () => {
  const receipt = posting({ entries: move(outside('supplier', 'water'), shelf(1, 'water'), 5000) });
  expect(await give(receipt)).toBe(true);
  expect(await give(receipt), 'sent again').toBe(false);
  expect(await balance(shelf(1, 'water'))).toBe(5000);
  const other = { ...receipt, entries: move(outside('supplier', 'water'), shelf(1, 'water'), 6000) };
  expect(await give(other).catch(codeOf)).toBe('ledger.id-reused');
  const much = posting({ entries: move(shelf(1, 'water'), outside('used', 'water'), 5001) });
  const refused = await give(much).catch((error: unknown) => error as Problem);
  expect(refused).toMatchObject({ code: 'ledger.not-enough', params: { have: 5, want: 5.001 } });
  expect(await balance(shelf(1, 'water'))).toBe(5000);

  const undo = {
    id: derivedId('undo'),
    reverses: receipt.id,
    reason: '录错',
    by: people[0],
    occurredAt: 1,
    at: 1,
  };
  expect(await database.system((tx) => reverse(tx, book, undo))).toBe(true);
  expect(await database.system((tx) => reverse(tx, book, undo)), 'sent again').toBe(false);
  const twice = { ...undo, id: derivedId('undo twice') };
  expect(await database.system((tx) => reverse(tx, book, twice)).catch(codeOf)).toBe(
    'ledger.reversed-already',
  );
  const back = { ...undo, id: derivedId('undo undo'), reverses: undo.id };
  expect(await database.system((tx) => reverse(tx, book, back)).catch(codeOf)).toBe('ledger.reversal-final');
  expect(await balance(shelf(1, 'water'))).toBe(0);
});

it('takes two people where the book says so, and no way around it in the table', async () => {
  const entries = move(outside('supplier', 'rice'), shelf(1, 'rice'), 1000);
  await give(posting({ entries }));
  const away = move(shelf(1, 'rice'), outside('used', 'rice'), 1000);
  expect(await give(posting({ kind: 'destroy', entries: away })).catch(codeOf)).toBe('ledger.same-person');
  expect(await give(posting({ kind: 'destroy', entries: away, approvedBy: people[0] })).catch(codeOf)).toBe(
    'ledger.same-person',
  );
  await give(posting({ kind: 'destroy', entries: away, approvedBy: people[1] }));
  await expect(
    database.owner(`update ledger_accounts set balance = -1 where thing = 'rice' and kind = 'shelf'`),
  ).rejects.toThrow('ledger_accounts__floor');
  const written = await database.system((tx) => tx.count('delete from ledger_entries', [])).catch(String);
  expect(written).toContain('permission denied');
});

it('gives a shelf to ten who draw at once only as often as it holds', async () => {
  await give(posting({ entries: move(outside('supplier', 'pump'), shelf(7, 'pump'), 4000) }));
  const drawn = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      give(posting({ entries: move(shelf(7, 'pump'), shelf(8, 'pump'), 1000) })),
    ),
  );
  expect(drawn.filter((one) => one.status === 'fulfilled').length).toBe(4);
  for (const one of drawn)
    if (one.status === 'rejected') expect(codeOf(one.reason)).toBe('ledger.not-enough');
  expect([await balance(shelf(7, 'pump')), await balance(shelf(8, 'pump'))]).toEqual([0, 4000]);
});

it('neither loses nor invents anything, in whatever order and however many at once', async () => {
  const thing = (run: number) => `thing ${run}`;
  let run = 0;
  const step = fc.record({
    from: fc.integer({ min: 0, max: 3 }),
    to: fc.integer({ min: 0, max: 3 }),
    amount: fc.integer({ min: 1, max: 3000 }),
    back: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      async (rounds) => {
        const name = thing(run++);
        const at = (n: number) => (n === 0 ? outside('supplier', name) : shelf(n, name));
        const oracle = new Map<number, number>();
        for (const round of rounds) {
          // All of a round at once; afterwards what went through is known, and the sum must be right.
          const results = await Promise.all(
            round
              .filter((one) => one.from !== one.to)
              .map(async (one) => {
                const sent = posting({ entries: move(at(one.from), at(one.to), one.amount) });
                try {
                  await give(sent);
                } catch (error) {
                  expect(codeOf(error)).toBe('ledger.not-enough');
                  return [];
                }
                const moved = [[one.from, -one.amount] as const, [one.to, one.amount] as const];
                if (!one.back) return moved;
                try {
                  await database.system((tx) =>
                    reverse(tx, book, {
                      id: derivedId(`back ${sent.id}`),
                      reverses: sent.id,
                      reason: '撤回',
                      by: people[1],
                      occurredAt: 1,
                      at: 1,
                    }),
                  );
                } catch (error) {
                  // What was given on meanwhile can't be taken back.
                  expect(codeOf(error)).toBe('ledger.not-enough');
                  return moved;
                }
                return [];
              }),
          );
          for (const [n, amount] of results.flat()) oracle.set(n, (oracle.get(n) ?? 0) + amount);
          for (const n of [0, 1, 2, 3]) expect(await balance(at(n))).toBe(oracle.get(n) ?? 0);
        }
      },
    ),
    { numRuns: 25, seed: 20_260_715, endOnFailure: true },
  );
  const books = await sound();
  expect(books.faults).toEqual([]);
  expect(books.looked).toBeGreaterThan(20);
}, 120_000);

it('sees a balance that is not the sum of its entries', async () => {
  await database.owner(
    `update ledger_accounts set balance = balance + 1 where thing = 'pump' and holder_id = $1`,
    [place(8)],
  );
  expect((await sound()).faults).toHaveLength(1);
  await database.owner(
    `update ledger_accounts set balance = balance - 1 where thing = 'pump' and holder_id = $1`,
    [place(8)],
  );
});

it('keeps thousandths, and refuses what is finer', () => {
  expect([toThousandths(2.5, 'a'), toThousandths(0.001, 'a'), fromThousandths(2500)]).toEqual([2500, 1, 2.5]);
  for (const wrong of [0, -1, 0.0001, 2.00005, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => toThousandths(wrong, 'form/amount')).toThrow('ledger.amount');
});
