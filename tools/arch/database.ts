// Two rules about the database: SQL is written in stores only, and nothing waits for the network while a transaction is open
// (a slow robot of a chat service would hold row locks, and a rollback cannot take a sent message back).
import ts from 'typescript';
import { SQL_FILES } from './rules.ts';
import { type Finding, lineOf, type Source, walk } from './source.ts';

const STATEMENT =
  /^\s*(select\s[\s\S]*\sfrom\s|select\s+[\w.]+\(|insert\s+into\s|update\s+[\w."]+(\s+(as\s+)?\w+)?\s+set\s|delete\s+from\s|with\s+(recursive\s+)?\w+(\s*\([^)]*\))?\s+as\s+(not\s+)?(materialized\s+)?\(|merge\s+into\s|create\s+(table|index|unique index|policy)\s|alter\s+table\s|truncate\s+\w|lock\s+table\s)/i;
const QUERY_VERB = /^\s*(select|insert|update|delete|with|merge|create|alter|drop|truncate)\b/i;
/** Asks whether anyone is there and touches no table. */
const PING = /^\s*select 1\s*$/i;
const BUILDERS = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto']);
const RUNNERS = new Set(['query', 'rows', 'count', 'execute']);

export function checkSqlPlacement(source: Source): Finding[] {
  if (source.test || !/^(app|core)\/src\//.test(source.path) || SQL_FILES.test(source.path)) return [];
  const findings: Finding[] = [];
  const lines = new Set<number>();
  const report = (node: ts.Node, what: string): void => {
    const line = lineOf(source.ast, node);
    if (lines.has(line)) return;
    lines.add(line);
    findings.push({
      rule: 'sql-placement',
      file: source.path,
      line,
      message: `${what}: SQL is written in a store (store.ts, store/)`,
    });
  };
  walk(source.ast, (node) => {
    if (ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText(source.ast)))
      report(node, 'sql`…`');
    const text = textOf(node);
    if (text !== undefined && isStatement(text)) report(node, 'a statement');
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const method = node.expression.name.text;
    if (BUILDERS.has(method)) report(node, `.${method}()`);
    const first = node.arguments[0];
    const query = first && textOf(first);
    if (RUNNERS.has(method) && query !== undefined && QUERY_VERB.test(query) && !PING.test(query))
      report(node, `.${method}()`);
  });
  return findings;
}

/** SQL has its verb in one case, lower or upper; 'Select a file from the list' is a sentence. */
function isStatement(text: string): boolean {
  return /^\s*([a-z]+|[A-Z]+)\b/.test(text) && STATEMENT.test(text);
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `$${span.literal.text}`).join('');
  return undefined;
}

const NETWORK_MODULES = /^(node:)?(http|https|http2|net|tls|dgram)$|^(undici|nodemailer|aws4fetch)$/;
const NETWORK_NAMES = new Set([
  'fetch',
  'request',
  'get',
  'stream',
  'pipeline',
  'connect',
  'createConnection',
  'createTransport',
]);
const NETWORK_METHODS = new Set(['fetch', 'sendMail']);
/** Work handed to one of these runs when the transaction is over. */
const DEFERRED = /(^|\.)(afterCommit|onCommit)$/;

type Callable = ts.FunctionLikeDeclaration;
type Place = { file: string; line: number; call: string };

/**
 * Reports a network call inside a function that is given a transaction, directly or through functions of the project that are
 * called by name. It follows names, not values: a port passed in as an object is for a reviewer to see.
 */
export function checkNetworkInTransaction(sources: ReadonlyMap<string, Source>): Finding[] {
  const reaching = functionsThatReachTheNetwork(sources);
  const findings: Finding[] = [];
  for (const source of sources.values()) {
    if (source.test || !source.path.startsWith('app/src/')) continue;
    const network = networkNames(source);
    const visit = (node: ts.Node): unknown => {
      if (!ts.isFunctionLike(node) || !takesTransaction(node, source.ast)) return true;
      eachCall(node, source.ast, (call) => {
        const line = lineOf(source.ast, call);
        const direct = networkCall(call, source.ast, network);
        const callee = ts.isIdentifier(call.expression)
          ? resolveName(source, call.expression.text)
          : undefined;
        const through = callee ? reaching.get(callee) : undefined;
        if (!direct && !through) return;
        const message = direct
          ? `${direct} while a transaction is open: queue a job, or do it after the commit`
          : `${call.expression.getText(source.ast)}() ends in ${through?.call} (${through?.file}:${through?.line}) while a transaction is open`;
        findings.push({ rule: 'network-in-transaction', file: source.path, line, message });
      });
      return false;
    };
    walk(source.ast, visit);
  }
  return findings;
}

function takesTransaction(node: ts.SignatureDeclaration, ast: ts.SourceFile): boolean {
  return node.parameters.some((parameter) => {
    const type = parameter.type?.getText(ast) ?? '';
    return parameter.name.getText(ast) === 'tx' || /^(\w+\.)?(Tx|Transaction)(<.*>)?$/.test(type);
  });
}

/** Calls and constructions inside `root`, nested functions included, but not what is put off until after the commit. */
function eachCall(
  root: ts.Node,
  ast: ts.SourceFile,
  visit: (call: ts.CallExpression | ts.NewExpression) => void,
): void {
  walk(root, (node) => {
    if (ts.isCallExpression(node) && DEFERRED.test(node.expression.getText(ast))) return false;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) visit(node);
    return true;
  });
}

type NetworkNames = { functions: ReadonlySet<string>; namespaces: ReadonlySet<string> };

function networkNames(source: Source): NetworkNames {
  const functions = new Set(['fetch']);
  const namespaces = new Set<string>();
  for (const { specifier, names } of source.imports) {
    if (!NETWORK_MODULES.test(specifier)) continue;
    for (const { imported, local, typeOnly } of names) {
      if (typeOnly) continue;
      if (imported === '*' || imported === 'default') namespaces.add(local);
      else if (NETWORK_NAMES.has(imported)) functions.add(local);
    }
  }
  return { functions, namespaces };
}

function networkCall(
  call: ts.CallExpression | ts.NewExpression,
  ast: ts.SourceFile,
  names: NetworkNames,
): string | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = call.expression;
  if (ts.isIdentifier(callee)) return names.functions.has(callee.text) ? `${callee.text}()` : undefined;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const method = callee.name.text;
  const owner = callee.expression.getText(ast);
  const reaches = NETWORK_METHODS.has(method) || (names.namespaces.has(owner) && NETWORK_NAMES.has(method));
  return reaches ? `${owner}.${method}()` : undefined;
}

