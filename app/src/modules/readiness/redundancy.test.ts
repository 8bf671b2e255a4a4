import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverOf, type Held, onlyHolders, without } from './redundancy.ts';

const who = (...ids: string[]) => ids.map((id) => ({ id, label: id }));
const held = (role: string, need: number, ...ids: string[]): Held => ({
  role,
  areaId: 'a',
  areaName: 'a',
  need,
  holders: who(...ids),
});

it('one more than it takes is backed; the same person in two posts is one', () => {
  expect(coverOf(held('keys', 1))).toBe('missing');
  expect(coverOf(held('keys', 1, 'p'))).toBe('single');
  expect(coverOf(held('keys', 1, 'p', 'p'))).toBe('single');
  expect(coverOf(held('keys', 1, 'p', 'q'))).toBe('backed');
  expect(coverOf(held('command', 2, 'p', 'q'))).toBe('single');
});

it('says what is worse without somebody, and on whom something hangs alone', () => {
  const roles = [held('keys', 1, 'p'), held('command', 2, 'p', 'q', 'r'), held('desk', 1, 'q', 'r')];
  expect(without(roles, new Set(['p']))).toMatchObject([
    { role: 'keys', before: 'single', after: 'missing', left: 0 },
    { role: 'command', before: 'backed', after: 'single', left: 2 },
  ]);
  expect(onlyHolders(roles).map((one) => [one.holder.id, one.roles.map((role) => role.role)])).toEqual([
    ['p', ['keys']],
  ]);
});

const rank = { missing: 0, single: 1, backed: 2 };
const roleOf = fc.record({
  role: fc.constantFrom('a', 'b', 'c'),
  areaId: fc.constant('x'),
  areaName: fc.constant('x'),
  need: fc.integer({ min: 1, max: 3 }),
  holders: fc.array(
    fc.constantFrom('1', '2', '3', '4').map((id) => ({ id, label: id })),
    { maxLength: 6 },
  ),
});

it('losing more never helps, and whoever is named as the only one leaves a role missing', () => {
  fc.assert(
    fc.property(fc.array(roleOf, { maxLength: 6 }), fc.constantFrom('1', '2'), (roles, lost) => {
      for (const loss of without(roles, new Set([lost]))) {
        expect(rank[loss.after]).toBeLessThanOrEqual(rank[loss.before]);
      }
      for (const { holder, roles: theirs } of onlyHolders(roles)) {
        const after = without(theirs, new Set([holder.id]));
        expect(after).toHaveLength(theirs.length);
        expect(after.every((one) => one.after === 'missing')).toBe(true);
      }
    }),
  );
});
