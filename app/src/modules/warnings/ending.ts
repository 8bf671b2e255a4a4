// A warning ends when its issuer lifts it: by a document of its own, or written off by hand with the number of the lifting. What we relayed of it
// ends with it: it leaves our list at once, and its cancellation is drafted for another person to approve.

import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import type { EndBody } from './contract.ts';
import type { WarningsParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

/** Drafts the cancellation of every alert of ours that nothing follows yet, and tells the commanders that one waits. `account`: who brought the end. */
export async function endRelays(
  parts: WarningsParts,
  tx: Tx,
  warning: store.WarningRow,
  account: string | null,
): Promise<void> {
  const relays = await store.listRelays(tx, warning.id);
  const followed = new Set(relays.filter((one) => one.withdrawnAt === null).map((one) => one.formerId));
  const open = relays.filter(
    (one) => one.sentAt !== null && one.msgType !== 'Cancel' && !followed.has(one.id),
  );
  if (open.length === 0) return;
  for (const one of account === null ? [] : open) {
    const id = parts.ids.next();
    await store.insertRelay(tx, {
      ...{ id, warningId: warning.id, msgType: 'Cancel', formerId: one.id, draftedBy: account ?? '' },
      identifier: `renlin-${tx.scope.district}-${id}`,
      instruction: parts.messages.text('zh-CN', 'warnings.relay.ended', { issuer: warning.issuer }),
      expiresAt: warning.expiresAt,
      draftedAt: parts.now(),
    });
  }
  const areas = new Set((await store.listAreas(tx, warning.id)).map((one) => one.id));
  const posts = await selectPosts(tx, civilDate(parts.now()), { duty: 'command' });
  const told = posts.filter((post) => areas.has(post.areaId)).map((post) => post.id);
  if (told.length > 0)
    await parts.notify.toPosts(tx, told, {
      key: 'notice.relay-ended',
      params: { event: warning.event, issuer: warning.issuer },
      link: `/console/warnings/${warning.id}`,
      urgency: 'now',
    });
}

/** The lifting of a warning, as it was written off: a warning document of its own that names the one it lifts. */
export async function liftWarning(
  parts: WarningsParts,
  tx: Tx,
  warning: store.WarningRow,
  account: string,
  body: EndBody,
): Promise<boolean> {
  const before = await store.findWarning(tx, body.id);
  if (before) {
    if (before.refs[0]?.identifier !== warning.identifier) throw problem('warnings.known-otherwise');
    return false;
  }
  if (warning.endedAt !== null || warning.msgType === 'Cancel' || warning.expiresAt <= parts.now())
    throw problem('warnings.over');
  if (body.sentAt > parts.now() || body.sentAt < warning.sentAt)
    throw problem('warnings.times', {}, [{ path: 'sentAt', code: 'warning-lifted' }]);
  const { issuer, sender, event, risk, colour, colourFrom, severity, certainty, status, scope } = warning;
  const written = await store.insertWarning(tx, {
    ...{ issuer, sender, event, risk, colour, colourFrom, severity, certainty, status, scope },
    ...{ id: body.id, origin: 'typed', version: null, msgType: 'Cancel', urgency: 'Past', signed: false },
    refs: [{ sender, identifier: warning.identifier, sent: warning.sentAt }],
    ...{ identifier: body.documentNumber, documentNumber: body.documentNumber, sentAt: body.sentAt },
    ...{
      headline: '',
      description: body.text,
      instruction: '',
      contact: '',
      areaWords: '',
      shapes: [],
      notes: [],
    },
    ...{ effectiveAt: body.sentAt, onsetAt: null, expiresAt: Math.max(warning.expiresAt, body.sentAt + 1) },
    ...{ document: null, source: issuer, receivedAt: parts.now(), receivedBy: account },
  });
  if (!written) throw problem('warnings.known-otherwise');
  const areas = await store.listAreas(tx, warning.id);
  await store.insertAreas(
    tx,
    body.id,
    areas.map((one) => ({ id: one.id, how: 'former' })),
  );
  await store.endWarning(tx, warning.id, { at: body.sentAt, id: body.id, why: 'cancelled' });
  await endRelays(parts, tx, warning, account);
  return true;
}
