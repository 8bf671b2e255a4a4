// 备勤核验: whether people can be reached and come, asked before a season or while a warning is in force. It ends by itself.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import type { Commands } from './loop-limits.ts';
import { musterCommand } from './muster.ts';
import { readinessOf } from './practice-facts.ts';
import { close, type Work } from './steps.ts';
import { dispatcher, intake, system } from './who.ts';
import { commander } from './who-whistles.ts';

const askers = [commander, dispatcher, intake];
const OPEN = ['check-open'];

const ended = { from: OPEN, to: ['check-ended'] };
function end(draft: CaseState, work: Work): void {
  draft.state = 'check-ended';
  close(draft, work);
}

const commands: Commands = {
  'muster-check': musterCommand(OPEN, askers, (draft, muster) => {
    const facts = readinessOf(draft);
    draft.facts['readiness'] = { ...facts, musters: [...facts.musters, muster] };
  }),
  'end-check': command({
    ...ended,
    who: askers,
    form: { note: field.textarea.optional({ max: 500 }) },
    primary: true,
    apply(draft, _form, work) {
      end(draft, work);
    },
  }),
  lapse: command({
    ...ended,
    who: [system],
    form: { clock: field.text.required({ max: 40 }) },
    apply(draft, _form, work) {
      end(draft, work);
    },
  }),
};

export const readinessCheck = defineCaseKind<CasesWorld>({
  name: 'readiness-check',
  initial: OPEN,
  states: {
    'check-open': { shape: 'doing', clock: 'check-until' },
    'check-ended': { shape: 'done', final: true },
  },
  commands,
  clocks: { 'check-until': { onLapse: 'lapse' } },
  watch: {
    clock: 'check-until',
    limit: { n: 1, unit: 'calendar-day' },
    urgent: { n: 1, unit: 'calendar-day' },
  },
  file(draft, work) {
    draft.state = 'check-open';
    draft.lng = null;
    draft.lat = null;
    const minutes = Math.max(1, Math.round((readinessOf(draft).until - work.at) / 60_000));
    work.startClock(draft, 'check-until', { n: minutes, unit: 'minute' });
  },
});
