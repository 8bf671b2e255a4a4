import type { ResponderInput } from './scenario.ts';

/** Whether a group is on shift at a minute of the event; before `arrivesAt` (mutual aid) it is not there at all. */
export function isOnShift(group: ResponderInput, startHour: number, minute: number): boolean {
  if (minute < group.arrivesAt * 60) return false;
  if (group.shiftFrom === group.shiftTo) return true;
  const hour = (startHour + minute / 60) % 24;
  return group.shiftFrom < group.shiftTo
    ? hour >= group.shiftFrom && hour < group.shiftTo
    : hour >= group.shiftFrom || hour < group.shiftTo;
}

/** Minute of the next change of shift after `now`; null for a group that is always on and already there. */
export function nextShiftChange(group: ResponderInput, startHour: number, now: number): number | null {
  if (now < group.arrivesAt * 60) return group.arrivesAt * 60;
  if (group.shiftFrom === group.shiftTo) return null;
  const hour = (startHour + now / 60) % 24;
  const wait = (to: number): number => {
    const hours = (to - hour + 48) % 24;
    return hours < 1e-7 ? 24 : hours;
  };
  return now + 60 * Math.min(wait(group.shiftFrom), wait(group.shiftTo));
}
