import type { Random } from '../random.ts';
import { createCallBook } from './call-book.ts';
import { createCurveSampler } from './curve-sampler.ts';
import { createDispatcher } from './dispatcher.ts';
import type { District } from './district.ts';
import { createEventQueue } from './event-queue.ts';
import { damageDegree, damageStatesOf } from './facility-damage.ts';
import { createKeyedRandom } from './keyed-random.ts';
import { CUTS, FLAG_KIND, NEED_RULES, STREETS, SUPPLY_RULES } from './need-rules.ts';
import { type DispatchPolicy, policyOf } from './policies.ts';
import { exp } from './portable-math.ts';
import {
  DRAW,
  EVENT,
  fragility,
  type Ideal,
  type ReplicationResult,
  type StoryEntry,
  SUPPLY_MINUTES,
} from './replication-kinds.ts';
import { createResponsePool } from './response.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';
import { createServiceNetwork } from './service-network.ts';
import { createShelterBook } from './shelter-book.ts';
import { createShiftRoster } from './shifts.ts';
import { createStockBook } from './stock-book.ts';

export interface ReplicationOptions {
  /** Most entries of the story log (0 = none). */
  story?: number;
  /** Causes that are idealised away, for attribution. */
  ideal?: readonly Ideal[];
  /** Rule of dispatch in place of the input's own. */
  policy?: DispatchPolicy;
  cancelled?: () => boolean;
}

