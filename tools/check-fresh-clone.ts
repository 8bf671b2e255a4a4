// Does a fresh clone work? Clones the last commit into a temporary folder, runs `npm ci`, then the given command there:
// `node tools/node24.mjs tools/check-fresh-clone.ts` (npm test) or `… tools/check-fresh-clone.ts npm run check:fast`.
// What is not committed is not tested, which is the point.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, seconds } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'renlin-clone-'));
const clone = join(folder, 'renlin');
const [command = 'npm', ...args] = process.argv.length > 2 ? process.argv.slice(2) : ['npm', 'test'];

const ok =
  run(ROOT, 'git', 'clone', '--quiet', '--no-hardlinks', ROOT, clone) &&
  run(clone, 'npm', 'ci') &&
  run(clone, command, ...args);
rmSync(folder, { recursive: true, force: true });
process.exitCode = ok ? 0 : 1;

function run(cwd: string, program: string, ...rest: string[]): boolean {
  const started = performance.now();
  console.log(`\n▶ ${program} ${rest.join(' ')}`);
  const { status, error } = spawnSync(program, rest, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(
    `${status === 0 ? '✔' : '✘'} ${program} (${seconds(performance.now() - started)}) ${error?.message ?? ''}`,
  );
  return status === 0;
}
