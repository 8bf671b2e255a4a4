// The network of a phone: records as JSON, photos in pieces (tus), each answer with what the server's clock said.
import { withLocale } from '../kit/api.ts';
import type { Answer, Transport } from './ports.ts';

/** A request that takes longer has lost its way; the upload of a piece may take its time. */
const PATIENCE_MS = 30_000;
const PIECE_BYTES = 512 * 1024;

type Options = { now(): number };

export function createHttpTransport({ now }: Options): Transport {
  async function send(path: string, body: Record<string, unknown>): Promise<Answer> {
    const sent = now();
    try {
      const response = await fetch(`/api/v1${path}`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: withLocale({ accept: 'application/json', 'content-type': 'application/json' }),
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return answerOf(response.status, (name) => response.headers.get(name), await jsonOf(response), sent);
    } catch {
      return LOST;
    }
  }

  function answerOf(
    status: number,
    header: (name: string) => string | null,
    body: unknown,
    sent: number,
  ): Answer {
    const date = Date.parse(header('date') ?? '');
    const seconds = Number(header('retry-after') ?? Number.NaN);
    return {
      status,
      body,
      date: Number.isNaN(date) ? null : { server: date, sent, received: now() },
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
    };
  }

  const upload: Transport['upload'] = async (photo, progress) => {
    // Only a phone that has photos to send pays for it.
    const { Upload } = await import('tus-js-client');
    const sha256 = await digestOf(photo.blob);
    const sent = now();
    return new Promise((resolve) => {
      let url = photo.uploadUrl;
      const one = new Upload(photo.blob, {
        endpoint: '/api/v1/uploads',
        ...(url === undefined ? {} : { uploadUrl: url }),
        headers: withLocale({}),
        metadata: { sha256 },
        chunkSize: PIECE_BYTES,
        // The engine decides when it is tried again, and keeps the address itself.
        retryDelays: null,
        storeFingerprintForResuming: false,
        onUploadUrlAvailable() {
          url = one.url ?? undefined;
          if (url !== undefined) void progress({ url, sentBytes: 0 });
        },
        onChunkComplete(_size, received) {
          if (url !== undefined) void progress({ url, sentBytes: received });
        },
        onSuccess({ lastResponse }) {
          const ref = lastResponse.getHeader('renlin-file');
          resolve(answerOf(ref ? 200 : 0, (name) => lastResponse.getHeader(name) ?? null, { ref }, sent));
        },
        onError(error) {
          const response = 'originalResponse' in error ? error.originalResponse : null;
          if (!response) resolve(LOST);
          else
            resolve(
              answerOf(
                response.getStatus(),
                (name) => response.getHeader(name) ?? null,
                parsed(response.getBody()),
                sent,
              ),
            );
        },
      });
      one.start();
    });
  };

  return { send, upload };
}

const LOST: Answer = { status: 0, body: null, date: null, retryAfterMs: null };

async function jsonOf(response: Response): Promise<unknown> {
  const json = (response.headers.get('content-type') ?? '').includes('json');
  return json ? response.json() : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function digestOf(blob: Blob): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
