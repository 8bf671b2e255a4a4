// What a person may do with what is held about them: see all of it and who saw it, take a copy, ask for corrections, withdraw, have it
// deleted. They come with a code from their notice and the last four digits of their phone (or id) number; no account, no photo.
import { createHmac } from 'node:crypto';
import { problem } from '../../kernel/problem.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import { personalOf, type Register, type Value, type Values } from './declare.ts';
import { erasePeople } from './erase.ts';
import { type Asking, accountOf, demand, type RegisterParts, registerOf, today } from './parts.ts';
import { checkValues, invalid, openValues, shownValues } from './record.ts';
import { editRecord, type Given, goneOrUnknown } from './records.ts';
import { findRecord, lockRecords, type RecordRow } from './store.ts';
import { insertConsents, listConsents, listViews } from './store-log.ts';
import {
  decideRequest,
  endCodes,
  findCode,
  insertCode,
  insertRequest,
  listRequests,
  lockRequest,
  type RequestRow,
} from './store-subject.ts';
import { systemScope } from './system-scope.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;
/** Within how many days a request is answered. */
const DUE_DAYS = 15;

const digest = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What is typed from paper: lower case, spaces, and the letters that look like digits are understood. */
export const normaliseCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** The last four of the first number that the record has. */
function tailOf(register: Register, values: Values): string | undefined {
  for (const type of ['phone', 'id-number'] as const) {
    for (const [code, field] of Object.entries(register.fields)) {
      const value = values[code];
      if (field.type === type && typeof value === 'string') return value.slice(-4);
    }
  }
  return undefined;
}

/** Makes a code for the person of a record; an older one ends. The code is shown this once. */
export async function issueCode(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  id: string,
): Promise<{ code: string }> {
  const row = await findRecord(tx, register, id);
  if (!row) throw await goneOrUnknown(tx, register, id);
  demand(asking.actor, register, 'write', row.areaPath);
  const tail = register.personal ? tailOf(register, openValues(parts, register, row)) : undefined;
  if (tail === undefined) throw problem('registers.no-number');
  const bytes = digest(parts.subjectKey, `make/${parts.ids.next()}/${id}`);
  const plain = Array.from({ length: CODE_LENGTH }, (_, at) => ALPHABET[(bytes[at] as number) & 31]).join('');
  await endCodes(tx, register.code, id, parts.now());
  await insertCode(
    tx,
    register.code,
    id,
    digest(parts.subjectKey, `code/${plain}`),
    tailHash(parts, plain, tail),
    parts.now(),
  );
  return { code: `${plain.slice(0, 4)}-${plain.slice(4, 7)}-${plain.slice(7)}` };
}

const tailHash = (parts: RegisterParts, code: string, tail: string): Buffer =>
  digest(parts.subjectKey, `tail/${code}/${tail.trim().toUpperCase()}`);

export type Known = { code: string; tail: string };

type Own = { register: Register; row: RecordRow };

/** The record that a code opens, for one piece of work in a transaction of the machine. */
export function withOwn<T>(
  db: Db,
  parts: RegisterParts,
  district: string,
  known: Known,
  work: (tx: Tx, own: Own) => Promise<T>,
): Promise<T> {
  return db.tx(systemScope(district), async (tx) => {
    const plain = normaliseCode(known.code);
    const found = await findCode(
      tx,
      digest(parts.subjectKey, `code/${plain}`),
      tailHash(parts, plain, known.tail),
    );
    if (!found) throw problem('registers.code-unknown');
    const register = registerOf(parts, found.register);
    const [row] = await lockRecords(tx, register, [found.recordId]);
    if (!row) throw problem('registers.code-unknown');
    return work(tx, { register, row });
  });
}

/** Everything that is held, on what ground and until when, and who saw it. */
export async function ownRecord(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  { register, row }: Own,
): Promise<object> {
  const { locale } = asking;
  const values = openValues(parts, register, row);
  const shown = shownValues(register, values, locale, new Map());
  const views = await listViews(tx, register.code, row.id);
  const consents = await listConsents(tx, register.code, row.id);
  const requests = await listRequests(tx, register.code, row.id);
  return {
    register: { code: register.code, label: register.label[locale], about: register.about[locale] },
    notice: register.consent
      ? { text: register.consent.notice[locale], edition: register.consent.edition }
      : null,
    byConsent: register.consent !== undefined,
    expiresOn: row.expiresOn,
    fields: Object.entries(register.fields)
      .filter(([code]) => values[code] !== null)
      .map(([code, field]) => {
        const personal = personalOf(field);
        return {
          code,
          label: field.label[locale],
          value: shown[code] ?? '',
          purpose: personal?.purpose[locale] ?? null,
          basis: personal?.basis ?? null,
          law: personal?.law?.[locale] ?? null,
        };
      }),
    consents: consents.map(({ kind, givenBy, edition, onDay }) => ({ kind, givenBy, edition, onDay })),
    // The post answers for the look, not the name of whoever held it.
    views: views.map(({ at, kind, post, fields, reason }) => ({
      at,
      kind,
      post,
      fields: fields.map((code) => register.fields[code]?.label[locale] ?? code),
      reason,
    })),
    requests: requests.map(({ kind, state, madeAt, dueOn, reason }) => ({
      kind,
      state,
      madeAt,
      dueOn,
      reason,
    })),
  };
}

