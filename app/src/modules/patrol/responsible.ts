// Who goes: the posts that hold the duty nearest above a place, held or stood in for. An empty grid's places come to the level above.
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';

/** For each area within a path, the path of the area whose posts answer for it; undefined where nobody does. One or two reads. */
export async function responsibleIn(
  tx: Tx,
  duty: string,
  path: string,
  today: string,
): Promise<(areaPath: string) => string | undefined> {
  const posts = [
    ...(await selectPosts(tx, today, { duty, within: path })),
    ...(await selectPosts(tx, today, { duty, above: path })),
  ];
  const held = new Set(
    posts.filter((post) => post.holder !== null || post.acting !== null).map((post) => post.areaPath),
  );
  return (areaPath) => {
    let at = areaPath;
    while (at !== '') {
      if (held.has(at)) return at;
      at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1);
    }
    return undefined;
  };
}
