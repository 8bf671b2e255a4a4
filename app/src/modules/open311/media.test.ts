// Pictures over GeoReport v2: taken as files of a form, told as addresses only when somebody of the case made them public.
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { give, must } from '../../../test/case-desk.ts';
import { judgeXml } from '../../../test/georeport.ts';
import { type Answer, type Door, expectRefusal, open311Door, type Part } from '../../../test/open311-door.ts';
import { type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let key: string;
let door: Door;
beforeAll(async () => {
  p = await testProduct({ seed: 'open311-media' });
  door = open311Door(p);
  key = await door.makeKey('hotline', ['cases.file', 'cases.act']);
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
const get: Door['get'] = (path, headers) => door.get(path, headers);
const json: Door['json'] = (path) => door.json(path);
const post: Door['post'] = (path, fields, headers) => door.post(path, fields, headers);
const send: Door['send'] = (path, fields, files, headers) => door.send(path, fields, files, headers);

let step = 200;
const at = () => {
  const { lng, lat } = p.point('g1', step++);
  return { lat: String(lat), long: String(lng) };
};
const count = async () =>
  (await p.database.owner<{ n: number }>('select count(*)::int as n from cases'))[0]?.n;

describe('pictures', () => {
  const base = (category = 'utility_manhole') => ({
    api_key: key,
    service_code: category,
    description: '带照片的一件',
    ...at(),
  });
  /** With the place and the phone in it, as a camera writes them. */
  const picture = (colour: string) =>
    sharp({ create: { width: 320, height: 200, channels: 3, background: colour } })
      .jpeg()
      .withExif({ IFD0: { Model: 'SecretPhone' } })
      .toBuffer();
  const files = async () =>
    (await p.database.owner<{ n: number }>('select count(*)::int as n from files'))[0]?.n;
  async function caseOf(answer: Answer) {
    expect(answer.status, answer.text).toBe(200);
    const [{ service_request_id: number }] = JSON.parse(answer.text);
    const [row] = await p.database.owner<{ id: string; facts: { photos: { fileId: string }[] } }>(
      'select id, facts from cases where number = $1',
      [number],
    );
    return {
      number: number as string,
      id: row?.id as string,
      photos: row?.facts.photos.map((one) => one.fileId) ?? [],
    };
  }

  test('come with the form in one go, re-encoded, and are kept with the case', async () => {
    const red = await picture('#aa2222');
    const filed = await caseOf(
      await send('requests.json', base(), [
        { field: 'media', data: red },
        { field: 'media[]', data: await picture('#2222aa') },
      ]),
    );
    expect(filed.photos).toHaveLength(2);
    const stored = await p.platform.files.read(filed.photos[0] as string, 'demo', 'full');
    expect(stored?.mime).toBe('image/jpeg');
    expect(red.includes('SecretPhone')).toBe(true);
    expect(Buffer.from(stored?.data ?? []).includes('SecretPhone')).toBe(false);
    const xml = await send('requests.xml', base(), [{ field: 'media', data: await picture('#22aa22') }]);
    expect(judgeXml(xml.text, 'service_requests')).toBe('');
    // A form whose box for a picture stayed empty.
    const none = await caseOf(
      await send('requests.json', base(), [{ field: 'media', data: new Uint8Array() }]),
    );
    expect(none.photos).toEqual([]);
  });

  test('sent again with the same number of the client they are there once', async () => {
    const fields = { ...base(), 'attribute[client_id]': 'with-picture' };
    const media = [{ field: 'media', data: await picture('#777777') }];
    const first = await caseOf(await send('requests.json', fields, media));
    const again = await caseOf(await send('requests.json', fields, media));
    expect(again).toEqual(first);
    expect(again.photos).toHaveLength(1);
  });

  test('what is no picture, too large, too many or in another field is refused, and nothing is filed', async () => {
    const cases = await count();
    const red = await picture('#aa2222');
    const refused: [Part[], number][] = [
      [[{ field: 'media', data: Buffer.from('<svg onload="alert(1)"/>'), name: 'a.svg' }], 400],
      [[{ field: 'media', data: Buffer.from('a,b\n1,2\n'), name: 'a.csv' }], 400],
      [[{ field: 'media', data: red.subarray(0, 200) }], 400],
      [[{ field: 'photo', data: red }], 400],
      [Array.from({ length: 6 }, () => ({ field: 'media', data: red })), 413],
      [[{ field: 'media', data: new Uint8Array(20 * 1024 * 1024 + 1) }], 413],
      [
        [
          { field: 'media', data: new Uint8Array(11 * 1024 * 1024) },
          { field: 'media', data: new Uint8Array(9.5 * 1024 * 1024) },
        ],
        413,
      ],
    ];
    for (const [parts, status] of refused) {
      expectRefusal(await send('requests.xml', base(), parts), status);
      expectRefusal(await send('requests.json', base(), parts), status, 'json');
    }
    const before = await files();
    const media = [{ field: 'media', data: red }];
    const { api_key: _key, ...without } = base();
    expectRefusal(await send('requests.xml', without, media), 403);
    expectRefusal(await send('requests.xml', { ...base(), service_code: 'BADGER' }, media), 404);
    expectRefusal(await send('requests.xml', { ...base(), lat: 'x' }, media), 400);
    expectRefusal(await send('requests.xml', { ...base(), description: 'x'.repeat(20_000) }, media), 400);
    // Updates have no picture in the protocol.
    expectRefusal(await send('servicerequestupdates.xml', { api_key: key }, media), 400);
    // Without a right to file nothing is even kept.
    expect(await files()).toBe(before);
    expect(await count()).toBe(cases);
  });

  test('a picture elsewhere is named and never fetched', async () => {
    const filed = await caseOf(
      await post('requests.json', { ...base(), media_url: 'http://127.0.0.1:9/inside.jpg' }),
    );
    expect(filed.photos).toEqual([]);
    const [row] = await p.database.owner<{ text: string }>('select text from cases where id = $1', [
      filed.id,
    ]);
    expect(row?.text).toContain('http://127.0.0.1:9/inside.jpg');
    expect('media_url' in (await json(`requests/${filed.number}.json`))[0]).toBe(false);
  });

  test('one is public when somebody of the case said so, under its whole address, and not any more when they took it back', async () => {
    const filed = await caseOf(
      await send('requests.json', base(), [
        { field: 'media', data: await picture('#aa2222') },
        { field: 'media', data: await picture('#2222aa') },
      ]),
    );
    const [hidden, shown] = filed.photos as [string, string];
    const media = (id: string) => p.app.inject({ url: `/open311/v2/media/${id}` });
    expect((await media(shown)).statusCode).toBe(404);
    expect('media_url' in (await json(`requests/${filed.number}.json`))[0]).toBe(false);

    // Whoever deals with it on the other side of town, and whoever handles it, has no say.
    for (const person of ['dispatcher2', 'worker2', 'urban'] as const)
      expect(
        (await give(p, person, filed.id, 'show-pictures', { shown: [shown] })).status,
        person,
      ).toBeGreaterThanOrEqual(403);
    const foreign = await give(p, 'dispatcher1', filed.id, 'show-pictures', { shown: [p.ids.next()] });
    expect([foreign.status, foreign.body.code]).toEqual([400, 'cases.picture-unknown']);
    await must(p, 'dispatcher1', filed.id, 'show-pictures', { shown: [shown] });

    for (const file of [`requests/${filed.number}`, `requests`]) {
      const raw = await p.app.inject({
        url: `/open311/v2/${file}.json`,
        headers: { host: 'renlin.example:8080' },
      });
      const one = raw
        .json()
        .find((row: { service_request_id: string }) => row.service_request_id === filed.number);
      expect(one.media_url).toBe(`http://renlin.example:8080/open311/v2/media/${shown}`);
    }
    const xml = (await get(`requests/${filed.number}.xml`)).text;
    expect(judgeXml(xml, 'service_requests')).toBe('');
    expect(xml).toContain('<media_url>http://');
    const open = await media(shown);
    expect([open.statusCode, open.headers['content-type'], open.headers['x-content-type-options']]).toEqual([
      200,
      'image/jpeg',
      'nosniff',
    ]);
    expect((await sharp(open.rawPayload).metadata()).width).toBe(320);
    for (const id of [hidden, p.ids.next(), 'x', "1'or'1"])
      expect((await media(id)).statusCode, id).toBe(404);

    await must(p, 'dispatcher1', filed.id, 'show-pictures', {});
    expect((await media(shown)).statusCode).toBe(404);
    expect('media_url' in (await json(`requests/${filed.number}.json`))[0]).toBe(false);
  });

  test('none of a case that is not about a public thing, whatever its category was before', async () => {
    const filed = await caseOf(
      await send('requests.json', base(), [{ field: 'media', data: await picture('#335577') }]),
    );
    const [shown] = filed.photos as [string];
    await must(p, 'dispatcher1', filed.id, 'show-pictures', { shown: [shown] });
    await p.database.owner(`update cases set category = 'living.noise-neighbour' where id = $1`, [filed.id]);
    expect((await p.app.inject({ url: `/open311/v2/media/${shown}` })).statusCode).toBe(404);
    const refused = await give(p, 'dispatcher1', filed.id, 'show-pictures', { shown: [shown] });
    expect(refused.body.code).toBe('cases.pictures-not-public');
    await p.database.owner(`update cases set category = 'utility.manhole' where id = $1`, [filed.id]);
  });
});
