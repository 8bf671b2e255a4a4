// Where names of recorded things come from: migrations, a live database, the OpenAPI document, declared forms, TypeScript
// models. Each reader gives the place and the name, so that a finding says where to look.
import ts from 'typescript';

export type Named = { place: string; name: string };

/** Tables and columns of migration texts: `create table` and `alter table … add column`, as they are written. */
export function namesInMigration(file: string, sql: string): Named[] {
  const text = sql
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''");
  const found: Named[] = [];
  for (const match of text.matchAll(
    /create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?([\w."]+)\s*\(/gi,
  )) {
    const table = bare(match[1] as string);
    found.push({ place: file, name: table });
    for (const part of topLevelParts(text, match.index + match[0].length)) {
      const column = /^\s*("?[a-z_]\w*"?)\s/i.exec(part)?.[1];
      if (!column || /^(constraint|primary|foreign|unique|check|exclude|like|partition)$/i.test(column))
        continue;
      found.push({ place: `${file}: ${table}`, name: bare(column) });
    }
  }
  for (const match of text.matchAll(/alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?([\w."]+)([^;]*)/gi)) {
    const table = bare(match[1] as string);
    for (const added of (match[2] as string).matchAll(
      /(?:add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?|rename\s+(?:column\s+)?[\w"]+\s+to\s+)("?[a-z_]\w*"?)/gi,
    )) {
      const column = bare(added[1] as string);
      if (/^(constraint|primary|foreign|unique|check|exclude|column)$/i.test(column)) continue;
      found.push({ place: `${file}: ${table}`, name: column });
    }
  }
  return found;
}

function bare(name: string): string {
  return name.replaceAll('"', '').replace(/^.*\./, '');
}

/** The parts between an opened parenthesis and its end, split at the commas of its own level. */
function topLevelParts(text: string, start: number): string[] {
  const parts: string[] = [];
  let depth = 1;
  let from = start;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth === 0 || (depth === 1 && char === ',')) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    if (depth === 0) break;
  }
  return parts;
}

/** Every property, parameter, title and tag of an OpenAPI 3.1 document (or any JSON schema), wherever it is nested. */
export function namesInOpenApi(document: unknown): Named[] {
  const found: Named[] = [];
  const visit = (node: unknown, place: string): void => {
    if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) visit(item, `${place}/${index}`);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const record = node as Record<string, unknown>;
    for (const [key, value] of Object.entries(record)) {
      const below = `${place}/${key}`;
      if (key === 'properties' && typeof value === 'object' && value !== null) {
        for (const name of Object.keys(value)) found.push({ place: below, name });
      }
      if ((key === 'title' || key === 'x-label') && typeof value === 'string')
        found.push({ place: below, name: value });
      if (key === 'name' && typeof value === 'string' && 'in' in record)
        found.push({ place: below, name: value });
      if (key === 'enum' && Array.isArray(value)) {
        for (const item of value) if (typeof item === 'string') found.push({ place: below, name: item });
      }
      if (key === 'paths' && typeof value === 'object' && value !== null) {
        for (const path of Object.keys(value)) found.push({ place: below, name: path });
      }
      visit(value, below);
    }
  };
  visit(document, '#');
  return found;
}

/** Field names of models and schemas in a TypeScript file: type members, and the keys of `object({…})`-like calls. */
export function namesInModels(file: string, text: string): Named[] {
  const ast = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Named[] = [];
  const add = (name: ts.Node): void => {
    if (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name)) return;
    const line = ast.getLineAndCharacterOfPosition(name.getStart(ast)).line + 1;
    found.push({ place: `${file}:${line}`, name: name.text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node)) add(node.name);
    if (ts.isObjectLiteralExpression(node) && isSchemaArgument(node, ast)) {
      for (const property of node.properties) if (property.name) add(property.name);
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

/** `z.object({…})`, `z.strictObject({…})`, `x.extend({…})`, and the `fields: {…}` of a declaration. */
function isSchemaArgument(node: ts.ObjectLiteralExpression, ast: ts.SourceFile): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent))
    return /(object|strictObject|looseObject|extend)$/.test(parent.expression.getText(ast));
  return (
    ts.isPropertyAssignment(parent) && /^(fields|form|columns|properties)$/.test(parent.name.getText(ast))
  );
}
