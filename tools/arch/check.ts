// The architecture checker: every rule over one tree. `main.ts` prints it, app/test/arch/ asserts it.
import { checkNetworkInTransaction, checkSqlPlacement } from './database.ts';
import { checkImports, engineOf, moduleOf } from './imports.ts';
import { EXCEPTIONS, FLOORS } from './rules.ts';
import { type Finding, parseTree } from './source.ts';
import { checkSyntax } from './syntax.ts';
import { checkChinese, checkNames, checkNotes, checkSizes, checkTests } from './text.ts';
import type { Tree } from './tree.ts';

export type Seen = { files: number; core: number; engines: readonly string[]; modules: readonly string[] };

export type Verdict = { findings: Finding[]; seen: Seen };

/** Every rule that can be reported. The test asks that each has a fixture. */
export const RULES = [
  'ambient',
  'chinese-literal',
  'cycle',
  'engine-cycle',
  'env',
  'erasable',
  'export-star',
  'file-size',
  'import-resolves',
  'kernel-size',
  'left-behind',
  'module-dag',
  'module-public',
  'module-state',
  'nameless-room',
  'network-in-transaction',
  'no-node',
  'package',
  'page-package',
  'room',
  'same-bytes',
  'sql-placement',
  'test-sleep',
  'test-stopped',
] as const;

export function checkArchitecture(tree: Tree): Verdict {
  const sources = parseTree(tree);
  const findings = [
    ...checkImports(sources, tree),
    ...checkNetworkInTransaction(sources),
    ...checkSizes(sources),
  ];
  for (const source of sources.values()) {
    findings.push(...checkSyntax(source), ...checkSqlPlacement(source), ...checkTests(source));
    findings.push(...checkNames(source), ...checkNotes(source), ...checkChinese(source));
  }
  const paths = [...sources.keys()];
  const names = (of: (path: string) => string | undefined): string[] => [
    ...new Set(paths.map(of).filter((name) => name !== undefined)),
  ];
  return {
    findings: findings
      .filter(({ rule, file }) => !EXCEPTIONS.some((one) => one.rule === rule && one.file.test(file)))
      .sort(inOrder),
    seen: {
      files: paths.length,
      core: paths.filter((path) => path.startsWith('core/src/')).length,
      engines: names(engineOf).sort(),
      modules: names(moduleOf).sort(),
    },
  };
}

/** What the checker should at least have seen, in words; empty when it saw enough. */
export function belowFloor(seen: Seen): string[] {
  const counts = {
    files: seen.files,
    core: seen.core,
    engines: seen.engines.length,
    modules: seen.modules.length,
  };
  return Object.entries(FLOORS)
    .filter(([name, floor]) => counts[name as keyof typeof counts] < floor)
    .map(([name, floor]) => `saw ${counts[name as keyof typeof counts]} ${name}, expected at least ${floor}`);
}

export function formatFinding({ rule, file, line, message }: Finding): string {
  return `${file}:${line}  ${rule}  ${message}`;
}

function inOrder(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || (a.rule < b.rule ? -1 : 1);
}
