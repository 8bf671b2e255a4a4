// Level sets: the district's own for a risk, or its own for any, or the preset. Each change is a version; running emergencies take the
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

export type LevelsInForce = { from: string; version: number; content: LevelSet };

export async function levelsFor(tx: Tx, risk: string): Promise<LevelsInForce> {
  for (const name of risk === 'any' ? ['any'] : [risk, 'any']) {
    const row = await store.findLevelSet(tx, name);
    if (row) return { from: name, version: row.version, content: levelSet.parse(row.content) };
  }
  return { from: 'preset', version: 0, content: presetLevels };
}

export async function viewLevels(tx: Tx, risk: string) {
  return { risk, ...(await levelsFor(tx, risk)) };
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
  for (const [level, content] of Object.entries(body.content))
    for (const [index, role] of content.roles.entries())
      if (!duties.some((one) => one.code === role.duty))
        throw problem('emergency.duty-unknown', { duty: role.duty }, [
          { path: `content/${level}/roles/${index}/duty`, code: 'emergency-duty' },
        ]);
  for (const [level, content] of Object.entries(body.content))
    for (const [index, one] of (content.thresholds ?? []).entries())
      if (one.below !== undefined && one.below <= one.from)
        throw problem('emergency.threshold-empty', { from: one.from, below: one.below }, [
          { path: `content/${level}/thresholds/${index}/below`, code: 'emergency-threshold' },
        ]);
  const version = ((await store.findLevelSet(tx, risk))?.version ?? 0) + 1;
  const written =
    body.baseVersion === version - 1 &&
    (await store.insertLevelSet(tx, risk, {
      version,
      content: body.content,
      note: body.note,
      accountId: actor.accountId,
      at: parts.now(),
    }));
  if (!written) throw problem('emergency.levels-changed', { version: version - 1 });
  return viewLevels(tx, risk);
}
