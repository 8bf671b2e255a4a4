// Which files of the build the field app needs to start without a network: what its page names, and what those files name. The list goes
// in front of the service worker, with a version that changes when any of them does.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

export const WORKER = 'field-worker';
const PAGE = 'field.html';

type File = { type: 'chunk'; code: string } | { type: 'asset'; source: string | Uint8Array };
/** What can name other files. */
const textOf = (file: File | undefined): string =>
  file?.type === 'chunk' ? file.code : typeof file?.source === 'string' ? file.source : '';

/** The names of all files that can be reached from the page; O(files × text). */
export function filesFrom(page: string, bundle: Readonly<Record<string, File>>): string[] {
  const found = new Set<string>();
  const open = [page];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const text = textOf(bundle[name]);
    for (const other of Object.keys(bundle)) {
      const last = other.slice(other.lastIndexOf('/') + 1);
      if (
        found.has(other) ||
        other === `${WORKER}.js` ||
        other.endsWith('.html') ||
        other.endsWith('.map') ||
        !text.includes(last)
      )
        continue;
      found.add(other);
      open.push(other);
    }
  }
  return [...found].sort();
}

export function fieldFiles(): Plugin {
  return {
    name: 'renlin:field-files',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[`${WORKER}.js`];
        if (worker?.type !== 'chunk') throw new Error(`the build has no ${WORKER}.js`);
        if (worker.imports.length > 0)
          throw new Error(`${WORKER}.js must stand alone: ${worker.imports.join(' ')}`);
        const files = filesFrom(PAGE, bundle as Readonly<Record<string, File>>);
        if (files.length === 0) throw new Error(`${PAGE} names no file of the build`);
        // The names carry the hashes of what is in them; the page has none, so its text counts as well.
        const version = createHash('sha256')
          .update(JSON.stringify([files, textOf(bundle[PAGE] as File | undefined), worker.code]))
          .digest('hex')
          .slice(0, 12);
        const list = JSON.stringify({ version, files: files.map((name) => `/${name}`) });
        worker.code = `self.renlinField=${list};\n${worker.code}`;
      },
    },
  };
}
