import { ApiProblem, sendCaseCommand } from '../../../kit/api.ts';
import { newCommandId } from '../../../kit/clock.ts';
import type { Need } from './queries.ts';

/** Gives the need to whom it was proposed; the problem when that is refused. */
export async function take(need: Need): Promise<ApiProblem | undefined> {
  try {
    await sendCaseCommand(need.id, {
      name: 'match-need',
      baseVersion: need.version,
      commandId: newCommandId(),
      form: { unit: need.suggested?.unit },
    });
    return undefined;
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
}
