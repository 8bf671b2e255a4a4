// What the pages read when the server does not answer, and which pieces of the map a phone keeps.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../kit/api.ts';
import type { CaseRow, CaseView } from '../../kit/api-types.ts';
import { createMemoryReplica } from '../../sync/replica.ts';
import { either } from './either.ts';
import {
  copyOfCase,
  copyOfCategories,
  copyOfPoints,
  copyOfSpot,
  copyOfWork,
  findInRegister,
  type KeptCodes,
} from './read-copy.ts';
import { tilesOf } from './tile-list.ts';

const offline = () => Promise.reject(new ApiProblem({ status: 0, code: 'network.offline' }));
const never = () => new Promise<string>(() => undefined);
const kept = async () => 'copy';
const nothing = async () => undefined;

describe('either', () => {
  it.each([
    ['the server when it answers', { ask: async () => 'fresh', copy: kept, hasLine: true }, 'fresh'],
    ['the copy without a line', { ask: offline, copy: kept, hasLine: false }, 'copy'],
    ['the copy when nothing comes back', { ask: offline, copy: kept, hasLine: true }, 'copy'],
    [
      'the copy when the answer takes too long',
      { ask: never, copy: kept, hasLine: true, patienceMs: 5 },
      'copy',
    ],
    [
      'the server when there is no copy',
      { ask: async () => 'fresh', copy: nothing, hasLine: false },
      'fresh',
    ],
  ])('gives %s', async (_what, parts, expected) => {
    expect(await either<string>(parts)).toBe(expected);
  });
  it('waits for a slow server when there is no copy', async () => {
    let answer: (text: string) => void = () => undefined;
    const slow = () =>
      new Promise<string>((resolve) => {
        answer = resolve;
      });
    const askedInVain = async () => answer('fresh') as undefined;
    expect(await either({ ask: slow, copy: askedInVain, hasLine: true, patienceMs: 1 })).toBe('fresh');
  });
  it.each([401, 403, 404, 409])('lets a %i speak: the copy is no answer to it', async (status) => {
    const ask = () => Promise.reject(new ApiProblem({ status, code: 'x' }));
    await expect(either({ ask, copy: kept, hasLine: true })).rejects.toMatchObject({ status });
  });
  it('gives the copy for a broken server, and its failure when there is none', async () => {
    const ask = () => Promise.reject(new ApiProblem({ status: 502, code: 'http.502' }));
    expect(await either({ ask, copy: kept, hasLine: true })).toBe('copy');
    await expect(either({ ask, copy: nothing, hasLine: true })).rejects.toMatchObject({ status: 502 });
  });
});

const NOW = Date.UTC(2026, 6, 15, 2);
const HOUR = 3_600_000;
type Part = {
  dueAt?: number;
  late?: boolean;
  urgent?: boolean;
  shape?: CaseRow['state']['shape'];
  closed?: boolean;
};
const view = (
  id: string,
  { dueAt, late = false, urgent = false, shape = 'todo', closed = false }: Part = {},
) =>
  ({
    id,
    number: `N${id}`,
    state: { code: 'filed', label: '待派遣', shape },
    point: { lng: 120.38, lat: 36.29 },
    category: { code: 'utility.manhole', label: '井盖' },
    clock:
      dueAt === undefined
        ? null
        : { name: 'x', label: 'x', dueAt, provisional: false, state: 'running', late },
    urgent,
    outcome: { closed },
  }) as unknown as CaseView;

async function replicaOf(
  cases: readonly CaseView[],
  queue: readonly string[],
  waiting: readonly string[] = [],
) {
  const replica = createMemoryReplica();
  await replica.apply({
    cursor: 'c',
    reset: null,
    removed: [],
    more: false,
    leftOut: [],
    items: [
      { id: 'work', type: 'work', stamp: '1', payload: { queue, waiting } },
      ...cases.map((one) => ({ id: `case/${one.id}`, type: 'case', stamp: '1', payload: one as never })),
    ],
  });
  return replica;
}

describe('the copy', () => {
  it('groups the work as the server does, and reckons what time has changed', async () => {
    const cases = [
      view('gone-by', { dueAt: NOW - HOUR }),
      view('today', { dueAt: NOW + HOUR }),
      view('later', { dueAt: NOW + 48 * HOUR }),
      view('urgent', { urgent: true }),
      view('soon', { dueAt: NOW + HOUR, shape: 'soon' }),
      view('with-others'),
    ];
    const replica = await replicaOf(
      cases,
      ['gone-by', 'today', 'later', 'urgent', 'soon', 'not here'],
      ['with-others'],
    );
    const work = await copyOfWork(replica, NOW);
    const ids = (rows: readonly CaseRow[] = []) => rows.map((row) => row.id);
    expect([ids(work?.now), ids(work?.today), ids(work?.later), ids(work?.waiting)]).toEqual([
      ['gone-by', 'urgent', 'soon'],
      ['today'],
      ['later'],
      ['with-others'],
    ]);
    expect((await copyOfCase(replica, 'gone-by', NOW))?.state.shape).toBe('late');
    expect((await copyOfCase(replica, 'today', NOW))?.state.shape).toBe('todo');
    expect(await copyOfCase(replica, 'not here', NOW)).toBeUndefined();
    // How much was done today only the server knows: no number is better than a wrong one.
    expect(work).not.toHaveProperty('done');
  });
  it('has nothing to say before the first pull', async () => {
    expect(await copyOfWork(createMemoryReplica(), NOW)).toBeUndefined();
    expect(await copyOfCategories(createMemoryReplica())).toBeUndefined();
  });
  it('puts open cases on the map', async () => {
    const replica = await replicaOf([view('a', { dueAt: NOW - 1 }), view('b', { closed: true })], []);
    expect((await copyOfPoints(replica, NOW))?.rows).toEqual([
      ['a', 'Na', 120.38, 36.29, 'filed', 'utility.manhole', true],
    ]);
  });
});

