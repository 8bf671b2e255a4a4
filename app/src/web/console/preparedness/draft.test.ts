// What is sent of a document that somebody wrote.
import { expect, it } from 'vitest';
import { bodyOf, type Draft, emptyRisk, emptyTask, freeCode } from './draft.ts';

const draft = (part: Partial<Draft>): Draft => ({
  id: 'd',
  kind: 'duties',
  areaId: 'a',
  areaName: '社区',
  risk: 'fire',
  subject: '桥洞',
  title: '清单',
  note: '第一版',
  reviewOn: '2027-01-01',
  content: {},
  ...part,
});

it('gives codes that are free, also after one was taken out', () => {
  expect(freeCode('task', [])).toBe('task-1');
  expect(freeCode('task', [{ code: 'task-2' }])).toBe('task-3');
});

it('sends lists for every risk, without a subject, empty lines or levels outside the response', () => {
  const task = {
    ...emptyTask([]),
    lines: [' 一 ', '', '二'],
    levels: ['III'],
    units: [{ unitId: '', part: 'lead' as const }],
  };
  expect(bodyOf(draft({ content: { tasks: [task] } }))).toMatchObject({
    risk: 'any',
    subject: '',
    content: { tasks: [{ lines: ['一', '二'], levels: [], units: [] }] },
  });
  expect(bodyOf(draft({}))).not.toHaveProperty('areaName');
});

it('leaves out a link to a risk that was taken out of the list', () => {
  const risk = { ...emptyRisk([], '2027-01-01'), leadsTo: ['gone', 'risk-1'], controls: ['清淤', ' '] };
  expect(bodyOf(draft({ kind: 'risks', content: { risks: [risk] } }))).toMatchObject({
    content: { risks: [{ leadsTo: [], controls: ['清淤'] }] },
  });
});

it('keeps the point and the risk of a plan for a hazard point', () => {
  expect(bodyOf(draft({ kind: 'plan-point', content: { place: '桥洞' } }))).toMatchObject({
    risk: 'fire',
    subject: '桥洞',
  });
});
