// Places whose hazards come back: what counts as the same place, what is kept at the finish, and who sees it.
import { createRandom } from '@renlin/core/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, fileCase, give, must } from '../../../test/case-desk.ts';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { type CaseState, newCase } from '../../engines/case/case.ts';
import { readXlsxSheets } from '../../platform/sheets/xlsx.ts';
import { groupByPlace } from './repeated.ts';

const METRE = 1 / 111_320;
const LAMP = { lng: 120.384, lat: 36.294 };
const north = (metres: number) => ({ lng: LAMP.lng, lat: LAMP.lat + metres * METRE });

function at(
  id: string,
  point: { lng: number; lat: number } | null,
  more: Partial<CaseState> = {},
): CaseState {
  const draft = newCase({
    id,
    district: 'demo',
    number: id,
    kind: 'hazard',
    category: 'safety.wall',
    headline: '',
    text: '',
    channel: 'patrol',
    areaId: 'g1',
    areaPath: '1/',
    lng: point?.lng ?? null,
    lat: point?.lat ?? null,
    address: '',
    filedBy: null,
    filedAt: 0,
  });
  return { ...draft, ...more };
}
const ids = (groups: readonly (readonly CaseState[])[]) =>
  groups.map((group) => group.map((one) => one.id).sort()).sort();

describe('one place', () => {
  it('is what lies within thirty metres, and a chain of such; another category is another matter', () => {
    const cases = [
      at('a', north(0)),
      at('b', north(29)),
      at('c', north(58)),
      at('far', north(95)),
      at('other', north(1), { category: 'safety.wires' }),
    ];
    expect(ids(groupByPlace(cases))).toEqual([['a', 'b', 'c']]);
    expect(groupByPlace([at('a', north(0)), at('b', north(31))])).toEqual([]);
  });
  it('is the same address where there is no point, and nothing where there is neither', () => {
    const cases = [
      at('a', null, { address: '槐树路8号' }),
      at('b', null, { address: '槐树路8号' }),
      at('c', null, { address: '槐树路8号', areaId: 'g2' }),
      at('d', null),
      at('e', null),
    ];
    expect(ids(groupByPlace(cases))).toEqual([['a', 'b']]);
  });
  it('agrees with looking at every pair', () => {
    const random = createRandom('places');
    for (let round = 0; round < 60; round++) {
      const cases = Array.from({ length: 40 }, (_, index) =>
        at(String(index), {
          lng: LAMP.lng + random.int(300) * METRE,
          lat: LAMP.lat + random.int(300) * METRE,
        }),
      );
      expect(ids(groupByPlace(cases))).toEqual(ids(byPairs(cases)));
    }
  });
});

/** Floods from one case to the next over pairs that are near: slow and plain. */
function byPairs(cases: readonly CaseState[]): CaseState[][] {
  const near = (a: CaseState, b: CaseState) =>
    Math.hypot(
      ((a.lng ?? 0) - (b.lng ?? 0)) * Math.cos((LAMP.lat * Math.PI) / 180),
      (a.lat ?? 0) - (b.lat ?? 0),
    ) /
      METRE <=
    30 * 1.0011;
  const left = new Set(cases);
  const groups: CaseState[][] = [];
  for (const one of cases) {
    if (!left.delete(one)) continue;
    const group = [one];
    for (const member of group)
      for (const other of [...left])
        if (near(member, other)) {
          left.delete(other);
          group.push(other);
        }
    if (group.length > 1) groups.push(group);
  }
  return groups;
}

