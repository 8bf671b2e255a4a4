// When a case next needs the machine. A case carries one instant (`timer_at`): the earliest at which one of its clocks lapses.
import { nextInstant } from '@renlin/core/calendar/clock';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import type { CaseState } from './case.ts';

type Lapsed = Record<string, number>;

function lapsedOf(state: CaseState): Lapsed {
  return (state.facts['lapsed'] as Lapsed | undefined) ?? {};
}

/** The instant a live clock lapses, unless that lapse was already handled. */
function lapseOf(state: CaseState, clock: CaseState['clocks'][number]): number | undefined {
  const at = nextInstant(clock, Number.NEGATIVE_INFINITY);
  return at === undefined || lapsedOf(state)[clock.name] === at ? undefined : at;
}

/** The earliest lapse of the case, or null. O(clocks). */
export function timerOf(state: CaseState): number | null {
  let earliest: number | null = null;
  for (const clock of state.clocks) {
    const at = lapseOf(state, clock);
    if (at !== undefined && (earliest === null || at < earliest)) earliest = at;
  }
  return earliest;
}

/** The deadline that people work towards: the earliest due instant of the running clocks. */
export function dueOf(state: CaseState): number | null {
  let due: number | null = null;
  for (const clock of state.clocks) {
    if (clock.state === 'running' && (due === null || clock.due < due)) due = clock.due;
  }
  return due;
}

/** The clock that lapsed first at `now`, with the instant. */
export function lapsedClock(state: CaseState, now: number): { name: string; at: number } | undefined {
  let first: { name: string; at: number } | undefined;
  for (const clock of state.clocks) {
    const at = lapseOf(state, clock);
    if (at !== undefined && at < now && (!first || at < first.at)) first = { name: clock.name, at };
  }
  return first;
}

/** Notes that a lapse was handled, so that it does not come again. */
export function markLapsed(draft: CaseState, name: string, at: number): void {
  draft.facts['lapsed'] = { ...lapsedOf(draft), [name]: at };
}

/** The id of the system command for a lapse: the same in every process, so a lapse is handled once. */
export function lapseCommandId(caseId: string, clock: string, at: number): string {
  return derivedId(`${caseId}/${clock}/${at}`);
}

export { derivedId } from '../../platform/crypto/derived-id.ts';
