// What a ruling asks of the duty list: the item that is about the matter alone changes, any other keeps its categories but this one.
import { describe, expect, it } from 'vitest';
import type { Catalogue, Category, DutyItem, UnitFact } from './catalogue.ts';
import { listFaults } from './list-check.ts';
import { itemOfRuling, type Ruling } from './rulings.ts';

const unit = (id: string, kind: string, ...jurisdictions: string[]): UnitFact => ({
  id,
  code: id,
  name: id,
  kind,
  parentId: null,
  jurisdictions,
});
const units = [
  unit('west', 'street-office', 'd/s1/'),
  unit('east', 'street-office', 'd/s2/'),
  unit('elms', 'committee', 'd/s1/c1/'),
  unit('housing', 'department', 'd/'),
  unit('water', 'department', 'd/'),
];
const category = (code: string): [string, Category] => [
  code,
  {
    code,
    parent: null,
    group: 'event',
    label: { 'zh-CN': code, en: code },
    kinds: ['incident'],
    publicThing: true,
    enforcement: false,
    urgent: false,
    fileWhen: { 'zh-CN': '', en: '' },
    closeWhen: { 'zh-CN': '', en: '' },
    limits: [],
    retired: false,
  },
];
const item = (code: string, more: Partial<DutyItem>): DutyItem => ({
  id: code,
  list: 'street',
  listId: 'list',
  version: 1,
  code,
  type: 'assist',
  title: { 'zh-CN': code, en: code },
  categories: [],
  lead: { code: 'water' },
  assist: [],
  basis: '',
  ...more,
});
const catalogue: Catalogue = {
  categories: new Map(['pipe', 'cover', 'drain', 'gas', 'help'].map(category)),
  items: [
    item('p-01', { categories: ['cover'] }),
    item('p-02', { categories: ['drain', 'gas'], type: 'withdrawn' }),
    item('x-01', { list: 'community', type: 'help', categories: ['help'], lead: { kind: 'committee' } }),
  ],
  units: new Map(units.map((one) => [one.id, one])),
};
const asked = (more: Partial<Ruling>) =>
  itemOfRuling(catalogue, {
    category: 'pipe',
    areaPath: 'd/s1/c1/g1/',
    lead: 'housing',
    assist: [],
    basis: 'law',
    words: 'why',
    caseId: 'case',
    number: '260715-00000011',
    ...more,
  });

describe('the item of a ruling', () => {
  it('is new when no item names the matter, or one that names others too', () => {
    expect(asked({ assist: ['west', 'housing', 'gone'] })).toEqual({
      list: 'street',
      item: {
        code: 'r-pipe',
        type: 'assist',
        title: { 'zh-CN': 'pipe', en: 'pipe' },
        categories: ['pipe'],
        lead: { code: 'housing' },
        assist: [{ kind: 'street-office' }],
        basis: 'law',
      },
    });
    // What the level above took back stays with it.
    expect(asked({ category: 'drain' })).toMatchObject({
      item: { code: 'r-drain', type: 'withdrawn', categories: ['drain'] },
    });
  });

  it('changes the item that is about the matter alone', () => {
    expect(asked({ category: 'cover' })).toMatchObject({
      item: { code: 'p-01', title: { 'zh-CN': 'p-01' }, lead: { code: 'housing' } },
    });
  });

  it('names the unit of the place by its kind, and a unit from elsewhere by its code', () => {
    expect(asked({ lead: 'west' })).toMatchObject({
      item: { type: 'basic', lead: { kind: 'street-office' } },
    });
    expect(asked({ lead: 'east' })).toMatchObject({ item: { type: 'basic', lead: { code: 'east' } } });
  });

  it('goes to the list that is read first', () => {
    expect(asked({ lead: 'elms' })).toMatchObject({
      list: 'community',
      item: { code: 'r-pipe', type: 'duty', lead: { kind: 'committee' } },
    });
    expect(asked({ lead: 'elms', category: 'help' })).toMatchObject({
      list: 'community',
      item: { code: 'x-01' },
    });
    expect(asked({ lead: 'elms', category: 'cover' })).toMatchObject({
      list: 'street',
      item: { code: 'p-01', type: 'basic' },
    });
  });

  it('says nothing about a lead or a category that is gone, and never contradicts itself', () => {
    expect([asked({ lead: 'gone' }), asked({ category: 'gone' })]).toEqual([undefined, undefined]);
    for (const lead of catalogue.units.keys()) {
      for (const known of catalogue.categories.keys()) {
        const wanted = asked({ lead, category: known, assist: [...catalogue.units.keys()] });
        expect(wanted && listFaults(wanted.list, [wanted.item], catalogue), `${lead} ${known}`).toEqual([]);
      }
    }
  });
});
