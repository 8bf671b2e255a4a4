// Imports done: all or the sound rows, twice the same, stopped, two at once; and what goes out comes back the same.

import { creditCodeCheck } from '@renlin/core/identity/credit-code';
import { residentIdCheck } from '@renlin/core/identity/resident-id';
import { createRandom, type Random } from '@renlin/core/random';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import { sendFile, workbook } from '../../../test/workbooks.ts';
import type { Field, Register, Value, Values } from '../../engines/register/declare.ts';
import type { Asking } from '../../engines/register/parts.ts';
import { openValues } from '../../engines/register/record.ts';
import { exportRecords } from '../../engines/register/sheet/files.ts';
import { applyImport } from '../../engines/register/sheet/import.ts';
import { listRecords } from '../../engines/register/store-list.ts';
import { registers } from './registers.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'imports' });
});
afterAll(() => p.close());

const of = (register: string, step: string) => `/api/v1/registers/${register}/import/${step}`;
const grid1 = '槐树第一网格';
const head = ['所属网格', '楼栋名称', '门牌地址', '层数', '户数'];
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => [grid1, `${at + 1}号楼`, `导入街${at + 1}号`, 6, 48]);
const totals = async () =>
  Number((await p.database.owner<{ n: number }>('select count(*)::int as n from reg_buildings'))[0]?.n);
const steps = async () =>
  Number((await p.database.owner<{ n: number }>('select count(*)::int as n from register_steps'))[0]?.n);

describe('an import', () => {
  it('writes nothing when a cell is wrong, and the sound rows when that was chosen; the same file again changes nothing', async () => {
    const file = await workbook({
      name: '表',
      rows: [head, ...rows(5), [grid1, '坏楼', '导入街9号', '六层', 1]],
    });
    const refused = await sendFile(p, 'secretary1', of('buildings', 'apply'), file);
    expect([refused.status, refused.body.code, refused.body.errors[0].path]).toEqual([
      400,
      'registers.import-rejected',
      '表!D7',
    ]);
    expect(await totals()).toBe(0);
    const done = await sendFile(p, 'secretary1', of('buildings', 'apply'), file, { partial: true });
    expect(done.body.counts).toEqual({ rows: 6, new: 5, changed: 0, same: 0, failed: 1 });
    expect(done.text).toContain('"stage":"written"');
    const before = [await totals(), await steps()];
    const again = await sendFile(p, 'secretary1', of('buildings', 'apply'), file, { partial: true });
    expect(again.body.counts).toEqual({ rows: 6, new: 0, changed: 0, same: 5, failed: 1 });
    expect([await totals(), await steps()]).toEqual(before);

    const failed = await sendFile(p, 'secretary1', of('buildings', 'failed'), file);
    const sheet = (await readXlsx(new Uint8Array(failed.raw.rawPayload))).sheets[0];
    expect(sheet?.rows[0]).toEqual([...head, '错误（改好后可直接再传）']);
    expect(sheet?.rows[1]).toEqual([grid1, '坏楼', '导入街9号', '六层', 1, '地上层数：不是数字，请只填数字']);
    const mended = await workbook({
      name: '表',
      rows: [sheet?.rows[0] ?? [], [grid1, '坏楼', '导入街9号', '6层', 1, '地上层数：不是数字，请只填数字']],
    });
    expect((await sendFile(p, 'secretary1', of('buildings', 'apply'), mended)).body.counts.new).toBe(1);
  });

  it('shows what would change, changes that alone, and leaves what the sheet does not say', async () => {
    const file = await workbook({
      name: '表',
      rows: [
        ['社区', '楼栋名称', '门牌地址', '层数', '电梯'],
        [grid1, '1号楼', '导入街1号', 7, null],
      ],
    });
    const preview = await sendFile(p, 'secretary1', of('buildings', 'check'), file);
    expect(preview.body.changes).toEqual([
      { sheet: '表', row: 2, title: '1号楼', fields: [{ field: 'floors', before: '6', after: '7' }] },
    ]);
    await sendFile(p, 'secretary1', of('buildings', 'apply'), file);
    const found = await p.call(
      'secretary1',
      'GET',
      '/api/v1/registers/buildings/records?q=1%E5%8F%B7%E6%A5%BC&sort=title&limit=1',
    );
    expect(found.body.items[0].values).toMatchObject({ floors: 7, households: 48 });
  });

  it('remembers for the unit how its headers are read', async () => {
    const file = await workbook({
      name: '表',
      rows: [
        ['片区', '楼的叫法', '在哪', '几层'],
        [grid1, '甲楼', '记忆路1号', 3],
      ],
    });
    const first = await sendFile(p, 'secretary1', of('buildings', 'columns'), file);
    expect([first.status, first.body.code]).toEqual([400, 'registers.sheet-no-header']);
    const mapping = { 片区: '$area', 楼的叫法: 'name', 在哪: 'address', 几层: null };
    const done = await sendFile(p, 'secretary1', of('buildings', 'apply'), file, { mapping });
    expect(done.body.counts.new).toBe(1);
    const wider = await workbook({
      name: '表',
      rows: [
        ['楼栋名称', '门牌地址', '几层', '区划'],
        ['乙楼', '记忆路2号', 3, grid1],
      ],
    });
    await sendFile(p, 'secretary1', of('buildings', 'apply'), wider, {
      mapping: { 几层: 'floors', 区划: '$area' },
    });
    const later = await sendFile(p, 'secretary1', of('buildings', 'columns'), wider);
    expect(later.body.remembered).toBe(true);
    expect(later.body.sheets[0].columns.map((one: { field: string }) => one.field)).toEqual([
      'name',
      'address',
      'floors',
      '$area',
    ]);
    expect((await sendFile(p, 'secretary2', of('buildings', 'columns'), wider)).body.remembered).toBe(false);
  });

  it('one at a time, and none half done when it is stopped', async () => {
    const big = await workbook({
      name: '表',
      rows: [head, ...rows(4500).map((row, at) => [grid1, `停${at}`, ...row.slice(2)])],
    });
    const before = await totals();
    const { registers: parts } = p.product;
    const register = registers.get('buildings') as Register;
    const actor = await p.actorOf('secretary1');
    const asking: Asking = { actor, locale: 'zh-CN' };
    const input = { bytes: big, mapping: undefined, areaId: undefined, partial: false };
    const stopped = p.database.system((tx) =>
      applyImport(tx, parts, asking, register, input, (stage) => {
        if (stage === 'written') throw new Error('left');
      }),
    );
    await expect(stopped).rejects.toThrow('left');
    expect(await totals()).toBe(before);
    const one = async (name: string) =>
      workbook({ name: '表', rows: [head, [grid1, name, `${name}路1号`, 1, 1]] });
    const applied = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const bytes = await one('先');
    const first = p.database.system(async (tx) => {
      await applyImport(tx, parts, asking, register, { ...input, bytes });
      applied.resolve();
      await gate.promise;
    });
    await applied.promise;
    const second = await sendFile(p, 'secretary1', of('buildings', 'apply'), await one('后'));
    gate.resolve();
    await first;
    expect([second.status, second.body.code]).toEqual([409, 'registers.import-running']);
  });
});

