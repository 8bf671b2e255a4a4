// Wires what serves emergencies: each module's routes, jobs and words in one place, so that `compose.ts` stays readable.
import { ledgerMessages } from '../engines/ledger/messages.ts';
import { emergencyMessages as responseMessages } from '../modules/emergency/messages.ts';
import { createEmergencyModule } from '../modules/emergency/module.ts';
import type { EmergencyParts } from '../modules/emergency/public.ts';
import type { MessageFile } from '../platform/i18n/messages.ts';
import type { ModuleDefinition } from '../platform/module.ts';

/** What the rest of the product hands in. */
export type EmergencyPorts = EmergencyParts;

/** The words of all of them. */
export const emergencyMessages: readonly MessageFile[] = [responseMessages, ledgerMessages];

export function composeEmergency(ports: EmergencyPorts) {
  const modules: readonly ModuleDefinition[] = [createEmergencyModule(ports)];
  return {
    routes: modules.flatMap((one) => one.routes ?? []),
    jobs: modules.flatMap((one) => one.jobs ?? []),
    parts: ports,
  };
}
