import { type Fields, InputError, under } from './input-error.ts';
import { parseStressInput } from './scenario.ts';
import type { MeasureInput, StressInput } from './scenario-kinds.ts';

/**
 * Applies a measure: each change addresses one number by a dotted path in which lists are addressed by id
 * (`stocks.depot-3.items.water`, `facilities.pump-2.backupHours`, `command.commanders`). The result is checked as any input.
 * Throws InputError naming the measure and the path if it leads nowhere, not to a number, or to a number that cannot be.
 */
export function applyMeasure(input: StressInput, measure: Pick<MeasureInput, 'id' | 'changes'>): StressInput {
  const copy = structuredCopy(input) as unknown as Record<string, unknown>;
  for (const change of measure.changes) {
    const at = `measures.${measure.id}: ${change.path}`;
    const steps = change.path.split('.');
    let node: unknown = copy;
    for (const step of steps.slice(0, -1)) {
      node = Array.isArray(node)
        ? node.find((entry) => (entry as Fields).id === step)
        : (node as Fields | undefined)?.[step];
      if (typeof node !== 'object' || node === null)
        throw new InputError(at, `must lead to a number; "${step}" was not found`, change.path);
    }
    const key = steps[steps.length - 1];
    const holder = node as Record<string, unknown>;
    const now =
      holder[key] ?? (steps[steps.length - 2] === 'items' || change.set !== undefined ? 0 : undefined);
    if (typeof now !== 'number') throw new InputError(at, 'must lead to a number', holder[key]);
    holder[key] = change.set ?? (change.add !== undefined ? now + change.add : now * (change.multiply ?? 1));
  }
  return under(`measures.${measure.id}:`, () => parseStressInput(copy));
}

function structuredCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
