import { solveAssignment } from '../dispatch/linear-assignment.ts';
import type { Random } from '../random.ts';
import type { District } from './district.ts';
import { createEventQueue } from './event-queue.ts';
import { createKeyedRandom } from './keyed-random.ts';
import { NEED_RULES, SUPPLY_RULES } from './need-rules.ts';
import { exp, log, normalCdf } from './portable-math.ts';
import { createResponsePool, SLOTS } from './response.ts';
import { NEED_CLASSES } from './scenario.ts';

/** What an ideal world takes away, for attribution: `facilities:<service>` keeps that service's facilities whole. */
export type Ideal = 'roads' | 'responders' | 'command' | 'stocks' | 'shelters' | `facilities:${string}`;

export interface StoryEntry {
  minute: number;
  kind:
    | 'grid-hit'
    | 'facility-failed'
    | 'facility-no-input'
    | 'facility-back'
    | 'flooded-by-pump'
    | 'call'
    | 'assigned'
    | 'no-responder'
    | 'span-full'
    | 'no-stock'
    | 'late'
    | 'arrived'
    | 'stock-empty'
    | 'shelter-full'
    | 'stock-arrived';
  grid?: string;
  household?: number;
  need?: string;
  item?: string;
  facility?: string;
  stock?: string;
  responder?: string;
  /** Minutes travelled or waited, or amount, by kind. */
  amount?: number;
  /** For `no-stock`: since which minute the nearest stock has been empty. */
  sinceMinute?: number;
}

export interface ReplicationResult {
  /** Minutes of the samples. */
  minutes: Float64Array;
  /** Functionality 0…1 by name: organisation, service, resource, response, and `service:<id>` per service. */
  curves: Record<string, Float64Array>;
  needs: Record<
    string,
    { arisen: number; inTime: number; late: number; neverReached: number; meanMinutes: number }
  >;
  supplies: Record<string, { needed: number; given: number }>;
  shelter: { displaced: number; sheltered: number };
  stockouts: { stock: string; item: string; minute: number }[];
  /** Minutes beyond the target, summed over the calls of each grid (open calls count to the end). */
  lateMinutes: Float64Array;
  events: number;
  story: StoryEntry[];
}

export const SAMPLE_MINUTES = 15;
const WINDOW = 24;
const SUPPLY_MINUTES = 360;
const ROUTINE_MINUTES = 12;

const HAZARD = 0;
const FACILITY_FAILS = 1;
const FACILITY_REPAIRED = 2;
const BACKUP_ENDS = 3;
const PUMP_FLOODS = 4;
const CUT_TOLD = 5;
const CALL = 6;
const DECIDED = 7;
const ARRIVES = 8;
const FINISHED = 9;
const DUE = 10;
const SHIFT = 11;
const SUPPLY = 12;
const LOT_ARRIVES = 13;
const LOT_EXPIRES = 14;
const STREETS = 15;
const BATCH = 16;
const SAMPLE = 17;
const RETURN = 18;

const D_HOUSE = 1;
const D_FRAGILE = 2;
const D_REPAIR = 3;
const D_NEED = 4;
const D_DELAY = 5;
const D_WORK = 6;
const D_FLAG = 7;
const D_STAFF = 8;
const D_RETURN = 9;

