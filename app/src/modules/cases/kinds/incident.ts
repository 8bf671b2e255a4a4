// 事件/部件: something is wrong with a thing or at a place.
import { defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { beginLoop, loopClocks, loopCommands, loopStates, loopWatch } from './loop.ts';
import type { LoopLimits } from './loop-limits.ts';
import { ordinaryClocks, ordinaryCommands } from './ordinary.ts';

const limits: LoopLimits = {
  accept: { n: 2, unit: 'work-hour' },
  dispatch: { n: 2, unit: 'work-hour' },
  verify: { n: 4, unit: 'work-hour' },
  confirm: { n: 3, unit: 'calendar-day' },
  reopenDays: 7,
};

export const incident = defineCaseKind<CasesWorld>({
  name: 'incident',
  initial: ['reported', 'filed'],
  states: loopStates,
  commands: { ...loopCommands(limits), ...ordinaryCommands() },
  clocks: loopClocks,
  watch: loopWatch,
  ordinary: ordinaryClocks,
  file: beginLoop(limits),
});
