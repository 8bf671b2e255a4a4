// The whole composed product on a clone of the migrated database, with a clock that the test sets and a small district made by hand.
// Nothing runs by itself: no jobs, no event loop; a test calls `timers()` when it moved the clock.
//
//            120.38     120.39     120.40          120.42
//   36.31   ┌─────────────────────┬───────────────┐
//           │ community c2: grid g3                │               │
//   36.30   ├──────────┬──────────┤ community c3: │
//           │ c1: g1   │ c1: g2   │ grid g4       │
//   36.29   └──────────┴──────────┴───────────────┘
//            street s1                street s2
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@renlin/core/random';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { checkCases } from '../src/engines/case/doctor.ts';
import { setBoundary } from '../src/engines/tree/boundaries.ts';
import { createNodes } from '../src/engines/tree/tree.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { createIds, type Ids } from '../src/kernel/ids.ts';
import { allMessages, type ComposeParts, compose, type Product } from '../src/main/compose.ts';
import { migrationSources } from '../src/main/migrations.ts';
import { type BuiltPlatform, buildPlatform } from '../src/main/platform.ts';
import { installPresets, presetDepartments } from '../src/modules/catalogue/public.ts';
import {
  ensureLevels,
  insertBinding,
  insertHolding,
  insertPersons,
  insertPost,
} from '../src/modules/org/public.ts';
import { installChecklists } from '../src/modules/patrol/public.ts';
import { insertAccount } from '../src/platform/auth/accounts.ts';
import { SESSION_COOKIE } from '../src/platform/auth/sessions.ts';
import type { Tx } from '../src/platform/db/db.ts';
import { readEnv } from '../src/platform/env.ts';
import { createHttpServer } from '../src/platform/http/server.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/** 2026-07-15 10:00 in Shanghai, a Wednesday in working hours. */
export const PRODUCT_NOW = Date.UTC(2026, 6, 15, 2, 0, 0);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const areaKeys = ['d', 's1', 's2', 'c1', 'c2', 'c3', 'g1', 'g2', 'g3', 'g4'] as const;
export type AreaKey = (typeof areaKeys)[number];

type Box = readonly [west: number, south: number, east: number, north: number];
const boxes: Record<AreaKey, Box> = {
  d: [120.38, 36.29, 120.42, 36.31],
  s1: [120.38, 36.29, 120.4, 36.31],
  s2: [120.4, 36.29, 120.42, 36.31],
  c1: [120.38, 36.29, 120.4, 36.3],
  c2: [120.38, 36.3, 120.4, 36.31],
  c3: [120.4, 36.29, 120.42, 36.31],
  g1: [120.38, 36.29, 120.39, 36.3],
  g2: [120.39, 36.29, 120.4, 36.3],
  g3: [120.38, 36.3, 120.4, 36.31],
  g4: [120.4, 36.29, 120.42, 36.31],
};
export const areaParents: Record<AreaKey, AreaKey | null> = {
  d: null,
  s1: 'd',
  s2: 'd',
  c1: 's1',
  c2: 's1',
  c3: 's2',
  g1: 'c1',
  g2: 'c1',
  g3: 'c2',
  g4: 'c3',
};
const areaNames: Record<AreaKey, string> = {
  d: '测试区',
  s1: '西街街道',
  s2: '东街街道',
  c1: '槐树社区',
  c2: '石桥社区',
  c3: '渔港社区',
  g1: '槐树第一网格',
  g2: '槐树第二网格',
  g3: '石桥网格',
  g4: '渔港网格',
};
const levels: Record<string, string> = { d: 'district', s: 'street', c: 'community', g: 'grid' };

export type PersonSpec = {
  unit: string;
  area: AreaKey;
  duties: readonly string[];
  title: string;
  kind: string;
};

const dispatching = ['intake', 'dispatch', 'escalate-receive', 'approve-extension', 'supervise', 'whistle'];
const secretary = ['intake', 'handle', 'report', 'verify', 'view', 'command'];

