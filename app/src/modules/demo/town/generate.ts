// Puts the town together. O(buildings + assets); pure: the same input gives the same bytes on every machine.
import { createAreaIndex } from '@renlin/core/geometry/area-index';
import { createRandom, type Random } from '@renlin/core/random';
import type { Position } from '../../places/public.ts';
import { layAssets } from './assets.ts';
import { type Block, layBlocks } from './buildings.ts';
import {
  createLattice,
  FINE_ROWS,
  fineColumn,
  type Lattice,
  type Metres,
  outline,
  RIVER_COLUMN,
} from './lattice.ts';
import { createNames, type TownNames } from './names.ts';
import { layInnerWays, layRoads, lineBeside, type Side, sides } from './roads.ts';
import { type Grid, layTerritory, type Plot, type PlotUse } from './territory.ts';
import type {
  Compound,
  MicroGrid,
  Town,
  TownArea,
  TownBuilding,
  TownInput,
  TownLand,
  TownPoi,
  TownPolygon,
} from './town.ts';

const homeUses: readonly PlotUse[] = ['slabs', 'towers', 'village'];

type Work = {
  random: Random;
  lattice: Lattice;
  names: TownNames;
  town: Town;
  grids: Grid[];
  gridKeys: string[];
  communityKeys: string[];
  usedNumbers: Map<string, Set<number>>;
};

/** Throws RangeError for no streets, more than 12 streets or more than 60 communities. About 0.3 s. */
export function generateTown(input: TownInput): Town {
  const random = createRandom(`town:${input.seed}`);
  const lattice = createLattice(random.fork('lattice'), input.center);
  const names = createNames(random.fork('names'));
  const { plots, grids, communities } = layTerritory(random.fork('territory'), input.streets);
  const communityKeys = communities.map((one) => `s${one.street + 1}c${one.index + 1}`);
  const gridKeys = grids.map(
    (grid) => `${communityKeys[grid.community]}g${String(grid.number).padStart(2, '0')}`,
  );
  const town: Town = {
    notice: `${input.district.name}的区划名称与代码是真实的；街道、房屋、住户等均由种子“${input.seed}”生成，与现实无关。`,
    seed: String(input.seed),
    district: input.district,
    center: input.center,
    bounds: { minLng: 0, minLat: 0, maxLng: 0, maxLat: 0 },
    households: grids.reduce((sum, grid) => sum + grid.households, 0),
    areas: [],
    microGrids: [],
    roads: layRoads(lattice, names),
    water: [],
    land: [],
    buildings: [],
    compounds: [],
    firms: [],
    pois: [],
    assets: [],
  };
  const work: Work = { random, lattice, names, town, grids, gridKeys, communityKeys, usedNumbers: new Map() };
  layAreas(work, input, communities);
  layRiver(work);
  const firmCount = 14;
  town.firms = Array.from({ length: firmCount }, (_, index) => ({
    key: `f${index + 1}`,
    name: names.firm(index),
    compoundKeys: [],
  }));
  for (const plot of plots) layPlot(work, plot, communities[plot.community]?.name ?? '');
  fillHomes(work);
  nameMicroGrids(work);
  addServices(work, input, communities);
  const index = createAreaIndex(
    town.areas.filter((one) => one.level === 'grid').map((one) => ({ key: one.key, area: one.geometry })),
  );
  town.assets = layAssets(random.fork('assets'), town.roads, input.district.code, (lng, lat) =>
    index.firstAt(lng, lat),
  );
  return town;
}

function polygon(ring: Position[]): TownPolygon {
  return { type: 'Polygon', coordinates: [ring] };
}

function cellsPolygon(lattice: Lattice, cells: readonly (readonly [number, number])[]): TownPolygon {
  return polygon(outline(cells).map(([i, j]) => lattice.node(i, j)));
}

