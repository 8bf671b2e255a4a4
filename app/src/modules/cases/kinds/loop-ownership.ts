// Whose is it? When a case went back twice, or no list names anybody, the ownership is ruled on by a clock of its own. Meanwhile a
// caretaker works on it (先行处置): the handling clock runs on and the number stays.
import type { Limit } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { problem } from '../../../kernel/problem.ts';
import { findUnit, type Route, refusalToGive, routeOf } from '../../catalogue/public.ts';
import type { CasesWorld } from '../world.ts';
import type { Commands } from './loop-limits.ts';
import { escalate, giveTo, type Returned, reroute, resumeHandling, type Work } from './steps.ts';
import { dispatcher, handler, system } from './who.ts';
import '../problems.ts';

/** After the second return ownership needs a ruling, not another round. */
const MOST_RETURNS = 2;
/** How long a ruling may take; urgent matters by the clock on the wall. */
const rulingLimit: Limit = { n: 2, unit: 'work-day' };
const urgentRulingLimit: Limit = { n: 4, unit: 'clock-hour' };

/** Without an item and a unit when whoever asks can't say whose it is. */
type Position = { unit: string; item: string; proposed: string; words: string; at: number };

/** An open question of ownership. */
type Ruling = {
  why: 'returns' | 'no-item' | 'asked';
  at: number;
  caretaker: string;
  /** What each unit that does not want it says. */
  positions: Position[];
};

type Ruled = {
  /** The kind of matter that the ruling is about, for the list. */
  category: string;
  lead: string;
  assist: string[];
  basis: string;
  words: string;
  by: string | null;
  at: number;
  askedAt: number;
};

export function rulingOf(state: CaseState): Ruling | undefined {
  return (state.facts['ruling'] as Ruling | null | undefined) ?? undefined;
}

export function ruledOf(state: CaseState): Ruled | undefined {
  return state.facts['ruled'] as Ruled | undefined;
}

export function returnsOf(facts: Record<string, unknown>): Returned[] {
  return (facts['returns'] as Returned[] | undefined) ?? [];
}

/** Returned as often as it may be, and nobody has asked yet whose it is. */
export function returnsSpent(state: CaseState): boolean {
  return refusalToReturn(state) === 'cases.return-exhausted';
}

/** Why a unit can't return the case now. */
export function refusalToReturn(state: CaseState): string | undefined {
  if (ruledOf(state)) return 'cases.ruling-stands';
  if (rulingOf(state)) return 'cases.ruling-open';
  return returnsOf(state.facts).length >= MOST_RETURNS ? 'cases.return-exhausted' : undefined;
}

/** Begins the question; whoever has the case now keeps working on it as its caretaker. */
function openRuling(draft: CaseState, work: Work, why: Ruling['why'], position?: Position): void {
  const earlier = returnsOf(draft.facts).map(
    ({ unit, item, proposed, words = '', at }): Position => ({ unit, item, proposed, words, at }),
  );
  const ruling: Ruling = {
    why,
    at: work.at,
    caretaker: draft.ownerUnit as string,
    positions: position ? [...earlier, position] : earlier,
  };
  draft.facts['ruling'] = ruling;
  draft.facts['caretaker'] = true;
  work.startClock(draft, 'ruling', draft.urgent ? urgentRulingLimit : rulingLimit);
  work.notice({ key: 'notice.ruling-asked', to: 'area', duty: 'rule', urgency: 'now' });
  work.notice({ key: 'notice.caretaker', to: 'owner-unit', duty: 'handle', urgency: 'now' });
}

/** A known kind of matter that no list gives to anybody. */
export function isNobodys(state: CaseState, world: CasesWorld): boolean {
  if (state.category === '') return false;
  const route = routeOf(world.catalogue, state.category, state.areaPath, state.subjectUnit);
  return route.caretaker && route.item === null;
}

/** No list knows the category: the question is asked with the dispatch itself, nobody has to think of it. */
export function askWhenNobodyIsNamed(draft: CaseState, work: Work): void {
  const route = draft.facts['routing'] as Route | undefined;
  if (!route?.caretaker || route.item !== null || draft.category === '') return;
  if (rulingOf(draft) || ruledOf(draft) || draft.ownerUnit === null) return;
  openRuling(draft, work, 'no-item');
}

