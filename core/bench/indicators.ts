// Composite index over many places. Reference: a sort of as many numbers, in the same run. Last line: JSON.
import { computeIndex } from '../src/indicators/composite.ts';
import { FOUR_RESILIENCES } from '../src/indicators/presets.ts';
import { createRandom } from '../src/random.ts';

const rows = [500, 1000, 2000].map((count) => {
  const random = createRandom(count);
  const places = Array.from({ length: count }, (_, k) => ({
    id: `p${k}`,
    values: Object.fromEntries(FOUR_RESILIENCES.indicators.map((i) => [i.id, random.next()])),
  }));
  let start = process.cpuUsage();
  computeIndex(FOUR_RESILIENCES, places);
  const ms = process.cpuUsage(start).user / 1000;
  start = process.cpuUsage();
  Array.from({ length: count * FOUR_RESILIENCES.indicators.length }, () => random.next()).sort(
    (a, b) => a - b,
  );
  return { places: count, ms, ratioToSort: (ms * 1000) / Math.max(1, process.cpuUsage(start).user) };
});
const exponent = Math.log(rows[2]!.ms / rows[0]!.ms) / Math.log(4);
console.log(JSON.stringify({ bench: 'indicators', reference: 'sort of as many numbers', exponent, rows }));
