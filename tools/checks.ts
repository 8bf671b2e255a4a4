// The checks that need no database and no browser: types, lint and format, dead code, house rules, generated files.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { onNode, ROOT, type Step } from './steps.ts';

/**
 * The compiler runs. Core is compiled first, under its own settings, into declarations (in node_modules/.cache) that the app
 * is then compiled against: without them the app's stricter settings would be asked of core's sources as well.
 */
export function typecheckSteps(): Step[] {
  const compile = (name: string, ...args: string[]): Step =>
    onNode(`types of ${name}`, ['node_modules/typescript-7/bin/tsc', '--pretty', 'false', ...args]);
  return [
    compile('core', '-p', 'tools/types/core.json'),
    compile('core with its tests', '--noEmit', '-p', 'core/tsconfig.test.json'),
    compile('app', '--noEmit', '-p', 'tools/types/app.json'),
    // The compiler calls an empty list of files an error.
    ...(hasCode('app/src/web') ? [compile('web', '--noEmit', '-p', 'tools/types/web.json')] : []),
  ];
}

export function staticSteps(): Step[] {
  return [
    onNode('lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
    onNode('dead code', ['node_modules/knip/bin/knip.js', '--no-progress']),
    onNode('house rules', ['tools/arch/main.ts']),
  ];
}

/**
 * Committed files that a program writes (table types, OpenAPI, lifecycle drawings, the module map): each has a script
 * `tools/generate-*.ts`, which with `--check` writes nothing and fails when the committed file is not what it would write.
 */
export function artefactSteps(): Step[] {
  return readdirSync(join(ROOT, 'tools'))
    .filter((name) => /^generate-.+\.ts$/.test(name))
    .sort()
    .map((name) => onNode(`up to date: ${name}`, [`tools/${name}`, '--check']));
}

function hasCode(folder: string): boolean {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return false;
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).some(
    (name) => /\.tsx?$/.test(name) && statSync(join(path, name)).size > 0,
  );
}
