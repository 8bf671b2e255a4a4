// Uploads in pieces over a real socket: cut in the middle and gone on with where they stopped, also at another process; and what is
// refused. The client is the one that the phones use.
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRandom } from '@renlin/core/random';
import sharp from 'sharp';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { allMessages } from '../../main/compose.ts';
import { buildPlatform } from '../../main/platform.ts';
import { SESSION_COOKIE } from '../auth/sessions.ts';
import { createHttpServer } from '../http/server.ts';
import { createUploadRoutes } from './upload-routes.ts';
import { MAX_UPLOAD_BYTES } from './uploads.ts';

let p: TestProduct;
let one: string;
let two: string;
let stop: () => Promise<void>;
let photo: Buffer;

beforeAll(async () => {
  p = await testProduct({ seed: 'uploads' });
  // A second process: its own connections and memory, the same database and folder.
  const platform = await buildPlatform(p.platform.env, p.database.config, allMessages, {
    clock: p.platform.clock,
    connections: 3,
  });
  const second = await createHttpServer(platform, createUploadRoutes(platform.uploads), {
    publicDistrict: 'demo',
    version: '0.0.0-test',
    strictFactor: 10_000,
  });
  const addressOf = (address: AddressInfo) => `http://127.0.0.1:${address.port}`;
  await p.app.listen({ port: 0, host: '127.0.0.1' });
  await second.listen({ port: 0, host: '127.0.0.1' });
  one = addressOf(p.app.server.address() as AddressInfo);
  two = addressOf(second.server.address() as AddressInfo);
  stop = async () => {
    await second.close();
    await platform.close();
  };
  // Noise does not compress: some hundred kilobytes in a small picture.
  const random = createRandom('photo');
  const noise = Buffer.from(Uint8Array.from({ length: 400 * 400 * 3 }, () => random.int(256)));
  photo = await sharp(noise, { raw: { width: 400, height: 400, channels: 3 } })
    .png()
    .toBuffer();
});
afterAll(async () => {
  await stop();
  await p.close();
});

const digest = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const metadata = (data: Uint8Array) => `sha256 ${Buffer.from(digest(data)).toString('base64')}`;
const tus = { 'tus-resumable': '1.0.0' };

