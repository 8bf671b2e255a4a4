// N+1: what must be held needs one more holder than it takes. Pure: who holds what comes in, gaps and "what if this one is lost" come out.

/** Somebody or something that holds a role: a post, a shelter, a stock point. The same id in two roles is the same holder. */
export type Holder = { id: string; label: string };

/** One role at one place. */
export type Held = {
  role: string;
  areaId: string;
  areaName: string;
  /** How many it takes. */
  need: number;
  holders: readonly Holder[];
};

export type Cover = 'missing' | 'single' | 'backed';

/** Fewer than it takes: missing. Exactly as many: single, nobody stands behind. More: backed. */
export function coverOf({ need, holders }: Pick<Held, 'need' | 'holders'>): Cover {
  const distinct = new Set(holders.map((one) => one.id)).size;
  return distinct < need ? 'missing' : distinct === need ? 'single' : 'backed';
}

export type Loss = {
  role: string;
  areaId: string;
  areaName: string;
  before: Cover;
  after: Cover;
  left: number;
};

/** The roles that are worse off without these holders. O(roles · holders). */
export function without(roles: readonly Held[], lost: ReadonlySet<string>): Loss[] {
  return roles.flatMap((one) => {
    const left = one.holders.filter((holder) => !lost.has(holder.id));
    if (left.length === one.holders.length) return [];
    const [before, after] = [coverOf(one), coverOf({ need: one.need, holders: left })];
    if (before === after && after !== 'missing') return [];
    const { role, areaId, areaName } = one;
    return [{ role, areaId, areaName, before, after, left: new Set(left.map((holder) => holder.id)).size }];
  });
}

/** Holders on whom something hangs that nobody else could take: the roles that would be missing without each. O(roles · holders). */
export function onlyHolders(roles: readonly Held[]): { holder: Holder; roles: Held[] }[] {
  const found = new Map<string, { holder: Holder; roles: Held[] }>();
  for (const one of roles) {
    if (coverOf(one) !== 'single') continue;
    for (const holder of one.holders) {
      const kept = found.get(holder.id);
      if (!kept) found.set(holder.id, { holder, roles: [one] });
      else if (!kept.roles.includes(one)) kept.roles.push(one);
    }
  }
  return [...found.values()];
}
