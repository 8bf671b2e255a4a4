// The demo's three lists and plans, done by its people: drafted by the secretary, signed by the units, approved by another commander; one
// risk went up and waits for its receipt, one plan should have been looked at again.
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { boxOfArea } from '../org/public.ts';
import {
  addDraft,
  draftBody,
  type PreparednessParts,
  publishDraft,
  reportRisk,
  signDraft,
  templateOf,
} from '../preparedness/public.ts';
import { castOf } from './cast.ts';
import { preparednessWords as words } from './texts-preparedness.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Given = {
  preparedness: PreparednessParts;
  ids: Ids;
  person(user: 'secretary' | 'street'): Promise<Staff>;
};

const DAY = 86_400_000;
/** Everything that nobody holds in the small demo was looked at. */
const SEEN = 10_000;

export async function seedPreparedness({ preparedness: parts, ids, person }: Given): Promise<void> {
  const [secretary, street] = [await person('secretary'), await person('street')];
  const [home, office] = [secretary.posts[0], street.posts[0]];
  if (!home || !office) return;
  const scope = scopeOf({ kind: 'system', district: secretary.district, reason: 'demo' });
  const now = parts.now();
  const other = await parts.db.read(scope, async (tx) =>
    (await castOf(tx, now, () => 1)).over('command', home.areaPath, [home.unitId]),
  );
  if (!other) throw new Error('the demo has no second commander');
  const asking = (actor: Actor) => ({ actor, locale: 'zh-CN' as const });
  const day = (days: number) => civilDate(now + days * DAY);
  const risks = await parts.db.tx(scope, async (tx) => {
    const box = await boxOfArea(tx, home.areaPath, now);
    const spot = (n: number) =>
      box && {
        lng: box[0] + ((box[2] - box[0]) * (2 + ((n * 3) % 7))) / 10,
        lat: box[1] + ((box[3] - box[1]) * (3 + ((n * 2) % 5))) / 10,
      };
    const publish = async (
      body: Record<string, unknown>,
      {
        signers = [],
        daysAgo = 20,
      }: { signers?: readonly (readonly [Staff, string])[]; daysAgo?: number } = {},
    ): Promise<string> => {
      const then: PreparednessParts = { ...parts, now: () => now - daysAgo * DAY };
      const draft = draftBody.parse({
        id: ids.next(),
        areaId: home.areaId,
        risk: 'any',
        note: words.first,
        reviewOn: day(200),
        ...body,
      });
      await addDraft(then, tx, asking(secretary), draft);
      for (const [actor, unitId] of signers)
        await signDraft(then, tx, asking(actor), draft.id, { revision: 1, unitId });
      await publishDraft(then, tx, asking(other), draft.id, { revision: 1, gapsSeen: SEEN });
      return draft.id;
    };
    const template = (kind: 'plan-household' | 'plan-community', risk: string) =>
      templateOf(parts, tx, asking(secretary), { kind, risk, areaId: home.areaId, subject: '' });

    const lead = { unitId: home.unitId, part: 'lead' };
    const task = { risk: 'any', levels: [], duty: 'intake', units: [lead] };
    const both = [lead, { unitId: office.unitId, part: 'assist' }];
    const respond = { phase: 'respond', levels: ['own', 'IV', 'III', 'II', 'I'] };
    await publish(
      {
        kind: 'duties',
        title: words.duties,
        content: {
          tasks: [
            { ...task, code: 'survey', phase: 'prevent', ...words.survey },
            { ...task, code: 'pumping', ...respond, ...words.pumping, risk: 'rainstorm', units: both },
            { ...task, code: 'shelter', ...respond, ...words.shelter },
            { ...task, code: 'review', phase: 'recover', ...words.review, units: both },
          ],
        },
      },
      {
        signers: [
          [secretary, home.unitId],
          [street, office.unitId],
        ],
      },
    );
    const list = words.list.map((one, n) => ({
      ...one,
      point: spot(n),
      ownerUnit: home.unitId,
      reviewOn: day(n === 3 ? -5 : 120),
    }));
    const id = await publish({ kind: 'risks', title: words.risks, content: { risks: list } });
    const { subject, title, ...point } = words.plans.point;
    await publish({
      kind: 'plan-point',
      risk: 'rainstorm',
      subject,
      title,
      content: { place: subject, point: spot(0), ...point },
    });
    const card = await template('plan-household', 'rainstorm');
    await publish({
      kind: 'plan-household',
      risk: 'rainstorm',
      title: words.plans.household,
      content: card.content,
    });
    const fire = await template('plan-community', 'fire');
    await publish(
      {
        kind: 'plan-community',
        risk: 'fire',
        title: words.plans.community,
        content: fire.content,
        reviewOn: day(-30),
      },
      { daysAgo: 400 },
    );
    return id;
  });
  await reportRisk(parts, asking(secretary), { id: risks, code: 'underpass' }, { text: words.report });
}
