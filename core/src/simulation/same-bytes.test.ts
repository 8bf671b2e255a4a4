// The same input gives the same bytes on every engine that is at hand: here, in the interpreter alone, and in any other Node on
// the path. Change MODEL_VERSION together with a digest of the simulation.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenDigests } from '../../fixtures/golden-answers.ts';

const PINNED = {
  'rainstorm over a district': 'c1b0750e275ce81d5e141f62fd26bb1916745991e7f5f73325abbae9fa000feb',
  'everything at once': '381113f53d251c45621fb0c941dc8257543297f3f2de78f94dd29b44d89c3e0f',
  comparisons: '97ad3ab81a7c2690cb99bcddc890d9b5749dcd36f78a9fdcf2081c76022df10c',
  queues: '66e10ba4a15400aa81deb29b7ddc03b488d88620ec1fe78c1dd50de28547475e',
  restoration: 'c478f27f5ebfc79a1fc481c84115c10d9b05c7f7d9ab0f2f469782a1a1492a0c',
  assignments: 'f6381f531855a2e2ef4be2bc410f8ccf92e721dbfbc0839359cc714a8ed81666',
  indices: 'b13062da05278cb2c75fe580208d6ad52ae2b77afe2456cafb7abfd778ac6637',
};

const core = resolve(import.meta.dirname, '../..');
const entry = join(core, 'fixtures/golden-answers.ts');
const IMPORT = /(\bfrom\s*|\bimport\s*)'(\.{1,2}\/[^']+)\.ts'/g;

/** Copies a file and what it imports as plain JavaScript, for engines that cannot strip types. */
function copyAsJavaScript(file: string, to: string, seen = new Set<string>()): void {
  if (seen.has(file)) return;
  seen.add(file);
  const target = join(to, relative(core, file).replace(/\.ts$/, '.mjs'));
  mkdirSync(dirname(target), { recursive: true });
  const code = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  writeFileSync(target, code.replace(IMPORT, "$1'$2.mjs'"));
  for (const [, , path] of code.matchAll(IMPORT))
    copyAsJavaScript(resolve(dirname(file), `${path}.ts`), to, seen);
}

/** This Node and the other versions on the path, 20 and newer: version and program. */
function nodes(): Map<string, string> {
  const found = new Map([[process.version, process.execPath]]);
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const program = join(folder, 'node');
    if (!existsSync(program)) continue;
    const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
    if (!found.has(version) && Number.parseInt(version.slice(1), 10) >= 20) found.set(version, program);
  }
  return found;
}

describe('the same bytes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'renlin-same-bytes-'));
    copyAsJavaScript(entry, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const runWith = (program: string, ...flags: string[]): unknown =>
    JSON.parse(
      execFileSync(program, [...flags, join(folder, 'fixtures/golden-answers.mjs'), '--print'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );

  it('in this process, whatever the compiler has made of it by now', () => {
    expect(goldenDigests()).toEqual(PINNED);
    expect(goldenDigests()).toEqual(PINNED);
  });

  it('by the interpreter alone, and by the optimising compiler as early as it can', () => {
    expect(runWith(process.execPath, '--jitless')).toEqual(PINNED);
    expect(runWith(process.execPath, '--always-turbofan')).toEqual(PINNED);
  }, 120_000);

  it('in a process of its own, in every Node on the path', () => {
    for (const [version, program] of nodes())
      expect({ [version]: runWith(program) }).toEqual({ [version]: PINNED });
  }, 120_000);
});
