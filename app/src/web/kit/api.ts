// The one way to the server. Problems arrive as `ApiProblem` with a stable code and words for the reader; a lost network is
// retried with the same body (and so the same command id), never silently dropped.
import { newCommandId, now, setServerTime } from './clock.ts';

export type ProblemField = { path: string; code: string; message: string };

export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly params: Record<string, unknown>;
  readonly fields: readonly ProblemField[];

  constructor(body: {
    status: number;
    code: string;
    title?: string;
    detail?: string;
    params?: Record<string, unknown>;
    errors?: readonly ProblemField[];
  }) {
    super(body.title ?? body.code);
    this.name = 'ApiProblem';
    this.status = body.status;
    this.code = body.code;
    this.title = body.title ?? body.code;
    this.detail = body.detail ?? '';
    this.params = body.params ?? {};
    this.fields = body.errors ?? [];
  }

  /** True when nothing reached the server or nothing came back: trying again is right. */
  get offline(): boolean {
    return this.status === 0;
  }

  /** True when somebody else acted first; `changes` says what. */
  get conflict(): boolean {
    return this.status === 409 && this.code.endsWith('version-conflict');
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export type CallOptions = {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** How often a network failure or a busy server is tried again. GET: 2; commands with an id: 3; otherwise 0. */
  retries?: number;
};

let locale = 'zh-CN';
let onUnauthorised: (() => void) | undefined;

export function setApiLocale(next: string): void {
  locale = next;
}

/** The headers of a request that goes another way than through `call`, in the reader's language. */
export function withLocale(headers: Record<string, string>): Record<string, string> {
  return { ...headers, 'accept-language': locale };
}

/** Called once per answer 401 of a signed-in page; the shell shows the sign-in page and comes back. */
export function onSessionEnded(listener: (() => void) | undefined): void {
  onUnauthorised = listener;
}

export function withQuery(path: string, query: Query | undefined): string {
  if (!query) return path;
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    parts.set(key, value === true ? '1' : String(value));
  }
  const text = parts.toString();
  return text ? `${path}?${text}` : path;
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    return new ApiProblem({
      status: response.status,
      code: typeof body.code === 'string' ? body.code : `http.${response.status}`,
      ...(typeof body.title === 'string' ? { title: body.title } : {}),
      ...(typeof body.detail === 'string' ? { detail: body.detail } : {}),
      ...(body.params && typeof body.params === 'object'
        ? { params: body.params as Record<string, unknown> }
        : {}),
      ...(Array.isArray(body.errors) ? { errors: body.errors as ProblemField[] } : {}),
    });
  }
  return new ApiProblem({ status: response.status, code: `http.${response.status}` });
}

/** Calls `/api/v1` + path. Throws ApiProblem; an abort throws the signal's reason. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const retries = options.retries ?? (method === 'GET' ? 2 : 0);
  for (let attempt = 0; ; attempt++) {
    try {
      return await callOnce<T>(method, path, options);
    } catch (error) {
      const worthIt =
        error instanceof ApiProblem && (error.offline || error.status === 503 || error.status === 502);
      if (!worthIt || attempt >= retries) throw error;
      await sleep(400 * 3 ** attempt, options.signal);
    }
  }
}

async function callOnce<T>(method: string, path: string, options: CallOptions): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': locale };
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  if (options.body instanceof FormData) init.body = options.body;
  else if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  let response: Response;
  try {
    response = await fetch(withQuery(`/api/v1${path}`, options.query), init);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiProblem({ status: 0, code: 'network.offline' });
  }
  const date = response.headers.get('date');
  if (date) setServerTime(Date.parse(date));
  if (!response.ok) {
    const found = await readProblem(response);
    if (response.status === 401 && !path.startsWith('/auth/')) onUnauthorised?.();
    throw found;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
}

export function post<T>(path: string, body: unknown, options: Omit<CallOptions, 'body'> = {}): Promise<T> {
  return call<T>('POST', path, { ...options, body });
}

export function put<T>(path: string, body: unknown): Promise<T> {
  return call<T>('PUT', path, { body });
}

export function del<T>(path: string): Promise<T> {
  return call<T>('DELETE', path);
}

/** Sends something that carries a command id: safe to try again, because the id is made once, here. */
export function sendCommand<T>(path: string, body: Record<string, unknown>): Promise<T> {
  const commandId = typeof body.commandId === 'string' ? body.commandId : newCommandId();
  return call<T>('POST', path, { body: { ...body, commandId }, retries: 3 });
}

/** A command of the case lifecycle with its envelope. Give `commandId` again when the person presses "try again". */
export function sendCaseCommand<T>(
  caseId: string,
  command: { name: string; baseVersion: number; form: unknown; commandId?: string; occurredAt?: number },
): Promise<T> {
  return sendCommand<T>(`/cases/${encodeURIComponent(caseId)}/commands`, { occurredAt: now(), ...command });
}

export type UploadProgress = (fraction: number) => void;

/** Uploads one file with progress. XMLHttpRequest, because fetch can't tell how much has left. */
export function uploadFile<T>(
  file: Blob,
  name: string,
  onProgress?: UploadProgress,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/files');
    request.setRequestHeader('accept-language', locale);
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      const body = (request.response ?? {}) as Record<string, unknown>;
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(new ApiProblem({ code: `http.${request.status}`, ...body, status: request.status }));
    };
    request.onerror = () => reject(new ApiProblem({ status: 0, code: 'network.offline' }));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, name);
    request.send(form);
  });
}

export function fileUrl(fileId: string, size: 'thumb' | 'full' = 'thumb'): string {
  return `/api/v1/files/${encodeURIComponent(fileId)}?size=${size}`;
}
