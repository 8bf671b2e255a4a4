// Every way in which a lifecycle can be broken is refused at start, with words that name the place.
import { expect, it } from 'vitest';
import { type CaseKind, command, defineCaseKind, lifecycleFaults } from './kind.ts';

const limit = { n: 1, unit: 'work-day' } as const;
const sound: CaseKind = {
  name: 'sample',
  initial: ['open'],
  states: { open: { shape: 'todo', clock: 'answer' }, done: { shape: 'done', final: true } },
  commands: {
    finish: command({
      from: ['open'],
      to: ['done'],
      who: [{ by: 'duty', duty: 'handle', over: 'area' }],
      form: {},
      apply: () => undefined,
    }),
    remind: command({ from: ['open'], to: [], who: [{ by: 'system' }], form: {}, apply: () => undefined }),
  },
  clocks: { answer: { onLapse: 'remind' } },
  watch: { clock: 'answer', limit, urgent: limit },
  file: () => undefined,
};

const finish = sound.commands['finish'] as CaseKind['commands'][string];
const withFinish = (change: object): CaseKind => ({
  ...sound,
  commands: { ...sound.commands, finish: { ...finish, ...change } },
});
const withStates = (states: CaseKind['states']): CaseKind => ({
  ...sound,
  states: { ...sound.states, ...states },
});
const { watch: _watch, ...unwatched } = sound;

it('a sound lifecycle has no faults', () => {
  expect(lifecycleFaults(sound)).toEqual([]);
  expect(defineCaseKind(sound)).toBe(sound);
});

it.each<[string, CaseKind, string]>([
  [
    'an initial state that is none',
    { ...sound, initial: ['open', 'nowhere'] },
    'initial: unknown state nowhere',
  ],
  ['a command into nowhere', withFinish({ to: ['nowhere'] }), 'finish: unknown state nowhere'],
  ['a command of nobody', withFinish({ who: [] }), 'finish: nobody may give it'],
  ['a refusal that sets off what people do', withFinish({ instead: { 'a.b': 'finish' } }), 'instead'],
  ['a refusal that sets off nothing', withFinish({ instead: { 'a.b': 'none' } }), 'instead'],
  ['taken back without a reason', withFinish({ takenBackBy: 'remind' }), 'finish: remind asks for no reason'],
  ['given to many and never taken back', withFinish({ bulk: true }), 'nothing takes it back'],
  [
    'a clock that people must wind',
    { ...sound, clocks: { answer: { onLapse: 'finish' } } },
    'no system command',
  ],
  ['nobody watches', unwatched, 'open: nobody watches over it'],
  [
    'a watch without its clock',
    { ...sound, watch: { ...sound.watch, clock: 'none' } as never },
    'unknown clock none',
  ],
  ['no way out', withFinish({ from: [] }), 'open: no way out'],
  ['waits without a clock', withStates({ open: { shape: 'todo' } }), 'open: waits without a clock'],
  ['an unknown clock', withStates({ open: { shape: 'todo', clock: 'none' } }), 'open: unknown clock none'],
  [
    'a state that nothing leads to',
    withStates({ lost: { shape: 'done', final: true } }),
    'lost: cannot be reached',
  ],
])('%s is found', (_what, kind, words) => {
  expect(lifecycleFaults(kind).join('\n')).toContain(words);
  expect(() => defineCaseKind(kind)).toThrow(words);
});
