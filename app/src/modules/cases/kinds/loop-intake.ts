// From the report to the unit that is to act.

import { changeLimit } from '@renlin/core/calendar/clock';
import { changeClock } from '../../../engines/case/decide.ts';
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import { mayBeTrifle, refusalToGive } from '../../catalogue/public.ts';
import type { Commands, LoopLimits } from './loop-limits.ts';
import { askWhenNobodyIsNamed, isNobodys, ruledOf } from './loop-ownership.ts';
import { refuseUnasked } from './party-consent.ts';
import { addHandler, close, giveTo, handleLimit, reroute, type Work } from './steps.ts';
import { dispatcher, intake, reporter } from './who.ts';
import '../problems.ts';

export function intakeCommands(limits: LoopLimits): Commands {
  return {
    accept: command({
      from: ['reported'],
      to: ['filed'],
      who: [intake, dispatcher],
      bulk: true,
      form: { category: field.category.optional(), note: field.textarea.optional({ max: 500 }) },
      primary: true,
      undoable: true,
      public: ['category'],
      mergesWhen: (state) => state.state === 'filed',
      apply(draft, form, work) {
        if (form.category) changeCategory(draft, form.category, work);
        work.stopClock(draft, 'accept');
        work.startClock(draft, 'dispatch', limits.dispatch);
        reroute(draft, work.world);
      },
    }),
    decline: command({
      from: ['reported', 'filed'],
      to: ['declined'],
      who: [intake, dispatcher],
      bulk: true,
      form: {
        reason: field.choice('decline-reason', [
          'not-ours',
          'police',
          'court',
          'private',
          'no-fact',
          'repeated',
        ]),
        whereTo: field.text.required({ max: 200 }),
        note: field.textarea.optional({ max: 500 }),
      },
      danger: true,
      undoable: true,
      public: true,
      apply(draft, form, work) {
        // Nobody's on any list is everybody's: somebody acts first, and whose it is gets ruled on.
        if (form.reason === 'not-ours' && isNobodys(draft, work.world))
          throw problem('cases.nobodys', {}, [{ path: 'form/reason', code: 'nobodys' }]);
        draft.facts['declined'] = { reason: form.reason, whereTo: form.whereTo };
        close(draft, work);
        work.notice({ key: 'notice.declined', to: 'reporter', urgency: 'later' });
      },
    }),
    dispatch: command({
      from: ['reported', 'filed'],
      to: ['dispatched'],
      who: [dispatcher],
      bulk: true,
      form: { unit: field.unit.required({ source: 'route' }), note: field.textarea.optional({ max: 500 }) },
      primary: true,
      undoable: true,
      public: ['unit'],
      apply(draft, form, work) {
        if (!draft.facts['routing']) reroute(draft, work.world);
        giveTo(draft, form.unit, work);
        askWhenNobodyIsNamed(draft, work);
        work.notice({
          key: 'notice.dispatched',
          to: 'owner-unit',
          duty: 'handle',
          urgency: draft.urgent ? 'now' : 'later',
        });
      },
    }),
    redirect: command({
      // 改派: a wrong dispatch is put right without waiting for a return; the limit runs on.
      from: ['dispatched', 'handling'],
      to: ['dispatched'],
      who: [dispatcher],
      bulk: true,
      form: {
        unit: field.unit.required({ source: 'takers' }),
        reason: field.textarea.required({ max: 500, min: 2 }),
      },
      rare: true,
      undoable: true,
      public: ['unit'],
      unless: (state) => (ruledOf(state) ? 'cases.ruling-stands' : undefined),
      apply(draft, form, work) {
        if (form.unit === draft.ownerUnit)
          throw problem('cases.redirect-same', {}, [{ path: 'form/unit', code: 'redirect-same' }]);
        work.stopClock(draft, 'sign');
        giveTo(draft, form.unit, work);
        draft.state = 'dispatched';
        work.notice({ key: 'notice.redirected', to: 'owner-unit', duty: 'handle', urgency: 'now' });
      },
    }),
    'handle-myself': command({
      // 准入清单: a trifle a grid worker may settle; anything else goes up with the report.
      from: ['reported', 'filed'],
      to: ['handling'],
      who: [{ by: 'duty', duty: 'report', over: 'area' }],
      form: { note: field.textarea.optional({ max: 500 }) },
      undoable: true,
      public: [],
      unless(state, _actor, world) {
        return mayBeTrifle(world.catalogue, state.category) ? undefined : 'cases.not-on-grid-list';
      },
      apply(draft, _form, work) {
        if (!work.actingUnit) throw problem('auth.forbidden', {});
        reroute(draft, work.world);
        giveTo(draft, work.actingUnit, work);
        work.stopClock(draft, 'sign');
        addHandler(draft, work.actor, work.actingUnit);
      },
    }),
    correct: command({
      from: ['reported', 'filed', 'dispatched', 'handling'],
      to: [],
      who: [intake, dispatcher],
      form: {
        category: field.category.optional(),
        headline: field.text.optional({ max: 60 }),
        address: field.text.optional({ max: 200 }),
        note: field.textarea.optional({ max: 500 }),
      },
      undoable: true,
      apply(draft, form, work) {
        if (form.category) changeCategory(draft, form.category, work);
        if (form.headline) draft.headline = form.headline;
        if (form.address) draft.address = form.address;
        reroute(draft, work.world);
      },
    }),
    withdraw: command({
      from: ['reported', 'filed', 'dispatched'],
      to: ['withdrawn'],
      who: [reporter],
      form: { note: field.textarea.optional({ max: 500 }) },
      public: true,
      unless: (state) => (state.joined > 1 ? 'cases.not-possible' : undefined),
      apply(draft, _form, work) {
        close(draft, work);
      },
    }),
  };
}

/** A new category brings its own limit; what was consumed stays consumed. */
function changeCategory(draft: Parameters<typeof giveTo>[0], category: string, work: Work): void {
  const known = work.world.catalogue.categories.get(category);
  if (!known || known.retired)
    throw problem('cases.unknown-category', {}, [{ path: 'form/category', code: 'unknown-category' }]);
  if (!known.kinds.includes(draft.kind)) {
    throw problem('cases.category-not-for-kind', {}, [
      { path: 'form/category', code: 'category-not-for-kind' },
    ]);
  }
  const refusal = draft.ownerUnit
    ? refusalToGive(work.world.catalogue, category, draft.ownerUnit)
    : undefined;
  refuseUnasked(draft, work.world, category);
  // A new category must not leave the case with a unit that may not have it: it goes back or up first.
  if (refusal) throw problem(refusal, {}, [{ path: 'form/category', code: refusal.slice('cases.'.length) }]);
  draft.category = category;
  draft.urgent = known.urgent;
  changeClock(draft, 'handle', (clock) =>
    changeLimit(clock, work.world.calendar, work.at, handleLimit(draft, work.world), 'category'),
  );
}
