import { describe, expect, it } from 'vitest';
import type { CaseRow } from '../../kit/api-types.ts';
import { fieldMessages } from '../messages.ts';
import { filingItem } from '../report/field-draft.ts';
import { splitWork } from '../today/split-work.ts';
import { bodyOf, type OutboxItem, pauseAfter, verdictOf } from './outbox.ts';

const base: OutboxItem = {
  id: 'c1',
  owner: 'me',
  kind: 'command',
  path: '/cases/1/commands',
  body: { commandId: 'c1', name: 'finish', form: { result: '修好了' } },
  photos: [
    { key: 'a', field: 'photos', thumb: '', ref: 'f1' },
    { key: 'b', field: 'photosBefore', thumb: '', ref: 'f2' },
    { key: 'c', field: 'photos', thumb: '', blob: new Blob(['x']) },
  ],
  title: '',
  at: 1,
  tries: 0,
};

describe('outbox', () => {
  it('puts each photo into its own field and leaves the item as it was', () => {
    expect(bodyOf(base)).toEqual({
      commandId: 'c1',
      name: 'finish',
      form: { result: '修好了', photos: ['f1'], photosBefore: ['f2'] },
    });
    expect(base.body.form).toEqual({ result: '修好了' });
  });
  it('puts the photos of a filing at the top', () => {
    const filing: OutboxItem = {
      ...base,
      kind: 'file',
      body: { commandId: 'c1' },
      photos: [{ key: 'a', field: '', thumb: '', ref: 'f1' }],
    };
    expect(bodyOf(filing)).toEqual({ commandId: 'c1', photos: ['f1'] });
    expect(bodyOf({ ...filing, photos: [] })).toEqual({ commandId: 'c1' });
  });
  it('tries again what the network lost, and asks the person about a refusal', () => {
    for (const status of [0, 401, 429, 500, 503]) expect(verdictOf({ status })).toBe('retry');
    for (const status of [400, 403, 404, 409, 422]) expect(verdictOf({ status })).toBe('refused');
  });
  it('waits longer each time, at most five minutes', () => {
    expect([0, 1, 2].map(pauseAfter)).toEqual([5_000, 10_000, 20_000]);
    expect(pauseAfter(50)).toBe(300_000);
  });
});

describe('field report', () => {
  const draft = {
    commandId: 'c2',
    photos: [{ key: 'p', thumb: '', state: 'failed' as const, fraction: 0, blob: new Blob(['x']) }],
    text: '',
    category: 'bin',
    place: null,
  };
  const bin = { code: 'bin', label: '垃圾桶', group: '', kinds: ['incident'], publicThing: true };
  it('keeps a photo that has not left, and lets the category speak when nothing was written', () => {
    const item = filingItem(draft, [bin], false, 5);
    expect(item.id).toBe('c2');
    expect(item.body).toMatchObject({
      commandId: 'c2',
      kind: 'incident',
      category: 'bin',
      text: '垃圾桶',
      occurredAt: 5,
    });
    expect(item.photos[0]?.blob).toBeInstanceOf(Blob);
  });
  it('files a trifle as one', () => {
    expect(filingItem(draft, [bin], true, 5).body.kind).toBe('trifle');
  });
});

describe('today', () => {
  const row = (id: string) => ({ id }) as CaseRow;
  it('shows three first, and nothing twice', () => {
    const { top, groups } = splitWork({
      now: [row('a')],
      today: [row('b'), row('c'), row('d')],
      later: [row('e')],
      waiting: [row('f')],
    });
    expect(top.map((one) => one.id)).toEqual(['a', 'b', 'c']);
    expect(groups.map((group) => group.rows.map((one) => one.id))).toEqual([[], ['d'], ['e'], ['f']]);
  });
  it('has the same words in both languages', () => {
    expect(Object.keys(fieldMessages.en).sort()).toEqual(Object.keys(fieldMessages['zh-CN']).sort());
  });
});
