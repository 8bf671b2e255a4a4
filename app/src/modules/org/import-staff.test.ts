import { zipSync } from 'fflate';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../../../test/server.ts';
import { endless } from '../../../test/workbooks.ts';
import { treeMessages } from '../../engines/tree/messages.ts';
import { treeMigrations } from '../../engines/tree/migrations.ts';
import { createNodes } from '../../engines/tree/tree.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem } from '../../kernel/problem.ts';
import { wordFaults } from './import-routes.ts';
import { orgModule } from './module.ts';
import { ensureLevels, importStaff, issuePasswords, makeStaffTemplate, type Who } from './public.ts';
import { readStaffSheets } from './staff-sheet.ts';

let server: TestServer;
const system: Actor = { kind: 'system', district: 'demo', reason: 'test' };
const who = (): Who => ({ actor: system, now: () => server.clock.at, platform: server.platform });

type Rows = CellValue[][];
const unitHead = ['名称*', '类型*', '上级单位', '管辖区域', '服务电话', '办公时间'];
const peopleHead = ['工号*', '姓名*', '手机', '开通账号'];
const postHead = [
  '岗位名称*',
  '单位*',
  '区域*',
  '岗位类型',
  '职责*',
  '任职人工号',
  '代理人工号',
  '代理至',
  '公示姓名',
];

const book = (units: Rows, people: Rows, posts: Rows): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      { name: '单位', rows: [unitHead, ...units] },
      { name: '人员', rows: [peopleHead, ...people] },
      { name: '岗位', rows: [postHead, ...posts] },
    ],
  });

const good = () =>
  book(
    [
      ['测试社区居委会', '居（村）委会', '测试街道办', '测试社区', '', ''],
      ['测试街道办', '街道办（镇政府）', '', '测试街道', '0532-0000000', '9:00–17:00'],
    ],
    [
      ['zz001', '甲', '13800000000', '是'],
      [1002, '乙', '', '否'],
    ],
    [
      [
        '网格长',
        '测试社区居委会',
        '370299001001',
        '网格长',
        '巡查上报、核查',
        'zz001',
        1002,
        '2026-12-31',
        '甲师傅',
      ],
      ['派遣员', '测试街道办', '测试街道', '', '派遣', '', '', '', ''],
    ],
  );

const run = (bytes: Uint8Array, options = {}) =>
  server.database.system((tx) => importStaff(tx, who(), bytes, options));

async function refused(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw error ?? new Error('nothing was refused');
  return error;
}

const counts = async () =>
  (
    await server.database.owner<{
      units: number;
      people: number;
      posts: number;
      held: number;
      accounts: number;
    }>(
      `select (select count(*)::int from tree_nodes where tree = 'unit') as units, (select count(*)::int from org_persons) as people,
         (select count(*)::int from org_posts) as posts, (select count(*)::int from org_holdings) as held,
         (select count(*)::int from accounts) as accounts`,
    )
  )[0];

beforeAll(async () => {
  server = await testServer({
    migrations: [treeMigrations, orgModule.migrations!],
    messages: [treeMessages, orgModule.messages!],
  });
  await server.database.system(async (tx) => {
    await ensureLevels(tx);
    const [district, street, community] = [1, 2, 3].map(() => server.platform.ids.next()) as [
      string,
      string,
      string,
    ];
    await createNodes(tx, { commandId: server.platform.ids.next(), at: server.clock.at }, 'area', [
      { id: district, parentId: null, name: '测试区', level: 'district', code: '370299' },
      { id: street, parentId: district, name: '测试街道', level: 'street', code: '370299001' },
      { id: community, parentId: street, name: '测试社区', level: 'community', code: '370299001001' },
    ]);
  });
});
afterAll(async () => server?.close());