/** Stands in the place of a service number in CUT_TOLD when closed streets are the reason. */
const BY_STREETS = 63;

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
  const { input } = d;
  const keyed = createKeyedRandom(random.fork('keyed'));
  const ideal = new Set<string>(options.ideal ?? []);
  const horizon = input.horizonHours * 60;
  const n = d.grids;
  const policy = options.policy ?? policyOf(input.policy);
  const queue = createEventQueue();
  const pool = createResponsePool(d);
  const story: StoryEntry[] = [];
  const storyLimit = options.story ?? 0;
  const telling = storyLimit > 0;
  const tell = (entry: StoryEntry): void => {
    if (story.length < storyLimit) story.push(entry);
  };
  const tellCall = (
    kind: StoryEntry['kind'],
    call: number,
    minute: number,
    more: Partial<StoryEntry> = {},
  ): void =>
    tell({ minute, kind, grid: input.grids[calls.grid[call]].id, household: calls.household[call], ...more });
  const push = (minute: number, kind: number, subject: number, extra = 0): void => {
    if (minute <= horizon) queue.push(minute, kind, subject, extra);
  };

  // ---- services ----
  const services = d.services.length;
  const network = createServiceNetwork(d, {
    cut(g, s, now) {
      CUTS.forEach((cut, c) => {
        if (cut.services.includes(d.services[s]))
          push(now + cut.toleranceHours * 60, EVENT.CUT_TOLD, g, c * 64 + s);
      });
    },
    backupEnds: (f, minute, run) => push(minute, EVENT.BACKUP_ENDS, f, run),
    back(f, now) {
      if (telling) tell({ minute: now, kind: 'facility-back', facility: input.facilities[f].id });
    },
    stopped(f, now) {
      const floods = input.facilities[f].floods;
      if (floods) push(now + floods.afterHours * 60, EVENT.PUMP_FLOODS, f);
    },
  });

  const degree = new Int8Array(input.facilities.length).fill(-1);
  // minute since which closed streets part a grid from the rest, −1 while they do not
  const isolatedSince = new Float64Array(n).fill(-1);

  /** The streets are now in state `p`: tell who is parted from the rest, and count their waiting time from here. */
  function closeStreets(p: number, now: number): void {
    phase = p;
    shelters.forget();
    for (let g = 0; g < n; g++) {
      const parted = d.isolated[p][g] === 1;
      if (parted === isolatedSince[g] >= 0) continue;
      isolatedSince[g] = parted ? now : -1;
      if (telling)
        tell({ minute: now, kind: parted ? 'grid-cut-off' : 'grid-reachable', grid: input.grids[g].id });
      if (!parted) continue;
      CUTS.forEach((cut, c) => {
        if (cut.services.includes(STREETS))
          push(now + cut.toleranceHours * 60, EVENT.CUT_TOLD, g, c * 64 + BY_STREETS);
      });
    }
  }

  // ---- people ----
  const intensity = new Float64Array(n);
  const displaced = new Uint8Array(d.firstHousehold[n]);
  const displacedPeople = new Float64Array(n);
  let sheltersFull = false;
  const shelters = createShelterBook(d, ideal.has('shelters'));

  // ---- calls ----
  const calls = createCallBook(n);
  const desks = new Float64Array(d.areas.length * input.command.commanders);
  const withoutStock: number[] = [];
  let phase = 0;

  // ---- supplies ----
  const items = d.items;
  const stocks = createStockBook(d, {
    endless: ideal.has('stocks'),
    ranEmpty(point, item, now) {
      if (telling) tell({ minute: now, kind: 'stock-empty', stock: point, item });
    },
  });
  const supplies: ReplicationResult['supplies'] = Object.fromEntries(
    items.map((item) => [item, { needed: 0, given: 0, expired: 0 }]),
  );

  const sampler = createCurveSampler(d);

  function addCall(minute: number, g: number, household: number, need: number, vulnerable: boolean): void {
    if (minute > horizon) return;
    push(minute, EVENT.CALL, calls.add(g, household, need * 2 + (vulnerable ? 0 : 1), minute));
  }

  /** Counts per grid become flags of single households by a keyed draw: nobody's real household is in the model. */
  function flagged(household: number, g: number, kind: number, members: number): boolean {
    const grid = input.grids[g];
    return members > 0 && keyed.uniform(DRAW.FLAG, household, kind) * grid.households < members;
  }

  function hit(g: number, value: number, now: number): void {
    const before = intensity[g];
    intensity[g] = value;
    if (value === 0 && displacedPeople[g] > 0) {
      push(
        now + 60 * input.hazard.returnMedianHours * exp(0.5 * keyed.normal(DRAW.RETURN, g)),
        EVENT.RETURN,
        g,
      );
    }
    if (value <= before) return;
    const grid = input.grids[g];
    const share = fragility(value, input.hazard.displacementMedian, input.hazard.displacementSigma);
    if (share < 1e-9 || grid.households === 0) return;
    if (telling) tell({ minute: now, kind: 'grid-hit', grid: grid.id, amount: value });
    const size = grid.people / grid.households;
    for (let h = d.firstHousehold[g]; h < d.firstHousehold[g + 1]; h++) {
      if (displaced[h] || keyed.uniform(DRAW.HOUSE, h) >= share) continue;
      displaced[h] = 1;
      displacedPeople[g] += size;
      seekShelter(g, size, now);
      const vulnerable = flagged(h, g, 0, grid.elderly) || flagged(h, g, 1, grid.chronic);
      for (let c = 0; c < NEED_CLASSES.length; c++) {
        const rule = NEED_RULES[NEED_CLASSES[c]];
        const chance = vulnerable ? rule.displacedVulnerable : rule.displaced;
        if (chance > 0 && keyed.uniform(DRAW.NEED, h, c) < chance) {
          addCall(now + 60 * keyed.exponential(rule.delayHours, DRAW.DELAY, h, c), g, h, c, vulnerable);
        }
      }
    }
  }

  /** The people of a grid go home once it is clean; a new flood in between keeps them away. */
  function goHome(g: number): void {
    if (intensity[g] > 0) return;
    displacedPeople[g] = 0;
    displaced.fill(0, d.firstHousehold[g], d.firstHousehold[g + 1]);
    shelters.release(g);
    sheltersFull = false;
  }

  function seekShelter(g: number, people: number, now: number): void {
    const found = shelters.seek(g, people, phase);
    sampler.wanted(now, people, found);
    if (found >= people || sheltersFull) return;
    sheltersFull = true;
    if (telling) tell({ minute: now, kind: 'shelter-full', grid: input.grids[g].id });
  }

  function takeItem(call: number, now: number): boolean {
    const item = NEED_RULES[NEED_CLASSES[calls.slot[call] >> 1]].item;
    if (item === undefined || stocks.draw(items.indexOf(item), calls.grid[call], 1, now, phase) === 1)
      return true;
    withoutStock.push(call);
    if (telling)
      tellCall('no-stock', call, now, {
        item,
        ...stocks.nearestEmpty(items.indexOf(item), calls.grid[call]),
      });
    return false;
  }

  function supplyRound(now: number): void {
    for (const rule of SUPPLY_RULES) {
      const item = items.indexOf(rule.item);
      const s = d.services.indexOf(rule.cutService);
      for (let g = 0; g < n; g++) {
        let people = displacedPeople[g];
        if (s >= 0) {
          const since = network.lostSince[g * services + s];
          if (since >= 0 && now - since >= rule.toleranceHours * 60) people = input.grids[g].people;
        }
        if (isolatedSince[g] >= 0 && now - isolatedSince[g] >= rule.isolatedHours * 60)
          people = input.grids[g].people;
        if (people <= 0) continue;
        const amount = (people * rule.perPersonDay * SUPPLY_MINUTES) / 1440;
        const given = stocks.draw(item, g, amount, now, phase);
        supplies[rule.item].needed += amount;
        supplies[rule.item].given += given;
        sampler.wanted(now, people, (people * given) / amount);
      }
    }
  }

  // ---- dispatch ----
  const dispatcher = createDispatcher(d, pool, calls, {
    policy,
    phase: () => phase,
    endlessHelp: ideal.has('responders'),
    endlessCommand: ideal.has('command'),
    arrives: (call, r, minute) => push(minute, EVENT.ARRIVES, call, r),
    roster: () => roster,
    telling: () => story.length < storyLimit,
    tellCall,
  });

  // ---- shifts ----
  const roster = createShiftRoster(d, keyed, {
    intensityAt: (g) => intensity[g],
    came(r, now) {
      if (dispatcher.busy(r)) return;
      pool.free(r, d.responderGrid[r]);
      if (policy.immediate) dispatcher.seekWork(r, now);
    },
    left(r) {
      if (pool.isFree(r)) pool.take(r);
    },
  });
  const changeShift = (group: number, now: number): void => {
    const next = roster.change(group, now);
    if (next !== null) push(next, EVENT.SHIFT, group);
  };

  // ---- start ----
  for (let k = 0; k < d.changeHour.length; k++) push(d.changeHour[k] * 60, EVENT.HAZARD, k);
  if (!ideal.has('roads'))
    for (let p = 1; p < d.phaseHour.length; p++) push(d.phaseHour[p] * 60, EVENT.STREETS, p);
  input.facilities.forEach((facility, f) => {
    if (input.hazard.lost.includes(facility.id) && !ideal.has(`facilities:${facility.service}`))
      push(0, EVENT.FACILITY_FAILS, f, damageStatesOf(facility).length - 1);
  });
  closeStreets(ideal.has('roads') ? d.openPhase : 0, 0);
  for (let k = 0; k < input.responders.length; k++) changeShift(k, 0);
  input.stocks.forEach((point, s) => {
    point.arrivals.forEach((lot, k) => {
      push(lot.atHour * 60, EVENT.LOT_ARRIVES, s, k);
    });
    for (const lot of point.expiries) push(lot.atHour * 60, EVENT.LOT_EXPIRES, s, items.indexOf(lot.item));
    for (const lot of point.arrivals)
      if (lot.expiresAtHour !== undefined)
        push(lot.expiresAtHour * 60, EVENT.LOT_EXPIRES, s, items.indexOf(lot.item));
  });
  for (let t = SUPPLY_MINUTES; t <= horizon; t += SUPPLY_MINUTES) push(t, EVENT.SUPPLY, 0);
  if (!policy.immediate) push(input.policy.batchMinutes, EVENT.BATCH, 0);
  sampler.minutes.forEach((minute, k) => {
    queue.push(minute, EVENT.SAMPLE, k, 0, 100);
  });

  while (queue.pop()) {
    if (queue.handled() % 256 === 0 && options.cancelled?.()) return undefined;
    const { time: now, kind, subject, extra } = queue.current;
    switch (kind) {
      case EVENT.HAZARD: {
        const g = d.changeGrid[subject];
        const value = d.changeValue[subject];
        const rising = value > intensity[g];
        hit(g, value, now);
        if (!rising) break;
        for (const f of d.facilitiesIn[g]) {
          const facility = input.facilities[f];
          if (ideal.has(`facilities:${facility.service}`)) continue;
          const worst = damageDegree(facility, value, keyed.uniform(DRAW.FRAGILE, f));
          if (worst > degree[f]) push(now, EVENT.FACILITY_FAILS, f, worst);
        }
        break;
      }
      case EVENT.FACILITY_FAILS: {
        if (degree[subject] >= extra) break;
        degree[subject] = extra;
        const facility = input.facilities[subject];
        const state = damageStatesOf(facility)[extra];
        if (telling)
          tell({
            minute: now,
            kind: state.capacityShare > 0 ? 'facility-damaged' : 'facility-failed',
            facility: facility.id,
            state: state.name,
          });
        const hours =
          state.repairMedianHours * exp(facility.repairSigma * keyed.normal(DRAW.REPAIR, subject));
        push(now + 60 * hours, EVENT.FACILITY_REPAIRED, subject, extra);
        network.damage(subject, state.capacityShare, now);
        break;
      }
      case EVENT.FACILITY_REPAIRED:
        // damage that grew in between has its own, later repair
        if (degree[subject] !== extra) break;
        degree[subject] = -1;
        network.repair(subject, now);
        break;
      case EVENT.BACKUP_ENDS:
        if (network.starve(subject, extra, now) && telling) {
          tell({ minute: now, kind: 'facility-no-input', facility: input.facilities[subject].id });
        }
        break;
      case EVENT.PUMP_FLOODS: {
        if (network.works(subject)) break;
        const floods = input.facilities[subject].floods!;
        for (const id of floods.grids) {
          const g = d.gridNumber.get(id)!;
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
      case EVENT.CUT_TOLD: {
        const cut = CUTS[extra >> 6];
        const s = extra & 63;
        const since = s === BY_STREETS ? isolatedSince[subject] : network.lostSince[subject * services + s];
        if (since < 0 || now - since < cut.toleranceHours * 60 - 1e-6) break;
        const grid = input.grids[subject];
        const members = cut.households === 'all' ? grid.households : grid[cut.households];
        if (members === 0) break;
        for (let h = d.firstHousehold[subject]; h < d.firstHousehold[subject + 1]; h++) {
          if (displaced[h]) continue;
          if (cut.households !== 'all' && !flagged(h, subject, FLAG_KIND[cut.households], members)) continue;
          if (keyed.uniform(DRAW.NEED, h, 100 + cut.need) >= cut.probability) continue;
          addCall(
            now + 60 * keyed.exponential(1, DRAW.DELAY, h, 100 + cut.need),
            subject,
            h,
            cut.need,
            cut.households !== 'all',
          );
        }
        break;
      }
      case EVENT.CALL: {
        const c = calls.slot[subject] >> 1;
        calls.arise(c);
        if (telling) tellCall('call', subject, now, { need: NEED_CLASSES[c] });
        push(now + NEED_RULES[NEED_CLASSES[c]].targetMinutes, EVENT.DUE, subject);
        const area = d.areaOf[calls.grid[subject]] * input.command.commanders;
        let desk = area;
        for (let k = 1; k < input.command.commanders; k++) if (desks[area + k] < desks[desk]) desk = area + k;
        const wait = ideal.has('command')
          ? 0
          : Math.max(0, desks[desk] - now) + input.command.decisionMinutes;
        desks[desk] = now + wait;
        sampler.asked(now, wait <= input.command.decisionMinutes + 5);
        push(now + wait, EVENT.DECIDED, subject);
        break;
      }
      case EVENT.DECIDED:
        if (!takeItem(subject, now)) break;
        if ((!policy.immediate && !ideal.has('responders')) || !dispatcher.tryAssign(subject, now))
          pool.wait(subject, calls.grid[subject], calls.slot[subject]);
        break;
      case EVENT.ARRIVES: {
        const c = calls.slot[subject] >> 1;
        const rule = NEED_RULES[NEED_CLASSES[c]];
        const waited = calls.arrive(subject, now);
        if (telling) tellCall('arrived', subject, now, { amount: waited });
        if (extra < 0) break;
        // an hour on duty beyond eight makes work 5 % longer
        const tired = 1 + 0.05 * Math.max(0, (now - roster.dutySince[extra]) / 60 - 8);
        push(
          now +
            tired *
              rule.workMedian *
              exp(rule.workSigma * keyed.normal(DRAW.WORK, calls.household[subject], c)),
          EVENT.FINISHED,
          subject,
          extra,
        );
        break;
      }
      case EVENT.FINISHED:
        dispatcher.finished(subject, extra);
        if (roster.present(extra)) {
          pool.free(extra, calls.grid[subject]);
          if (policy.immediate) dispatcher.seekWork(extra, now);
        }
        if (policy.immediate) dispatcher.refillArea(subject, now);
        break;
      case EVENT.DUE: {
        const met = calls.state[subject] === 2;
        sampler.due(now, met);
        if (!met && telling)
          tell({
            minute: now,
            kind: 'late',
            grid: input.grids[calls.grid[subject]].id,
            household: calls.household[subject],
            need: NEED_CLASSES[calls.slot[subject] >> 1],
          });
        break;
      }
      case EVENT.RETURN:
        goHome(subject);
        break;
      case EVENT.SHIFT:
        changeShift(subject, now);
        break;
      case EVENT.SUPPLY:
        supplyRound(now);
        break;
      case EVENT.LOT_ARRIVES: {
        const lot = input.stocks[subject].arrivals[extra];
        stocks.add(
          subject,
          items.indexOf(lot.item),
          lot.amount,
          (lot.expiresAtHour ?? Number.POSITIVE_INFINITY) * 60,
        );
        if (telling)
          tell({
            minute: now,
            kind: 'stock-arrived',
            stock: input.stocks[subject].id,
            item: lot.item,
            amount: lot.amount,
          });
        for (const call of withoutStock.splice(0)) push(now, EVENT.DECIDED, call);
        break;
      }
      case EVENT.LOT_EXPIRES: {
        const gone = stocks.expire(subject, extra, now);
        supplies[items[extra]].expired += gone;
        if (telling && gone > 0)
          tell({
            minute: now,
            kind: 'stock-expired',
            stock: input.stocks[subject].id,
            item: items[extra],
            amount: gone,
          });
        break;
      }
      case EVENT.STREETS:
        closeStreets(subject, now);
        // goods that could not be reached may be reachable now
        for (const call of withoutStock.splice(0)) push(now, EVENT.DECIDED, call);
        if (policy.immediate) dispatcher.retryWaiting(now);
        break;
      case EVENT.BATCH:
        dispatcher.assignBatch(now);
        push(now + input.policy.batchMinutes, EVENT.BATCH, 0);
        break;
      default:
        sampler.sample(subject, network, roster.shareOfPlanned());
    }
  }

  return {
    minutes: sampler.minutes,
    curves: sampler.curves,
    needs: calls.summary(),
    supplies,
    shelter: shelters.totals,
    stockouts: stocks.stockouts,
    lateMinutes: calls.lateUntil(horizon),
    events: queue.handled(),
    story,
  };
}
