// The risk list: weighed on one scale, its chain leads onward, and what is beyond the community goes up and comes back with a receipt.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { give } from '../../../test/case-desk.ts';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { levelOfRisk } from './risk-scale.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'risks' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/preparedness${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1/preparedness${path}`, { body });
const risk = (code: string, changes: Record<string, unknown> = {}) => ({
  code,
  name: `风险 ${code}`,
  category: 'natural',
  likelihood: 3,
  impact: 4,
  place: '槐树路桥洞',
  point: { lng: 120.39, lat: 36.295 },
  scale: '3 栋 240 户',
  form: '短时强降雨后积水',
  evolution: '先淹桥洞，再漫进地下室',
  leadsTo: [],
  controls: ['汛前清淤'],
  ownerUnit: p.district.units['committee1'],
  reviewOn: '2027-04-01',
  handling: 'self',
  ...changes,
});
const list = (risks: unknown[], changes: Record<string, unknown> = {}) => ({
  id: p.ids.next(),
  kind: 'risks',
  areaId: p.district.areas.c1,
  risk: 'any',
  title: '槐树社区风险清单',
  note: '第一版',
  reviewOn: '2027-04-01',
  content: { risks },
  ...changes,
});

it('weighs by one scale: a level begins where it says', () => {
  expect(
    [
      [5, 4],
      [5, 3],
      [4, 3],
      [3, 3],
      [2, 3],
      [5, 1],
      [1, 1],
    ].map(([l, i]) => levelOfRisk(l as number, i as number)),
  ).toEqual(['major', 'larger', 'larger', 'general', 'general', 'low', 'low']);
});

it('refuses an unknown owner, a step off the scale, a link to nowhere and a chain that comes back, naming the line', async () => {
  for (const [risks, path] of [
    [[risk('a', { ownerUnit: p.ids.next() })], 'content/risks/0/ownerUnit'],
    [[risk('a', { leadsTo: ['b'] })], 'content/risks/0/leadsTo'],
    [[risk('a', { leadsTo: ['a'] })], 'content/risks/0/leadsTo'],
    [[risk('a', { leadsTo: ['b'] }), risk('b', { leadsTo: ['a'] })], 'content/risks/0/leadsTo'],
    [[risk('a'), risk('a')], 'content/risks/1/code'],
  ] as const) {
    const refused = await post('secretary1', '/documents', list([...risks]));
    expect(refused.body).toMatchObject({
      code: 'preparedness.content',
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  }
  expect((await post('secretary1', '/documents', list([risk('a', { impact: 6 })]))).status).toBe(400);
  expect((await post('secretary1', '/documents', list([risk('a', { family: '王家' })]))).status).toBe(400);
});

it('is approved by another, stands in the matrix, and goes up by receipt only where it says so', async () => {
  const draft = list([
    risk('bridge', { leadsTo: ['cellar'], handling: 'up', likelihood: 5, impact: 4 }),
    risk('cellar', { category: 'production' }),
  ]);
  expect((await post('secretary1', '/documents', draft)).status).toBe(200);
  const matrix = async (person: PersonKey, area: 'c1' | 'c2' | 'd') =>
    (await get(person, `/risks?areaId=${p.district.areas[area]}`)).body.items;
  expect(await matrix('secretary1', 'c1'), 'a draft is no list').toEqual([]);
  const report = (person: PersonKey, code: string) =>
    post(person, `/documents/${draft.id}/risks/${code}/report`, { text: '需要市政改造排水' });
  expect((await report('secretary1', 'bridge')).body.code).toBe('preparedness.risk-not-in-force');
  expect((await post('secretary1', `/documents/${draft.id}/publish`, { revision: 1 })).body.code).toBe(
    'preparedness.same-person',
  );
  expect((await post('member1', `/documents/${draft.id}/publish`, { revision: 1 })).status).toBe(200);
  expect(await matrix('secretary1', 'c1')).toMatchObject([
    {
      code: 'bridge',
      level: { code: 'major' },
      leadsTo: ['风险 cellar'],
      owner: '槐树居民委员会',
      report: null,
    },
    { code: 'cellar', level: { code: 'larger' }, category: 'production' },
  ]);
  expect(await matrix('chief', 'd')).toHaveLength(2);
  expect(await matrix('secretary1', 'c2')).toEqual([]);

  expect((await report('secretary2', 'bridge')).body.code).toBe('preparedness.not-your-area');
  expect((await report('secretary1', 'cellar')).body.code).toBe('preparedness.risk-kept-here');
  expect((await report('secretary1', 'nothing')).body.code).toBe('preparedness.risk-unknown');
  const sent = await report('secretary1', 'bridge');
  expect(sent.status, sent.text).toBe(200);
  expect((await report('secretary1', 'bridge')).body.id, 'sent again it is the same').toBe(sent.body.id);
  const form = { receipt: '西街应急〔2026〕7号', takesOn: true, note: '列入排水改造' };
  expect((await give(p, 'secretary1', sent.body.id, 'receipt-risk', form)).status).toBe(403);
  expect((await give(p, 'dispatcher1', sent.body.id, 'receipt-risk', form)).status).toBe(200);
  const view = (await get('secretary1', `/documents/${draft.id}`)).body;
  expect(view.reports).toMatchObject([
    { code: 'bridge', state: { code: 'risk-taken', label: '上级已接手' }, receipt: { number: form.receipt } },
  ]);
  expect(view.may).toMatchObject({ report: true });
  expect((await matrix('secretary1', 'c1'))[0].report.receipt.number).toBe(form.receipt);
});
