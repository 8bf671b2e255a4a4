// 包楼楼院: three duties about things, done of one's own will; residents see who looks after their building, and nothing is kept of them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import { civilDate } from '../../kernel/clock.ts';
import { presetChecklists } from './preset-checklists.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'building-care' });
  await p.database.owner(
    `update org_posts set kind = 'building-care', title = '6号楼责任人', published_name = '周老师' where id = $1`,
    [p.district.posts.worker2],
  );
  p.platform.sessions.forget('demo');
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

it('has three duties, all of them about things and places', () => {
  const care = presetChecklists.find((one) => one.code === 'building-care');
  const asked = care?.items.filter((item) => item.code !== 'remark') ?? [];
  expect(asked).toHaveLength(3);
  for (const { words } of asked) expect(words['zh-CN']).not.toMatch(/居民|人员|谁|思想|情绪|态度|姓名|来访/);
});

it('is a round like any other: a finding becomes a hazard, and an answer about people has no field', async () => {
  const today = civilDate(p.clock.at);
  const planned = await p.call('secretary1', 'POST', '/api/v1/patrol/plans', {
    body: {
      title: '包楼月看',
      checklist: 'building-care',
      areaId: p.district.areas.g2,
      id: p.ids.next(),
      places: { kind: 'areas', level: 'grid' },
      every: 'month',
      startsOn: today,
      endsOn: null,
    },
  });
  expect(planned.status, planned.text).toBe(200);
  const mine = await p.call('worker2', 'GET', '/api/v1/patrol/mine');
  const [due] = mine.body.items as { planId: string; place: { id: string } }[];
  const record = (answers: Record<string, unknown>) =>
    p.call('worker2', 'POST', '/api/v1/patrol/records', {
      body: {
        commandId: p.ids.next(),
        planId: due?.planId,
        placeId: due?.place.id,
        checklistVersion: 1,
        occurredAt: p.clock.at,
        form: { answers },
      },
    });
  expect((await record({ safe: 'yes', tidy: 'yes', notices: 'yes', whoLivesHere: '王家' })).status).toBe(400);
  const found = await record({ safe: 'no', tidy: 'yes', notices: 'yes' });
  expect(found.status, found.text).toBe(200);
  const hazards = await p.database.owner<{ text: string; category: string }>(
    `select text, category from cases where kind = 'hazard' and area_id = $1`,
    [p.district.areas.g2],
  );
  expect(hazards).toEqual([
    { text: expect.stringContaining('楼道或出口被堵'), category: 'safety.fire-lane' },
  ]);
});

it('shows residents who it is, by the name that was published, and nothing else of them', async () => {
  const { lng, lat } = p.point('g2', 1);
  const seen = await p.call(null, 'GET', `/api/v1/public/locate?lng=${lng}&lat=${lat}`);
  expect(seen.body.card.who).toContainEqual(
    expect.objectContaining({ title: '6号楼责任人', name: '周老师' }),
  );
  expect(Object.keys(seen.body.card.who[0]).sort()).toEqual(['name', 'title', 'unit']);
});