function layAreas(
  work: Work,
  input: TownInput,
  communities: { street: number; name: string; code: string }[],
): void {
  const { town, grids, lattice } = work;
  const sum = (some: readonly Grid[]) => some.reduce((total, grid) => total + grid.households, 0);
  const area = (
    key: string,
    parentKey: string | null,
    level: TownArea['level'],
    name: string,
    code: string,
    some: readonly Grid[],
  ) => {
    const geometry = cellsPolygon(
      lattice,
      some.flatMap((grid) => grid.cells),
    );
    town.areas.push({ key, parentKey, level, name, code, households: sum(some), geometry });
  };
  area('d', null, 'district', input.district.name, input.district.code, grids);
  input.streets.forEach((street, s) => {
    const own = grids.filter((grid) => communities[grid.community]?.street === s);
    area(`s${s + 1}`, 'd', 'street', street.name, street.code, own);
  });
  communities.forEach((one, c) => {
    const own = grids.filter((grid) => grid.community === c);
    area(work.communityKeys[c] as string, `s${one.street + 1}`, 'community', one.name, one.code, own);
  });
  grids.forEach((grid, g) => {
    const community = communities[grid.community] as { name: string; code: string };
    const number = String(grid.number).padStart(2, '0');
    const code = `${community.code}${String(grid.number).padStart(3, '0')}`;
    area(
      work.gridKeys[g] as string,
      work.communityKeys[grid.community] as string,
      'grid',
      `${shortName(community.name)}第${number}网格`,
      code,
      [grid],
    );
  });
  const ring = town.areas[0]?.geometry.coordinates[0] as Position[];
  const lngs = ring.map(([lng]) => lng);
  const lats = ring.map(([, lat]) => lat);
  town.bounds = {
    minLng: Math.min(...lngs),
    minLat: Math.min(...lats),
    maxLng: Math.max(...lngs),
    maxLat: Math.max(...lats),
  };
}

/** 春阳社区居委会 → 春阳社区. */
export function shortName(name: string): string {
  return name.replace(/(居民委员会|村民委员会|居委会|村委会)$/, '');
}

function layRiver({ lattice, town }: Work): void {
  // A few metres of quay on each side; the water runs on beyond the town.
  const west: Position[] = [];
  const east: Position[] = [];
  for (let j = -4; j <= FINE_ROWS + 4; j++) {
    const a = lattice.at(RIVER_COLUMN, j);
    const b = lattice.at(RIVER_COLUMN + 2, j);
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const length = Math.sqrt(dx * dx + dy * dy);
    const quay = 13 / length;
    west.push(lattice.degrees([a[0] + dx * quay, a[1] + dy * quay]));
    east.push(lattice.degrees([b[0] - dx * quay, b[1] - dy * quay]));
  }
  const ring = [...west.reverse(), ...east];
  town.water.push({ id: 'water1', name: '清源河', geometry: polygon([...ring, ring[0] as Position]) });
}

