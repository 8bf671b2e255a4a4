// What other systems write, and what we make of it: dates, encodings, headers, and two states that must end equal.
import { createRandom } from '@renlin/core/random';
import { expect, test } from 'vitest';
import { Problem } from '../../kernel/problem.ts';
import { encodeGb18030 } from '../../platform/sheets/gb18030.ts';
import { type CellValue, readTable, writeTable } from '../../platform/sheets/workbook.ts';
import type { Mapping, SharedState } from './contract.ts';
import { proposeCategories, proposeColumns, readMessage, readRows } from './mapping.ts';
import { readInstant } from './read-dates.ts';
import { FRESH, incoming, isFinal, type Link, type OurState, outgoing, told } from './sync.ts';

const PROBLEMS = { unreadable: 'orders.file-unreadable', tooBig: 'orders.file-too-big' };
const shanghai = (text: string) => Date.parse(`${text}+08:00`);

test('instants in the spellings that people and systems use are one instant', () => {
  const same = shanghai('2026-07-15T10:30:00');
  const spellings: CellValue[] = [
    '2026-07-15 10:30',
    '2026-07-15 10:30:00.0',
    '2026/7/15 10:30:00',
    '2026.7.15 10：30',
    '2026年7月15日 10时30分',
    '2026年07月15日10:30:00',
    '2026年7月15日 上午10:30',
    '２０２６-07-15 10:30',
    '20260715103000',
    '202607151030',
    '2026-07-15T02:30:00Z',
    '2026-07-15T10:30:00+08:00',
    '2026-07-15T10:30:00+0800',
    same,
    String(same / 1000),
    new Date(Date.UTC(2026, 6, 15, 10, 30)),
    46218.4375,
  ];
  for (const one of spellings) expect(readInstant(one, false), String(one)).toBe(same);
  expect(readInstant('2026年7月15日 下午2:30', false)).toBe(shanghai('2026-07-15T14:30:00'));
  expect(readInstant('2026-07-15 上午12:05', false)).toBe(shanghai('2026-07-15T00:05:00'));
});

test('a bare day is its beginning, and as a deadline its end', () => {
  for (const day of [
    '2026-07-15',
    '2026/7/15',
    '20260715',
    '2026年7月15日',
    46218,
    new Date(Date.UTC(2026, 6, 15)),
  ]) {
    expect(readInstant(day, false), String(day)).toBe(shanghai('2026-07-15T00:00:00'));
    expect(readInstant(day, true), String(day)).toBe(shanghai('2026-07-15T23:59:59'));
  }
});

test('what is no instant is said to be none, and nothing is guessed', () => {
  for (const one of ['', null, undefined]) expect(readInstant(one, true)).toBeNull();
  for (const one of [
    '7月15日',
    '2026-02-30',
    '2026-13-01',
    '2026-07-15 25:00',
    '三天内',
    '15/07/2026',
    true,
    'NaN',
    '99999',
  ])
    expect(readInstant(one as CellValue, true), String(one)).toBeUndefined();
});

const mapping: Mapping = {
  fields: {
    number: ['工单编号', '工单号'],
    text: ['诉求内容'],
    deadline: ['办理时限'],
    reporterPhone: ['联系电话'],
    receivedAt: ['时间#2'],
    point: ['坐标'],
  },
  coordinates: 'wgs84',
  kind: 'request',
  categories: {},
  urgentWords: ['紧急'],
};

const table: CellValue[][] = [
  ['某区热线工单明细表', null, null],
  ['导出日期：2026-07-15', null],
  [],
  ['序号', '工单号*', '时间', '时间', '诉求内容 ', '办理时限', '联系电话', '坐标', '部门编码'],
  [
    1,
    '00123',
    '2026-07-01',
    '2026-07-14 08:00',
    '路灯不亮\n已三天',
    '2026-07-20',
    '138 0000 1234',
    '36.295,120.385',
    'A-7',
  ],
  [null, null, null, null, null, null, null, null, null],
  [2, '00124', '', '', '井盖响', '尽快', '12', '没有', 'A-8'],
];

async function refusal(work: () => unknown): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('headers are found under merged titles, by alias, whitespace and marks aside, and repeated ones by their order', () => {
  const [first, second] = readRows([{ name: '工单', rows: table }], mapping, ['部门编码']);
  expect(first).toMatchObject({
    row: 5,
    number: '00123',
    text: '路灯不亮 已三天',
    receivedAt: shanghai('2026-07-14T08:00:00'),
    deadline: shanghai('2026-07-20T23:59:59'),
    reporterPhone: '13800001234',
    point: { lng: 120.385, lat: 36.295 },
    echoed: { 部门编码: 'A-7' },
    errors: [],
    warnings: [],
  });
  expect(second?.errors).toEqual([{ path: '工单!F7', code: 'orders.row-date', params: { value: '尽快' } }]);
  expect(second?.warnings.map((one) => [one.path, one.code])).toEqual([
    ['工单!G7', 'orders.row-phone'],
    ['工单!H7', 'orders.row-point'],
  ]);
});

