// Level sets: the nearest area's from its approved plan, the district's own, or the preset, each for a risk or for any. Each change is a version; running emergencies take the
// version of the moment in which a level begins.

import { holdsDuty } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { duties } from '../org/public.ts';
import { type LevelSet, type LevelsBody, levelSet } from './contract.ts';
import type { Asking, EmergencyParts } from './parts.ts';
import { presetLevels } from './preset-levels.ts';
import * as store from './store.ts';
import './problems.ts';

export type LevelsInForce = { from: string; areaId: string | null; version: number; content: LevelSet };

/** What is in force over a place (its chain of area ids, root first): the nearest plan wins, then the district's set, then the preset. */
export async function levelsFor(
  tx: Tx,
  risk: string,
  chain: readonly string[],
  before?: number,
): Promise<LevelsInForce> {
  for (const areaId of [...chain.toReversed(), null])
    for (const name of risk === 'any' ? ['any'] : [risk, 'any']) {
      const row = await store.findLevelSet(tx, name, areaId, before);
      if (row) return { from: name, areaId, version: row.version, content: levelSet.parse(row.content) };
    }
  return { from: 'preset', areaId: null, version: 0, content: presetLevels };
}

export async function viewLevels(
  parts: EmergencyParts,
  tx: Tx,
  asking: Asking,
  risk: string,
  areaId: string | undefined,
) {
  const chain = areaId === undefined ? [] : await parts.areaChain(asking.actor.district, areaId);
  if (areaId !== undefined && chain.length === 0)
    throw problem('emergency.area-unknown', {}, [{ path: 'areaId', code: 'emergency-area' }]);
  return {
    risk,
    duties: duties
      .filter((one) => !one.guarded && !one.code.startsWith('manage-'))
      .map(({ code, label }) => ({ code, label: label[asking.locale] })),
    ...(await levelsFor(
      tx,
      risk,
      chain.map((one) => one.id),
    )),
  };
}

/** A duty that no post can hold, and a range that holds no number, are refused where they stand. */
export function checkLevels(set: LevelSet, at: string): void {
  for (const [level, { roles, thresholds = [] }] of Object.entries(set)) {
    for (const [index, role] of roles.entries())
      if (!duties.some((one) => one.code === role.duty))
        throw problem('emergency.duty-unknown', { duty: role.duty }, [
          { path: `${at}/${level}/roles/${index}/duty`, code: 'emergency-duty' },
        ]);
    for (const [index, { from, below }] of thresholds.entries())
      if (below !== undefined && below <= from)
        throw problem('emergency.threshold-empty', { from, below }, [
          { path: `${at}/${level}/thresholds/${index}/below`, code: 'emergency-threshold' },
        ]);
  }
}

/** A plan that was approved becomes the level set of its area, as its next version. */
export async function publishAreaLevels(
  tx: Tx,
  set: {
    areaId: string;
    risk: string;
    content: LevelSet;
    note: string;
    accountId: string;
    at: number;
  },
): Promise<void> {
  const version = ((await store.findLevelSet(tx, set.risk, set.areaId))?.version ?? 0) + 1;
  if (!(await store.insertLevelSet(tx, set.risk, { ...set, version })))
    throw problem('emergency.levels-changed', { version });
}

export async function publishLevels(
  parts: EmergencyParts,
  tx: Tx,
  asking: Asking,
  risk: string,
  body: LevelsBody,
) {
  const { actor } = asking;
  if (actor.kind !== 'staff' || !holdsDuty(actor, 'manage-catalogue')) throw problem('auth.forbidden', {});
  checkLevels(body.content, 'content');
  const version = ((await store.findLevelSet(tx, risk, null))?.version ?? 0) + 1;
  const written =
    body.baseVersion === version - 1 &&
    (await store.insertLevelSet(tx, risk, {
      areaId: null,
      version,
      content: body.content,
      note: body.note,
      accountId: actor.accountId,
      at: parts.now(),
    }));
  if (!written) throw problem('emergency.levels-changed', { version: version - 1 });
  return viewLevels(parts, tx, asking, risk, undefined);
}
