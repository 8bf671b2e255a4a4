// What a stress test cannot be asked, each refused with the field that is wrong.
import { positionInRing } from '@renlin/core/geometry/contains';
import type { Ring } from '@renlin/core/geometry/types';
import { problem } from '../../../kernel/problem.ts';
import { closedRing } from '../compute/stress-input.ts';
import type { StressTask } from '../compute/stress-task.ts';
import type { StressQuestion } from './contract.ts';

/** Refuses what cannot be before anything is saved or computed: each with its field. */
export function checkStress(question: StressQuestion, houses: StressTask['houses']): void {
  const at = (path: string) => `question/input/${path}`;
  const { whole, zones } = question.hazard;
  if (!whole && zones.length === 0)
    throw problem('planning.stress-no-hazard', {}, [{ path: at('hazard/zones'), code: 'stress-no-hazard' }]);
  const times = [...(whole ? [{ ...whole, path: 'hazard/whole' }] : [])].concat(
    zones.map((zone, i) => ({ ...zone, path: `hazard/zones/${i}` })),
  );
  for (const { fromHour, toHour, path } of times) {
    if (toHour <= fromHour)
      throw problem('planning.stress-hours', { from: fromHour, to: toHour }, [
        { path: at(`${path}/toHour`), code: 'stress-hours' },
      ]);
    if (fromHour >= question.hours)
      throw problem('planning.stress-after-end', { from: fromHour, hours: question.hours }, [
        { path: at(`${path}/fromHour`), code: 'stress-after-end' },
      ]);
  }
  zones.forEach((zone, i) => {
    const path = at(`hazard/zones/${i}/ring`);
    if (crossesItself(zone.ring))
      throw problem('planning.stress-zone-crossed', { name: zone.name }, [
        { path, code: 'stress-zone-crossed' },
      ]);
    if (!houses.some(([lng, lat]) => positionInRing(closedRing(zone.ring), [lng, lat]) !== 'outside'))
      throw problem('planning.stress-zone-empty', { name: zone.name }, [{ path, code: 'stress-zone-empty' }]);
  });
}

function crossesItself(given: Ring): boolean {
  const ring = closedRing(given);
  const side = (a: Ring[number], b: Ring[number], c: Ring[number]): number =>
    Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  const n = ring.length - 1;
  for (let i = 0; i < n; i++)
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[j + 1]] as [
        Ring[number],
        Ring[number],
        Ring[number],
        Ring[number],
      ];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  return false;
}
