// The area that a cell names: by its name, the names of those above it, or its code.
import type { AreaRow } from '../store-places.ts';

const key = (text: string): string => text.normalize('NFKC').replace(/[\s/>\\-]/g, '');

/** Finds areas by what is written; of several the ones that the writer may write in. O(areas) to make, O(1) to ask. */
export function areaIndex(
  areas: readonly (AreaRow & { code: string | null })[],
  mine: (path: string) => boolean,
): (text: string) => AreaRow[] {
  const byPath = new Map(areas.map((area) => [area.path, area]));
  const index = new Map<string, AreaRow[]>();
  const put = (text: string, area: AreaRow) => {
    const at = key(text);
    const list = index.get(at);
    if (!list) index.set(at, [area]);
    else if (!list.includes(area)) list.push(area);
  };
  for (const area of areas) {
    let name = '';
    for (let path = area.path; path !== ''; path = path.replace(/[^/]+\/$/, '')) {
      const at = byPath.get(path);
      if (!at) break;
      name = at.name + name;
      put(name, area);
    }
    if (area.code) put(area.code, area);
  }
  return (text) => {
    const found = index.get(key(text)) ?? [];
    const own = found.filter((area) => mine(area.path));
    return found.length > 1 && own.length > 0 ? own : found;
  };
}
