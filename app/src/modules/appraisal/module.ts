// 考评: counts what the steps say, calls back by plan, and hears applications for 不计入. It changes nothing about a case.
import type { ModuleDefinition } from '../../platform/module.ts';
import { remindLate } from './exclusions.ts';
import { keepCounts } from './kept.ts';
import { appraisalMessages } from './messages.ts';
import { countMissing } from './outcomes.ts';
import type { AppraisalParts } from './ports.ts';
import { appraisalRoutes } from './routes.ts';
import { planVisits } from './visits.ts';

const COUNT_SECONDS = 60;
const KEEP_SECONDS = 20;
const VISITS_SECONDS = 60;
const REMIND_SECONDS = 300;
const MOST_COUNTED = 20_000;
/** Among a million cases, looking for those that nobody counts takes seconds of two processors: it is done whole once an hour. */
const WHOLE_MS = 3_600_000;

export function createAppraisalModule(parts: AppraisalParts): ModuleDefinition {
  const everywhere = (work: (district: string) => Promise<unknown>) => async () => {
    for (const district of await parts.districts()) await work(district);
  };
  const wholeAt = new Map<string, number>();
  async function count(district: string): Promise<void> {
    const now = parts.now();
    const last = wholeAt.get(district);
    const whole = last === undefined || now - last >= WHOLE_MS;
    const done = await countMissing(parts, district, MOST_COUNTED, whole ? 0 : now - 2 * WHOLE_MS);
    if (whole && done < MOST_COUNTED) wholeAt.set(district, now);
  }
  return {
    name: 'appraisal',
    routes: appraisalRoutes(parts),
    messages: appraisalMessages,
    jobs: [
      {
        name: 'appraisal-count',
        everySeconds: COUNT_SECONDS,
        run: everywhere(count),
      },
      {
        name: 'appraisal-keep',
        everySeconds: KEEP_SECONDS,
        run: everywhere((district) => keepCounts(parts, district)),
      },
      {
        name: 'appraisal-visits',
        everySeconds: VISITS_SECONDS,
        run: everywhere((district) => planVisits(parts, district)),
      },
      {
        name: 'appraisal-remind',
        everySeconds: REMIND_SECONDS,
        run: everywhere((district) => remindLate(parts, district)),
      },
    ],
  };
}
