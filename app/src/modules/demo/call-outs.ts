// The demo's call-out, half answered, and a retrofit that waits for its works: done by the demo's people as anybody would.
import { allRecords } from '../../engines/register/all-records.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type InfrastructureParts, openRetrofit, viewSurvey } from '../infrastructure/public.ts';
import { markRoll, startCallOut, type TeamsParts, viewCallOut } from '../teams/public.ts';
import { tasks } from './texts-teams.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
type Parts = {
  teams: TeamsParts & InfrastructureParts;
  ids: Ids;
  person(user: 'secretary' | 'worker'): Promise<Staff>;
};

const HOUR_MS = 3_600_000;

export async function seedCallOuts({ teams: parts, ids, person }: Parts): Promise<void> {
  const secretary = await person('secretary');
  const worker = await person('worker');
  const home = secretary.posts[0];
  if (!home) return;
  const asking = { actor: secretary, locale: 'zh-CN' as const };
  const scope = scopeOf(secretary);
  const squads = await parts.db.read(scope, (tx) => allRecords(tx, parts.registers, asking, 'teams'));
  const idOf = (at: number) => squads.find((one) => one.title === tasks.teams[at]?.name)?.id ?? '';
  const { wanted, safety, answers } = tasks.callOut;
  const { id } = await startCallOut(parts, asking, {
    commandId: ids.next(),
    areaId: home.areaId,
    task: 'logistics',
    wanted,
    meetAt: parts.now() + 2 * HOUR_MS,
    meetingPoint: tasks.teams[1].musterPoint,
    safety,
    outdoor: true,
    maxHours: 4,
    teams: [idOf(1), idOf(2)],
    posts: worker.posts.slice(0, 1).map((post) => post.postId),
  });
  const { roll } = await parts.db.read(scope, (tx) => viewCallOut(parts, tx, asking, id));
  const byList = (roll ?? []).filter((one) => !one.byApp);
  const marks = byList.slice(0, answers.length).flatMap((one, at) => {
    const what = answers[at];
    return what ? [{ turnId: one.id, what }] : [];
  });
  await markRoll(parts, asking, id, { commandId: ids.next(), marks });
  const { gaps } = await parts.db.read(scope, (tx) => viewSurvey(parts, tx, asking, home.areaId));
  const pump = gaps.find((one) => one.kind.code === 'pump' && one.lacking > 0);
  if (!pump) throw new Error('the demo lacks no pump');
  const retrofit = await openRetrofit(parts, asking, {
    commandId: ids.next(),
    ruleId: pump.rule.id,
    areaId: pump.place.id,
    text: tasks.retrofit.text,
  });
  const { yuan, source } = tasks.retrofit;
  await parts.cases.engine.give({ actor: secretary }, retrofit.id, {
    commandId: ids.next(),
    name: 'set-budget',
    baseVersion: retrofit.version,
    occurredAt: parts.now(),
    form: { yuan, source },
  });
}
