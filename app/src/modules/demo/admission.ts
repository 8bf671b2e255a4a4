// What departments of the demo asked in the last two months, and what reached people outside the list. Told through the module's own
// commands on the days on which it happened, so that the meter counts what really took place.
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { type Db, scopeOf } from '../../platform/db/db.ts';
import { type AdmissionParts, applyRequest, decideFlag, decideRequest, flag } from '../admission/public.ts';
import { castOf } from './cast.ts';
import { stagesOf } from './store.ts';
import { admissionStories, flagStories } from './texts-admission.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;
const DAY_MS = 86_400_000;

type Parts = {
  db: Db;
  ids: Ids;
  now(): number;
  admission: AdmissionParts;
  /** The id of a department by its code. */
  unit(code: string): string;
  area: { id: string; path: string };
};

const silent = { toPosts: async () => undefined, toUnit: async () => undefined };

export async function seedAdmission(parts: Parts, district: string): Promise<void> {
  const { db, ids } = parts;
  const system = scopeOf({ kind: 'system', district, reason: 'demo' });
  const cast = await db.read(system, (tx) => castOf(tx, parts.now(), () => 1));
  const [grid = parts.area.path] = await db.read(system, stagesOf);
  const needed = (actor: Actor | undefined, what: string): Staff => {
    if (actor?.kind !== 'staff') throw new Error(`the demo has nobody for ${what}`);
    return actor;
  };
  const relief = needed(cast.over('admit', parts.area.path, []), 'admit');
  const worker = needed(cast.over('report', grid, []), 'report');
  /** The module as it stood so many days ago, and who acts in it. */
  const then = (actor: Actor, daysAgo: number) => {
    const now = () => parts.now() - daysAgo * DAY_MS;
    return {
      day: (offset: number) => civilDate(now() + offset * DAY_MS),
      at: { ...parts.admission, now, notify: silent },
      // The audit log says when the demo was made: nobody did this sixty days ago.
      who: { actor, now: () => parts.now(), platform: { ids }, locale: 'zh-CN' as const },
    };
  };
  for (const story of admissionStories) {
    const unitId = parts.unit(story.department);
    const clerk = needed(cast.inUnit(unitId), story.department);
    const asked = then(clerk, story.daysAgo);
    const commandId = ids.next();
    await db.tx(scopeOf(clerk), (tx) =>
      applyRequest(asked.at, tx, asked.who, {
        commandId,
        unitId,
        kind: story.kind,
        ...(story.urgent ? { urgent: true } : {}),
        areaId: parts.area.id,
        askedLevel: story.level,
        title: story.title,
        purpose: story.purpose,
        basis: story.basis,
        frequency: story.frequency,
        startsOn: asked.day(0),
        endsOn: asked.day(story.days),
        items: story.items.map(({ label, fact }) => (fact ? { label, fact } : { label })),
      }),
    );
    const { decision } = story;
    if (!decision) continue;
    const decided = then(relief, story.daysAgo - decision.after);
    await db.tx(scopeOf(relief), (tx) =>
      decideRequest(decided.at, tx, decided.who, commandId, {
        commandId: ids.next(),
        decision: decision.says,
        words: decision.words,
      }),
    );
  }
  for (const story of flagStories) {
    const unitId = parts.unit(story.department);
    const flagged = then(worker, story.daysAgo);
    const { id } = await db.tx(scopeOf(worker), (tx) =>
      flag(flagged.at, tx, flagged.who, {
        commandId: ids.next(),
        channel: story.channel,
        unitId,
        words: story.words,
      }),
    );
    if (!story.finding) continue;
    const found = then(relief, story.daysAgo - 1);
    await decideFlag(found.at, found.who, id, {
      commandId: ids.next(),
      outcome: 'outside',
      unitId,
      ...story.finding,
    });
  }
}
