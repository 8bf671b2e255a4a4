// `pauseOrdinary` of a level: while it is in force the ordinary limits of the area's cases stand still, counted from the act that brought the
// level; when no level asks for it any more they go on from the act that ended it. Reads what should be and makes it so: after a standstill,
// in several processes, and with incidents that overlap it comes to the same.
import type { CaseState } from '../../engines/case/case.ts';
import { derivedId } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { caseKinds, emergencyOf } from '../cases/public.ts';
import { levelsFor } from './levels.ts';
import type { EmergencyParts } from './parts.ts';
import * as store from './store.ts';

const MOST_OPEN = 200;
const MOST_AT_ONCE = 2_000;
const LONGEST_NOTE = 200;
const LIVE = ['emergency-acting', 'emergency-in-force'];
/** What brings a level, or ends it. */
const TURNING = ['start', 'level', 'resume', 'step-down'];

type Pausing = { id: string; path: string; until: number; from: number; name: string };

/** When the level that an emergency has now (or had last) was set. */
function turnedAt(emergency: CaseState): number {
  const { acts, until } = emergencyOf(emergency);
  const last = acts.findLast((act) => TURNING.includes(act.what));
  // Nobody stepped it down: it ran out.
  const ranOut = !LIVE.includes(emergency.state) && last?.what !== 'step-down';
  return ranOut ? until : (last?.at ?? emergency.filedAt);
}

/** The emergencies whose level makes ordinary work wait, with the version of the moment in which the level began. */
async function pausingNow(parts: EmergencyParts, tx: Tx): Promise<Pausing[]> {
  const found: Pausing[] = [];
  for (const one of await store.listEmergencies(tx, true, MOST_OPEN)) {
    const { risk, level, until } = emergencyOf(one);
    if (!LIVE.includes(one.state) || until <= parts.now()) continue;
    const chain = (await parts.areaChain(tx.scope.district, one.areaId)).map((area) => area.id);
    const from = turnedAt(one);
    if (!(await levelsFor(tx, risk, chain, from)).content[level].pauseOrdinary) continue;
    found.push({ id: one.id, path: one.areaPath, until, from, name: `${one.headline} ${one.number}` });
  }
  return found;
}

/** Makes the ordinary work of a district wait, or go on, as its emergencies say; gives how many cases changed. */
export async function waitOrdinary(parts: EmergencyParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'emergency response' };
  const kinds = [...caseKinds.values()].filter((kind) => kind.ordinary);
  const { pausing, rows } = await parts.db.read(scopeOf(actor), async (tx) => {
    const now = await pausingNow(parts, tx);
    const waiting = await store.listWaiting(tx, MOST_AT_ONCE);
    const running =
      now.length === 0
        ? []
        : await store.listOrdinary(tx, {
            kinds: kinds.map((kind) => kind.name),
            clocks: [...new Set(kinds.flatMap((kind) => kind.ordinary ?? []))],
            paths: now.map((one) => one.path),
            now: parts.now(),
            limit: MOST_AT_ONCE,
          });
    // A case that waits and has begun another limit meanwhile stands in both: the one that runs counts.
    const byId = new Map([...waiting, ...running].map((row) => [row.id, row]));
    return { pausing: now, rows: [...byId.values()] };
  });
  let changed = 0;
  for (const row of rows) {
    const over = pausing.filter((one) => row.areaPath.startsWith(one.path));
    if (over.length > 0) changed += await wait(parts, actor, row, over);
    else if (row.pause) changed += await goOn(parts, actor, row, row.pause.by);
  }
  return changed;
}

async function wait(
  parts: EmergencyParts,
  actor: Actor,
  row: store.OrdinaryRow,
  over: readonly Pausing[],
): Promise<number> {
  const by = over.map((one) => one.id).sort();
  const until = Math.max(...over.map((one) => one.until));
  const same = row.pause?.until === until && row.pause.by.join() === by.join();
  if (same && !row.runs) return 0;
  // A limit that runs has done so since the level began; one that waits already only waits for something else.
  const at = row.runs ? Math.min(...over.map((one) => one.from)) : parts.now();
  const note = parts.messages.text('zh-CN', 'emergency.ordinary-waits', {
    names: over.map((one) => one.name).join('、'),
  });
  return give(parts, actor, row, 'pause-ordinary', at, {
    note: [...note].slice(0, LONGEST_NOTE).join(''),
    emergencies: by.join(' '),
    until,
  });
}

async function goOn(
  parts: EmergencyParts,
  actor: Actor,
  row: store.OrdinaryRow,
  by: readonly string[],
): Promise<number> {
  const ended = await parts.db.read(scopeOf(actor), async (tx) => {
    const found = await Promise.all(by.map((id) => store.findEmergency(tx, id)));
    return found.flatMap((one) => (one ? [turnedAt(one)] : []));
  });
  const at = Math.min(parts.now(), Math.max(...ended, 0) || parts.now());
  const note = parts.messages.text('zh-CN', 'emergency.ordinary-goes-on');
  return give(parts, actor, row, 'resume-ordinary', at, { note });
}

async function give(
  parts: EmergencyParts,
  actor: Actor,
  row: store.OrdinaryRow,
  name: string,
  occurredAt: number,
  form: Record<string, unknown>,
): Promise<number> {
  try {
    await parts.cases.engine.give({ actor }, row.id, {
      commandId: derivedId(`${row.id}/${name}/${row.version}/${JSON.stringify(form)}`),
      name,
      baseVersion: row.version,
      occurredAt,
      form,
    });
    return 1;
  } catch (error) {
    // It was closed in this moment: the next look finds it as it is.
    if (error instanceof Problem) return 0;
    throw error;
  }
}
