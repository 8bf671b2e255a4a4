// What an answer means for the work that was sent. Pure.
import type { HeldWhy, ItemKind, Said } from './item.ts';
import type { Answer } from './ports.ts';

export type Verdict =
  | { is: 'done'; state: 'accepted' | 'merged'; madeVersion: number | null; answer: unknown }
  | { is: 'held'; why: Extract<HeldWhy, 'early' | 'conflict'>; said: Said | undefined }
  | { is: 'refused'; said: Said }
  /** The session is over: the work stays, the person signs in. */
  | { is: 'login'; said: Said }
  /** Nobody's fault: later again, after so long when the server says how long. */
  | { is: 'later'; retryAfterMs: number | null; said: Said | undefined };

const LATER = new Set([408, 425, 429]);
/** Refusals with these codes ask for a new sign-in, whatever their status. */
const SIGN_IN = new Set(['auth.required', 'auth.password-change-required']);
/** A 409 that no look at the case can settle. */
const REUSED = 'cases.command-id-reused';

export function verdictOf(kind: ItemKind, answer: Answer): Verdict {
  const { status, retryAfterMs } = answer;
  const body = objectOf(answer.body);
  if (status >= 200 && status < 300)
    return kind === 'record' ? recordedOf(body, answer) : successOf(body, answer);
  const said = saidBy(answer);
  // Without a code it is not our server that speaks: a proxy, a hotel's sign-in page, a gateway. Its word decides nothing.
  if (said.code === '') return { is: 'later', retryAfterMs, said: undefined };
  if (status === 401 || SIGN_IN.has(said.code)) return { is: 'login', said };
  if (LATER.has(status) || status >= 500 || status < 400) return { is: 'later', retryAfterMs, said };
  if (status === 409 && kind === 'command' && said.code !== REUSED)
    return { is: 'held', why: 'conflict', said };
  return { is: 'refused', said };
}

function successOf(body: Record<string, unknown>, answer: Answer): Verdict {
  const { outcome, stepVersion } = body;
  const madeVersion = typeof stepVersion === 'number' ? stepVersion : null;
  if (outcome === 'held') return { is: 'held', why: 'early', said: undefined };
  if (outcome === 'accepted' || outcome === 'merged')
    return { is: 'done', state: outcome, madeVersion, answer: answer.body };
  return { is: 'later', retryAfterMs: answer.retryAfterMs, said: undefined };
}

/** A record has no outcome to tell: it was taken. An empty answer, or a page of somebody else's, is none of our server's. */
function recordedOf(body: Record<string, unknown>, answer: Answer): Verdict {
  if (Object.keys(body).length === 0)
    return { is: 'later', retryAfterMs: answer.retryAfterMs, said: undefined };
  return { is: 'done', state: 'accepted', madeVersion: null, answer: answer.body };
}

/** The server's problem (RFC 9457) in a form that can be kept. */
export function saidBy(answer: Answer): Said {
  const body = objectOf(answer.body);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    status: answer.status,
    code: text(body['code']),
    title: text(body['title']),
    detail: text(body['detail']),
    params: objectOf(body['params']),
    fields: Array.isArray(body['errors']) ? (body['errors'] as Said['fields']) : [],
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
