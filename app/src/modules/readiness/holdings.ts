// Who holds what at each community: people by their posts, keys, places, things and teams.
import { listNodes } from '../../engines/tree/tree.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type PostRow, selectPosts } from '../org/public.ts';
import { listEquipment, listTeamSkills } from '../registers/public.ts';
import type { Held, Holder } from './redundancy.ts';
import * as store from './store.ts';

/** Which roles are looked at, in the order of the table. Keys `readiness.role.…`, and why so many are needed: `readiness.why.…`. */
export const roles = [
  { code: 'command', why: 'command' },
  { code: 'dispatch', why: 'covers' },
  { code: 'intake', why: 'covers' },
  { code: 'verify', why: 'covers' },
  { code: 'report', why: 'report' },
  { code: 'desk', why: 'one' },
  { code: 'shelter', why: 'one' },
  { code: 'shelter-key', why: 'one' },
  { code: 'stock-point', why: 'one' },
  { code: 'stock-key', why: 'one' },
  { code: 'generator', why: 'one' },
  { code: 'pump', why: 'one' },
  { code: 'aed', why: 'one' },
  { code: 'skill-rescue', why: 'team' },
  { code: 'skill-first-aid', why: 'team' },
] as const;

const WEEK_MS = 7 * 86_400_000;
const COVERING = ['command', 'dispatch', 'intake', 'verify'] as const;
const THINGS = ['generator', 'pump', 'aed'] as const;
const SKILLS = ['rescue', 'first-aid'] as const;

/**
 * People are named by their posts: one holder is one person, with the titles of every post that they hold, so that whoever holds two is
 * not counted as their own stand-in.
 */
class People {
  readonly #titles = new Map<string, string[]>();
  readonly #ids = new Map<string, string>();
  readonly #byPost = new Map<string, string[]>();

  constructor(posts: readonly PostRow[]) {
    for (const post of posts)
      for (const part of [post.holder, post.acting]) {
        if (!part) continue;
        const titles = this.#titles.get(part.personId) ?? [];
        const title = `${post.areaName} ${post.title}`;
        if (!titles.includes(title)) this.#titles.set(part.personId, [...titles, title]);
        if (!this.#ids.has(part.personId)) this.#ids.set(part.personId, `post:${post.id}`);
        this.#byPost.set(post.id, [...(this.#byPost.get(post.id) ?? []), part.personId]);
      }
  }

  of(posts: readonly { id: string }[]): Holder[] {
    const persons = new Set(posts.flatMap((post) => this.#byPost.get(post.id) ?? []));
    return [...persons].map((person) => ({
      id: this.#ids.get(person) ?? '',
      label: (this.#titles.get(person) ?? []).join('、'),
    }));
  }
}

export async function holdingsOf(tx: Tx, within: string, now: number): Promise<Held[]> {
  const date = civilDate(now);
  const inside = await selectPosts(tx, date, { within });
  const above = await selectPosts(tx, date, { above: within });
  const posts = [...inside, ...above.filter((post) => !inside.some((one) => one.id === post.id))];
  const people = new People(posts);
  const byDuty = new Map(
    [...COVERING, 'report'].map((duty) => [duty, posts.filter((post) => post.duties.includes(duty))]),
  );
  const areas = await listNodes(tx, 'area', { within });
  const communities = areas.filter((one) => one.level === 'community');
  const [shelters, points, desks] = [
    await store.listShelters(tx, within),
    await store.listPoints(tx, within),
    await store.listDesks(tx, within, now, now + WEEK_MS),
  ];
  const equipment = await listEquipment(tx, within);
  const teams = await listTeamSkills(tx, date);
  const found: Held[] = [];
  for (const area of communities) {
    const here = (path: string) => path.startsWith(area.path);
    // The district's own posts stand behind everybody and so behind nobody in particular.
    const covers = (post: PostRow) =>
      here(post.areaPath) || (area.path.startsWith(post.areaPath) && post.areaLevel === 'street');
    const add = (role: string, need: number, holders: readonly Holder[]) =>
      found.push({ role, areaId: area.id, areaName: area.name, need, holders });
    const holding = (duty: string, fits: (post: PostRow) => boolean) =>
      people.of((byDuty.get(duty) ?? []).filter(fits));
    for (const duty of COVERING) add(duty, duty === 'command' ? 2 : 1, holding(duty, covers));
    const grids = areas.filter((one) => one.level === 'grid' && here(one.path)).length;
    if (grids > 0)
      add(
        'report',
        grids,
        holding('report', (post) => here(post.areaPath)),
      );
    const sitting = desks.filter((one) => here(one.areaPath)).map((one) => ({ id: one.post }));
    if (sitting.length > 0) add('desk', 1, people.of(sitting));
    const spaces = shelters.filter((one) => here(one.areaPath));
    add(
      'shelter',
      1,
      spaces.map((one) => ({ id: `shelter:${one.id}`, label: one.name })),
    );
    const stocks = points.filter((one) => here(one.areaPath));
    add(
      'stock-point',
      1,
      stocks.map((one) => ({ id: `stock:${one.id}`, label: one.name })),
    );
    for (const one of spaces) add('shelter-key', 1, people.of([{ id: one.keeperPost }]));
    for (const one of stocks) add('stock-key', 1, people.of([{ id: one.keeperPost }]));
    for (const kind of THINGS)
      add(kind, 1, equipment.filter((one) => one.kind === kind && here(one.areaPath)).map(thing));
    for (const skill of SKILLS)
      add(
        `skill-${skill}`,
        1,
        teams
          .filter((one) => one.skills.includes(skill))
          .filter((one) => here(one.areaPath) || area.path.startsWith(one.areaPath))
          .map((one) => ({ id: `team:${one.id}`, label: one.name })),
      );
  }
  return found;
}

const thing = (one: { id: string; name: string }): Holder => ({ id: `thing:${one.id}`, label: one.name });
