// 三级应急网络: the community calls its courtyards, each courtyard its households, and every caller has somebody who stands in. What households
// named of their own will is the third level. Posts, not persons: it holds when a holder changes, and a desk's phone is all that is shown of it.
import { listNodes } from '../../engines/tree/tree.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type PostRow, selectPosts } from '../org/public.ts';
import { type HouseholdContact, listHouseholdContacts } from '../registers/public.ts';
import type { Asking, PreparednessParts } from './parts.ts';
import { areaOf, staffOf } from './reading.ts';

const CALLING = ['command', 'intake', 'report'] as const;
const MOST_POSTS = 2000;

export type Caller = { postId: string; title: string; unit: string; area: string; phone: string | null };
type StandsIn = Caller & { from: 'same' | 'neighbour' | 'above' };

const callerOf = (post: PostRow): Caller => ({
  postId: post.id,
  title: post.title,
  unit: post.unitName,
  area: post.areaName,
  phone: typeof post.unitAttributes['phone'] === 'string' ? post.unitAttributes['phone'] : null,
});

export async function viewContactTree(parts: PreparednessParts, tx: Tx, asking: Asking, areaId: string) {
  const area = await areaOf(parts, staffOf(asking).district, areaId);
  const date = civilDate(parts.now());
  const children = (await listNodes(tx, 'area', { parentId: area.id })).sort((a, b) =>
    a.name.localeCompare(b.name, 'zh-CN'),
  );
  const posts = (await selectPosts(tx, date, { within: area.path, vacant: false, limit: MOST_POSTS })).filter(
    (post) => CALLING.some((duty) => post.duties.includes(duty)),
  );
  const above = (await selectPosts(tx, date, { above: area.path, vacant: false, limit: MOST_POSTS })).filter(
    (post) => ['command', 'intake', 'dispatch'].some((duty) => post.duties.includes(duty)),
  );
  const named = await listHouseholdContacts(tx, parts.registers, asking, area.path);
  const atRoot = posts.filter((post) => post.areaId === area.id);
  const within = children.map((child) => ({
    child,
    callers: posts
      .filter((post) => post.areaPath.startsWith(child.path))
      // Whoever holds the whole courtyard calls before whoever holds a part of it.
      .sort((a, b) => a.areaPath.length - b.areaPath.length),
  }));
  const branches = within.map(({ child, callers }, index) => {
    const [caller, second] = callers;
    const neighbour = [...within.slice(index + 1), ...within.slice(0, index)].find(
      (one) => one.callers.length > 0,
    )?.callers[0];
    return {
      area: { id: child.id, name: child.name },
      caller: caller ? callerOf(caller) : null,
      backup: standIn(second, neighbour, atRoot[0] ?? above.at(0)),
      households: inArea(named?.items, child.path),
    };
  });
  return {
    area: { id: area.id, name: area.name },
    root: atRoot.map(callerOf),
    rootBackup:
      above
        .filter((post) => post.areaId !== area.id)
        .slice(0, 1)
        .map(callerOf)[0] ?? null,
    branches,
    /** Households that lie right at the area itself, not in a courtyard of it. */
    households: named
      ? named.items
          .filter((one) => !children.some((child) => one.areaPath.startsWith(child.path)))
          .map(viewHousehold)
      : null,
    uncovered: branches.filter((one) => one.caller === null).map((one) => one.area.name),
    more: named?.more ?? false,
  };
}

function standIn(
  same: PostRow | undefined,
  neighbour: PostRow | undefined,
  above: PostRow | undefined,
): StandsIn | null {
  if (same) return { ...callerOf(same), from: 'same' };
  if (neighbour) return { ...callerOf(neighbour), from: 'neighbour' };
  return above ? { ...callerOf(above), from: 'above' } : null;
}

const viewHousehold = ({ id, shown }: HouseholdContact) => ({ id, shown });

/** Null for whoever serves nobody there. */
function inArea(items: readonly HouseholdContact[] | undefined, path: string) {
  return items ? items.filter((one) => one.areaPath.startsWith(path)).map(viewHousehold) : null;
}
