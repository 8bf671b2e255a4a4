// Work sealed for the server on a phone whose PIN was forgotten: it opens, belongs to one account, is done once, and damage is refused.
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { civilDate } from '../../kernel/clock.ts';
import { type SealedEnvelope, type ServerKey, sealWork } from '../../web/sync/sealing.ts';

let p: TestProduct;
let key: ServerKey;
beforeAll(async () => {
  p = await testProduct({ seed: 'sealed' });
  key = (await p.call('worker1', 'GET', '/api/v1/sync/key')).body;
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const send = (person: PersonKey | null, envelope: object) =>
  p.call(person, 'POST', '/api/v1/sync/sealed', { body: envelope });
const report = (commandId: string) => ({
  commandId,
  kind: 'incident',
  category: 'utility.manhole',
  text: '忘了密码也不能丢的一件事',
  point: p.point('g1', 5),
});
const sealed = (person: PersonKey, body: Record<string, unknown>): Promise<SealedEnvelope> =>
  sealWork(key, { account: p.district.accounts[person], kind: 'file', body });

it('carries out a sealed report as that person’s own, once however often it is sent', async () => {
  const id = p.ids.next();
  const envelope = await sealed('worker1', report(id));
  expect(JSON.stringify(envelope)).not.toContain('忘了密码');
  const first = await send('worker1', envelope);
  expect(first.status, first.text).toBe(200);
  expect(first.body).toMatchObject({ outcome: 'accepted', case: { id } });
  const again = await Promise.all([
    send('worker1', envelope),
    send('worker1', await sealed('worker1', report(id))),
  ]);
  expect(again.map((one) => [one.status, one.body.case.number])).toEqual(
    again.map(() => [200, first.body.case.number]),
  );
  const stored = await p.stored(id);
  expect([stored.steps, stored.row['filed_by']]).toEqual([1, p.district.accounts.worker1]);
  const note = { commandId: p.ids.next(), name: 'note', baseVersion: 1, form: { note: '也封好了' } };
  const command = await sealWork(key, {
    account: p.district.accounts.worker1,
    kind: 'command',
    caseId: id,
    body: note,
  });
  expect((await send('worker1', command)).body).toMatchObject({ outcome: 'accepted', stepVersion: 2 });
});

it('takes sealed photos first, and the record names them', async () => {
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#336699' } })
    .png()
    .toBuffer();
  const account = p.district.accounts.worker1;
  const photo = await send(
    'worker1',
    await sealWork(key, { account, kind: 'photo', data: bytes.toString('base64') }),
  );
  expect(photo.status, photo.text).toBe(200);
  const id = p.ids.next();
  const filed = await send('worker1', { ...(await sealed('worker1', report(id))), photos: [photo.body.ref] });
  expect(filed.status, filed.text).toBe(200);
  const view = await p.call('worker1', 'GET', `/api/v1/cases/${id}`);
  expect(view.body.photos).toMatchObject([{ fileId: photo.body.ref }]);
});

it('carries out a sealed patrol with what was found, and a sealed command with its photos', async () => {
  const account = p.district.accounts.worker1;
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#993366' } })
    .png()
    .toBuffer();
  const photoOf = async () => {
    const work = { account, kind: 'photo' as const, data: bytes.toString('base64') };
    return (await send('worker1', await sealWork(key, work))).body.ref as string;
  };
  const planId = p.ids.next();
  const today = civilDate(p.clock.at);
  const plan = await p.call('secretary1', 'POST', '/api/v1/patrol/plans', {
    body: {
      id: planId,
      title: '网格月查',
      checklist: 'facility-monthly',
      areaId: p.district.areas.c1,
      places: { kind: 'areas', level: 'grid' },
      every: 'month',
      startsOn: today,
      endsOn: null,
    },
  });
  expect(plan.status, plan.text).toBe(200);
  // What is due lies on the phone, with its checklist.
  const feed = await p.call('worker1', 'GET', '/api/v1/sync/changes?device=sealed-patrol');
  const due = feed.body.items.find((one: { id: string }) => one.id === 'patrol').payload;
  expect(due.checklists.map((one: { code: string }) => one.code)).toEqual(['facility-monthly']);
  expect(due).not.toHaveProperty('at');
  const place = `area:${p.district.areas.g1}`;
  expect(due.items.map((one: { place: { id: string } }) => one.place.id)).toEqual([place]);

  const commandId = p.ids.next();
  const record = await sealWork(key, {
    account,
    kind: 'record',
    body: {
      commandId,
      planId,
      placeId: place,
      checklistVersion: 1,
      occurredAt: p.clock.at,
      form: {
        answers: { whole: 'no', free: 'yes', dry: 'yes', sign: 'yes' },
        words: { whole: '缺了一个盖' },
      },
    },
  });
  const photo = await photoOf();
  const sent = await send('worker1', { ...record, photoFields: { 'photos-whole': [photo] } });
  expect(sent.status, sent.text).toBe(200);
  expect(sent.body.cases).toHaveLength(1);
  expect((await send('worker1', { ...record, photoFields: { 'photos-whole': [photo] } })).body).toEqual(
    sent.body,
  );
  const hazard = await p.call('worker1', 'GET', `/api/v1/cases/${sent.body.cases[0].id}`);
  expect(hazard.body.photos).toMatchObject([{ fileId: photo }]);
  const after = await p.call('worker1', 'GET', '/api/v1/sync/changes?device=sealed-patrol');
  expect(after.body.items.find((one: { id: string }) => one.id === 'patrol').payload.items).toEqual([]);

  const filed = p.ids.next();
  await send('worker1', await sealed('worker1', report(filed)));
  const more = await photoOf();
  const note = { commandId: p.ids.next(), name: 'note', baseVersion: 1, form: { note: '补一张照片' } };
  const command = await sealWork(key, { account, kind: 'command', caseId: filed, body: note });
  const noted = await send('worker1', { ...command, photoFields: { photos: [more] } });
  expect(noted.status, noted.text).toBe(200);
  const view = await p.call('worker1', 'GET', `/api/v1/cases/${filed}`);
  expect(view.body.timeline.at(-1).photos).toEqual([more]);
  const wrong = await send('worker1', { ...command, photoFields: { 'no such field!': [more] } });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'input.invalid']);
});

