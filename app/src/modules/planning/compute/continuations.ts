// Which area of today a planned one goes on as.

/** Each area continues at most one of today (`old`, by building), each of today is continued once: the largest overlaps first. */
export function continuations(
  old: readonly (string | undefined)[],
  buildings: readonly { households: number }[],
  gridOf: readonly number[],
  count: number,
): (string | undefined)[] {
  const overlaps = new Map<string, { grid: number; old: string; weight: number }>();
  buildings.forEach(({ households }, v) => {
    const existing = old[v];
    if (existing === undefined) return;
    const grid = gridOf[v] as number;
    const key = `${grid} ${existing}`;
    const known = overlaps.get(key) ?? { grid, old: existing, weight: 0 };
    // A building without households still keeps a grid's name where nothing else does.
    known.weight += households + 0.001;
    overlaps.set(key, known);
  });
  const found: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  const used = new Set<string>();
  for (const { grid, old } of [...overlaps.values()].sort(
    (a, b) => b.weight - a.weight || a.grid - b.grid || (a.old < b.old ? -1 : 1),
  )) {
    if (found[grid] !== undefined || used.has(old)) continue;
    found[grid] = old;
    used.add(old);
  }
  return found;
}
