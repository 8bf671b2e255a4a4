// Wires what serves emergencies: each module's routes, jobs and words in one place, so that `compose.ts` stays readable.
import { ledgerMessages } from '../engines/ledger/messages.ts';
import { listNodes } from '../engines/tree/tree.ts';
import { callMessages } from '../modules/calls/messages.ts';
import { createCallsModule } from '../modules/calls/module.ts';
import type { CallsParts } from '../modules/calls/public.ts';
import { commandPostMessages } from '../modules/command-post/messages.ts';
import { situationMessages } from '../modules/command-post/messages-situation.ts';
import type { CommandPostParts } from '../modules/command-post/parts.ts';
import { commandPostRoutes } from '../modules/command-post/routes.ts';
import { drillMessages } from '../modules/drills/messages.ts';
import { createDrillsModule } from '../modules/drills/module.ts';
import { emergencyMessages as responseMessages } from '../modules/emergency/messages.ts';
import { createEmergencyModule } from '../modules/emergency/module.ts';
import type { EmergencyParts } from '../modules/emergency/public.ts';
import { infrastructureMessages } from '../modules/infrastructure/messages.ts';
import { infrastructureRoutes } from '../modules/infrastructure/routes.ts';
import { listBuildings } from '../modules/places/public.ts';
import { findStressTest } from '../modules/planning/public.ts';
import { preparednessMessages } from '../modules/preparedness/messages.ts';
import { dutyRoles, type PreparednessParts } from '../modules/preparedness/public.ts';
import { preparednessRoutes } from '../modules/preparedness/routes.ts';
import { readinessMessages } from '../modules/readiness/messages.ts';
import { readinessRoutes } from '../modules/readiness/routes.ts';
import { reviewMessages } from '../modules/review/messages.ts';
import { reviewRoutes } from '../modules/review/routes.ts';
import { rosterMessages } from '../modules/roster/messages.ts';
import { rosterRoutes } from '../modules/roster/routes.ts';
import { shelterMessages } from '../modules/shelters/messages.ts';
import { shelterRoutes } from '../modules/shelters/routes.ts';
import { stockMessages } from '../modules/stocks/messages.ts';
import { createStocksModule } from '../modules/stocks/module.ts';
import type { StocksParts } from '../modules/stocks/public.ts';
import { teamMessages } from '../modules/teams/messages.ts';
import { createTeamsModule } from '../modules/teams/module.ts';
import { transferListMessages } from '../modules/transfers/messages.ts';
import { createTransfersModule } from '../modules/transfers/module.ts';
import { warningMessages } from '../modules/warnings/messages.ts';
import { createWarningsModule } from '../modules/warnings/module.ts';
import type { WarningsParts } from '../modules/warnings/public.ts';
import type { Tx } from '../platform/db/db.ts';
import type { OutboundCall } from '../platform/http/outbound.ts';
import { getOutside, postOutside } from '../platform/http/outside.ts';
import type { MessageFile } from '../platform/i18n/messages.ts';
import type { ModuleDefinition } from '../platform/module.ts';

/** What the rest of the product hands in. */
export type EmergencyPorts = Omit<EmergencyParts, 'dutyRoles'> &
  PreparednessParts &
  Pick<StocksParts, 'peopleIn'> &
  Pick<WarningsParts, 'ids' | 'allowInside'> &
  Pick<CallsParts, 'crypto'> &
  Pick<CommandPostParts, 'files'>;

/** The words of all of them. */
export const emergencyMessages: readonly MessageFile[] = [
  responseMessages,
  commandPostMessages,
  situationMessages,
  ledgerMessages,
  stockMessages,
  callMessages,
  preparednessMessages,
  warningMessages,
  shelterMessages,
  transferListMessages,
  rosterMessages,
  teamMessages,
  infrastructureMessages,
  drillMessages,
  readinessMessages,
  reviewMessages,
];

/** Two mebibytes, as of a file that is handed in. */
const MOST_WARNING_BYTES = 2 * 1024 * 1024;

export function composeEmergency(ports: EmergencyPorts) {
  const { allowInside } = ports;
  const parts = {
    ...ports,
    dutyRoles,
    fetchOutside: (address: string) => getOutside(address, { allowInside, mostBytes: MOST_WARNING_BYTES }),
    postOutside: (call: OutboundCall) => postOutside(call, { allowInside }),
  };
  const modules: readonly ModuleDefinition[] = [
    createEmergencyModule(parts),
    { name: 'command-post', routes: commandPostRoutes(ports) },
    { name: 'preparedness', routes: preparednessRoutes(ports) },
    createStocksModule(ports),
    createCallsModule(ports),
    createWarningsModule(parts),
    { name: 'shelters', routes: shelterRoutes(ports) },
    { name: 'roster', routes: rosterRoutes(ports) },
    createTeamsModule(parts),
    { name: 'infrastructure', routes: infrastructureRoutes(parts) },
    createTransfersModule(parts),
    createDrillsModule({ ...ports, stressRun: findStressTest }),
    { name: 'readiness', routes: readinessRoutes(ports) },
    { name: 'review', routes: reviewRoutes(ports) },
  ];
  return {
    routes: modules.flatMap((one) => one.routes ?? []),
    jobs: modules.flatMap((one) => one.jobs ?? []),
    parts,
  };
}

/** Persons in an average family household: 2.62 (第七次全国人口普查公报（第二号）, 2021). */
const PERSONS_PER_HOUSEHOLD = 2.62;

/** How many people live in an area, from the households that its buildings are known to have; undefined when none is counted. */
export async function countPeople(tx: Tx, areaPath: string): Promise<number | undefined> {
  const areas = (await listNodes(tx, 'area', {})).filter((one) => one.path.startsWith(areaPath));
  const buildings = await listBuildings(
    tx,
    areas.map((one) => one.id),
  );
  const households = buildings.reduce((sum, one) => sum + (one.households ?? 0), 0);
  return households === 0 ? undefined : Math.round(households * PERSONS_PER_HOUSEHOLD);
}
