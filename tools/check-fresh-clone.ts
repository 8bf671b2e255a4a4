// Does a fresh clone work? Clones the last commit into a temporary folder, runs `npm ci`, then the given command there:
// `node tools/node24.mjs tools/check-fresh-clone.ts` (npm test) or `… tools/check-fresh-clone.ts npm run check:fast`.
// What is not committed is not tested, which is the point.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithChildren, ROOT, runStep } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'renlin-clone-'));
const cwd = join(folder, 'renlin');
const [command = 'npm', ...args] = process.argv.length > 2 ? process.argv.slice(2) : ['npm', 'test'];

process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
endWithChildren();
const ok =
  (await runStep({
    name: 'git clone',
    command: 'git',
    args: ['clone', '--quiet', '--no-hardlinks', ROOT, cwd],
  })) &&
  (await runStep({ name: 'npm ci', command: 'npm', args: ['ci'], cwd })) &&
  (await runStep({ name: [command, ...args].join(' '), command, args, cwd }));
process.exitCode = ok ? 0 : 1;
