// Case numbers: given out in blocks, so that filing a case costs no extra round trip.
import type { Db } from '../../platform/db/db.ts';
import * as store from './case-store.ts';
import { systemScope } from './scope.ts';

/** Case numbers `YYMMDD-NNNNNNNC`: civil date, running number, and a check digit (ISO/IEC 7064 MOD 11,10) for reading it out by phone. */
export function createNumbers(db: Db): (district: string, now: number) => Promise<string> {
  let next = 0;
  let end = 0;
  let refill: Promise<void> | undefined;
  return async (district, now) => {
    while (next >= end) {
      refill ??= db
        .tx(systemScope(district), (tx) => store.nextNumberBlock(tx))
        .then((first) => {
          next = first;
          end = first + store.NUMBER_BLOCK;
        })
        .finally(() => {
          refill = undefined;
        });
      await refill;
    }
    const running = next++;
    return caseNumber(now, running);
  };
}

export function caseNumber(now: number, running: number): string {
  const date = new Date(now + 8 * 3_600_000).toISOString().slice(2, 10).replaceAll('-', '');
  const digits = `${date}${String(running % 10_000_000).padStart(7, '0')}`;
  return `${date}-${digits.slice(6)}${checkDigit(digits)}`;
}

/** ISO/IEC 7064 MOD 11,10. */
export function checkDigit(digits: string): number {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10;
}
