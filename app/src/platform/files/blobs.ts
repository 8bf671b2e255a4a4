// Where the bytes lie: a folder, or a bucket that speaks S3. A blob appears whole or not at all.

import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { randomSecret } from '../clock.ts';
import type { Env } from '../env.ts';

export type Blobs = {
  put(key: string, data: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  remove(key: string): Promise<void>;
};

const KEY = /^[a-z0-9]{1,16}\/[0-9a-f-]{36}\/(full|thumb)$/;

function checked(key: string): string {
  if (!KEY.test(key)) throw new Error('malformed blob key');
  return key;
}

/** The store that the settings name. */
export function createBlobs(env: Env): Blobs {
  if (env.RENLIN_S3_ENDPOINT === undefined) return folderBlobs(join(env.RENLIN_DATA, 'files'));
  const {
    RENLIN_S3_ENDPOINT,
    RENLIN_S3_BUCKET,
    RENLIN_S3_ACCESS_KEY,
    RENLIN_S3_SECRET_KEY,
    RENLIN_S3_REGION,
  } = env;
  if (!RENLIN_S3_BUCKET || !RENLIN_S3_ACCESS_KEY || !RENLIN_S3_SECRET_KEY) {
    throw new Error(
      'RENLIN_S3_BUCKET, RENLIN_S3_ACCESS_KEY, RENLIN_S3_SECRET_KEY: all are needed with RENLIN_S3_ENDPOINT',
    );
  }
  const client = new AwsClient({
    accessKeyId: RENLIN_S3_ACCESS_KEY,
    secretAccessKey: RENLIN_S3_SECRET_KEY,
    region: RENLIN_S3_REGION,
    service: 's3',
    retries: 3,
  });
  return bucketBlobs(`${RENLIN_S3_ENDPOINT.replace(/\/$/, '')}/${RENLIN_S3_BUCKET}`, (url, init) =>
    client.fetch(url, init),
  );
}

export function folderBlobs(folder: string): Blobs {
  const pathOf = (key: string) => {
    const [district, id, size] = checked(key).split('/') as [string, string, string];
    // The last characters of a UUIDv7 are random: they spread the files over 256 folders.
    return join(folder, district, id.slice(-2), `${id}.${size}`);
  };
  return {
    async put(key, data) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomSecret(6)}.part`;
      try {
        const file = await open(draft, 'wx', 0o600);
        try {
          await file.writeFile(data);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export function bucketBlobs(base: string, fetch: Fetch): Blobs {
  async function call(key: string, init: RequestInit): Promise<Response> {
    const url = `${base}/${checked(key)}`;
    let response: Response;
    try {
      response = await fetch(url, init);
    } catch {
      throw Object.assign(new Error('the file store does not answer'), { code: 'ECONNREFUSED' });
    }
    if (response.status === 507) throw Object.assign(new Error('the file store is full'), { code: 'ENOSPC' });
    if (response.status >= 500)
      throw Object.assign(new Error('the file store is busy'), { code: 'ECONNREFUSED' });
    return response;
  }
  return {
    async put(key, data) {
      const response = await call(key, { method: 'PUT', body: Buffer.from(data) });
      if (!response.ok) throw new Error(`the file store refused an upload (${response.status})`);
    },
    async get(key) {
      const response = await call(key, { method: 'GET' });
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`the file store refused a download (${response.status})`);
      return new Uint8Array(await response.arrayBuffer());
    },
    async remove(key) {
      const response = await call(key, { method: 'DELETE' });
      if (!response.ok && response.status !== 404)
        throw new Error(`the file store refused a removal (${response.status})`);
    },
  };
}
