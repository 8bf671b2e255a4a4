// After an emergency: three phases, the recovery checklist, and what is still open given to a unit with a day.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let storm: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'review' });
  storm = p.ids.next();
  await p.call('secretary1', 'POST', '/api/v1/emergencies', {
    body: {
      commandId: storm,
      areaId: p.district.areas.c1,
      risk: 'rainstorm',
      text: '积水上涨，先行处置',
    },
  });
});
afterAll(() => p.close());

async function give(person: PersonKey, name: string, form: Record<string, unknown> = {}, id = storm) {
  const { version } = await p.stored(id);
  return p.call(person, 'POST', `/api/v1/cases/${id}/commands`, {
    body: { commandId: p.ids.next(), name, baseVersion: version, occurredAt: p.clock.at, form },
  });
}
const view = async (person: PersonKey = 'secretary1') =>
  (await p.call(person, 'GET', `/api/v1/emergencies/${storm}/review`)).body;
const answer = (person: PersonKey, answers: unknown, version = 0) =>
  p.call(person, 'POST', `/api/v1/emergencies/${storm}/review/answers`, {
    body: { id: p.ids.next(), version, answers },
  });
const improve = (person: PersonKey, changes: Record<string, unknown> = {}) =>
  p.call(person, 'POST', `/api/v1/emergencies/${storm}/review/improvements`, {
    body: {
      commandId: p.ids.next(),
      what: '雨水口或排水沟没清淤',
      unitId: p.district.units['firm'],
      days: 10,
      ...changes,
    },
  });

it('waits until the response has stepped down', async () => {
  expect((await view()).phases[0]).toMatchObject({ code: 'respond', to: null });
  expect((await answer('secretary1', {})).body.code).toBe('review.too-early');
  p.clock.at += 5 * HOUR;
  const down = await give('secretary1', 'step-down', { criteria: ['hazard-gone'], note: '积水已退净' });
  expect(down.status, down.text).toBe(200);
  await give('member1', 'confirm-act');
});

it('asks for what has to be right again, and names the answers that are wrong', async () => {
  const { checklist, may } = await view();
  expect(checklist.code).toBe('recovery-rainstorm');
  expect(may.answer).toBe(true);
  const answers = Object.fromEntries(
    checklist.items
      .filter((item: { required: boolean }) => item.required)
      .map((item: { code: string }) => [item.code, item.code === 'drains' ? 'no' : 'yes']),
  );
  expect((await answer('worker1', answers)).body.code).toBe('review.not-yours');
  expect((await answer('secretary1', { ...answers, drains: 'later' })).body).toMatchObject({
    code: 'review.answers',
    errors: [{ path: 'answers/drains' }],
  });
  const kept = await answer('secretary1', answers);
  expect(kept.status, kept.text).toBe(200);
  expect(kept.body.latest.open).toMatchObject([{ item: 'drains', given: false }]);
});

it('gives what is open to a unit, once, and shows who owes what by when', async () => {
  expect((await improve('secretary1', { unitId: p.ids.next() })).body).toMatchObject({
    code: 'cases.unknown-unit',
    errors: [{ path: 'unitId' }],
  });
  const commandId = p.ids.next();
  const [one, again] = [
    await improve('secretary1', { commandId }),
    await improve('secretary1', { commandId }),
  ];
  expect(one.status, one.text).toBe(200);
  expect(again.body.id).toBe(one.body.id);
  expect((await view()).latest.open[0].given).toBe(true);
  const backlog = (await p.call('dispatcher1', 'GET', `/api/v1/improvements?areaId=${p.district.areas.s1}`))
    .body;
  expect(backlog.items).toMatchObject([
    { headline: '雨水口或排水沟没清淤', source: { code: 'review' }, from: { id: storm, kind: 'emergency' } },
  ]);
  expect((await p.call('dispatcher2', 'GET', '/api/v1/improvements')).body.items).toEqual([]);
  const ended = await give('secretary1', 'end-emergency', { review: '叫应及时，排水口要每周清一次' });
  expect(ended.status, ended.text).toBe(200);
  expect((await view()).phases.map((phase: { to: unknown }) => phase.to === null)).toEqual([
    false,
    false,
    true,
  ]);
  const work = (await p.call('property', 'GET', '/api/v1/work')).text;
  expect(work).toContain('雨水口或排水沟没清淤');
  expect(await p.doctor()).toEqual([]);
});
