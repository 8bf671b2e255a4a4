// `npm test`, which is what CI runs: every check, then every test. A failed check or test does not hide the next one. The last
// line is `N passed, N failed` (and `, N skipped`) as vitest itself counted; a failed check shows in the exit code and above.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTree } from './arch/source.ts';
import { readTree } from './arch/tree.ts';
import { artefactSteps, staticSteps, typecheckSteps } from './checks.ts';
import { ensureSystem } from './ensure-system.ts';
import { endWithChildren, onNode, ROOT, runStep, runSteps, seconds } from './steps.ts';

/** What is read of vitest's JSON report. */
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  success: boolean;
  testResults: { name: string; startTime: number; endTime: number; status: string; message: string }[];
};

const started = performance.now();
const reports = mkdtempSync(join(tmpdir(), 'renlin-reports-'));
endWithChildren();
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const failed: string[] = [];
if (ensureSystem().length > 0) failed.push('system packages');
failed.push(...(await runSteps([...staticSteps(), ...typecheckSteps(), ...artefactSteps()])));
const build = onNode('web build', [
  'node_modules/vite/bin/vite.js',
  'build',
  '--config',
  'app/vite.config.ts',
  '--logLevel',
  'warn',
]);
if (existsSync(join(ROOT, 'app/vite.config.ts')) && !(await runStep(build))) failed.push(build.name);

const counted: Report[] = [];
await runTests('tests of core and app', ['--project', 'core', '--project', 'app']);
const onOldest = testsWithDatabase();
if (onOldest.length > 0) {
  await runTests('database tests on PostgreSQL 15', ['--project', 'app-pg15', ...onOldest], {
    RENLIN_POSTGRES_15: '1',
  });
}
// The main job, a half-done one, two people at one case and hostile input in a browser. Walks through every page are asked for
// (npm run test:journeys): with them a run on two cores would take longer than it may.
const journeys = ['bundles', 'hostile', 'loop', 'not-satisfied', 'together'].map(
  (name) => `app/test/journeys/${name}.test.ts`,
);
const lost = journeys.filter((path) => !existsSync(join(ROOT, path)));
if (lost.length > 0) failed.push(`journeys that are not there: ${lost.join(', ')}`);
await runTests('journeys in a browser', ['--project', 'journeys', ...journeys]);
summarise();

async function runTests(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const file = join(reports, `${counted.length}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const ok = await runStep(
    onNode(name, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], env),
  );
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
  if (report) counted.push(report);
  if (!ok || !report?.success) failed.push(name);
}

function summarise(): void {
  const results = counted.flatMap((report) => report.testResults);
  const slowest = results
    .map((one) => ({ name: one.name, ms: one.endTime - one.startTime }))
    .sort((a, b) => b.ms - a.ms);
  console.log('\nslowest test files:');
  for (const { name, ms } of slowest.slice(0, 10))
    console.log(`  ${seconds(ms).padStart(8)}  ${name.replace(ROOT, '')}`);
  for (const { name, status, message } of results) {
    if (status === 'failed') console.log(`failed: ${name.replace(ROOT, '')} ${message.split('\n')[0] ?? ''}`);
  }
  console.log(failed.length > 0 ? `failed steps: ${failed.join(', ')}` : 'all steps passed');
  console.log(`took ${seconds(performance.now() - started)}`);
  const sum = (count: (report: Report) => number): number =>
    counted.reduce((total, report) => total + count(report), 0);
  const skipped = sum((report) => report.numPendingTests + report.numTodoTests);
  const line = `${sum((one) => one.numPassedTests)} passed, ${sum((one) => one.numFailedTests)} failed`;
  console.log(skipped > 0 ? `${line}, ${skipped} skipped` : line);
  process.exitCode = failed.length > 0 || counted.length === 0 ? 1 : 0;
}

/** The app's test files that reach the test database: only they can tell one PostgreSQL from another. */
function testsWithDatabase(): string[] {
  const sources = parseTree(readTree(ROOT));
  const reaches = new Set(['app/test/database.ts']);
  for (let before = 0; before < reaches.size; ) {
    before = reaches.size;
    for (const { path, imports } of sources.values()) {
      if (imports.some(({ target }) => target.kind === 'file' && reaches.has(target.path))) reaches.add(path);
    }
  }
  return (
    [...reaches]
      // Until a run was timed on a quiet machine only the schema itself is tried on the oldest server that we promise.
      .filter((path) => /^app\/test\/schema\/.*\.test\.tsx?$/.test(path))
      .sort()
  );
}
