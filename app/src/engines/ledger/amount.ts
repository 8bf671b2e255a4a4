// Amounts are whole thousandths. People write 2.5; the ledger keeps 2500.
import { problem } from '../../kernel/problem.ts';
import './problems.ts';

const THOUSAND = 1000;
/** Beyond this a double no longer counts thousandths exactly. */
const MOST = 1_000_000_000;

/** Thousandths of an amount as people write it. Throws `ledger.amount` unless it is above zero with three decimals at most. */
export function toThousandths(value: number, path: string): number {
  const amount = Math.round(value * THOUSAND);
  if (!(value > 0) || value > MOST || Math.abs(amount - value * THOUSAND) > 1e-6)
    throw problem('ledger.amount', {}, [{ path, code: 'ledger-amount' }]);
  return amount;
}

export const fromThousandths = (amount: number): number => amount / THOUSAND;
