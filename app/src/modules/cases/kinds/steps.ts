// Small moves that several commands share.
import { pauseClock, resumeClock, settleClock, transferClock } from '@renlin/core/calendar/clock';
import type { Limit } from '@renlin/core/calendar/limit';
import type { CaseState, Photo } from '../../../engines/case/case.ts';
import { changeClock, liveClock } from '../../../engines/case/decide.ts';
import type { Deciding } from '../../../engines/case/kind.ts';
import { clocksAfter } from '../../../engines/case/rehome.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { problem } from '../../../kernel/problem.ts';
import {
  leadOf,
  type Route,
  refusalToGive,
  routeOf,
  standingFor,
  unitNameOf,
} from '../../catalogue/public.ts';
import { factsWithSuccessors } from '../successors.ts';
import type { CasesWorld } from '../world.ts';
import { endWait } from './ordinary.ts';

export type Returned = { unit: string; item: string; proposed: string; at: number; words?: string };
export type Extension = {
  unit: string | null;
  account: string | null;
  limit: Limit;
  reason: string;
  at: number;
};

export type Work = Deciding<CasesWorld>;

export function addPhotos(
  draft: CaseState,
  photos: readonly string[] | undefined,
  stage: Photo['stage'],
  at: number,
): void {
  for (const fileId of photos ?? []) draft.facts.photos.push({ fileId, stage, at });
}

/** Remembers who worked on it: they can't verify it. */
export function addHandler(draft: CaseState, actor: Actor, unitId: string | null): void {
  if (actor.kind === 'staff' && !draft.facts.handlers.includes(actor.accountId))
    draft.facts.handlers.push(actor.accountId);
  if (unitId && !draft.facts.handlerUnits.includes(unitId)) draft.facts.handlerUnits.push(unitId);
}

/** Reads the lists again for the case as it is now, and keeps the answer with its reasons. */
export function reroute(draft: CaseState, world: CasesWorld): Route {
  const route = routeOf(world.catalogue, draft.category, draft.areaPath, draft.subjectUnit);
  draft.facts['routing'] = route;
  return route;
}

/** The kept answer of the lists; read again when it names a unit that has ended since (a closed case that comes back). */
export function routeNow(state: CaseState, world: CasesWorld): Route | undefined {
  const route = state.facts['routing'] as Route | undefined;
  const { units } = world.catalogue;
  const named = route ? [...(route.owner === null ? [] : [route.owner]), ...route.assist] : [];
  return named.every((unit) => units.has(unit))
    ? route
    : routeOf(world.catalogue, state.category, state.areaPath, state.subjectUnit);
}

/** Gives the case to a unit. The handling clock starts once and afterwards only changes hands. */
export function giveTo(draft: CaseState, unitId: string, work: Work): void {
  if (unitId === draft.subjectUnit)
    throw problem('cases.subject-unit', {}, [{ path: 'form/unit', code: 'subject-unit' }]);
  const refusal = refusalToGive(work.world.catalogue, draft.category, unitId);
  if (refusal) throw problem(refusal, {}, [{ path: 'form/unit', code: refusal.slice('cases.'.length) }]);
  draft.ownerUnit = unitId;
  const route = routeNow(draft, work.world);
  draft.assistUnits = (route?.assist ?? []).filter((unit) => unit !== unitId && unit !== draft.subjectUnit);
  draft.facts['caretaker'] = route?.caretaker ?? false;
  stopAll(draft, ['accept', 'dispatch'], work);
  if (liveClock(draft, 'handle')) {
    changeClock(draft, 'handle', (clock) => transferClock(clock, work.world.calendar, work.at, unitId));
  } else {
    work.startClock(draft, 'handle', handleLimit(draft, work.world), unitId);
  }
  work.startClock(
    draft,
    'sign',
    draft.urgent ? { n: 1, unit: 'clock-hour' } : { n: 4, unit: 'work-hour' },
    unitId,
  );
}

/** Who sends something back names the item by which it is another's: an item that gives nobody, or somebody else, the matter proves nothing. */
export function requireItemOf(
  draft: CaseState,
  form: { item: string; proposedUnit: string },
  { world: { catalogue } }: Work,
): void {
  const lead = leadOf(catalogue, form.item, draft.areaPath);
  if (lead?.id === form.proposedUnit) return;
  const item = form.item.toUpperCase();
  const proposed = unitNameOf(catalogue, form.proposedUnit) ?? '';
  throw lead
    ? problem('cases.return-item', { item, lead: lead.name, proposed }, [
        { path: 'form/item', code: 'return-item' },
      ])
    : problem('cases.return-no-item', { item }, [{ path: 'form/item', code: 'return-no-item' }]);
}

