// What the checker looks at: paths (from the project root, with /) and texts. A real tree comes from disk; a fixture is one
// text file that holds several small files, so that neither the compiler, the linter nor git's hooks take it for product code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Tree = ReadonlyMap<string, string>;

const ROOTS = ['core', 'app', 'tools'];
const NOT_ENTERED = new Set(['node_modules', 'dist', 'coverage', 'generated', '.renlin', 'public']);
const READ = /\.(tsx?|mts|cts|mjs|cjs|js|jsx)$|^core\/allowed\.json$/;

/** All code files of the project, found on disk (never from a list). O(files). */
export function readTree(root: string): Tree {
  const files = new Map<string, string>();
  const enter = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!NOT_ENTERED.has(entry.name) && !entry.name.startsWith('.renlin')) enter(path);
      } else if (READ.test(path)) files.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  for (const folder of ROOTS) enter(folder);
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile() && READ.test(entry.name))
      files.set(entry.name, readFileSync(join(root, entry.name), 'utf8'));
  }
  return files;
}

export type Expected = { rule: string; file: string; line: number };

const HEADER = /^=== (\S+)(?: ×(\d+))?(?: ✗ ([\w-]+))?$/;
const MARK = /\s*\/\/ ✗ ([\w-]+(?: [\w-]+)*)$/;

/**
 * Reads a fixture. `=== path` begins a file, `=== path ×N` repeats its lines N times. What must be reported is marked where it
 * stands: `// ✗ rule` at the end of the line, or ` ✗ rule` in the header for a finding about the file as a whole (line 1).
 * The marks are taken out of the text that is checked.
 */
export function readFixture(text: string): { tree: Tree; expected: Expected[] } {
  const files = new Map<string, string>();
  const expected: Expected[] = [];
  let path = '';
  let times = 1;
  let lines: string[] = [];
  const close = (): void => {
    if (path === '') return;
    const body = lines.join('\n').trimEnd();
    files.set(path, `${Array.from({ length: times }, () => body).join('\n')}\n`);
  };
  for (const line of text.split('\n')) {
    const header = HEADER.exec(line);
    if (header) {
      close();
      path = header[1] as string;
      times = Number(header[2] ?? 1);
      lines = [];
      if (header[3]) expected.push({ rule: header[3], file: path, line: 1 });
      continue;
    }
    if (path === '') continue;
    const mark = MARK.exec(line);
    for (const rule of mark?.[1]?.split(' ') ?? [])
      expected.push({ rule, file: path, line: lines.length + 1 });
    lines.push(mark ? line.slice(0, mark.index) : line);
  }
  close();
  return { tree: files, expected };
}
