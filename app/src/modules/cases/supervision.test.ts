// 督办 over HTTP: asked from above, answered by the owner, settled by the supervisor; its clock is its own.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, follow, give, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'supervision' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const resident = { name: '张三', phone: '13812345678' };
const wish = { reason: '居民多次反映', wants: '何时修好、由谁负责', within: { n: 4, unit: 'work-hour' } };
type Clock = { name: string; state: string; due: number };
const clocksOf = async (id: string) => (await p.stored(id)).row['clocks'] as Clock[];
const factsOf = async (id: string) => (await p.stored(id)).row['facts'] as Record<string, unknown>;

it('asks the owner with a clock of its own, shows it to the reporter, and is settled in two rounds at most', async () => {
  const filed = await fileCase(p, null, { category: 'greening.green', text: '绿地裸露', reporter: resident });
  await bring(p, filed.id, 'handling');
  const before = await clocksOf(filed.id);
  expect((await give(p, 'urban', filed.id, 'supervise', wish)).status).toBe(403);
  await must(p, 'verifier', filed.id, 'supervise', wish);
  const after = await clocksOf(filed.id);
  expect(after.filter((clock) => clock.name !== 'supervision')).toEqual(before);
  expect(after.find((clock) => clock.name === 'supervision')).toMatchObject({ state: 'running' });
  expect((await give(p, 'chief', filed.id, 'supervise', wish)).body.code).toBe('cases.supervised-already');
  const seen = await p.call(null, 'POST', '/api/v1/public/follow', {
    body: { code: filed.code, phoneTail: '5678' },
  });
  expect(seen.body.timeline.map((one: { label: string }) => one.label)).toContain('上级督办');
  const notices = await p.call('urban', 'GET', '/api/v1/notices');
  expect(notices.text).toContain('被上级督办');

  const early = await give(p, 'verifier', filed.id, 'close-supervision', {
    result: 'satisfied',
    words: '好的',
  });
  expect(early.body.code).toBe('cases.supervision-not-answered');
  const answer = { answer: '今天下午四点前补种完毕' };
  expect((await give(p, 'dispatcher1', filed.id, 'answer-supervision', answer)).body.code).toBe(
    'cases.supervision-owner-answers',
  );
  await must(p, 'urban', filed.id, 'answer-supervision', answer);
  await must(p, 'verifier', filed.id, 'close-supervision', {
    result: 'unsatisfied',
    words: '没有说由谁负责',
  });
  expect(await factsOf(filed.id)).toMatchObject({
    supervision: { round: 2, state: 'asked', refusals: [{ words: '没有说由谁负责' }] },
  });
  await must(p, 'urban', filed.id, 'answer-supervision', answer);
  await must(p, 'verifier', filed.id, 'close-supervision', { result: 'unsatisfied', words: '还是没有说' });
  const facts = await factsOf(filed.id);
  expect(facts['supervision']).toBeNull();
  expect(facts['supervisions']).toMatchObject([{ result: 'unsatisfied', round: 2 }]);
  expect(facts['escalations']).toMatchObject([{ why: 'supervision:unsatisfied' }]);
});

it('escalates when nobody answers in time, and leaves the handling clock as it was', async () => {
  const filed = await fileCase(p, null, { category: 'greening.green', text: '绿地裸露', reporter: resident });
  await bring(p, filed.id, 'handling');
  await must(p, 'chief', filed.id, 'supervise', wish);
  const [handle] = (await clocksOf(filed.id)).filter((clock) => clock.name === 'handle');
  p.clock.at += DAY;
  await p.timers();
  const facts = await factsOf(filed.id);
  expect(facts['supervision']).toMatchObject({ late: true, state: 'asked' });
  expect(facts['escalations']).toMatchObject([{ why: 'late:supervision' }]);
  expect((await clocksOf(filed.id)).find((clock) => clock.name === 'handle')).toEqual(handle);
  expect(facts['late']).toBeUndefined();
  // Late is not over: the answer is still owed, and counts when it comes.
  await must(p, 'urban', filed.id, 'answer-supervision', { answer: '已经安排，今天完成' });
  await must(p, 'chief', filed.id, 'close-supervision', { result: 'satisfied', words: '认可' });
  expect((await factsOf(filed.id))['supervision']).toBeNull();
});

it('stays owed when the case closes over it, without a clock', async () => {
  const filed = await fileCase(p, null, { reporter: resident });
  await bring(p, filed.id, 'handling');
  await must(p, 'verifier', filed.id, 'supervise', wish);
  await bring(p, filed.id, 'verified');
  await follow(p, { code: filed.code, phoneTail: '5678' }, filed.id, 'confirm', { fixed: 'yes' });
  expect((await p.stored(filed.id)).state).toBe('closed');
  expect((await clocksOf(filed.id)).every((clock) => clock.state === 'stopped')).toBe(true);
  await must(p, 'urban', filed.id, 'answer-supervision', { answer: '已经修好，居民已确认' });
  p.clock.at += HOUR;
  await must(p, 'verifier', filed.id, 'close-supervision', { result: 'unsatisfied', words: '太慢' });
  expect((await factsOf(filed.id))['supervisions']).toMatchObject([{ result: 'unsatisfied', words: '太慢' }]);
});

it('is answered by the dispatcher while nobody owns the case, and never asked by the owner’s own unit', async () => {
  const filed = await fileCase(p, null, {
    category: 'appearance.hallway',
    text: '楼道堆物',
    reporter: resident,
  });
  await must(p, 'chief', filed.id, 'supervise', wish);
  await must(p, 'dispatcher1', filed.id, 'answer-supervision', { answer: '正在确定责任单位' });
  await must(p, 'chief', filed.id, 'close-supervision', { result: 'satisfied', words: '尽快' });
  await must(p, 'dispatcher1', filed.id, 'accept');
  await must(p, 'dispatcher1', filed.id, 'dispatch', { unit: p.district.units.street1 });
  const self = await give(p, 'dispatcher1', filed.id, 'supervise', wish);
  expect([self.status, self.body.code]).toEqual([409, 'cases.supervise-self']);
});