test('a column that vanished is named with what stands there instead, and nothing is read', async () => {
  const renamed = table.map((row) => row.map((cell) => (cell === '办理时限' ? '要求时间' : cell)));
  const found = await refusal(() =>
    readRows([{ name: '工单', rows: renamed }], mapping, ['部门编码', '签收人']),
  );
  expect(found.code).toBe('orders.column-missing');
  expect(found.params['columns']).toEqual(['办理时限', '签收人']);
  expect(found.params['found']).toContain('要求时间');
  expect(found.fields.map((one) => one.path)).toEqual(['mapping/fields/deadline', 'reply/columns']);
});

test('a number that a spreadsheet rounded is refused, one kept as text is not', () => {
  const rows = (number: CellValue) =>
    readRows(
      [
        {
          name: 's',
          rows: [
            ['工单编号', '诉求内容'],
            [number, '内容'],
          ],
        },
      ],
      { ...mapping, fields: { number: ['工单编号'], text: ['诉求内容'] } },
      [],
    );
  expect(rows(Number('20260715000123456789'))[0]?.errors[0]?.code).toBe('orders.row-number-rounded');
  expect(rows('20260715000123456789')[0]).toMatchObject({ number: '20260715000123456789', errors: [] });
  expect(rows(20260715001)[0]).toMatchObject({ number: '20260715001', errors: [] });
});

test('CSV is read in UTF-8 with and without a mark, in GB18030, with any separator; bytes that are no table are refused', async () => {
  const text = '工单编号;诉求内容\n00123;"路灯; 不亮\n三天，𠮷家门口"\n';
  const rows = [
    ['工单编号', '诉求内容'],
    ['00123', '路灯; 不亮\n三天，𠮷家门口'],
  ];
  for (const bytes of [
    new TextEncoder().encode(text),
    new TextEncoder().encode(`\ufeff${text}`),
    encodeGb18030(text),
  ]) {
    const [sheet] = await readTable(bytes, PROBLEMS);
    expect(sheet?.rows.slice(0, 2)).toEqual(rows);
  }
  expect(
    (await refusal(() => readTable(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), PROBLEMS))).code,
  ).toBe('orders.file-unreadable');
  expect((await refusal(() => readTable(new Uint8Array([0x50, 0x4b, 3, 4]), PROBLEMS))).code).toBe(
    'orders.file-unreadable',
  );
  expect((await refusal(() => readTable(new Uint8Array(11 * 1024 * 1024).fill(65), PROBLEMS))).code).toBe(
    'orders.file-too-big',
  );
});

test('every character that GB18030 can hold comes back, and a formula in a CSV is text', async () => {
  let all = '';
  // Private characters have no agreed place in it.
  for (let point = 0x80; point < 0x30000; point += point < 0x3000 ? 1 : 37)
    if (point < 0xd800 || point > 0xf8ff) all += String.fromCodePoint(point);
  expect(new TextDecoder('gb18030').decode(encodeGb18030(all))).toBe(all);
  const csv = await writeTable({ name: 't', rows: [['=1+1', '+86', '-5', '@a', '正常']] }, 'csv');
  expect(new TextDecoder().decode(csv).replace('\ufeff', '').trim()).toBe("'=1+1,+86,-5,'@a,正常");
});

test('a new file proposes its columns and its categories', () => {
  const proposed = proposeColumns([{ name: '工单', rows: table }]);
  expect(proposed.headers).toContain('时间#2');
  expect(proposed.fields).toMatchObject({
    number: ['工单号*'],
    text: ['诉求内容'],
    deadline: ['办理时限'],
    reporterPhone: ['联系电话'],
    point: ['坐标'],
  });
  const categories = [
    { code: 'utility.streetlight', label: '路灯' },
    { code: 'utility.manhole', label: '井盖' },
  ];
  expect(proposeCategories(['路灯维修', '井盖问题', '婚姻登记'], categories)).toEqual({
    路灯维修: 'utility.streetlight',
    井盖问题: 'utility.manhole',
  });
});

