// What the clock does: asks for test calls, turns a test that nobody heard into an improvement, deletes contacts whose consent is over.
import { derivedId } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type ImprovementFacts, openModuleCase } from '../cases/public.ts';
import type { CallsParts } from './parts.ts';
import * as store from './store.ts';

const TEST_WINDOW_MS = 24 * 3_600_000;
/** A button that doesn't work is seen to within this. */
const MEND_DAYS = 2;

export async function tendCalls(parts: CallsParts, district: string) {
  const actor: Actor = { kind: 'system', district, reason: 'call-tests' };
  const scope = scopeOf(actor);
  const now = parts.now();
  const purged = await parts.db.tx(scope, async (tx) => {
    const ids = await store.purgeDevices(tx, now);
    const who = { actor, now: () => now, platform: { ids: parts.ids } };
    for (const id of ids)
      await audit(tx, who, { action: 'calls.purge-contact', object: { type: 'call-device', id } });
    return ids.length;
  });
  const asked = await parts.db.tx(scope, (tx) =>
    store.askTests(tx, now, TEST_WINDOW_MS, () => parts.ids.next()),
  );
  const failed = await parts.db.read(scope, (tx) => store.listOverdueTests(tx, now));
  for (const test of failed) {
    const facts: ImprovementFacts = { source: 'readiness', sourceId: test.id, days: MEND_DAYS };
    await openModuleCase(parts.cases, actor, {
      // Derived: a test that is found late twice opens one.
      id: derivedId(`${test.id}/improvement`),
      kind: 'improvement',
      areaId: test.areaId,
      ownerUnit: test.unitId,
      headline: parts.messages.text('zh-CN', 'calls.test-failed', { label: test.label }),
      text: parts.messages.text('zh-CN', 'calls.test-failed-text'),
      address: test.label,
      facts: { improvement: facts },
      beside: (tx) => store.failTest(tx, test.id, now),
    });
  }
  return { purged, asked, failed: failed.length };
}
