// One clock of a case in the words of the reader.
import { isOverdue } from '@renlin/core/calendar/clock';
import { limitLabel } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../engines/case/case.ts';
import type { Reader } from './reader.ts';

/** The latest clock of this name, or null. */
export function clockOf(state: CaseState, name: string, reader: Reader) {
  const clock = state.clocks.findLast((one) => one.name === name);
  if (!clock) return null;
  return {
    name,
    label: reader.messages.text(reader.locale, `case.clock.${name}`),
    limit: limitLabel(clock.limit, reader.locale),
    dueAt: clock.due,
    provisional: clock.provisional,
    state: clock.state,
    late: isOverdue(clock, reader.world.calendar, reader.now),
  };
}
