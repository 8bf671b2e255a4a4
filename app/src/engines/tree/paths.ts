// Keys and paths. A path is the chain of keys from the root, each followed by a slash: `0/1a/2f/`. Because every key is
// closed by a slash, "is below" is a plain prefix test that no key can fool (`1/` is no prefix of `1a/`).

/** The n-th key of a tree in base 36, e.g. 46 → `1a`. */
export function treeKey(sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 0) throw new Error('tree key: not a natural number');
  return sequence.toString(36);
}

/** Is `path` the node at `ancestor` or below it? */
export function isWithin(path: string, ancestor: string): boolean {
  return path.startsWith(ancestor);
}

/** The keys of a path, root first. */
export function pathKeys(path: string): string[] {
  return path.split('/').filter((key) => key !== '');
}

/** All prefixes of a path from the root to itself: `0/1a/` → [`0/`, `0/1a/`]. */
export function pathPrefixes(path: string): string[] {
  const prefixes: string[] = [];
  let prefix = '';
  for (const key of pathKeys(path)) {
    prefix += `${key}/`;
    prefixes.push(prefix);
  }
  return prefixes;
}

/** The exclusive upper end of the range of paths at or below `path`, for an index scan under collation "C". */
export function pathEnd(path: string): string {
  return `${path}~`;
}

/** How deep a path is: 1 for a root. */
export function pathDepth(path: string): number {
  return pathKeys(path).length;
}
