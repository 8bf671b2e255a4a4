// 诉求: consulting, complaint, suggestion or a call for help by a resident. Longer to accept, longer to confirm.
import { defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { beginLoop, loopClocks, loopCommands, loopStates, loopWatch } from './loop.ts';
import type { LoopLimits } from './loop-limits.ts';
import { ordinaryClocks, ordinaryCommands } from './ordinary.ts';

const limits: LoopLimits = {
  accept: { n: 1, unit: 'work-day' },
  dispatch: { n: 4, unit: 'work-hour' },
  verify: { n: 1, unit: 'work-day' },
  confirm: { n: 5, unit: 'calendar-day' },
  reopenDays: 15,
};

export const request = defineCaseKind<CasesWorld>({
  name: 'request',
  initial: ['reported', 'filed'],
  states: loopStates,
  commands: { ...loopCommands(limits), ...ordinaryCommands() },
  clocks: loopClocks,
  watch: loopWatch,
  ordinary: ordinaryClocks,
  file: beginLoop(limits),
});
