// The agenda of a huddle or a grid meeting, made at the moment from the records. Nothing of it is stored but that the meeting took
// place; what is decided becomes a command on a case, like everywhere else.
import { dayOf, formatDate } from '@renlin/core/calendar/civil';
import { AREA_DUTIES } from '../../kernel/actor.ts';
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import * as store from './agenda-store.ts';
import { listHandovers } from './handover-store.ts';
import type { AreaFact, Asking, RhythmParts, Staff } from './ports.ts';
import './problems.ts';

export type MeetingKind = 'huddle' | 'grid';

/** In the order in which a meeting goes through them. */
const SECTIONS = ['overdue', 'today', 'fresh', 'handed', 'waiting', 'open'] as const;
/** What fits on one sheet of A4 with a line each; the rest is one press away. */
const LINES = 7;
const WEEK_MS = 7 * 86_400_000;
const MOST_HANDOVERS = 20;

export function staffOf(asking: Asking): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

/** The areas whose meetings this person may hold: those of posts with a duty over the area. */
export function meetingAreas(actor: Staff): { id: string; path: string }[] {
  const seeing = actor.posts.filter((post) => post.duties.some((duty) => AREA_DUTIES.has(duty)));
  return [...new Map(seeing.map((post) => [post.areaId, { id: post.areaId, path: post.areaPath }])).values()];
}

function mayHold(actor: Staff, path: string): boolean {
  return meetingAreas(actor).some((area) => path.startsWith(area.path));
}

async function areaOf(parts: RhythmParts, actor: Staff, areaId: string | undefined): Promise<AreaFact> {
  const id = areaId ?? meetingAreas(actor)[0]?.id ?? actor.posts[0]?.areaId;
  const area = id === undefined ? undefined : (await parts.areaChain(actor.district, id)).at(-1);
  if (!area) throw problem('rhythm.area-unknown', {}, [{ path: 'query/area', code: 'meeting-area' }]);
  if (!mayHold(actor, area.path)) throw problem('rhythm.not-your-area', { area: area.name });
  return area;
}

/** Without a meeting on record, a huddle looks back to the working day before today, a grid meeting over a week. */
async function usualSince(parts: RhythmParts, actor: Staff, kind: MeetingKind): Promise<number> {
  const now = parts.now();
  if (kind === 'grid') return now - WEEK_MS;
  const calendar = await parts.calendar(actor.district);
  let day = dayOf(startOfCivilDate(civilDate(now))) - 1;
  for (let back = 0; back < 14 && !calendar.dayKind(formatDate(day)).work; back++) day -= 1;
  return startOfCivilDate(formatDate(day));
}

export async function readAgenda(
  parts: RhythmParts,
  tx: Tx,
  asking: Asking,
  query: {
    kind?: MeetingKind | undefined;
    area?: string | undefined;
    since?: number | undefined;
    lines?: number | undefined;
  },
) {
  const actor = staffOf(asking);
  const kind = query.kind ?? 'huddle';
  const now = parts.now();
  const area = await areaOf(parts, actor, query.area);
  const last = await store.findLastMeeting(tx, area.id, kind);
  const since = Math.min(now, query.since ?? last ?? (await usualSince(parts, actor, kind)));
  const units = [...new Set(actor.posts.map((post) => post.unitId))];
  const lines = await store.listAgenda(tx, {
    path: area.path,
    since,
    now,
    endOfDay: endOfCivilDay(now),
    units,
    lines: query.lines ?? LINES,
  });
  const rows = await parts.rows(
    asking,
    lines.map((line) => line.state),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const handovers = await listHandovers(tx, { path: area.path, since, limit: MOST_HANDOVERS });
  const chain = await parts.areaChain(actor.district, area.id);
  const areas = await Promise.all(
    meetingAreas(actor).map(async ({ id }) => (await parts.areaChain(actor.district, id)).at(-1)),
  );
  return {
    kind,
    at: now,
    since,
    lastMeetingAt: last ?? null,
    area: { id: area.id, name: area.name, names: chain.map((one) => one.name) },
    above: chain.at(-2) && mayHold(actor, chain.at(-2)?.path ?? '') ? chain.at(-2)?.id : null,
    areas: areas.filter((one) => one !== undefined).map(({ id, name }) => ({ id, name })),
    below: await store.countBelow(tx, { areaId: area.id, since, now }),
    sections: SECTIONS.map((name) => {
      const own = lines.filter((line) => line.section === name);
      return {
        name,
        label: parts.messages.text(asking.locale, `rhythm.section.${name}`),
        total: own[0]?.total ?? 0,
        items: own.flatMap((line) => {
          const row = byId.get(line.state.id);
          return row ? [{ ...row, fresh: line.fresh, handed: line.handed }] : [];
        }),
      };
    }),
    handovers: handovers.map((one) => ({
      id: one.id,
      post: one.postTitle,
      areaName: one.areaName,
      toPost: one.toTitle,
      writtenAt: one.writtenAt,
      receivedAt: one.receivedAt,
      cases: one.caseIds.length,
    })),
  };
}

/** Says that the meeting took place: the next agenda begins here. */
export async function holdMeeting(
  parts: RhythmParts,
  tx: Tx,
  asking: Asking,
  body: { commandId: string; kind: MeetingKind; areaId: string },
) {
  const actor = staffOf(asking);
  const area = await areaOf(parts, actor, body.areaId);
  const at = parts.now();
  await store.insertMeeting(tx, {
    id: body.commandId,
    areaId: area.id,
    kind: body.kind,
    at,
    accountId: actor.accountId,
  });
  return {
    areaId: area.id,
    kind: body.kind,
    lastMeetingAt: await store.findLastMeeting(tx, area.id, body.kind),
  };
}
