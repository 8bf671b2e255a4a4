// The commander's word that people may go home reaches every transfer, also those that were listed or came back to us after it; and a
// transfer that is over gives its places back.
import type { Actor } from '../../kernel/actor.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { listHeld, releasePlaces } from '../shelters/public.ts';
import type { TransfersParts } from './parts.ts';
import * as store from './store.ts';

const AT_ONCE = 500;

/** Gives how many transfers were told. Any process may go on with it: a transfer is told once. */
export async function releaseDistrict(parts: TransfersParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'transfer-release' };
  const scope = scopeOf(actor);
  const told = await parts.db.read(scope, (tx) => store.listToRelease(tx, AT_ONCE));
  for (const one of told)
    await parts.cases.engine.give({ actor }, one.id, {
      commandId: derivedId(`${one.id}/released`),
      name: 'return-released',
      baseVersion: one.version,
      occurredAt: parts.now(),
      form: {},
    });
  const held = await parts.db.read(scope, listHeld);
  const over = held.length === 0 ? [] : await parts.db.read(scope, (tx) => store.listClosed(tx, held));
  if (over.length > 0) await parts.db.tx(scope, (tx) => releasePlaces(tx, over, parts.now()));
  return told.length;
}
