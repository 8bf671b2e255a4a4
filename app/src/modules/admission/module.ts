// 准入与减负: what departments may ask of the grass roots, what reached them outside the list, and how much it is.
import type { ModuleDefinition } from '../../platform/module.ts';
import { forgetSenders } from './flags.ts';
import { admissionMessages } from './messages.ts';
import type { AdmissionParts } from './parts.ts';
import { remind } from './requests.ts';
import { admissionRoutes } from './routes.ts';

const REMIND_SECONDS = 600;

export function createAdmissionModule(parts: AdmissionParts): ModuleDefinition {
  const everywhere = (work: (district: string) => Promise<unknown>) => async () => {
    for (const district of await parts.districts()) await work(district);
  };
  return {
    name: 'admission',
    routes: admissionRoutes(parts),
    messages: admissionMessages,
    jobs: [
      {
        name: 'admission-remind',
        everySeconds: REMIND_SECONDS,
        run: everywhere((district) => remind(parts, district)),
      },
      {
        name: 'admission-forget',
        cron: '50 3 * * *',
        run: everywhere((district) => forgetSenders(parts, district)),
      },
    ],
  };
}
