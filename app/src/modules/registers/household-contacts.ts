// Whom to reach in a household that named somebody: as masked as in any list, over the places in which the reader serves people.
import { pathsFor, type RegisterParts } from '../../engines/register/parts.ts';
import { recordsJson } from '../../engines/register/records.ts';
import { listRecords } from '../../engines/register/store-list.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { householdContacts } from './presets/household-contacts.ts';

const MOST = 2000;

export type HouseholdContact = { id: string; areaPath: string; shown: Record<string, string> };

/** Undefined for whoever serves nobody there. */
export async function listHouseholdContacts(
  tx: Tx,
  parts: RegisterParts,
  asking: { actor: Actor; locale: Locale },
  areaPath: string,
): Promise<{ items: HouseholdContact[]; more: boolean } | undefined> {
  const paths = pathsFor(asking.actor, householdContacts, 'read');
  if (paths !== null && !paths.some((path) => path.startsWith(areaPath) || areaPath.startsWith(path)))
    return undefined;
  const query = { paths, areaPath, words: [], conditions: [], state: 'current', asOf: null } as const;
  const rows = await listRecords(tx, householdContacts, query, { by: 'title', after: null, limit: MOST });
  const shown = await recordsJson(tx, parts, asking, householdContacts, rows);
  return {
    items: rows.map((row, index) => ({
      id: row.id,
      areaPath: row.areaPath,
      shown: shown[index]?.shown ?? {},
    })),
    more: rows.length === MOST,
  };
}
