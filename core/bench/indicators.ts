// Composite index over many places. Reference: a sort of as many numbers, in the same run. Last line: JSON.
import { computeIndex } from '../src/indicators/composite.ts';
import { FOUR_RESILIENCES } from '../src/indicators/presets.ts';
import { createRandom } from '../src/random.ts';

function cpuMilliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}

const rows = [500, 1000, 2000].map((count) => {
  const random = createRandom(count);
  const places = Array.from({ length: count }, (_, k) => ({
    id: `p${k}`,
    values: Object.fromEntries(FOUR_RESILIENCES.indicators.map((i) => [i.id, random.next()])),
  }));
  // least of several tries: the first ones also pay for the compiler
  let ms = Number.POSITIVE_INFINITY;
  let sortMs = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 7; k++) {
    ms = Math.min(
      ms,
      cpuMilliseconds(() => computeIndex(FOUR_RESILIENCES, places)),
    );
    const values = Array.from({ length: count * FOUR_RESILIENCES.indicators.length }, () => random.next());
    sortMs = Math.min(
      sortMs,
      cpuMilliseconds(() => values.sort((x, y) => x - y)),
    );
  }
  return { places: count, ms, ratioToSort: ms / Math.max(0.001, sortMs) };
});
const exponent = Math.log(rows[2]!.ms / rows[0]!.ms) / Math.log(4);
console.log(JSON.stringify({ bench: 'indicators', reference: 'sort of as many numbers', exponent, rows }));
