import type { District } from './district.ts';
import type { KeyedRandom } from './keyed-random.ts';
import { DRAW, fragility } from './replication-kinds.ts';
import type { ResponderInput, StressInput } from './scenario-kinds.ts';

/** Whether a group is on shift at a minute of the event; before `arrivesAt` (mutual aid) it is not there at all. */
function isOnShift(group: ResponderInput, startHour: number, minute: number): boolean {
  if (minute < group.arrivesAt * 60) return false;
  if (group.shiftFrom === group.shiftTo) return true;
  const hour = (startHour + minute / 60) % 24;
  return group.shiftFrom < group.shiftTo
    ? hour >= group.shiftFrom && hour < group.shiftTo
    : hour >= group.shiftFrom || hour < group.shiftTo;
}

/** Minute of the next change of shift after `now`; null for a group that is always on and already there. */
function nextShiftChange(group: ResponderInput, startHour: number, now: number): number | null {
  if (now < group.arrivesAt * 60) return group.arrivesAt * 60;
  if (group.shiftFrom === group.shiftTo) return null;
  const hour = (startHour + now / 60) % 24;
  const wait = (to: number): number => {
    const hours = (to - hour + 48) % 24;
    return hours < 1e-7 ? 24 : hours;
  };
  return now + 60 * Math.min(wait(group.shiftFrom), wait(group.shiftTo));
}

/** Who is on shift, and who of them could come. */
export interface ShiftRoster {
  /** A group's shift begins or ends at `now`; returns the minute of its next change, null for never. O(people of the group). */
  change(group: number, now: number): number | null;
  onDuty(responder: number): boolean;
  /** On the roster, but kept at home because that home is lost. */
  hindered(responder: number): boolean;
  /** On the roster, but lost by the hazard's own word: planned, and never there. */
  lost(responder: number): boolean;
  present(responder: number): boolean;
  /** Present over planned; 1 when nobody is planned. */
  shareOfPlanned(): number;
  /** Minute at which each responder's present shift began. */
  readonly dutySince: Float64Array;
}

export function createShiftRoster(
  d: District,
  keyed: KeyedRandom,
  world: {
    intensityAt(grid: number): number;
    came(responder: number, now: number): void;
    left(responder: number): void;
  },
): ShiftRoster {
  const { input } = d;
  const responders = d.responderGrid.length;
  const onDuty = new Uint8Array(responders);
  const hindered = new Uint8Array(responders);
  const dutySince = new Float64Array(responders);
  const lost = new Uint8Array(responders);
  const start = new Int32Array(input.responders.length + 1);
  input.responders.forEach((group, k) => {
    start[k + 1] = start[k] + group.count;
    // the last of the group: everybody keeps the number, and with it the draws, whoever is lost
    lost.fill(1, start[k + 1] - (input.hazard.lostPeople?.[group.id] ?? 0), start[k + 1]);
  });
  let planned = 0;
  let present = 0;

  function begin(r: number, now: number): void {
    if (lost[r]) return;
    const { displacementMedian, displacementSigma } = input.hazard;
    // someone whose own home is lost looks after the family first
    const share = fragility(world.intensityAt(d.responderGrid[r]), displacementMedian, displacementSigma);
    hindered[r] = share > 0 && keyed.uniform(DRAW.STAFF, r) < share ? 1 : 0;
    if (hindered[r]) return;
    present++;
    dutySince[r] = now;
    world.came(r, now);
  }

  function end(r: number): void {
    if (hindered[r] || lost[r]) return;
    present--;
    world.left(r);
  }

  return {
    change(group, now) {
      const on = isOnShift(input.responders[group], input.startHour, now + 1e-6);
      for (let r = start[group]; r < start[group + 1]; r++) {
        if (on === (onDuty[r] === 1)) continue;
        planned += on ? 1 : -1;
        onDuty[r] = on ? 1 : 0;
        if (on) begin(r, now);
        else end(r);
      }
      return nextShiftChange(input.responders[group], input.startHour, now);
    },
    onDuty: (r) => onDuty[r] === 1,
    hindered: (r) => hindered[r] === 1,
    lost: (r) => lost[r] === 1,
    present: (r) => onDuty[r] === 1 && !hindered[r] && !lost[r],
    shareOfPlanned: () => (planned > 0 ? present / planned : 1),
    dutySince,
  };
}

export interface NeverOnDuty {
  path: string;
  id: string;
  reason: string;
}

/** Groups that are nowhere on duty between the start and the horizon, by path: they answer no call, and their people count as nobody. */
export function neverOnDuty(input: StressInput): NeverOnDuty[] {
  const { responders, startHour, horizonHours } = input;
  return responders.flatMap((group, k) => {
    for (let now: number | null = 0; now !== null && now < horizonHours * 60; ) {
      if (isOnShift(group, startHour, now + 1e-6)) return [];
      now = nextShiftChange(group, startHour, now);
    }
    const late = group.arrivesAt >= horizonHours;
    return [
      {
        path: `responders[${k}].${late ? 'arrivesAt' : 'shiftFrom'}`,
        id: group.id,
        reason: late
          ? `arrives at hour ${group.arrivesAt}, and the event ends at hour ${horizonHours}`
          : `on duty from ${group.shiftFrom} to ${group.shiftTo} o'clock, and the event lasts ${horizonHours} h from ${startHour} o'clock`,
      },
    ];
  });
}
