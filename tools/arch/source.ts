// One parsed file, and what it imports: static, re-exported, dynamic, `import()` types and worker URLs alike.
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import type { Tree } from './tree.ts';

export type Target =
  | { kind: 'file'; path: string }
  | { kind: 'package'; name: string }
  | { kind: 'node'; name: string }
  | { kind: 'asset' }
  | { kind: 'unresolved' };

export type ImportedName = { imported: string; local: string; typeOnly: boolean };

export type Import = {
  specifier: string;
  line: number;
  typeOnly: boolean;
  names: readonly ImportedName[];
  target: Target;
};

export type Source = {
  path: string;
  text: string;
  lines: number;
  ast: ts.SourceFile;
  imports: readonly Import[];
  /** A test, or something only tests use (`app/test/`). */
  test: boolean;
};

export type Finding = { rule: string; file: string; line: number; message: string };

const CODE = /\.(tsx?|mts|cts|mjs|cjs|js|jsx)$/;

export function parseTree(tree: Tree): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const [path, text] of tree) {
    if (!CODE.test(path)) continue;
    const ast = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    sources.set(path, {
      path,
      text,
      lines: text.endsWith('\n') ? ast.getLineStarts().length - 1 : ast.getLineStarts().length,
      ast,
      imports: importsOf(ast, path, tree),
      test: /\.test\.tsx?$/.test(path) || path.startsWith('app/test/') || path.startsWith('core/test/'),
    });
  }
  return sources;
}

export function lineOf(ast: ts.SourceFile, node: ts.Node): number {
  return ast.getLineAndCharacterOfPosition(node.getStart(ast)).line + 1;
}

/** Calls `visit` on every node, parents first; a visitor that answers false keeps the walk out of that subtree. */
export function walk(node: ts.Node, visit: (node: ts.Node) => unknown): void {
  if (visit(node) === false) return;
  ts.forEachChild(node, (child) => walk(child, visit));
}

function importsOf(ast: ts.SourceFile, path: string, tree: Tree): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, names: ImportedName[] = []): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const target = resolveSpecifier(specifier.text, path, tree);
    found.push({ specifier: specifier.text, line: lineOf(ast, specifier), typeOnly, names, target });
  };
  walk(ast, (node) => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node.moduleSpecifier, typeOnly, namesOf(clause, typeOnly));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const names =
        node.exportClause && ts.isNamedExports(node.exportClause)
          ? node.exportClause.elements.map((element) => ({
              imported: (element.propertyName ?? element.name).text,
              local: '',
              typeOnly: node.isTypeOnly || element.isTypeOnly,
            }))
          : [];
      add(node.moduleSpecifier, node.isTypeOnly, names);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (
      ts.isNewExpression(node) &&
      node.expression.getText(ast) === 'URL' &&
      node.arguments?.length === 2
    ) {
      // new URL('./worker.ts', import.meta.url): a worker's file is reached by name, not by import.
      const [file, base] = node.arguments;
      const relative = file && ts.isStringLiteralLike(file) && /^\.{1,2}\/.*\.tsx?$/.test(file.text);
      if (relative && base?.getText(ast) === 'import.meta.url') add(file, false);
    }
  });
  return found;
}

function namesOf(clause: ts.ImportClause | undefined, typeOnly: boolean): ImportedName[] {
  if (!clause) return [];
  const names: ImportedName[] = [];
  if (clause.name) names.push({ imported: 'default', local: clause.name.text, typeOnly });
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings))
    names.push({ imported: '*', local: bindings.name.text, typeOnly });
  if (bindings && ts.isNamedImports(bindings)) {
    for (const element of bindings.elements) {
      const imported = (element.propertyName ?? element.name).text;
      names.push({ imported, local: element.name.text, typeOnly: typeOnly || element.isTypeOnly });
    }
  }
  return names;
}

function resolveSpecifier(specifier: string, from: string, tree: Tree): Target {
  if (specifier.startsWith('@renlin/core/')) {
    const path = `core/src/${specifier.slice('@renlin/core/'.length)}.ts`;
    return tree.has(path) ? { kind: 'file', path } : { kind: 'unresolved' };
  }
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
    if (tree.has(path)) return { kind: 'file', path };
    return CODE.test(path) || posix.extname(path) === '' ? { kind: 'unresolved' } : { kind: 'asset' };
  }
  if (specifier.startsWith('virtual:')) return { kind: 'asset' };
  if (isBuiltin(specifier)) return { kind: 'node', name: specifier.replace(/^node:/, '') };
  const parts = specifier.split('/');
  return {
    kind: 'package',
    name: specifier.startsWith('@') ? `${parts[0]}/${parts[1]}` : (parts[0] as string),
  };
}
