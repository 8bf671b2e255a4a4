// Which files the field app needs without a network: all that its page can reach, nothing of other pages, and never the worker itself.
import { expect, it } from 'vitest';
import { filesFrom, WORKER } from '../field-files.ts';

const chunk = (code: string) => ({ type: 'chunk' as const, code });
const asset = (source: string | Uint8Array) => ({ type: 'asset' as const, source });

it('follows what files name, through scripts, styles and what is loaded later', () => {
  const bundle = {
    'field.html': asset('<script src="/assets/field-1.js"></script><link href="/assets/field-2.css">'),
    'console.html': asset('<script src="/assets/console-1.js"></script>'),
    'assets/field-1.js': chunk('import"./kit-1.js";import("./map-1.js");"/field-worker.js"'),
    'assets/field-2.css': asset('a{background:url(/assets/mark-1.svg)}'),
    'assets/kit-1.js': chunk('export{}'),
    'assets/map-1.js': chunk('new URL("/assets/tiles-worker-1.mjs")'),
    'assets/tiles-worker-1.mjs': asset(new Uint8Array([1])),
    'assets/mark-1.svg': asset('<svg/>'),
    'assets/console-1.js': chunk('import"./kit-1.js"'),
    'assets/map-1.js.map': asset('{}'),
    [`${WORKER}.js`]: chunk('self'),
  };
  expect(filesFrom('field.html', bundle)).toEqual([
    'assets/field-1.js',
    'assets/field-2.css',
    'assets/kit-1.js',
    'assets/map-1.js',
    'assets/mark-1.svg',
    'assets/tiles-worker-1.mjs',
  ]);
});
