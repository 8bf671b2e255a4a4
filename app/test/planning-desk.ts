// A lattice of two hundred houses over the first community, and the ways to plan on it through the doors of the product.
import { expect } from 'vitest';
import { type NewFeature, replaceMap } from '../src/modules/places/public.ts';
import { type PersonKey, testProduct } from './product.ts';

const blank = { street: null, houseNumber: null, address: null, levels: null, heightM: null };

/** A house of ten metres, and a street network over the west street: a lattice with one bridge over the river. */
function house(id: string, lng: number, lat: number, households: number, areaId: string | null): NewFeature {
  const [dx, dy] = [0.00006, 0.00005];
  const ring: [number, number][] = [
    [lng - dx, lat - dy],
    [lng + dx, lat - dy],
    [lng + dx, lat + dy],
    [lng - dx, lat + dy],
    [lng - dx, lat - dy],
  ];
  const geometry = { type: 'Polygon' as const, coordinates: [ring] };
  return {
    ...blank,
    id,
    layer: 'building',
    class: 'apartments',
    name: `楼${id}`,
    households,
    areaId,
    geometry,
  };
}

const road = (id: string, kind: string, coordinates: [number, number][]): NewFeature => ({
  ...blank,
  id,
  layer: 'road',
  class: kind,
  name: id,
  households: null,
  geometry: { type: 'LineString', coordinates },
});

const round = (value: number) => Number(value.toFixed(7));
export const at = (x: number, y: number): [number, number] => [
  round(120.3805 + x * 0.001),
  round(36.2905 + y * 0.001),
];

export const grids = (more: object = {}) => ({
  kind: 'grids',
  input: {
    lower: 300,
    upper: 500,
    stability: 0,
    barriers: { railway: 'hard', water: 'hard', 'main-road': 2 },
    ...more,
  },
});
export const walking = { walker: 'walk', minutes: 5 };

export async function planningDesk(seed: string) {
  const p = await testProduct({ seed });
  const { areas } = p.district;
  const features: NewFeature[] = [];
  // Community 1: a lattice of 20 × 10 houses of 10 households, in the grids g1 and g2 of today.
  for (let x = 0; x < 20; x++)
    for (let y = 0; y < 10; y++) {
      const [lng, lat] = at(x, y);
      features.push(house(`h${x}-${y}`, lng, lat, 10, lng < 120.39 ? areas.g1 : areas.g2));
    }
  for (let x = 0; x <= 20; x++)
    features.push(
      road(
        `n${x}`,
        'residential',
        Array.from({ length: 11 }, (_, y) => [round(at(x, y)[0] - 0.0005), round(at(x, y)[1] - 0.0005)]),
      ),
    );
  for (let y = 0; y <= 10; y++)
    features.push(
      road(
        `e${y}`,
        y === 5 ? 'primary' : 'residential',
        Array.from({ length: 21 }, (_, x) => [round(at(x, y)[0] - 0.0005), round(at(x, y)[1] - 0.0005)]),
      ),
    );
  // Community 2: one large house alone, and a small one.
  features.push(house('big', 120.385, 36.305, 900, areas.g3), house('small', 120.386, 36.305, 5, areas.g3));
  // Community 3: a house without households.
  features.push(house('empty', 120.41, 36.3, 0, areas.g4));
  for (const [i, x] of [2, 10, 17].entries())
    features.push({
      ...blank,
      id: `clinic${i}`,
      layer: 'poi',
      class: 'clinic',
      name: `卫生站${i}`,
      households: null,
      geometry: { type: 'Point', coordinates: at(x, 4) },
    });
  await p.database.system(async (tx) => {
    await replaceMap(tx, { source: 'test', title: '测试', attribution: '测试', features, assets: [] });
  });
  const ask = (person: PersonKey | null, method: string, path: string, body?: unknown) =>
    p.call(person, method, `/api/v1/planning${path}`, body === undefined ? {} : { body });
  async function plan(
    person: PersonKey,
    question: object,
    areaId = p.district.areas.c1,
    name = '试算',
  ): Promise<string> {
    const id = p.ids.next();
    const made = await ask(person, 'POST', '/plans', { id, name, areaId, question });
    expect(made.status, made.text).toBe(200);
    return id;
  }

  async function run(person: PersonKey, planId: string, more: object = {}) {
    const id = p.ids.next();
    const begun = await ask(person, 'POST', `/plans/${planId}/runs`, { id, ...more });
    expect(begun.status, begun.text).toBe(200);
    await p.product.planning.drain('demo');
    const answer = await ask(person, 'GET', `/runs/${id}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  return { p, ask, plan, run };
}

export type PlanningDesk = Awaited<ReturnType<typeof planningDesk>>;
