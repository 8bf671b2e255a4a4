// Founds a district's territory from the statistical codes: county → streets and towns → communities and villages.

import { createNodes, listNodes } from '../../engines/tree/tree.ts';
import type { NewNode } from '../../engines/tree/types.ts';
import { trimAreaCode } from '../../kernel/area-code.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import { requireOrg } from './actors.ts';
import { type AreaCodes, openAreaCodes } from './area-codes.ts';
import type { Who } from './nodes.ts';
import { areaPresets, type Level, partyLevels, unitKinds } from './presets.ts';
import { putLevels, selectLevels } from './store.ts';
import './problems.ts';
import { communityKind, shortName, streetKind } from './area-vocabulary.ts';

export type AreaPreset = keyof typeof areaPresets;

/** Gives a district its levels: a preset of the territory with the Party tiers and kinds of units. Levels that are there
 * keep what was changed in them. */
export async function ensureLevels(tx: Tx, preset: AreaPreset = 'four-level'): Promise<Level[]> {
  const known = new Set((await selectLevels(tx)).map((level) => `${level.tree} ${level.code}`));
  const wanted = [...areaPresets[preset], ...partyLevels, ...unitKinds];
  await putLevels(
    tx,
    wanted.filter((level) => !known.has(`${level.tree} ${level.code}`)),
  );
  return selectLevels(tx);
}

export type ImportedAreas = {
  county: { code: string; name: string; city: string; province: string };
  districtId: string;
  streets: number;
  communities: number;
  asOf: string;
  /** False when the territory was there already: nothing was changed. */
  changed: boolean;
};

/** Builds the tree of a county code such as 370211. Refuses a district that already has another territory; the same county
 * again changes nothing. Throws the `org.area-code-…` problems with near codes for a wrong code. */
export async function importAreas(
  tx: Tx,
  who: Who,
  input: { code: string; commandId?: string; name?: string; preset?: AreaPreset; codes?: AreaCodes },
): Promise<ImportedAreas> {
  requireOrg(who.actor, [{ path: '', name: input.code }]);
  const codes = input.codes ?? openAreaCodes();
  const county = codes.getCounty(input.code);
  await ensureLevels(tx, input.preset);
  const [root] = await listNodes(tx, 'area', { parentId: null, limit: 1 });
  if (root && root.code !== county.code) {
    throw problem('org.already-imported', { name: root.name, code: root.code ?? '' });
  }
  const streets = codes.streetsOf(county.code);
  const communities = streets.map((street) => codes.communitiesOf(street.code));
  const report = {
    county: { code: county.code, name: county.name, city: county.city.name, province: county.province.name },
    streets: streets.length,
    communities: communities.reduce((sum, list) => sum + list.length, 0),
    asOf: codes.asOf,
  };
  if (root) return { ...report, districtId: root.id, changed: false };
  const ids = who.platform.ids;
  const districtId = ids.next();
  const nodes: Omit<NewNode, 'tree'>[] = [
    { id: districtId, parentId: null, name: input.name ?? county.name, level: 'district', code: county.code },
  ];
  streets.forEach((street, at) => {
    const id = ids.next();
    const kind = streetKind(street.name);
    nodes.push({
      id,
      parentId: districtId,
      name: street.name,
      level: 'street',
      code: street.code,
      attributes: { kind },
    });
    for (const one of communities[at] ?? []) {
      nodes.push({
        id: ids.next(),
        parentId: id,
        name: shortName(one.name),
        level: 'community',
        code: one.code,
        attributes: { kind: communityKind(one.code, one.name), fullName: one.name },
      });
    }
  });
  await createNodes(tx, { commandId: input.commandId ?? ids.next(), at: who.now() }, 'area', nodes);
  await audit(tx, who, {
    action: 'org.area.import',
    object: { type: 'area', id: districtId },
    after: { code: trimAreaCode(county.code) },
  });
  return { ...report, districtId, changed: true };
}
