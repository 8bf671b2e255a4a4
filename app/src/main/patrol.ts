// Wires patrols into cases, the map and the catalogue.
import type { Replacement } from '../engines/tree/types.ts';
import { civilDate } from '../kernel/clock.ts';
import { type CasesParts, fileCase, giveCommand, listCases, mergedOf } from '../modules/cases/public.ts';
import type { CatalogueReader } from '../modules/catalogue/public.ts';
import type { CaseFact, PatrolParts } from '../modules/patrol/parts.ts';
import { areasOfPlaces } from '../modules/patrol/public.ts';
import { followReplacement } from '../modules/patrol/store.ts';
import type { Tx } from '../platform/db/db.ts';
import type { BuiltPlatform } from './platform.ts';

type Locate = (district: string, lng: number, lat: number) => Promise<readonly unknown[]>;

export function createPatrolParts(
  platform: BuiltPlatform,
  cases: CasesParts,
  facts: CatalogueReader['facts'],
  locate: Locate,
): PatrolParts {
  const now = () => platform.clock.now();
  return {
    db: platform.db,
    messages: platform.messages,
    now,
    facts,
    async fileHazard(asking, { point, areaId, category, commandId, ...hazard }) {
      // A thing at the edge may lie outside every outline: then the area of its place is where it is.
      const inside = point && (await locate(asking.actor.district, point.lng, point.lat)).length > 0;
      const filed = await fileCase(cases, asking, {
        commandId,
        kind: 'hazard',
        ...(category === undefined ? {} : { category }),
        text: hazard.text,
        headline: hazard.headline,
        ...(inside ? { point } : { areaId }),
        address: hazard.address,
        photos: [...hazard.photos],
        occurredAt: hazard.occurredAt,
        channel: 'patrol',
      });
      return { number: filed.case.number };
    },
    async noteOnCase(asking, caseId, { commandId, text, photos, occurredAt }) {
      await giveCommand(cases, asking, caseId, {
        commandId,
        name: 'note',
        // A note commutes: it needs no version but one that was there.
        baseVersion: 1,
        occurredAt,
        form: { note: text, ...(photos.length > 0 ? { photos: [...photos] } : {}) },
      });
    },
    casesOf,
  };
}

const findCases = async (tx: Tx, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : listCases(tx, [{}], { ids }, { order: 'newest', after: undefined, limit: ids.length });

/** The cases as the reader sees them; one that was merged into another stands for that other. */
async function casesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, CaseFact>> {
  const found = new Map((await findCases(tx, ids)).map((one) => [one.id, one]));
  const merged = [...found.values()].flatMap((one) => mergedOf(one)?.into.id ?? []);
  const into = new Map((await findCases(tx, merged)).map((one) => [one.id, one]));
  return new Map(
    [...found].map(([id, one]) => {
      const { id: caseId, number, closedAt, solved } = into.get(mergedOf(one)?.into.id ?? '') ?? one;
      return [id, { id: caseId, number, closedAt, solved }];
    }),
  );
}

/** Areas were redrawn: plans and records lie where their places lie now. */
export function followPatrols(tx: Tx, change: Replacement, now: number): Promise<void> {
  return followReplacement(tx, change, civilDate(now), (ids) => areasOfPlaces(tx, ids));
}