function layPlot(work: Work, plot: Plot, community: string): void {
  const { random, lattice, names, town } = work;
  const own = random.fork(`plot:${plot.column}:${plot.row}`);
  const open = sides.filter((side) => !lineBeside(names, plot.column, plot.row, side).barrier);
  const home = homeUses.includes(plot.use);
  const wanted = plot.use === 'village' || plot.use === 'park' ? 4 : home ? 2 : 1;
  const gateSides = own.shuffle([...open]).slice(0, wanted);
  const { gates } = layInnerWays(lattice, plot, gateSides, town.roads);
  const front = gateSides[0] as Side;
  const street = lineBeside(names, plot.column, plot.row, front);
  const address = numberOn(work, street.name, plot, front, own);
  const gridKeys = plot.grids.map((index) => work.gridKeys[index] as string);
  const wall = wallOf(work, plot);
  const kind = plot.use;
  let compound: Compound | undefined;
  let title = '';
  if (kind === 'slabs' || kind === 'towers' || kind === 'village') {
    title = names.compound(kind);
    const firm = kind === 'village' || own.next() < 0.12 ? undefined : own.pick(town.firms);
    compound = {
      key: `x${town.compounds.length + 1}`,
      name: title,
      kind,
      builtYear:
        kind === 'towers' ? 2006 + own.int(17) : kind === 'slabs' ? 1984 + own.int(24) : 1975 + own.int(20),
      communityKey: work.communityKeys[plot.community] as string,
      gridKeys,
      firmKey: firm?.key ?? null,
      households: 0,
      address: `${street.name}${address}号`,
      walled: kind !== 'village',
      gates,
      geometry: wall,
    };
    firm?.compoundKeys.push(compound.key);
    town.compounds.push(compound);
    town.land.push({ id: `land-${compound.key}`, class: 'residential', name: title, geometry: wall });
  } else {
    title = otherName(kind, community, town.land.length, own);
    const classes: Record<string, TownLand['class']> = {
      school: 'education',
      hospital: 'health',
      market: 'commercial',
      office: 'commercial',
      industrial: 'industrial',
      park: 'park',
    };
    town.land.push({
      id: `land-o${town.land.length + 1}`,
      class: classes[kind] ?? 'green',
      name: title,
      geometry: wall,
    });
  }
  const blocks = layBlocks(own.fork('blocks'), lattice, names, plot);
  let number = 0;
  for (const block of blocks) {
    const gridKey = gridKeys.length === 2 ? (gridKeys[block.cell[1] % 2] as string) : (gridKeys[0] as string);
    const inside = block.front === null;
    if (inside) number += 1;
    town.buildings.push(
      buildingOf(work, plot, block, { gridKey, compound, title, number, street: street.name, address, own }),
    );
  }
  if (!home && kind !== 'park' && kind !== 'industrial') {
    const [lng, lat] = lattice.node(fineColumn(plot.column) + 1, plot.row * 2 + 1);
    const classes: Record<string, string> = {
      school: 'school',
      hospital: 'hospital',
      market: 'marketplace',
      office: 'office',
    };
    addPoi(
      work,
      classes[kind] ?? 'place',
      title,
      `${street.name}${address}号`,
      lng,
      lat,
      gridKeys[0] as string,
    );
  }
}

type Place = {
  gridKey: string;
  compound: Compound | undefined;
  title: string;
  number: number;
  street: string;
  address: number;
  own: Random;
};

function buildingOf(work: Work, plot: Plot, block: Block, place: Place): TownBuilding {
  const { lattice, town } = work;
  const ring = block.corners.map((corner) => lattice.degrees(corner));
  const middle = block.corners.reduce<Metres>(
    (sum, one) => [sum[0] + one[0] / 4, sum[1] + one[1] / 4],
    [0, 0],
  );
  const [lng, lat] = lattice.degrees(middle);
  let { street, address } = place;
  let name: string | null = null;
  let words: string;
  if (block.front) {
    const line = lineBeside(work.names, plot.column, plot.row, block.front);
    if (!line.barrier) {
      street = line.name;
      address = numberOn(work, street, plot, block.front, place.own);
    }
    words = `${street}${address}号`;
  } else if (block.use === 'house') {
    name = `${place.title}${place.number}号`;
    words = `${street}${address}号${name}`;
  } else if (block.use === 'apartments') {
    name = `${place.title}${place.number}号楼`;
    words = `${street}${address}号${name}`;
  } else {
    name =
      block.use === 'service' ? null : place.number === 1 ? place.title : `${place.title}${place.number}号楼`;
    words = `${street}${address}号`;
  }
  return {
    id: `b${town.buildings.length + 1}`,
    use: block.use,
    name,
    street,
    houseNumber: `${address}号`,
    address: words,
    levels: block.levels,
    // Filled by fillHomes; until then the weight of the house among those of its grid.
    households: block.use === 'apartments' || block.use === 'house' ? block.weight : 0,
    entrances: block.entrances,
    gridKey: place.gridKey,
    compoundKey: place.compound?.key ?? null,
    geometry: polygon([...ring, ring[0] as Position]),
    lng,
    lat,
  };
}

/** House numbers grow with the distance from the start of the street; odd on one side, even on the other; never twice. */
function numberOn(work: Work, street: string, plot: Plot, side: Side, random: Random): number {
  const upright = side === 'west' || side === 'east';
  const along = (upright ? plot.row * 252 : plot.column * 238) + random.range(10, 230);
  const odd = side === 'east' || side === 'south' ? 1 : 2;
  const used = work.usedNumbers.get(street) ?? new Set<number>();
  work.usedNumbers.set(street, used);
  let number = Math.floor(along / 22) * 2 + odd;
  while (used.has(number)) number += 2;
  used.add(number);
  return number;
}

