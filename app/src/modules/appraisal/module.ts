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

export function createAppraisalModule(parts: AppraisalParts): ModuleDefinition {
  const everywhere = (work: (district: string) => Promise<unknown>) => async () => {
    for (const district of await parts.districts()) await work(district);
  };
  return {
    name: 'appraisal',
    routes: appraisalRoutes(parts),
    messages: appraisalMessages,
    jobs: [
      {
        name: 'appraisal-count',
        everySeconds: COUNT_SECONDS,
        run: everywhere((district) => countMissing(parts, district, MOST_COUNTED)),
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
