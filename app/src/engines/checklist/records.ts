// Which version a checklist is answered by: a district without its own answers the preset.
import type { Tx } from '../../platform/db/db.ts';
import type { ChecklistContent } from './checklist.ts';
import { type ChecklistVersion, findVersion, listVersions } from './store.ts';
import { inForce } from './versions.ts';

type Preset = ChecklistContent & { code: string };
export type Standing = Preset & { version: number };

const PRESET_VERSION = 0;
const of = ({ code, version, title, basis, items }: ChecklistVersion | Standing): Standing => ({
  code,
  version,
  title,
  basis,
  items,
});

/** The version in force on a day; the preset where the district has published none. */
export async function standingChecklist(tx: Tx, preset: Preset, day: string): Promise<Standing> {
  const found = inForce(await listVersions(tx, [preset.code]), day);
  return of(found ?? { ...preset, version: PRESET_VERSION });
}

/** The version that a record was written by. */
export async function checklistOf(tx: Tx, preset: Preset, version: number): Promise<Standing> {
  const found = version === PRESET_VERSION ? undefined : await findVersion(tx, preset.code, version);
  return of(found ?? { ...preset, version: PRESET_VERSION });
}