/** Share damaged or displaced at an intensity: lognormal fragility; 0 at no intensity or when the median is 0 (never). */
function fragility(intensity: number, median: number, sigma: number): number {
  return intensity <= 0 || median <= 0 ? 0 : normalCdf(log(intensity / median) / sigma);
}

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
  options: { story?: number; ideal?: readonly Ideal[]; cancelled?: () => boolean } = {},
): ReplicationResult | undefined {
  const { input } = d;
  const keyed = createKeyedRandom(random.fork('keyed'));
  const ideal = new Set<string>(options.ideal ?? []);
  const horizon = input.horizonHours * 60;
  const n = d.grids;
  const queue = createEventQueue(1 << 15);
  const pool = createResponsePool(d);
  const story: StoryEntry[] = [];
  const storyLimit = options.story ?? 0;
  const telling = storyLimit > 0;
  const tell = (entry: StoryEntry): void => {
    if (story.length < storyLimit) story.push(entry);
  };
  const push = (minute: number, kind: number, subject: number, extra = 0): void => {
    if (minute <= horizon) queue.push(minute, kind, subject, extra);
  };

  // ---- services ----
  const services = d.services.length;
  const sources = new Int32Array(n * Math.max(1, services));
  const servedAtAll = new Uint8Array(n * Math.max(1, services));
  const lostSince = new Float64Array(n * Math.max(1, services)).fill(-1);
  const peopleServed = new Float64Array(services);
  const peopleOfService = new Float64Array(services);
  const facilities = input.facilities.length;
  const damaged = new Uint8Array(facilities);
  const starved = new Uint8Array(facilities);
  const backupRun = new Int32Array(facilities);
  for (let f = 0; f < facilities; f++) {
    for (const g of d.facilityServes[f]) {
      const k = g * services + d.facilityService[f];
      if (!servedAtAll[k]) {
        servedAtAll[k] = 1;
        peopleOfService[d.facilityService[f]] += input.grids[g].people;
      }
      sources[k]++;
    }
  }
  peopleServed.set(peopleOfService);

  // ---- people ----
  const intensity = new Float64Array(n);
  const displaced = new Uint8Array(d.firstHousehold[n]);
  const displacedPeople = new Float64Array(n);
  const shelterRoom = Float64Array.from(input.shelters, (s) =>
    ideal.has('shelters') ? Number.POSITIVE_INFINITY : s.capacity,
  );
  // the nearest shelter with room, until it is full, streets change or somebody goes home
  const nearShelter = new Int32Array(n).fill(-1);
  const shelterUse = new Float64Array(n * shelterRoom.length);
  const shelter = { displaced: 0, sheltered: 0 };
  let sheltersFull = false;

  // ---- calls ----
  let room = 4096;
  let callGrid = new Int32Array(room);
  let callHousehold = new Int32Array(room);
  let callSlot = new Uint8Array(room);
  let callState = new Uint8Array(room);
  let callMinute = new Float64Array(room);
  let callArrival = new Float64Array(room);
  let calls = 0;
  const lateMinutes = new Float64Array(n);
  const arisen = new Int32Array(NEED_CLASSES.length);
  const inTime = new Int32Array(NEED_CLASSES.length);
  const reached = new Int32Array(NEED_CLASSES.length);
  const sumMinutes = new Float64Array(NEED_CLASSES.length);
  const active = new Int32Array(d.areas.length);
  const desks = new Float64Array(d.areas.length * input.command.commanders);
  const capacity = ideal.has('command')
    ? Number.POSITIVE_INFINITY
    : input.command.commanders * input.command.span;
  const withoutStock: number[] = [];
  const responders = d.responderGrid.length;
  const responderCall = new Int32Array(responders).fill(-1);
  const onDuty = new Uint8Array(responders);
  const dutySince = new Float64Array(responders);
  const hindered = new Uint8Array(responders);
  const hinderLevel = Float64Array.from({ length: responders }, (_, r) => keyed.uniform(D_STAFF, r));
  let planned = 0;
  let present = 0;
  let phase = 0;

  // ---- supplies ----
  const items = d.items;
  const stock = new Float64Array(input.stocks.length * items.length);
  const emptySince = new Float64Array(stock.length).fill(-1);
  const stockouts: ReplicationResult['stockouts'] = [];
  input.stocks.forEach((point, s) => {
    items.forEach((item, i) => {
      stock[s * items.length + i] = point.items[item] ?? 0;
      if (stock[s * items.length + i] === 0) emptySince[s * items.length + i] = 0;
    });
  });
  const supplies: ReplicationResult['supplies'] = Object.fromEntries(
    items.map((item) => [item, { needed: 0, given: 0 }]),
  );

  // ---- samples ----
  const samples = Math.floor(horizon / SAMPLE_MINUTES) + 1;
  const minutes = Float64Array.from({ length: samples }, (_, k) => k * SAMPLE_MINUTES);
  const curves: Record<string, Float64Array> = {};
  for (const name of [
    'organisation',
    'service',
    'resource',
    'response',
    ...d.services.map((s) => `service:${s}`),
  ])
    curves[name] = new Float64Array(samples);
  const due = new Float64Array(samples + 1);
  const dueMet = new Float64Array(samples + 1);
  const asked = new Float64Array(samples + 1);
  const decidedWell = new Float64Array(samples + 1);
  const wanted = new Float64Array(samples + 1);
  const granted = new Float64Array(samples + 1);
  const slotOf = (minute: number): number => Math.min(samples, Math.ceil(minute / SAMPLE_MINUTES));

  function addCall(minute: number, g: number, household: number, need: number, vulnerable: boolean): void {
    if (minute > horizon) return;
    if (calls === room) {
      room *= 2;
      callGrid = grow(callGrid, new Int32Array(room));
      callHousehold = grow(callHousehold, new Int32Array(room));
      callSlot = grow(callSlot, new Uint8Array(room));
      callState = grow(callState, new Uint8Array(room));
      callMinute = grow(callMinute, new Float64Array(room));
      callArrival = grow(callArrival, new Float64Array(room));
    }
    callGrid[calls] = g;
    callHousehold[calls] = household;
    callSlot[calls] = need * 2 + (vulnerable ? 0 : 1);
    callMinute[calls] = minute;
    callArrival[calls] = -1;
    push(minute, CALL, calls++);
  }

  /** Counts per grid become flags of single households by a keyed draw: nobody's real household is in the model. */
  function flagged(household: number, g: number, kind: number, members: number): boolean {
    const grid = input.grids[g];
    return members > 0 && keyed.uniform(D_FLAG, household, kind) * grid.households < members;
  }

  function hit(g: number, value: number, now: number): void {
    const before = intensity[g];
    intensity[g] = value;
    if (value === 0 && displacedPeople[g] > 0) {
      push(now + 60 * input.hazard.returnMedianHours * exp(0.5 * keyed.normal(D_RETURN, g)), RETURN, g);
    }
    if (value <= before) return;
    const grid = input.grids[g];
    const share = fragility(value, input.hazard.displacementMedian, input.hazard.displacementSigma);
    if (share < 1e-9 || grid.households === 0) return;
    if (telling) tell({ minute: now, kind: 'grid-hit', grid: grid.id, amount: value });
    const size = grid.people / grid.households;
    for (let h = d.firstHousehold[g]; h < d.firstHousehold[g + 1]; h++) {
      if (displaced[h] || keyed.uniform(D_HOUSE, h) >= share) continue;
      displaced[h] = 1;
      displacedPeople[g] += size;
      seekShelter(g, size, now);
      const vulnerable = flagged(h, g, 0, grid.elderly) || flagged(h, g, 1, grid.chronic);
      for (let c = 0; c < NEED_CLASSES.length; c++) {
        const rule = NEED_RULES[NEED_CLASSES[c]];
        const chance = vulnerable ? rule.displacedVulnerable : rule.displaced;
        if (chance > 0 && keyed.uniform(D_NEED, h, c) < chance) {
          addCall(now + 60 * keyed.exponential(rule.delayHours, D_DELAY, h, c), g, h, c, vulnerable);
        }
      }
    }
  }

  /** The people of a grid go home once it is clean; a new flood in between keeps them away. */
  function goHome(g: number): void {
    if (intensity[g] > 0) return;
    displacedPeople[g] = 0;
    displaced.fill(0, d.firstHousehold[g], d.firstHousehold[g + 1]);
    for (let s = 0; s < shelterRoom.length; s++) {
      shelterRoom[s] += shelterUse[g * shelterRoom.length + s];
      shelterUse[g * shelterRoom.length + s] = 0;
    }
    sheltersFull = false;
    nearShelter.fill(-1);
  }

  function seekShelter(g: number, people: number, now: number): void {
    shelter.displaced += people;
    wanted[slotOf(now)] += people;
    let left = people;
    while (left > 0) {
      let best = nearShelter[g];
      if (best >= 0 && shelterRoom[best] <= 0) best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let s = 0; s < shelterRoom.length && (best < 0 || least < Number.POSITIVE_INFINITY); s++) {
        if (shelterRoom[s] <= 0) continue;
        const metres = d.metres[phase][g * n + d.shelterGrid[s]];
        if (metres < least) {
          least = metres;
          best = s;
        }
      }
      nearShelter[g] = best;
      if (best < 0) {
        if (!sheltersFull) if (telling) tell({ minute: now, kind: 'shelter-full', grid: input.grids[g].id });
        sheltersFull = true;
        return;
      }
      const taken = Math.min(left, shelterRoom[best]);
      shelterRoom[best] -= taken;
      shelterUse[g * shelterRoom.length + best] += taken;
      shelter.sheltered += taken;
      granted[slotOf(now)] += taken;
      left -= taken;
    }
  }

  function setSource(f: number, change: number, now: number): void {
    const s = d.facilityService[f];
    for (const g of d.facilityServes[f]) {
      const k = g * services + s;
      sources[k] += change;
      if (change < 0 && sources[k] === 0) {
        peopleServed[s] -= input.grids[g].people;
        lostSince[k] = now;
        CUTS.forEach((cut, c) => {
          if (cut.services.includes(d.services[s]))
            push(now + cut.toleranceHours * 60, CUT_TOLD, g, c * 64 + s);
        });
        for (const other of d.dependants[g]) if (d.facilityNeeds[other] & (1 << s)) loseInput(other, now);
      } else if (change > 0 && sources[k] === 1) {
        peopleServed[s] += input.grids[g].people;
        lostSince[k] = -1;
        for (const other of d.dependants[g]) if (d.facilityNeeds[other] & (1 << s)) regainInput(other, now);
      }
    }
  }

  const works = (f: number): boolean => !damaged[f] && !starved[f];

  function loseInput(f: number, now: number): void {
    backupRun[f]++;
    push(now + input.facilities[f].backupHours * 60, BACKUP_ENDS, f, backupRun[f]);
  }

  function regainInput(f: number, now: number): void {
    if (missingInput(f)) return;
    backupRun[f]++;
    if (!starved[f]) return;
    starved[f] = 0;
    if (!damaged[f]) {
      if (telling) tell({ minute: now, kind: 'facility-back', facility: input.facilities[f].id });
      setSource(f, 1, now);
    }
  }

  function missingInput(f: number): boolean {
    const g = d.facilityGrid[f];
    for (let s = 0; s < services; s++)
      if (d.facilityNeeds[f] & (1 << s) && servedAtAll[g * services + s] && sources[g * services + s] === 0)
        return true;
    return false;
  }

  function stopped(f: number, now: number): void {
    setSource(f, -1, now);
    const floods = input.facilities[f].floods;
    if (floods) push(now + floods.afterHours * 60, PUMP_FLOODS, f);
  }

  // ---- dispatch ----
  const usableFor =
    (slot: number) =>
    (r: number): boolean =>
      slot % 2 === 0 || input.policy.reserve === 0 || (r * 0.6180339887498949) % 1 >= input.policy.reserve;
  const openGrid = (g: number): boolean => active[d.areaOf[g]] < capacity;
  const travelMinutes = (r: number, g: number): number =>
    d.metres[phase][pool.place(r) * n + g] / d.responderSpeed[r];

  function takeItem(call: number, now: number): boolean {
    const item = NEED_RULES[NEED_CLASSES[callSlot[call] >> 1]].item;
    if (item === undefined || draw(items.indexOf(item), callGrid[call], 1, now) === 1) return true;
    withoutStock.push(call);
    if (telling)
      tell({
        minute: now,
        kind: 'no-stock',
        grid: input.grids[callGrid[call]].id,
        household: callHousehold[call],
        item,
        ...nearestEmpty(items.indexOf(item), callGrid[call]),
      });
    return false;
  }

  /** Seeks help for a decided call; false if it must wait. */
  function tryAssign(call: number, now: number): boolean {
    const g = callGrid[call];
    if (ideal.has('responders')) {
      begin(call, -1, now + ROUTINE_MINUTES);
      return true;
    }
    if (!openGrid(g)) {
      if (telling)
        tell({ minute: now, kind: 'span-full', grid: input.grids[g].id, household: callHousehold[call] });
      return false;
    }
    const r = pool.nearestFree(g, callSlot[call], phase, usableFor(callSlot[call]));
    if (r < 0) {
      if (telling)
        tell({
          minute: now,
          kind: 'no-responder',
          grid: input.grids[g].id,
          household: callHousehold[call],
          need: NEED_CLASSES[callSlot[call] >> 1],
        });
      return false;
    }
    assign(call, r, now);
    return true;
  }

  function assign(call: number, r: number, now: number): void {
    const travel = travelMinutes(r, callGrid[call]);
    pool.take(r);
    responderCall[r] = call;
    active[d.areaOf[callGrid[call]]]++;
    if (telling)
      tell({
        minute: now,
        kind: 'assigned',
        household: callHousehold[call],
        grid: input.grids[callGrid[call]].id,
        responder: input.responders[d.responderGroup[r]].id,
        amount: travel,
      });
    begin(call, r, now + travel);
  }

  function begin(call: number, r: number, arrival: number): void {
    callState[call] = 1;
    push(arrival, ARRIVES, call, r);
  }

  /** Gives a free responder the most urgent (or nearest) waiting call; false if there is none for it. */
  function seekWork(r: number, now: number): boolean {
    const g = pool.place(r);
    let chosen = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (
        (d.responderSkills[r] & (1 << (slot >> 1))) === 0 ||
        pool.waiting(slot) === 0 ||
        !usableFor(slot)(r)
      )
        continue;
      const metres = pool.nearestWaiting(g, slot, phase, openGrid);
      if (metres === Number.POSITIVE_INFINITY) continue;
      if (input.policy.rule !== 'nearest') {
        chosen = slot;
        break;
      }
      if (metres < least) {
        least = metres;
        chosen = slot;
      }
    }
    if (chosen < 0) return false;
    assign(pool.nextWaiting(g, chosen, phase, openGrid), r, now);
    return true;
  }

  /** A place under the command of an area came free: serve who waits there with anyone who is free. */
  function refillArea(call: number, now: number): void {
    const g = callGrid[call];
    if (!openGrid(g)) return;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (pool.waiting(slot) === 0) continue;
      const next = pool.nextAmong(d.areaGrids[d.areaOf[g]], g, slot, phase);
      if (next < 0) continue;
      const r = pool.nearestFree(callGrid[next], slot, phase, usableFor(slot));
      if (r < 0) continue;
      assign(pool.removeFirst(callGrid[next], slot), r, now);
      return;
    }
  }

  /** Batch rule: all waiting calls of a slot at once, matched to the nearest free by least total travel. */
  function assignBatch(now: number): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      const batch: number[] = [];
      while (batch.length < 60 && pool.waiting(slot) > 0) {
        const call = pool.nextWaiting(batch.length > 0 ? callGrid[batch[0]] : 0, slot, phase, openGrid);
        if (call < 0) break;
        batch.push(call);
      }
      if (batch.length === 0) continue;
      const candidates: number[] = [];
      const seen = new Set<number>();
      for (const call of batch) {
        for (let k = 0; k < 3; k++) {
          const r = pool.nearestFree(callGrid[call], slot, phase, (x) => !seen.has(x) && usableFor(slot)(x));
          if (r < 0) break;
          seen.add(r);
          candidates.push(r);
        }
      }
      const matched = new Uint8Array(batch.length);
      if (candidates.length > 0) {
        // a place of "nobody" per call keeps the problem feasible when some cannot be reached
        const columns = candidates.length + batch.length;
        const costs = new Float64Array(batch.length * columns);
        batch.forEach((call, i) => {
          for (let j = 0; j < columns; j++)
            costs[i * columns + j] =
              j < candidates.length ? Math.min(1e6, travelMinutes(candidates[j], callGrid[call])) : 1e6;
        });
        const plan = solveAssignment({ rows: batch.length, columns, costs });
        if (plan.status === 'optimal') {
          batch.forEach((call, i) => {
            const j = plan.columnOf[i];
            if (j < candidates.length && costs[i * columns + j] < 1e6 && openGrid(callGrid[call])) {
              assign(call, candidates[j], now);
              matched[i] = 1;
            }
          });
        }
      }
      batch.forEach((call, i) => {
        if (!matched[i]) pool.wait(call, callGrid[call], slot);
      });
    }
  }

  // ---- stocks ----
  function draw(item: number, g: number, amount: number, now: number): number {
    if (ideal.has('stocks')) return amount;
    let left = amount;
    while (left > 1e-9) {
      let best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let s = 0; s < input.stocks.length; s++) {
        if (stock[s * items.length + item] <= 0) continue;
        const metres = d.metres[phase][g * n + d.stockGrid[s]];
        if (metres < least) {
          least = metres;
          best = s;
        }
      }
      // a whole unit or none: half an insulin pen helps nobody
      if (best < 0 || (amount === 1 && stock[best * items.length + item] < 1)) break;
      const k = best * items.length + item;
      const given = Math.min(left, stock[k]);
      stock[k] -= given;
      left -= given;
      if (stock[k] <= 0) markEmpty(best, item, now);
    }
    return amount - left;
  }

  function markEmpty(s: number, item: number, now: number): void {
    emptySince[s * items.length + item] = now;
    stockouts.push({ stock: input.stocks[s].id, item: items[item], minute: now });
    if (telling) tell({ minute: now, kind: 'stock-empty', stock: input.stocks[s].id, item: items[item] });
  }

  function nearestEmpty(item: number, g: number): { stock?: string; sinceMinute?: number } {
    let best = -1;
    for (let s = 0; s < input.stocks.length; s++) {
      if (emptySince[s * items.length + item] < 0) continue;
      if (best < 0 || d.metres[0][g * n + d.stockGrid[s]] < d.metres[0][g * n + d.stockGrid[best]]) best = s;
    }
    return best < 0
      ? {}
      : { stock: input.stocks[best].id, sinceMinute: emptySince[best * items.length + item] };
  }

  function supplyRound(now: number): void {
    const k = slotOf(now);
    for (const rule of SUPPLY_RULES) {
      const item = items.indexOf(rule.item);
      const s = d.services.indexOf(rule.cutService);
      for (let g = 0; g < n; g++) {
        let people = displacedPeople[g];
        if (s >= 0) {
          const since = lostSince[g * services + s];
          if (since >= 0 && now - since >= rule.toleranceHours * 60) people = input.grids[g].people;
        }
        if (people <= 0) continue;
        const amount = (people * rule.perPersonDay * SUPPLY_MINUTES) / 1440;
        const given = draw(item, g, amount, now);
        supplies[rule.item].needed += amount;
        supplies[rule.item].given += given;
        wanted[k] += people;
        granted[k] += (people * given) / amount;
      }
    }
  }

  // ---- shifts ----
  function isOn(group: number, minute: number): boolean {
    const r = input.responders[group];
    if (minute < r.arrivesAt * 60) return false;
    if (r.shiftFrom === r.shiftTo) return true;
    const hour = (input.startHour + minute / 60) % 24;
    return r.shiftFrom < r.shiftTo
      ? hour >= r.shiftFrom && hour < r.shiftTo
      : hour >= r.shiftFrom || hour < r.shiftTo;
  }

  const groupStart = new Int32Array(input.responders.length + 1);
  input.responders.forEach((group, k) => {
    groupStart[k + 1] = groupStart[k] + group.count;
  });

  function changeShift(group: number, now: number): void {
    const on = isOn(group, now + 1e-6);
    for (let r = groupStart[group]; r < groupStart[group + 1]; r++) {
      if (on === (onDuty[r] === 1)) continue;
      planned += on ? 1 : -1;
      onDuty[r] = on ? 1 : 0;
      const home = d.responderGrid[r];
      if (on) {
        // someone whose own home is lost looks after the family first
        const share = fragility(
          intensity[home],
          input.hazard.displacementMedian,
          input.hazard.displacementSigma,
        );
        hindered[r] = hinderLevel[r] < share ? 1 : 0;
        if (hindered[r]) continue;
        present++;
        dutySince[r] = now;
        if (responderCall[r] < 0) {
          pool.free(r, home);
          if (input.policy.rule !== 'batch') seekWork(r, now);
        }
      } else {
        if (hindered[r]) continue;
        present--;
        if (pool.isFree(r)) pool.take(r);
      }
    }
    const r = input.responders[group];
    if (now < r.arrivesAt * 60) push(r.arrivesAt * 60, SHIFT, group);
    else if (r.shiftFrom !== r.shiftTo) {
      const hour = (input.startHour + now / 60) % 24;
      const wait = (to: number): number => {
        const hours = (to - hour + 48) % 24;
        return hours < 1e-7 ? 24 : hours;
      };
      push(now + 60 * Math.min(wait(r.shiftFrom), wait(r.shiftTo)), SHIFT, group);
    }
  }

  // ---- start ----
  for (let k = 0; k < d.changeHour.length; k++) push(d.changeHour[k] * 60, HAZARD, k);
  if (!ideal.has('roads')) for (let p = 1; p < d.phaseHour.length; p++) push(d.phaseHour[p] * 60, STREETS, p);
  input.facilities.forEach((facility, f) => {
    if (input.hazard.lost.includes(facility.id) && !ideal.has(`facilities:${facility.service}`))
      push(0, FACILITY_FAILS, f);
  });
  for (let k = 0; k < input.responders.length; k++) changeShift(k, 0);
  input.stocks.forEach((point, s) => {
    point.arrivals.forEach((lot, k) => {
      push(lot.atHour * 60, LOT_ARRIVES, s, k);
    });
    point.expiries.forEach((lot, k) => {
      push(lot.atHour * 60, LOT_EXPIRES, s, k);
    });
  });
  for (let t = SUPPLY_MINUTES; t <= horizon; t += SUPPLY_MINUTES) push(t, SUPPLY, 0);
  if (input.policy.rule === 'batch') push(input.policy.batchMinutes, BATCH, 0);
  for (let k = 0; k < samples; k++) queue.push(minutes[k], SAMPLE, k, 0, 100);

  while (queue.pop()) {
    if (queue.handled() % 256 === 0 && options.cancelled?.()) return undefined;
    const { time: now, kind, subject, extra } = queue.current;
    switch (kind) {
      case HAZARD: {
        const g = d.changeGrid[subject];
        const value = d.changeValue[subject];
        const rising = value > intensity[g];
        hit(g, value, now);
        if (!rising) break;
        for (const f of facilitiesIn(g)) {
          const facility = input.facilities[f];
          if (damaged[f] || ideal.has(`facilities:${facility.service}`)) continue;
          if (keyed.uniform(D_FRAGILE, f) < fragility(value, facility.failureMedian, facility.failureSigma))
            push(now, FACILITY_FAILS, f);
        }
        break;
      }
      case FACILITY_FAILS: {
        if (damaged[subject]) break;
        const facility = input.facilities[subject];
        const wasWorking = works(subject);
        damaged[subject] = 1;
        if (telling) tell({ minute: now, kind: 'facility-failed', facility: facility.id });
        push(
          now + 60 * facility.repairMedianHours * exp(facility.repairSigma * keyed.normal(D_REPAIR, subject)),
          FACILITY_REPAIRED,
          subject,
        );
        if (wasWorking) stopped(subject, now);
        break;
      }
      case FACILITY_REPAIRED:
        damaged[subject] = 0;
        if (works(subject)) {
          if (telling) tell({ minute: now, kind: 'facility-back', facility: input.facilities[subject].id });
          setSource(subject, 1, now);
        }
        break;
      case BACKUP_ENDS:
        if (extra !== backupRun[subject] || starved[subject] || !missingInput(subject)) break;
        starved[subject] = 1;
        if (!damaged[subject]) {
          if (telling)
            tell({ minute: now, kind: 'facility-no-input', facility: input.facilities[subject].id });
          stopped(subject, now);
        }
        break;
      case PUMP_FLOODS: {
        if (works(subject)) break;
        const floods = input.facilities[subject].floods!;
        for (const id of floods.grids) {
          const g = gridNumber(id);
          // pumps only matter while it rains
          if (intensity[g] > 0 && floods.intensity > intensity[g]) {
            if (telling)
              tell({
                minute: now,
                kind: 'flooded-by-pump',
                grid: id,
                facility: input.facilities[subject].id,
              });
            hit(g, floods.intensity, now);
          }
        }
        break;
      }
      case CUT_TOLD: {
        const cut = CUTS[extra >> 6];
        const s = extra & 63;
        const since = lostSince[subject * services + s];
        if (since < 0 || now - since < cut.toleranceHours * 60 - 1e-6) break;
        const grid = input.grids[subject];
        const members = cut.households === 'all' ? grid.households : grid[cut.households];
        if (members === 0) break;
        for (let h = d.firstHousehold[subject]; h < d.firstHousehold[subject + 1]; h++) {
          if (displaced[h]) continue;
          if (cut.households !== 'all' && !flagged(h, subject, FLAG_KIND[cut.households], members)) continue;
          if (keyed.uniform(D_NEED, h, 100 + cut.need) >= cut.probability) continue;
          addCall(
            now + 60 * keyed.exponential(1, D_DELAY, h, 100 + cut.need),
            subject,
            h,
            cut.need,
            cut.households !== 'all',
          );
        }
        break;
      }
      case CALL: {
        const c = callSlot[subject] >> 1;
        arisen[c]++;
        if (telling)
          tell({
            minute: now,
            kind: 'call',
            grid: input.grids[callGrid[subject]].id,
            household: callHousehold[subject],
            need: NEED_CLASSES[c],
          });
        push(now + NEED_RULES[NEED_CLASSES[c]].targetMinutes, DUE, subject);
        const area = d.areaOf[callGrid[subject]] * input.command.commanders;
        let desk = area;
        for (let k = 1; k < input.command.commanders; k++) if (desks[area + k] < desks[desk]) desk = area + k;
        const wait = ideal.has('command')
          ? 0
          : Math.max(0, desks[desk] - now) + input.command.decisionMinutes;
        desks[desk] = now + wait;
        asked[slotOf(now)]++;
        if (wait <= input.command.decisionMinutes + 5) decidedWell[slotOf(now)]++;
        push(now + wait, DECIDED, subject);
        break;
      }
      case DECIDED:
        if (!takeItem(subject, now)) break;
        if ((input.policy.rule === 'batch' && !ideal.has('responders')) || !tryAssign(subject, now))
          pool.wait(subject, callGrid[subject], callSlot[subject]);
        break;
      case ARRIVES: {
        const c = callSlot[subject] >> 1;
        const rule = NEED_RULES[NEED_CLASSES[c]];
        callState[subject] = 2;
        callArrival[subject] = now;
        const waited = now - callMinute[subject];
        reached[c]++;
        sumMinutes[c] += waited;
        if (waited <= rule.targetMinutes) inTime[c]++;
        else lateMinutes[callGrid[subject]] += waited - rule.targetMinutes;
        if (telling)
          tell({
            minute: now,
            kind: 'arrived',
            household: callHousehold[subject],
            grid: input.grids[callGrid[subject]].id,
            amount: waited,
          });
        if (extra < 0) break;
        // an hour on duty beyond eight makes work 5 % longer
        const tired = 1 + 0.05 * Math.max(0, (now - dutySince[extra]) / 60 - 8);
        push(
          now +
            tired * rule.workMedian * exp(rule.workSigma * keyed.normal(D_WORK, callHousehold[subject], c)),
          FINISHED,
          subject,
          extra,
        );
        break;
      }
      case FINISHED:
        responderCall[extra] = -1;
        active[d.areaOf[callGrid[subject]]]--;
        if (onDuty[extra] && !hindered[extra]) {
          pool.free(extra, callGrid[subject]);
          if (input.policy.rule !== 'batch') seekWork(extra, now);
        }
        if (input.policy.rule !== 'batch') refillArea(subject, now);
        break;
      case DUE: {
        const k = slotOf(now);
        due[k]++;
        if (callState[subject] === 2) dueMet[k]++;
        else if (telling)
          tell({
            minute: now,
            kind: 'late',
            grid: input.grids[callGrid[subject]].id,
            household: callHousehold[subject],
            need: NEED_CLASSES[callSlot[subject] >> 1],
          });
        break;
      }
      case RETURN:
        goHome(subject);
        break;
      case SHIFT:
        changeShift(subject, now);
        break;
      case SUPPLY:
        supplyRound(now);
        break;
      case LOT_ARRIVES: {
        const lot = input.stocks[subject].arrivals[extra];
        const item = items.indexOf(lot.item);
        stock[subject * items.length + item] += lot.amount;
        if (lot.amount > 0) emptySince[subject * items.length + item] = -1;
        if (telling)
          tell({
            minute: now,
            kind: 'stock-arrived',
            stock: input.stocks[subject].id,
            item: lot.item,
            amount: lot.amount,
          });
        for (const call of withoutStock.splice(0)) push(now, DECIDED, call);
        break;
      }
      case LOT_EXPIRES: {
        const lot = input.stocks[subject].expiries[extra];
        const k = subject * items.length + items.indexOf(lot.item);
        const before = stock[k];
        stock[k] = Math.max(0, before - lot.amount);
        if (before > 0 && stock[k] === 0) markEmpty(subject, items.indexOf(lot.item), now);
        break;
      }
      case STREETS:
        phase = subject;
        nearShelter.fill(-1);
        if (input.policy.rule !== 'batch') retryWaiting(now);
        break;
      case BATCH:
        assignBatch(now);
        push(now + input.policy.batchMinutes, BATCH, 0);
        break;
      default:
        sample(subject);
    }
  }

  /** When streets open again, calls that nobody could reach get another chance. */
  function retryWaiting(now: number): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      const seen: number[] = [];
      for (let g = 0; g < n && pool.waiting(slot) > 0; g++) {
        const only = (x: number): boolean => x === g && openGrid(x);
        for (
          let call = pool.nextWaiting(g, slot, phase, only);
          call >= 0;
          call = pool.nextWaiting(g, slot, phase, only)
        )
          seen.push(call);
      }
      for (const call of seen) if (!tryAssign(call, now)) pool.wait(call, callGrid[call], slot);
    }
  }

  function sample(k: number): void {
    const ratio = (part: Float64Array, whole: Float64Array): number => {
      let a = 0;
      let b = 0;
      for (let w = Math.max(0, k - WINDOW + 1); w <= k; w++) {
        a += part[w];
        b += whole[w];
      }
      return b > 0 ? Math.min(1, a / b) : 1;
    };
    let service = 0;
    for (let s = 0; s < services; s++) {
      const share = peopleOfService[s] > 0 ? Math.max(0, peopleServed[s] / peopleOfService[s]) : 1;
      curves[`service:${d.services[s]}`][k] = share;
      service += share;
    }
    const response = ratio(dueMet, due);
    curves.response[k] = response;
    curves.service[k] = (service + response) / (services + 1);
    curves.organisation[k] = (planned > 0 ? present / planned : 1) * ratio(decidedWell, asked);
    curves.resource[k] = ratio(granted, wanted);
  }

  const result: ReplicationResult = {
    minutes,
    curves,
    needs: {},
    supplies,
    shelter,
    stockouts,
    lateMinutes,
    events: queue.handled(),
    story,
  };
  for (let call = 0; call < calls; call++) {
    if (callArrival[call] < 0)
      lateMinutes[callGrid[call]] += Math.max(
        0,
        horizon - callMinute[call] - NEED_RULES[NEED_CLASSES[callSlot[call] >> 1]].targetMinutes,
      );
  }
  NEED_CLASSES.forEach((name, c) => {
    result.needs[name] = {
      arisen: arisen[c],
      inTime: inTime[c],
      late: reached[c] - inTime[c],
      neverReached: arisen[c] - reached[c],
      meanMinutes: reached[c] > 0 ? sumMinutes[c] / reached[c] : 0,
    };
  });
  return result;

  function facilitiesIn(g: number): readonly number[] {
    return facilitiesByGrid(d)[g];
  }

  function gridNumber(id: string): number {
    return gridNumbers(d).get(id)!;
  }
}

const FLAG_KIND = { elderly: 0, chronic: 1, powered: 2 } as const;

/** The rules that react to a lost service, with the number of their need class. */
const CUTS = NEED_CLASSES.flatMap((name, need) => {
  const cut = NEED_RULES[name].cut;
  return cut ? [{ ...cut, need }] : [];
});

const byGrid = new WeakMap<District, number[][]>();
function facilitiesByGrid(d: District): number[][] {
  let lists = byGrid.get(d);
  if (!lists) {
    lists = Array.from({ length: d.grids }, () => []);
    for (let f = 0; f < d.facilityGrid.length; f++) lists[d.facilityGrid[f]].push(f);
    byGrid.set(d, lists);
  }
  return lists;
}

const byId = new WeakMap<District, Map<string, number>>();
function gridNumbers(d: District): Map<string, number> {
  let map = byId.get(d);
  if (!map) {
    map = new Map(d.input.grids.map((grid, g) => [grid.id, g]));
    byId.set(d, map);
  }
  return map;
}

function grow<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
