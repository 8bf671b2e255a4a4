import { createDispatcher } from './dispatcher.ts';
import type { Goods } from './goods.ts';
import { NEED_RULES } from './need-rules.ts';
import type { Population } from './population.ts';
import { exp } from './portable-math.ts';
import { DRAW, EVENT } from './replication-kinds.ts';
import { createResponsePool } from './response.ts';
import type { Handles, RunContext } from './run-context.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';
import { createShiftRoster } from './shifts.ts';

/** Calls from the first word to the end of the work: decided, waiting or sent for, reached, finished, or late; and who is on shift. */
export interface CallDesk
  extends Handles<'CALL' | 'DECIDED' | 'ARRIVES' | 'FINISHED' | 'DUE' | 'SHIFT' | 'BATCH'> {
  start(): void;
  /** Streets opened or closed: calls that nobody could reach get another chance. */
  streetsChanged(now: number): void;
  /** Staff present of those planned, 0…1. */
  staffPresent(): number;
}

/** An hour on duty beyond eight makes work this much longer. */
const FATIGUE_PER_HOUR = 0.05;
const FRESH_HOURS = 8;
/** A call counts as decided in time within so many minutes beyond the decision itself. */
const DESK_GRACE_MINUTES = 5;

export function createCallDesk(run: RunContext, world: { goods: Goods; population: Population }): CallDesk {
  const { d, input, keyed, calls, policy, sampler, story } = run;
  const { commanders, decisionMinutes } = input.command;
  const { goods, population } = world;
  const pool = createResponsePool(d);
  const endlessHelp = run.ideal('responders');
  const endlessCommand = run.ideal('command');
  // minute until which each commander is busy deciding, area by area
  const desks = new Float64Array(d.areas.length * commanders);
  const needOf = (call: number) => NEED_CLASSES[calls.slot[call] >> 1];

  const dispatcher = createDispatcher(d, pool, calls, {
    policy,
    phase: () => run.phase,
    endlessHelp,
    endlessCommand,
    arrives: (call, r, minute) => run.push(minute, EVENT.ARRIVES, call, r),
    roster: () => roster,
    telling: story.open,
    tellCall: run.tellCall,
  });

  const roster = createShiftRoster(d, keyed, {
    intensityAt: (g) => population.intensity[g],
    came(r, now) {
      if (dispatcher.busy(r)) return;
      pool.free(r, d.responderGrid[r]);
      if (policy.immediate) dispatcher.seekWork(r, now);
    },
    left(r) {
      if (pool.isFree(r)) pool.take(r);
    },
  });

  function changeShift(group: number, now: number): void {
    const next = roster.change(group, now);
    if (next !== null) run.push(next, EVENT.SHIFT, group);
  }

  /** Minutes until the commander of the area who is free first has decided. */
  function decide(call: number, now: number): number {
    if (endlessCommand) return 0;
    const first = d.areaOf[calls.grid[call]] * commanders;
    let desk = first;
    for (let k = first + 1; k < first + commanders; k++) if (desks[k] < desks[desk]) desk = k;
    const wait = Math.max(0, desks[desk] - now) + decisionMinutes;
    desks[desk] = now + wait;
    return wait;
  }

  return {
    start() {
      for (let group = 0; group < input.responders.length; group++) changeShift(group, 0);
    },
    streetsChanged(now) {
      if (policy.immediate) dispatcher.retryWaiting(now);
    },
    staffPresent: () => roster.shareOfPlanned(),
    CALL(call, now) {
      const need = needOf(call);
      calls.arise(calls.slot[call] >> 1);
      if (story.open()) run.tellCall('call', call, now, { need });
      run.push(now + NEED_RULES[need].targetMinutes, EVENT.DUE, call);
      const wait = decide(call, now);
      sampler.asked(now, wait <= decisionMinutes + DESK_GRACE_MINUTES);
      run.push(now + wait, EVENT.DECIDED, call);
    },
    DECIDED(call, now) {
      if (!goods.takeFor(call, now)) return;
      const seeks = policy.immediate || endlessHelp;
      if (!seeks || !dispatcher.tryAssign(call, now)) pool.wait(call, calls.grid[call], calls.slot[call]);
    },
    ARRIVES(call, now, r) {
      const need = calls.slot[call] >> 1;
      const rule = NEED_RULES[NEED_CLASSES[need]];
      const waited = calls.arrive(call, now);
      if (story.open()) run.tellCall('arrived', call, now, { amount: waited });
      if (r < 0) return;
      const tired = 1 + FATIGUE_PER_HOUR * Math.max(0, (now - roster.dutySince[r]) / 60 - FRESH_HOURS);
      const luck = exp(rule.workSigma * keyed.normal(DRAW.WORK, calls.household[call], need));
      run.push(now + tired * rule.workMedian * luck, EVENT.FINISHED, call, r);
    },
    FINISHED(call, now, r) {
      dispatcher.finished(call, r);
      if (roster.present(r)) {
        pool.free(r, calls.grid[call]);
        if (policy.immediate) dispatcher.seekWork(r, now);
      }
      if (policy.immediate) dispatcher.refillArea(call, now);
    },
    DUE(call, now) {
      const met = calls.state[call] === 2;
      sampler.due(now, met);
      if (!met && story.open()) run.tellCall('late', call, now, { need: needOf(call) });
    },
    SHIFT: changeShift,
    BATCH(_, now) {
      dispatcher.assignBatch(now);
      run.push(now + input.policy.batchMinutes, EVENT.BATCH, 0);
    },
  };
}
