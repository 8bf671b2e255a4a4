// Uploads: by content, cleaned, bounded, attached once, seen only by whom main allows.
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_NOW, type TestServer, testServer } from '../../../test/server.ts';
import { insertAccount } from '../auth/accounts.ts';
import { scopeOf } from '../db/db.ts';
import { bucketBlobs } from './blobs.ts';
import { claimFiles, UNCLAIMED_MS } from './files.ts';

let server: TestServer;
let cookie: string;
const readable = new Set<string>();

beforeAll(async () => {
  server = await testServer({ canRead: async (_ctx, id) => readable.has(id) });
  const id = await server.database.system((tx) =>
    insertAccount(tx, server.platform.ids, TEST_NOW, { district: 'demo', login: 'staff', name: 'staff' }),
  );
  cookie = (await server.platform.sessions.create(id, { ip: '', userAgent: '' })).token;
});
afterAll(() => server.close());

function upload(data: Uint8Array, name: string, as?: string) {
  const boundary = '----renlintest';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/jpeg\r\n\r\n`;
  return server.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(as === undefined ? {} : { cookie: `renlin_session=${as}` }),
    },
    payload: Buffer.concat([Buffer.from(head), data, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}

const picture = (width = 600, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: '#c00' } });
const publicScope = scopeOf({ kind: 'public', district: 'demo' });

it('turns a photo upright, makes it smaller and takes its EXIF away', async () => {
  const photo = await picture(4000, 1000)
    .withExif({ IFD0: { Copyright: 'SECRETPLACE' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const response = await upload(photo, 'IMG_1.jpg', cookie);
  expect(response.statusCode).toBe(200);
  const { id, width, height, mime, claim } = response.json();
  expect([width, height, mime, claim]).toEqual([640, 2560, 'image/jpeg', undefined]);
  const full = await server.app.inject({
    url: `/api/v1/files/${id}`,
    headers: { cookie: `renlin_session=${cookie}` },
  });
  expect(full.headers['content-type']).toBe('image/jpeg');
  expect(full.headers['content-security-policy']).toContain('sandbox');
  const facts = await sharp(full.rawPayload).metadata();
  expect([facts.exif, facts.orientation]).toEqual([undefined, undefined]);
  const thumb = await server.app.inject({
    url: `/api/v1/files/${id}?size=thumb`,
    headers: { cookie: `renlin_session=${cookie}` },
  });
  expect((await sharp(thumb.rawPayload).metadata()).height).toBe(400);
});

it('refuses by content, whatever the name says, in clear words', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  const heic = Buffer.from('000000186674797068656963000000006d69663168656963', 'hex');
  const cases: [string, Buffer, string, number][] = [
    ['a.jpg', svg, 'files.refused-type', 415],
    ['a.csv', html, 'files.refused-type', 415],
    ['a.png', Buffer.from('just words'), 'files.refused-type', 415],
    ['a.jpg', heic, 'files.heic', 415],
    ['a.jpg', (await picture().jpeg().toBuffer()).subarray(0, 900), 'files.broken', 400],
    ['a.jpg', Buffer.alloc(0), 'files.missing', 400],
    ['a.jpg', Buffer.alloc(50 * 1024 * 1024, 1), 'files.too-large', 413],
  ];
  for (const [name, data, code, status] of cases) {
    const response = await upload(data, name, cookie);
    expect([code, response.json().code, response.statusCode]).toEqual([code, code, status]);
  }
  expect((await upload(Buffer.alloc(50 * 1024 * 1024, 1), 'a.jpg')).json().title).toContain('20 MB');
  const csv = await upload(Buffer.from('楼栋,户数\n1,60\n'), 'a.csv', cookie);
  expect(csv.json().mime).toBe('text/csv');
});

it('refuses a picture of too many pixels before decoding it', async () => {
  // A small picture whose header claims 20,000 × 6,000.
  const bomb = await picture(60, 40).png().toBuffer();
  bomb.writeUInt32BE(20_000, 16);
  bomb.writeUInt32BE(6_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  const response = await upload(bomb, 'bomb.png', cookie);
  expect([response.statusCode, response.json().code]).toEqual([413, 'files.too-many-pixels']);
});

it('lets a resident attach an upload once, with the claim, and shows it as main says', async () => {
  const response = await upload(await picture().webp().toBuffer(), 'x.webp');
  const { id, claim } = response.json() as { id: string; claim: string };
  const attach = (refs: string[]) =>
    server.platform.db
      .tx(publicScope, (tx) => claimFiles(tx, refs, server.clock.at))
      .catch((error) => error.code);
  expect(await attach([id])).toBe('files.not-yours');
  expect(await attach([`${id}.wrong`])).toBe('files.not-yours');
  expect(await attach(['../../etc/passwd'])).toBe('files.not-yours');
  expect((await server.request({ url: `/api/v1/files/${id}` })).statusCode).toBe(404);
  expect(await attach([`${id}.${claim}`])).toEqual([id]);
  expect(await attach([`${id}.${claim}`])).toBe('files.not-yours');
  readable.add(id);
  expect((await server.request({ url: `/api/v1/files/${id}` })).statusCode).toBe(200);
});

it('removes what nobody attached after a day, bytes and row, and nothing else', async () => {
  const loose = (await upload(await picture().jpeg().toBuffer(), 'l.jpg')).json() as { id: string };
  const kept = (await upload(await picture().jpeg().toBuffer(), 'k.jpg')).json() as {
    id: string;
    claim: string;
  };
  await server.platform.db.tx(publicScope, (tx) =>
    claimFiles(tx, [`${kept.id}.${kept.claim}`], server.clock.at),
  );
  readable.add(loose.id);
  readable.add(kept.id);
  server.clock.at += UNCLAIMED_MS + 1;
  expect(await server.platform.files.sweep()).toBeGreaterThan(0);
  expect((await server.request({ url: `/api/v1/files/${loose.id}` })).statusCode).toBe(404);
  expect((await server.request({ url: `/api/v1/files/${kept.id}` })).statusCode).toBe(200);
  expect(await server.platform.files.sweep()).toBe(0);
});

it('says that the storage is full, whichever store it is', async () => {
  const full = bucketBlobs('https://s3.example/bucket', async () => new Response(null, { status: 507 }));
  const key = 'demo/0197f000-0000-7000-8000-000000000001/full';
  await expect(full.put(key, new Uint8Array(1))).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(full.put('demo/../x', new Uint8Array(1))).rejects.toThrow('malformed');
});
