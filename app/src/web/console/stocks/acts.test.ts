// What a page offers for a line, and what it sends.
import { expect, it } from 'vitest';
import { actsOf, emptyDraft, sendAct, type Target } from './acts.ts';

const line = (changes: Partial<Extract<Target, { of: 'line' }>> = {}): Extract<Target, { of: 'line' }> => ({
  of: 'line',
  id: 'lot',
  item: 'water',
  itemName: '饮用水',
  measure: '升',
  lot: 'W',
  expiresOn: null,
  mode: 'own',
  supplier: '',
  verifiedOn: null,
  pointId: 'here',
  pointName: '点',
  areaName: '社区',
  onHand: 12.5,
  reserved: 0,
  expired: false,
  unverified: false,
  counts: true,
  ...changes,
});

it('offers what has expired only to be counted and disposed of, with all of it filled in', () => {
  const old = line({ expired: true });
  expect(actsOf(old)).toEqual(['dispose', 'count']);
  expect(emptyDraft(old).amount).toBe('12.5');
  expect(emptyDraft(line()).amount).toBe('');
});

it('offers to release what is reserved and to look again at what lies with others', () => {
  expect(actsOf(line())).not.toContain('release');
  expect(actsOf(line({ reserved: 1 }))).toContain('release');
  expect(actsOf(line())).not.toContain('verify');
  expect(actsOf(line({ mode: 'agreed' }))).toContain('verify');
});

it('sends what was typed: an empty number is no zero, an empty choice is left out', () => {
  const draft = { ...emptyDraft(line()), reason: '发放' };
  expect(sendAct(line(), 'issue', draft, 'id')).toEqual({
    path: '/stocks/moves',
    body: { id: 'id', pointId: 'here', lotId: 'lot', amount: null, kind: 'issue', reason: '发放' },
  });
  expect(sendAct(line(), 'count', { ...draft, seen: '0' }, 'id').body).toMatchObject({ seen: 0 });
  expect(sendAct(line(), 'count', draft, 'id').body).toMatchObject({ seen: null });
  const receipt = sendAct(
    { of: 'point', pointId: 'here' },
    'receipt',
    { ...draft, verifiedAt: '2026-07-01', supplier: '某超市', amount: ' 3 ' },
    'id',
  );
  expect(receipt.body).toMatchObject({ supplier: '', amount: 3 });
  expect(receipt.body).not.toHaveProperty('verifiedOn');
});
