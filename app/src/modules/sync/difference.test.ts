// The room on a phone, without a database: what is needed most stays, what does not fit is counted, and nothing is sent twice.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differenceOf, type Room, type Thing } from './difference.ts';

const room = (part: Partial<Room> = {}): Room => ({
  bytes: 1_000,
  pageItems: 100,
  pageBytes: 10_000,
  ...part,
});
/** Its JSON has so many bytes. */
const thing = (id: string, bytes: number, part: Partial<Thing> = {}): Thing => ({
  id,
  stamp: '1',
  rule: 'area',
  read: async () => ({ type: 'case', payload: { x: 'a'.repeat(bytes - 8) } }),
  ...part,
});
/** What is small is never left out. */
const always = ({ rule: _rule, ...rest }: Thing): Thing => rest;
const ids = (items: readonly { id: string }[]) => items.map((one) => one.id);

it('sends what is needed most until the room is full, and counts the rest by its rule', async () => {
  const things = [
    always(thing('small', 900)),
    thing('a', 400, { rule: 'work' }),
    thing('b', 50),
    thing('c', 50),
  ];
  const first = await differenceOf({}, things, room({ bytes: 1_320 }));
  expect(ids(first.items)).toEqual(['small', 'a']);
  // 20 bytes are left: neither of the others fits, and nothing smaller slips in before what is needed more.
  expect(first.leftOut).toEqual(['area', 'area']);
  const again = await differenceOf(first.entries, things, room({ bytes: 1_320 }));
  expect([again.items, again.removed, again.leftOut]).toEqual([[], [], ['area', 'area']]);
  // More room: they come. Less: they go again, the least needed first.
  const wide = await differenceOf(again.entries, things, room({ bytes: 2_000 }));
  expect([ids(wide.items), wide.leftOut]).toEqual([['b', 'c'], []]);
  const narrow = await differenceOf(wide.entries, things, room({ bytes: 1_350 }));
  expect([narrow.items, narrow.removed, narrow.leftOut]).toEqual([[], ['c'], ['area']]);
});

it('takes the entries of an earlier release, which have no size', async () => {
  const { items, removed } = await differenceOf({ a: '1', b: '0' }, [thing('a', 50), thing('b', 50)], room());
  expect([ids(items), removed]).toEqual([['b'], []]);
});

it('ends, whatever the pages: the phone holds the first things that fit, and asks no more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 8, max: 400 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 2_000 }),
      fc.integer({ min: 1, max: 7 }),
      async (sizes, bytes, pageItems) => {
        const things = sizes.map((size, at) => thing(`t${at}`, size));
        let sum = 0;
        const first = sizes.findIndex((size) => {
          sum += size;
          return sum > bytes;
        });
        const fits = first < 0 ? sizes.length : first;
        let entries = {};
        let left: string[] = [];
        const got: string[] = [];
        for (let page = 0; ; page++) {
          expect(page).toBeLessThanOrEqual(sizes.length + 1);
          const one = await differenceOf(entries, things, room({ bytes, pageItems }));
          got.push(...ids(one.items));
          expect(one.removed).toEqual([]);
          entries = one.entries;
          left = one.leftOut;
          if (!one.more) break;
        }
        expect(got).toEqual(things.slice(0, fits).map((one) => one.id));
        expect(Object.keys(entries)).toHaveLength(fits);
        expect(left).toHaveLength(sizes.length - fits);
      },
    ),
  );
});
