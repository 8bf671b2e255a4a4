// What is closed: where the line runs on the ground, and until when it was said to hold.
import type { CaseState } from '../../../engines/case/case.ts';

export const closedThings = ['road', 'bridge', 'underpass', 'building', 'ground'] as const;

export type ClosureFacts = {
  emergency: string;
  what: (typeof closedThings)[number];
  /** One point or a line: longitude, latitude. */
  line: [number, number][];
  until: number | null;
};

export function closureOf(state: CaseState): ClosureFacts {
  return state.facts['closure'] as ClosureFacts;
}
