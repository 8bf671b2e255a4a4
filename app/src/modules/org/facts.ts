// What other areas ask of the organisation on every filing: which areas hold a point, which units answer where, where a duty is held.
// Kept in memory per district; the tree's revision decides when the outlines are read again.
import { type AreaIndex, createAreaIndex } from '@renlin/core/geometry/area-index';
import { listBoundaries } from '../../engines/tree/boundary-store.ts';
import { pathDepth } from '../../engines/tree/paths.ts';
import { readRevision } from '../../engines/tree/store.ts';
import { listNodes, successions } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { type Clock, civilDate } from '../../kernel/clock.ts';
import { type Db, scopeOf, type Tx } from '../../platform/db/db.ts';
import { createKept } from '../../platform/kept.ts';
import { selectPosts } from './post-store.ts';
import { selectBindings } from './store.ts';

export type UnitPlace = {
  id: string;
  code: string;
  /** Codes of ended units in whose place it stands: a duty list may still name them. */
  formerCodes: readonly string[];
  /** Their ids, and those below it that ended without anybody in their place: a case that comes back may still name them. */
  formerIds: readonly string[];
  name: string;
  kind: string;
  parentId: string | null;
  /** Paths of the areas it answers for. */
  jurisdictions: readonly string[];
};

/** A post that may command a hard case, or rule on whose a case is. */
type DutyPost = { id: string; title: string; unitId: string; areaPath: string };

/** What the rules of cases ask of the organisation. */
type OrgFacts = {
  /** With their jurisdictions. */
  units: UnitPlace[];
  /** The names of units that ended. */
  ended: Map<string, string>;
  /** Where each duty is held today. */
  filled: Map<string, Set<string>>;
  /** The filled posts that carry each duty. */
  posts: Map<string, DutyPost[]>;
};

export async function readOrgFacts(tx: Tx, now: number): Promise<OrgFacts> {
  const date = civilDate(now);
  const all = await listNodes(tx, 'unit', { closed: true });
  const nodes = all.filter((node) => node.closedOn === null);
  const next = await successions(tx, 'unit');
  const former = formerUnits(all, (unit) => next.get(unit.id) ?? []);
  const standsFor = formerUnits(
    all,
    (unit) => next.get(unit.id) ?? (unit.parentId === null ? [] : [unit.parentId]),
  );
  const bindings = await selectBindings(tx, date, { kind: 'jurisdiction' });
  const places = new Map<string, string[]>();
  for (const { fromId, toPath } of bindings) places.set(fromId, [...(places.get(fromId) ?? []), toPath]);
  const filled = new Map<string, Set<string>>();
  const posts = new Map<string, DutyPost[]>();
  for (const post of await selectPosts(tx, date, { vacant: false })) {
    const { id, title, unitId, areaPath } = post;
    for (const duty of post.duties) {
      const carrying = posts.get(duty) ?? [];
      carrying.push({ id, title, unitId, areaPath });
      posts.set(duty, carrying);
      const paths = filled.get(duty) ?? new Set<string>();
      paths.add(areaPath);
      filled.set(duty, paths);
    }
  }
  return {
    filled,
    posts,
    ended: new Map(all.flatMap(({ id, name, closedOn }) => (closedOn === null ? [] : [[id, name]]))),
    units: nodes.map((node) => ({
      id: node.id,
      code: node.code ?? '',
      formerCodes: (former.get(node.id) ?? []).flatMap(({ code }) => code ?? []),
      formerIds: (standsFor.get(node.id) ?? []).map(({ id }) => id),
      name: node.name,
      kind: node.level,
      parentId: node.parentId,
      jurisdictions: places.get(node.id) ?? [],
    })),
  };
}

/** For each open unit, the ended ones that lead to it, step by step. O(units · steps). */
function formerUnits(
  units: readonly TreeNode[],
  next: (ended: TreeNode) => readonly string[],
): Map<string, TreeNode[]> {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const found = new Map<string, TreeNode[]>();
  for (const ended of units) {
    if (ended.closedOn === null) continue;
    const waiting = [ended];
    const seen = new Set([ended.id]);
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      if (at.closedOn === null) found.set(at.id, [...(found.get(at.id) ?? []), ended]);
      else
        for (const id of next(at)) {
          const one = byId.get(id);
          if (one && !seen.has(id)) waiting.push(one);
          seen.add(id);
        }
    }
  }
  return found;
}

export type AreaPlace = { id: string; name: string; level: string; path: string };

export type Territory = {
  /** The areas that hold a point, the district first; empty outside. O(log n). */
  locate(district: string, lng: number, lat: number): Promise<readonly AreaPlace[]>;
  /** An area with those above it, the district first; empty when unknown. O(depth). */
  chain(district: string, areaId: string): Promise<readonly AreaPlace[]>;
  /** The territory changed in this process: read it again at the next question. */
  forget(district: string): void;
};

type Known = {
  revision: string;
  date: string;
  byId: ReadonlyMap<string, AreaPlace>;
  byPath: ReadonlyMap<string, AreaPlace>;
  index: AreaIndex<{ path: string; areaM2: number }>;
};

export function createTerritory(parts: { db: Db; clock: Clock }): Territory {
  const kept = createKept<Known>({
    clock: parts.clock,
    read: (district, before) =>
      parts.db.apart(scopeOf({ kind: 'system', district, reason: 'territory' }), async (tx) => {
        const revision = await readRevision(tx, 'area');
        const date = civilDate(parts.clock.now());
        return before?.revision === revision && before.date === date ? before : read(tx, revision, date);
      }),
  });

  function chainOf(entry: Known, path: string): AreaPlace[] {
    const keys = path.split('/').filter(Boolean);
    return keys.flatMap((_, depth) => entry.byPath.get(`${keys.slice(0, depth + 1).join('/')}/`) ?? []);
  }

  return {
    async locate(district, lng, lat) {
      const entry = await kept.get(district);
      const found = entry.index.at(lng, lat);
      const best = [...found].sort((a, b) => pathDepth(b.path) - pathDepth(a.path) || a.areaM2 - b.areaM2)[0];
      return best ? chainOf(entry, best.path) : [];
    },
    async chain(district, areaId) {
      const entry = await kept.get(district);
      const area = entry.byId.get(areaId);
      return area ? chainOf(entry, area.path) : [];
    },
    forget: kept.forget,
  };
}

async function read(tx: Tx, revision: string, date: string): Promise<Known> {
  const areas = (await listNodes(tx, 'area', {})).map(placeOf);
  const boundaries = await listBoundaries(tx, date);
  return {
    revision,
    date,
    byId: new Map(areas.map((area) => [area.id, area])),
    byPath: new Map(areas.map((area) => [area.path, area])),
    index: createAreaIndex(
      boundaries.map(({ path, areaM2, geometry }) => ({ key: { path, areaM2 }, area: geometry })),
    ),
  };
}

function placeOf(node: TreeNode): AreaPlace {
  return { id: node.id, name: node.name, level: node.level, path: node.path };
}
