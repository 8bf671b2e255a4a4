// 隐患: a danger in a thing or a place, never a person. Nights and holidays do not stop its first clocks.
import { defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { beginLoop, loopClocks, loopCommands, loopStates, loopWatch } from './loop.ts';
import type { LoopLimits } from './loop-limits.ts';
import { withRootCause } from './root-cause.ts';

const limits: LoopLimits = {
  accept: { n: 1, unit: 'clock-hour' },
  dispatch: { n: 1, unit: 'clock-hour' },
  verify: { n: 1, unit: 'work-day' },
  confirm: { n: 3, unit: 'calendar-day' },
  reopenDays: 30,
};

export const hazard = defineCaseKind<CasesWorld>({
  name: 'hazard',
  initial: ['reported', 'filed'],
  states: loopStates,
  commands: withRootCause(loopCommands(limits)),
  clocks: loopClocks,
  watch: loopWatch,
  file: beginLoop(limits),
});
