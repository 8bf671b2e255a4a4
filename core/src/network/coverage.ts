import type { Near } from './nearest.ts';

/** When a place is open: days 1 (Monday) … 7, minutes of the day. `to` ≤ `from` runs past midnight. */
export type OpenSpan = { readonly days: readonly number[]; readonly from: number; readonly to: number };

export type CoveragePlace = {
  /** Missing = always open. */
  readonly hours?: readonly OpenSpan[];
  /** 'needs a minimum number of users' is the planner's matter; capacity is used by the scores alone. */
  readonly capacity?: number;
};

/** A moment of the week. */
export type Moment = { readonly day: number; readonly minute: number };

/** O(spans). Throws RangeError for a span out of range. */
export function isOpen(hours: readonly OpenSpan[] | undefined, { day, minute }: Moment): boolean {
  if (hours === undefined) return true;
  const previous = day === 1 ? 7 : day - 1;
  for (const { days, from, to } of hours) {
    if (!(from >= 0 && from < 1440 && to >= 0 && to <= 1440))
      throw new RangeError(`hours: ${from}–${to} is not within 0 … 1440 minutes`);
    if (to > from) {
      if (days.includes(day) && minute >= from && minute < to) return true;
    } else if ((days.includes(day) && minute >= from) || (days.includes(previous) && minute < to))
      return true;
  }
  return false;
}

export type CoverageInput = {
  /** Places within reach of each client, nearest first, as `nearestPlaces` gives them. */
  readonly near: readonly (readonly Near[])[];
  readonly places: readonly CoveragePlace[];
  /** People of each client by group, e.g. { all: 120, over60: 31 }. */
  readonly people: readonly Readonly<Record<string, number>>[];
  /** Milliseconds. */
  readonly limit: number;
  /** Count only places open then; missing = hours do not matter. */
  readonly at?: Moment;
  /** So many places must be in reach (backup); default 1. */
  readonly times?: number;
};

export type Coverage = {
  readonly groups: Readonly<
    Record<string, { readonly covered: number; readonly total: number; readonly share: number }>
  >;
  /** Clients without enough open places in reach, ascending. */
  readonly uncovered: readonly number[];
  /** Milliseconds to the nearest open place per client; −1 = none. */
  readonly nearest: Int32Array;
};

/** Who has a place within reach, counted by group. O(clients · near). A group missing at a client counts 0. */
export function coverageOf({ near, places, people, limit, at, times = 1 }: CoverageInput): Coverage {
  if (near.length !== people.length)
    throw new RangeError(`people: ${people.length} entries for ${near.length} clients`);
  const counts = new Map<string, { covered: number; total: number }>();
  const uncovered: number[] = [];
  const nearest = new Int32Array(near.length).fill(-1);
  const isUsable = places.map(({ hours }) => at === undefined || isOpen(hours, at));
  near.forEach((list, client) => {
    let found = 0;
    for (const { place, time } of list) {
      if (!isUsable[place]) continue;
      if (nearest[client] < 0) nearest[client] = time;
      if (time <= limit) found++;
    }
    if (found < times) uncovered.push(client);
    for (const [group, number] of Object.entries(people[client])) {
      const count = counts.get(group) ?? { covered: 0, total: 0 };
      count.total += number;
      if (found >= times) count.covered += number;
      counts.set(group, count);
    }
  });
  const groups = Object.fromEntries(
    [...counts].map(([group, { covered, total }]) => [
      group,
      { covered, total, share: total === 0 ? 0 : covered / total },
    ]),
  );
  return { groups, uncovered, nearest };
}

export type CoverageEquity = {
  /** Groups with anybody in them, the worst covered first. */
  readonly order: readonly string[];
  /** Covered share of the best covered group less that of the worst: 0 = nobody is behind. */
  readonly spread: number;
  /** People of each group who would still have to be covered for the share of the best covered one. */
  readonly missing: Readonly<Record<string, number>>;
};

/** Which groups fall behind in a coverage, and by how many people. O(groups log groups). Equal shares in order of name. */
export function equityOf({ groups }: Pick<Coverage, 'groups'>): CoverageEquity {
  const peopled = Object.entries(groups).filter(([, { total }]) => total > 0);
  const order = peopled.sort(([a, p], [b, q]) => p.share - q.share || (a < b ? -1 : 1)).map(([name]) => name);
  const best = peopled.at(-1)?.[1].share ?? 0;
  return {
    order,
    spread: best - (peopled[0]?.[1].share ?? 0),
    missing: Object.fromEntries(
      peopled.map(([name, { covered, total }]) => [name, Math.max(0, best * total - covered)]),
    ),
  };
}

/** How a place's worth falls with time, 1 at the door. `time` and `limit` in milliseconds. */
export type Decay =
  | { readonly kind: 'step' }
  | { readonly kind: 'linear' }
  /** Gaussian that has fallen to 1 % at the limit. */
  | { readonly kind: 'gauss' };

function worth(decay: Decay, time: number, limit: number): number {
  if (time > limit) return 0;
  switch (decay.kind) {
    case 'step':
      return 1;
    case 'linear':
      return 1 - time / limit;
    case 'gauss':
      // exp(−t² · ln 100 / limit²)
      return 0.01 ** ((time / limit) ** 2);
  }
}

/** Cumulative opportunities (W. Hansen 1959): Σ weight of a place · decay(time), per client. O(clients · near). */
export function opportunityScores(
  near: readonly (readonly Near[])[],
  weight: ArrayLike<number>,
  limit: number,
  decay: Decay = { kind: 'step' },
): Float64Array {
  return Float64Array.from(near, (list) =>
    list.reduce((sum, { place, time }) => sum + weight[place] * worth(decay, time, limit), 0),
  );
}

/**
 * Two-step floating catchment area (W. Luo, F. Wang 2003; with decay W. Luo, Y. Qi 2009): capacity of each place is shared among all
 * who reach it, then each client adds up the shares it reaches. The people-weighted sum of scores equals the capacity that anybody
 * reaches. O(clients · near).
 */
export function catchmentScores(
  near: readonly (readonly Near[])[],
  capacity: ArrayLike<number>,
  people: ArrayLike<number>,
  limit: number,
  decay: Decay = { kind: 'step' },
): Float64Array {
  const users = new Float64Array(capacity.length);
  near.forEach((list, client) => {
    for (const { place, time } of list) users[place] += people[client] * worth(decay, time, limit);
  });
  return Float64Array.from(near, (list) =>
    list.reduce(
      (sum, { place, time }) =>
        sum + (users[place] > 0 ? (capacity[place] / users[place]) * worth(decay, time, limit) : 0),
      0,
    ),
  );
}
