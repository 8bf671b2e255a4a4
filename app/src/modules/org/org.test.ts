import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEST_NOW, type TestServer, testServer } from '../../../test/server.ts';
import { setBoundary } from '../../engines/tree/boundaries.ts';
import { treeMessages } from '../../engines/tree/messages.ts';
import { treeMigrations } from '../../engines/tree/migrations.ts';
import { listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem } from '../../kernel/problem.ts';
import { insertAccount } from '../../platform/auth/accounts.ts';
import type { Tx } from '../../platform/db/db.ts';
import { openAreaCodes } from './area-codes.ts';
import { createOrgModule, orgModule } from './module.ts';
import {
  areaChain,
  findHolders,
  holdersNear,
  importAreas,
  importBoundaries,
  resolveActor,
  runAreaCommand,
  runNodeCommand,
  runPersonCommand,
  runPostCommand,
  unitsByKind,
  type Who,
} from './public.ts';

// Opened once: three of the tests ask about the same province.
const codes = openAreaCodes();
let server: TestServer;
const system: Actor = { kind: 'system', district: 'demo', reason: 'test' };
const who = (actor: Actor = system): Who => ({
  actor,
  now: () => server.clock.at,
  platform: server.platform,
});
const inSystem = <T>(work: (tx: Tx) => Promise<T>) => server.database.system(work);
const command = <N extends string, F extends object>(name: N, form: F) => ({
  commandId: randomUUID(),
  name,
  form,
});

type World = {
  district: TreeNode;
  street: TreeNode;
  community: TreeNode;
  other: TreeNode;
  grid: TreeNode;
  unit: string;
  managers: { district: string; street: string };
};
let world: World;

async function makeGrid(tx: Tx, parentId: string, name: string, households = 400): Promise<TreeNode> {
  return (await runAreaCommand(tx, who(), command('create', { parentId, name, level: 'grid', households })))
    .node;
}

async function makePerson(tx: Tx, staffNo: string, phone?: string): Promise<string> {
  const { person } = await runPersonCommand(
    tx,
    who(),
    command('create', { staffNo, name: `人${staffNo}`, phone }),
  );
  return person.id;
}

async function makePost(
  tx: Tx,
  form: {
    title: string;
    unitId: string;
    areaId: string;
    duties: string[];
    personId?: string;
    publishedName?: string;
  },
): Promise<string> {
  const { personId, ...rest } = form;
  const { post } = await runPostCommand(tx, who(), command('create', { kind: 'full-time', ...rest }));
  if (personId) await runPostCommand(tx, who(), { ...command('assign', { personId }), id: post.id });
  return post.id;
}

async function signIn(personId: string, login: string): Promise<string> {
  const accountId = await inSystem((tx) =>
    insertAccount(tx, server.platform.ids, server.clock.at, {
      district: 'demo',
      login,
      name: login,
      personId,
    }),
  );
  return (await server.platform.sessions.create(accountId, { ip: '127.0.0.1', userAgent: 'test' })).token;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no problem',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      throw error;
    },
  );
}

