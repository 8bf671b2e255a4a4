// Uploading and fetching. Whether someone may see a file depends on what it is attached to, which main tells.
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../db/db.ts';
import { type Ctx, type Route, route } from '../http/route.ts';
import type { JobDefinition } from '../jobs/jobs.ts';
import { MAX_FILE_BYTES } from './clean.ts';
import { type FileStore, isUploaded } from './files.ts';
import './problems.ts';
import { uuid } from '../http/input.ts';

const stored = z.object({
  id: z.string(),
  mime: z.string(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  bytes: z.number(),
  claim: z.string().optional(),
});

export type FileRouteOptions = {
  files: FileStore;
  /** May the caller see this file, by what it is attached to? Runs in a read transaction (`ctx.tx`) of the caller's scope. */
  canRead(ctx: Ctx, fileId: string): Promise<boolean>;
};

export function createFileRoutes(options: FileRouteOptions): Route[] {
  const { files, canRead } = options;
  return [
    route({
      method: 'POST',
      path: '/api/v1/files',
      operationId: 'uploadFile',
      summary: 'Upload one file (multipart field `file`); a resident gets a claim to attach it with',
      tag: 'files',
      access: 'public',
      scope: 'cases.file',
      response: stored,
      transaction: 'none',
      perMinute: 60,
      bodyLimit: MAX_FILE_BYTES + 1024 * 1024,
      async handler(ctx, _input, { request }) {
        if (!request.isMultipart()) throw problem('input.unsupported-type');
        const tooLarge = () => problem('files.too-large', { max: MAX_FILE_BYTES / 1048576 });
        let data: Buffer;
        let name: string;
        try {
          const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES } });
          if (!part) throw problem('files.missing');
          name = part.filename ?? '';
          data = await part.toBuffer();
        } catch (error) {
          if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') throw tooLarge();
          // Whatever else the form parser says is about the form that was sent.
          if (
            error instanceof Error &&
            error.name !== 'Problem' &&
            !(error as { code?: string }).code?.startsWith('FST_')
          ) {
            throw problem('input.malformed', { reason: 'multipart' });
          }
          throw error;
        }
        const { id, mime, width, height, bytes, claim } = await files.upload(scopeOf(ctx.actor), {
          data,
          name,
          purpose: 'upload',
        });
        return { id, mime, width, height, bytes, ...(claim === undefined ? {} : { claim }) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/files/:id',
      operationId: 'getFile',
      summary: 'A file, whole or as a thumbnail',
      tag: 'files',
      access: 'public',
      params: z.strictObject({ id: uuid }),
      query: z.strictObject({ size: z.enum(['thumb', 'full']).default('full') }),
      response: z.string(),
      transaction: 'none',
      async handler(ctx, { params, query }, { reply }) {
        const allowed = await ctx.platform.db.read(scopeOf(ctx.actor), async (tx) => {
          if (await isUploader(ctx, tx, params.id)) return true;
          return canRead({ ...ctx, tx }, params.id);
        });
        // The same answer for "none" and "not yours": an id tells nothing.
        const file = allowed ? await files.read(params.id, ctx.actor.district, query.size) : undefined;
        if (!file) throw problem('resource.not-found');
        const picture = file.mime.startsWith('image/');
        return reply
          .headers({
            'content-type': file.mime,
            'x-content-type-options': 'nosniff',
            // The bytes under an id never change, but who may see them can: the browser of the reader alone keeps them.
            'cache-control': 'private, max-age=3600',
            'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
            'cross-origin-resource-policy': 'same-origin',
            'content-disposition': picture
              ? 'inline'
              : `attachment; filename="${params.id}${ENDINGS[file.mime] ?? ''}"`,
          })
          .send(Buffer.from(file.data));
      },
    }),
  ];
}

const ENDINGS: Record<string, string> = {
  'application/pdf': '.pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'text/csv': '.csv',
};

async function isUploader(ctx: Ctx, tx: Ctx['tx'], id: string): Promise<boolean> {
  if (ctx.actor.kind !== 'staff') return false;
  return isUploaded(tx, id, ctx.actor.accountId);
}

export function fileJobs(files: FileStore): readonly JobDefinition[] {
  return [
    {
      name: 'files-sweep',
      cron: '20 4 * * *',
      async run() {
        await files.sweep();
      },
    },
  ];
}
