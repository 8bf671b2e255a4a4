import { expect, test } from 'vitest';
import { readLines } from './lines.ts';

test('reads a prepared list and says which line cannot be', () => {
  expect(readLines('槐树路 1 号楼 101，4，1\n\n槐树路 2 号楼\t3')).toEqual([
    { text: '槐树路 1 号楼 101，4，1', address: '槐树路 1 号楼 101', people: 4, needHelp: 1, fault: false },
    { text: '槐树路 2 号楼\t3', address: '槐树路 2 号楼', people: 3, needHelp: 0, fault: false },
  ]);
  for (const wrong of [
    '槐树路 1 号楼',
    '1 号楼，0',
    '1 号楼，2，3',
    '1 号楼，两人',
    '1 号楼，1，0，张三',
    '，3',
  ])
    expect(
      readLines(wrong).map((one) => one.fault),
      wrong,
    ).toEqual([true]);
  expect(readLines('1 号楼，2\n1 号楼，3').map((one) => one.fault)).toEqual([false, true]);
});
