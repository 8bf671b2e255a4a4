import { matchBatch } from './batch-match.ts';
import type { CallBook } from './call-book.ts';
import type { District } from './district.ts';
import { whyNotNearer } from './passed-over.ts';
import type { DispatchPolicy } from './policies.ts';
import { ROUTINE_MINUTES, type StoryEntry } from './replication-kinds.ts';
import { type ResponsePool, SLOTS } from './response.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';
import type { ShiftRoster } from './shifts.ts';

/** Who goes where: calls that were decided meet responders that are free, under the span of the commanders of each area. */
export interface Dispatcher {
  /** Seeks help for a decided call; false if it must wait. */
  tryAssign(call: number, now: number): boolean;
  /** Gives a free responder the waiting call that the policy prefers; false if there is none for it. */
  seekWork(responder: number, now: number): boolean;
  /** Work on a call is done: the responder and a place under the area's command are free again. */
  finished(call: number, responder: number): void;
  /** A place under the command of an area came free: serve who waits there with anyone who is free. */
  refillArea(call: number, now: number): void;
  /** All waiting calls of a slot at once, matched to the nearest free by least total travel. */
  assignBatch(now: number): void;
  /** When streets open again, calls that nobody could reach get another chance. */
  retryWaiting(now: number): void;
  busy(responder: number): boolean;
}

export interface DispatchWorld {
  policy: DispatchPolicy;
  /** State of the streets. */
  phase(): number;
  /** Attribution: help never runs short. */
  endlessHelp: boolean;
  /** Attribution: no limit of span. */
  endlessCommand: boolean;
  arrives(call: number, responder: number, minute: number): void;
  roster(): ShiftRoster;
  telling(): boolean;
  tellCall(kind: StoryEntry['kind'], call: number, minute: number, more?: Partial<StoryEntry>): void;
}

export function createDispatcher(
  d: District,
  pool: ResponsePool,
  calls: CallBook,
  world: DispatchWorld,
): Dispatcher {
  const { input, grids: n } = d;
  const { policy } = world;
  const active = new Int32Array(d.areas.length);
  const capacity = world.endlessCommand
    ? Number.POSITIVE_INFINITY
    : input.command.commanders * input.command.span;
  const responders = d.responderGrid.length;
  const responderCall = new Int32Array(responders).fill(-1);
  const usableFor =
    (slot: number) =>
    (r: number): boolean =>
      policy.mayServe(r, slot);
  const openGrid = (g: number): boolean => active[d.areaOf[g]] < capacity;
  const travelMinutes = (r: number, g: number): number =>
    d.metres[world.phase()][pool.place(r) * n + g] / d.responderSpeed[r];

  function tryAssign(call: number, now: number): boolean {
    const g = calls.grid[call];
    if (world.endlessHelp) {
      begin(call, -1, now + ROUTINE_MINUTES);
      return true;
    }
    if (!openGrid(g)) {
      if (world.telling()) world.tellCall('span-full', call, now);
      return false;
    }
    const r = pool.nearestFree(g, calls.slot[call], world.phase(), usableFor(calls.slot[call]));
    if (r < 0) {
      if (world.telling())
        world.tellCall('no-responder', call, now, { need: NEED_CLASSES[calls.slot[call] >> 1] });
      return false;
    }
    assign(call, r, now);
    return true;
  }

  function assign(call: number, r: number, now: number): void {
    const travel = travelMinutes(r, calls.grid[call]);
    if (world.telling()) {
      const nearer = nearerThan(r, call, now);
      world.tellCall('assigned', call, now, {
        responder: input.responders[d.responderGroup[r]].id,
        amount: travel,
        ...(nearer ? { nearer } : {}),
      });
    }
    pool.take(r);
    responderCall[r] = call;
    active[d.areaOf[calls.grid[call]]]++;
    begin(call, r, now + travel);
  }

  function nearerThan(r: number, call: number, now: number) {
    const slot = calls.slot[call];
    return whyNotNearer(input, responders, r, {
      minutesAway: (x) => travelMinutes(x, calls.grid[call]),
      hasSkill: (x) => (d.responderSkills[x] & (1 << (slot >> 1))) !== 0,
      groupOf: (x) => d.responderGroup[x],
      arrived: (group) => now >= input.responders[group].arrivesAt * 60,
      onDuty: world.roster().onDuty,
      hindered: world.roster().hindered,
      lost: world.roster().lost,
      busy: (x) => responderCall[x] >= 0,
      mayServe: (x) => policy.mayServe(x, slot),
    });
  }

  function begin(call: number, r: number, arrival: number): void {
    calls.state[call] = 1;
    world.arrives(call, r, arrival);
  }

  function seekWork(r: number, now: number): boolean {
    const g = pool.place(r);
    let chosen = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < SLOTS && policy.floor(slot) < least; slot++) {
      if (
        (d.responderSkills[r] & (1 << (slot >> 1))) === 0 ||
        pool.waiting(slot) === 0 ||
        !policy.mayServe(r, slot)
      )
        continue;
      const metres = pool.nearestWaiting(g, slot, world.phase(), openGrid);
      if (metres === Number.POSITIVE_INFINITY) continue;
      const score = policy.score(slot, metres);
      if (score < least) {
        least = score;
        chosen = slot;
      }
    }
    if (chosen < 0) return false;
    assign(pool.nextWaiting(g, chosen, world.phase(), openGrid), r, now);
    return true;
  }

  function refillArea(call: number, now: number): void {
    const g = calls.grid[call];
    if (!openGrid(g)) return;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (pool.waiting(slot) === 0) continue;
      const next = pool.nextAmong(d.areaGrids[d.areaOf[g]], g, slot, world.phase());
      if (next < 0) continue;
      const r = pool.nearestFree(calls.grid[next], slot, world.phase(), usableFor(slot));
      if (r < 0) continue;
      assign(pool.removeFirst(calls.grid[next], slot), r, now);
      return;
    }
  }

  function assignBatch(now: number): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      const batch: number[] = [];
      while (batch.length < 60 && pool.waiting(slot) > 0) {
        const call = pool.nextWaiting(
          batch.length > 0 ? calls.grid[batch[0]] : 0,
          slot,
          world.phase(),
          openGrid,
        );
        if (call < 0) break;
        batch.push(call);
      }
      if (batch.length === 0) continue;
      const matched = matchBatch(
        batch.map((call) => calls.grid[call]),
        (g, seen) => pool.nearestFree(g, slot, world.phase(), (x) => !seen.has(x) && usableFor(slot)(x)),
        travelMinutes,
      );
      batch.forEach((call, i) => {
        if (matched[i] >= 0 && openGrid(calls.grid[call])) assign(call, matched[i], now);
        else pool.wait(call, calls.grid[call], slot);
      });
    }
  }

  function retryWaiting(now: number): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      const seen: number[] = [];
      for (let g = 0; g < n && pool.waiting(slot) > 0; g++) {
        const only = (x: number): boolean => x === g && openGrid(x);
        for (
          let call = pool.nextWaiting(g, slot, world.phase(), only);
          call >= 0;
          call = pool.nextWaiting(g, slot, world.phase(), only)
        )
          seen.push(call);
      }
      for (const call of seen) if (!tryAssign(call, now)) pool.wait(call, calls.grid[call], slot);
    }
  }

  return {
    tryAssign,
    seekWork,
    finished(call, r) {
      responderCall[r] = -1;
      active[d.areaOf[calls.grid[call]]]--;
    },
    refillArea,
    assignBatch,
    retryWaiting,
    busy: (r) => responderCall[r] >= 0,
  };
}
