// One replication told: what the map shows hour by hour, what happened to things, and why needs were met late.
import type { District } from '@renlin/core/simulation/district';
import { type RunSummary, summariseRun, totalLoss } from '@renlin/core/simulation/experiment';
import { hazardChanges } from '@renlin/core/simulation/hazard-field';
import { NEED_RULES } from '@renlin/core/simulation/need-rules';
import type { StoryEntry } from '@renlin/core/simulation/replication-kinds';
import type { NeedClass } from '@renlin/core/simulation/scenario-kinds';
import {
  type LateNeed,
  type LateReason,
  lateReasons,
  type StoryEvent,
  type StressStory,
} from './stress-task.ts';

const MOST_ENTRIES = 400_000;
const MOST_EVENTS = 400;
const MOST_LATE = 40;

/** Of a call, between when somebody asked and when somebody came. */
type Call = {
  cell: number;
  need: string;
  minute: number;
  arrived: number | undefined;
  due: number;
  steps: StoryEntry[];
};

const CALL_KINDS = new Set(['call', 'assigned', 'no-responder', 'span-full', 'no-stock', 'late', 'arrived']);

/** The runs that are told: the one in the middle and the worst one. */
export function runsToTell(runs: readonly RunSummary[]): { which: StressStory['which']; run: number }[] {
  const sorted = [...runs].sort((a, b) => totalLoss(a) - totalLoss(b) || a.run - b.run);
  const middle = sorted[(sorted.length - 1) >> 1];
  const worst = sorted.at(-1);
  return [
    ...(middle ? [{ which: 'typical' as const, run: middle.run }] : []),
    ...(worst && worst.run !== middle?.run ? [{ which: 'worst' as const, run: worst.run }] : []),
  ];
}