/** A reopened case takes up the question that was still open when it closed. */
export function resumeRuling(draft: CaseState, work: Work): void {
  if (rulingOf(draft)) work.startClock(draft, 'ruling', draft.urgent ? urgentRulingLimit : rulingLimit);
}

/** Nobody ruled in time: the level above is asked. The handling unit is not late by it. */
export function rulingLapsed(draft: CaseState, work: Work): void {
  const escalates = ['filed', 'dispatched', 'handling', 'checking'].includes(draft.state);
  if (escalates && escalate(draft, work, 'late:ruling')) return;
  work.notice({ key: 'notice.ruling-late', to: 'area', duty: 'rule', urgency: 'now' });
}

/** Who may act first: the one that was named, who has it, whom the lists name, the street, the district's command centre. */
function caretakerFor(draft: CaseState, named: string | undefined, world: CasesWorld): string | undefined {
  const route = routeOf(world.catalogue, draft.category, draft.areaPath, draft.subjectUnit);
  const street = findUnit(world.catalogue, { kind: 'street-office' }, draft.areaPath)?.id;
  const centre = findUnit(world.catalogue, { kind: 'command-centre' }, draft.areaPath)?.id;
  if (named) return named;
  return [draft.ownerUnit, route.owner, street, centre].find(
    (unit): unit is string =>
      typeof unit === 'string' &&
      unit !== draft.subjectUnit &&
      refusalToGive(world.catalogue, draft.category, unit) === undefined,
  );
}

/** Units with a stake in the answer can't give it. */
export function isParty(state: CaseState, unit: string): boolean {
  return unit === state.ownerUnit || returnsOf(state.facts).some((one) => one.unit === unit);
}

const ASKABLE = ['filed', 'dispatched', 'handling'];
const RULABLE = ['filed', 'dispatched', 'handling', 'paused', 'checking', 'confirming', 'closed'];

export function ownershipCommands(): Commands {
  return {
    'ask-ruling': command({
      from: ASKABLE,
      to: ['dispatched'],
      mayStay: true,
      who: [handler, dispatcher],
      form: {
        reason: field.textarea.required({ max: 500, min: 5 }),
        caretaker: field.unit.optional({ source: 'takers' }),
      },
      public: ['caretaker'],
      unless(state) {
        if (ruledOf(state)) return 'cases.ruling-stands';
        if (rulingOf(state)) return 'cases.ruling-open';
        const route = state.facts['routing'] as Route | undefined;
        const unclear = route === undefined || route.caretaker;
        return unclear || returnsOf(state.facts).length >= MOST_RETURNS
          ? undefined
          : 'cases.ruling-too-early';
      },
      apply(draft, form, work) {
        const caretaker = caretakerFor(draft, form.caretaker, work.world);
        // What the unit that has it says stands beside what the units said that returned it.
        const asker = work.actingUnit === draft.ownerUnit ? work.actingUnit : null;
        if (!caretaker)
          throw problem('cases.no-caretaker', {}, [{ path: 'form/caretaker', code: 'no-caretaker' }]);
        if (caretaker !== draft.ownerUnit) {
          if (!draft.facts['routing']) reroute(draft, work.world);
          work.stopClock(draft, 'sign');
          give(draft, caretaker, 'caretaker', work);
          draft.state = 'dispatched';
        }
        const why = returnsOf(draft.facts).length >= MOST_RETURNS ? 'returns' : 'asked';
        const position: Position | undefined =
          asker === null
            ? undefined
            : { unit: asker, item: '', proposed: '', words: form.reason, at: work.at };
        openRuling(draft, work, why, position);
      },
    }),
    'open-ruling': command({
      // A third return was refused: the machine asks instead, with what the unit had to say.
      from: ['dispatched', 'handling'],
      to: [],
      who: [system],
      form: {
        item: field.listItem.required(),
        proposedUnit: field.unit.required(),
        reason: field.textarea.required({ max: 500 }),
      },
      stale: 'commutes',
      public: [],
      unless: (state) =>
        ruledOf(state) ? 'cases.ruling-stands' : rulingOf(state) ? 'cases.ruling-open' : undefined,
      apply(draft, form, work) {
        openRuling(draft, work, 'returns', {
          unit: draft.ownerUnit as string,
          item: form.item,
          proposed: form.proposedUnit,
          words: form.reason,
          at: work.at,
        });
      },
    }),
    rule: command({
      from: RULABLE,
      to: ['dispatched'],
      mayStay: true,
      who: [{ by: 'duty', duty: 'rule', over: 'area' }],
      form: {
        lead: field.unit.required({ source: 'takers' }),
        assist: field.units.optional({ source: 'units' }),
        basis: field.text.required({ max: 200, min: 2 }),
        note: field.textarea.required({ max: 500, min: 5 }),
        category: field.category.optional(),
      },
      primary: true,
      public: true,
      unless(state, actor) {
        if (!rulingOf(state)) return 'cases.no-ruling';
        return mayRule(state, actor) ? undefined : 'cases.ruling-own';
      },
      apply(draft, form, work) {
        const asked = rulingOf(draft) as Ruling;
        const assist = [...new Set(form.assist ?? [])].filter((unit) => unit !== form.lead);
        for (const unit of [form.lead, ...assist]) requireUnit(draft, unit, unit === form.lead, work.world);
        const category = categoryOf(draft, form.category, work.world);
        draft.facts['ruling'] = null;
        draft.facts['ruled'] = {
          category,
          lead: form.lead,
          assist,
          basis: form.basis,
          words: form.note,
          by: work.actingUnit,
          at: work.at,
          askedAt: asked.at,
        } satisfies Ruled;
        work.stopClock(draft, 'ruling');
        handOver(draft, form.lead, assist, work);
        work.notice({ key: 'notice.ruled', to: 'owner-unit', duty: 'handle', urgency: 'now' });
        work.notice({ key: 'notice.ruled', to: 'reporter', urgency: 'later' });
      },
    }),
  };
}

