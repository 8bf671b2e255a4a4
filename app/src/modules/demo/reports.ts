// Forms of the demo: the community's letter, the street's dossier, and last month's of each.
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { type Db, scopeOf } from '../../platform/db/db.ts';
import { generate, type ReportsParts, takePreset } from '../reports/public.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
const DAY_MS = 86_400_000;

type Parts = {
  db: Db;
  ids: Ids;
  now(): number;
  reports: ReportsParts;
  person(user: 'street' | 'secretary'): Promise<Staff>;
};

export async function seedReports(parts: Parts): Promise<void> {
  for (const [user, preset] of [
    ['secretary', 'letter'],
    ['street', 'dossier'],
  ] as const) {
    const actor = await parts.person(user);
    const [post] = actor.posts;
    if (!post) throw new Error(`the demo's ${user} has no post`);
    const who = { actor, now: () => parts.now(), platform: { ids: parts.ids }, locale: 'zh-CN' as const };
    const { id } = await takePreset(parts.reports, who, {
      commandId: parts.ids.next(),
      unitId: post.unitId,
      preset,
    });
    const today = civilDate(parts.now());
    const from = civilDate(parts.now() - 30 * DAY_MS);
    await parts.db.tx(scopeOf(actor), (tx) =>
      generate(parts.reports, tx, who, {
        commandId: parts.ids.next(),
        templateId: id,
        areaId: post.areaId,
        from,
        to: today,
      }),
    );
  }
}
