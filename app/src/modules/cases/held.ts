// Who held a case for how long: the owners that its steps name, measured in working time while the handling clock ran.
import type { Segment } from '@renlin/core/calendar/clock';
import { applyStep, type CaseState, type CaseStep } from '../../engines/case/case.ts';
import { unitNameOf } from '../catalogue/public.ts';
import { rulingOf } from './kinds/loop-ownership.ts';
import type { Reader } from './reader.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

type Period = { unit: string | null; caretaker: boolean; from: number; to: number };

/** Every stretch in which one unit (or nobody yet) had the case, from its filing to now or its end. O(steps). */
function periodsOf(steps: readonly CaseStep[], state: CaseState, now: number): Period[] {
  const periods: Period[] = [];
  const { id, district, number, kind } = state;
  let at = { id, district, number, kind } as CaseState;
  for (const step of steps) {
    at = applyStep(at, step);
    const unit = at.ownerUnit;
    const caretaker = unit !== null && (rulingOf(at) !== undefined || at.facts['caretaker'] === true);
    const last = periods.at(-1);
    if (last && last.unit === unit && last.caretaker === caretaker) continue;
    if (last) last.to = at.lastAt;
    periods.push({ unit, caretaker, from: at.lastAt, to: now });
  }
  return periods;
}

function overlap(segment: Segment, period: Period, end: number): [number, number] | undefined {
  const from = Math.max(segment.from, period.from);
  const to = Math.min(segment.to ?? end, period.to, end);
  return to > from ? [from, to] : undefined;
}

type Held = {
  unit: { id: string; name: string } | null;
  /** 先行处置 while the ownership was not settled. */
  caretaker: boolean;
  from: number;
  to: number | null;
  workedMs: number;
  pausedMs: number;
  words: string;
};

export function heldOf(steps: readonly CaseStep[], state: CaseState, reader: Reader): Held[] {
  const { world, messages, locale, now } = reader;
  const segments = state.clocks.filter((clock) => clock.name === 'handle').flatMap((clock) => clock.segments);
  return periodsOf(steps, state, state.closedAt ?? now).flatMap((period): Held[] => {
    let workedMs = 0;
    let pausedMs = 0;
    let first: number | undefined;
    let last: number | undefined;
    for (const segment of segments) {
      const both = overlap(segment, period, now);
      if (!both) continue;
      const ms = world.calendar.workingMs(...both);
      if (segment.kind === 'run') workedMs += ms;
      else pausedMs += ms;
      first ??= both[0];
      last = both[1];
    }
    if (first === undefined || last === undefined) return [];
    const name = period.unit === null ? null : (unitNameOf(world.catalogue, period.unit) ?? '');
    const key = name === null ? 'none' : period.caretaker ? 'caretaker' : 'unit';
    const time = messages.text(locale, 'case.held.time', {
      h: String(Math.floor(workedMs / HOUR_MS)),
      m: String(Math.floor((workedMs % HOUR_MS) / MINUTE_MS)),
    });
    return [
      {
        unit: period.unit === null ? null : { id: period.unit, name: name ?? '' },
        caretaker: period.caretaker,
        from: first,
        to: last === now && state.closedAt === null ? null : last,
        workedMs,
        pausedMs,
        words: messages.text(locale, `case.held.${key}`, { unit: name ?? '', time }),
      },
    ];
  });
}