/** The refusals of a dispatch name its field `unit`; here the field has a name of its own. */
function give(draft: CaseState, unit: string, path: string, work: Work): void {
  if (unit === draft.subjectUnit)
    throw problem('cases.subject-unit', {}, [{ path: `form/${path}`, code: 'subject-unit' }]);
  const refusal = refusalToGive(work.world.catalogue, draft.category, unit);
  if (refusal) throw problem(refusal, {}, [{ path: `form/${path}`, code: refusal.slice('cases.'.length) }]);
  giveTo(draft, unit, work);
}

function requireUnit(draft: CaseState, unit: string, lead: boolean, world: CasesWorld): void {
  const path = lead ? 'form/lead' : 'form/assist';
  if (!world.catalogue.units.has(unit))
    throw problem('cases.unknown-unit', {}, [{ path, code: 'unknown-unit' }]);
  if (unit === draft.subjectUnit) throw problem('cases.subject-unit', {}, [{ path, code: 'subject-unit' }]);
}

/** A ruling that names no kind of matter could not be written back to the list. */
function categoryOf(draft: CaseState, named: string | undefined, world: CasesWorld): string {
  const category = named ?? draft.category;
  if (category === '')
    throw problem('cases.ruling-category', {}, [{ path: 'form/category', code: 'ruling-category' }]);
  const known = world.catalogue.categories.get(category);
  if (named !== undefined && (!known || known.retired))
    throw problem('cases.unknown-category', {}, [{ path: 'form/category', code: 'unknown-category' }]);
  return category;
}

/** The case goes to the lead where it lies; what is already finished stays with whoever finished it. */
function handOver(draft: CaseState, lead: string, assist: string[], work: Work): void {
  draft.facts['caretaker'] = false;
  if (!['filed', 'dispatched', 'handling', 'paused'].includes(draft.state)) return;
  if (lead !== draft.ownerUnit) {
    if (draft.state === 'paused') resumeHandling(draft, work);
    work.stopClock(draft, 'sign');
    give(draft, lead, 'lead', work);
    draft.state = 'dispatched';
    draft.facts['caretaker'] = false;
  }
  draft.assistUnits = assist.filter((unit) => unit !== draft.subjectUnit);
}

function mayRule(state: CaseState, actor: Actor): boolean {
  if (actor.kind !== 'staff') return false;
  return actor.posts.some(
    (post) =>
      post.duties.includes('rule') &&
      state.areaPath.startsWith(post.areaPath) &&
      post.unitId !== state.subjectUnit &&
      !isParty(state, post.unitId),
  );
}
