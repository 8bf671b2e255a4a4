// Puts emergencies together: routes, and the job that carries levels to the duty holders.
import type { ModuleDefinition } from '../../platform/module.ts';
import { activateDistrict } from './activate.ts';
import { followIncidents } from './incident.ts';
import { emergencyMessages } from './messages.ts';
import { waitOrdinary } from './ordinary.ts';
import type { EmergencyParts } from './parts.ts';
import { emergencyRoutes } from './routes.ts';

const CALL_OUT_SECONDS = 2;
const ORDINARY_SECONDS = 15;
const INCIDENT_SECONDS = 20;

export function createEmergencyModule(parts: EmergencyParts): ModuleDefinition {
  return {
    name: 'emergency',
    routes: emergencyRoutes(parts),
    messages: emergencyMessages,
    jobs: [
      {
        name: 'emergency-call-out',
        everySeconds: CALL_OUT_SECONDS,
        async run() {
          for (const district of await parts.districts()) await activateDistrict(parts, district);
        },
      },
      {
        name: 'emergency-incidents',
        everySeconds: INCIDENT_SECONDS,
        async run() {
          for (const district of await parts.districts()) await followIncidents(parts, district);
        },
      },
      {
        name: 'emergency-ordinary',
        everySeconds: ORDINARY_SECONDS,
        async run() {
          for (const district of await parts.districts()) await waitOrdinary(parts, district);
        },
      },
    ],
  };
}
