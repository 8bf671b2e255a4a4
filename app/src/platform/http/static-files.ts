// The built web app: hashed assets for ever, pages with a fresh nonce each time.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomSecret } from '../clock.ts';
import { commonHeaders, type PageHeaders } from './security-headers.ts';

/** Which page answers a path, tried in this order. */
const SHELLS: readonly { prefix: string; files: readonly string[] }[] = [
  { prefix: '/console', files: ['console/index.html', 'console.html'] },
  { prefix: '/field', files: ['field/index.html', 'field.html'] },
  { prefix: '/wall', files: ['wall/index.html', 'wall.html', 'console/index.html'] },
  { prefix: '/login', files: ['login/index.html', 'login.html', 'console/index.html'] },
];
const PORTAL = ['index.html', 'portal/index.html'];

const NOT_BUILT =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>韧邻 Renlin</title>' +
  '<p>网页还没有构建：请运行 npm run build:web。 / The pages are not built yet: run npm run build:web.</p></html>';

export type PageServer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Registers the files under `webRoot` and gives the function that answers a page path. */
export async function serveWeb(
  app: FastifyInstance,
  webRoot: string,
  headers: PageHeaders,
  secure: (request: FastifyRequest) => boolean,
): Promise<PageServer> {
  const pages = new Map<string, { at: number; html: string }>();

  if (await exists(webRoot)) {
    await app.register(fastifyStatic, {
      root: webRoot,
      wildcard: false,
      index: false,
      preCompressed: true,
      // Pages go through the nonce below, never out as they lie on the disk.
      globIgnore: ['**/*.html', '**/*.br', '**/*.gz', '**/*.map'],
      cacheControl: false,
      setHeaders(reply, path) {
        for (const [name, value] of Object.entries(commonHeaders(false))) reply.header(name, value);
        const hashed = /[/\\]assets[/\\]/.test(path);
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        if (path.endsWith('.mjs')) reply.header('content-type', 'text/javascript; charset=utf-8');
      },
    });
  }

  async function page(files: readonly string[]): Promise<string> {
    for (const file of files) {
      const path = join(webRoot, file);
      const info = await stat(path).catch(() => undefined);
      if (!info) continue;
      const known = pages.get(path);
      if (known?.at === info.mtimeMs) return known.html;
      const html = await readFile(path, 'utf8');
      pages.set(path, { at: info.mtimeMs, html });
      return html;
    }
    return NOT_BUILT;
  }

  return async (request, reply) => {
    const path = request.url.split('?', 1)[0] as string;
    const shell = SHELLS.find((one) => path === one.prefix || path.startsWith(`${one.prefix}/`));
    const html = await page(shell?.files ?? PORTAL);
    const nonce = randomSecret(16);
    return reply
      .headers(headers(nonce, secure(request)))
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(html.replaceAll('__NONCE__', nonce));
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
