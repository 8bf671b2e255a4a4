// Doors and transfers by building.
import type { Transfer } from './queries.ts';

export type PlannedDoor = {
  address: string;
  areaId: string;
  people: number;
  unknown: boolean;
  needHelp: number;
  records: { register: string; id: string }[];
  listed: string | null;
};
export type PlannedBuilding = {
  key: string;
  name: string;
  area: { id: string; name: string };
  people: number;
  needHelp: number;
  listed: number;
  organiser: { id: string; title: string; areaName: string } | null;
  doors: PlannedDoor[];
};

/** What is not on the list yet, who needs help first: places run out. */
export function stillToList(
  buildings: readonly PlannedBuilding[],
): { building: PlannedBuilding; door: PlannedDoor }[] {
  return buildings
    .flatMap((building) => building.doors.map((door) => ({ building, door })))
    .filter(({ door }) => door.listed === null)
    .sort((a, b) => b.door.needHelp - a.door.needHelp);
}

/** So many entries are taken at a time. */
const PORTION = 200;

export function inPortions<T>(all: readonly T[]): T[][] {
  const portions: T[][] = [];
  for (let at = 0; at < all.length; at += PORTION) portions.push(all.slice(at, at + PORTION));
  return portions;
}

export type Group = { name: string; areaName: string; items: Transfer[]; people: number; arrived: number };

/** The list by building; the building in which somebody refuses, is lost or was not told comes first. */
export function byBuilding(items: readonly Transfer[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of items) {
    const name = one.building || one.address;
    const key = `${one.areaName}/${name}`;
    const group = groups.get(key) ?? { name, areaName: one.areaName, items: [], people: 0, arrived: 0 };
    group.items.push(one);
    group.people += one.people;
    group.arrived += one.arrivedPeople ?? 0;
    groups.set(key, group);
  }
  const waiting = (group: Group, states: readonly string[]) =>
    group.items.filter((one) => states.includes(one.state)).length;
  return [...groups.values()].sort(
    (a, b) =>
      waiting(b, ['refused', 'out-of-reach']) - waiting(a, ['refused', 'out-of-reach']) ||
      waiting(b, ['to-notify']) - waiting(a, ['to-notify']) ||
      a.name.localeCompare(b.name, 'zh-CN', { numeric: true }),
  );
}
