// The demo's exercises: a fire drill that was played, observed and left something to improve; one for the rainstorm that is planned; a
// readiness check before the season; and the recovery checklist of the rainstorm that is over.

import { findCase } from '../../engines/case/case-store.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type DrillsParts, drillTemplate, observe, planDrill, playDistrict } from '../drills/public.ts';
import { listPlans } from '../preparedness/public.ts';
import { type ReadinessParts, startCheck } from '../readiness/public.ts';
import { answerRecovery, improve, type ReviewParts, viewReview } from '../review/public.ts';
import { findEndedEmergency, listCardsOf } from './store.ts';
import { drillWords as words } from './texts-drills.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Given = {
  emergency: DrillsParts & ReadinessParts & ReviewParts;
  ids: Ids;
  person(user: 'secretary' | 'worker'): Promise<Staff>;
};

const MINUTE = 60_000;
const DAY = 86_400_000;
const PLAYED = 6;

export async function seedDrills({ emergency: parts, ids, person }: Given): Promise<void> {
  const [secretary, worker] = [await person('secretary'), await person('worker')];
  const home = secretary.posts[0];
  if (!home) return;
  const { district } = secretary;
  const scope = scopeOf({ kind: 'system', district, reason: 'demo' });
  const asking = (actor: Actor) => ({ actor, locale: 'zh-CN' as const });
  const now = parts.now();

  const give = async (actor: Actor, id: string, name: string, form: Record<string, unknown> = {}) => {
    const found = await parts.db.read(scope, (tx) => findCase(tx, id, id));
    if (!found) throw new Error(`case ${id} is gone`);
    await parts.cases.engine.give({ actor }, id, {
      commandId: ids.next(),
      name,
      baseVersion: found.state.version,
      occurredAt: parts.now(),
      form,
    });
  };
  const plan = async (scenario: 'fire' | 'rainstorm', days: number, plan?: string): Promise<string> => {
    const commandId = ids.next();
    const query = { areaId: home.areaId, scenario };
    const { script } = await parts.db.read(scope, (tx) => drillTemplate(parts, tx, asking(secretary), query));
    await planDrill(parts, asking(secretary), {
      commandId,
      ...query,
      ...(scenario === 'fire' ? pick(words.fire) : pick(words.storm)),
      mode: 'field',
      plannedAt: now + days * DAY,
      // What was played was played at once, so that its cards are there.
      script: scenario === 'fire' ? script.slice(0, PLAYED).map((line) => ({ ...line, minute: 0 })) : script,
      ...(plan === undefined ? {} : { plan }),
    });
    return commandId;
  };
  /** The worker answers in the app, the secretary writes down who answered by phone; one post is reached by nobody. */
  const answer = async (about: string, note?: string): Promise<void> => {
    const mine = worker.posts.map((post) => post.postId);
    const cards = await parts.db.read(scope, (tx) => listCardsOf(tx, about));
    const own = cards.filter((card) => mine.includes(card.post));
    for (const card of own) {
      await give(worker, card.id, 'answer-practice');
      if (note !== undefined) await give(worker, card.id, 'finish-practice', { note });
    }
    const [, ...reached] = cards.filter((card) => !own.includes(card));
    for (const card of reached) await give(secretary, card.id, 'record-practice', { how: 'phone' });
  };

  const [tried] = (await parts.db.read(scope, (tx) => listPlans(tx, home.areaPath))).filter(
    (one) => one.areaId === home.areaId,
  );
  const fire = await plan('fire', 1, tried?.id);
  await give(secretary, fire, 'start-drill');
  await playDistrict(parts, district);
  await answer(fire, words.fire.done);
  const muster = { called: now - 12 * MINUTE, arrived: now - 5 * MINUTE };
  await give(secretary, fire, 'muster-drill', { group: 'residents', ...muster, wanted: 60, count: 47 });
  await parts.db.tx(scopeOf(secretary), async (tx) => {
    const answers = { 'said-exercise': 'yes', commander: 'yes', reached: 'yes', 'way-out': 'no' };
    const rest = { helped: 'no', counted: 'yes', equipment: 'na', remark: words.fire.review };
    await observe(parts, tx, asking(secretary), fire, {
      id: ids.next(),
      version: 0,
      answers: { ...answers, ...rest },
    });
  });
  await give(secretary, fire, 'finding-drill', { finding: words.fire.finding, unit: home.unitId, days: 10 });
  await give(secretary, fire, 'end-drill');
  await give(secretary, fire, 'close-drill', { result: 'partly', review: words.fire.review });
  await plan('rainstorm', 6);

  const check = ids.next();
  await startCheck(parts, asking(secretary), {
    commandId: check,
    areaId: home.areaId,
    occasion: 'season',
    why: words.season,
    duties: ['command', 'report'],
    until: now + 2 * 3_600_000,
  });
  await playDistrict(parts, district);
  await answer(check);
  await give(secretary, check, 'muster-check', { group: 'squad', ...muster, wanted: 12, count: 11 });
  await give(secretary, check, 'end-check', {});
  await playDistrict(parts, district);

  const storm = await parts.db.read(scope, findEndedEmergency);
  if (storm === undefined) return;
  await parts.db.tx(scopeOf(secretary), async (tx) => {
    const { checklist } = await viewReview(parts, tx, asking(secretary), storm);
    const answers = Object.fromEntries(
      checklist.items
        .filter((item) => item.required)
        .map((item) => [item.code, ['drains', 'stocks'].includes(item.code) ? 'no' : 'yes']),
    );
    const { remark } = words.recovery;
    await answerRecovery(parts, tx, asking(secretary), storm, {
      id: ids.next(),
      version: checklist.version,
      answers: { ...answers, remark },
    });
  });
  await improve(parts, asking(secretary), storm, {
    commandId: ids.next(),
    what: words.recovery.drains,
    unitId: home.unitId,
    days: 21,
  });
}

const pick = ({ title, aim, place }: { title: string; aim: string; place: string }) => ({
  title,
  aim,
  place,
});
