// Rules over duties: which are guarded, and which may not come together.
import { type DutyCode, duties } from './duty-vocabulary.ts';

export const dutyCodes = duties.map((duty) => duty.code);

export function isGuarded(codes: readonly string[]): boolean {
  return duties.some((duty) => duty.guarded === true && codes.includes(duty.code));
}

// The three administrators of 等保: accounts, security settings and the audit log are in different hands.
const separated: readonly DutyCode[] = ['manage-accounts', 'manage-security', 'audit'];

/** Which of the duties that must be held apart would come together in one person; empty when at most one does. */
export function clashingDuties(codes: Iterable<string>): DutyCode[] {
  const held = new Set(codes);
  const found = separated.filter((duty) => held.has(duty));
  return found.length > 1 ? found : [];
}