beforeAll(async () => {
  server = await testServer({
    migrations: [treeMigrations, orgModule.migrations!],
    messages: [treeMessages, orgModule.messages!],
    resolveActor: (tx, account) =>
      resolveActor(tx, { accountId: account.id, personId: account.personId ?? '', now: server.clock.at }),
    routes: () =>
      createOrgModule({
        listBuildings: async () => [
          { id: 'b1', name: '1号楼', lng: 120.005, lat: 36.005, areaId: world.grid.id },
          { id: 'b2', name: '2号楼', lng: 120.05, lat: 36.05, areaId: world.community.id },
        ],
      }).routes!,
  });
  const base = await inSystem(async (tx) => {
    await importAreas(tx, who(), { code: '370211', codes });
    const [district] = await listNodes(tx, 'area', { parentId: null });
    const streets = await listNodes(tx, 'area', { parentId: district!.id });
    const street = streets[0] as TreeNode;
    const [community, other] = await listNodes(tx, 'area', { parentId: street.id });
    const grid = await makeGrid(tx, community!.id, '第一网格');
    const office = await runNodeCommand(
      tx,
      who(),
      'unit',
      command('create', {
        parentId: null,
        name: '测试街道办',
        level: 'street-office',
        areaIds: [street.id],
        phone: '0532-0000000',
        hours: '9:00–17:00',
      }),
    );
    const unitId = office.node.id;
    const managers = {
      district: await makePerson(tx, 'm1', '13812345678'),
      street: await makePerson(tx, 'm2'),
    };
    const duties = ['manage-org', 'view'];
    await makePost(tx, {
      title: '区管理员',
      unitId,
      areaId: district!.id,
      duties,
      personId: managers.district,
    });
    await makePost(tx, { title: '街道管理员', unitId, areaId: street.id, duties, personId: managers.street });
    return {
      district: district!,
      street,
      community: community!,
      other: other!,
      grid,
      unit: unitId,
      managers,
    };
  });
  world = base;
});
afterAll(async () => server?.close());

describe('territory', () => {
  test('a county becomes a tree with codes, and the same county again changes nothing', async () => {
    const counts = await inSystem(async (tx) => {
      const all = await listNodes(tx, 'area');
      return ['street', 'community'].map((level) => all.filter((node) => node.level === level).length);
    });
    expect(counts[0]).toBe(23);
    const again = await inSystem((tx) => importAreas(tx, who(), { code: '370211000000', codes }));
    expect(again).toMatchObject({ changed: false, streets: 23, communities: counts[1] });
    expect(await codeOf(inSystem((tx) => importAreas(tx, who(), { code: '370212', codes })))).toBe(
      'org.already-imported',
    );
    expect(await codeOf(inSystem((tx) => importAreas(tx, who(), { code: '3702', codes })))).toBe(
      'org.area-code-above-county',
    );
  });

  test('grids are numbered by template and refuse a wrong place in the order', async () => {
    expect(world.grid.attributes.localCode).toBe(`${world.community.code}001`);
    await inSystem(async (tx) => {
      const second = await makeGrid(tx, world.other.id, '二');
      expect(second.attributes.localCode).toBe(`${world.other.code}001`);
      const micro = await runAreaCommand(
        tx,
        who(),
        command('create', { parentId: world.grid.id, name: '微一', level: 'micro-grid' }),
      );
      expect(micro.node.attributes.localCode).toBe(`${world.community.code}00101`);
      const wrong = command('create', { parentId: world.grid.id, name: '错', level: 'community' });
      expect(await codeOf(runAreaCommand(tx, who(), wrong))).toBe('org.level-order');
    });
  });

  test('a manager changes the own street and nothing beside it', async () => {
    const cookie = await signIn(world.managers.street, 'street-manager');
    const post = (body: unknown) =>
      server.request({ method: 'POST', url: '/api/v1/areas/commands', body, cookie });
    const rename = { ...command('rename', { name: '新名网格' }), id: world.grid.id };
    const first = await post(rename);
    expect(first.statusCode, first.body).toBe(200);
    expect(first.json()).toMatchObject({
      outcome: 'accepted',
      area: { name: '新名网格', levelLabel: '网格' },
    });
    expect((await post(rename)).json()).toMatchObject({ outcome: 'merged' });
    const beyond = await post({ ...command('rename', { name: '夺' }), id: world.district.id });
    expect(beyond.statusCode).toBe(403);
    expect(beyond.json().code).toBe('org.not-yours');
    const stale = await post({ ...rename, commandId: randomUUID(), baseVersion: 1 });
    expect(stale.json()).toMatchObject({ status: 409, code: 'tree.version-conflict' });
    const bad = await post({
      ...command('set-boundary', { geometry: { type: 'Polygon', coordinates: [] } }),
      id: world.grid.id,
    });
    expect(bad.statusCode).toBe(400);
    const seen = await server.request({ url: `/api/v1/areas/${world.grid.id}`, cookie });
    expect(seen.json().actions.map((one: { name: string }) => one.name)).toContain('rename');
    const foreign = await server.request({ url: `/api/v1/areas/${world.district.id}`, cookie });
    expect(foreign.json().actions).toEqual([]);
    expect(
      (await server.request({ method: 'POST', url: '/api/v1/areas/commands', body: rename })).statusCode,
    ).toBe(401);
    const audit = await server.database.owner<{ n: number }>(
      `select count(*)::int as n from audit_log where action = 'org.area.rename' and object_id = $1`,
      [world.grid.id],
    );
    expect(audit[0]?.n).toBe(1);
  });

  test('boundaries come by name or code, whole or not at all', async () => {
    const square = (west: number) => ({
      type: 'Polygon',
      coordinates: [
        [
          [west, 36],
          [west + 0.01, 36],
          [west + 0.01, 36.01],
          [west, 36.01],
          [west, 36],
        ],
      ],
    });
    const feature = (properties: object, geometry: unknown) => ({ type: 'Feature', properties, geometry });
    const good = feature({ code: world.community.code }, square(120));
    const bad = feature({ name: '没有这个地方' }, square(121));
    await inSystem(async (tx) => {
      expect(await codeOf(importBoundaries(tx, who(), { features: [good, bad] }))).toBe(
        'org.import-rejected',
      );
      const partial = await importBoundaries(tx, who(), { features: [good, bad] }, { partial: true });
      expect(partial.set).toBe(1);
      expect(partial.errors).toEqual([
        { path: 'features/1', code: 'org.area-unknown', params: { value: '没有这个地方' } },
      ]);
      await setBoundary(tx, { commandId: randomUUID(), at: server.clock.at }, world.grid.id, square(120));
    });
    const found = await server.request({ url: '/api/v1/areas/locate?lng=120.005&lat=36.005' });
    expect(found.json().chain.map((one: { level: string }) => one.level)).toEqual([
      'grid',
      'community',
      'street',
      'district',
    ]);
    expect((await server.request({ url: '/api/v1/areas/locate?lng=999&lat=36' })).statusCode).toBe(400);
    expect((await server.request({ url: '/api/v1/areas/locate?lng=10&lat=36' })).json()).toEqual({
      chain: [],
    });
    const shapes = await server.request({ url: '/api/v1/areas/geometry?level=grid' });
    expect(shapes.json().features).toHaveLength(1);
    const chain = await inSystem((tx) => areaChain(tx, world.grid.id));
    expect(chain.map((one) => one.level)).toEqual(['district', 'street', 'community', 'grid']);
  });
});

