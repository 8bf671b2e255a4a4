// Rules over the import graph: rooms, modules and their declared DAG, packages, cycles.
import ts from 'typescript';
import { PAGE_PACKAGES, ROOMS, type Room, SERVER_PACKAGES, SQL_FILES, SQL_PACKAGES } from './rules.ts';
import type { Finding, Import, Source } from './source.ts';
import type { Tree } from './tree.ts';

type Graph = ReadonlyMap<string, Source>;

export function roomOf(path: string): Room | undefined {
  return ROOMS.find((room) => room.at.test(path));
}

export function moduleOf(path: string): string | undefined {
  return /^app\/src\/modules\/([^/]+)\//.exec(path)?.[1];
}

export function engineOf(path: string): string | undefined {
  return /^app\/src\/engines\/([^/]+)\//.exec(path)?.[1];
}

export function checkImports(sources: Graph, tree: Tree): Finding[] {
  const allowed = allowedPackages(tree);
  const dag = readDag(sources);
  const pure = purityOf(sources);
  const findings: Finding[] = [...checkDag(sources, dag)];
  for (const source of sources.values()) {
    for (const one of source.imports) {
      const report = (rule: string, message: string): void => {
        findings.push({ rule, file: source.path, line: one.line, message });
      };
      checkImport(source, one, { allowed, dag, pure }, report);
    }
  }
  return [...findings, ...checkCycles(sources), ...checkPages(sources)];
}

function checkImport(
  source: Source,
  one: Import,
  house: { allowed: readonly string[]; dag: Dag; pure: (path: string) => boolean },
  report: (rule: string, message: string) => void,
): void {
  const room = roomOf(source.path);
  const { target } = one;
  const { allowed, dag, pure } = house;
  if (target.kind === 'unresolved') {
    report(
      'import-resolves',
      `'${one.specifier}' names no file of the project (relative paths carry their .ts)`,
    );
  }
  if (!room) return;
  if (target.kind === 'file') {
    const to = roomOf(target.path);
    const toModule = moduleOf(target.path);
    if (source.test) {
      // A test builds its world as it likes, but core stays alone and another module is still reached by its door.
      if (room.name === 'core' && target.path.startsWith('app/'))
        report('room', 'core knows nothing of the app');
    } else if (!to)
      report(
        'room',
        `${room.name} may not import ${target.path}: product code never needs tests, benches or tools`,
      );
    else if (!room.mayImport.includes(to.name) && !isLenient(source.path, room, to, one, pure)) {
      report(
        'room',
        `${room.name} may import ${room.mayImport.join(', ') || 'nothing'}; ${target.path} is ${to.name}`,
      );
      return;
    }
    const fromModule = moduleOf(source.path);
    if (fromModule && toModule && fromModule !== toModule) {
      if (target.path !== `app/src/modules/${toModule}/public.ts`) {
        report(
          'module-public',
          `${fromModule} reaches ${toModule} only through modules/${toModule}/public.ts`,
        );
      } else if (!source.test && !dag.edges.get(fromModule)?.includes(toModule)) {
        report('module-dag', `dag.ts does not say that ${fromModule} may use ${toModule}`);
      }
    }
    return;
  }
  if (source.test) return;
  if (target.kind === 'node' && !room.node)
    report('no-node', `${room.name} runs where there is no Node: no ${one.specifier}`);
  if (target.kind === 'package') {
    if (!packageAllowed(room, target.name, allowed))
      report('package', `${room.name} may not use the package ${target.name}`);
    else if (
      SQL_PACKAGES.test(target.name) &&
      !one.typeOnly &&
      !SQL_FILES.test(source.path) &&
      room.name !== 'platform'
    ) {
      report('sql-placement', `${target.name} belongs in a store`);
    }
  }
}

/** Types leave no trace at run time; a pure file (see `purityOf`) can be read wherever a contract can. */
function isLenient(
  from: string,
  room: Room,
  to: Room,
  one: Import,
  pure: (path: string) => boolean,
): boolean {
  if (one.target.kind !== 'file') return false;
  const { path } = one.target;
  if (one.typeOnly && room.typesFrom?.test(path)) return true;
  if (!room.name.endsWith('-contract') || !pure(path)) return false;
  return to.name === 'engines' || (to.name === 'modules' && moduleOf(from) === moduleOf(path));
}

