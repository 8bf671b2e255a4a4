// Our own alerts: two people, the issuer by name, valid against the standard's schema, and a new id with a reference for every change.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { XMLLINT } from '../../../test/georeport.ts';
import { HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { judge } from './cap/read.ts';

const schema = fileURLToPath(
  new URL('../../../../../shared/data/cap/cap__resources__CAP-v1.2.xsd', import.meta.url),
);
let p: TestProduct;
let warning: string;
const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown = undefined) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
beforeAll(async () => {
  p = await testProduct({ seed: 'relays' });
  warning = p.ids.next();
  const written = await post('secretary1', '/warnings', {
    id: warning,
    colour: 'red',
    event: '暴雨 & "雷电" <强>',
    risk: 'rainstorm',
    issuer: '区气象台',
    documentNumber: '2026年第12号',
    sentAt: p.clock.at - HOUR,
    from: p.clock.at + HOUR,
    until: p.clock.at + 6 * HOUR,
    text: '三小时雨量一百毫米以上',
    instruction: '低洼处住户留意',
    areas: [p.district.areas.c1],
  });
  expect(written.status, written.text).toBe(200);
});
afterAll(async () => {
  await p.close();
});

const draft = (id: string, person: PersonKey = 'secretary1') =>
  post(person, `/warnings/${warning}/relays`, { id, instruction: '一楼住户到社区大厅' });
const approve = (id: string, person: PersonKey = 'dispatcher1') =>
  post(person, `/warnings/relays/${id}/approve`);
async function out(): Promise<string> {
  const id = p.ids.next();
  await draft(id);
  const approved = await approve(id);
  expect(approved.status, approved.text).toBe(200);
  return id;
}
const document = async (id: string) => (await get(null, `/public/cap/${id}`)).text;
const alertOf = async (id: string) => {
  const judged = judge(Buffer.from(await document(id)));
  if (judged.kind !== 'alert') throw new Error(JSON.stringify(judged));
  expect(judged.meaning.refused).toEqual([]);
  return judged.meaning.alert;
};
/** What xmllint says against the standard's schema; empty when it is valid. */
function xmllint(text: string): string {
  try {
    execFileSync(XMLLINT, ['--noout', '--nonet', '--schema', schema, '-'], { input: text, stdio: 'pipe' });
    return '';
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr);
  }
}

it('goes out only when another person approved, once, and names issuer and document', async () => {
  const id = p.ids.next();
  expect((await draft(id, 'worker1')).body.code).toBe('warnings.not-yours');
  expect((await draft(id)).body).toMatchObject({ id, out: false, mine: true });
  expect((await get(null, `/public/cap/${id}`)).status, 'a draft is nobody else’s').toBe(404);
  expect((await approve(id, 'secretary1')).body.code).toBe('warnings.relay-same-person');
  expect((await approve(id)).body).toMatchObject({ out: true, msgType: 'Alert' });
  expect((await approve(id)).body.code).toBe('warnings.relay-decided');
  const alert = await alertOf(id);
  expect(alert).toMatchObject({
    status: 'Actual',
    scope: 'Public',
    infos: [{ severity: 'Extreme', event: '暴雨 & "雷电" <强>', areas: [{ words: '槐树社区' }] }],
  });
  expect(alert.infos[0]?.senderName).toContain('转发区气象台');
  expect(alert.infos[0]?.parameters).toContainEqual({ name: 'document', value: '2026年第12号' });
  expect(alert.infos[0]?.instruction).toContain('一楼住户到社区大厅');
});

