// 风险上报: what a community cannot master by itself is reported to the level above, which gives a receipt and says whether it takes it on.
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import type { RiskReportFacts } from './risk-report-facts.ts';
import { close, levelAbove, stopAll } from './steps.ts';
import { dispatcher, handler, intake, receiver } from './who.ts';
import { commander } from './who-whistles.ts';

const commands: Commands = {
  'receipt-risk': command({
    from: ['risk-sent'],
    to: ['risk-taken', 'risk-returned'],
    who: [receiver, dispatcher],
    form: {
      receipt: field.text.required({ max: 60, min: 2 }),
      takesOn: field.boolean.required(),
      note: field.textarea.required({ max: 500, min: 2 }),
    },
    primary: true,
    // A receipt that one writes for oneself is none.
    unless: (state, actor) =>
      actor.kind === 'staff' && state.filedBy === actor.accountId ? 'cases.risk-own-receipt' : undefined,
    apply(draft, form, work) {
      const facts = draft.facts['risk'] as RiskReportFacts;
      draft.facts['risk'] = { ...facts, receipt: { number: form.receipt, at: work.at } };
      draft.state = form.takesOn ? 'risk-taken' : 'risk-returned';
      stopAll(draft, ['risk-receipt', 'escalation'], work);
      work.notice({ key: 'notice.risk-receipt', to: 'owner-unit', duty: 'handle', urgency: 'later' });
      close(draft, work);
    },
  }),
  'withdraw-risk': command({
    from: ['risk-sent'],
    to: ['risk-withdrawn'],
    who: [handler, intake, commander],
    form: { reason: field.textarea.required({ max: 500, min: 2 }) },
    danger: true,
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
  ...lapseUp('handle'),
};

export const riskReport = defineCaseKind<CasesWorld>({
  name: 'risk-report',
  initial: ['risk-sent'],
  states: {
    'risk-sent': { shape: 'todo', clock: 'risk-receipt' },
    'risk-taken': { shape: 'done', final: true },
    'risk-returned': { shape: 'done', final: true },
    'risk-withdrawn': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(['risk-sent']) },
  clocks: { 'risk-receipt': { onLapse: 'lapse' }, escalation: { onLapse: 'lapse' } },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'risk-sent';
    const above = levelAbove(draft, work.world);
    draft.facts['escalatedTo'] = above ?? null;
    work.startClock(draft, 'risk-receipt', { n: 3, unit: 'work-day' });
    const to = { key: 'notice.risk-sent', to: 'area', duty: 'escalate-receive', urgency: 'now' } as const;
    work.notice(above === undefined ? to : { ...to, path: above });
  },
});