function wallOf(work: Work, plot: Plot): TownPolygon {
  const i = fineColumn(plot.column);
  const j = plot.row * 2;
  const nodes: [number, number][] = [
    [i, j],
    [i + 1, j],
    [i + 2, j],
    [i + 2, j + 1],
    [i + 2, j + 2],
    [i + 1, j + 2],
    [i, j + 2],
    [i, j + 1],
  ];
  const middle = work.lattice.at(i + 1, j + 1);
  const ring = nodes.map((node) => {
    const at = work.lattice.at(...node);
    const dx = at[0] - middle[0];
    const dy = at[1] - middle[1];
    // Corners stand further from the middle, so they come in further: the same strip of pavement all around.
    const corner = node[0] !== i + 1 && node[1] !== j + 1;
    const length = Math.sqrt(dx * dx + dy * dy);
    const t = (length - (corner ? 21 : 14.5)) / length;
    return work.lattice.degrees([middle[0] + dx * t, middle[1] + dy * t]);
  });
  return polygon([...ring, ring[0] as Position]);
}

function otherName(kind: PlotUse, community: string, index: number, random: Random): string {
  const place = shortName(community).replace(/(社区|村)$/, '');
  const titles: Record<string, readonly string[]> = {
    school: ['小学', '中学', '实验学校', '幼儿园'],
    hospital: ['医院'],
    market: ['农贸市场', '集贸市场', '生鲜市场'],
    office: ['商务中心', '大厦', '科创园', '写字楼'],
    industrial: ['产业园', '仓储园', '机械厂'],
    park: ['公园', '体育公园', '口袋公园', '绿地'],
  };
  const ends = titles[kind] ?? ['中心'];
  return `${place}${random.pick(ends)}${index % 5 === 4 ? '（新址）' : ''}`;
}

/** Gives every grid exactly its households, in proportion to floor space (largest remainders). */
function fillHomes(work: Work): void {
  const { town, grids, gridKeys } = work;
  const byGrid = new Map<string, TownBuilding[]>();
  for (const building of town.buildings) {
    if (building.use !== 'apartments' && building.use !== 'house') continue;
    const list = byGrid.get(building.gridKey) ?? [];
    list.push(building);
    byGrid.set(building.gridKey, list);
  }
  grids.forEach((grid, index) => {
    const homes = byGrid.get(gridKeys[index] as string) ?? [];
    const total = homes.reduce((sum, one) => sum + one.households, 0);
    const exact = homes.map((one) => (one.households / total) * grid.households);
    const whole = exact.map(Math.floor);
    let left = grid.households - whole.reduce((sum, one) => sum + one, 0);
    const order = exact
      .map((value, k) => [value - Math.floor(value), k] as const)
      .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    for (const [, k] of order) {
      if (left-- <= 0) break;
      whole[k] = (whole[k] as number) + 1;
    }
    homes.forEach((one, k) => {
      one.households = whole[k] as number;
      const perFloor = one.use === 'house' ? 2.5 : one.levels > 12 ? one.entrances * 3 : one.entrances * 2;
      one.levels = Math.max(one.levels > 12 ? 11 : 1, Math.ceil(one.households / perFloor));
    });
  });
  for (const compound of town.compounds) {
    compound.households = town.buildings.reduce(
      (sum, one) => sum + (one.compoundKey === compound.key ? one.households : 0),
      0,
    );
  }
}