it('is updated and cancelled by new alerts that refer to it; whoever has it hears of both', async () => {
  const first = await out();
  const follow = (former: string, id: string, msgType: string) =>
    post('secretary1', `/warnings/relays/${former}/follow`, { id, msgType, instruction: '雨已减弱' });
  const [second, third] = [p.ids.next(), p.ids.next()];
  expect((await follow(first, second, 'Update')).status).toBe(200);
  expect((await follow(second, third, 'Cancel')).body.code).toBe('warnings.relay-not-out');
  await approve(second);
  expect((await follow(first, third, 'Cancel')).body.code).toBe('warnings.relay-followed');
  expect((await follow(second, third, 'Cancel')).status).toBe(200);
  await approve(third);
  const [a, b, c] = [await alertOf(first), await alertOf(second), await alertOf(third)];
  expect(new Set([a.identifier, b.identifier, c.identifier]).size).toBe(3);
  expect(b).toMatchObject({ msgType: 'Update', references: [{ identifier: a.identifier, sent: a.sent }] });
  expect(c).toMatchObject({ msgType: 'Cancel', references: [{ identifier: b.identifier, sent: b.sent }] });
  const feed = await get(null, '/public/cap');
  const judged = judge(Buffer.from(feed.text));
  const links = judged.kind === 'feed' ? judged.feed.entries.map((one) => one.link) : [];
  for (const id of [first, second, third]) expect(links.some((link) => link?.endsWith(id))).toBe(true);
});

it('is withdrawn before it goes out, and never after', async () => {
  const id = p.ids.next();
  await draft(id);
  expect((await post('dispatcher1', `/warnings/relays/${id}/withdraw`)).status).toBe(200);
  expect((await approve(id)).body.code).toBe('warnings.relay-decided');
  expect((await post('secretary1', `/warnings/relays/${await out()}/withdraw`)).body.code).toBe(
    'warnings.relay-decided',
  );
});

it.skipIf(!existsSync(schema))(
  'is valid against the schema, says xmllint (skipped without ../shared/data)',
  async () => {
    const text = await document(await out());
    expect(xmllint(text)).toBe('');
    expect(xmllint(text.replace('<scope>Public</scope>', '')), 'the judge sees what is wrong').not.toBe('');
  },
);

it('ends with its warning: it leaves the list at once, and its cancellation waits for another person', async () => {
  const alert = await out();
  const listed = async () => {
    const judged = judge(Buffer.from((await get(null, '/public/cap')).text));
    return judged.kind === 'feed' ? judged.feed.entries.map((one) => one.link?.slice(-36)) : [];
  };
  expect(await listed()).toContain(alert);
  const lifting = {
    id: p.ids.next(),
    documentNumber: '2026年解除第12号',
    sentAt: p.clock.at,
    text: '雨势减弱',
  };
  const end = (body: object, person: PersonKey = 'dispatcher1') =>
    post(person, `/warnings/${warning}/end`, body);
  expect((await end(lifting, 'worker1')).body.code).toBe('warnings.not-yours');
  expect((await end(lifting, 'secretary2')).body.code).toBe('warnings.area-not-yours');
  expect((await end({ ...lifting, sentAt: p.clock.at + HOUR })).body.code).toBe('warnings.times');
  const ended = await end(lifting);
  expect(ended.body, ended.text).toMatchObject({
    state: { code: 'cancelled' },
    chain: [{ id: lifting.id, step: 'next' }],
  });
  expect((await end(lifting)).status, 'sent again it is the same one').toBe(200);
  expect((await end({ ...lifting, id: p.ids.next() })).body.code).toBe('warnings.over');
  expect(await listed()).not.toContain(alert);
  const relays = (await get('secretary1', `/warnings/${warning}/relays`)).body.items;
  const cancel = relays.find((one: { formerId: string }) => one.formerId === alert);
  expect(cancel).toMatchObject({ msgType: 'Cancel', out: false });
  expect((await approve(cancel.id)).body.code, 'who brought the end is not the second person').toBe(
    'warnings.relay-same-person',
  );
  expect((await approve(cancel.id, 'secretary1')).body).toMatchObject({ out: true });
  expect(await listed()).toContain(cancel.id);
  expect((await get(null, '/public/warnings')).body.items).toEqual([]);
});

it('is not drafted for what is over', async () => {
  p.clock.at += 10 * HOUR;
  expect((await draft(p.ids.next())).body.code).toBe('warnings.over');
  const judged = judge(Buffer.from((await get(null, '/public/cap')).text));
  expect(judged).toMatchObject({ kind: 'feed', feed: { entries: [] } });
});