/** Tells whether a file, with all that it imports but types, needs nothing that a browser lacks and holds no SQL: data and rules. */
function purityOf(sources: Graph): (path: string) => boolean {
  const known = new Map<string, boolean>();
  const pure = (path: string): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    known.set(path, true);
    const room = roomOf(path);
    const inHouse = room && !/^(platform|main|web.*|module-ui)$/.test(room.name) && !SQL_FILES.test(path);
    const answer =
      Boolean(inHouse) &&
      (sources.get(path)?.imports ?? []).every(({ typeOnly, target }) => {
        if (typeOnly || target.kind === 'asset') return true;
        if (target.kind === 'file') return pure(target.path);
        return target.kind === 'package' && (target.name === 'zod' || room?.name === 'core');
      });
    known.set(path, answer);
    return answer;
  };
  return pure;
}

function packageAllowed(room: Room, name: string, allowed: readonly string[]): boolean {
  switch (room.packages) {
    case 'any':
      return true;
    case 'none':
      return false;
    case 'browser':
      return !SERVER_PACKAGES.some((pattern) => pattern.test(name));
    case 'allowed-json':
      return allowed.includes(name);
    default:
      return room.packages.includes(name);
  }
}

function allowedPackages(tree: Tree): readonly string[] {
  const text = tree.get('core/allowed.json');
  return text ? (JSON.parse(text) as string[]) : [];
}

type Dag = {
  file: string | undefined;
  edges: ReadonlyMap<string, readonly string[]>;
  lines: ReadonlyMap<string, number>;
};

/** Reads the object literal of modules/dag.ts without running it: a fixture has no file to run. */
function readDag(sources: Graph): Dag {
  const file = 'app/src/modules/dag.ts';
  const source = sources.get(file);
  const edges = new Map<string, readonly string[]>();
  const lines = new Map<string, number>();
  if (!source) return { file: undefined, edges, lines };
  for (const statement of source.ast.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (name.getText(source.ast) !== 'dag' || !initializer || !ts.isObjectLiteralExpression(initializer))
        continue;
      for (const property of initializer.properties) {
        if (!ts.isPropertyAssignment(property) || !ts.isArrayLiteralExpression(property.initializer))
          continue;
        const key = ts.isStringLiteral(property.name)
          ? property.name.text
          : property.name.getText(source.ast);
        edges.set(
          key,
          property.initializer.elements.filter(ts.isStringLiteral).map((element) => element.text),
        );
        lines.set(key, source.ast.getLineAndCharacterOfPosition(property.getStart(source.ast)).line + 1);
      }
    }
  }
  return { file, edges, lines };
}

function checkDag(sources: Graph, dag: Dag): Finding[] {
  const modules = new Set([...sources.keys()].map(moduleOf).filter((name) => name !== undefined));
  const file = dag.file ?? 'app/src/modules/dag.ts';
  const findings: Finding[] = [];
  const report = (line: number, message: string): void => {
    findings.push({ rule: 'module-dag', file, line, message });
  };
  for (const name of modules) if (!dag.edges.has(name)) report(1, `the module ${name} has no entry`);
  for (const [name, uses] of dag.edges) {
    const line = dag.lines.get(name) ?? 1;
    if (!modules.has(name)) report(line, `there is no module ${name}`);
    for (const used of uses)
      if (!modules.has(used)) report(line, `${name} uses ${used}, which does not exist`);
  }
  for (const cycle of cyclesOf(dag.edges))
    report(dag.lines.get(cycle[0] as string) ?? 1, `a cycle: ${cycle.join(' → ')}`);
  return findings;
}