/** Everybody of the district by a short name: under which unit, over which place, with which duties. */
export const people = {
  worker1: {
    unit: 'committee1',
    area: 'g1',
    duties: ['report', 'verify'],
    title: '专职网格员',
    kind: 'full-time',
  },
  worker2: {
    unit: 'committee1',
    area: 'g2',
    duties: ['report', 'verify'],
    title: '专职网格员',
    kind: 'full-time',
  },
  worker3: {
    unit: 'committee2',
    area: 'g3',
    duties: ['report', 'verify'],
    title: '专职网格员',
    kind: 'full-time',
  },
  worker4: {
    unit: 'committee3',
    area: 'g4',
    duties: ['report', 'verify'],
    title: '专职网格员',
    kind: 'full-time',
  },
  secretary1: { unit: 'committee1', area: 'c1', duties: secretary, title: '社区党委书记', kind: 'secretary' },
  secretary2: { unit: 'committee2', area: 'c2', duties: secretary, title: '社区党委书记', kind: 'secretary' },
  secretary3: { unit: 'committee3', area: 'c3', duties: secretary, title: '社区党委书记', kind: 'secretary' },
  dispatcher1: { unit: 'street1', area: 's1', duties: dispatching, title: '街道派遣员', kind: 'clerk' },
  dispatcher2: { unit: 'street2', area: 's2', duties: dispatching, title: '街道派遣员', kind: 'clerk' },
  officer1: {
    unit: 'street1',
    area: 's1',
    duties: ['handle', 'caretaker', 'report'],
    title: '街道队员',
    kind: 'professional',
  },
  officer2: {
    unit: 'street2',
    area: 's2',
    duties: ['handle', 'caretaker', 'report'],
    title: '街道队员',
    kind: 'professional',
  },
  urban: { unit: 'urban-management', area: 'd', duties: ['handle'], title: '城管处置员', kind: 'clerk' },
  urban2: {
    unit: 'urban-management',
    area: 'd',
    duties: ['handle', 'whistle'],
    title: '城管处置员',
    kind: 'clerk',
  },
  housing: { unit: 'housing', area: 'd', duties: ['handle'], title: '住建处置员', kind: 'clerk' },
  market: { unit: 'market', area: 'd', duties: ['handle'], title: '市场监管处置员', kind: 'clerk' },
  member2: {
    unit: 'street1',
    area: 's1',
    duties: ['command'],
    title: '街道办事处副主任',
    kind: 'leader',
  },
  ecology: { unit: 'environment', area: 'd', duties: ['handle'], title: '生态环境处置员', kind: 'clerk' },
  verifier: {
    unit: 'supervision',
    area: 'd',
    duties: ['verify', 'supervise'],
    title: '核查员',
    kind: 'clerk',
  },
  hotline: { unit: 'hotline', area: 'd', duties: ['hotline', 'intake'], title: '热线坐席', kind: 'operator' },
  chief: {
    unit: 'command',
    area: 'd',
    duties: [...dispatching, 'rule', 'view'],
    title: '区值班长',
    kind: 'leader',
  },
  member1: {
    unit: 'street1',
    area: 's1',
    duties: ['command', 'view'],
    title: '街道党工委委员',
    kind: 'leader',
  },
  property: { unit: 'firm', area: 'g1', duties: ['handle'], title: '物业项目经理', kind: 'leader' },
  admin: {
    unit: 'command',
    area: 'd',
    duties: ['manage-org', 'manage-catalogue', 'manage-calendar', 'manage-accounts', 'view'],
    title: '业务管理员',
    kind: 'administrator',
  },
  security: {
    unit: 'command',
    area: 'd',
    duties: ['manage-security'],
    title: '安全管理员',
    kind: 'administrator',
  },
  asker: {
    unit: 'urban-management',
    area: 'd',
    duties: ['apply-admission'],
    title: '城管综合科科员',
    kind: 'clerk',
  },
  relief: { unit: 'command', area: 'd', duties: ['admit'], title: '减负专班成员', kind: 'clerk' },
  auditor: { unit: 'command', area: 'd', duties: ['audit'], title: '审计员', kind: 'administrator' },
} as const satisfies Record<string, PersonSpec>;
export type PersonKey = keyof typeof people;
export const personKeys = Object.keys(people) as PersonKey[];

export type Seeded = {
  areas: Record<AreaKey, string>;
  /** The path of an area as the tree wrote it. */
  paths: Record<AreaKey, string>;
  units: Record<string, string>;
  posts: Record<PersonKey, string>;
  persons: Record<PersonKey, string>;
  accounts: Record<PersonKey, string>;
};

// Answers are read as a script would read them: by name, without types.
// biome-ignore lint/suspicious/noExplicitAny: the test asserts what it reads
export type ApiAnswer = { status: number; body: any; text: string; raw: LightMyRequestResponse };
export type ApiRequest = { body?: unknown; headers?: Record<string, string>; cookie?: string | undefined };

