import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from './message.ts';

/** 2026-11-21, a Saturday, 14:05 in China. */
const NOW = Date.parse('2026-11-21T14:05:00+08:00');
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const read = (text: string) => readMessage(text, NOW);

describe('a message of a group', () => {
  it('gives what, where and when, and leaves the writer behind', () => {
    expect(
      read('王大妈 11月20日 19:32\n@网格员小李 向阳街84号碧水小区12号楼2单元路灯坏了，电话13800138000'),
    ).toEqual({
      text: '向阳街84号碧水小区12号楼2单元路灯坏了',
      place: '向阳街84号碧水小区12号楼2单元',
      at: at('2026-11-20T19:32'),
      leftOut: ['name', 'number'],
    });
  });

  it('reads the line of one who is named before a colon', () => {
    expect(read('楼长张阿姨：咱小区东门井盖松了，一压就响')).toMatchObject({
      text: '咱小区东门井盖松了，一压就响',
      leftOut: ['name'],
    });
    // A place before a colon is no writer.
    expect(read('3号楼：灯不亮')).toMatchObject({ text: '3号楼：灯不亮', place: '3号楼', leftOut: [] });
  });

  it('keeps the house by which somebody calls themselves in a group, and not the name', () => {
    for (const [message, kept] of [
      [
        '3号楼李建国：楼下路灯昨晚就不亮了，走路看不见 13800001234',
        '3号楼，楼下路灯昨晚就不亮了，走路看不见',
      ],
      ['3-2-501 李姐：楼道灯坏了', '3-2-501，楼道灯坏了'],
      ['12栋业主小王: 门禁打不开', '12栋，门禁打不开'],
    ] as const) {
      const read = readMessage(message, NOW);
      expect(read.text).toBe(kept);
      expect(read.leftOut).toContain('name');
      expect(read.place).not.toBe('走路');
    }
    expect(readMessage('3号楼门口：井盖松动', NOW).text).toBe('3号楼门口：井盖松动');
  });
  it('reads a filled-in form', () => {
    expect(
      read(
        '姓名：李建国\n联系电话：0532-88886666\n地点：流亭巷15号\n时间：昨天晚上8点半\n问题：下水道往外冒水',
      ),
    ).toEqual({
      text: '流亭巷15号\n下水道往外冒水',
      place: '流亭巷15号',
      at: at('2026-11-20T20:30'),
      leftOut: ['name', 'number'],
    });
  });

  it('drops pictures, links, rules and quotes', () => {
    expect(
      read(
        '「赵敏：在哪里？」\n- - - - - - - - - - - - - - -\n[图片]\n育英街公园门口 https://example.com/a?b=1 垃圾桶满了',
      ),
    ).toMatchObject({
      text: '在哪里？\n育英街公园门口垃圾桶满了',
      place: '育英街公园门口',
      leftOut: ['link', 'name'],
    });
  });
});

describe('dictated words', () => {
  it('lose their fillers and blanks, and houses get their digits', () => {
    expect(read('嗯，那个，三号楼 二单元 的灯 坏了')).toMatchObject({
      text: '3号楼2单元的灯坏了',
      place: '3号楼2单元',
    });
    expect(read('十二号楼漏水').text).toBe('12号楼漏水');
  });

  it('lose a number that was spoken', () => {
    expect(read('井盖没了 打我电话幺三八零零幺三八零零零').text).toBe('井盖没了打我');
  });
});

describe('times', () => {
  it.each(['8点多', '8点来钟', '八点钟左右', '20:10前后', '8点半左右', '8点'])(
    'said as %s are no part of the place that follows',
    (clock) => {
      expect(read(`昨天晚上${clock}槐树路8号门口的路灯不亮了`).place).toBe('槐树路8号门口');
    },
  );

  it('stand alone above a message too', () => {
    expect(read('2026-11-20 19:32:05\n路灯坏了')).toMatchObject({
      text: '路灯坏了',
      at: at('2026-11-20T19:32'),
      leftOut: [],
    });
  });

  it.each([
    ['今天早上7点井盖没了', '2026-11-21T07:00'],
    ['昨晚十一点还在施工', '2026-11-20T23:00'],
    ['前天下午三点半停水', '2026-11-19T15:30'],
    ['周四上午冒烟', '2026-11-19T10:00'],
    ['11月3日 08:15 树倒了', '2026-11-03T08:15'],
    ['2026/11/5 9:05 树倒了', '2026-11-05T09:05'],
    ['13:20 又响了', '2026-11-21T13:20'],
    ['23:10 又响了', '2026-11-20T23:10'],
    ['昨天晚上8点多钟灯灭了', '2026-11-20T20:00'],
  ])('%s', (text, expected) => {
    expect(read(text).at).toBe(at(expected));
  });

  it.each([
    '灯坏了三天',
    '明天停水',
    '3号楼2单元',
    '每天早上都吵',
    '2月30日 08:00',
    '25:70',
    '去年12月1日 08:00',
  ])('%s names none', (text) => {
    expect(read(text).at).toBeUndefined();
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    '路灯坏了',
    '3号楼',
    '电话',
    '：',
    '\n',
    ' ',
    '，',
    '昨天',
    '8点',
    '[图片]',
    '@小李 ',
    '138',
    '-',
    '幺三八',
  ),
  fc.stringMatching(/^1[3-9]\d{9}$/),
  fc.stringMatching(/^0532-\d{8}$/),
  fc.stringMatching(/^\d{17}[\dX]$/),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const messages = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

it('never lets a long number through, whatever stands around it', () => {
  let numbers = 0;
  fc.assert(
    fc.property(messages, (message) => {
      const found = read(message);
      if (found.leftOut.includes('number')) numbers += 1;
      for (const text of [found.text, found.place ?? ''])
        expect(text).not.toMatch(
          /[\d〇零一二三四五六七八九幺](?:[\s\-.]{0,3}[\p{N}〇零一二三四五六七八九幺]){6,}/u,
        );
    }),
    { numRuns: 1500, seed: 21 },
  );
  expect(numbers).toBeGreaterThan(200);
});

it('names no time to come, and nothing new the second time', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const once = read(message);
      expect(once.at === undefined || (once.at <= NOW && once.at >= NOW - 30 * 86_400_000)).toBe(true);
      expect(once.text.length).toBeLessThanOrEqual(message.length);
      expect(read(once.text).leftOut.filter((what) => what === 'number')).toEqual([]);
    }),
    { numRuns: 800, seed: 22 },
  );
});

it('takes what is longer than any message', () => {
  const long = read('路灯坏了，'.repeat(5000));
  expect(long.text.length).toBeLessThanOrEqual(4000);
  expect(read('').text).toBe('');
});
