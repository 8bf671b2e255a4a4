// What each kind of the loop sets for itself.

import type { Limit } from '@renlin/core/calendar/limit';
import type { CommandSpec } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';

export type LoopLimits = {
  accept: Limit;
  dispatch: Limit;
  verify: Limit;
  confirm: Limit;
  /** How long after closing the reporter or the street may reopen it. */
  reopenDays: number;
};

export type Commands = Record<string, CommandSpec<CasesWorld>>;
