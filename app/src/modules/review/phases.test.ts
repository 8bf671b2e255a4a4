import { expect, it } from 'vitest';
import { phasesOf } from './phases.ts';

const step = (name: string, at: number, toState: string) => ({ name, at, toState });
const storm = [
  step('file', 10, 'emergency-acting'),
  step('confirm-act', 11, 'emergency-in-force'),
  step('lapse', 12, 'emergency-in-force'),
  step('step-down', 20, 'emergency-recovering'),
  step('resume-emergency', 25, 'emergency-acting'),
  step('step-down', 40, 'emergency-recovering'),
  step('confirm-act', 41, 'emergency-recovering'),
  step('end-emergency', 50, 'emergency-ended'),
];

it('responds until the last step down, recovers until the end, develops until all is improved', () => {
  expect(phasesOf(storm.slice(0, 3), [])).toMatchObject([
    { from: 10, to: null },
    { from: null, to: null },
    { from: null, to: null },
  ]);
  const [respond, recover, evolve] = phasesOf(storm, [60, null]);
  expect(respond).toMatchObject({ from: 10, to: 40 });
  expect(respond?.steps.map((one) => one.name)).toEqual([
    'file',
    'confirm-act',
    'step-down',
    'resume-emergency',
  ]);
  expect(recover).toMatchObject({ from: 40, to: 50 });
  expect(evolve).toMatchObject({ from: 50, to: null });
  expect(phasesOf(storm, [60, 70])[2]).toMatchObject({ from: 50, to: 70 });
  expect(phasesOf(storm, [])[2], 'nothing to improve').toMatchObject({ from: 50, to: 50 });
});
