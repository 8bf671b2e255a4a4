// 封控: a road, bridge, underpass or building that nobody passes during an emergency. It holds until somebody lifts it; by its time somebody
// looks whether it must still hold.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import { type ClosureFacts, closureOf } from './closure-facts.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addPhotos, close, stopAll, type Work } from './steps.ts';
import { dispatcher, intake } from './who.ts';
import { commander } from './who-whistles.ts';
import '../problems.ts';

const worker: Who = { by: 'duty', duty: 'report', over: 'area' };
const there = [worker, intake, dispatcher, commander];
const IN_FORCE = ['closure-in-force'];
/** Without a time of its own somebody looks again after four hours. */
const LOOK_MINUTES = 240;
const MOST_HOURS = 72;

function holdUntil(draft: CaseState, work: Work, until: number | null): void {
  const minutes = until === null ? LOOK_MINUTES : Math.ceil((until - work.at) / 60_000);
  if (minutes < 1 || minutes > MOST_HOURS * 60)
    throw problem('cases.closure-until', { hours: MOST_HOURS }, [
      { path: 'form/until', code: 'closure-until' },
    ]);
  draft.facts['closure'] = { ...closureOf(draft), until } satisfies ClosureFacts;
  draft.facts['escalatedTo'] = null;
  stopAll(draft, ['look-closure', 'escalation'], work);
  work.startClock(draft, 'look-closure', { n: minutes, unit: 'minute' });
}

const photos = field.photos.optional();
const commands: Commands = {
  'lift-closure': command({
    from: IN_FORCE,
    to: ['closure-lifted'],
    who: there,
    form: { note: field.textarea.required({ max: 500, min: 2 }), photos },
    primary: true,
    mergesWhen: (state) => state.state === 'closure-lifted',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'after', work.at);
      draft.solved = 'yes';
      close(draft, work);
    },
  }),
  'keep-closure': command({
    from: IN_FORCE,
    to: [],
    who: there,
    form: {
      until: field.datetime.optional(),
      note: field.textarea.required({ max: 500, min: 2 }),
      photos,
    },
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
      holdUntil(draft, work, form.until ?? null);
    },
  }),
  'note-closure': command({
    from: IN_FORCE,
    to: [],
    who: there,
    form: { note: field.textarea.required({ max: 1000 }), photos },
    stale: 'commutes',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  ...lapseUp('dispatch'),
};

export const closure = defineCaseKind<CasesWorld>({
  name: 'closure',
  initial: IN_FORCE,
  states: {
    'closure-in-force': { shape: 'doing', clock: 'look-closure' },
    'closure-lifted': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(IN_FORCE) },
  clocks: { 'look-closure': { onLapse: 'lapse' }, escalation: { onLapse: 'lapse' } },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'closure-in-force';
    draft.urgent = true;
    holdUntil(draft, work, closureOf(draft).until);
    work.notice({ key: 'notice.closure', to: 'area', duty: 'report', urgency: 'now' });
  },
});
