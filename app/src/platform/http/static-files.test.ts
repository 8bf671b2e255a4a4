// Pages with a nonce of their own, assets for ever, and no way out of the folder.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../../../test/server.ts';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renlin-web-'));
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, 'console'));
  await writeFile(join(folder, 'index.html'), '<meta name="nonce" content="__NONCE__">portal');
  await writeFile(join(folder, 'console/index.html'), 'console __NONCE__');
  await writeFile(join(folder, 'assets/app-1a2b.js'), 'console.log(1)');
  await writeFile(join(folder, 'assets/app-1a2b.js.br'), 'compressed');
  await writeFile(join(folder, 'sw.js'), '1');
  server = await testServer({
    http: { webRoot: folder },
    env: { RENLIN_FRAME_ANCESTORS: 'https://portal.example', RENLIN_PUBLIC_URL: 'https://renlin.example' },
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

it('serves the shells for every path of theirs, with a nonce that changes', async () => {
  const portal = await server.request({ url: '/follow/123' });
  expect([portal.statusCode, portal.body.endsWith('portal')]).toEqual([200, true]);
  const nonce = /content="([\w-]+)"/.exec(portal.body)?.[1];
  const policy = String(portal.headers['content-security-policy']);
  expect(policy).toContain(`'nonce-${nonce}'`);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("frame-ancestors 'self' https://portal.example");
  expect(portal.headers['strict-transport-security']).toBeDefined();
  expect((await server.request({ url: '/follow/123' })).body).not.toBe(portal.body);
  expect((await server.request({ url: '/console/cases/1?x=1' })).body).toMatch(/^console /);
});

it('serves assets for ever, compressed when they are, and files that are missing as 404', async () => {
  const asset = await server.request({ url: '/assets/app-1a2b.js', headers: { 'accept-encoding': 'br' } });
  expect([asset.statusCode, asset.body, asset.headers['content-encoding']]).toEqual([
    200,
    'compressed',
    'br',
  ]);
  expect(asset.headers['cache-control']).toContain('immutable');
  expect((await server.request({ url: '/sw.js' })).headers['cache-control']).toBe('no-cache');
  for (const url of [
    '/assets/none.js',
    '/..%2f..%2fetc/passwd.txt',
    '/api/v1/none',
    '/assets/app-1a2b.js.map',
  ]) {
    const response = await server.request({ url });
    expect([url, response.statusCode]).toEqual([url, 404]);
  }
});