describe('a scanned code without a network', () => {
  const areas = [{ id: 'g1', name: '第一网格', level: 'grid' }];
  const carrier = { name: '消火栓', address: '槐树路', lng: 120.38, lat: 36.29 };
  const house = { name: null, address: '槐树路8号', lng: 120.3806, lat: 36.29 };
  const codes: KeptCodes = {
    nearMetres: 40,
    areas,
    assets: [{ ...carrier, code: 'HYD-0001' }],
    buildings: [house],
  };
  async function kept() {
    const replica = await replicaOf([view('here'), view('ended', { closed: true })], []);
    await replica.apply({
      cursor: 'c2',
      reset: null,
      removed: [],
      more: false,
      leftOut: [],
      items: [{ id: 'codes/g1', type: 'codes', stamp: '1', payload: codes as never }],
    });
    return replica;
  }
  it('opens a thing by its code, with what is open near it', async () => {
    const spot = await copyOfSpot(await kept(), { kind: 'asset', code: 'HYD-0001' }, NOW);
    expect(spot?.place).toEqual({ ...carrier, asset: 'HYD-0001', areas });
    expect(spot?.own.map((row) => row.id)).toEqual(['here']);
  });
  it('opens a house by its printed point, a few metres aside too, and shows nothing that is far from it', async () => {
    const at = { lng: 120.3806 + 0.0001, lat: 36.29 };
    const spot = await copyOfSpot(await kept(), { kind: 'point', point: at }, NOW);
    expect(spot?.place).toMatchObject({ address: '槐树路8号', lng: house.lng, asset: null });
    expect(spot?.own).toEqual([]);
  });
  it('has nothing to say of a code that is not of the own places', async () => {
    const replica = await kept();
    expect(await copyOfSpot(replica, { kind: 'asset', code: 'HYD-0002' }, NOW)).toBeUndefined();
    const far = { lng: 120.3806 + 0.001, lat: 36.29 };
    expect(await copyOfSpot(replica, { kind: 'point', point: far }, NOW)).toBeUndefined();
    const empty = createMemoryReplica();
    expect(await copyOfSpot(empty, { kind: 'asset', code: 'HYD-0001' }, NOW)).toBeUndefined();
  });
});

describe('the tiles of a box', () => {
  it('are known ones, from far to near, of both sets', () => {
    const tiles = tilesOf([[120.38, 36.29, 120.39, 36.3]], 1_000);
    expect(tiles.slice(0, 2)).toEqual([
      '/api/v1/tiles/base/10/854/401.mvt',
      '/api/v1/tiles/areas/10/854/401.mvt',
    ]);
    expect(tiles).toContain('/api/v1/tiles/base/16/54683/25668.mvt');
    expect(new Set(tiles).size).toBe(tiles.length);
    expect(tiles.length).toBeLessThan(100);
  });
  it('are never more than allowed, and hold every point of the box at every zoom', () => {
    const lng = fc.double({ min: 73, max: 135, noNaN: true });
    const lat = fc.double({ min: 18, max: 53, noNaN: true });
    const size = fc.double({ min: 0, max: 0.02, noNaN: true });
    fc.assert(
      fc.property(lng, lat, size, size, fc.integer({ min: 10, max: 16 }), (west, south, w, h, z) => {
        const tiles = new Set(tilesOf([[west, south, west + w, south + h]], 100_000));
        // The scheme of web maps, written the other way round: from the tangent.
        const side = 2 ** z;
        const at = (x: number, y: number) => {
          const rad = (y * Math.PI) / 180;
          const north = (1 - Math.log(Math.tan(rad) + 1 / Math.cos(rad)) / Math.PI) / 2;
          return `/api/v1/tiles/base/${z}/${Math.floor(((x + 180) / 360) * side)}/${Math.floor(north * side)}.mvt`;
        };
        for (const [x, y] of [
          [west, south],
          [west + w, south + h],
          [west + w / 2, south + h / 2],
        ] as const)
          expect(tiles.has(at(x, y))).toBe(true);
        expect(tilesOf([[west, south, west + w, south + h]], 10)).toHaveLength(10);
      }),
    );
  });
});

it('finds in a register by several words at once, spaces and widths aside', () => {
  const row = (id: string, title: string, address: string) => ({
    id,
    title,
    area: '第一网格',
    shown: { address },
  });
  const venues = {
    code: 'venues',
    label: '场所',
    about: '',
    fields: [{ code: 'address', label: '地址' }],
    rows: [row('a', '惠民体育馆', '春阳路 20 号'), row('b', '长者食堂', '槐花街1号')],
  };
  const titles = (typed: string) => findInRegister(venues, typed).map((one) => one.title);
  expect(titles('体育 春阳路２０号')).toEqual(['惠民体育馆']);
  expect(titles('一网格')).toEqual(['惠民体育馆', '长者食堂']);
  expect([titles('  '), titles('食堂 春阳')]).toEqual([['惠民体育馆', '长者食堂'], []]);
});