describe('through the doors of the product', () => {
  let p: TestProduct;
  beforeAll(async () => {
    p = await testProduct({ seed: 'repeated' });
  });
  afterAll(async () => {
    expect(await p.doctor()).toEqual([]);
    await p.close();
  });
  const repeated = async (person: PersonKey, query = '') => {
    const answer = await p.call(person, 'GET', `/api/v1/hazards/repeated${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  async function hazard(metres: number, more: Record<string, unknown> = {}) {
    return fileCase(p, null, {
      kind: 'hazard',
      category: 'safety.fire-lane',
      text: '消防通道又堵了',
      address: '槐树路8号东侧',
      point: north(metres),
      ...more,
    });
  }

  it('shows how often, why each time, what was done last and when somebody looks again; the number opens its cases', async () => {
    const first = await hazard(0);
    await bring(p, first.id, 'handling');
    await must(p, 'urban', first.id, 'finish', { result: '清走了堆物', cause: 'blocked' });
    p.clock.at += 40 * DAY;
    const second = await hazard(10);
    await bring(p, second.id, 'handling');
    const inspectAt = p.clock.at + 30 * DAY;
    await must(p, 'urban', second.id, 'finish', {
      result: '装了隔离桩',
      cause: 'nobody-responsible',
      inspectAt,
    });
    p.clock.at += DAY;
    const third = await hazard(5);
    await hazard(200);
    await hazard(3, { category: 'safety.wall' });
    const declined = await hazard(4);
    await must(p, 'dispatcher1', declined.id, 'decline', { reason: 'no-fact', whereTo: '无' });

    const { items, metres } = await repeated('dispatcher1');
    expect(metres).toBe(30);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      place: '槐树路8号东侧',
      area: '槐树第一网格',
      category: { code: 'safety.fire-lane', label: '消防通道堵塞' },
      count: 3,
      open: 3,
      measure: { words: '装了隔离桩' },
      inspectAt,
    });
    expect(items[0].causes).toEqual([
      { code: 'blocked', n: 1, label: '占用、堆放' },
      { code: 'nobody-responsible', n: 1, label: '责任不清、没人管' },
      { code: null, n: 1, label: '没有填原因' },
    ]);
    expect(items[0].cases.map((one: { id: string }) => one.id)).toEqual([third.id, second.id, first.id]);
    // A shorter time holds fewer of them.
    expect((await repeated('dispatcher1', '?months=1')).items[0].count).toBe(2);
    expect((await repeated('dispatcher1', `?area=${p.district.areas.g2}`)).items).toEqual([]);
    const english = await p.call('dispatcher1', 'GET', '/api/v1/hazards/repeated', {
      headers: { 'accept-language': 'en' },
    });
    expect(english.body.items[0].causes[2].label).toBe('No cause given');
  });

  it('is seen as far as the reader sees cases, and by nobody outside', async () => {
    expect((await repeated('worker1')).items).toHaveLength(1);
    expect((await repeated('worker2')).items).toEqual([]);
    expect((await repeated('dispatcher2')).items).toEqual([]);
    expect((await p.call(null, 'GET', '/api/v1/hazards/repeated')).status).toBe(401);
  });

  it('leaves as a workbook and as CSV with the same rows', async () => {
    const csv = await p.call('dispatcher1', 'GET', '/api/v1/hazards/repeated/file?format=csv');
    const lines = csv.text.replace('\ufeff', '').trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^地点,所在网格,类别,次数/);
    expect(lines[1]).toMatch(/^槐树路8号东侧,槐树第一网格,消防通道堵塞,3,3,2026-07-15,2026-08-25,/);
    const raw = await p.app.inject({
      url: '/api/v1/hazards/repeated/file?format=xlsx',
      headers: { cookie: `renlin_session=${await p.cookieOf('dispatcher1')}` },
    });
    expect(raw.headers['content-disposition']).toContain('repeated-hazards.xlsx');
    const [sheet] = await readXlsxSheets(raw.rawPayload, { unpackedMb: 10, cells: 10_000 });
    expect(sheet?.rows[1]?.slice(0, 4)).toEqual(['槐树路8号东侧', '槐树第一网格', '消防通道堵塞', '3']);
  });

  it('refuses what it does not know, and a cause that is on no list', async () => {
    for (const query of [
      '?months=0',
      '?months=37',
      '?months=x',
      '?area=x',
      '?who=1',
      `?area=${p.ids.next()}`,
    ])
      expect((await p.call('dispatcher1', 'GET', `/api/v1/hazards/repeated${query}`)).status, query).toBe(
        query.length > 20 ? 404 : 400,
      );
    expect((await p.call('dispatcher1', 'GET', '/api/v1/hazards/repeated/file?format=pdf')).status).toBe(400);
    const { id } = await hazard(300);
    await bring(p, id, 'handling');
    const refused = await give(p, 'urban', id, 'finish', { result: '好了', cause: 'bad-people' });
    expect(refused.status).toBe(400);
    // What is no hazard has no such question.
    const lamp = await fileCase(p, null, {});
    await bring(p, lamp.id, 'handling');
    expect((await give(p, 'urban', lamp.id, 'finish', { result: '好了', cause: 'worn' })).status).toBe(400);
  });

  it('tells the reporter what was done, and not why it arose', async () => {
    const { id, code } = await hazard(400);
    await bring(p, id, 'handling');
    await must(p, 'urban', id, 'finish', { result: '已经清开', cause: 'nobody-responsible' });
    const seen = await p.call(null, 'POST', '/api/v1/public/follow', { body: { code } });
    expect(seen.text).toContain('已经清开');
    expect(seen.text).not.toContain('责任不清');
    expect(seen.text).not.toContain('nobody-responsible');
  });
});
