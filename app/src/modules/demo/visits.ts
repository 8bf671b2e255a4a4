// A round of visits by appointment in the demo's first community: times offered, agreed, declined, kept, and two needs passed on.
import { listNodes } from '../../engines/tree/tree.ts';
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { followCodeOf } from '../cases/public.ts';
import {
  addTargets,
  answerLink,
  offerTimes,
  openCampaign,
  recordVisit,
  type VisitParts,
} from '../visits/public.ts';
import { visitWords } from './texts-outside.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Parts = { visits: VisitParts; ids: Ids; person(user: 'secretary' | 'worker'): Promise<Staff> };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export async function seedVisits({ visits, ids, person }: Parts): Promise<void> {
  const [secretary, worker] = [await person('secretary'), await person('worker')];
  const [community, grid] = [secretary.posts[0], worker.posts[0]];
  if (!community || !grid) return;
  const asking = (actor: Staff) => ({ actor, locale: 'zh-CN' as const });
  const now = visits.now();
  const campaignId = ids.next();
  const doors = visitWords.doors.map((label) => ({ id: ids.next(), label, kind: 'household' as const }));
  const places = [...doors, { id: ids.next(), label: visitWords.firm, kind: 'firm' as const }];
  await visits.db.tx(scopeOf(secretary), async (tx) => {
    await openCampaign(visits, tx, asking(secretary), {
      id: campaignId,
      title: visitWords.title,
      purpose: visitWords.purpose,
      areaId: community.areaId,
      startsOn: civilDate(now - 6 * DAY),
      endsOn: civilDate(now + 24 * DAY),
      policyIds: [],
    });
    const others = await listNodes(tx, 'area', { levels: ['grid'], within: community.areaPath, limit: 4 });
    const elsewhere = others.filter((one) => one.id !== grid.areaId).map((one) => one.id);
    // The worker's own doors first; a few behind them in the grids beside.
    const areaOf = (index: number) => (index < 7 ? grid.areaId : (elsewhere[index % 3] ?? grid.areaId));
    const given = places.map((place, index) => ({ ...place, areaId: areaOf(index) }));
    await addTargets(visits, tx, asking(secretary), campaignId, given);
  });

  const code = (id: string) => followCodeOf(visits.linkKey, id);
  const nobody: Actor = { kind: 'public', district: worker.district };
  const answer = (id: string, body: { answer: 'accept' | 'decline' | 'opt-out'; at?: number }) =>
    answerLink(visits, { actor: nobody, locale: 'zh-CN' }, { code: code(id), ...body });
  const times = [now + DAY + 2 * HOUR, now + 2 * DAY];
  const offer = (id: string) =>
    visits.db.tx(scopeOf(worker), (tx) =>
      offerTimes(visits, tx, asking(worker), id, { baseVersion: 1, times }),
    );
  const record = (id: string, baseVersion: number, outcome: 'visited' | 'not-home', needs: string[] = []) =>
    recordVisit(visits, asking(worker), id, {
      commandId: ids.next(),
      baseVersion,
      outcome,
      needs: needs.map((text) => ({ commandId: ids.next(), text })),
      withAddress: true,
    });
  const [agreed, passedOn, quiet, away, declined, never] = doors.map((one) => one.id) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  for (const id of [agreed, passedOn, quiet, away, declined, never]) await offer(id);
  for (const id of [agreed, passedOn, quiet]) await answer(id, { answer: 'accept', at: times[0] as number });
  await answer(declined, { answer: 'decline' });
  await answer(never, { answer: 'opt-out' });
  await record(passedOn, 3, 'visited', [...visitWords.needs]);
  await record(quiet, 3, 'visited');
  await record(away, 2, 'not-home');
}
