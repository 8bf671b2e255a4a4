// Plays exercises that run: at its minute each line becomes a card of its post, and what is still open afterwards is taken back. A card has
// the id of its line, so nobody gets two, however often or in how many processes this runs. It opens nothing but cards that say what they are.
import { derivedId } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { openModuleCase, type PracticeCardFacts } from '../cases/public.ts';
import type { DrillsParts } from './parts.ts';
import * as store from './store.ts';

const MOST = 400;
const AT_ONCE = 8;

/** Gives how many cards were sent or taken back. */
export async function playDistrict(parts: DrillsParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'exercise' };
  const scope = scopeOf(actor);
  // What is serious ends what is played, before another card goes out.
  for (const drill of await parts.db.read(scope, (tx) => store.listOvertaken(tx)))
    await parts.cases.engine.give({ actor }, drill.id, {
      commandId: derivedId(`${drill.id}/overtaken`),
      name: 'cancel-drill',
      baseVersion: drill.version,
      occurredAt: parts.now(),
      form: { reason: parts.messages.text('zh-CN', 'drills.overtaken', { number: drill.emergency }) },
    });
  const due = await parts.db.read(scope, (tx) => store.listDue(tx, parts.now(), MOST));
  const waiting = [...due];
  const worker = async () => {
    for (let line = waiting.shift(); line; line = waiting.shift()) await send(parts, actor, line);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const left = await parts.db.read(scope, (tx) => store.listLeftOver(tx, MOST));
  for (const card of left)
    await parts.cases.engine.give({ actor }, card.id, {
      commandId: derivedId(`${card.id}/recall`),
      name: 'recall-practice',
      baseVersion: card.version,
      occurredAt: parts.now(),
      form: {},
    });
  return due.length + left.length;
}

async function send(parts: DrillsParts, actor: Actor, line: store.DueLine): Promise<void> {
  const of = line.kind === 'drill' ? 'drill' : 'readiness';
  const facts: PracticeCardFacts = {
    of,
    about: line.about,
    line: line.line,
    expect: line.expect,
    within: line.within,
    doWithin: line.doWithin,
    answered: null,
    doneAt: null,
  };
  await openModuleCase(parts.cases, actor, {
    id: line.id,
    kind: 'practice-card',
    areaId: line.areaId,
    ownerUnit: line.unitId,
    parentId: line.about,
    headline: line.headline,
    text: [line.what, line.expect].filter(Boolean).join('\n'),
    facts: { practice: facts, post: line.postId },
    async beside(tx, filed) {
      await store.markSent(tx, line.id, parts.now());
      await parts.notify.toPosts(tx, [line.postId], {
        key: `notice.practice-${of}`,
        params: { number: filed.number },
        link: `/console/cases/${filed.id}`,
        urgency: 'now',
      });
    },
  });
}