/** Micro-grids of 50 to 120 households: neighbouring houses in the order of their numbers. */
function nameMicroGrids({ town }: Work): void {
  for (const grid of town.areas) {
    if (grid.level !== 'grid') continue;
    const homes = town.buildings.filter((one) => one.gridKey === grid.key && one.households > 0);
    const count = Math.max(1, Math.round(grid.households / 85));
    const parts: MicroGrid[] = Array.from({ length: count }, (_, k) => ({
      key: `${grid.key}m${k + 1}`,
      gridKey: grid.key,
      name: `${grid.name}${String(k + 1).padStart(2, '0')}微网格`,
      code: `${grid.code}${String(k + 1).padStart(2, '0')}`,
      households: 0,
      buildingIds: [],
    }));
    let sum = 0;
    for (const home of homes) {
      const part = parts[
        Math.min(count - 1, Math.floor(((sum + home.households / 2) / grid.households) * count))
      ] as MicroGrid;
      part.households += home.households;
      part.buildingIds.push(home.id);
      sum += home.households;
    }
    town.microGrids.push(...parts.filter((one) => one.buildingIds.length > 0));
  }
}

function addPoi(
  work: Work,
  kind: string,
  name: string,
  address: string | null,
  lng: number,
  lat: number,
  gridKey: string,
): void {
  work.town.pois.push({
    id: `p${work.town.pois.length + 1}`,
    class: kind,
    name,
    address,
    lng,
    lat,
    gridKey,
  } satisfies TownPoi);
}

/** What every community and street has: a service centre, a police station, pharmacies, kindergartens, bus stops. */
function addServices(work: Work, input: TownInput, communities: { street: number; name: string }[]): void {
  const { town, random } = work;
  const draw = random.fork('services');
  const parents = new Map(town.areas.map((one) => [one.key, one.parentKey]));
  const shops = new Map<string, TownBuilding[]>();
  for (const one of town.buildings) {
    const key = parents.get(one.gridKey) ?? '';
    if (one.use === 'shop') shops.set(key, [...(shops.get(key) ?? []), one]);
  }
  const take = (key: string) => {
    const list = shops.get(key) ?? [];
    return list.length > 0
      ? list.splice(draw.int(list.length), 1)[0]
      : town.buildings.find((one) => parents.get(one.gridKey) === key);
  };
  const at = (key: string, kind: string, name: string, beside?: string) => {
    const home = take(key);
    if (!home) return;
    if (beside) addPoi(work, beside, `${name} AED`, home.address, home.lng, home.lat, home.gridKey);
    addPoi(work, kind, name, home.address, home.lng, home.lat, home.gridKey);
  };
  communities.forEach((one, c) => {
    const key = work.communityKeys[c] as string;
    const place = shortName(one.name);
    at(key, 'community_centre', `${place}党群服务中心`, 'defibrillator');
    at(key, 'clinic', `${place}卫生服务站`);
    at(key, 'kindergarten', `${place.replace(/(社区|村)$/, '')}幼儿园`);
    for (const title of ['便民超市', '药房', '理发店', '快递驿站', '面馆']) {
      if (draw.next() < 0.75)
        at(
          key,
          title === '面馆' ? 'restaurant' : 'shop',
          `${work.names.compound('slabs').slice(0, 2)}${title}`,
        );
    }
  });
  input.streets.forEach((street, s) => {
    const key = work.communityKeys.find((one) => one.startsWith(`s${s + 1}c`)) as string;
    const place = street.name.replace(/(街道|镇)(办事处|人民政府)?$/, '');
    at(key, 'townhall', `${street.name.replace(/办事处$/, '')}${/街道/.test(street.name) ? '办事处' : ''}`);
    at(key, 'police', `${place}派出所`);
  });
  for (const road of town.roads) {
    if (road.class !== 'primary' || !road.name || road.bridge) continue;
    for (let k = 4; k < road.path.length - 3; k += 4) {
      const [lng, lat] = road.path[k] as Position;
      addPoi(work, 'bus_stop', `${road.name}${k / 4}站`, road.name, lng, lat, gridOf(work, lng, lat));
    }
  }
  town.pois = town.pois.filter((one) => one.gridKey !== '');
}

function gridOf({ town }: Work, lng: number, lat: number): string {
  let best = '';
  let distance = Infinity;
  for (const one of town.buildings) {
    const dx = one.lng - lng;
    const dy = one.lat - lat;
    const d = dx * dx + dy * dy;
    if (d < distance) {
      distance = d;
      best = one.gridKey;
    }
  }
  return best;
}
