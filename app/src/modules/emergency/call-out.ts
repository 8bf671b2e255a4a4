// Who is called out at a level: one card for each post, with the lines of all its roles; and the places where nobody holds a role.
import type { LevelContent, LevelRole } from './contract.ts';

export type Post = {
  id: string;
  title: string;
  unitId: string;
  areaId: string;
  areaPath: string;
  areaLevel: string;
  duties: readonly string[];
  filled: boolean;
};
export type Place = { id: string; name: string; path: string; level: string };

export type Card = { post: Post; role: string; lines: string[] };
export type CallOut = {
  cards: Card[];
  uncovered: { role: string; label: LevelRole['label']; areaId: string | null; areaName: string }[];
};

/**
 * The cards of a level over an area. `posts` and `places` are those within the area, `above` the posts that answer for it from above:
 * they are called only for roles that nobody within it holds. O(posts · roles + places · roles).
 */
export function callOut(
  content: Pick<LevelContent, 'roles'>,
  area: Place,
  posts: readonly Post[],
  above: readonly Post[],
  places: readonly Place[],
): CallOut {
  const cards = new Map<string, Card>();
  const uncovered: CallOut['uncovered'] = [];
  for (const role of content.roles) {
    const fits = (post: Post) =>
      post.filled &&
      post.duties.includes(role.duty) &&
      (role.unit === undefined || post.unitId === role.unit) &&
      (role.areaLevel === undefined || post.areaLevel === role.areaLevel);
    const called = posts.filter(fits);
    const nearest = stepIn(role, called, above.filter(fits));
    for (const post of [...called, ...nearest]) {
      const card = cards.get(post.id);
      if (card) card.lines.push(...role.lines.filter((line) => !card.lines.includes(line)));
      else cards.set(post.id, { post, role: role.code, lines: [...role.lines] });
    }
    const wanting =
      role.eachArea && role.areaLevel
        ? places.filter(
            (one) => one.level === role.areaLevel && !called.some((post) => post.areaId === one.id),
          )
        : called.length + nearest.length === 0
          ? [area]
          : [];
    uncovered.push(
      ...wanting.map((one) => ({ role: role.code, label: role.label, areaId: one.id, areaName: one.name })),
    );
  }
  return { cards: [...cards.values()], uncovered };
}

/** The nearest level above steps in; a role bound to a level below has nobody above, and a named unit answers wherever it stands. */
function stepIn(role: LevelRole, called: readonly Post[], above: readonly Post[]): readonly Post[] {
  if (role.unit !== undefined) return above;
  return called.length > 0 || role.areaLevel !== undefined ? [] : nearestOf(above);
}

function nearestOf(posts: readonly Post[]): Post[] {
  const deepest = Math.max(0, ...posts.map((post) => post.areaPath.length));
  return posts.filter((post) => post.areaPath.length === deepest);
}
