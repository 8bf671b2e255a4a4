import type { Random } from '../random.ts';
import { type CallBook, createCallBook } from './call-book.ts';
import { type CurveSampler, createCurveSampler } from './curve-sampler.ts';
import type { District } from './district.ts';
import type { EventQueue } from './event-queue.ts';
import { createKeyedRandom, type KeyedRandom } from './keyed-random.ts';
import { type DispatchPolicy, policyOf } from './policies.ts';
import { EVENT, type Ideal, type StoryEntry } from './replication-kinds.ts';
import type { StressInput } from './scenario-kinds.ts';

export interface ReplicationOptions {
  /** Most entries of the story log (0 = none). */
  story?: number;
  /** Causes that are idealised away, for attribution. */
  ideal?: readonly Ideal[];
  /** Rule of dispatch in place of the input's own. */
  policy?: DispatchPolicy;
  cancelled?: () => boolean;
}

type EventName = keyof typeof EVENT;
export type EventHandler = (subject: number, now: number, extra: number) => void;
/** What happens at the events that one room answers for. */
export type Handles<Names extends EventName> = Readonly<Record<Names, EventHandler>>;
export type EventHandlers = Handles<EventName>;

/** The first entries of a run's story, up to a limit. */
export interface Story {
  readonly entries: StoryEntry[];
  /** False once the log is full: nothing need be put into words any more. */
  open(): boolean;
  tell(entry: StoryEntry): void;
}

function createStory(limit: number): Story {
  const entries: StoryEntry[] = [];
  return {
    entries,
    open: () => entries.length < limit,
    tell(entry) {
      if (entries.length < limit) entries.push(entry);
    },
  };
}

/** What the rooms of one replication share. Times are minutes since the event began. */
export interface RunContext {
  readonly d: District;
  readonly input: StressInput;
  readonly keyed: KeyedRandom;
  readonly policy: DispatchPolicy;
  readonly sampler: CurveSampler;
  readonly story: Story;
  readonly calls: CallBook;
  readonly horizon: number;
  /** Is this cause idealised away? */
  ideal(cause: Ideal): boolean;
  /** Schedules an event; one beyond the horizon is dropped. */
  push(minute: number, kind: number, subject: number, extra?: number): void;
  /** A household will call for help with a need (by number of NEED_CLASSES); beyond the horizon it will not. */
  call(minute: number, grid: number, household: number, need: number, vulnerable: boolean): void;
  /** One entry of the story about a call. */
  tellCall(kind: StoryEntry['kind'], call: number, minute: number, more?: Partial<StoryEntry>): void;
  /** The present state of the streets. */
  phase: number;
}

export function createRunContext(
  d: District,
  random: Random,
  queue: EventQueue,
  options: ReplicationOptions,
): RunContext {
  const { input } = d;
  const ideal = new Set<string>(options.ideal ?? []);
  const horizon = input.horizonHours * 60;
  const story = createStory(options.story ?? 0);
  const calls = createCallBook(d.grids);
  const push = (minute: number, kind: number, subject: number, extra = 0): void => {
    if (minute <= horizon) queue.push(minute, kind, subject, extra);
  };
  return {
    d,
    input,
    keyed: createKeyedRandom(random.fork('keyed')),
    policy: options.policy ?? policyOf(input.policy),
    sampler: createCurveSampler(d),
    story,
    calls,
    horizon,
    ideal: (cause) => ideal.has(cause),
    push,
    call(minute, g, household, need, vulnerable) {
      if (minute <= horizon)
        push(minute, EVENT.CALL, calls.add(g, household, need * 2 + (vulnerable ? 0 : 1), minute));
    },
    tellCall(kind, call, minute, more = {}) {
      const grid = input.grids[calls.grid[call]].id;
      story.tell({ minute, kind, grid, household: calls.household[call], ...more });
    },
    phase: 0,
  };
}
