// Going up the territory, for the kinds that are not of the loop: a passed limit asks the level above, which takes it or is asked again.
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import type { Commands } from './loop-limits.ts';
import { escalate, type Work } from './steps.ts';
import { receiver, system } from './who.ts';

export function escalationCommands(from: readonly string[]): Commands {
  return {
    'take-escalation': command({
      from,
      to: [],
      who: [receiver],
      form: { note: field.textarea.required({ max: 500 }) },
      undoable: true,
      apply(draft, _form, work) {
        work.stopClock(draft, 'escalation');
        draft.facts['escalatedTo'] = null;
        draft.facts['takenBy'] = work.actingUnit;
      },
    }),
  };
}

/** A limit passed: the level above is asked, those who hold the case are told. */
export function goUp(draft: Parameters<typeof escalate>[0], work: Work, clock: string, duty: string): void {
  draft.facts['late'] = true;
  if (!escalate(draft, work, `late:${clock}`))
    work.notice({ key: 'notice.late', to: 'area', duty: 'escalate-receive', urgency: 'now' });
  work.notice({ key: 'notice.late', to: 'owner-unit', duty, urgency: 'now' });
}

/** A kind whose limits all do the same when they pass: ask the level above. `duty` is whose holders in the unit are told. */
export function lapseUp(duty: string): Commands {
  return {
    lapse: command({
      from: '*',
      to: [],
      who: [system],
      form: { clock: field.text.required({ max: 40 }) },
      apply(draft, { clock }, work) {
        goUp(draft, work, clock, duty);
      },
    }),
  };
}
