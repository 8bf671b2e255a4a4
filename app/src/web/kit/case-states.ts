// The states of a case in the order in which it goes through them, each with its mark: the map's points and the board's columns
// carry a state's code only. A test holds it against the kinds of the server.
import type { StateShape } from './api-types.ts';

const SHAPES: Readonly<Record<string, StateShape>> = {
  reported: 'todo',
  filed: 'todo',
  dispatched: 'todo',
  handling: 'doing',
  paused: 'paused',
  checking: 'doing',
  confirming: 'doing',
  closed: 'done',
  declined: 'done',
  withdrawn: 'done',
  asked: 'todo',
  calling: 'doing',
  ready: 'doing',
  called: 'todo',
  received: 'todo',
  'call-declined': 'todo',
  'on-site': 'doing',
  'result-in': 'doing',
  excused: 'done',
  'turned-down': 'done',
  'called-off': 'done',
  merged: 'done',
  advised: 'done',
  'emergency-acting': 'todo',
  'emergency-in-force': 'doing',
  'emergency-recovering': 'doing',
  'emergency-ended': 'done',
  'card-sent': 'todo',
  'card-answered': 'doing',
  'card-done': 'done',
  'card-cannot': 'done',
  'card-recalled': 'done',
  'improve-open': 'todo',
  'improve-checking': 'doing',
  'improve-done': 'done',
  'improve-dropped': 'done',
  'to-notify': 'todo',
  notified: 'doing',
  refused: 'todo',
  'out-of-reach': 'todo',
  sheltered: 'doing',
  returned: 'done',
  'transfer-struck': 'done',
  'need-open': 'todo',
  'need-matched': 'todo',
  'need-under-way': 'doing',
  'need-delivered': 'doing',
  'need-closed': 'done',
  'need-struck': 'done',
  'closure-in-force': 'doing',
  'closure-lifted': 'done',
  'drill-planned': 'todo',
  'drill-running': 'doing',
  'drill-reviewing': 'doing',
  'drill-closed': 'done',
  'drill-cancelled': 'done',
  'practice-sent': 'todo',
  'practice-answered': 'doing',
  'practice-done': 'done',
  'practice-missed': 'done',
  'practice-recalled': 'done',
  'check-open': 'doing',
  'check-ended': 'done',
  'call-helper': 'todo',
  'call-volunteer': 'todo',
  'call-desk': 'todo',
  'call-dial': 'todo',
  'call-attending': 'doing',
  'call-dispatched': 'doing',
  'call-seen': 'done',
  'call-handed-over': 'done',
};
const ORDER = Object.keys(SHAPES);

/** The mark of a state. A state of a later server is something that goes on. */
export function shapeOfState(state: string, overdue: boolean): StateShape {
  const shape = SHAPES[state] ?? 'doing';
  return overdue && shape !== 'done' && shape !== 'paused' ? 'late' : shape;
}

/** Sorts states as a case goes through them; unknown ones come last. */
export function stateRank(state: string): number {
  const rank = ORDER.indexOf(state);
  return rank < 0 ? ORDER.length : rank;
}