export function tellRun(
  district: District,
  seed: number,
  { which, run }: { which: StressStory['which']; run: number },
): StressStory {
  const told = summariseRun(district, seed, run, { story: MOST_ENTRIES });
  if (!told) throw new Error('a story is never cancelled');
  const { input, gridNumber } = district;
  const hours = input.horizonHours;
  const cellOf = (entry: StoryEntry): number => gridNumber.get(entry.grid ?? '') ?? -1;
  const utility = new Map(input.facilities.map((one, i) => [one.id, i]));
  const skills = new Map(input.responders.map((one) => [one.id, one.skills]));
  const canServe = (responder: string | undefined, need: string): boolean =>
    skills.get(responder ?? '')?.includes(need as NeedClass) ?? false;
  const calls = callsOf(told.story, cellOf, canServe);
  const events = told.story.filter((entry) => !CALL_KINDS.has(entry.kind));
  const late = calls.filter((call) => call.arrived === undefined || call.arrived > call.due);
  const horizon = hours * 60;
  const counted = new Map<LateReason, number>(lateReasons.map((reason) => [reason, 0]));
  const explained = late
    // A call so near the end that its time is not up yet was not late.
    .filter((call) => call.due <= horizon)
    .map((call) => ({ call, reason: reasonOf(call, told.story, cellOf) }));
  for (const { reason } of explained) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  const longest = [...explained].sort(
    (a, b) =>
      (b.call.arrived ?? horizon) - b.call.due - ((a.call.arrived ?? horizon) - a.call.due) ||
      a.call.minute - b.call.minute ||
      a.call.cell - b.call.cell,
  );
  return {
    which,
    run,
    loss: Math.round(totalLoss(told) * 10) / 10,
    hit: hitByHour(district, hours),
    waiting: waitingByHour(calls, hours),
    cutOff: stateByHour(events, hours, 'grid-cut-off', 'grid-reachable', cellOf),
    down: downByHour(events, hours, utility),
    events: events.slice(0, MOST_EVENTS).map((entry) => eventOf(entry, cellOf)),
    eventsLeftOut: Math.max(0, events.length - MOST_EVENTS),
    late: longest.slice(0, MOST_LATE).map(
      ({ call, reason }): LateNeed => ({
        cell: call.cell,
        need: call.need,
        minute: tenth(call.minute),
        waited: call.arrived === undefined ? null : tenth(call.arrived - call.minute),
        reason,
        steps: call.steps.map((entry) => eventOf(entry, cellOf)),
      }),
    ),
    reasons: lateReasons.map((reason) => ({ reason, calls: counted.get(reason) ?? 0 })),
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function eventOf(entry: StoryEntry, cellOf: (entry: StoryEntry) => number): StoryEvent {
  const id = entry.facility ?? entry.stock ?? entry.responder;
  const cell = cellOf(entry);
  return {
    minute: tenth(entry.minute),
    kind: entry.kind,
    ...(cell >= 0 ? { cell } : {}),
    ...(id === undefined ? {} : { id }),
    ...(entry.need === undefined ? {} : { need: entry.need }),
    ...(entry.item === undefined ? {} : { item: entry.item }),
    ...(entry.amount === undefined ? {} : { amount: tenth(entry.amount) }),
    ...(entry.state === undefined ? {} : { state: entry.state }),
    ...(entry.sinceMinute === undefined ? {} : { sinceMinute: tenth(entry.sinceMinute) }),
    ...(entry.nearer
      ? {
          nearer: {
            id: entry.nearer.responder,
            reason: entry.nearer.reason,
            minutes: tenth(entry.nearer.minutes),
          },
        }
      : {}),
  };
}

/**
 * The log says of each step which household it is about, and a household may ask for several things. Who arrives tells how long ago the
 * call was, and who sets out tells when they will arrive; the rest belongs to the oldest call that it can be about.
 */
function callsOf(
  story: readonly StoryEntry[],
  cellOf: (entry: StoryEntry) => number,
  canServe: (responder: string | undefined, need: string) => boolean,
): Call[] {
  const calls: Call[] = [];
  const byHousehold = new Map<number, Call[]>();
  const steps = story.filter((entry) => CALL_KINDS.has(entry.kind) && entry.household !== undefined);
  for (const entry of steps) {
    const own = byHousehold.get(entry.household as number) ?? [];
    byHousehold.set(entry.household as number, own);
    if (entry.kind === 'call') {
      const need = entry.need ?? '';
      const due = entry.minute + NEED_RULES[need as NeedClass].targetMinutes;
      const call: Call = {
        cell: cellOf(entry),
        need,
        minute: entry.minute,
        arrived: undefined,
        due,
        steps: [],
      };
      own.push(call);
      calls.push(call);
    } else if (entry.kind === 'arrived') {
      const open = own.filter((call) => call.arrived === undefined);
      const call = nearest(open, (one) => entry.minute - one.minute - (entry.amount ?? 0));
      if (call) call.arrived = entry.minute;
    }
  }
  for (const entry of steps) {
    const own = (byHousehold.get(entry.household as number) ?? []).filter(
      (call) => call.minute <= entry.minute && (call.arrived ?? Number.POSITIVE_INFINITY) >= entry.minute,
    );
    const call = aboutOf(entry, own, canServe);
    // Waiting calls are tried again whenever somebody is free: the first refusal of each sort tells it.
    if (!call || (REPEATED.has(entry.kind) && call.steps.some((step) => step.kind === entry.kind))) continue;
    call.steps.push(entry);
  }
  return calls;
}

function aboutOf(
  entry: StoryEntry,
  own: readonly Call[],
  canServe: (responder: string | undefined, need: string) => boolean,
): Call | undefined {
  switch (entry.kind) {
    case 'call':
      return own.find((call) => call.minute === entry.minute && call.need === entry.need);
    case 'arrived':
      return own.find((call) => call.arrived === entry.minute);
    case 'assigned': {
      const there = entry.minute + (entry.amount ?? 0);
      return (
        own.find((call) => call.arrived !== undefined && Math.abs(call.arrived - there) < 1e-6) ??
        own.find((call) => call.arrived === undefined && canServe(entry.responder, call.need))
      );
    }
    case 'no-stock':
      return own.find((call) => NEED_RULES[call.need as NeedClass].item === entry.item);
    default:
      return (
        own.find((call) => call.need === entry.need) ??
        own.find((call) => !call.steps.some((step) => step.kind === 'assigned'))
      );
  }
}

const REPEATED = new Set(['no-responder', 'span-full', 'no-stock']);

function nearest(calls: readonly Call[], off: (call: Call) => number): Call | undefined {
  let best: Call | undefined;
  for (const call of calls) if (!best || Math.abs(off(call)) < Math.abs(off(best))) best = call;
  return best;
}

/** A decision later than this after the call had to wait for the commander. */
const SLOW_DECISION = 30;
const DECIDED = new Set(['assigned', 'no-responder', 'span-full', 'no-stock']);

/** What in the chain kept help away longest, as far as the chain can tell. */
function reasonOf(
  call: Call,
  story: readonly StoryEntry[],
  cellOf: (entry: StoryEntry) => number,
): LateReason {
  const has = (kind: string) => call.steps.some((step) => step.kind === kind);
  if (has('no-stock')) return 'supplies';
  if (isCutOff(call, story, cellOf)) return 'streets';
  const decided = call.steps.find((step) => DECIDED.has(step.kind));
  if (has('span-full') || (decided && decided.minute - call.minute > SLOW_DECISION)) return 'command';
  if (has('no-responder')) return 'people';
  const sent = call.steps.find((step) => step.kind === 'assigned');
  return sent && (sent.amount ?? 0) > NEED_RULES[call.need as NeedClass].targetMinutes / 2
    ? 'distance'
    : 'queue';
}

function isCutOff(call: Call, story: readonly StoryEntry[], cellOf: (entry: StoryEntry) => number): boolean {
  let cut = false;
  for (const entry of story) {
    if (entry.minute > (call.arrived ?? Number.POSITIVE_INFINITY)) break;
    if (entry.kind !== 'grid-cut-off' && entry.kind !== 'grid-reachable') continue;
    if (cellOf(entry) !== call.cell) continue;
    if (entry.kind === 'grid-cut-off') cut = true;
    else if (entry.minute < call.minute) cut = false;
  }
  return cut;
}

/** The list for every hour from 0 to the last. */
const hourly = <T>(hours: number, at: (minute: number) => T): T[] =>
  Array.from({ length: hours + 1 }, (_, hour) => at(hour * 60));

function hitByHour(district: District, hours: number): StressStory['hit'] {
  const { changeHour, changeGrid, changeValue } = hazardChanges(district.input);
  const now = new Map<number, number>();
  let k = 0;
  return hourly(hours, (minute) => {
    for (; k < changeHour.length && (changeHour[k] as number) * 60 <= minute; k++)
      now.set(changeGrid[k] as number, Math.round((changeValue[k] as number) * 100));
    return [...now].filter(([, strength]) => strength > 0).sort(([a], [b]) => a - b);
  });
}

function waitingByHour(calls: readonly Call[], hours: number): StressStory['waiting'] {
  return hourly(hours, (minute) => {
    const cells = new Map<number, [number, number]>();
    for (const { cell, minute: asked, arrived, due } of calls) {
      if (asked > minute || (arrived !== undefined && arrived <= minute)) continue;
      const known = cells.get(cell) ?? [0, 0];
      known[0] += 1;
      if (due <= minute) known[1] += 1;
      cells.set(cell, known);
    }
    return [...cells]
      .sort(([a], [b]) => a - b)
      .map(([cell, [waiting, late]]): [number, number, number] => [cell, waiting, late]);
  });
}

function stateByHour(
  events: readonly StoryEntry[],
  hours: number,
  begins: string,
  ends: string,
  numberOf: (entry: StoryEntry) => number,
): number[][] {
  const now = new Set<number>();
  let k = 0;
  return hourly(hours, (minute) => {
    for (; k < events.length && (events[k] as StoryEntry).minute <= minute; k++) {
      const entry = events[k] as StoryEntry;
      if (entry.kind === begins) now.add(numberOf(entry));
      else if (entry.kind === ends) now.delete(numberOf(entry));
    }
    return [...now].sort((a, b) => a - b);
  });
}

function downByHour(
  events: readonly StoryEntry[],
  hours: number,
  utility: ReadonlyMap<string, number>,
): number[][] {
  const ended = new Set(['facility-failed', 'facility-no-input']);
  const simple = events.map((entry) => (ended.has(entry.kind) ? { ...entry, kind: 'down' as never } : entry));
  return stateByHour(
    simple,
    hours,
    'down',
    'facility-back',
    (entry) => utility.get(entry.facility ?? '') ?? -1,
  );
}
