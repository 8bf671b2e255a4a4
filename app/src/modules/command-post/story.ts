// What happened in an emergency, in order, and how each thing under it stood at any moment: both from the steps and books, nothing is kept.
// The page plays it back by itself, so that a slider needs no server.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { emergencyOf } from '../cases/public.ts';
import { findEmergency, listActivations } from '../emergency/public.ts';
import { isVital, titleOf } from './board.ts';
import type { Asking, CommandPostParts } from './parts.ts';
import {
  type Child,
  listChildren,
  listShelterEvents,
  listSteps,
  listStockEvents,
  listWarningsOf,
  type ShelterEvent,
  type StepRow,
} from './store.ts';

const MOST_STEPS = 60_000;
const MOST_ENTRIES = 2_000;

/** Steps that say something to whoever reads the whole story; a card that was answered is one of thousands. */
const TOLD: Readonly<Record<string, readonly string[] | 'all'>> = {
  emergency: 'all',
  'relief-need': 'all',
  closure: 'all',
  'action-card': ['cannot-card', 'lapse', 'record-answer'],
  transfer: ['record-refusal', 'record-out-of-reach', 'record-arrival', 'lapse', 'strike-transfer'],
};

export type Entry = {
  at: number;
  side: 'command' | 'cards' | 'needs' | 'transfers' | 'closures' | 'shelters' | 'stocks' | 'warnings';
  label: string;
  title: string;
  place: string;
  by: string;
  words: string;
  caseId: string | null;
};

/** A thing and its moments: [when, state, unit that has it, whether it had gone up]. */
export type Track = {
  id: string;
  kind: Child['kind'];
  title: string;
  areaId: string;
  areaName: string;
  lng: number | null;
  lat: number | null;
  vital: boolean;
  people: number;
  line: [number, number][] | null;
  moments: [at: number, state: string, unit: string | null, goneUp: boolean][];
};

const SIDES: Readonly<Record<string, Entry['side']>> = {
  emergency: 'command',
  'action-card': 'cards',
  'relief-need': 'needs',
  transfer: 'transfers',
  closure: 'closures',
};

export async function viewStory(parts: CommandPostParts, tx: Tx, asking: Asking, id: string) {
  const emergency = await findEmergency(tx, id);
  if (!emergency) throw problem('emergency.not-found', {});
  const text = (key: string, params?: Record<string, unknown>) =>
    parts.messages.text(asking.locale, key, params);
  const children = await listChildren(tx, id);
  const byId = new Map(children.map((one) => [one.id, one]));
  const steps = await listSteps(tx, id, MOST_STEPS);
  const from = emergency.filedAt;
  const to = emergency.closedAt ?? parts.now();
  const chain = await parts.areaChain(asking.actor.district, emergency.areaId);
  const around = chain.find((one) => one.level === 'street')?.path ?? emergency.areaPath;
  const doors = await listShelterEvents(tx, { within: around, from, to });
  const entries: Entry[] = [];
  for (const step of steps) {
    const child = byId.get(step.caseId);
    const kind = child?.kind ?? 'emergency';
    const told = TOLD[kind];
    if (!told || (told !== 'all' && !told.includes(step.name))) continue;
    entries.push({
      at: step.at,
      side: SIDES[kind] ?? 'command',
      label: step.name === 'file' ? text(`command-post.began.${kind}`) : text(`case.step.${step.name}`),
      title: child ? titleOf(child) : emergency.headline,
      place: child?.areaName ?? '',
      by: byOf(step, text),
      words: step.words ?? '',
      caseId: step.caseId,
    });
  }
  for (const one of await listActivations(tx, id))
    entries.push({
      at: one.startedAt,
      side: 'cards',
      label: text('command-post.calledOut', { n: one.wanted }),
      title: text(`emergency.level.${one.level}`),
      place: '',
      by: '',
      words: one.uncovered.length > 0 ? text('command-post.uncovered', { n: one.uncovered.length }) : '',
      caseId: null,
    });
  entries.push(...doorEntries(doors, text), ...(await bookEntries(tx, id, text)));
  for (const one of await listWarningsOf(tx, emergencyOf(emergency).warnings))
    entries.push({
      at: one.at,
      side: 'warnings',
      label: text('command-post.warning'),
      title: one.headline || one.event,
      place: '',
      by: one.issuer,
      words: '',
      caseId: null,
    });
  entries.sort((a, b) => a.at - b.at);
  return {
    from,
    to,
    running: emergency.closedAt === null,
    entries: entries.slice(-MOST_ENTRIES),
    more: entries.length > MOST_ENTRIES || steps.length === MOST_STEPS,
    tracks: tracksOf(children, steps),
    levels: emergencyOf(emergency)
      .acts.filter((one) => ['start', 'level', 'resume', 'step-down'].includes(one.what))
      .map((one) => ({
        at: one.at,
        level: one.level,
        label:
          one.what === 'step-down' ? text('emergency.act.step-down') : text(`emergency.level.${one.level}`),
      })),
    shelters: shelterTracks(doors),
  };
}

