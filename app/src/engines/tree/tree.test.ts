import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { startOfCivilDate } from '../../kernel/clock.ts';
import { createIds } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { forgetHooks, onPathChanged } from './hooks.ts';
import { treeMigrations } from './migrations.ts';
import {
  chain,
  closeNode,
  createNode,
  createNodes,
  describeNode,
  findByCode,
  findNode,
  getNode,
  history,
  isCivilDate,
  listNodes,
  moveNode,
  recodeNode,
  renameNode,
  subtree,
  successors,
} from './tree.ts';
import type { PathChange, TreeCommand, TreeNode } from './types.ts';

const platform = {
  module: 'platform',
  folder: fileURLToPath(new URL('../../platform/db/migrations', import.meta.url)),
};

let database: TestDatabase;
let seed = 1;
const ids = createIds(
  () => 1_760_000_000_000,
  (size) =>
    Uint8Array.from({ length: size }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed & 255;
    }),
);

const DAY0 = '2026-01-05';
const at = (date: string) => startOfCivilDate(date) + 9 * 3_600_000;
const on = (date: string, baseVersion?: number): TreeCommand => ({
  commandId: ids.next(),
  at: at(date),
  baseVersion,
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'no problem';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

/** Every case in its own transaction that is rolled back at the end. */
async function inside(work: (tx: Tx) => Promise<void>): Promise<void> {
  const done = new Error('rolled back');
  await database
    .system(async (tx) => {
      await work(tx);
      throw done;
    })
    .catch((error: unknown) => {
      if (error !== done) throw error;
    });
}

const root = async (tx: Tx, date = DAY0): Promise<TreeNode> =>
  (
    await createNode(tx, on(date), {
      id: ids.next(),
      tree: 'area',
      parentId: null,
      name: '安澜区',
      level: 'district',
    })
  ).node;

const add = async (tx: Tx, parent: TreeNode, name: string, date = DAY0, code?: string): Promise<TreeNode> =>
  (
    await createNode(tx, on(date), {
      id: ids.next(),
      tree: 'area',
      parentId: parent.id,
      name,
      level: 'x',
      code,
    })
  ).node;

beforeAll(async () => {
  database = await testDatabase([platform, treeMigrations], ['demo', 'other']);
});
afterAll(async () => database?.drop());
beforeEach(() => {
  forgetHooks();
});

describe('commands', () => {
  test('a node gets the next short key under its parent, and is found by id, code and path', () =>
    inside(async (tx) => {
      const top = await root(tx);
      const street = await add(tx, top, '临河街道', DAY0, '370299001');
      expect(top.path).toBe('0/');
      expect(street.path).toBe('0/1/');
      expect((await getNode(tx, street.id)).name).toBe('临河街道');
      expect((await findByCode(tx, 'area', '370299001'))?.id).toBe(street.id);
      expect((await chain(tx, 'area', street.path)).map((node) => node.name)).toEqual(['安澜区', '临河街道']);
    }));

  test('the same command again changes nothing; its id for something else is refused', () =>
    inside(async (tx) => {
      const top = await root(tx);
      const command = on('2026-01-06');
      expect((await renameNode(tx, command, top.id, '安澜新区')).outcome).toBe('accepted');
      const again = await renameNode(tx, command, top.id, '安澜新区');
      expect(again.outcome).toBe('merged');
      expect(again.node.version).toBe(2);
      expect(await codeOf(recodeNode(tx, command, top.id, '370299'))).toBe('tree.command-reused');
    }));

  test('past days keep what was true then', () =>
    inside(async (tx) => {
      const top = await root(tx);
      const a = await add(tx, top, '甲街道');
      const b = await add(tx, top, '乙街道');
      const c = await add(tx, a, '丙社区', DAY0, '370299001001');
      const grid = await add(tx, c, '一网格');
      await renameNode(tx, on('2026-02-01'), c.id, '丙新社区');
      await moveNode(tx, on('2026-03-01'), c.id, b.id);
      await recodeNode(tx, on('2026-04-01'), c.id, '370299002001');
      await describeNode(tx, on('2026-04-01'), c.id, { attributes: { households: 3200 } });
      const then = async (date: string) => {
        const node = await findNode(tx, c.id, date);
        return [node?.name, node?.path, node?.code, node?.attributes.households];
      };
      expect(await then('2026-01-04')).toEqual([undefined, undefined, undefined, undefined]);
      expect(await then('2026-01-31')).toEqual(['丙社区', '0/1/3/', '370299001001', undefined]);
      expect(await then('2026-02-01')).toEqual(['丙新社区', '0/1/3/', '370299001001', undefined]);
      expect(await then('2026-03-01')).toEqual(['丙新社区', '0/2/3/', '370299001001', undefined]);
      expect(await then('2026-04-01')).toEqual(['丙新社区', '0/2/3/', '370299002001', 3200]);
      expect((await getNode(tx, grid.id)).path).toBe('0/2/3/4/');
      expect((await subtree(tx, 'area', '0/1/', '2026-02-28')).map((node) => node.name)).toContain('一网格');
      expect((await subtree(tx, 'area', '0/1/')).map((node) => node.name)).toEqual(['甲街道']);
      expect((await history(tx, c.id)).map((step) => step.name)).toEqual([
        'create',
        'rename',
        'move',
        'recode',
        'describe',
      ]);
    }));

  test('a move tells who keeps copies of paths, in the same transaction', () =>
    inside(async (tx) => {
      const heard: PathChange[] = [];
      onPathChanged('test', async (_tx, change) => {
        heard.push(change);
      });
      const top = await root(tx);
      const a = await add(tx, top, '甲');
      const b = await add(tx, top, '乙');
      await moveNode(tx, on('2026-01-06'), b.id, a.id);
      await renameNode(tx, on('2026-01-07'), b.id, '乙二');
      expect(heard).toEqual([{ tree: 'area', nodeId: b.id, oldPath: '0/2/', newPath: '0/1/2/' }]);
    }));

  test('refusals: circles, open children, closed parents, twins, taken codes, stale versions, wrong dates', () =>
    inside(async (tx) => {
      const top = await root(tx);
      const a = await add(tx, top, '甲', DAY0, '370299001');
      const b = await add(tx, a, '乙');
      expect(await codeOf(moveNode(tx, on('2026-01-06'), a.id, b.id))).toBe('tree.cycle');
      expect(await codeOf(moveNode(tx, on('2026-01-06'), a.id, a.id))).toBe('tree.cycle');
      expect(await codeOf(closeNode(tx, on('2026-01-06'), a.id))).toBe('tree.has-children');
      expect(await codeOf(add(tx, top, '甲'))).toBe('tree.name-taken');
      expect(await codeOf(add(tx, top, '  '))).toBe('tree.name-empty');
      expect(await codeOf(add(tx, top, '丁', DAY0, '370299001'))).toBe('tree.code-taken');
      expect(await codeOf(renameNode(tx, on('2026-01-06', 7), a.id, '甲二'))).toBe('tree.version-conflict');
      const dated = (effectiveOn: string): TreeCommand => ({ ...on('2026-01-06'), effectiveOn });
      expect(await codeOf(renameNode(tx, dated('2026-02-30'), a.id, '甲二'))).toBe('tree.date-impossible');
      expect(await codeOf(renameNode(tx, dated('2026-01-07'), a.id, '甲二'))).toBe('tree.date-in-future');
      expect(await codeOf(renameNode(tx, dated('2025-12-31'), a.id, '甲二'))).toBe(
        'tree.date-before-last-change',
      );
      await closeNode(tx, on('2026-01-08'), b.id);
      expect(await codeOf(renameNode(tx, on('2026-01-09'), b.id, '乙二'))).toBe('tree.node-closed');
      expect(await codeOf(moveNode(tx, on('2026-01-09'), a.id, b.id))).toBe('tree.parent-closed');
      expect(await codeOf(getNode(tx, ids.next()))).toBe('tree.node-not-found');
    }));

  test('a closed node says what replaced it and frees its code', () =>
    inside(async (tx) => {
      const top = await root(tx);
      const a = await add(tx, top, '甲', DAY0, '370299001');
      const b = await add(tx, top, '乙');
      await closeNode(tx, on('2026-01-08'), a.id, [b.id]);
      expect(await successors(tx, a.id)).toEqual([b.id]);
      expect((await add(tx, top, '甲', '2026-01-08', '370299001')).path).toBe('0/3/');
      expect((await findNode(tx, a.id, '2026-01-07'))?.name).toBe('甲');
      expect(await findNode(tx, a.id, '2026-01-08')).toBeUndefined();
    }));

  test('many nodes at once get the paths that one by one would give', () =>
    inside(async (tx) => {
      const top = await root(tx);
      const street = ids.next();
      const made = await createNodes(tx, on('2026-01-06'), 'area', [
        { id: street, parentId: top.id, name: '街', level: 'street' },
        { id: ids.next(), parentId: street, name: '社', level: 'community' },
      ]);
      expect(made.map((node) => node.path)).toEqual(['0/1/', '0/1/2/']);
      expect((await add(tx, top, '下一个', '2026-01-06')).path).toBe('0/3/');
    }));

  test('another district sees nothing, a resident changes nothing, staff only below their posts', async () => {
    let id = '';
    let path = '';
    await database.system(async (tx) => {
      const top = await root(tx);
      id = top.id;
      path = (await add(tx, top, '甲')).path;
    });
    expect(await database.system((tx) => findNode(tx, id), 'other')).toBeUndefined();
    const scope = { district: 'demo', account: '', units: [] };
    const asPublic = { ...scope, reach: 'public' as const, paths: [] };
    expect(await database.db.read(asPublic, (tx) => findNode(tx, id))).toMatchObject({ name: '安澜区' });
    await expect(
      database.db.tx(asPublic, (tx) => renameNode(tx, on('2026-01-06'), id, '假')),
    ).rejects.toThrow();
    const asStaff = { ...scope, reach: 'staff' as const, paths: [path] };
    await expect(
      database.db.tx(asStaff, (tx) => renameNode(tx, on('2026-01-06'), id, '假')),
    ).rejects.toThrow();
    const own = await database.system((tx) => listNodes(tx, 'area', { names: ['甲'] }));
    const renamed = await database.db.tx(asStaff, (tx) =>
      renameNode(tx, on('2026-01-06'), (own[0] as TreeNode).id, '甲一'),
    );
    expect(renamed.node.name).toBe('甲一');
    expect((await database.system((tx) => getNode(tx, id))).name).toBe('安澜区');
  });
});

test('two moves at once that would close a circle: one is refused', async () => {
  const [a, b] = await database.system(async (tx) => {
    const top = await add(tx, (await listNodes(tx, 'area', { parentId: null }))[0] as TreeNode, '并发');
    return [await add(tx, top, '左'), await add(tx, top, '右')];
  });
  const results = await Promise.allSettled([
    database.system((tx) => moveNode(tx, on('2026-02-06'), (a as TreeNode).id, (b as TreeNode).id)),
    database.system((tx) => moveNode(tx, on('2026-02-06'), (b as TreeNode).id, (a as TreeNode).id)),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('civil dates', () => {
  expect(['2024-02-29', '1999-12-31'].every(isCivilDate)).toBe(true);
  expect(['2023-02-29', '2026-13-01', '2026-1-1', '0000-01-01', 'x'].some(isCivilDate)).toBe(false);
});

// The model: a plain map of the nodes, and a photograph of it at the end of every day.
type Op = { kind: 'create' | 'move' | 'rename' | 'close' | 'nextDay'; a: number; b: number };
const op: fc.Arbitrary<Op> = fc.record({
  kind: fc.constantFrom('create', 'create', 'move', 'move', 'rename', 'close', 'nextDay'),
  a: fc.nat(40),
  b: fc.nat(40),
});

type Model = Map<string, { parent: string | null; name: string; key: string }>;

function modelPath(model: Model, id: string): string {
  const node = model.get(id);
  return node ? `${node.parent ? modelPath(model, node.parent) : ''}${node.key}/` : '';
}

function photograph(model: Model): string[] {
  return [...model].map(([id, node]) => `${modelPath(model, id)} ${node.name} ${id}`).sort();
}

test('random histories keep paths whole, free of circles, and the past unchanged', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(op, { minLength: 5, maxLength: 40 }), (ops) =>
      inside(async (tx) => {
        const start = await createNode(tx, on(DAY0), {
          id: ids.next(),
          tree: 'unit',
          parentId: null,
          name: 'r',
          level: 'x',
        });
        const model: Model = new Map([[start.node.id, { parent: null, name: 'r', key: start.node.key }]]);
        const photos = new Map<string, string[]>();
        let day = 0;
        let label = 0;
        const today = () =>
          new Date(Date.parse(`${DAY0}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10);
        for (const { kind, a, b } of ops) {
          const all = [...model.keys()];
          const left = all[a % all.length] as string;
          const right = all[b % all.length] as string;
          const below = modelPath(model, right).startsWith(modelPath(model, left));
          const node = model.get(left) as { parent: string | null; name: string; key: string };
          const name = `n${label++}`;
          if (kind === 'nextDay') {
            photos.set(today(), photograph(model));
            day += 1;
          } else if (kind === 'create') {
            const id = ids.next();
            const made = await createNode(tx, on(today()), {
              id,
              tree: 'unit',
              parentId: left,
              name,
              level: 'x',
            });
            model.set(id, { parent: left, name, key: made.node.key });
          } else if (kind === 'rename') {
            await renameNode(tx, on(today()), left, name);
            node.name = name;
          } else if (kind === 'move') {
            const code = await codeOf(moveNode(tx, on(today()), left, right));
            expect(code).toBe(below ? 'tree.cycle' : 'no problem');
            if (!below) node.parent = right;
          } else {
            const hasChildren = [...model.values()].some((other) => other.parent === left);
            const code = await codeOf(closeNode(tx, on(today()), left));
            expect(code).toBe(hasChildren ? 'tree.has-children' : 'no problem');
            if (!hasChildren) model.delete(left);
          }
          if (model.size === 0) break;
        }
        photos.set(today(), photograph(model));
        const now = await listNodes(tx, 'unit');
        expect(now.map((one) => `${one.path} ${one.name} ${one.id}`).sort()).toEqual(photograph(model));
        for (const [date, photo] of photos) {
          const then = await listNodes(tx, 'unit', {}, date);
          expect(then.map((one) => `${one.path} ${one.name} ${one.id}`).sort(), date).toEqual(photo);
        }
      }),
    ),
    { numRuns: 25, seed: 20260105 },
  );
});
