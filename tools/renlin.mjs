#!/usr/bin/env node
// The command line: `npx renlin …` or `npm run renlin -- …`. It only finds the pinned runtime; the commands live in app/src/main/cli.ts.
import { fileURLToPath } from 'node:url';
import { runOnPinnedNode } from './node24.mjs';

runOnPinnedNode([
  fileURLToPath(new URL('../app/src/main/cli.ts', import.meta.url)),
  ...process.argv.slice(2),
]);
