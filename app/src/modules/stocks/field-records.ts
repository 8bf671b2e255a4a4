// What a phone wrote down at a stock point: a count, or something asked for. The same two doors as at a desk, with the phone's own id and hour.
import { scopeOf } from '../../platform/db/db.ts';
import type { FieldRecordBody } from './contract.ts';
import { count } from './moving.ts';
import type { Asking, StocksParts } from './parts.ts';
import { ask } from './requests.ts';

export function recordStock(parts: StocksParts, asking: Asking, body: FieldRecordBody) {
  const { commandId: id, what: _door, ...rest } = body;
  return parts.db.tx(scopeOf(asking.actor), async (tx) => {
    // Narrowed by what they carry, so that neither takes the other's fields.
    if ('lotId' in rest)
      return { what: 'count' as const, ...(await count(parts, tx, asking, { id, ...rest })) };
    return { what: 'ask' as const, ...(await ask(parts, tx, asking, { id, ...rest })) };
  });
}