/** `file#name` of a function that a plain name in `source` stands for. */
function resolveName(source: Source, name: string): string {
  for (const { target, names } of source.imports) {
    const found = names.find(({ local }) => local === name);
    if (found && target.kind === 'file') return `${target.path}#${found.imported}`;
  }
  return `${source.path}#${name}`;
}

/** Fixpoint over the named functions of the project: which of them make a network call, and where. */
function functionsThatReachTheNetwork(sources: ReadonlyMap<string, Source>): Map<string, Place> {
  const reaching = new Map<string, Place>();
  const callers = new Map<string, Set<string>>();
  for (const source of sources.values()) {
    if (source.test || !source.path.startsWith('app/src/')) continue;
    const network = networkNames(source);
    for (const [name, body] of namedFunctions(source.ast)) {
      const key = `${source.path}#${name}`;
      eachCall(body, source.ast, (call) => {
        const direct = networkCall(call, source.ast, network);
        if (direct && !reaching.has(key)) {
          reaching.set(key, { file: source.path, line: lineOf(source.ast, call), call: direct });
        }
        if (!ts.isIdentifier(call.expression)) return;
        const callee = resolveName(source, call.expression.text);
        callers.set(callee, (callers.get(callee) ?? new Set()).add(key));
      });
    }
  }
  const queue = [...reaching.keys()];
  for (let key = queue.pop(); key; key = queue.pop()) {
    for (const caller of callers.get(key) ?? []) {
      if (reaching.has(caller)) continue;
      reaching.set(caller, reaching.get(key) as Place);
      queue.push(caller);
    }
  }
  return reaching;
}

/** Functions declared at the top of a file: the only ones that another function reaches by a plain name. */
function namedFunctions(ast: ts.SourceFile): [string, Callable][] {
  const found: [string, Callable][] = [];
  for (const statement of ast.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) found.push([statement.name.text, statement]);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))) {
        found.push([name.getText(ast), initializer]);
      }
    }
  }
  return found;
}
