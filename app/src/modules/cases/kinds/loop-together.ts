// Cases that belong together: one thing reported twice (merge and its way back), two things in one report (split), two sides of a
// quarrel (link, never merge). Each command reaches the other case in the same transaction; its own refusals refuse the whole.
import { type CaseState, copyOf } from '../../../engines/case/case.ts';
import { type CaseReference, field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import type { Commands } from './loop-limits.ts';
import { outsideOf } from './loop-outside.ts';
import { rulingOf } from './loop-ownership.ts';
import { supervisionOf } from './loop-supervision.ts';
import { returnToStanding, stopEverything } from './steps.ts';
import { whistleOpen } from './whistle-facts.ts';
import { dispatcher, handler, intake, reporter, system } from './who.ts';
import '../problems.ts';
import { refuseUnasked } from './party-consent.ts';

/** States in which a case is still being worked on: it may be merged into another one, split or come back. */
const WORKING = ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking'] as const;
const ANY = [...WORKING, 'confirming', 'closed', 'declined', 'withdrawn', 'merged'] as const;
const MOST_MEMBERS = 200;

/** What a merged case was like, kept until it comes back: its clocks run on in here, as if nothing had happened. */
export type Merged = Pick<CaseState, 'state' | 'clocks'> & {
  into: CaseReference;
  at: number;
  /** Left out when the case had never been escalated. */
  escalatedTo?: unknown;
};
export type Member = CaseReference & { at: number; joined: number; reporters: number };
export type Link = CaseReference & { why: string };
type Side = { asked: boolean; agreed: boolean | null; otherAgreed: boolean | null };

export const mergedOf = (state: CaseState) => state.facts['merged'] as Merged | undefined;
export const membersOf = (state: CaseState) => (state.facts['members'] as Member[] | undefined) ?? [];
export const linksOf = (state: CaseState) => (state.facts['links'] as Link[] | undefined) ?? [];
export const splitsOf = (state: CaseState) =>
  (state.facts['splits'] as { id: string; at: number }[] | undefined) ?? [];
const sideOf = (state: CaseState): Side =>
  (state.facts['mediation'] as Side | undefined) ?? { asked: false, agreed: null, otherAgreed: null };
const isPersonal = (state: CaseState, world: CasesWorld) =>
  world.catalogue.categories.get(state.category)?.personal === true;
const reportersOf = (state: CaseState) => Number(state.facts['reporters'] ?? 0);
const referenceTo = (state: CaseState): CaseReference => ({ id: state.id, number: state.number });
const counterpartOf = (state: CaseState) => linksOf(state).find((link) => link.why === 'counterpart');

export function togetherCommands(): Commands {
  return { ...mergeCommands(), ...splitCommands(), ...linkCommands(), ...mediationCommands() };
}

function mergeCommands(): Commands {
  return {
    merge: command({
      from: WORKING,
      to: ['merged'],
      who: [dispatcher, intake],
      bulk: true,
      takenBackBy: 'unmerge',
      form: { into: field.case.required(), note: field.textarea.optional({ max: 300 }) },
      public: ['into'],
      unless(state, _actor, world) {
        if (isPersonal(state, world)) return 'cases.merge-private';
        // Something is owed on this case by name; it may lead, and the other one goes.
        if (whistleOpen(state)) return 'cases.merge-whistle';
        if (outsideOf(state).length > 0) return 'cases.merge-outside';
        if (supervisionOf(state)) return 'cases.merge-supervised';
        if (rulingOf(state)) return 'cases.merge-ruling';
        // The two sides of a quarrel never become one case, nor by way of a third one.
        if (counterpartOf(state)) return 'cases.merge-counterpart';
        return membersOf(state).length > 0 ? 'cases.merge-of-lead' : undefined;
      },
      apply(draft, form, work) {
        refuseItself(draft, form.into, 'into');
        const kept: Merged = {
          into: form.into,
          at: work.at,
          state: draft.state,
          clocks: copyOf(draft.clocks),
        };
        if ('escalatedTo' in draft.facts) kept.escalatedTo = draft.facts['escalatedTo'];
        draft.facts['merged'] = kept;
        draft.facts['escalatedTo'] = null;
        stopEverything(draft, work);
        draft.closedAt = work.at;
        work.tell(form.into.id, 'absorb', {
          case: referenceTo(draft),
          joined: draft.joined,
          reporters: reportersOf(draft),
          ...(draft.subjectUnit ? { subject: draft.subjectUnit } : {}),
        });
      },
    }),
    unmerge: command({
      from: ['merged'],
      to: WORKING,
      who: [dispatcher, intake],
      form: { reason: field.textarea.required({ max: 300 }) },
      public: [],
      apply(draft, _form, work) {
        const kept = mergedOf(draft) as Merged;
        draft.state = kept.state;
        draft.clocks = kept.clocks;
        draft.closedAt = null;
        delete draft.facts['escalatedTo'];
        if ('escalatedTo' in kept) draft.facts['escalatedTo'] = kept.escalatedTo;
        delete draft.facts['merged'];
        // Merged cases are closed and stay where they were when units are reorganised; back among the living, they need an owner.
        returnToStanding(draft, work);
        work.tell(kept.into.id, 'release', { case: referenceTo(draft) });
      },
    }),
    absorb: command({
      from: ANY,
      to: [],
      who: [system],
      form: {
        case: field.case.required(),
        joined: field.integer.required(),
        reporters: field.integer.required(),
        subject: field.unit.optional(),
      },
      stale: 'commutes',
      public: true,
      unless(state, _actor, world) {
        if (state.state === 'merged') return 'cases.merge-into-merged';
        if (state.closedAt !== null) return 'cases.merge-into-closed';
        if (isPersonal(state, world)) return 'cases.merge-private';
        return membersOf(state).length >= MOST_MEMBERS ? 'cases.merge-too-many' : undefined;
      },
      apply(draft, form, work) {
        // A complaint about a firm does not disappear in a report that says nothing of it.
        if (form.subject && form.subject !== draft.subjectUnit) throw problem('cases.merge-subject', {});
        const { joined, reporters } = form;
        draft.joined += joined;
        draft.facts['reporters'] = reportersOf(draft) + reporters;
        draft.facts['members'] = [...membersOf(draft), { ...form.case, at: work.at, joined, reporters }];
      },
    }),
    release: command({
      from: ANY,
      to: [],
      who: [system],
      form: { case: field.case.required() },
      stale: 'commutes',
      public: true,
      unless: (state) => (state.closedAt === null ? undefined : 'cases.unmerge-after-closure'),
      apply(draft, form) {
        const leaving = membersOf(draft).find((member) => member.id === form.case.id);
        if (!leaving) throw problem('cases.not-a-member', {});
        draft.joined -= leaving.joined;
        draft.facts['reporters'] = reportersOf(draft) - leaving.reporters;
        draft.facts['members'] = membersOf(draft).filter((member) => member !== leaving);
      },
    }),
  };
}

function splitCommands(): Commands {
  return {
    split: command({
      // Two things in one report: the second gets a case, a number and clocks of its own; the reporter follows both.
      from: WORKING,
      to: [],
      who: [dispatcher, intake],
      rare: true,
      form: {
        category: field.category.required(),
        headline: field.text.required({ max: 60 }),
        text: field.textarea.required({ max: 2000 }),
      },
      public: true,
      apply(draft, form, work) {
        refuseUnasked(draft, work.world, form.category);
        const category = work.world.catalogue.categories.get(form.category);
        if (!category || category.retired)
          throw problem('cases.unknown-category', {}, [{ path: 'form/category', code: 'unknown-category' }]);
        if (!category.kinds.includes(draft.kind))
          throw problem('cases.category-not-for-kind', { kind: draft.kind }, [
            { path: 'form/category', code: 'category-not-for-kind' },
          ]);
        const id = work.open({
          kind: draft.kind,
          category: form.category,
          headline: form.headline,
          text: form.text,
          under: false,
          joined: draft.joined,
          facts: { reporters: reportersOf(draft), trusted: true, splitFrom: referenceTo(draft) },
        });
        draft.facts['splits'] = [...splitsOf(draft), { id, at: work.at }];
      },
    }),
  };
}

function linkCommands(): Commands {
  const about = { case: field.case.required(), why: field.choice('link-why', ['counterpart', 'related']) };
  return {
    link: command({
      from: WORKING,
      to: [],
      who: [dispatcher, intake],
      rare: true,
      form: about,
      stale: 'commutes',
      apply(draft, form, work) {
        refuseItself(draft, form.case, 'case');
        addLink(draft, { ...form.case, why: form.why });
        work.tell(form.case.id, 'linked', { case: referenceTo(draft), why: form.why });
      },
    }),
    unlink: command({
      from: ANY,
      to: [],
      who: [dispatcher, intake],
      rare: true,
      form: { case: field.case.required() },
      stale: 'commutes',
      unless: (state) => (linksOf(state).length > 0 ? undefined : 'cases.not-linked'),
      apply(draft, form, work) {
        removeLink(draft, form.case);
        work.tell(form.case.id, 'unlinked', { case: referenceTo(draft) });
      },
    }),
    linked: command({
      from: ANY,
      to: [],
      who: [system],
      form: about,
      stale: 'commutes',
      apply(draft, form) {
        addLink(draft, { ...form.case, why: form.why });
      },
    }),
    unlinked: command({
      from: ANY,
      to: [],
      who: [system],
      form: { case: field.case.required() },
      stale: 'commutes',
      apply(draft, form) {
        removeLink(draft, form.case);
      },
    }),
  };
}

/** Mediation between the two sides of a quarrel: offered to both, held only when both agreed; neither learns who the other is. */
function mediationCommands(): Commands {
  return {
    'offer-mediation': command({
      from: WORKING,
      to: [],
      who: [dispatcher, intake, handler],
      rare: true,
      form: { note: field.textarea.required({ max: 500 }) },
      stale: 'commutes',
      public: true,
      unless(state) {
        if (!counterpartOf(state)) return 'cases.no-counterpart';
        return sideOf(state).asked ? 'cases.mediation-asked' : undefined;
      },
      apply(draft, form, work) {
        draft.facts['mediation'] = { ...sideOf(draft), asked: true };
        work.notice({ key: 'notice.mediation-offered', to: 'reporter', urgency: 'later' });
        work.tell((counterpartOf(draft) as Link).id, 'mediation-offered', { note: form.note });
      },
    }),
    'mediation-offered': command({
      from: ANY,
      to: [],
      who: [system],
      form: { note: field.textarea.required({ max: 500 }) },
      stale: 'commutes',
      public: true,
      apply(draft, _form, work) {
        draft.facts['mediation'] = { ...sideOf(draft), asked: true };
        work.notice({ key: 'notice.mediation-offered', to: 'reporter', urgency: 'later' });
      },
    }),
    'answer-mediation': command({
      from: [...WORKING, 'confirming'],
      to: [],
      who: [reporter],
      form: { agree: field.choice('agree', ['yes', 'no']) },
      stale: 'commutes',
      public: true,
      unless: (state) => (sideOf(state).asked ? undefined : 'cases.mediation-not-asked'),
      apply(draft, form, work) {
        const agreed = form.agree === 'yes';
        draft.facts['mediation'] = { ...sideOf(draft), agreed };
        const counterpart = counterpartOf(draft);
        if (counterpart) work.tell(counterpart.id, 'counterpart-answered', { agree: form.agree });
      },
    }),
    'counterpart-answered': command({
      from: ANY,
      to: [],
      who: [system],
      form: { agree: field.choice('agree', ['yes', 'no']) },
      stale: 'commutes',
      apply(draft, form) {
        draft.facts['mediation'] = { ...sideOf(draft), otherAgreed: form.agree === 'yes' };
      },
    }),
    mediate: command({
      from: WORKING,
      to: [],
      who: [dispatcher, intake, handler],
      form: { result: field.textarea.required({ max: 1000 }) },
      stale: 'commutes',
      unless(state) {
        const side = sideOf(state);
        return side.agreed === true && side.otherAgreed === true ? undefined : 'cases.mediation-not-agreed';
      },
      apply(draft, form, work) {
        draft.facts['mediated'] = { at: work.at, result: form.result };
      },
    }),
  };
}

function refuseItself(draft: CaseState, other: CaseReference, name: string): void {
  if (other.id === draft.id)
    throw problem('cases.same-case', {}, [{ path: `form/${name}`, code: 'same-case' }]);
}

function addLink(draft: CaseState, link: Link): void {
  draft.facts['links'] = [...linksOf(draft).filter((one) => one.id !== link.id), link];
}

function removeLink(draft: CaseState, other: CaseReference): void {
  const left = linksOf(draft).filter((one) => one.id !== other.id);
  if (left.length === linksOf(draft).length) throw problem('cases.not-linked', {});
  draft.facts['links'] = left;
}
