// Party organisation types with what carries them, the coverage of buildings and firms, residents' own groups, and the work pattern.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { replaceMap } from '../places/public.ts';

let p: TestProduct;

beforeAll(async () => {
  p = await testProduct({ seed: 'party' });
  const { g1, g2 } = p.district.areas;
  const building = (id: string, areaId: string, lng: number, households: number) => ({
    id,
    layer: 'building' as const,
    class: 'apartments',
    name: id,
    lng,
    lat: 36.295,
    size: 100,
    households,
    geometry: { type: 'Point', coordinates: [lng, 36.295] },
    areaId,
  });
  await p.database.system((tx) =>
    replaceMap(tx, {
      source: 'test',
      title: '测试',
      attribution: '测试',
      assets: [],
      features: [
        building('home', g1, 120.385, 40),
        building('tower', g2, 120.395, 0),
        building('other', g2, 120.396, 20),
      ] as never,
    }),
  );
});
afterAll(() => p.close());

const ask = (person: PersonKey, method: string, path: string, body?: unknown) =>
  p.call(person, method, `/api/v1${path}`, body === undefined ? {} : { body });
const gap = async (list: string): Promise<string[]> => {
  const { body } = await ask('admin', 'GET', `/org/coverage?list=${list}`);
  return body.list.items.map((one: { name: string }) => one.name).sort();
};
async function make(tree: 'party-orgs' | 'units', level: string, name: string, areaIds: string[] = []) {
  const answer = await ask('admin', 'POST', `/${tree}/commands`, {
    commandId: p.ids.next(),
    name: 'create',
    form: { parentId: null, name, level, areaIds },
  });
  expect(answer.status).toBe(200);
  return answer.body.node.id as string;
}
const command = (tree: 'party-orgs' | 'units', id: string, name: string, form: object) =>
  ask('admin', 'POST', `/${tree}/commands`, { commandId: p.ids.next(), id, name, form });

it('counts a building as covered by its own organisation, its grid’s branch or a liaison', {
  timeout: 240_000,
}, async () => {
  expect(await gap('buildingsWithoutParty')).toEqual(['home', 'other', 'tower']);
  const tower = await make('party-orgs', 'tower-branch', '楼宇党支部');
  expect((await command('party-orgs', tower, 'tie-building', { buildingId: 'tower' })).status).toBe(200);
  expect(await gap('buildingsWithoutParty')).toEqual(['home', 'other']);
  await make('party-orgs', 'grid-branch', '槐树网格党支部', [p.district.areas.g1]);
  expect(await gap('buildingsWithoutParty')).toEqual(['other']);
  const post = await ask('admin', 'POST', '/posts/commands', {
    commandId: p.ids.next(),
    name: 'create',
    form: {
      unitId: p.district.units['committee1'],
      areaId: p.district.areas.g2,
      title: '党建联络员',
      kind: 'liaison',
      duties: ['view'],
    },
  });
  expect(post.status).toBe(200);
  // An empty post keeps no contact with anybody.
  expect(await gap('buildingsWithoutParty')).toEqual(['other']);
  const held = await ask('admin', 'POST', '/posts/commands', {
    commandId: p.ids.next(),
    id: post.body.post.id,
    name: 'assign',
    form: { personId: p.district.persons.worker2 },
  });
  expect(held.status).toBe(200);
  expect(await gap('buildingsWithoutParty')).toEqual([]);
  const unknown = await command('party-orgs', tower, 'tie-building', { buildingId: 'nowhere' });
  expect(unknown.body).toMatchObject({ status: 404, code: 'org.building-unknown' });
});

it('links organisations on chains, bases, cooperatives and among shops to the entity that carries them', {
  timeout: 240_000,
}, async () => {
  expect(await gap('firmsWithoutParty')).toEqual(['安居物业']);
  const carriers = [
    ['chain-branch', 'industry-chain'],
    ['base-branch', 'production-base'],
    ['cooperative-branch', 'cooperative'],
    ['operators-branch', 'shop-cluster'],
  ] as const;
  for (const [branch, entity] of carriers) {
    const unit = await make('units', entity, `${entity}主体`, [p.district.areas.c1]);
    expect(await gap('firmsWithoutParty')).toContain(`${entity}主体`);
    const party = await make('party-orgs', branch, `${branch}支部`);
    expect((await command('party-orgs', party, 'link-entity', { unitId: unit })).status).toBe(200);
    const seen = await ask('admin', 'GET', `/party-orgs/${party}`);
    expect(seen.body.node).toMatchObject({ level: branch, areas: [], entities: [{ id: unit }] });
  }
  expect(await gap('firmsWithoutParty')).toEqual(['安居物业']);
  const regional = await make('party-orgs', 'regional-branch', '片区党支部', [p.district.areas.c1]);
  const wrong = await command('party-orgs', regional, 'link-entity', { unitId: p.district.units['housing'] });
  expect(wrong.body).toMatchObject({ status: 400, code: 'org.entity-wrong' });
});

it('knows which buildings have an active group of residents', { timeout: 240_000 }, async () => {
  expect(await gap('buildingsWithoutGroup')).toEqual(['home', 'other']);
  const group = await make('units', 'resident-group', '槐树楼栋自管小组', [p.district.areas.g1]);
  await command('units', group, 'tie-building', { buildingId: 'home' });
  // Founded, but nobody has met yet.
  expect(await gap('buildingsWithoutGroup')).toEqual(['home', 'other']);
  const future = await command('units', group, 'record-activity', { on: '2026-08-01' });
  expect(future.body.code).toBe('tree.date-in-future');
  expect((await command('units', group, 'record-activity', { on: '2026-07-10' })).status).toBe(200);
  expect(await gap('buildingsWithoutGroup')).toEqual(['other']);
  await command('units', group, 'record-activity', { on: '2025-12-01' });
  expect(await gap('buildingsWithoutGroup')).toEqual(['home', 'other']);
  const notGroup = await command('units', p.district.units['firm'] as string, 'record-activity', {
    on: '2026-07-10',
  });
  expect(notGroup.body.code).toBe('org.not-a-group');
});

it('shows the work pattern with the units that are there for it, and organisations with those above', {
  timeout: 240_000,
}, async () => {
  const { body } = await ask('admin', 'GET', '/org/roles');
  expect(body.workPattern.map((role: { code: string }) => role.code)).toEqual([
    'coordinates',
    'comes-down',
    'leads-locally',
    'joins-in',
  ]);
  expect(body.workPattern[0].units.map((unit: { label: string }) => unit.label)).toContain('西街街道办事处');
  const top = await make('party-orgs', 'working-committee', '西街党工委');
  const below = await ask('admin', 'POST', '/party-orgs/commands', {
    commandId: p.ids.next(),
    name: 'create',
    form: { parentId: top, name: '槐树党委', level: 'committee' },
  });
  const seen = await ask('admin', 'GET', `/party-orgs/${below.body.node.id}`);
  expect(seen.body.above).toEqual([{ id: top, name: '西街党工委' }]);
  expect((await ask('admin', 'GET', `/party-orgs/${top}`)).body.children).toHaveLength(1);
});