it('opens only for the account that is named inside', async () => {
  const id = p.ids.next();
  const envelope = await sealed('worker1', report(id));
  const foreign = await send('worker2', envelope);
  expect([foreign.status, foreign.body.code]).toEqual([403, 'sync.sealed-foreign']);
  expect((await send(null, envelope)).status).toBe(401);
  expect(await p.database.owner('select from cases where id = $1', [id])).toEqual([]);
});

it('refuses what was damaged, sealed for another key or is no work, and does nothing', async () => {
  const id = p.ids.next();
  const good = await sealed('worker1', report(id));
  const flip = (text: string) => `${text.slice(0, 40)}${text[40] === 'A' ? 'B' : 'A'}${text.slice(41)}`;
  for (const damaged of [
    { ...good, data: flip(good.data) },
    { ...good, enc: flip(good.enc) },
    { ...good, enc: good.enc.slice(0, 20) },
    { ...good, data: '' },
  ]) {
    const answer = await send('worker1', damaged);
    expect([answer.status, answer.body.code]).toEqual([400, 'sync.sealed-damaged']);
  }
  for (const keyId of ['y2026-00000000', 'y1999-aaaaaaaa', 'x'])
    expect((await send('worker1', { ...good, keyId })).body.code).toBe('sync.sealed-key-unknown');
  const wrong = await send('worker1', await sealed('worker1', { ...report(id), text: '', kind: 'nothing' }));
  expect([wrong.status, wrong.body.code]).toEqual([400, 'input.invalid']);
  expect(wrong.body.errors.map((one: { path: string }) => one.path)).toEqual(
    expect.arrayContaining(['body/text']),
  );
  expect(await p.database.owner('select from cases where id = $1', [id])).toEqual([]);
});

it('has a new key each year, and the old ones still open', async () => {
  const id = p.ids.next();
  const before = await sealed('worker1', report(id));
  p.clock.at += 400 * DAY;
  const next: ServerKey = (await p.call('worker1', 'GET', '/api/v1/sync/key')).body;
  expect(next.keyId).toMatch(/^y2027-/);
  expect(next.publicKey).not.toBe(key.publicKey);
  expect((await send('worker1', before)).status).toBe(200);
  expect((await p.stored(id)).steps).toBe(1);
});