/** A case that was away while units were reorganised comes back to those that stand in the place of the ended ones. */
export function returnToStanding(draft: CaseState, work: Work): void {
  const { catalogue } = work.world;
  const swap = (unit: string) => standingFor(catalogue, unit);
  const owner = draft.ownerUnit === null ? null : swap(draft.ownerUnit);
  const owners = draft.clocks.flatMap((clock) => clock.segments.at(-1)?.owner ?? []);
  draft.clocks = clocksAfter(
    draft.clocks,
    new Map(owners.flatMap((unit) => (swap(unit) === unit ? [] : [[unit, swap(unit)]]))),
    work.at,
  );
  draft.ownerUnit = owner;
  draft.assistUnits = [...new Set(draft.assistUnits.map(swap))].filter((unit) => unit !== owner);
  draft.subjectUnit = draft.subjectUnit === null ? null : swap(draft.subjectUnit);
  draft.facts = factsWithSuccessors(draft.facts, swap);
}

/** The limit of the category's first outcome; five working days when a district left it out. */
export function handleLimit(draft: CaseState, world: CasesWorld): Limit {
  return world.catalogue.categories.get(draft.category)?.limits[0]?.limit ?? { n: 5, unit: 'work-day' };
}

export function stopAll(draft: CaseState, names: readonly string[], work: Work): void {
  for (const name of names) work.stopClock(draft, name);
}

export function stopEverything(draft: CaseState, work: Work): void {
  for (const name of new Set(
    draft.clocks.filter((clock) => clock.state !== 'stopped').map((clock) => clock.name),
  )) {
    work.stopClock(draft, name);
  }
}

export function pauseHandling(draft: CaseState, work: Work, reason: string, most: Limit): void {
  changeClock(draft, 'handle', (clock) =>
    pauseClock(endWait(clock, work), work.world.calendar, work.at, reason, most),
  );
}

export function resumeHandling(draft: CaseState, work: Work): void {
  changeClock(draft, 'handle', (clock) => {
    // A pause that was over by then ended at its own limit, however late anybody looks.
    const settled = settleClock(clock, work.world.calendar, work.at);
    return settled.state === 'paused' ? resumeClock(settled, work.world.calendar, work.at) : settled;
  });
}

export function close(draft: CaseState, work: Work): void {
  stopEverything(draft, work);
  draft.closedAt = work.at;
  draft.facts['escalatedTo'] = null;
}

export function parentPath(path: string): string | undefined {
  const parts = path.split('/').filter(Boolean);
  return parts.length > 1 ? `${parts.slice(0, -1).join('/')}/` : undefined;
}

/** The next level up the territory where somebody receives escalations; the top when nobody does on the way. */
export function levelAbove(draft: CaseState, world: CasesWorld): string | undefined {
  const receives = world.filled.get('escalate-receive');
  const current = draft.facts['escalatedTo'];
  let path = typeof current === 'string' ? parentPath(current) : communityPath(draft.areaPath);
  while (path && parentPath(path) && !receives?.has(path)) path = parentPath(path);
  return path;
}

/** District / street / community: the first three levels of a path are where offices sit; below are grids. */
function communityPath(areaPath: string): string | undefined {
  const parts = areaPath.split('/').filter(Boolean);
  const above = parts.slice(0, Math.max(1, Math.min(parts.length - 1, 2)));
  return `${above.join('/')}/`;
}

/** Moves the case up one level: those who receive there must take it or hand it back, by a clock of their own. */
export function escalate(draft: CaseState, work: Work, why: string): boolean {
  const target = levelAbove(draft, work.world);
  if (!target) return false;
  draft.facts['escalatedTo'] = target;
  const escalations = (draft.facts['escalations'] as unknown[] | undefined) ?? [];
  draft.facts['escalations'] = [...escalations, { to: target, why, at: work.at }];
  work.stopClock(draft, 'escalation');
  work.startClock(
    draft,
    'escalation',
    draft.urgent ? { n: 1, unit: 'clock-hour' } : { n: 4, unit: 'work-hour' },
  );
  work.notice({
    key: 'notice.escalated',
    to: 'area',
    duty: 'escalate-receive',
    path: target,
    urgency: 'now',
  });
  return true;
}

export function hasReporter(draft: CaseState): boolean {
  return draft.facts['reporters'] !== undefined && Number(draft.facts['reporters']) > 0;
}
