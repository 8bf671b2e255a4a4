// What follows by itself: turns of a call-out that is over are taken back, a red warning that begins keeps the unfit from setting out, and
// whoever keeps the teams of a place is told thirty and seven days before something ends.
import { allRecords, textOf } from '../../engines/register/all-records.ts';
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { turnOf } from '../cases/public.ts';
import { selectPosts } from '../org/public.ts';
import { redWarningsOver } from '../warnings/public.ts';
import type { TeamsParts } from './parts.ts';
import { certificatesOf } from './read.ts';
import * as store from './store.ts';

const AT_ONCE = 300;
const TELL_BEFORE = [30, 7, 0];

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findCase>>>;

const machine = (district: string): Actor => ({ kind: 'system', district, reason: 'call-outs' });

async function recall(parts: TeamsParts, actor: Actor, turn: CaseState, why: 'over' | 'red'): Promise<void> {
  await parts.cases.engine.give({ actor }, turn.id, {
    commandId: derivedId(`${turn.id}/recall/${why}`),
    name: 'recall-turn',
    baseVersion: turn.version,
    occurredAt: parts.now(),
    form: { why },
  });
}

/** Gives how many turns were taken back. Any process may go on with it. */
export async function followCallOuts(parts: TeamsParts, district: string): Promise<number> {
  const actor = machine(district);
  const scope = scopeOf(actor);
  const left = await parts.db.read(scope, (tx) => store.listLeft(tx, AT_ONCE));
  for (const turn of left) await recall(parts, actor, turn, 'over');
  let recalled = left.length;
  for (const callOut of await parts.db.read(scope, store.listOutdoor)) {
    const [warning] = await parts.db.read(scope, (tx) => redWarningsOver(tx, callOut.areaPath, parts.now()));
    if (warning === undefined) continue;
    const turns = await parts.db.read(scope, (tx) => store.listTurns(tx, callOut.id));
    const unfit = turns.filter(
      (one) => ['turn-asked', 'turn-coming'].includes(one.state) && !turnOf(one).fit,
    );
    for (const turn of unfit) await recall(parts, actor, turn, 'red');
    recalled += unfit.length;
    const now = await parts.db.read(scope, (tx) => store.findCase(tx, 'call-out', callOut.id));
    await parts.cases.engine.give({ actor }, callOut.id, {
      commandId: derivedId(`${callOut.id}/red`),
      name: 'red-begins',
      baseVersion: now?.version ?? callOut.version,
      occurredAt: parts.now(),
      form: { warning: [...warning].slice(0, 200).join('') },
    });
  }
  return recalled;
}

const daysTo = (day: string, today: string): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);

/** Tells whoever takes in over the place, by what it is and how many days are left; nobody by name. Gives how many notices. */
export async function tellEnds(parts: TeamsParts, district: string): Promise<number> {
  const actor = machine(district);
  const today = civilDate(parts.now());
  return parts.db.tx(scopeOf(actor), async (tx) => {
    const asking = { actor, locale: 'zh-CN' as const };
    const teams = await allRecords(tx, parts.registers, asking, 'teams');
    const members = await allRecords(tx, parts.registers, asking, 'team-members');
    const placeOf = new Map(members.map((one) => [textOf(one, 'volunteer') ?? '', one.area.id]));
    const ends = [
      ...teams.flatMap((one) =>
        ['insuredUntil', 'trainedUntil'].map((field) => {
          return {
            what: `${one.title} ${parts.messages.text('zh-CN', `teams.ends.${field}`)}`,
            until: textOf(one, field),
            areaId: one.area.id,
          };
        }),
      ),
      ...(await certificatesOf(tx, parts, asking, today)).map((one) => {
        return { what: one.kind, until: one.until, areaId: placeOf.get(one.holder) };
      }),
      ...(await allRecords(tx, parts.registers, asking, 'emergency-agreements')).map((one) => {
        return { what: one.title, until: textOf(one, 'validUntil'), areaId: one.area.id };
      }),
    ];
    let told = 0;
    for (const { what, until, areaId } of ends) {
      if (until === null || areaId === undefined || !TELL_BEFORE.includes(daysTo(until, today))) continue;
      const area = (await parts.areaChain(district, areaId)).at(-1);
      if (!area) continue;
      const keepers = await selectPosts(tx, today, { duty: 'intake', above: area.path });
      const nearest = Math.max(0, ...keepers.map((one) => one.areaPath.length));
      await parts.notify.toPosts(
        tx,
        keepers.filter((one) => one.areaPath.length === nearest).map((one) => one.id),
        { key: 'notice.team-ends', params: { what, until }, link: '/console/teams', urgency: 'later' },
      );
      told += 1;
    }
    return told;
  });
}
