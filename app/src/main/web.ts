// The web pages are built on the machine that serves them, and again only when their sources changed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const stamp = join(root, 'app/dist/web/.sources');

/** Builds the pages unless the built ones fit the sources. */
export async function ensureWeb(say: (line: string) => void): Promise<void> {
  const sources = await digest();
  const built = await readFile(stamp, 'utf8').catch(() => '');
  if (built === sources) return;
  say('构建网页 / building the pages …');
  try {
    await run(
      process.execPath,
      [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'app/vite.config.ts'],
      {
        cwd: root,
        maxBuffer: 64 * 1024 * 1024,
      },
    );
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    throw new Error(
      `网页构建失败 / building the pages failed:\n${(stderr || stdout || String(error)).slice(-2000)}`,
    );
  }
  await writeFile(stamp, sources);
}

/** A digest over everything the pages are made from. */
async function digest(): Promise<string> {
  const hash = createHash('sha256');
  const folders = ['app/src/web', 'app/src/kernel', 'core/src'];
  for (const folder of folders) {
    const names = (await readdir(join(root, folder), { recursive: true }))
      .filter((name) => /\.(ts|tsx|css|html|svg|webmanifest)$/.test(name))
      .sort();
    for (const name of names) {
      if (name.endsWith('.test.ts') || name.endsWith('.test.tsx')) continue;
      hash.update(name).update(await readFile(join(root, folder, name)));
    }
  }
  hash
    .update(await readFile(join(root, 'app/vite.config.ts')))
    .update(await readFile(join(root, 'package-lock.json')));
  return hash.digest('hex');
}
