// What a resident takes home from a report: the code, and where the phone may remember it.
export type Receipt = {
  code: string;
  number: string;
  withPhone: boolean;
  joined: boolean;
  headline: string;
  at: number;
};

const KEY = 'renlin.receipt';
const KEPT = 'renlin.my-codes';
const MOST = 20;

export function keepReceipt(receipt: Receipt): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(receipt));
  } catch {
    // The page still shows it from memory.
  }
  last = receipt;
}

let last: Receipt | undefined;

export function findReceipt(): Receipt | undefined {
  if (last) return last;
  try {
    return (JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Receipt | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export type KeptCode = Pick<Receipt, 'code' | 'number' | 'withPhone' | 'headline' | 'at'>;

/** The codes that this phone remembers, newest first. */
export function listCodes(): KeptCode[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as KeptCode[]).filter((one) => typeof one.code === 'string') : [];
  } catch {
    return [];
  }
}

function writeCodes(codes: readonly KeptCode[]): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(codes.slice(0, MOST)));
  } catch {
    // The code on paper or in the picture is the one that counts.
  }
}

export function rememberCode(receipt: Receipt): void {
  const { code, number, withPhone, headline, at } = receipt;
  writeCodes([{ code, number, withPhone, headline, at }, ...listCodes().filter((one) => one.code !== code)]);
}

export function forgetCode(code: string): void {
  writeCodes(listCodes().filter((one) => one.code !== code));
}

/** Ten characters in two groups, to be read out. */
export function spokenCode(code: string): string {
  const plain = code.replace(/[\s-]/g, '');
  return plain.length === 10 ? `${plain.slice(0, 5)} ${plain.slice(5)}` : plain;
}