export type TestProduct = {
  app: FastifyInstance;
  product: Product;
  platform: BuiltPlatform;
  database: TestDatabase;
  /** The clock of everything; set or add to it. */
  clock: { at: number };
  ids: Ids;
  district: Seeded;
  /** A point inside a grid; `step` moves it some 20 m each, so that cases need not lie on top of each other. */
  point(grid: AreaKey, step?: number): { lng: number; lat: number };
  /** The session cookie of somebody (made again when the clock went on by hours). */
  cookieOf(person: PersonKey): Promise<string>;
  /** A request as somebody of the district, or as nobody when `null`. */
  call(person: PersonKey | null, method: string, url: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** The actor of somebody, as the server would build it now. */
  actorOf(person: PersonKey): Promise<Actor>;
  /** Handles every lapse up to now, as the job does; gives how many. */
  timers(): Promise<number>;
  /** Replays every case and gives the faults. */
  doctor(): Promise<string[]>;
  /** Rows of a case and how many steps it has, read past row-level security. */
  stored(
    caseId: string,
  ): Promise<{ version: number; steps: number; state: string; row: Record<string, unknown> }>;
  close(): Promise<void>;
};

export type TestProductOptions = {
  now?: number;
  seed?: string;
  districts?: readonly string[];
  /** Instead of a clone of the template. */
  database?: TestDatabase;
  /** Settings beside the usual ones of a test. */
  env?: Record<string, string>;
  /** Stands in for the addresses outside that the product would call. */
  send?: ComposeParts['send'];
  /** In place of what earlier releases of the product called the fields of forms. */
  formHistory?: ComposeParts['formHistory'];
  /** In place of what the modules declare that the district knows. */
  facts?: ComposeParts['facts'];
};

/** Builds it: a clone of the template, the product, the district `demo`. */
export async function testProduct(options: TestProductOptions = {}): Promise<TestProduct> {
  const database = options.database ?? (await testDatabase(migrationSources, options.districts ?? ['demo']));
  const data = await mkdtemp(join(tmpdir(), 'renlin-product-'));
  const state = { at: options.now ?? PRODUCT_NOW };
  const clock = { now: () => state.at };
  const random = createRandom(options.seed ?? 'test-product');
  const ids = createIds(clock.now, (size) => Uint8Array.from({ length: size }, () => random.int(256)));
  const env = readEnv({
    RENLIN_DATA: data,
    RENLIN_LOG: 'silent',
    RENLIN_DEMO: '1',
    RENLIN_SECRET: 'a secret for tests only, long enough to sign with',
    ...options.env,
  });
  const platform = await buildPlatform(env, database.config, allMessages, { clock, ids, connections: 8 });
  const product = compose(platform, {
    ...(options.send ? { send: options.send } : {}),
    ...(options.formHistory ? { formHistory: options.formHistory } : {}),
    ...(options.facts ? { facts: options.facts } : {}),
  });
  const app = await createHttpServer(platform, product.routes, {
    publicDistrict: 'demo',
    ...product.doors,
    version: '0.0.0-test',
    strictFactor: 10_000,
    generalPerMinute: 10_000_000,
    onClosing: () => product.streams.closeAll(),
  });
  const district = await database.system((tx) => seedDistrict(tx, ids, state.at));
  const sessions = new Map<PersonKey, { token: string; until: number }>();

  async function cookieOf(person: PersonKey): Promise<string> {
    const known = sessions.get(person);
    if (known && known.until > state.at) return known.token;
    const { token } = await platform.sessions.create(district.accounts[person], {
      ip: '127.0.0.1',
      userAgent: 'test',
    });
    sessions.set(person, { token, until: state.at + 6 * HOUR });
    return token;
  }

  return {
    app,
    product,
    platform,
    database,
    clock: state,
    ids,
    district,
    point: pointIn,
    cookieOf,
    async call(person, method, url, request = {}) {
      const cookie = request.cookie ?? (person === null ? undefined : await cookieOf(person));
      const raw = await app.inject({
        method: method as 'GET',
        url,
        headers: {
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(cookie === undefined ? {} : { cookie: `${SESSION_COOKIE}=${cookie}` }),
          ...request.headers,
        },
        ...(request.body === undefined
          ? {}
          : { payload: typeof request.body === 'string' ? request.body : JSON.stringify(request.body) }),
      });
      const json = String(raw.headers['content-type'] ?? '').includes('json');
      return { status: raw.statusCode, body: json ? raw.json() : undefined, text: raw.body, raw };
    },
    actorOf: (person) =>
      database.system((tx) =>
        platform.actorOf(tx, {
          accountId: district.accounts[person],
          personId: district.persons[person],
          name: person,
        }),
      ),
    timers: () => product.cases.engine.runTimers('demo', 500),
    doctor: async () =>
      (await database.system((tx) => checkCases(tx, () => undefined))).faults.map(
        (one) => `${one.number}: ${one.fault}`,
      ),
    async stored(caseId) {
      const [row] = await database.owner<Record<string, unknown>>('select * from cases where id = $1', [
        caseId,
      ]);
      const [count] = await database.owner<{ n: number }>(
        'select count(*)::int as n from case_steps where case_id = $1',
        [caseId],
      );
      if (!row) throw new Error(`no case ${caseId}`);
      return { version: row['version'] as number, state: row['state'] as string, steps: count?.n ?? 0, row };
    },
    async close() {
      await app.close();
      await platform.close();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

const OPENED = '2024-01-01';

/** The same small district in the transaction's own: two streets, three communities, four grids, their units, posts and people. */
export async function seedDistrict(tx: Tx, ids: Ids, now: number): Promise<Seeded> {
  await ensureLevels(tx, 'four-level');
  const command = () => ({ commandId: ids.next(), at: now, effectiveOn: OPENED });
  const areas = Object.fromEntries(areaKeys.map((key) => [key, ids.next()])) as Record<AreaKey, string>;
  const nodes = await createNodes(
    tx,
    command(),
    'area',
    areaKeys.map((key) => ({
      id: areas[key],
      parentId: areaParents[key] === null ? null : areas[areaParents[key] as AreaKey],
      name: areaNames[key],
      level: levels[key[0] as string] as string,
      code: null,
      attributes: {},
    })),
  );
  const paths = Object.fromEntries(
    areaKeys.map((key) => [key, nodes.find((node) => node.id === areas[key])?.path ?? '']),
  ) as Record<AreaKey, string>;
  for (const key of areaKeys) await setBoundary(tx, command(), areas[key], polygonOf(boxes[key]));

  const units: Record<string, string> = {};
  const places: [id: string, area: AreaKey][] = [];
  const unit = (key: string, name: string, level: string, area: AreaKey, code: string | null = null) => {
    const id = ids.next();
    units[key] = id;
    places.push([id, area]);
    return { id, parentId: null, name, level, code, attributes: {} };
  };
  await createNodes(tx, command(), 'unit', [
    ...presetDepartments.map(({ code, name }) => unit(code, name, 'department', 'd', code)),
    unit('command', '区指挥中心', 'command-centre', 'd', 'command-centre'),
    unit('supervision', '区监督中心', 'supervision-centre', 'd', 'supervision-centre'),
    unit('hotline', '便民热线', 'hotline', 'd', 'hotline'),
    unit('street1', '西街街道办事处', 'street-office', 's1'),
    unit('street2', '东街街道办事处', 'street-office', 's2'),
    unit('committee1', '槐树居民委员会', 'committee', 'c1'),
    unit('committee2', '石桥居民委员会', 'committee', 'c2'),
    unit('committee3', '渔港居民委员会', 'committee', 'c3'),
    unit('firm', '安居物业', 'property-firm', 'g1'),
  ]);
  for (const [fromId, area] of places) {
    await insertBinding(tx, {
      id: ids.next(),
      kind: 'jurisdiction',
      fromId,
      toId: areas[area],
      validFrom: OPENED,
    });
  }

  const record = () =>
    Object.fromEntries(personKeys.map((key) => [key, ids.next()])) as Record<PersonKey, string>;
  const persons = record();
  const posts = record();
  const accounts = {} as Record<PersonKey, string>;
  await insertPersons(
    tx,
    personKeys.map((key) => ({ id: persons[key], staffNo: `T-${key}`, name: `测试${key}`, phone: null })),
  );
  for (const key of personKeys) {
    const { unit: unitKey, area, duties, title, kind }: PersonSpec = people[key];
    await insertPost(tx, {
      id: posts[key],
      unitId: units[unitKey] as string,
      areaId: areas[area],
      title,
      kind,
      duties: [...duties].sort(),
      publishedName: null,
      validFrom: OPENED,
    });
    await insertHolding(tx, {
      id: ids.next(),
      postId: posts[key],
      personId: persons[key],
      acting: false,
      validFrom: OPENED,
      validTo: null,
    });
    accounts[key] = await insertAccount(tx, ids, now, {
      district: tx.scope.district,
      personId: persons[key],
      login: `${tx.scope.district}-${key}`,
      name: key,
    });
  }
  await installPresets(tx, ids, now);
  await installChecklists(tx, OPENED, now);
  return { areas, paths, units, posts, persons, accounts };
}

function polygonOf([west, south, east, north]: Box) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

function pointIn(grid: AreaKey, step = 0): { lng: number; lat: number } {
  const [west, south] = boxes[grid];
  return {
    lng: Number((west + 0.001 + (step % 40) * 0.0002).toFixed(6)),
    lat: Number((south + 0.001 + Math.floor(step / 40) * 0.0002).toFixed(6)),
  };
}
