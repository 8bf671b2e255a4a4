// The unified social credit code of GB 32100-2015: 17 characters and a check character, in an alphabet without I, O, S, V and Z.

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

export type CreditCodeFault = 'shape' | 'check';

/** The check character of the first 17 characters, all of the alphabet. O(1). Source: GB 32100-2015 §4.6. */
export function creditCodeCheck(code: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(code[at] as string), 0);
  return ALPHABET[(31 - (sum % 31)) % 31] as string;
}

/** Reads a code of 18 characters in either case. O(1), throws nothing. */
export function readCreditCode(
  text: string,
): { ok: true; code: string } | { ok: false; fault: CreditCodeFault } {
  const code = text.toUpperCase();
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code))
    return { ok: false, fault: 'shape' };
  return creditCodeCheck(code) === code[17] ? { ok: true, code } : { ok: false, fault: 'check' };
}
