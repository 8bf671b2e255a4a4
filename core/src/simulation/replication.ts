import type { Random } from '../random.ts';
import { createCallDesk } from './call-desk.ts';
import { createCutOffNeeds } from './cut-off-needs.ts';
import type { District } from './district.ts';
import { createEventQueue } from './event-queue.ts';
import { createFacilityEvents } from './facility-events.ts';
import { createGoods } from './goods.ts';
import { createIsolation } from './isolation.ts';
import { createPopulation } from './population.ts';
import { EVENT, type ReplicationResult } from './replication-kinds.ts';
import {
  createRunContext,
  type EventHandler,
  type EventHandlers,
  type ReplicationOptions,
} from './run-context.ts';

export type { ReplicationOptions } from './run-context.ts';

/** Samples come after everything else of their minute. */
const AFTER_ALL = 100;

/**
 * Runs one replication: hazard → displacement and failures → cascades → needs → calls → decisions → dispatch → relief.
 *
 * The same `random` gives the same bytes everywhere. Draws are keyed by household, facility or call, so runs that differ in a
 * measure or a policy share them (common random numbers). O(E log E) in events plus the searches for help.
 * `cancelled` is asked every 256 events; a cancelled run throws nothing and returns undefined.
 */
export function runReplication(
  d: District,
  random: Random,
  options: ReplicationOptions = {},
): ReplicationResult | undefined {
  const queue = createEventQueue();
  const run = createRunContext(d, random, queue, options);
  const { input, sampler, calls, policy } = run;
  const isolation = createIsolation(run);
  const population = createPopulation(run);
  const facilities = createFacilityEvents(run, population);
  const { network } = facilities;
  const goods = createGoods(run, { isolation, network, population });
  const desk = createCallDesk(run, { goods, population });

  const handlers: EventHandlers = {
    ...facilities,
    ...population,
    ...createCutOffNeeds(run, { isolation, network, population }),
    ...goods,
    ...desk,
    STREETS(state, now) {
      isolation.close(state, now);
      population.streetsChanged();
      // goods and people that could not be reached may be reachable now
      goods.retry(now);
      desk.streetsChanged(now);
    },
    SAMPLE: (k) => sampler.sample(k, network, desk.staffPresent()),
  };
  const handlerOf = byNumber(handlers);

  for (let k = 0; k < d.changeHour.length; k++) run.push(d.changeHour[k] * 60, EVENT.HAZARD, k);
  if (!run.ideal('roads'))
    for (let state = 1; state < d.phaseHour.length; state++)
      run.push(d.phaseHour[state] * 60, EVENT.STREETS, state);
  facilities.start();
  isolation.close(run.ideal('roads') ? d.openPhase : 0, 0);
  desk.start();
  goods.start();
  if (!policy.immediate) run.push(input.policy.batchMinutes, EVENT.BATCH, 0);
  sampler.minutes.forEach((minute, k) => {
    queue.push(minute, EVENT.SAMPLE, k, 0, AFTER_ALL);
  });

  while (queue.pop()) {
    if (queue.handled() % 256 === 0 && options.cancelled?.()) return undefined;
    const { time, kind, subject, extra } = queue.current;
    handlerOf[kind](subject, time, extra);
  }

  return {
    minutes: sampler.minutes,
    curves: sampler.curves,
    needs: calls.summary(),
    supplies: goods.supplies,
    shelter: population.sheltered,
    stockouts: goods.stockouts,
    lateMinutes: calls.lateUntil(run.horizon),
    events: queue.handled(),
    story: run.story.entries,
  };
}

function byNumber(handlers: EventHandlers): readonly EventHandler[] {
  const list: EventHandler[] = [];
  for (const name of Object.keys(EVENT) as (keyof typeof EVENT)[]) list[EVENT[name]] = handlers[name];
  return list;
}
