// tus 1.0 over HTTP (https://tus.io/protocols/resumable-upload): core, creation, expiration, termination. The name of the finished file
// comes in the header `Renlin-File`; everything that goes wrong is a problem with a code, as everywhere.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../db/db.ts';
import { type Route, route } from '../http/route.ts';
import type { JobDefinition } from '../jobs/jobs.ts';
import { MAX_UPLOAD_BYTES, type Upload, type Uploads } from './uploads.ts';
import './problems.ts';
import { uuid } from '../http/input.ts';

const VERSION = '1.0.0';
const TYPE = 'application/offset+octet-stream';
const idParams = z.strictObject({ id: uuid });
const shown = z.object({
  id: z.string(),
  bytes: z.number(),
  received: z.number(),
  fileId: z.string().nullable(),
});
const view = ({ id, bytes, received, fileId }: Upload) => ({ id, bytes, received, fileId });

export function createUploadRoutes(uploads: Uploads): Route[] {
  return [
    route({
      method: 'OPTIONS',
      path: '/api/v1/uploads',
      operationId: 'describeUploads',
      summary: 'tus 1.0: versions, extensions and the largest upload',
      tag: 'files',
      access: 'public',
      response: z.undefined(),
      transaction: 'none',
      async handler(_ctx, _input, { reply }) {
        reply.headers({
          'tus-resumable': VERSION,
          'tus-version': VERSION,
          'tus-extension': 'creation,expiration,termination',
          'tus-max-size': String(MAX_UPLOAD_BYTES),
        });
        return undefined;
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/uploads',
      operationId: 'beginUpload',
      summary:
        'Begin an upload in pieces (tus 1.0): `Upload-Length`, and `Upload-Metadata: sha256 <base64 of the hex digest>`',
      tag: 'files',
      access: 'staff',
      response: shown,
      transaction: 'none',
      perMinute: 60,
      async handler(ctx, _input, { request, reply }) {
        speakTus(request, reply);
        const bytes = numberOf(request, 'upload-length');
        if (bytes === 0) throw problem('files.missing');
        const upload = await uploads.begin(scopeOf(ctx.actor), { bytes, sha256: digestOf(request) });
        reply.code(201).headers({ location: `/api/v1/uploads/${upload.id}`, ...facts(upload) });
        return view(upload);
      },
    }),
    route({
      // HEAD, as tus asks, is answered by the same route without a body.
      method: 'GET',
      path: '/api/v1/uploads/:id',
      operationId: 'lookAtUpload',
      summary: 'How much of an upload has arrived',
      tag: 'files',
      access: 'staff',
      params: idParams,
      response: shown,
      transaction: 'none',
      async handler(ctx, { params }, { reply }) {
        const upload = await uploads.look(scopeOf(ctx.actor), params.id);
        reply.headers({ 'tus-resumable': VERSION, ...facts(upload) });
        return view(upload);
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/uploads/:id',
      operationId: 'continueUpload',
      summary: 'Send the next piece of an upload from `Upload-Offset` on',
      tag: 'files',
      access: 'staff',
      params: idParams,
      response: z.undefined(),
      transaction: 'none',
      bodyLimit: MAX_UPLOAD_BYTES + 1024,
      async handler(ctx, { params }, { request, reply }) {
        speakTus(request, reply);
        if (request.headers['content-type'] !== TYPE) throw problem('input.unsupported-type');
        const offset = numberOf(request, 'upload-offset');
        const body = request.body as AsyncIterable<Uint8Array>;
        const upload = await uploads.append(scopeOf(ctx.actor), params.id, offset, body);
        reply.headers(facts(upload));
        return undefined;
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/uploads/:id',
      operationId: 'abandonUpload',
      summary: 'Give an upload up',
      tag: 'files',
      access: 'staff',
      params: idParams,
      response: z.undefined(),
      transaction: 'none',
      async handler(ctx, { params }, { request, reply }) {
        speakTus(request, reply);
        await uploads.remove(scopeOf(ctx.actor), params.id);
        return undefined;
      },
    }),
  ];
}

function facts(upload: Upload): Record<string, string> {
  return {
    'upload-offset': String(upload.received),
    'upload-length': String(upload.bytes),
    'upload-expires': new Date(upload.expiresAt).toUTCString(),
    ...(upload.fileId === null ? {} : { 'renlin-file': upload.fileId }),
  };
}

/** The version of the protocol is named in every request and every answer. */
function speakTus(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('tus-resumable', VERSION);
  if (request.headers['tus-resumable'] === VERSION) return;
  reply.header('tus-version', VERSION);
  throw problem('files.upload-version', { version: VERSION });
}

function numberOf(request: FastifyRequest, name: 'upload-length' | 'upload-offset'): number {
  const text = request.headers[name];
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text))
    throw problem('input.invalid', {}, [{ path: name, code: text === undefined ? 'required' : 'format' }]);
  return Number(text);
}

/** `sha256` of the whole file among the metadata; anything else there is none of our business. */
function digestOf(request: FastifyRequest): string | null {
  const text = request.headers['upload-metadata'];
  if (typeof text !== 'string') return null;
  for (const pair of text.split(',')) {
    const [name, value = ''] = pair.trim().split(' ');
    if (name !== 'sha256') continue;
    const digest = Buffer.from(value, 'base64').toString('latin1').toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(digest))
      throw problem('input.invalid', {}, [{ path: 'upload-metadata', code: 'format' }]);
    return digest;
  }
  return null;
}

export function uploadJobs(uploads: Uploads): readonly JobDefinition[] {
  return [
    {
      name: 'uploads-sweep',
      cron: '30 4 * * *',
      async run() {
        await uploads.sweep();
      },
    },
  ];
}
