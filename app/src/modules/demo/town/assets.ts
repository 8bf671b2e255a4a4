// 部件: what stands along the streets, at believable distances, each with a 16-digit code (district 6, kind 4, serial 6).
import type { Random } from '@renlin/core/random';
import type { Position } from '../../places/public.ts';
import type { TownAsset, TownRoad } from './town.ts';

type Rule = {
  kind: TownAsset['kind'];
  name: string;
  class: string;
  every: number;
  offset: number;
  bothSides: boolean;
};

// `class` is the four-digit kind inside the code; seeds map `kind` to their own category codes.
const rules: readonly Rule[] = [
  { kind: 'streetlight', name: '路灯', class: '0120', every: 42, offset: 9, bothSides: true },
  { kind: 'manhole-rain', name: '雨水井盖', class: '0103', every: 78, offset: 5, bothSides: false },
  { kind: 'manhole-sewage', name: '污水井盖', class: '0102', every: 92, offset: 2, bothSides: false },
  { kind: 'manhole-power', name: '电力井盖', class: '0105', every: 210, offset: 11, bothSides: false },
  { kind: 'hydrant', name: '消火栓', class: '0119', every: 190, offset: 12, bothSides: false },
  { kind: 'bin', name: '垃圾箱', class: '0302', every: 150, offset: 10, bothSides: true },
  { kind: 'sign', name: '交通标志牌', class: '0211', every: 240, offset: 10, bothSides: false },
];

export function layAssets(
  random: Random,
  roads: readonly TownRoad[],
  districtCode: string,
  gridAt: (lng: number, lat: number) => string | undefined,
): TownAsset[] {
  const assets: TownAsset[] = [];
  const serials = new Map<string, number>();
  const add = (rule: Pick<Rule, 'kind' | 'name' | 'class'>, at: Position, road: string) => {
    const gridKey = gridAt(at[0], at[1]);
    if (!gridKey) return;
    const serial = (serials.get(rule.class) ?? 0) + 1;
    serials.set(rule.class, serial);
    assets.push({
      id: `asset-${rule.class}-${serial}`,
      code: `${districtCode.padEnd(6, '0').slice(0, 6)}${rule.class}${String(serial).padStart(6, '0')}`,
      kind: rule.kind,
      name: rule.name,
      address: road,
      lng: at[0],
      lat: at[1],
      gridKey,
    });
  };
  for (const road of roads) {
    if (!road.name || road.class === 'rail' || road.bridge) continue;
    const wide = road.class === 'primary' || road.class === 'secondary';
    for (const rule of rules) {
      let carry = random.range(0.1, 0.9) * rule.every;
      let left = true;
      for (let k = 1; k < road.path.length; k++) {
        const a = road.path[k - 1] as Position;
        const b = road.path[k] as Position;
        const scaleX = 111_320 * (1 - (a[1] * a[1]) / 6565);
        const dx = (b[0] - a[0]) * scaleX;
        const dy = (b[1] - a[1]) * 111_320;
        const length = Math.sqrt(dx * dx + dy * dy);
        for (; carry < length; carry += rule.every * random.range(0.92, 1.08)) {
          const t = carry / length;
          const offset = (wide ? rule.offset + 4 : rule.offset) * (rule.bothSides && left ? -1 : 1);
          left = !left;
          add(
            rule,
            [
              Math.round((a[0] + (b[0] - a[0]) * t + ((dy / length) * offset) / scaleX) * 1e7) / 1e7,
              Math.round((a[1] + (b[1] - a[1]) * t - ((dx / length) * offset) / 111_320) * 1e7) / 1e7,
            ],
            road.name,
          );
        }
        carry -= length;
      }
    }
  }
  return assets;
}
