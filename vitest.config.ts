// Three projects: `core` (pure computation), `app` (through HTTP on a real PostgreSQL), `journeys` (a browser).
// Run them with `npm test`; one file: `npx vitest run path/to/x.test.ts` on Node 24.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const setup = existsSync(at('app/test/global-setup.ts'))
  ? { globalSetup: [at('app/test/global-setup.ts')] }
  : {};

const app = {
  include: ['app/**/*.test.{ts,tsx}'],
  exclude: ['**/node_modules/**', '**/dist/**', 'app/test/journeys/**'],
  testTimeout: 120_000,
  hookTimeout: 400_000,
  // Nothing of ours keeps state in a module: one module graph per worker saves reading the whole server again for every file.
  isolate: false,
};

export default defineConfig({
  test: {
    // The bars of QUALITY.md are for two cores that also carry the database.
    maxWorkers: 2,
    // What was transformed once stays on disk: a run of one file begins in seconds.
    fsModuleCache: true,
    allowOnly: false,
    passWithNoTests: true,
    projects: [
      {
        test: { name: 'core', include: ['core/src/**/*.test.ts'], testTimeout: 60_000, isolate: false },
      },
      { test: { ...setup, ...app, name: 'app' } },
      // Only when asked for (tools/test.ts does): otherwise every single-file run would run its file twice.
      ...(process.env.RENLIN_POSTGRES_15 === '1'
        ? [{ test: { ...app, name: 'app-pg15', globalSetup: [at('tools/postgres-15.ts')] } }]
        : []),
      {
        test: {
          ...setup,
          name: 'journeys',
          include: ['app/test/journeys/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 400_000,
        },
      },
    ],
  },
});
