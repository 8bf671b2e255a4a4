// What is lacking: what a standard asks of each place minus what is sound there. Pure.

export type Rule = {
  id: string;
  name: string;
  kind: string;
  pieces: number;
  forEach: 'grid' | 'community' | 'buildings';
  /** For `buildings`: how many make one. */
  buildings: number | null;
  source: string;
  areaPath: string;
};
export type Place = { id: string; name: string; path: string; level: string; buildings: number };
export type Asset = { kind: string; condition: string; pieces: number; areaPath: string };

export type Gap = {
  rule: Rule;
  place: Place;
  need: number;
  sound: number;
  /** There, and not to be counted on: to be repaired, broken, not found. */
  unsound: number;
  lacking: number;
};

/**
 * Every place under its nearest standard of each kind, those that lack something first and the largest gap on top. A standard that counts
 * buildings where nobody counted any asks for nothing. O(rules · places · assets of the place).
 */
export function gapsOf(rules: readonly Rule[], places: readonly Place[], assets: readonly Asset[]): Gap[] {
  const found: Gap[] = [];
  for (const place of places)
    for (const rule of nearest(rules, place)) {
      const here = assets.filter((one) => one.kind === rule.kind && one.areaPath.startsWith(place.path));
      const count = (sound: boolean) =>
        here.reduce((sum, one) => sum + ((one.condition === 'sound') === sound ? one.pieces : 0), 0);
      const need =
        rule.forEach === 'buildings'
          ? rule.pieces * Math.ceil(place.buildings / (rule.buildings ?? 1))
          : rule.pieces;
      const sound = count(true);
      found.push({ rule, place, need, sound, unsound: count(false), lacking: Math.max(0, need - sound) });
    }
  return found.sort((a, b) => b.lacking - a.lacking || a.place.path.localeCompare(b.place.path));
}

/** Of the standards of one kind the one that was set closest to the place. */
function nearest(rules: readonly Rule[], place: Place): Rule[] {
  const level = (rule: Rule) => (rule.forEach === 'grid' ? 'grid' : 'community');
  const fitting = rules.filter((rule) => level(rule) === place.level && place.path.startsWith(rule.areaPath));
  const best = new Map<string, Rule>();
  for (const rule of fitting) {
    const key = `${rule.kind} ${rule.forEach}`;
    const known = best.get(key);
    if (!known || known.areaPath.length < rule.areaPath.length) best.set(key, rule);
  }
  return [...best.values()];
}