type Text = (key: string, params?: Record<string, unknown>) => string;

function byOf(step: StepRow, text: Text): string {
  const who = step.actorKind === 'staff' ? step.by : text(`case.actor.${step.actorKind}`);
  return [step.unitName, who].filter(Boolean).join(' ');
}

/** Folds the steps of each case into its moments: only what a map or a count shows. O(steps). */
export function tracksOf(children: readonly Child[], steps: readonly StepRow[]): Track[] {
  const moments = new Map<string, Track['moments']>();
  for (const step of steps) {
    const known = moments.get(step.caseId) ?? [];
    const last = known.at(-1);
    const unit = step.movedUnit ? step.unit : (last?.[2] ?? null);
    const goneUp = step.goneUp ?? last?.[3] ?? false;
    if (!last || last[1] !== step.toState || last[2] !== unit || last[3] !== goneUp)
      known.push([step.at, step.toState, unit, goneUp]);
    moments.set(step.caseId, known);
  }
  return children.map((one) => ({
    id: one.id,
    kind: one.kind,
    title: titleOf(one),
    areaId: one.areaId,
    areaName: one.areaName,
    lng: one.lng,
    lat: one.lat,
    vital: isVital(one),
    people: one.transfer?.people ?? 0,
    line: one.closure?.line ?? null,
    moments: moments.get(one.id) ?? [],
  }));
}

/** Who was inside after each event at the door; null while it was shut. */
export function shelterTracks(events: readonly ShelterEvent[]) {
  type Door = {
    id: string;
    name: string;
    lng: number | null;
    lat: number | null;
    capacity: number;
    moments: [at: number, inside: number | null][];
  };
  const doors = new Map<string, Door>();
  for (const { shelterId, name, lng, lat, capacity, kind, people, at } of events) {
    const door = doors.get(shelterId) ?? { id: shelterId, name, lng, lat, capacity, moments: [] };
    const inside = door.moments.at(-1)?.[1] ?? 0;
    const next =
      kind === 'close'
        ? null
        : kind === 'open'
          ? 0
          : kind === 'count'
            ? people
            : Math.max(0, inside + (kind === 'out' ? -people : people));
    door.moments.push([at, next]);
    doors.set(shelterId, door);
  }
  return [...doors.values()];
}

function doorEntries(events: readonly ShelterEvent[], text: Text): Entry[] {
  return events.map((one) => ({
    at: one.at,
    side: 'shelters',
    label: text(`command-post.door.${one.kind}`, { n: one.people }),
    title: one.name,
    place: '',
    by: '',
    words: '',
    caseId: null,
  }));
}

async function bookEntries(tx: Tx, id: string, text: Text): Promise<Entry[]> {
  return (await listStockEvents(tx, id)).map((one) => ({
    at: one.at,
    side: 'stocks',
    label: text('command-post.stock', { n: one.amount / 1000, measure: one.measure }),
    title: one.itemName,
    place: one.pointName,
    by: '',
    words: one.reason,
    caseId: null,
  }));
}
