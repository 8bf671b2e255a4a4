// Every migration of the project, found on disk: the schema rules hold for a table before main has learned of its module.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dag } from '../../src/modules/dag.ts';
import type { MigrationSource } from '../../src/platform/db/migrate.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** platform (db first), then engines, then modules after the modules that they use. */
export function allMigrations(): MigrationSource[] {
  const platform = foldersOf('platform').sort(
    (a, b) => Number(b === 'platform/db') - Number(a === 'platform/db'),
  );
  const modules = foldersOf('modules').sort((a, b) => depthOf(a) - depthOf(b));
  return [...platform, ...foldersOf('engines'), ...modules]
    .map((path) => ({ module: path.replace('/', '-'), folder: `${source}/${path}/migrations` }))
    .filter(({ folder }) => existsSync(folder));
}

function foldersOf(room: string): string[] {
  return readdirSync(`${source}/${room}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${room}/${entry.name}`)
    .sort();
}

function depthOf(path: string): number {
  const uses = dag[path.replace('modules/', '')] ?? [];
  return 1 + Math.max(0, ...uses.map((name) => depthOf(`modules/${name}`)));
}