test('wrong rows: every cell is named in both languages, and nothing is imported', async () => {
  const bytes = await book(
    [['甲单位', '街道办（镇政府）', '没有的单位', '火星', '', '']],
    [
      ['bad no!', '丙', '12', ''],
      ['zz009', '', '', ''],
    ],
    [['岗', '甲单位', '测试街道', '宇航员', '飞行', '无此人', '', '', '']],
  );
  const error = await refused(run(bytes));
  expect(error.code).toBe('org.import-rejected');
  expect(error.fields.map((field) => [field.path, field.code])).toEqual([
    ['人员!B3', 'org.import.empty'],
    ['单位!C2', 'org.import.unit-unknown'],
    ['单位!D2', 'org.area-unknown'],
    ['人员!A2', 'org.import.staff-no'],
    ['人员!C2', 'org.import.phone'],
    ['人员!A2', 'org.import.login'],
    ['岗位!B2', 'org.import.unit-unknown'],
    ['岗位!D2', 'org.import.kind-unknown'],
    ['岗位!E2', 'org.import.duty-unknown'],
    ['岗位!F2', 'org.import.person-unknown'],
  ]);
  const zh = wordFaults(error.fields, 'zh-CN', server.platform.messages);
  const en = wordFaults(error.fields, 'en', server.platform.messages);
  expect(zh[2]?.message).toBe('单位!D2：没有找到区域“火星”。');
  for (const fault of [...zh, ...en]) expect(fault.message).not.toMatch(/[{}]|^field\./);
  expect(await counts()).toEqual({ units: 0, people: 0, posts: 0, held: 0, accounts: 0 });
});

test('a sound workbook founds units, people, posts and accounts; again it changes nothing', async () => {
  const bytes = await good();
  const first = await run(bytes);
  expect(first).toMatchObject({
    units: { created: 2 },
    people: { created: 2 },
    posts: { created: 2 },
    accounts: [{ login: 'zz001', name: '甲' }],
    errors: [],
  });
  const before = await counts();
  expect(before).toEqual({ units: 2, people: 2, posts: 2, held: 2, accounts: 1 });
  const again = await run(bytes);
  expect(again).toMatchObject({
    units: { created: 0, changed: 0, unchanged: 2 },
    people: { created: 0, changed: 0, unchanged: 2 },
    posts: { created: 0, changed: 0, unchanged: 2 },
    accounts: [],
  });
  expect(await counts()).toEqual(before);
  const [issued] = await issuePasswords(server.platform.accounts, who(), first.accounts);
  const signedIn = await server.platform.accounts.signIn(
    { login: 'zz001', password: issued!.initialPassword },
    { ip: '127.0.0.1', userAgent: 'test' },
  );
  expect(signedIn.district).toBe('demo');
});

test('partial takes the sound rows', async () => {
  const bytes = await book(
    [],
    [
      ['zz020', '丁', '', '否'],
      ['', '无工号', '', ''],
    ],
    [],
  );
  const report = await run(bytes, { partial: true });
  expect(report.people.created).toBe(1);
  expect(report.errors.map((error) => error.path)).toEqual(['人员!A3']);
});

test('the template can be read back and holds no fault of its own', async () => {
  const { rows, errors } = await readStaffSheets(await makeStaffTemplate());
  expect(errors).toEqual([]);
  expect([rows.units.length, rows.people.length, rows.posts.length]).toEqual([1, 1, 1]);
});

test('files that are no workbook, or would unpack to too much, are refused in words', async () => {
  expect((await refused(run(new TextEncoder().encode('工号,姓名')))).code).toBe('org.import-unreadable');
  expect((await refused(run(zipSync({ 'a.txt': new Uint8Array(3) })))).code).toBe('org.import-unreadable');
  expect((await refused(run(new Uint8Array(11 * 1024 * 1024)))).code).toBe('org.import-too-big');
  const bomb = endless(await makeStaffTemplate(), 'xl/worksheets/sheet2.xml');
  expect((await refused(run(bomb))).code).toBe('org.import-too-big');
  expect((await refused(run(await book([], [], [])))).code).toBe('org.import-empty');
});
