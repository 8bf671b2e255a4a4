// Every failure becomes one Problem here: the use case's own, a named database constraint, a malformed request, or a bug.
// A bug is logged with the request id and answered without details.
import { type FieldProblem, Problem, problem } from '../../kernel/problem.ts';
import type { Locale, Messages } from '../i18n/messages.ts';

const constraints = new Map<string, string>();

/** Says which problem the breach of a named constraint is, e.g. `accounts__login_unique` → `accounts.login-taken`. */
export function mapConstraint(name: string, code: string): void {
  const known = constraints.get(name);
  if (known !== undefined && known !== code) throw new Error(`constraint mapped twice: ${name}`);
  constraints.set(name, code);
}

type Failure = { code?: string; constraint?: string; message?: string; statusCode?: number };

/** The problem for any thrown value. `logged` says how loudly the caller should log the original. */
export function toProblem(error: unknown): { problem: Problem; level: 'none' | 'warn' | 'error' } {
  if (error instanceof Problem) return { problem: error, level: error.status >= 500 ? 'error' : 'none' };
  const failure = (error ?? {}) as Failure;
  const code = typeof failure.code === 'string' ? failure.code : '';
  if (code.startsWith('FST_')) return fromFastify(code, failure);
  // Before the database's codes: EPIPE has five letters too.
  if (CONNECTION_ERRORS.has(code)) return { problem: problem('server.busy'), level: 'error' };
  if (/^[0-9A-Z]{5}$/.test(code)) return fromPostgres(code, failure);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return { problem: problem('server.storage-full'), level: 'error' };
  if (typeof failure.message === 'string' && CONNECTION_WORDS.test(failure.message)) {
    return { problem: problem('server.busy'), level: 'error' };
  }
  return { problem: problem('server.bug'), level: 'error' };
}

const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT_SOCKET']);
// node-postgres gives these no code.
const CONNECTION_WORDS =
  /^(Connection terminated|Client was closed|timeout exceeded when trying to connect|Client has encountered a connection error|connect ENOENT)/;

function fromFastify(code: string, failure: Failure): { problem: Problem; level: 'none' | 'error' } {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
    case 'FST_FIELDS_LIMIT':
      return { problem: problem('input.too-large'), level: 'none' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return { problem: problem('input.unsupported-type'), level: 'none' };
    case 'FST_ERR_NOT_FOUND':
      return { problem: problem('resource.not-found'), level: 'none' };
    default: {
      const status = failure.statusCode ?? 500;
      if (status >= 400 && status < 500)
        return { problem: problem('input.malformed', { reason: 'HTTP' }), level: 'none' };
      return { problem: problem('server.bug'), level: 'error' };
    }
  }
}

function fromPostgres(
  code: string,
  failure: Failure,
): { problem: Problem; level: 'none' | 'warn' | 'error' } {
  const mapped = failure.constraint === undefined ? undefined : constraints.get(failure.constraint);
  if (mapped !== undefined) return { problem: problem(mapped), level: 'none' };
  switch (code) {
    case '40001':
    case '40P01':
    case '55P03':
    case '57014':
    case '53300':
    case '53200':
      return { problem: problem('server.busy'), level: 'warn' };
    case '53100':
      return { problem: problem('server.storage-full'), level: 'error' };
    case '23505':
    case '23P01':
    case '23503':
      // An unmapped constraint is still the caller's data; the log tells us to give it words.
      return { problem: problem('resource.conflict'), level: 'warn' };
    case '23502':
    case '23514':
    case '54000':
    case '54001':
      return { problem: problem('input.invalid'), level: 'warn' };
    case '42501':
      // Row-level security refused what a service had let through.
      return { problem: problem('auth.forbidden'), level: 'error' };
    default:
      if (code.startsWith('22')) return { problem: problem('input.invalid'), level: 'warn' };
      if (code.startsWith('08') || code.startsWith('57P'))
        return { problem: problem('server.busy'), level: 'error' };
      return { problem: problem('server.bug'), level: 'error' };
  }
}

export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  params: Problem['params'];
  errors?: { path: string; code: string; message: string }[];
  requestId: string;
};

/** The body of RFC 9457 in the reader's language. */
export function problemBody(
  one: Problem,
  locale: Locale,
  messages: Messages,
  requestId: string,
): ProblemBody {
  const title = messages.text(locale, `problem.${one.code}`, one.params as Record<string, unknown>);
  const errors = one.fields.map((field) => {
    const { path, code } = field;
    const key = fieldKey(code, locale, messages);
    // What a field's code has no words for, the problem itself says better than that something is wrong.
    const ownWords = key !== 'field.invalid' || one.code === 'input.invalid';
    const message = ownWords
      ? messages.text(locale, key, {
          field: fieldLabel(field, locale, messages),
          ...paramWords(field, locale, messages),
        })
      : title;
    return { path, code, message: sentence(message, locale) };
  });
  return {
    type: `urn:renlin:problem:${one.code}`,
    title,
    status: one.status,
    code: one.code,
    detail:
      errors.length > 0
        ? [...new Set(errors.map((error) => error.message))].join(locale === 'en' ? ' ' : '')
        : title,
    params: one.params,
    ...(errors.length > 0 ? { errors } : {}),
    requestId,
  };
}

/** Several of them stand in one line: each ends. */
function sentence(text: string, locale: Locale): string {
  return /[。！？.!?]$/u.test(text) ? text : `${text}${locale === 'en' ? '.' : '。'}`;
}

function fieldKey(code: string, locale: Locale, messages: Messages): string {
  const key = code.startsWith('field.') ? code : `field.${code}`;
  return messages.has(locale, key) ? key : 'field.invalid';
}

/** The name that a person knows the field by, and which of a list it is; without a name the last word of the path. */
function fieldLabel({ path, labels = [] }: FieldProblem, locale: Locale, messages: Messages): string {
  const parts = path.split('/');
  const last = parts.findLast((part) => part !== '' && !INDEX.test(part)) ?? 'body';
  const key = [...labels, `label.${last}`, `called.${last}`].find((one) => messages.has(locale, one));
  // A label that asks ("Is it fixed?") is followed by what is wrong with the answer.
  const label = key ? messages.text(locale, key).replace(/[?？]$/u, '') : last;
  const index = parts.findLast((part) => INDEX.test(part));
  return index === undefined ? label : messages.text(locale, 'label.nth', { label, n: Number(index) + 1 });
}

const INDEX = /^\d{1,6}$/;

/** Options by their names, and kinds of values in words. */
function paramWords({ params = {}, optionSet }: FieldProblem, locale: Locale, messages: Messages) {
  const named = (key: string, value: unknown) =>
    messages.has(locale, key) ? messages.text(locale, key) : String(value);
  const { expected, options } = params;
  return {
    ...params,
    ...(typeof expected === 'string' ? { expected: named(`value.${expected}`, expected) } : {}),
    ...(Array.isArray(options) && optionSet
      ? { options: options.map((one) => named(`option.${optionSet}.${one}`, one)) }
      : {}),
  };
}