test('a message is read by dotted paths; what is not there is empty, and inherited names are not there', () => {
  const fields = { number: ['data.orderNo', 'no'], text: ['data.content'], state: ['constructor.name'] };
  const row = readMessage({ data: { orderNo: 77, content: ' 漏水 ' } }, { ...mapping, fields }, [
    'data.dept',
  ]);
  expect(row).toMatchObject({
    number: '77',
    text: '漏水',
    state: '',
    echoed: { 'data.dept': '' },
    errors: [],
  });
  expect(readMessage({ no: { a: 1 } }, { ...mapping, fields }, []).errors[0]?.code).toBe('orders.row-empty');
});

/** The other house: takes what it is told, returns and withdraws as it likes, and may or may not report back what it was told. */
type House = { state: SharedState; echoes: boolean };
type Wire = { toThem: OurState[]; toUs: SharedState[] };

test('whatever both sides do, in whatever order it arrives: it comes to rest, and both sides end equal', () => {
  const random = createRandom('outside-sync');
  const seen = new Set<string>();
  for (let run = 0; run < 3000; run++) {
    const house: House = { state: 'received', echoes: random.next() < 0.5 };
    const wire: Wire = { toThem: [], toUs: [] };
    let ours: OurState = 'received';
    let link: Link = FRESH;
    let reopened = 0;

    const speak = () => {
      const next = outgoing(link, ours);
      if (next === undefined) return;
      wire.toThem.push(next);
      link = told(link, next);
    };
    const hearThem = (duplicated: boolean) => {
      // A later message may be faster than the one before it.
      const at = random.int(Math.min(2, Math.max(1, wire.toUs.length)));
      const said = duplicated ? wire.toUs[at] : wire.toUs.splice(at, 1)[0];
      if (said === undefined) return;
      const heard = incoming(link, ours, said);
      link = heard.link;
      seen.add(heard.effect);
      if (heard.effect === 'reopen') {
        expect(isFinal(ours), 'only what was ended begins again').toBe(true);
        reopened += 1;
        ours = 'accepted';
      }
    };
    const hearUs = () => {
      const said = wire.toThem.shift();
      if (said === undefined || house.state === 'withdrawn') return;
      house.state = said;
      if (house.echoes) wire.toUs.push(said);
    };
    const work = () => {
      const way: readonly OurState[] = [
        'received',
        'accepted',
        'handling',
        random.next() < 0.85 ? 'replied' : 'declined',
      ];
      ours = isFinal(ours) ? ours : (way[way.indexOf(ours) + 1] as OurState);
    };
    const theyAct = () => {
      if (house.state === 'withdrawn') return;
      const wish = random.next();
      if (wish < 0.5 && (isFinal(house.state) || (house.state === 'handling' && wish < 0.2))) {
        house.state = 'returned';
      } else if (wish < 0.3 && house.state === 'returned') {
        // They look at it again and return it once more, without having heard another answer.
        wire.toUs.push('handling');
      } else if (wish < 0.53) house.state = 'withdrawn';
      else if (wish < 0.7) house.state = random.pick(['accepted', 'handling', 'replied'] as const);
      else return;
      wire.toUs.push(house.state);
    };
    for (let turn = 0; turn < 30; turn++) {
      random.pick([
        work,
        speak,
        hearUs,
        hearUs,
        () => hearThem(false),
        () => hearThem(random.next() < 0.3),
        theyAct,
      ])();
    }
    // Nobody acts any more: every message and the daily report of their state arrive, until there is nothing left to say.
    let messages = 0;
    for (let quiet = 0; quiet < 3; ) {
      speak();
      while (wire.toThem.length + wire.toUs.length > 0) {
        messages += 1;
        expect(messages, 'the two talk for ever').toBeLessThan(80);
        if (wire.toThem.length > 0) hearUs();
        else hearThem(false);
        speak();
      }
      quiet += 1;
      wire.toUs.push(house.state);
      hearThem(false);
    }
    const end = `run ${run}: ours ${ours}, theirs ${house.state}, link ${JSON.stringify(link)}`;
    if (house.state === 'withdrawn') expect(link.theirs, end).toBe('withdrawn');
    else {
      expect(house.state, end).toBe(ours);
      expect(outgoing(link, ours), end).toBeUndefined();
    }
    expect(reopened, 'once for each answer that reached them, and once before the first').toBeLessThanOrEqual(
      link.answers + 1,
    );
    seen.add(`end ${house.state}`);
  }
  for (const effect of ['same', 'echo', 'moved', 'reopen', 'already-open', 'old-return', 'withdrawn', 'over'])
    expect(seen, effect).toContain(effect);
  expect(seen).toContain('end replied');
  expect(seen).toContain('end handling');
});
