// Situation reports: first, follow-up, final; counted as of a moment and the same ever after; frozen by a signature.
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { activateDistrict } from '../emergency/public.ts';

let p: TestProduct;
let id: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'situation' });
  id = p.ids.next();
  const begun = await post('secretary1', '/emergencies', {
    commandId: id,
    areaId: p.district.areas.c1,
    risk: 'rainstorm',
    text: '积水快到一楼',
  });
  expect(begun.status, begun.text).toBe(200);
  await activateDistrict(p.product.emergency, 'demo');
});
afterAll(() => p.close());

const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const write = (person: PersonKey, changes: Record<string, unknown> = {}) =>
  post(person, `/emergencies/${id}/situation-reports`, {
    id: p.ids.next(),
    words: '已转移地下室住户。\n请街道支援两台泵。',
    ...changes,
  });
async function tell(person: PersonKey, one: string, name: string, form: Record<string, unknown> = {}) {
  const seen = await get(person, `/cases/${one}`);
  const told = await post(person, `/cases/${one}/commands`, {
    commandId: p.ids.next(),
    name,
    baseVersion: seen.body.version ?? 1,
    occurredAt: p.clock.at,
    form,
  });
  expect(told.status, told.text).toBe(200);
}
const figure = (body: { figures: { code: string; value: number }[] }, code: string) =>
  body.figures.find((one) => one.code === code)?.value;
const textOf = (bytes: Uint8Array) =>
  new TextDecoder().decode(unzipSync(bytes)['word/document.xml']).replace(/<[^>]+>/g, ' ');
const file = async (one: string) => {
  const answer = await p.call('secretary1', 'GET', `/api/v1/situation-reports/${one}/file`);
  expect(answer.status).toBe(200);
  return answer.raw.rawPayload;
};

let first: string;

it('is due within half an hour, counts what is known, and names losses only with who reported them', async () => {
  const before = (await get('secretary1', `/emergencies/${id}/situation-reports`)).body;
  expect(before).toMatchObject({ items: [], mayWrite: true, due: { kind: 'first' } });
  expect(before.due.at - p.clock.at).toBeLessThanOrEqual(30 * MINUTE);
  for (const [what, person] of [
    ['rescue', 'worker1'],
    ['supplies', 'worker1'],
  ] as const)
    await post(person, `/emergencies/${id}/needs`, {
      commandId: p.ids.next(),
      what,
      amount: 2,
      measure: '人',
      text: '地下室有人出不来',
      point: p.point('g1'),
    });
  expect((await write('worker1')).body.code).toBe('incident.report-not-yours');
  expect((await write('secretary2')).status).toBe(404);
  expect((await write('secretary1', { kind: 'follow' })).body).toMatchObject({
    code: 'incident.report-kind',
    errors: [{ path: 'kind' }],
  });
  expect((await write('secretary1', { losses: [{ what: 'injured', n: 1 }] })).status, 'no source').toBe(400);
  expect((await write('secretary1', { nextDue: p.clock.at - 1 })).body.errors?.[0].path).toBe('nextDue');
  first = p.ids.next();
  const losses = [{ what: 'injured', n: 2, source: '区人民医院 <急诊>' }];
  const made = await write('secretary1', { id: first, losses });
  expect(made.status, made.text).toBe(200);
  expect(made.body).toMatchObject({ kind: { code: 'first' }, seq: null, losses, maySign: true });
  expect(figure(made.body, 'needs-all')).toBe(2);
  expect(figure(made.body, 'needs-vital')).toBe(1);
  expect(figure(made.body, 'needs-open')).toBe(2);
  expect(figure(made.body, 'cards-silent')).toBe(figure(made.body, 'cards-sent'));
  expect(made.body.acts[0]).toMatchObject({ confirmed: null });
  expect((await write('secretary1', { id: first, losses })).body.asOf).toBe(made.body.asOf);
});