describe.each([...registers.values()])('what goes out of $code', (register) => {
  it('comes back the same, into the same district and into an empty one', async () => {
    const random = createRandom(`round-${register.code}`);
    const { registers: parts } = p.product;
    const system = { kind: 'system', district: 'demo', reason: 'test' } as const;
    const asking: Asking = { actor: system, locale: 'zh-CN' };
    await sendTemplate(register);
    const sheet = await randomBook(register, random, 40);
    const input = (bytes: Uint8Array) => ({ bytes, mapping: undefined, areaId: undefined, partial: false });
    const first = (await p.database.system((tx) =>
      applyImport(tx, parts, asking, register, input(sheet)),
    )) as { counts: { new: number } };
    expect(first.counts.new).toBe(40);
    const out = await p.database.system((tx) =>
      exportRecords(tx, parts, asking, register, {}, { whole: true }),
    );
    const same = (await p.database.system((tx) => applyImport(tx, parts, asking, register, input(out)))) as {
      counts: object;
    };
    const before = await contents(register);
    expect(same.counts).toMatchObject({
      rows: before.size,
      new: 0,
      changed: 0,
      same: before.size,
      failed: 0,
    });

    await p.database.owner(`truncate ${register.table} cascade`);
    referred.clear();
    const again = (await p.database.system((tx) => applyImport(tx, parts, asking, register, input(out)))) as {
      counts: object;
    };
    expect(again.counts).toMatchObject({ new: before.size, failed: 0 });
    expect(await contents(register)).toEqual(before);
  });

  async function contents(one: Register): Promise<Map<string, Values>> {
    const query = {
      paths: null,
      areaPath: null,
      words: [],
      conditions: [],
      state: 'current',
      asOf: null,
    } as const;
    const all = await p.database.system((tx) =>
      listRecords(tx, one, query, { by: 'title', after: null, limit: 10_000 }),
    );
    const opened = all.map(
      (row) => ({ ...openValues(p.product.registers, one, row), area: row.areaId }) as Values,
    );
    return new Map(
      opened.map((values) => [
        one.identity
          .flat()
          .map((code) => values[code])
          .join('|'),
        values,
      ]),
    );
  }

  async function sendTemplate(one: Register): Promise<void> {
    const template = await p.call('secretary1', 'GET', `/api/v1/registers/${one.code}/template`);
    const empty = await sendFile(
      p,
      'secretary1',
      of(one.code, 'check'),
      new Uint8Array(template.raw.rawPayload),
    );
    expect(empty.body.code).toBe('registers.sheet-empty');
  }
});