/** Withdraws: what rests on consent is deleted at once, with proof. */
export async function withdraw(tx: Tx, parts: RegisterParts, { register, row }: Own): Promise<object> {
  if (!register.consent) throw problem('registers.not-by-consent');
  const known = await listConsents(tx, register.code, row.id);
  const last = known.at(-1);
  await insertConsents(tx, register.code, [
    {
      recordId: row.id,
      seq: known.length + 1,
      kind: 'withdrawn',
      givenBy: last?.givenBy ?? 'self',
      edition: last?.edition ?? register.consent.edition,
      onDay: today(parts),
      at: parts.now(),
      accountId: null,
    },
  ]);
  const [stone] = await erasePeople(tx, parts, register, [row], 'withdrawn', null);
  return { deletedAt: stone?.at, valuesErased: stone?.valuesErased };
}

/** Asks for a correction or a deletion; it is answered within fifteen days. */
export async function ask(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  { register, row }: Own,
  given: { kind: 'correct'; values: Given } | { kind: 'delete' },
): Promise<object> {
  let sealed: string | null = null;
  if (given.kind === 'correct') {
    const { values, faults } = checkValues(register, given.values, today(parts), {
      whole: false,
      path: 'values',
    });
    if (faults.length > 0) throw invalid(register, asking.locale, faults);
    if (Object.keys(values).length === 0) throw problem('registers.nothing-to-show');
    sealed = parts.vault.seal(`${register.code}/request`, JSON.stringify(values));
  }
  const dueOn = new Date(Date.parse(`${today(parts)}T00:00:00Z`) + DUE_DAYS * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const id = parts.ids.next();
  await insertRequest(tx, {
    id,
    register: register.code,
    recordId: row.id,
    kind: given.kind,
    sealed,
    madeAt: parts.now(),
    dueOn,
  });
  return { id, dueOn };
}

/** Requests before the reader, with what is asked; values masked until they are taken over. */
export async function openRequests(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
): Promise<object> {
  const items: object[] = [];
  for (const one of await listRequests(tx, register.code, null)) {
    const row = await findRecord(tx, register, one.recordId);
    if (!row || one.state !== 'open') continue;
    const allowed =
      asking.actor.kind === 'staff' &&
      asking.actor.posts.some(
        (post) =>
          row.areaPath.startsWith(post.areaPath) &&
          post.duties.some((duty) => register.duties.write.includes(duty)),
      );
    if (!allowed) continue;
    const { id, recordId, kind, madeAt, dueOn } = one;
    items.push({ id, recordId, kind, madeAt, dueOn, fields: Object.keys(askedValues(parts, register, one)) });
  }
  return { items };
}

const askedValues = (parts: RegisterParts, register: Register, request: RequestRow): Record<string, Value> =>
  request.sealed === null
    ? {}
    : (JSON.parse(parts.vault.open(`${register.code}/request`, request.sealed)) as Record<string, Value>);

/** Takes a request over, or refuses it with a reason that the person can read. */
export async function answerRequest(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  answer: { id: string; take: boolean; reason: string },
): Promise<object> {
  const request = await lockRequest(tx, register.code, answer.id);
  if (!request) throw problem('registers.not-found');
  const [row] = await lockRecords(tx, register, [request.recordId]);
  if (!row) throw await goneOrUnknown(tx, register, request.recordId);
  demand(asking.actor, register, request.kind === 'delete' ? 'manage' : 'write', row.areaPath);
  if (request.state !== 'open') throw problem('registers.over');
  const reason = answer.reason.trim();
  if (!answer.take && [...reason].length < 4)
    throw problem('registers.reason', { min: 4 }, [
      { path: 'reason', code: 'register-reason', params: { min: 4 } },
    ]);
  const state = answer.take ? 'done' : 'refused';
  await decideRequest(tx, answer.id, { state, reason, at: parts.now(), accountId: accountOf(asking.actor) });
  if (answer.take && request.kind === 'correct') {
    const values = askedValues(parts, register, request);
    await editRecord(tx, parts, asking, register, {
      id: row.id,
      commandId: answer.id,
      baseVersion: row.version,
      values,
    });
  }
  if (answer.take && request.kind === 'delete')
    await erasePeople(tx, parts, register, [row], 'asked', accountOf(asking.actor));
  return { id: answer.id, state };
}

/** The report of processing activities, from the declarations: what is held of people, why, on what ground, for how long. */
export function processingActivities(registers: ReadonlyMap<string, Register>, asking: Asking): object[] {
  const { locale } = asking;
  return [...registers.values()].flatMap((register) =>
    Object.entries(register.fields).flatMap(([code, field]) => {
      const personal = personalOf(field);
      if (!personal) return [];
      return {
        register: register.label[locale],
        field: field.label[locale],
        code: `${register.code}.${code}`,
        class: personal.class,
        purpose: personal.purpose[locale],
        basis: personal.basis,
        law: personal.law?.[locale] ?? null,
        keepMonths: personal.keepMonths,
        keepDaysAfterIncident: register.sunset?.days ?? null,
        sealed: personal.class === 'sensitive',
        readers: register.duties.read,
        revealers: register.duties.reveal,
        notice: register.consent?.edition ?? null,
      };
    }),
  );
}
