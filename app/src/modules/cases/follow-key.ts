// A follow code opens one case: for reading it, for its reporter's commands, and to name it in a new report of the same person.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CasesPorts } from './ports.ts';
import { followHash, tailHash } from './reporters.ts';
import * as store from './store.ts';

export type FollowKey = { code: string; phoneTail?: string | undefined };

/** Proves the code inside a transaction; from then on the transaction sees this one case. `path` is where the form holds the key. */
export async function openByKey(
  parts: { ports: CasesPorts },
  tx: Tx,
  key: FollowKey,
  path = '',
): Promise<{ caseId: string; reporterId: string }> {
  const secret = parts.ports.followKey;
  const tail = key.phoneTail ? tailHash(secret, key.code, key.phoneTail) : null;
  const found = await store.openFollowed(tx, followHash(secret, key.code), tail);
  if (!found) throw problem('cases.follow-unknown', {}, [{ path: `${path}code`, code: 'follow-unknown' }]);
  if (!found.tailMatches)
    throw problem('cases.follow-tail', {}, [{ path: `${path}phoneTail`, code: 'follow-tail' }]);
  return found;
}