async function ask(
  person: PersonKey,
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: Uint8Array,
): Promise<{
  status: number;
  headers: Headers;
  body: { code?: string; errors?: { path: string }[] } & Record<string, unknown>;
}> {
  const response = await fetch(url, {
    method,
    headers: { cookie: `${SESSION_COOKIE}=${await p.cookieOf(person)}`, ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  };
}

async function begin(person: PersonKey, bytes: number, more: Record<string, string> = {}): Promise<string> {
  const answer = await ask(person, 'POST', `${one}/api/v1/uploads`, {
    ...tus,
    'upload-length': String(bytes),
    ...more,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.headers.get('location') as string;
}
const piece = (offset: number) => ({
  ...tus,
  'content-type': 'application/offset+octet-stream',
  'upload-offset': String(offset),
});

/** Sends the head of a piece, some of its bytes, and then the line breaks. */
async function cut(url: string, data: Uint8Array, after: number): Promise<void> {
  const cookie = `${SESSION_COOKIE}=${await p.cookieOf('worker1')}`;
  await new Promise<void>((resolve) => {
    const request = httpRequest(url, {
      method: 'PATCH',
      headers: { cookie, ...piece(0), 'content-length': data.length },
    });
    request.on('error', () => resolve());
    request.on('close', () => resolve());
    request.write(data.subarray(0, after), () => setTimeout(() => request.destroy(), 300));
  });
}

async function received(url: string): Promise<number> {
  return Number((await ask('worker1', 'HEAD', url, tus)).headers.get('upload-offset'));
}

it('goes the whole way with the client of the phones, and the file is a file like any other', async () => {
  const cookie = `${SESSION_COOKIE}=${await p.cookieOf('worker1')}`;
  const fileId = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(photo, {
      endpoint: `${one}/api/v1/uploads`,
      headers: { cookie },
      metadata: { sha256: digest(photo) },
      chunkSize: 100_000,
      retryDelays: null,
      onError: reject,
      onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('renlin-file') ?? ''),
    });
    upload.start();
  });
  expect(fileId).toMatch(/^[0-9a-f-]{36}$/);
  const file = await ask('worker1', 'GET', `${one}/api/v1/files/${fileId}`);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
  const filed = await p.call('worker1', 'POST', '/api/v1/cases', {
    body: {
      commandId: p.ids.next(),
      kind: 'incident',
      text: '有照片',
      point: p.point('g1'),
      photos: [fileId],
    },
  });
  expect(filed.status, filed.text).toBe(200);
  // The pieces are gone when the file is there.
  expect(await p.database.owner('select from file_upload_parts')).toEqual([]);
});

it('keeps what came before the line broke, and goes on from there at another process', async () => {
  const url = await begin('worker1', photo.length, { 'upload-metadata': metadata(photo) });
  await cut(`${one}${url}`, photo, 150_000);
  await expect.poll(() => received(`${two}${url}`), { timeout: 20_000 }).toBeGreaterThan(0);
  const offset = await received(`${two}${url}`);
  expect(offset).toBeLessThanOrEqual(150_000);
  const rest = await ask('worker1', 'PATCH', `${two}${url}`, piece(offset), photo.subarray(offset));
  expect([rest.status, rest.headers.get('upload-offset')]).toEqual([204, String(photo.length)]);
  const done = await ask('worker1', 'GET', `${one}${url}`);
  expect(done.body).toMatchObject({ received: photo.length, fileId: rest.headers.get('renlin-file') });
  // Asked once more after a lost answer it is the same file.
  expect((await ask('worker1', 'HEAD', `${two}${url}`, tus)).headers.get('renlin-file')).toBe(
    done.body['fileId'],
  );
});

it('takes each byte once when two lines send the same piece at once', async () => {
  const url = await begin('worker1', photo.length, { 'upload-metadata': metadata(photo) });
  const half = photo.subarray(0, 60_000);
  const both = await Promise.all(
    [one, two].map((at) => ask('worker1', 'PATCH', `${at}${url}`, piece(0), half)),
  );
  const statuses = both.map((answer) => answer.status).sort();
  expect(statuses).toEqual([204, 409]);
  expect(both.find((answer) => answer.status === 409)?.body.code).toBe('files.upload-offset');
  expect(await received(`${one}${url}`)).toBe(60_000);
  const rest = await ask('worker1', 'PATCH', `${two}${url}`, piece(60_000), photo.subarray(60_000));
  expect(rest.headers.get('renlin-file')).toMatch(/^[0-9a-f-]{36}$/);
});

it('refuses what is too large, wrong or damaged in words, and keeps nothing of it', async () => {
  const large = await ask('worker1', 'POST', `${one}/api/v1/uploads`, {
    ...tus,
    'upload-length': String(MAX_UPLOAD_BYTES + 1),
  });
  expect([large.status, large.body.code]).toEqual([413, 'files.too-large']);
  expect(JSON.stringify(large.body)).toContain('50');
  for (const length of ['', 'x', '-1', '1e3']) {
    const answer = await ask('worker1', 'POST', `${one}/api/v1/uploads`, { ...tus, 'upload-length': length });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, 'upload-length']);
  }
  expect((await ask('worker1', 'POST', `${one}/api/v1/uploads`, { 'upload-length': '5' })).body.code).toBe(
    'files.upload-version',
  );
  const odd = { ...tus, 'upload-length': '5', 'upload-metadata': 'sha256 eHg=' };
  expect((await ask('worker1', 'POST', `${one}/api/v1/uploads`, odd)).status).toBe(400);

  const url = await begin('worker1', 10);
  expect((await ask('worker1', 'PATCH', `${one}${url}`, piece(3), photo.subarray(0, 3))).body.code).toBe(
    'files.upload-offset',
  );
  expect((await ask('worker1', 'PATCH', `${one}${url}`, piece(0), photo.subarray(0, 11))).body.code).toBe(
    'files.upload-too-much',
  );
  const type = { ...piece(0), 'content-type': 'application/json' };
  expect((await ask('worker1', 'PATCH', `${one}${url}`, type, Buffer.from('{}'))).status).toBe(415);

  const damaged = Buffer.from(photo);
  damaged[photo.length - 20] = (damaged[photo.length - 20] as number) ^ 255;
  const broken = await begin('worker1', photo.length, { 'upload-metadata': metadata(photo) });
  const answer = await ask('worker1', 'PATCH', `${one}${broken}`, piece(0), damaged);
  expect([answer.status, answer.body.code]).toEqual([410, 'files.upload-damaged']);
  expect((await ask('worker1', 'GET', `${one}${broken}`)).status).toBe(404);

  // Not a picture: refused by its content, as with every upload, and not kept.
  const program = Buffer.from('MZ this is a program and no picture at all');
  const wrong = await begin('worker1', program.length);
  const refused = await ask('worker1', 'PATCH', `${one}${wrong}`, piece(0), program);
  expect([refused.status, refused.body.code]).toEqual([415, 'files.refused-type']);
  expect((await ask('worker1', 'GET', `${one}${wrong}`)).status).toBe(404);
});

it('is seen by whoever began it, and by nobody else', async () => {
  const url = await begin('worker1', photo.length);
  for (const [method, headers] of [
    ['GET', {}],
    ['PATCH', piece(0)],
    ['DELETE', tus],
  ] as const) {
    const answer = await ask(
      'worker2',
      method,
      `${one}${url}`,
      headers,
      method === 'PATCH' ? photo : undefined,
    );
    expect([method, answer.status, answer.body.code]).toEqual([method, 404, 'files.upload-unknown']);
  }
  expect((await fetch(`${one}${url}`)).status).toBe(401);
  expect((await ask('worker1', 'DELETE', `${one}${url}`, tus)).status).toBe(204);
  expect((await ask('worker1', 'GET', `${one}${url}`)).status).toBe(404);
});

it('says what it speaks, and ends what nobody goes on with', async () => {
  const options = await fetch(`${one}/api/v1/uploads`, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('tus-version'), options.headers.get('tus-max-size')]).toEqual([
    204,
    '1.0.0',
    String(MAX_UPLOAD_BYTES),
  ]);
  const url = await begin('worker1', photo.length);
  await ask('worker1', 'PATCH', `${one}${url}`, piece(0), photo.subarray(0, 1000));
  p.clock.at += DAY + HOUR;
  const late = await ask('worker1', 'PATCH', `${one}${url}`, piece(1000), photo.subarray(1000));
  expect([late.status, late.body.code]).toEqual([410, 'files.upload-expired']);
  await p.product.jobs.find((job) => job.name === 'uploads-sweep')?.run(p.platform, {});
  expect(await p.database.owner('select from file_uploads')).toEqual([]);
  expect(await p.database.owner('select from file_upload_parts')).toEqual([]);
  for (let index = 0; index < 50; index++) await begin('worker2', 5);
  const more = await ask('worker2', 'POST', `${one}/api/v1/uploads`, { ...tus, 'upload-length': '5' });
  expect([more.status, more.body.code]).toEqual([429, 'files.too-many-uploads']);
});
