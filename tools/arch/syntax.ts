// Rules over the syntax of one file: what the runtime cannot erase, what hides state, and what reads the machine's clock,
// randomness or environment without being handed it.
import ts from 'typescript';
import { CLOCK_FILES, ENV_FILES, SAME_BYTES } from './rules.ts';
import { type Finding, lineOf, type Source, walk } from './source.ts';

type Report = (rule: string, node: ts.Node, message: string) => void;

export function checkSyntax(source: Source): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, node, message) => {
    findings.push({ rule, file: source.path, line: lineOf(source.ast, node), message });
  };
  const product = !source.test && /^(app|core)\/src\//.test(source.path);
  walk(source.ast, (node) => {
    checkExportStar(node, report);
    checkErasable(node, report);
    if (!product) return;
    if (!CLOCK_FILES.test(source.path)) checkAmbient(node, source, report);
    if (!ENV_FILES.test(source.path)) checkEnv(node, source, report);
    if (SAME_BYTES.at.test(source.path)) checkSameBytes(node, report);
  });
  if (product && source.path.startsWith('app/src/') && !source.path.startsWith('app/src/main/')) {
    checkModuleState(source, report);
  }
  return findings;
}

function checkExportStar(node: ts.Node, report: Report): void {
  if (!ts.isExportDeclaration(node) || !node.moduleSpecifier) return;
  if (!node.exportClause || ts.isNamespaceExport(node.exportClause)) {
    report('export-star', node, 'name what is exported: `export *` hides what a file offers');
  }
}

function checkErasable(node: ts.Node, report: Report): void {
  const message = 'the code runs with its types stripped';
  if (ts.isDecorator(node)) report('erasable', node, `no decorators: ${message}`);
  if (ts.isEnumDeclaration(node)) report('erasable', node, `no enums (use a union of literals): ${message}`);
  if (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent)) {
    report('erasable', node, `no parameter properties: ${message}`);
  }
  if (ts.isModuleDeclaration(node) && (node.flags & ts.NodeFlags.Namespace) !== 0) {
    report('erasable', node, `no namespaces: ${message}`);
  }
}

const AMBIENT_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now'],
  process: ['hrtime', 'uptime'],
  crypto: ['randomUUID', 'getRandomValues'],
};
const AMBIENT_IMPORTS = /^(randomBytes|randomFillSync|randomFill|randomInt|randomUUID|getRandomValues)$/;

function checkAmbient(node: ts.Node, source: Source, report: Report): void {
  const why = 'time and randomness are passed in (Clock, Ids, Random), so that a run can be repeated';
  if (ts.isPropertyAccessExpression(node)) {
    let owner: ts.Expression = node.expression;
    if (ts.isPropertyAccessExpression(owner) && owner.expression.getText(source.ast) === 'globalThis')
      owner = owner.name;
    const members =
      ts.isIdentifier(owner) && Object.hasOwn(AMBIENT_MEMBERS, owner.text)
        ? AMBIENT_MEMBERS[owner.text]
        : undefined;
    if (members?.includes(node.name.text)) report('ambient', node, `${node.getText(source.ast)}: ${why}`);
  }
  if (ts.isNewExpression(node) && node.expression.getText(source.ast) === 'Date' && !node.arguments?.length) {
    report('ambient', node, `new Date(): ${why}`);
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    report('ambient', node, `Date(): ${why}`);
  }
  if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return;
  const from = node.moduleSpecifier.text;
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return;
  for (const { name, propertyName } of bindings.elements) {
    const imported = (propertyName ?? name).text;
    if (/^(node:)?crypto$/.test(from) && AMBIENT_IMPORTS.test(imported))
      report('ambient', name, `${imported}: ${why}`);
    if (imported === 'systemClock' && !source.path.startsWith('app/src/main/')) {
      report('ambient', name, 'only main hands out the machine clock; everything else is given a Clock');
    }
  }
}

/** Functions that engines may round as they like, and orders that hang on the machine's language. */
function checkSameBytes(node: ts.Node, report: Report): void {
  const say = (what: string): void =>
    report('same-bytes', node, `${what} may differ between engines: use portable-math.ts, or multiply`);
  if (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.AsteriskAsteriskToken, ts.SyntaxKind.AsteriskAsteriskEqualsToken].includes(
      node.operatorToken.kind,
    )
  )
    say('a power');
  if (ts.isPropertyAccessExpression(node)) {
    if (ts.isIdentifier(node.expression) && node.expression.text === 'Math') {
      if (!SAME_BYTES.exactMath.test(node.name.text)) say(`Math.${node.name.text}`);
    } else if (/^(localeCompare|toLocale\w+)$/.test(node.name.text)) say(node.name.text);
  }
  if (
    (ts.isVariableDeclaration(node) &&
      node.initializer &&
      ts.isIdentifier(node.initializer) &&
      node.initializer.text === 'Math') ||
    (ts.isElementAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'Math')
  )
    say('Math taken apart');
}

function checkEnv(node: ts.Node, source: Source, report: Report): void {
  const message = 'environment variables are read and checked in platform/env.ts alone';
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'env') {
    const owner = node.expression.getText(source.ast);
    if (owner === 'process' || owner === 'globalThis.process') report('env', node, message);
    // The bundler replaces import.meta.env; a server that reads it would read nothing.
    if (owner === 'import.meta' && !/^app\/src\/(web|modules\/[^/]+\/ui)\//.test(source.path))
      report('env', node, message);
  }
  if (
    ts.isVariableDeclaration(node) &&
    ts.isObjectBindingPattern(node.name) &&
    node.initializer?.getText(source.ast) === 'process'
  ) {
    if (
      node.name.elements.some(
        (element) => (element.propertyName ?? element.name).getText(source.ast) === 'env',
      )
    ) {
      report('env', node, message);
    }
  }
  if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'env') {
    const from = node.parent.parent.parent.moduleSpecifier;
    if (ts.isStringLiteral(from) && /^(node:)?process$/.test(from.text)) report('env', node, message);
  }
}

const STATE_NAME = /^(db|database|pool|connection|tx|clock|env|environment)$/;
const STATE_CALL = /^(openDb|readEnv|createSystemIds|startEmbedded|(pg\.)?(Pool|Client)|Kysely|PgBoss)$/;

/** A database, clock or environment made while a file loads can neither be replaced in a test nor closed. */
function checkModuleState(source: Source, report: Report): void {
  for (const statement of source.ast.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      const { initializer } = declaration;
      if (!initializer || ts.isFunctionLike(initializer)) continue;
      if (STATE_NAME.test(declaration.name.getText(source.ast))) {
        report('module-state', declaration, 'no database, clock or environment at module level: pass it in');
        continue;
      }
      walk(initializer, (node) => {
        if (ts.isFunctionLike(node)) return false;
        if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return true;
        const callee = node.expression.getText(source.ast);
        if (STATE_CALL.test(callee))
          report('module-state', node, `${callee}() at module level: open it in main and pass it in`);
        return true;
      });
    }
  }
}
