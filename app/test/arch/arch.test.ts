// The house rules hold for the whole project, and each rule is seen to catch its own violation: a checker that is never
// shown a fault may have stopped looking.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { belowFloor, checkArchitecture, formatFinding, RULES } from '../../../tools/arch/check.ts';
import { readFixture, readTree } from '../../../tools/arch/tree.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fixtures = fileURLToPath(new URL('../../../tools/arch/fixtures', import.meta.url));

describe('architecture', () => {
  const { findings, seen } = checkArchitecture(readTree(root));

  it('holds for every file of the project', () => {
    expect(findings.map(formatFinding)).toEqual([]);
  });

  it('saw the whole house: files, engines and modules come from disk', () => {
    expect(belowFloor(seen)).toEqual([]);
    const onDisk = (folder: string): string[] =>
      readdirSync(`${root}/${folder}`, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && hasCode(`${root}/${folder}/${entry.name}`))
        .map(({ name }) => name)
        .sort();
    expect(seen.modules).toEqual(onDisk('app/src/modules'));
    expect(seen.engines).toEqual(onDisk('app/src/engines'));
  });

  it('a tree with nothing in it is below the floor', () => {
    expect(belowFloor(checkArchitecture(new Map()).seen)).toHaveLength(4);
  });
});

describe('each rule reports its fixture, and nothing else there', () => {
  const files = readdirSync(fixtures).sort();

  it('every rule has one', () => {
    expect(files).toEqual(RULES.map((rule) => `${rule}.txt`));
  });

  it.each(files)('%s', (file) => {
    const { tree, expected } = readFixture(readFileSync(`${fixtures}/${file}`, 'utf8'));
    const rule = file.replace('.txt', '');
    expect(expected.map((one) => one.rule)).toContain(rule);
    const line = (one: { file: string; line: number; rule: string }): string =>
      `${one.file}:${one.line} ${one.rule}`;
    expect(checkArchitecture(tree).findings.map(line).sort()).toEqual(expected.map(line).sort());
  });
});

function hasCode(folder: string): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => /\.tsx?$/.test(name));
}
