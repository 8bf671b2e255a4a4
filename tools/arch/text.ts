// Rules over files as texts: their size and names, what tests may not do, notes left behind, and Chinese outside its files.
import ts from 'typescript';
import { BILINGUAL, CHINESE_FILES, LIMITS, PRODUCT_NAME } from './rules.ts';
import { type Finding, lineOf, type Source, walk } from './source.ts';

export function checkSizes(sources: ReadonlyMap<string, Source>): Finding[] {
  const findings: Finding[] = [];
  const kernel = [...sources.values()].filter((one) => one.path.startsWith('app/src/kernel/') && !one.test);
  for (const { path, lines } of sources.values()) {
    if (lines <= LIMITS.fileLines) continue;
    findings.push({
      rule: 'file-size',
      file: path,
      line: 1,
      message: `${lines} lines (at most ${LIMITS.fileLines}): split it by noun`,
    });
  }
  const first = kernel[0]?.path;
  if (!first) return findings;
  const lines = kernel.reduce((sum, one) => sum + one.lines, 0);
  const report = (message: string): void => {
    findings.push({ rule: 'kernel-size', file: first, line: 1, message });
  };
  if (kernel.length > LIMITS.kernelFiles)
    report(`the kernel has ${kernel.length} files (at most ${LIMITS.kernelFiles})`);
  if (lines > LIMITS.kernelLines) report(`the kernel has ${lines} lines (at most ${LIMITS.kernelLines})`);
  return findings;
}

const NAMELESS = /^(utils?|helpers?|common|misc|shared)(\.\w+)*$/;

export function checkNames(source: Source): Finding[] {
  const part = source.path.split('/').find((name) => NAMELESS.test(name));
  if (!part) return [];
  return [
    {
      rule: 'nameless-room',
      file: source.path,
      line: 1,
      message: `'${part}' says nothing: name it by what it holds`,
    },
  ];
}

/** The words are spelled apart so that this line does not report itself. */
const LEFT_BEHIND = new RegExp(
  `(//|/\\*|^\\s*\\*|\\{/\\*).*\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`,
);

export function checkNotes(source: Source): Finding[] {
  const findings: Finding[] = [];
  for (const [index, line] of source.text.split('\n').entries()) {
    if (!LEFT_BEHIND.test(line)) continue;
    findings.push({
      rule: 'left-behind',
      file: source.path,
      line: index + 1,
      message: 'do it now, or write an issue',
    });
  }
  return findings;
}

const SUITE = /^(it|test|describe|suite|bench)(\.\w+)*$/;
const STOPPED = new Set(['skip', 'only', 'todo', 'fails']);
const CONDITIONAL = new Set(['skipIf', 'runIf']);
const OLD_STYLE = /^(xit|xdescribe|xtest|fit|fdescribe)$/;
const SLEEPS = /^(sleep|delay|wait|pause)$/;

/** A test that does not run, runs alone, or waits for a time instead of a state. */
export function checkTests(source: Source): Finding[] {
  if (!source.test) return [];
  const findings: Finding[] = [];
  const { ast } = source;
  const report = (rule: string, node: ts.Node, message: string): void => {
    findings.push({ rule, file: source.path, line: lineOf(ast, node), message });
  };
  for (const one of source.imports) {
    if (!/^(node:)?timers\/promises$/.test(one.specifier)) continue;
    const message = 'wait on a state (expect.poll, vi.waitFor), never for a time';
    findings.push({ rule: 'test-sleep', file: source.path, line: one.line, message });
  }
  walk(ast, (node) => {
    if (
      ts.isPropertyAccessExpression(node) &&
      STOPPED.has(node.name.text) &&
      SUITE.test(node.expression.getText(ast))
    ) {
      report('test-stopped', node, `.${node.name.text}: every test runs, and all of them`);
    }
    if (!ts.isCallExpression(node)) return;
    const callee = node.expression;
    if (ts.isIdentifier(callee) && OLD_STYLE.test(callee.text))
      report('test-stopped', node, 'every test runs, and all of them');
    if (ts.isPropertyAccessExpression(callee)) checkConditional(node, callee, ast, report);
    checkSleep(node, ast, report);
  });
  return findings;
}

