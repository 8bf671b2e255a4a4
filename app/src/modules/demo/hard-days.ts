// What is hard in the demo today, done through the case engine by its people: a whistle that is asked for, one that is being answered,
// one that waits for joint acceptance, a supervision, and two returns that end in arbitration.

import type { CaseState } from '../../engines/case/case.ts';
import { findCase } from '../../engines/case/case-store.ts';
import type { CaseEngine } from '../../engines/case/engine.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type CasesWorld, whistleOf } from '../cases/public.ts';
import { findUnit } from '../catalogue/public.ts';
import { castOf } from './cast.ts';
import { listOpen, type OpenCase } from './store.ts';
import { hardDayWords } from './texts.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;

type Parts = {
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  engine: Pick<CaseEngine<CasesWorld>, 'give'>;
  world: CasesWorld;
  ids: Ids;
  now(): number;
  person(user: 'street' | 'secretary'): Promise<Staff>;
  /** A story that was not told, with the code of the refusal or `no-case`: the demo is poorer by it, and starts all the same. */
  missed(why: string): void;
};

/** The whole: some twenty commands. */
export async function seedHardDays(parts: Parts): Promise<void> {
  const { read, world } = parts;
  const street = await parts.person('street');
  const secretary = await parts.person('secretary');
  const cast = await read((tx) => castOf(tx, parts.now(), () => 1));
  const department = (code: string) => findUnit(world.catalogue, { code }, '')?.id ?? '';
  const [urban, housing, market] = ['urban-management', 'housing', 'market'].map(department) as [
    string,
    string,
    string,
  ];
  const home = street.posts[0] as Staff['posts'][number];
  const community = secretary.posts[0]?.areaPath ?? '';
  const open = await read((tx) => listOpen(tx, home.areaPath, home.unitId));
  const take = (fits: (one: OpenCase) => boolean): OpenCase | undefined => {
    const at = open.findIndex(fits);
    return at < 0 ? undefined : open.splice(at, 1)[0];
  };

  const caseOf = async (id: string): Promise<CaseState> => {
    const found = await read((tx) => findCase(tx, id, id));
    if (!found) throw new Error(`case ${id} is gone`);
    return found.state;
  };
  const give = async (actor: Actor, caseId: string, name: string, form: Record<string, unknown>) =>
    parts.engine.give({ actor }, caseId, {
      commandId: parts.ids.next(),
      name,
      baseVersion: (await caseOf(caseId)).version,
      occurredAt: parts.now(),
      form,
    });
  const handlerOf = (unit: string): Actor => cast.inUnit(unit) ?? street;

  async function whistle(about: OpenCase, units: readonly string[], purpose: string) {
    const { state } = await give(street, about.id, 'whistle', {
      type: 'daily',
      units,
      purpose,
      where: hardDayWords.where,
    });
    const { id } = state.facts['whistleCase'] as { id: string };
    return whistleOf(await caseOf(id)).calls;
  }

  /** Few are being handled after a weekend: what waits is accepted and given to a department first. */
  async function hand(id: string): Promise<void> {
    await give(street, id, 'accept', {});
    await give(street, id, 'dispatch', { unit: urban });
  }

  async function story(fits: (one: OpenCase) => boolean, tell: (about: OpenCase) => Promise<unknown>) {
    const about = take(fits);
    if (!about) return parts.missed('no-case');
    const ready = about.owner ? Promise.resolve() : hand(about.id);
    await ready
      .then(() => tell(about))
      .catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        parts.missed(error.code);
      });
  }

  await story(
    (one) => one.areaPath.startsWith(community),
    (asked) =>
      give(secretary, asked.id, 'ask-whistle', {
        reason: hardDayWords.askWhistle,
        units: [urban, housing],
      }),
  );

  await story(
    () => true,
    async (answered) => {
      const calls = await whistle(answered, [urban, housing, market], hardDayWords.purpose);
      const first = calls.find((call) => call.unit === urban);
      if (first) await give(handlerOf(urban), first.caseId, 'arrive', { note: hardDayWords.onSite });
    },
  );

  await story(
    () => true,
    async (ready) => {
      for (const call of await whistle(ready, [urban, housing], hardDayWords.together)) {
        await give(handlerOf(call.unit), call.caseId, 'arrive', { note: hardDayWords.arrived });
        await give(handlerOf(call.unit), call.caseId, 'report-result', { result: hardDayWords.partDone });
      }
    },
  );

  await story(
    () => true,
    (slow) =>
      give(street, slow.id, 'supervise', {
        reason: hardDayWords.slow,
        wants: hardDayWords.wants,
        within: { n: 2, unit: 'work-day' },
      }),
  );

  await story(
    (one) => one.item !== null && (one.owner ?? urban) === urban,
    async ({ id, item }) => {
      const back = { reason: hardDayWords.notOurs };
      await give(handlerOf(urban), id, 'return', { ...back, item: 'p-05', proposedUnit: housing });
      await give(street, id, 'dispatch', { unit: housing });
      await give(handlerOf(housing), id, 'return', { ...back, item, proposedUnit: urban });
      await give(street, id, 'ask-ruling', { reason: hardDayWords.whoLeads });
    },
  );
}
