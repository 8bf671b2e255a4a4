// The 12-digit statistical code: GB/T 2260 county (6) + street (3) + community (3). A code is an attribute with dates,
// never a key: codes change when boundaries do.

export type AreaCodeLevel = 'province' | 'city' | 'district' | 'street' | 'community';

/** Level of a code of 2, 4, 6, 9 or 12 digits (trailing zeros may pad it to 12), or undefined when it is not one. */
export function areaCodeLevel(code: string): AreaCodeLevel | undefined {
  if (!/^\d{2,12}$/.test(code)) return undefined;
  const bare = trimAreaCode(code);
  switch (bare.length) {
    case 2:
      return 'province';
    case 4:
      return 'city';
    case 6:
      return 'district';
    case 9:
      return 'street';
    case 12:
      return 'community';
    default:
      return undefined;
  }
}

/** Strips the padding zeros of a 12-digit code: 370211000000 → 370211. */
export function trimAreaCode(code: string): string {
  if (code.length !== 12) return code;
  if (code.endsWith('0000000000')) return code.slice(0, 2);
  if (code.endsWith('00000000')) return code.slice(0, 4);
  if (code.endsWith('000000')) return code.slice(0, 6);
  if (code.endsWith('000')) return code.slice(0, 9);
  return code;
}