function checkCycles(sources: Graph): Finding[] {
  const files = new Map<string, string[]>();
  const engines = new Map<string, string[]>();
  for (const source of sources.values()) {
    const targets = source.imports.flatMap(({ target }) => (target.kind === 'file' ? [target.path] : []));
    files.set(source.path, targets);
    const engine = engineOf(source.path);
    if (!engine || source.test) continue;
    const others = targets.map(engineOf).filter((name) => name !== undefined && name !== engine) as string[];
    engines.set(engine, [...(engines.get(engine) ?? []), ...others]);
  }
  const findings = cyclesOf(files).map((cycle) => ({
    rule: 'cycle',
    file: cycle[0] as string,
    line: lineOfImport(sources, cycle[0] as string, cycle[1] as string),
    message: `these files import each other in a circle: ${cycle.join(' → ')}`,
  }));
  for (const cycle of cyclesOf(engines)) {
    const first = [...sources.keys()].find((path) => engineOf(path) === cycle[0]) as string;
    findings.push({
      rule: 'engine-cycle',
      file: first,
      line: 1,
      message: `engines lean on each other: ${cycle.join(' → ')}`,
    });
  }
  return findings;
}

function lineOfImport(sources: Graph, from: string, to: string): number {
  const found = sources.get(from)?.imports.find(({ target }) => target.kind === 'file' && target.path === to);
  return found?.line ?? 1;
}

/** One shortest cycle for every strongly connected group, from its alphabetically first member. O(V + E) for the groups. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  return groupsOf(graph)
    .map((group) => group.sort())
    .filter((group) => group.length > 1 || graph.get(group[0] as string)?.includes(group[0] as string))
    .map((group) => shortestCycle(group[0] as string, new Set(group), graph));
}

function shortestCycle(
  start: string,
  group: ReadonlySet<string>,
  graph: ReadonlyMap<string, readonly string[]>,
): string[] {
  const queue: string[][] = [[start]];
  const seen = new Set<string>();
  for (let path = queue.shift(); path; path = queue.shift()) {
    for (const next of graph.get(path[path.length - 1] as string) ?? []) {
      if (next === start) return [...path, start];
      if (!group.has(next) || seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return [start];
}

/** Tarjan's strongly connected components (SIAM J. Comput. 1972), iterative so that a long chain cannot overflow the stack. */
function groupsOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const groups: string[][] = [];
  for (const root of graph.keys()) {
    if (index.has(root)) continue;
    const work: { node: string; next: number }[] = [{ node: root, next: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1] as { node: string; next: number };
      const { node } = frame;
      if (frame.next === 0) {
        index.set(node, index.size);
        low.set(node, index.get(node) as number);
        stack.push(node);
        onStack.add(node);
      }
      const edges = graph.get(node) ?? [];
      const target = edges[frame.next];
      if (target !== undefined) {
        frame.next += 1;
        if (!graph.has(target)) continue;
        if (!index.has(target)) work.push({ node: target, next: 0 });
        else if (onStack.has(target))
          low.set(node, Math.min(low.get(node) as number, index.get(target) as number));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1]?.node;
      if (parent) low.set(parent, Math.min(low.get(parent) as number, low.get(node) as number));
      if (low.get(node) !== index.get(node)) continue;
      const group: string[] = [];
      for (let member = stack.pop() as string; ; member = stack.pop() as string) {
        onStack.delete(member);
        group.push(member);
        if (member === node) break;
      }
      groups.push(group);
    }
  }
  return groups;
}

/** Follows value imports from each page: a library that a shared file drags in costs as much as one imported by name. */
function checkPages(sources: Graph): Finding[] {
  const findings: Finding[] = [];
  for (const rule of PAGE_PACKAGES) {
    const seen = new Set(
      [...sources.keys()].filter((path) => rule.from.test(path) && !sources.get(path)?.test),
    );
    const reported = new Set<string>();
    for (const path of seen) {
      for (const one of sources.get(path)?.imports ?? []) {
        if (one.typeOnly) continue;
        if (one.target.kind === 'file') seen.add(one.target.path);
        const name = one.target.kind === 'package' ? one.target.name : '';
        const key = `${path}:${name}`;
        if (!rule.never.test(name) || reported.has(key)) continue;
        reported.add(key);
        findings.push({
          rule: 'page-package',
          file: path,
          line: one.line,
          message: `${name} is reached from ${rule.from.source}: ${rule.why}`,
        });
      }
    }
  }
  return findings;
}