describe('posts', () => {
  test('work stays with the post: vacant, stood in for, and back, by date', async () => {
    const { ana, ben, postId } = await inSystem(async (tx) => {
      const one = await makePerson(tx, 'a1');
      const two = await makePerson(tx, 'a2');
      const areaId = world.grid.id;
      const post = await makePost(tx, {
        title: '专职网格员',
        unitId: world.unit,
        areaId,
        duties: ['report', 'verify'],
        personId: one,
      });
      return { ana: one, ben: two, postId: post };
    });
    const actor = (personId: string) =>
      inSystem((tx) => resolveActor(tx, { accountId: randomUUID(), personId, now: server.clock.at }));
    expect((await actor(ana)).posts).toMatchObject([{ postId, areaPath: world.grid.path, acting: false }]);
    await inSystem((tx) =>
      runPostCommand(tx, who(), {
        ...command('set-acting', { personId: ben, until: '2026-07-20' }),
        id: postId,
      }),
    );
    expect((await actor(ben)).posts).toMatchObject([{ postId, acting: true }]);
    const [nearest] = await inSystem((tx) =>
      findHolders(tx, { duty: 'verify', areaPath: world.grid.path, now: server.clock.at }),
    );
    expect(nearest).toMatchObject({ postId, personId: ben, acting: true });
    server.clock.at = TEST_NOW + 6 * 86_400_000;
    expect((await actor(ben)).posts).toEqual([]);
    await inSystem((tx) => runPostCommand(tx, who(), { ...command('vacate', {}), id: postId }));
    expect((await actor(ana)).posts).toEqual([]);
    expect(
      await inSystem((tx) =>
        findHolders(tx, { duty: 'verify', areaPath: world.grid.path, now: server.clock.at }),
      ),
    ).toEqual([]);
    // Nobody at the grid: the duty of the street's post is the next one up.
    const up = await inSystem((tx) =>
      holdersNear(tx, { duty: 'view', areaPath: world.grid.path, now: server.clock.at }),
    );
    expect(up).toHaveLength(1);
    server.clock.at = TEST_NOW;
  });

  test('guarded duties: not by an organiser, not together, not to oneself', async () => {
    await inSystem(async (tx) => {
      const manager = await resolveActor(tx, {
        accountId: randomUUID(),
        personId: world.managers.district,
        now: server.clock.at,
      });
      const form = { kind: 'administrator', title: '审计员', unitId: world.unit, areaId: world.district.id };
      const create = command('create', { ...form, duties: ['audit'] });
      expect(await codeOf(runPostCommand(tx, who(manager), create))).toBe('org.guarded-duty');
      const both = command('create', { ...form, duties: ['audit', 'manage-accounts'] });
      expect(await codeOf(runPostCommand(tx, who(), both))).toBe('org.duties-clash');
      const person = await makePerson(tx, 'g1');
      await makePost(tx, { ...form, duties: ['audit'], personId: person });
      const accounts = await makePost(tx, { ...form, title: '账号管理员', duties: ['manage-accounts'] });
      const assign = { ...command('assign', { personId: person }), id: accounts };
      expect(await codeOf(runPostCommand(tx, who(), assign))).toBe('org.duties-clash');
    });
  });

  test('phones are masked, shown whole on request and that is logged; residents see the card only', async () => {
    const cookie = await signIn(world.managers.district, 'district-manager');
    const list = await server.request({ url: '/api/v1/people?q=m1', cookie });
    expect(list.json().items[0].phone).toBe('138****5678');
    const url = `/api/v1/people/${world.managers.district}/phone`;
    expect((await server.request({ method: 'POST', url, body: {}, cookie })).json()).toEqual({
      phone: '13812345678',
    });
    const logged = await server.database.owner(
      `select from audit_log where action = 'org.person.reveal-phone'`,
    );
    expect(logged).toHaveLength(1);
    expect((await server.request({ url: '/api/v1/people' })).statusCode).toBe(401);
    const hidden = await server.database.db.read(
      { district: 'demo', reach: 'public', account: '', paths: [], units: [] },
      (tx) => tx.rows('select id from org_persons'),
    );
    expect(hidden).toEqual([]);
    await inSystem((tx) =>
      makePost(tx, {
        title: '网格长',
        unitId: world.unit,
        areaId: world.grid.id,
        duties: ['report'],
        publishedName: '王网格长',
      }),
    );
    const card = (await server.request({ url: '/api/v1/public/locate?lng=120.005&lat=36.005' })).json().card;
    expect(card).toMatchObject({ phone: '0532-0000000', hours: '9:00–17:00' });
    expect(card.who).toContainEqual({ title: '网格长', name: '王网格长', unit: '测试街道办' });
    expect(card.canDo).toContain('上门走访、巡查，替您上报问题');
    expect(JSON.stringify(card)).not.toContain('人a1');
  });
});

