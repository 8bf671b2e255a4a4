import { describe, expect, it } from 'vitest';
import type { CaseRow } from '../../kit/api-types.ts';
import { problemWords } from '../../kit/problem-words.ts';
import type { Item } from '../../sync/item.ts';
import { fieldMessages } from '../messages.ts';
import { filingItem } from '../report/field-draft.ts';
import { splitWork } from '../today/split-work.ts';
import { newItemOf, problemOf, shownItems } from './outbox.ts';

const said = {
  status: 400,
  code: 'input.invalid',
  title: '填写有误',
  detail: '请补上地点',
  params: {},
  fields: [],
};
const item: Item = {
  id: 'c1',
  owner: 'me',
  caseId: '1',
  seq: 1,
  kind: 'command',
  path: '/cases/1/commands',
  body: { commandId: 'c1', name: 'finish', form: { result: '修好了' } },
  formerIds: [],
  baseVersion: 3,
  after: null,
  deviceAt: 100,
  skewMs: 5,
  formsVersion: 1,
  photos: [],
  title: '办结',
  attempts: 0,
  notBefore: 0,
  state: 'waiting',
  madeVersion: null,
};

describe('outbox', () => {
  it('hands a command to the engine with the case of its path and the version that the person saw', () => {
    const entry = {
      id: 'c1',
      kind: 'command' as const,
      path: '/cases/1/commands',
      body: { commandId: 'c1', name: 'finish', baseVersion: 3, occurredAt: 7, form: { result: '修好了' } },
      photos: [],
      title: '办结',
      at: 7,
    };
    expect(newItemOf(entry)).toMatchObject({ caseId: '1', baseVersion: 3 });
    expect(newItemOf(entry).body).toEqual({ commandId: 'c1', name: 'finish', form: { result: '修好了' } });
    expect(newItemOf({ ...entry, kind: 'file', path: '/cases' })).toMatchObject({ caseId: 'c1' });
  });
  it('shows what has not arrived, and in words what the person has to know', () => {
    const words = (why: string) => `why ${why}`;
    const shown = shownItems(
      [
        item,
        { ...item, id: 'a', state: 'accepted' },
        { ...item, id: 'r', state: 'rejected', said },
        { ...item, id: 'p', state: 'held', why: 'photo' },
        { ...item, id: 'e', state: 'held', why: 'early' },
      ],
      words,
    );
    expect(shown.map((one) => [one.id, one.refused?.words])).toEqual([
      ['c1', undefined],
      ['r', '填写有误 请补上地点'],
      ['p', 'why photo'],
      ['e', undefined],
    ]);
    expect(shown[0]?.at).toBe(105);
    expect(problemOf(said)).toMatchObject({ status: 400, code: 'input.invalid', title: '填写有误' });
  });
});

it('a refusal says its sentence once, also when the detail is the sentence again', () => {
  const words = (detail: string) => problemWords((key) => key, problemOf({ ...said, detail }));
  expect([words('填写有误'), words(''), words('请补上地点')]).toEqual([
    '填写有误',
    '填写有误',
    '填写有误 请补上地点',
  ]);
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
  it('puts every action card of mine above the three, however urgent they are', () => {
    const card = (id: string) => ({ id, kind: 'action-card' }) as CaseRow;
    const { cards, top, groups } = splitWork({
      now: [row('a'), row('b'), row('c'), card('k1')],
      today: [card('k2'), row('d')],
      waiting: [],
    });
    expect(cards.map((one) => one.id)).toEqual(['k1', 'k2']);
    expect(top.map((one) => one.id)).toEqual(['a', 'b', 'c']);
    expect(groups.flatMap((group) => group.rows.map((one) => one.id))).toEqual(['d']);
  });
  it('keeps the cards of a drill apart from those that are meant', () => {
    const of = (id: string, kind: string) => ({ id, kind }) as CaseRow;
    const { cards, practice, top } = splitWork({
      now: [of('p1', 'practice-card'), of('k1', 'action-card'), row('a')],
      today: [],
      waiting: [],
    });
    expect([cards, practice, top].map((rows) => rows.map((one) => one.id))).toEqual([['k1'], ['p1'], ['a']]);
  });
  it('has the same words in both languages', () => {
    expect(Object.keys(fieldMessages.en).sort()).toEqual(Object.keys(fieldMessages['zh-CN']).sort());
  });
});