/** What references point at, and how a sheet names it: as many as a register needs that is known by nothing else. */
const REFERRED: Readonly<Record<string, { names: readonly string[]; values(name: string): object }>> = {
  buildings: {
    names: ['引用小区引用楼'],
    values: () => ({ name: '引用楼', compound: '引用小区', address: '引用路1号' }),
  },
  incidents: {
    names: ['引用台风'],
    values: (name) => ({ name, kind: 'storm', orderedBy: '区防指通知', beganOn: '2026-07-10' }),
  },
  'social-organisations': { names: ['引用社'], values: (name) => ({ name, nature: 'recorded' }) },
  teams: { names: ['引用队'], values: (name) => ({ name, sort: 'street', skills: ['fire'] }) },
  'certificate-kinds': { names: ['引用证'], values: (name) => ({ name, source: '引用' }) },
  volunteers: {
    names: Array.from(
      { length: 40 },
      (_, at) => `引用${'甲乙丙丁戊己庚辛壬癸'[at % 10]}${'东南西北'[Math.floor(at / 10)]}`,
    ),
    values: (name) => ({ name, skills: ['law'] }),
  },
  'incident-forms': {
    names: ['引用表'],
    values: (name) => ({
      name,
      incident: referred.get('引用台风'),
      task: 'supplies',
      asks: ['phone', 'people', 'given', 'onDay', 'attention'],
      why: '引用',
    }),
  },
};
const referred = new Map<string, string>();

async function refer(target: string): Promise<void> {
  const { names, values } = REFERRED[target] ?? { names: [], values: () => ({}) };
  for (const name of names) {
    if (referred.has(name)) continue;
    const id = p.ids.next();
    const register = registers.get(target);
    const answer = await p.call('secretary1', 'POST', `/api/v1/registers/${target}/records`, {
      body: {
        id,
        commandId: p.ids.next(),
        areaId: p.district.areas.g1,
        values: values(name),
        ...(register?.consent ? { consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 } } : {}),
      },
    });
    expect([200, 409], answer.text).toContain(answer.status);
    // What an earlier register put there is there still.
    referred.set(name, answer.status === 200 ? id : answer.body.params.id);
  }
}

async function randomBook(register: Register, random: Random, count: number): Promise<Uint8Array> {
  const fields = Object.entries(register.fields);
  const targets = fields.flatMap(([, field]) => (field.type === 'reference' ? [field.to] : []));
  for (const target of targets) await refer(target);
  const consent = register.consent ? ['同意日期', '同意人'] : [];
  const header = ['所属区域', ...fields.map(([, field]) => field.label['zh-CN']), ...consent];
  const body = Array.from({ length: count }, (_, at) => [
    random.pick([grid1, '槐树第二网格', '石桥社区/石桥网格']),
    ...fields.map(([code, field]) =>
      field.required || random.next() < 0.7 || register.identity.flat().includes(code)
        ? cell(field, random, at)
        : null,
    ),
    ...(register.consent
      ? [`2026-0${random.int(6) + 1}-1${random.int(9)}`, random.pick(['本人', '监护人'])]
      : []),
  ]);
  return workbook({ name: '表', rows: [header, ...body] });
}

const HAN = '春夏秋冬东西南北山水风云花鸟';
const word = (random: Random, at: number) =>
  `${random.pick([...HAN])}${random.pick([...HAN])}${'甲乙丙丁戊己庚辛壬癸'[at % 10]}${[...HAN][Math.floor(at / 10)]}`;

function cell(field: Field, random: Random, at: number): Exclude<Value, readonly string[]> {
  switch (field.type) {
    case 'integer':
      return field.min + random.int(Math.min(50, field.max - field.min));
    case 'number':
      return Math.round((field.min + random.next() * Math.min(1000, field.max - field.min)) * 1000) / 1000;
    case 'date':
    case 'birth-date':
      return `19${50 + random.int(49)}-0${1 + random.int(9)}-${10 + random.int(18)}`;
    case 'boolean':
      return random.pick(['是', '否']);
    case 'choice':
      return random.pick(field.options).words['zh-CN'];
    case 'choices':
      return [random.pick(field.options), random.pick(field.options)]
        .map((one) => one.words['zh-CN'])
        .join('、');
    case 'credit-code': {
      const code = `9137021${String(at % 10)}${String(100_000_000 + random.int(899_999_999))}`;
      return code + creditCodeCheck(code);
    }
    case 'phone':
    case 'service-phone':
      return `139${String(10_000_000 + random.int(89_999_999))}`;
    case 'id-number': {
      const digits = `370214195${random.int(10)}01${10 + (at % 18)}${String(100 + at)}`;
      return digits + residentIdCheck(digits);
    }
    case 'reference':
      return REFERRED[field.to]?.names[at % (REFERRED[field.to]?.names.length ?? 1)] ?? '';
    case 'home-address':
      return `春阳路${at}号楼${random.int(6) + 1}单元${at}`;
    case 'person-name':
      return word(random, at);
    case 'text':
      return field.max < 5 ? String(at) : word(random, at);
  }
}
