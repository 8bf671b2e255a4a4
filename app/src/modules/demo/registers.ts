// Registers of the demo: invented buildings, organisations and people; nobody here exists.
import { createRandom } from '@renlin/core/random';
import { type AddedRecord, addRecords } from '../../engines/register/add-records.ts';
import type { RegisterParts } from '../../engines/register/parts.ts';
import { listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { registers } from '../registers/public.ts';
import { lifeOf } from './registers-life.ts';
import { demoPlace, listBuildingSpots } from './store.ts';
import { teamsOf } from './teams.ts';
import { trainingsOf } from './trainings.ts';

const COMPOUNDS = ['春阳花园', '惠民小区', '泰和嘉苑', '槐香里', '云溪苑', '海润新村'];
const TEAMS: readonly [string, string, readonly string[], boolean][] = [
  ['银龄互助队', 'recorded', ['elders'], false],
  ['红马甲应急队', 'recorded', ['rescue'], true],
  ['邻里调解工作室', 'informal', ['mediation', 'law'], false],
  ['小候鸟托管服务中心', 'service', ['children'], false],
  ['晨曦合唱团', 'informal', ['culture'], false],
  ['绿色家园志愿队', 'recorded', ['environment'], true],
  ['巧手维修社', 'informal', ['trades'], true],
  ['康宁健康服务中心', 'service', ['health', 'elders'], false],
];
const PEOPLE = [
  '赵桂芳',
  '钱玉珍',
  '孙德福',
  '李秀英',
  '周长顺',
  '吴凤兰',
  '郑福来',
  '欧阳淑华',
  '冯小满',
  '陈守义',
];
const HELPERS = ['王小芹', '刘志强', '杨春梅', '黄海波'];
const NEEDS = ['visit', 'meal', 'medicine', 'errand', 'repair', 'company', 'carry', 'power'];

/** A handful of records in every register; those of people where the demo's secretary works. */
export async function seedRegisters(tx: Tx, parts: RegisterParts): Promise<void> {
  const random = createRandom('demo-registers');
  const near = await demoPlace(tx, 'secretary');
  const all = await listNodes(tx, 'area', { levels: ['grid'] });
  const grids = [
    ...all.filter((grid) => grid.path.startsWith(near)),
    ...all.filter((grid) => !grid.path.startsWith(near)),
  ];
  const day = civilDate(parts.now());
  const homesOf = new Map<string, string[]>();
  for (const { path, address, households } of await listBuildingSpots(tx))
    if (address && households > 0) homesOf.set(path, [...(homesOf.get(path) ?? []), address]);
  const buildings = grids.flatMap((grid, at) =>
    buildingsOf(
      parts,
      grid,
      COMPOUNDS[at % COMPOUNDS.length] as string,
      [...new Set(homesOf.get(grid.path))],
      random,
    ),
  );
  await add(tx, parts, 'buildings', buildings);
  const homes = buildings.slice(0, 40);
  const mine = grids.filter((grid) => grid.path.startsWith(near));
  const [community] = await listNodes(tx, 'area', { levels: ['community'], within: near });
  await add(
    tx,
    parts,
    'dwellings',
    homes.flatMap((home) =>
      [101, 102, 201, 202, 301].map((room) => ({
        id: parts.ids.next(),
        area: home.area,
        values: {
          building: home.id,
          room: `1单元${room}`,
          tenure: random.pick(['owner', 'owner', 'let', 'vacant']),
          floorArea: 60 + random.int(60),
          gas: random.next() < 0.8,
          checkedOn: day,
        },
      })),
    ),
  );
  const organisations: AddedRecord[] = TEAMS.map(([name, nature, strengths, emergency], at) => ({
    id: parts.ids.next(),
    area: placeOf(grids[(at * 3) % grids.length]),
    values: {
      name,
      nature,
      strengths,
      emergency,
      members: 8 + random.int(40),
      foundedOn: `20${14 + at}-0${1 + at}-15`,
      leader: HELPERS[at % 4] ?? '',
      phone: `139053200${10 + at}`,
    },
  }));
  await add(tx, parts, 'social-organisations', organisations);
  await add(
    tx,
    parts,
    'care',
    PEOPLE.map((name, at) => ({
      id: parts.ids.next(),
      area: homes[at]?.area ?? placeOf(grids[0]),
      values: {
        name,
        address: `${homes[at]?.values['compound']}${homes[at]?.values['name']}1单元${101 + at}`,
        phone: `138000012${10 + at}`,
        needs: [NEEDS[at % NEEDS.length] as string, NEEDS[(at * 3 + 1) % NEEDS.length] as string],
        helper: HELPERS[at % 4] ?? '',
        helperPhone: `137000012${10 + at}`,
        visitEvery: random.pick(['day', 'week', 'fortnight', 'month']),
      },
      consent: { givenBy: at % 4 === 3 ? ('guardian' as const) : ('self' as const), onDay: day, edition: 1 },
    })),
  );
  await add(
    tx,
    parts,
    'household-contacts',
    PEOPLE.slice(0, 8).map((name, at) => ({
      id: parts.ids.next(),
      area: homes[at]?.area ?? placeOf(grids[0]),
      values: {
        address: `${homes[at]?.values['compound']}${homes[at]?.values['name']}2单元${201 + at}`,
        phone: `138000034${10 + at}`,
        contact: PEOPLE[(at + 3) % PEOPLE.length] ?? '',
        contactPhone: `136000034${10 + at}`,
        ...(at % 2 === 0 ? { buddy: name, buddyPhone: `137000034${10 + at}` } : {}),
        agreed: true,
      },
      consent: { givenBy: 'self' as const, onDay: day, edition: 1 },
    })),
  );
  const life = lifeOf({
    place: (at) => placeOf(mine[at % mine.length] ?? grids[0]),
    community: placeOf(community ?? grids[0]),
    homes: homes.map((home) => ({
      id: home.id,
      area: home.area,
      name: `${home.values['compound']}${home.values['name']}`,
    })),
    nextId: () => parts.ids.next(),
    today: day,
    random,
  });
  for (const [code, records] of life) await add(tx, parts, code, records);
  const idsOf = (records: readonly AddedRecord[] | undefined) => (records ?? []).map((one) => one.id);
  const squads = teamsOf({
    community: placeOf(community ?? grids[0]),
    grids: mine.map(placeOf),
    organisations: idsOf(organisations),
    volunteers: idsOf(life.get('volunteers')),
    incident: life.get('incidents')?.[0]?.id ?? '',
    nextId: () => parts.ids.next(),
    today: day,
  });
  for (const [code, records] of squads) await add(tx, parts, code, records);
  const trained = trainingsOf({
    community: placeOf(community ?? grids[0]),
    homes,
    nextId: () => parts.ids.next(),
    today: day,
  });
  for (const [code, records] of trained) await add(tx, parts, code, records);
}

const placeOf = (node: TreeNode | undefined) => {
  if (!node) throw new Error('the demo has no grid');
  return { id: node.id, path: node.path };
};

function buildingsOf(
  parts: RegisterParts,
  grid: TreeNode,
  compound: string,
  addresses: readonly string[],
  random: ReturnType<typeof createRandom>,
): AddedRecord[] {
  return [1, 2, 3, 4].map((number) => {
    const floors = random.pick([5, 6, 6, 7, 11, 18]);
    const stairwells = 2 + random.int(3);
    return {
      id: parts.ids.next(),
      area: placeOf(grid),
      values: {
        name: `${number}号楼`,
        compound,
        address: addresses[number - 1] ?? `春阳路${20 + random.int(200)}号`,
        use: random.pick(['dwelling', 'dwelling', 'dwelling', 'mixed']),
        structure: floors > 7 ? 'concrete' : 'brick-concrete',
        buildYear: 1986 + random.int(34),
        floors,
        stairwells,
        households: floors * stairwells * 2,
        elderly: Math.round(floors * stairwells * 1.1),
        children: Math.round(floors * stairwells * 0.6),
        disabled: number + 1,
        lift: floors > 7,
      },
    };
  });
}

async function add(
  tx: Tx,
  parts: RegisterParts,
  code: string,
  records: readonly AddedRecord[],
): Promise<void> {
  const register = registers.get(code);
  if (register) await addRecords(tx, parts, register, records);
}
