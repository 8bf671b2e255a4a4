// 应召: one person's part in a call-out. Saying no, or nothing, has no consequence; whoever came is accounted for before it ends: somebody
// who is missing is told to the street at once, and nobody works beyond the longest shift unseen.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import { type TurnFacts, type TurnStand, turnOf } from './call-out-facts.ts';
import { escalationCommands, goUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { close, escalate, stopAll, type Work } from './steps.ts';
import { dispatcher, intake, system } from './who.ts';
import { commander } from './who-whistles.ts';
import '../problems.ts';

const organisers: readonly Who[] = [commander, dispatcher, intake];
/** The person in the app, or whoever keeps the list for those who have none. */
const both: readonly Who[] = [{ by: 'post' }, ...organisers];
const OUT = ['turn-present', 'turn-relieved', 'turn-missing'];
const OPEN = ['turn-asked', 'turn-coming', ...OUT];
const CLOCKS = ['answer-turn', 'arrive-turn', 'shift', 'get-home', 'find', 'escalation'];

/** An answer counts until an hour after the muster; who said yes is asked for half an hour after it. */
const AFTER_MUSTER = { answer: 60, arrive: 30 } as const;
const HOME_MINUTES = 60;
const FIND_MINUTES = 30;

const STAND: Readonly<Record<string, TurnStand>> = {
  'turn-asked': 'waiting',
  'turn-coming': 'coming',
  'turn-present': 'present',
  'turn-relieved': 'relieved',
  'turn-missing': 'missing',
  'turn-safe': 'safe',
  'turn-declined': 'not-coming',
  'turn-unanswered': 'not-coming',
  'turn-recalled': 'not-coming',
};

const set = (draft: CaseState, by: Partial<TurnFacts>) => {
  draft.facts['turn'] = { ...turnOf(draft), ...by };
};
const note = { note: field.textarea.optional({ max: 500 }) };

/** Goes on to a state: its clock alone runs, and the call-out counts it. */
function goTo(
  draft: CaseState,
  work: Work,
  state: string,
  clock?: { name: string; minutes: number },
  wasPeople = turnOf(draft).people,
): void {
  const was = STAND[draft.state] ?? 'waiting';
  const stand = STAND[state] ?? 'waiting';
  draft.state = state;
  draft.facts['escalatedTo'] = null;
  stopAll(draft, CLOCKS, work);
  if (clock) work.startClock(draft, clock.name, { n: Math.max(5, clock.minutes), unit: 'minute' });
  const { callOut, cameAt, leftAt, people } = turnOf(draft);
  const left =
    ['relieved', 'safe'].includes(stand) && was !== 'relieved' && cameAt !== null && leftAt === null;
  if (left) set(draft, { leftAt: work.at });
  const minutes = left ? people * Math.max(0, Math.round((work.at - (cameAt ?? work.at)) / 60_000)) : 0;
  if (was !== stand) work.tell(callOut, 'count-turn', { stand, was, people, wasPeople, minutes });
}

const minutesTo = (draft: CaseState, work: Work, more: number) =>
  Math.round((turnOf(draft).meetAt - work.at) / 60_000) + more;

const commands: Commands = {
  'accept-turn': command({
    from: ['turn-asked'],
    to: ['turn-coming'],
    who: both,
    form: note,
    primary: true,
    stale: 'commutes',
    mergesWhen: (state) => ['turn-coming', ...OUT].includes(state.state),
    apply(draft, _form, work) {
      goTo(draft, work, 'turn-coming', {
        name: 'arrive-turn',
        minutes: minutesTo(draft, work, AFTER_MUSTER.arrive),
      });
    },
  }),
  'decline-turn': command({
    // No reason is asked for.
    from: ['turn-asked', 'turn-coming'],
    to: ['turn-declined'],
    who: both,
    form: note,
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'turn-declined',
    apply(draft, _form, work) {
      goTo(draft, work, 'turn-declined');
      close(draft, work);
    },
  }),
  'arrive-turn': command({
    from: ['turn-asked', 'turn-coming'],
    to: ['turn-present'],
    who: both,
    // A group says how many came; somebody who came alone is one.
    form: { people: field.integer.optional({ min: 1, max: 5000 }), ...note },
    primary: (state) => state.state === 'turn-coming',
    stale: 'commutes',
    mergesWhen: (state) => OUT.includes(state.state),
    apply(draft, form, work) {
      const was = turnOf(draft).people;
      set(draft, { cameAt: work.at, people: form.people ?? was });
      goTo(draft, work, 'turn-present', { name: 'shift', minutes: turnOf(draft).maxHours * 60 }, was);
    },
  }),
  'relieve-turn': command({
    from: ['turn-present'],
    to: ['turn-relieved'],
    who: both,
    form: note,
    stale: 'commutes',
    mergesWhen: (state) => ['turn-relieved', 'turn-safe'].includes(state.state),
    apply(draft, _form, work) {
      goTo(draft, work, 'turn-relieved', { name: 'get-home', minutes: HOME_MINUTES });
    },
  }),
  'home-safe': command({
    from: OUT,
    to: ['turn-safe'],
    who: both,
    form: { people: field.integer.optional({ min: 1, max: 5000 }), ...note },
    primary: true,
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'turn-safe',
    apply(draft, form, work) {
      const { people } = turnOf(draft);
      if (form.people !== undefined && form.people < people)
        throw problem('cases.turn-not-all-safe', { people, safe: form.people }, [
          { path: 'form/people', code: 'turn-not-all-safe', params: { people, safe: form.people } },
        ]);
      goTo(draft, work, 'turn-safe');
      draft.solved = 'yes';
      close(draft, work);
    },
  }),
  'report-missing': command({
    from: ['turn-coming', 'turn-present', 'turn-relieved'],
    to: ['turn-missing'],
    who: organisers,
    form: { note: field.textarea.required({ max: 500, min: 2 }) },
    danger: true,
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'turn-missing',
    apply(draft, _form, work) {
      goTo(draft, work, 'turn-missing', { name: 'find', minutes: FIND_MINUTES });
      draft.urgent = true;
      // The street hears of it now, not when a clock runs out.
      escalate(draft, work, 'missing');
      work.notice({ key: 'notice.turn-missing', to: 'area', duty: 'command', urgency: 'now' });
      work.notice({ key: 'notice.turn-missing', to: 'area', duty: 'dispatch', urgency: 'now' });
    },
  }),
  'recall-turn': command({
    // The call-out is over or has enough, or a red warning leaves only trained and insured people outdoors.
    from: ['turn-asked', 'turn-coming'],
    to: ['turn-recalled'],
    who: [system],
    form: { why: field.choice('turn-recalled', ['over', 'red']) },
    stale: 'commutes',
    apply(draft, _form, work) {
      goTo(draft, work, 'turn-recalled');
      close(draft, work);
    },
  }),
  'note-turn': command({
    from: OPEN,
    to: [],
    who: both,
    form: { note: field.textarea.required({ max: 1000 }) },
    stale: 'commutes',
    apply() {},
  }),
  lapse: command({
    from: '*',
    to: ['turn-unanswered'],
    mayStay: true,
    who: [system],
    form: { clock: field.text.required({ max: 40 }) },
    apply(draft, { clock }, work) {
      if (draft.state === 'turn-asked') {
        // Silence is a no, and no more is made of it.
        goTo(draft, work, 'turn-unanswered');
        close(draft, work);
        return;
      }
      if (draft.state === 'turn-coming') {
        // Said yes and did not come: somebody rings, before anybody worries; again whenever the watch comes round.
        work.notice({ key: 'notice.turn-not-there', to: 'area', duty: 'intake', urgency: 'now' });
        return;
      }
      if (clock === 'shift')
        work.notice({ key: 'notice.turn-too-long', to: 'area', duty: 'command', urgency: 'now' });
      goUp(draft, work, clock, 'intake');
    },
  }),
};

export const turnOut = defineCaseKind<CasesWorld>({
  name: 'turn-out',
  initial: ['turn-asked'],
  states: {
    'turn-asked': { shape: 'todo', clock: 'answer-turn' },
    'turn-coming': { shape: 'doing', clock: 'arrive-turn' },
    'turn-present': { shape: 'doing', clock: 'shift' },
    'turn-relieved': { shape: 'doing', clock: 'get-home' },
    'turn-missing': { shape: 'todo', clock: 'find' },
    'turn-safe': { shape: 'done', final: true },
    'turn-declined': { shape: 'done', final: true },
    'turn-unanswered': { shape: 'done', final: true },
    'turn-recalled': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    'answer-turn': { onLapse: 'lapse' },
    'arrive-turn': { onLapse: 'lapse' },
    shift: { onLapse: 'lapse' },
    'get-home': { onLapse: 'lapse' },
    find: { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'turn-asked';
    draft.lng = null;
    draft.lat = null;
    const { meetAt } = turnOf(draft);
    const minutes = Math.round((meetAt - work.at) / 60_000) + AFTER_MUSTER.answer;
    work.startClock(draft, 'answer-turn', { n: Math.max(15, minutes), unit: 'minute' });
  },
});
