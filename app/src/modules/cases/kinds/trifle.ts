// 随手办: settled on the spot with one tap, closed at once. Sampled, but outside appraisal and outside the three rates.
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { addHandler, addPhotos } from './steps.ts';

/** One in this many trifles is looked at again, chosen by its id so that nobody can foresee or steer it. */
const SAMPLE_ONE_IN = 10;

export const trifle = defineCaseKind<CasesWorld>({
  name: 'trifle',
  initial: ['closed'],
  states: { closed: { shape: 'done', final: true } },
  clocks: {},
  commands: {
    note: command({
      from: ['closed'],
      to: [],
      who: [{ by: 'duty', duty: 'report', over: 'area' }],
      form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
      stale: 'commutes',
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'other', work.at);
      },
    }),
    sample: command({
      from: ['closed'],
      to: [],
      who: [{ by: 'duty', duty: 'verify', over: 'area' }],
      form: {
        result: field.choice('verify-result', ['pass', 'fail']),
        note: field.textarea.optional({ max: 500 }),
      },
      primary: true,
      unless(state, actor) {
        if (state.facts['sampled'] !== true || state.facts['sampleResult']) return 'cases.already-sampled';
        return actor.kind === 'staff' && state.facts.handlers.includes(actor.accountId)
          ? 'cases.verifier-handled'
          : undefined;
      },
      apply(draft, form) {
        draft.facts['sampleResult'] = form.result;
        draft.solved = form.result === 'pass' ? 'yes' : 'no';
      },
    }),
  },
  file(draft, work) {
    draft.state = 'closed';
    draft.closedAt = work.at;
    draft.solved = 'yes';
    draft.facts['sampled'] = Number.parseInt(draft.id.slice(-4), 16) % SAMPLE_ONE_IN === 0;
    addHandler(draft, work.actor, work.actor.kind === 'staff' ? (work.actor.posts[0]?.unitId ?? null) : null);
  },
});
