import { expect, test } from 'vitest';
import { byBuilding, inPortions, type PlannedBuilding, stillToList } from './buildings.ts';
import type { Transfer } from './queries.ts';

const door = (address: string, needHelp: number, listed: string | null = null) => ({
  ...{ address, areaId: 'g', people: 2, unknown: false, needHelp, records: [], listed },
});
const building = (name: string, doors: PlannedBuilding['doors']): PlannedBuilding => ({
  ...{ key: name, name, area: { id: 'g', name: '一格' }, people: 0, needHelp: 0, listed: 0 },
  ...{ organiser: null, doors },
});

test('lists who cannot leave alone before places run out, and nobody twice', () => {
  const all = [building('1号楼', [door('101', 0), door('102', 0, 'x')]), building('2号楼', [door('201', 1)])];
  expect(stillToList(all).map((one) => one.door.address)).toEqual(['201', '101']);
  expect(inPortions(Array.from({ length: 401 }, (_, n) => n)).map((one) => one.length)).toEqual([
    200, 200, 1,
  ]);
});

test('the building where somebody refuses comes first, then where somebody was not told', () => {
  const one = (
    id: string,
    name: string,
    state: string,
    people: number,
    arrivedPeople: number | null = null,
  ) =>
    ({
      id,
      building: name,
      address: `${name}101`,
      areaName: '一格',
      state,
      people,
      arrivedPeople,
    }) as Transfer;
  const groups = byBuilding([
    one('a', '1号楼', 'sheltered', 3, 2),
    one('b', '2号楼', 'to-notify', 2),
    one('c', '10号楼', 'refused', 1),
    one('d', '2号楼', 'sheltered', 4, 4),
  ]);
  expect(groups.map(({ name, people, arrived }) => [name, people, arrived])).toEqual([
    ['10号楼', 1, 0],
    ['2号楼', 6, 4],
    ['1号楼', 3, 2],
  ]);
});