describe('Party organisations, units and coverage', () => {
  test('a branch on two grids, a second parent in its industry, a term with its reminder', async () => {
    const cookie = await signIn(
      await inSystem(async (tx) => {
        const person = await makePerson(tx, 'p1');
        await makePost(tx, {
          title: '党建管理员',
          unitId: world.unit,
          areaId: world.district.id,
          duties: ['manage-org'],
          personId: person,
        });
        return person;
      }),
      'party-manager',
    );
    const post = (body: unknown) =>
      server.request({ method: 'POST', url: '/api/v1/party-orgs/commands', body, cookie });
    const committee = await post(
      command('create', {
        parentId: null,
        name: '街道党工委',
        level: 'working-committee',
        areaIds: [world.street.id],
      }),
    );
    expect(committee.statusCode, committee.body).toBe(200);
    const parentId = committee.json().node.id;
    const branch = await post(
      command('create', {
        parentId,
        name: '联合党支部',
        level: 'joint-branch',
        areaIds: [world.grid.id, world.community.id],
      }),
    );
    const id = branch.json().node.id;
    const industry = await post(command('create', { parentId: null, name: '行业党委', level: 'committee' }));
    const dual = await post({ ...command('set-industry-parent', { parentId: industry.json().node.id }), id });
    expect(dual.json().node.industryParents.map((one: { name: string }) => one.name)).toEqual(['行业党委']);
    const term = await post({
      ...command('set-term', { startedOn: '2023-08-31', endsOn: '2026-08-31' }),
      id,
    });
    expect(term.json().node.term).toEqual({
      startedOn: '2023-08-31',
      endsOn: '2026-08-31',
      remindOn: '2026-02-28',
    });
    const wrong = await post({
      ...command('set-term', { startedOn: '2026-08-31', endsOn: '2026-08-31' }),
      id,
    });
    expect(wrong.json().code).toBe('org.term-impossible');
    const under = await post(command('create', { parentId: id, name: '倒挂党委', level: 'committee' }));
    expect(under.json().code).toBe('org.level-order');
    const seen = await server.request({ url: `/api/v1/areas/${world.grid.id}`, cookie });
    expect(seen.json().party.map((one: { name: string }) => one.name)).toContain('联合党支部');
    const gaps = await server.request({
      url: `/api/v1/org/coverage?area=${world.street.id}&list=gridsWithoutBranch`,
      cookie,
    });
    expect(gaps.json().list.items.map((one: { name: string }) => one.name)).toEqual(['二']);
    expect(gaps.json().gaps.termsEnding).toBe(1);
    const buildings = await server.request({ url: '/api/v1/org/coverage?list=buildingsWithoutPost', cookie });
    expect(buildings.json().list.items.map((one: { buildingId: string }) => one.buildingId)).toContain('b2');
    // A part of a grid outside its band is no grid outside its band.
    await inSystem((tx) =>
      runAreaCommand(
        tx,
        who(),
        command('create', {
          parentId: world.grid.id,
          name: '过大的微网格',
          level: 'micro-grid',
          households: 900,
        }),
      ),
    );
    const named = async (list: string): Promise<string[]> =>
      (await server.request({ url: `/api/v1/org/coverage?area=${world.grid.id}&list=${list}`, cookie }))
        .json()
        .list.items.map((one: { name: string }) => one.name);
    expect(await named('partsOutOfBand')).toEqual(['过大的微网格']);
    expect(await named('householdsOutOfBand')).not.toContain('过大的微网格');
    const roles = await server.request({ url: '/api/v1/org/roles', cookie });
    expect(
      roles.json().levels.find((one: { code: string }) => one.code === 'social-work-department').leads,
    ).toHaveLength(3);
  });

  test('units by kind are found for a place, and an area with posts is not closed', async () => {
    await inSystem(async (tx) => {
      const query = { kinds: ['street-office'], now: server.clock.at };
      expect(
        (await unitsByKind(tx, { ...query, areaPath: world.grid.path })).map((unit) => unit.name),
      ).toEqual(['测试街道办']);
      expect(await unitsByKind(tx, { ...query, areaPath: `${world.district.path}zz/` })).toEqual([]);
      const close = { ...command('close', {}), id: world.grid.id };
      expect(await codeOf(runAreaCommand(tx, who(), close))).toBe('org.area-has-posts');
    });
  });
});
