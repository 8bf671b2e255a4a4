// `npm run fuzz:sync -- --seeds 500 [--first 1]`: the fuzz of offline work over as many seeds as asked for. CI runs the first fifty.
import { parseArgs } from 'node:util';
import { endWithChildren, onNode, runStep } from './steps.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string' }, first: { type: 'string' } } });
endWithChildren();
const ok = await runStep(
  onNode(
    'fuzz of offline work',
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'app', 'app/test/sync/fuzz.test.ts'],
    {
      RENLIN_FUZZ_SEEDS: values.seeds ?? '500',
      RENLIN_FUZZ_FIRST: values.first ?? '1',
    },
  ),
);
process.exitCode = ok ? 0 : 1;
