import { expect, it } from 'vitest';
import { createKept, type Kept } from './kept.ts';

/** Readings that the test answers by hand, in any order. */
function byHand() {
  const clock = { at: 1_000_000 };
  const asked: { before: string | undefined; answer(value: string): void; fail(error: Error): void }[] = [];
  const kept: Kept<string> = createKept({
    clock: { now: () => clock.at },
    read: (_district, before) =>
      new Promise((answer, fail) => {
        asked.push({ before, answer, fail });
      }),
  });
  return { clock, asked, kept };
}

it('reads once for many who ask together, and tells the next reading what was known', async () => {
  const { clock, asked, kept } = byHand();
  const both = Promise.all([kept.get('a'), kept.get('a')]);
  expect(asked.length).toBe(1);
  asked[0]?.answer('one');
  expect(await both).toEqual(['one', 'one']);
  expect(await kept.get('a')).toBe('one');
  expect(asked.length).toBe(1);

  clock.at += 6_000;
  expect(await kept.get('a')).toBe('one');
  expect(asked[1]?.before).toBe('one');
  asked[1]?.answer('two');
  await new Promise((done) => setImmediate(done));
  expect(await kept.get('a')).toBe('two');
});

it('answers nothing old after a quiet time, and not after a failed reading either', async () => {
  const { clock, asked, kept } = byHand();
  const first = kept.get('a');
  asked[0]?.answer('one');
  await first;
  clock.at += 20_000;
  expect(await kept.get('a')).toBe('one');
  asked[1]?.fail(new Error('no connection'));
  await new Promise((done) => setImmediate(done));
  clock.at += 20_000;
  const late = kept.get('a');
  expect(asked.length).toBe(3);
  asked[2]?.fail(new Error('no connection'));
  await expect(late).rejects.toThrow('no connection');
});

it('does not remember what was read before a change', async () => {
  const { asked, kept } = byHand();
  const before = kept.get('a');
  kept.forget('a');
  const after = kept.get('a');
  expect(asked.length).toBe(2);
  asked[1]?.answer('new');
  asked[0]?.answer('old');
  expect([await before, await after]).toEqual(['old', 'new']);
  expect(await kept.get('a')).toBe('new');
});