/** One condition is known: data beside the project that a clone elsewhere lacks. It has to say so. */
function checkConditional(
  call: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  ast: ts.SourceFile,
  report: (rule: string, node: ts.Node, message: string) => void,
): void {
  const suite = CONDITIONAL.has(callee.name.text) && SUITE.test(callee.expression.getText(ast));
  const inside = callee.name.text === 'skip' && /^(ctx|context|task)$/.test(callee.expression.getText(ast));
  if (!suite && !inside) return;
  const whole = ts.isCallExpression(call.parent) ? call.parent : call;
  const said = [...call.arguments, ...whole.arguments.slice(0, 1)]
    .map((argument) => argument.getText(ast))
    .join(' ');
  if (!/shared/i.test(said))
    report('test-stopped', call, 'only missing ../shared data may skip a test, and its name says so');
}

function checkSleep(
  call: ts.CallExpression,
  ast: ts.SourceFile,
  report: (rule: string, node: ts.Node, message: string) => void,
): void {
  const message = 'wait on a state (expect.poll, vi.waitFor), never for a time';
  const callee = call.expression;
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'waitForTimeout')
    report('test-sleep', call, message);
  if (ts.isIdentifier(callee) && SLEEPS.test(callee.text)) report('test-sleep', call, message);
  if (!/^(globalThis\.)?setTimeout$/.test(callee.getText(ast))) return;
  // Support code may poll: look, pause, look again. A test itself has expect.poll for that.
  if (!/\.test\.tsx?$/.test(ast.fileName) && insideLoop(call)) return;
  const executor = enclosingExecutor(call);
  const resolve = executor?.parameters[0]?.name.getText(ast);
  const first = call.arguments[0];
  if (!resolve || !first) return;
  const body = first.getText(ast);
  const resolves =
    body === resolve || new RegExp(`^\\(\\)\\s*=>\\s*(\\{\\s*)?${resolve}\\([^)]*\\);?\\s*\\}?$`).test(body);
  if (resolves) report('test-sleep', call, message);
}

function insideLoop(node: ts.Node): boolean {
  for (let up = node.parent; up; up = up.parent) if (ts.isIterationStatement(up, false)) return true;
  return false;
}

/** The function given to `new Promise(…)` around a node, if it is the nearest function. */
function enclosingExecutor(node: ts.Node): ts.ArrowFunction | ts.FunctionExpression | undefined {
  for (let up = node.parent; up; up = up.parent) {
    if (!ts.isFunctionLike(up)) continue;
    const isExecutor = ts.isNewExpression(up.parent) && up.parent.expression.getText() === 'Promise';
    return isExecutor && (ts.isArrowFunction(up) || ts.isFunctionExpression(up)) ? up : undefined;
  }
  return undefined;
}

/** The text of a literal; of a part of a template, the text of the whole template without its values. */
function wholeText(node: ts.LiteralLikeNode): string {
  const around = ts.isTemplateSpan(node.parent) ? node.parent.parent : node.parent;
  if (!ts.isTemplateExpression(around)) return node.text;
  return around.head.text + around.templateSpans.map((span) => span.literal.text).join('…');
}

const HAN = /\p{Script=Han}/u;

/** Words for people come from message files, so that every reader gets one language and a translator sees all of it. */
export function checkChinese(source: Source): Finding[] {
  if (source.test || !/^(app|core)\/src\//.test(source.path) || CHINESE_FILES.test(source.path)) return [];
  const findings: Finding[] = [];
  const lines = new Set<number>();
  walk(source.ast, (node) => {
    const literal = ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateLiteralToken(node);
    if (!literal) return;
    const words = node.text.replace(PRODUCT_NAME, '');
    if (!HAN.test(words) || (BILINGUAL.at.test(source.path) && BILINGUAL.text.test(wholeText(node)))) return;
    const line = lineOf(source.ast, node);
    if (lines.has(line)) return;
    lines.add(line);
    const said = HAN.exec(words)?.index ?? 0;
    const message = `'${words.slice(said, said + 12).trim()}': words for people live in a messages file (see CHINESE_FILES)`;
    findings.push({ rule: 'chinese-literal', file: source.path, line, message });
  });
  return findings;
}
