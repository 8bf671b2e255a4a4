// From a saved stress test to the task that a worker computes.
import { createHash } from 'node:crypto';
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import type { StressLimit, StressTask } from '../compute/stress-task.ts';
import type { Ground } from '../ground.ts';
import type { PlanningParts } from '../parts.ts';
import { streetInput } from '../street-graphs.ts';
import { checkStress } from './check.ts';
import type { StressQuestion, StressTrial } from './contract.ts';
import { measuresFor } from './measures.ts';
import { readModel } from './model.ts';

export type StressAsked = { input: StressQuestion; seed: number; trial?: StressTrial; limit?: StressLimit };

/** The streets that cars go on; without them straight lines, and the answer says so. */
export async function stressTask(
  parts: Pick<PlanningParts, 'blobs' | 'now'>,
  tx: Tx,
  ground: Ground,
  name: string,
  { input, seed, trial, limit }: StressAsked,
): Promise<{ task: StressTask; dataHash: string }> {
  const model = await readModel(tx, ground, input, parts.now());
  checkStress(input, model.houses);
  const streets = await streetInput(parts, tx, 'vehicle');
  const measures = measuresFor(model, input);
  const unknown = trial?.bought?.find((id) => !measures.some((one) => one.id === id));
  if (unknown !== undefined) throw problem('planning.stress-measure-unknown', { id: unknown });
  const { notes, ...facts } = model;
  const task: StressTask = {
    kind: 'stress',
    name,
    streets: streets?.input,
    ...facts,
    notes: streets ? notes : [...notes, { code: 'no-streets', params: {} }],
    measures,
    question: input,
    policy: trial?.policy ?? input.policy,
    bought: trial?.bought ?? [],
    seed,
    ...(limit ? { limit } : {}),
  };
  const dataHash = createHash('sha256')
    .update(JSON.stringify([facts, streets?.mark ?? null]))
    .digest('hex');
  return { task, dataHash };
}
