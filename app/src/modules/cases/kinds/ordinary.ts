// Ordinary work waits while its place is in an emergency whose level says so: clocks of listed kinds stand still for the listed reason, and go on
// by themselves when the level no longer says so or the response ends. What is urgent, what a case has gone up for, and every kind that does not
// declare it (hazards, calls, needs, cards, whistles) never waits.
import { isOverdue, pauseClock, resumeClock, settleClock } from '@renlin/core/calendar/clock';
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, type Deciding } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import type { Commands } from './loop-limits.ts';
import { system } from './who.ts';

type Work = Deciding<CasesWorld>;

const EMERGENCY_PAUSE = 'emergency';

/** The limits that wait. Going up, rulings, supervision and the deadlines of other houses don't. */
export const ordinaryClocks = ['accept', 'dispatch', 'sign', 'handle', 'verify', 'confirm'] as const;

/** For which emergencies a case waits, and until when at the latest. */
type OrdinaryPause = { by: string[]; until: number };

type Clock = CaseState['clocks'][number];
const waits = (clock: Clock) => clock.state === 'paused' && clock.segments.at(-1)?.reason === EMERGENCY_PAUSE;
const isOrdinary = (clock: Clock) => ordinaryClocks.some((name) => name === clock.name);

/** The clock goes on from the end of its wait: at its own end, or now when it is called off before. */
function resumed(clock: Clock, work: Work): Clock {
  if (!waits(clock)) return clock;
  const settled = settleClock(clock, work.world.calendar, work.at);
  return settled.state === 'paused' ? resumeClock(settled, work.world.calendar, work.at) : settled;
}

function paused(clock: Clock, work: Work, until: number): Clock {
  const { calendar } = work.world;
  const running = resumed(clock, work);
  // What was late before the emergency stays late: it doesn't begin to wait.
  if (running.state !== 'running' || isOverdue(running, calendar, work.at)) return running;
  return pauseClock(running, calendar, work.at, EMERGENCY_PAUSE, until);
}

export function resumeOrdinary(draft: CaseState, work: Work): void {
  draft.clocks = draft.clocks.map((clock) => resumed(clock, work));
  draft.facts['ordinaryPause'] = null;
}

/** A wait came to its own end: nothing is late, the clocks go on. True when the lapse was that. */
export function ordinaryLapsed(draft: CaseState, name: string, work: Work): boolean {
  const clock = draft.clocks.findLast((one) => one.name === name);
  if (!clock || !waits(clock)) return false;
  resumeOrdinary(draft, work);
  return true;
}

/** Before another pause of a clock: the wait for the emergency ends where that one begins. */
export function endWait(clock: Clock, work: Work): Clock {
  return resumed(clock, work);
}

export function ordinaryCommands(): Commands {
  return {
    'pause-ordinary': command({
      from: '*',
      to: [],
      who: [system],
      form: {
        note: field.text.required({ max: 200 }),
        emergencies: field.text.required({ max: 2000 }),
        until: field.datetime.required(),
      },
      stale: 'commutes',
      public: ['note'],
      apply(draft, form, work) {
        if (form.until <= work.at) return;
        draft.clocks = draft.clocks.map((clock) =>
          isOrdinary(clock) ? paused(clock, work, form.until) : clock,
        );
        draft.facts['ordinaryPause'] = {
          by: form.emergencies.split(' '),
          until: form.until,
        } satisfies OrdinaryPause;
      },
    }),
    'resume-ordinary': command({
      from: '*',
      to: [],
      who: [system],
      form: { note: field.text.required({ max: 200 }) },
      stale: 'commutes',
      public: ['note'],
      apply(draft, _form, work) {
        resumeOrdinary(draft, work);
      },
    }),
  };
}
