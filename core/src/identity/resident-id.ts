// The citizen identification number of GB 11643-1999: 6 digits of an area, 8 of a birth date, 3 in sequence, one check character.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';

export type ResidentIdFault = 'shape' | 'birth' | 'future' | 'check';
export type ResidentId = { ok: true; number: string; birth: string } | { ok: false; fault: ResidentIdFault };

/** The check character of the first 17 digits (MOD 11-2, ISO 7064). O(1). Source: GB 11643-1999 §4.3. */
export function residentIdCheck(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return CHECKS[sum % 11] as string;
}

/**
 * Reads a number of 18 characters; a small x counts. The area digits are not held against today's table: codes of counties that were
 * merged or renamed stay valid for life. `today` (YYYY-MM-DD) refuses births in the future. O(1), throws nothing.
 */
export function readResidentId(text: string, today: string): ResidentId {
  const number = text.toUpperCase();
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return { ok: false, fault: 'shape' };
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const instant = Date.parse(`${birth}T00:00:00Z`);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== birth || birth < '1850-01-01')
    return { ok: false, fault: 'birth' };
  if (birth > today) return { ok: false, fault: 'future' };
  if (residentIdCheck(number) !== number[17]) return { ok: false, fault: 'check' };
  return { ok: true, number, birth };
}