it('opens the records behind a figure as they counted then, whatever happened since', async () => {
  const records = (code: string) => get('secretary1', `/situation-reports/${first}/records?figure=${code}`);
  const open = await records('needs-open');
  expect(open.body.items).toHaveLength(2);
  p.clock.at += 5 * MINUTE;
  await tell('dispatcher1', open.body.items[0].id, 'match-need', { unit: p.district.units['firm'] });
  expect((await records('needs-open')).body).toMatchObject({ value: 2, items: [{}, {}] });
  expect((await records('needs-moving')).body).toMatchObject({ value: 0, items: [] });
  expect((await records('nothing')).status).toBe(400);
});

it('is a draft of its writer until a commander signs; then its bytes stay, and the next one is due', async () => {
  expect((await get('dispatcher1', `/situation-reports/${first}`)).status, 'somebody else’s draft').toBe(404);
  const draft = textOf(await file(first));
  expect(draft).toContain('未签发');
  expect(draft, 'words of people never become markup').toContain('区人民医院 &lt;急诊&gt;');
  const signed = await post('secretary1', `/situation-reports/${first}/sign`);
  expect(signed.status, signed.text).toBe(200);
  expect(signed.body).toMatchObject({ seq: 1, maySign: false });
  const bytes = await file(first);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(signed.body.sha256);
  expect(textOf(bytes)).toContain('尚待另一名指挥长确认');
  expect((await post('secretary1', `/situation-reports/${first}/sign`)).body.code).toBe(
    'incident.report-signed',
  );
  const scope = scopeOf(await p.actorOf('secretary1'));
  const change = (what: string) =>
    p.platform.db.tx(scope, (tx) => tx.count(`update situation_reports set ${what} where id = $1`, [first]));
  await expect(change("words = 'x'")).rejects.toThrow();
  expect(await change('signed_at = now()')).toBe(0);
  const next = (await get('dispatcher1', `/emergencies/${id}/situation-reports`)).body;
  expect(next).toMatchObject({ items: [{ seq: 1 }], due: { kind: 'follow' }, everyMinutes: 240 });
  expect(next.due.at).toBe(signed.body.nextDue);
});

it('is handed over to the next shift with what is open in it, read by whoever takes over', async () => {
  const hand = (person: PersonKey, changes: Record<string, unknown> = {}) =>
    post(person, '/rhythm/handovers', {
      commandId: p.ids.next(),
      postId: p.district.posts.secretary1,
      toPostId: null,
      words: '两件求助在等，夜里看 3 号楼',
      about: id,
      ...changes,
    });
  expect((await hand('secretary1', { about: p.ids.next() })).body).toMatchObject({
    code: 'rhythm.about-unknown',
    errors: [{ path: 'about' }],
  });
  const written = await hand('secretary1');
  expect(written.status, written.text).toBe(200);
  const inNote = [...written.body.promised, ...written.body.open].map((one: { id: string }) => one.id);
  expect(inNote).toContain(id);
  const needs = (await get('dispatcher1', `/emergencies/${id}/needs`)).body.items;
  for (const need of needs) expect(inNote).toContain(need.id);
  const about = (await get('secretary1', `/rhythm/handovers?about=${id}`)).body.items;
  expect(about).toMatchObject([{ id: written.body.id, receivedAt: null }]);
  expect((await get('secretary2', `/rhythm/handovers?about=${id}`)).body.items).toEqual([]);
});

it('ends with a final report, which belongs to the recovery', async () => {
  expect((await write('secretary1', { kind: 'final' })).body.code).toBe('incident.report-final-early');
  p.clock.at += HOUR;
  await tell('secretary1', id, 'step-down', { criteria: ['hazard-gone'], note: '水退了，可以解除' });
  const made = await write('secretary1');
  expect(made.body.kind.code, made.text).toBe('final');
  expect(made.body.nextDue).toBeNull();
  expect(figure(made.body, 'needs-moving')).toBe(1);
  expect((await post('secretary1', `/situation-reports/${made.body.id}/sign`)).body.seq).toBe(2);
  expect((await write('secretary1')).body.code).toBe('incident.report-final-signed');
  expect((await get('secretary1', `/emergencies/${id}/situation-reports`)).body.due).toBeNull();
});
